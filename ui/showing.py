"""What a visitor has been shown: the lists of late, and where in them an item stood."""

from collections.abc import Sequence
from dataclasses import replace

from mmrec.types import Event, Item, Recommendation

LISTS_KEPT = 24  # a click on an older card still finds what was shown


class Showing:
    """The lists that were shown, by request; what a browser sends is looked up here."""

    def __init__(self) -> None:
        self._lists: dict[str, Sequence[Recommendation]] = {}
        self._asked: dict[str, str | None] = {}

    def add(self, places: Sequence[Recommendation], asked: str | None = None) -> None:
        """Remember a list, and the words that it answered."""
        if places:
            self._lists[places[0].request_id] = places
            self._asked[places[0].request_id] = asked
            self._lists = dict(list(self._lists.items())[-LISTS_KEPT:])

    def add_items(self, items: Sequence[Item]) -> None:
        """Remember items that no request put there: saved ones, a newcomer's choice."""
        self._lists[""] = [
            Recommendation(item.item_id, 0.0, 0, (), (), item, "", 1.0, "") for item in items
        ]

    def place(self, item_id: str, request_id: str | None = None) -> Recommendation | None:
        """Where an item was shown: in that list, else in the latest that had it."""
        if request_id is not None:
            lists = [self._lists.get(request_id, ())]
        else:
            lists = [shown for key, shown in reversed(self._lists.items()) if key]
        return next((r for shown in lists for r in shown if r.item_id == item_id), None)

    def asked(self, place: Recommendation) -> str | None:
        """The words that the list of a place answered."""
        return self._asked.get(place.request_id)


def event_of(
    user_id: str, place: Recommendation | str, kind: str, value: float | None = None
) -> Event:
    """What a user did, tied to the list that it came from when there was one."""
    if isinstance(place, str):
        return Event(user_id, place, kind, value)
    event = Event(user_id, place.item_id, kind, value)
    if not place.request_id:
        return event
    return replace(
        event,
        request_id=place.request_id,
        position=place.rank,
        propensity=place.propensity,
        model_id=place.model_id,
        source="+".join(place.sources),
    )
