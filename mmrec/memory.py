"""What a home remembers of a visitor beside events: the conversation, a profile; and forgetting."""

from collections.abc import Mapping, Sequence

import numpy as np

from mmrec.config import Settings
from mmrec.profile import Done, Profile, profile_of
from mmrec.snapshot import Shelf
from mmrec.store import Conversations, Home
from mmrec.types import Event, Item

KNOWN = 200  # items, the most liked first, that a newcomer's choice is made of


class Memory:
    """What the page asks of one home beside lists and explanations."""

    def __init__(self, home: Home, settings: Settings, shelf: Shelf) -> None:
        self._settings = settings
        self._shelf = shelf
        self._conversations = Conversations(home.conversations)

    def keep(self, user_id: str, document: str) -> None:
        """Keep a user's running conversation.

        Raises:
            StoreError: it cannot be written.
        """
        self._conversations.keep(user_id, document)

    def kept(self, user_id: str) -> str | None:
        """The conversation that was kept last; None without one."""
        return self._conversations.kept(user_id)

    def forget(self, user_id: str, event_ids: Sequence[str]) -> list[Event]:
        """Delete events of a user; returns what is gone. The next list does not know them."""
        return self._shelf.log.forget(user_id, event_ids)

    def profile(
        self, done: Sequence[Done], counts: Mapping[tuple[str, str], int], total: int
    ) -> Profile:
        """What a user's events, newest first, say; see `profile_of`."""
        weight = self._settings.events.weight
        return profile_of(done, lambda event: weight(event.kind, event.value), counts, total)

    def starters(self, k: int = 12) -> list[Item]:
        """Well-known items that differ from one another, for a newcomer to choose among.

        The first is the most liked; each next one is the farthest from all that were taken.
        """
        snapshot = self._shelf.current()
        known = snapshot.by_popularity[:KNOWN]
        vectors = snapshot.taste.vectors[known]
        nearest = vectors @ vectors[0]
        taken = [0]
        while len(taken) < min(k, len(known)):
            nearest[taken] = np.inf
            taken.append(int(nearest.argmin()))
            nearest = np.maximum(nearest, vectors @ vectors[taken[-1]])
        ids = snapshot.index.item_ids
        return self._shelf.catalog.items([ids[row] for row in known[taken]])
