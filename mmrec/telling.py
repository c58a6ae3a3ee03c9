"""Texts about recommendations: what is known of each place, and what is written from it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mmrec.config import EventSettings
from mmrec.errors import ConfigError, did_you_mean
from mmrec.loading import Models
from mmrec.snapshot import Shelf
from mmrec.types import (
    CONTENT_KINDS,
    Content,
    ContentKind,
    Event,
    Evidence,
    Explanation,
    Item,
    Recommendation,
)

if TYPE_CHECKING:
    from mmrec.generation.record import Record

LIST = 3  # items of content about several, when none are named
SEVERAL = ("comparison", "introduction", "newsletter", "email", "reply")


class Teller:
    """Explains and writes about places of a list."""

    def __init__(
        self, shelf: Shelf, models: Models, remembered: int, events: EventSettings
    ) -> None:
        self._shelf = shelf
        self._events = events
        self._models = models
        self._remembered = remembered  # events of a user that are looked through

    def explain(
        self, user_id: str, places: Sequence[Recommendation], query: str | None
    ) -> list[Explanation]:
        """Why each place is there; all are written together."""
        return self._models.explainer().explain_many(self._tasks(user_id, places, query))

    def explain_live(
        self, user_id: str, place: Recommendation, query: str | None
    ) -> Iterator[Explanation]:
        """Why a place is there, sentence by sentence."""
        (task,) = self._tasks(user_id, [place], query)
        yield from self._models.explainer().explain_live(*task)

    def write(
        self, user_id: str, kind: ContentKind, places: Sequence[Recommendation], query: str | None
    ) -> Content:
        """Content about these places.

        Raises:
            ConfigError: nothing to write about, or too little for a comparison.
        """
        from mmrec.generation.content import compose

        least = 2 if kind == "comparison" else 1
        if len(places) < least:
            raise ConfigError(
                f"A {kind} needs at least {least} item{'s' if least > 1 else ''}.",
                "Name more with --items.",
            )
        return compose(self._models.explainer(), kind, self._tasks(user_id, places, query))

    def why(
        self, user_id: str, place: Recommendation, query: str | None, where: str | None
    ) -> "Record":
        """The evidence record of a place; needs no language model."""
        from mmrec.generation.record import record_of

        ((evidence, told),) = self._tasks(user_id, [place], query)
        snapshot = self._shelf.current()
        likes = snapshot.popularity[snapshot.index.row_of[place.item_id]]
        return record_of(
            evidence,
            told,
            self._events,
            where=where,
            likes=int(likes),
            better_known=round(float((snapshot.popularity > likes).mean()), 4),
        )

    def _tasks(
        self, user_id: str, places: Sequence[Recommendation], query: str | None
    ) -> list[tuple[Evidence, list[tuple[Event, Item]]]]:
        evidence = [Evidence(place.item, place.reasons, query) for place in places]
        done = self._shelf.log.of_user(user_id, self._remembered, impressions=False)
        told = [_told(user_id, one, done) for one in evidence]
        ids = list(dict.fromkeys(event.item_id for events in told for event in events))
        items = dict(zip(ids, self._shelf.catalog.items(ids), strict=True))
        return [
            (one, [(event, items[event.item_id]) for event in events])
            for one, events in zip(evidence, told, strict=True)
        ]


def _told(user_id: str, evidence: Evidence, done: Sequence[Event]) -> list[Event]:
    """What the reasons rest on: how a film was rated, what was done with it."""
    kinds = {r.item_id: r.kind or "" for r in reversed(evidence.reasons) if r.item_id}
    told = {item_id: Event(user_id, item_id, kind) for item_id, kind in kinds.items()}
    for event in done:
        if event.kind == kinds.get(event.item_id):
            told[event.item_id] = event
    return list(told.values())


def require_kind(kind: str) -> ContentKind:
    """A kind of content by its name.

    Raises:
        ConfigError: there is no such kind.
    """
    for known in CONTENT_KINDS:
        if known == kind:
            return known
    raise ConfigError(f"'{kind}' is no kind of content.", did_you_mean(kind, CONTENT_KINDS))


def items_of(kind: ContentKind) -> int:
    """How many items content of this kind is about, when none are named."""
    return LIST if kind in SEVERAL else 1
