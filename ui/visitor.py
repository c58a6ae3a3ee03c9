"""What is known of one visitor and can be corrected: events, saved items, taste, forgetting."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmrec.profile import Done, Profile
from mmrec.types import Event, Item, Recommendation
from ui.lexicon import Lexicon
from ui.needs import Recommends
from ui.showing import event_of

HISTORY = 100  # entries of the page
READ = 1000  # events that taste and saved items are read from


@dataclass(slots=True)
class Visitor:
    """One user, and the verbs about what the log knows of them."""

    recommender: Recommends
    lexicon: Lexicon
    user_id: str
    saved: set[str] = field(default_factory=set)
    _clicked: set[str] = field(default_factory=set)

    def known(self) -> bool:
        """Whether there is any event of theirs but being shown lists."""
        return bool(self.recommender.history(self.user_id, 1))

    def lately(self, limit: int = HISTORY) -> list[Done]:
        """What they did, newest first."""
        return self.recommender.history(self.user_id, limit)

    def items(self) -> list[Item]:
        """All items that they did something with."""
        done = self.recommender.history(self.user_id, READ)
        return list({item.item_id: item for _, item in done}.values())

    def saved_items(self) -> list[Done]:
        """What they saved, newest first, each item once."""
        found: dict[str, Done] = {}
        for event, item in self.recommender.history(self.user_id, READ):
            if event.kind == "save":
                found.setdefault(item.item_id, (event, item))
        self.saved = set(found)
        return list(found.values())

    def profile(self) -> Profile:
        """What the system makes of their events."""
        known = self.lexicon.current()
        done = self.recommender.history(self.user_id, READ)
        counts, total = known.vocabulary.counts, len(known.titles.titles)
        return self.recommender.memory.profile(done, counts, total)

    def record(self, kind: str, place: Recommendation | str, value: float | None = None) -> None:
        """Log what they did."""
        event = event_of(self.user_id, place, kind, value)
        self.recommender.record(event)
        if kind == "save":
            self.saved.add(event.item_id)

    def clicked(self, place: Recommendation) -> None:
        """Log that they opened an item; once is enough."""
        if place.item_id not in self._clicked:
            self._clicked.add(place.item_id)
            self.record("click", place)

    def save(self, place: Recommendation) -> bool:
        """Keep an item, or no longer; whether it is kept now."""
        if place.item_id in self.saved:
            events = [e for e, item in self.saved_items() if item.item_id == place.item_id]
            self.recommender.memory.forget(self.user_id, [event.event_id for event in events])
            self.saved.discard(place.item_id)
            return False
        self.record("save", place)
        return True

    def forget(self, event_ids: Sequence[str]) -> list[Event]:
        """Delete events; returns those that are gone."""
        gone = self.recommender.memory.forget(self.user_id, event_ids)
        self.saved -= {event.item_id for event in gone if event.kind == "save"}
        return gone

    def restore(self, events: Sequence[Event]) -> None:
        """Bring back what was forgotten."""
        self.recommender.record(*events)
        self.saved_items()

    def retract(self, kinds: Sequence[str], item_ids: Sequence[str]) -> None:
        """Delete the newest judgement about each of these items."""
        newest: dict[str, str] = {}
        for event, item in self.recommender.history(self.user_id, READ):
            if item.item_id in item_ids and event.kind in kinds:
                newest.setdefault(item.item_id, event.event_id)
        self.recommender.memory.forget(self.user_id, list(newest.values()))
