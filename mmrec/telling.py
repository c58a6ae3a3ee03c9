"""Texts about recommendations: what is known of each place, and what is written from it."""

from collections.abc import Sequence

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

LIST = 3  # items of content about several, when none are named
SEVERAL = ("comparison", "introduction", "newsletter", "email", "reply")


class Teller:
    """Explains and writes about places of a list."""

    def __init__(self, shelf: Shelf, models: Models, remembered: int) -> None:
        self._shelf = shelf
        self._models = models
        self._remembered = remembered  # events of a user that are looked through

    def explain(
        self, user_id: str, places: Sequence[Recommendation], query: str | None
    ) -> list[Explanation]:
        """Why each place is there; all are written together."""
        return self._models.explainer().explain_many(self._tasks(user_id, places, query))

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

    def _tasks(
        self, user_id: str, places: Sequence[Recommendation], query: str | None
    ) -> list[tuple[Evidence, list[tuple[Event, Item]]]]:
        evidence = [Evidence(place.item, place.reasons, query) for place in places]
        return [(one, self._told(user_id, one)) for one in evidence]

    def _told(self, user_id: str, evidence: Evidence) -> list[tuple[Event, Item]]:
        """What the reasons rest on, with its items: how a film was rated, what it has in common."""
        kinds = {r.item_id: r.kind or "" for r in reversed(evidence.reasons) if r.item_id}
        told = {item_id: Event(user_id, item_id, kind) for item_id, kind in kinds.items()}
        for event in self._shelf.log.of_user(user_id, self._remembered, impressions=False):
            if event.kind == kinds.get(event.item_id):
                told[event.item_id] = event
        return list(zip(told.values(), self._shelf.catalog.items(list(told)), strict=True))


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
