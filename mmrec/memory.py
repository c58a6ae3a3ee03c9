"""What a home remembers of a visitor beside events: talk, profile, verdicts; and forgetting."""

from collections.abc import Mapping, Sequence

import numpy as np

from mmrec.config import Settings
from mmrec.errors import ConfigError
from mmrec.lazy import Lazy
from mmrec.profile import Done, Profile, profile_of
from mmrec.snapshot import Shelf
from mmrec.store import Conversations, Home, TextVerdicts
from mmrec.types import Content, Event, Explanation, Item, TextVerdict, Told

KNOWN = 200  # items, the most liked first, that a newcomer's choice is made of


class Memory:
    """What the page asks of one home beside lists and explanations."""

    def __init__(self, home: Home, settings: Settings, shelf: Shelf) -> None:
        self._settings = settings
        self._shelf = shelf
        self._conversations = Conversations(home.conversations)
        self._verdicts = Lazy(lambda: TextVerdicts.open(home.events))

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
        """Delete events of a user; returns what is gone. The next list does not know them.

        Verdicts on texts that rest on these go too, and all of a user who has done nothing else.
        """
        return self._shelf.log.forget(user_id, event_ids)

    def rate(self, user_id: str, text: Explanation | Content, helpful: bool | None) -> None:
        """Keep what a reader says of a text; None takes back what they said of it.

        Raises:
            ConfigError: no user.
            StoreError: it cannot be written.
        """
        if helpful is None:
            self._verdicts().forget(user_id, text.text)
        else:
            self._verdicts().append([verdict_on(user_id, text, helpful=helpful)])

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


def verdict_on(user_id: str, text: Explanation | Content, *, helpful: bool) -> TextVerdict:
    """What a reader says of a text, with all that is kept of the text itself.

    Raises:
        ConfigError: no user.
    """
    if not user_id:
        raise ConfigError("A verdict needs a user_id.", "Name the reader.")
    parts = (text,) if isinstance(text, Explanation) else text.parts
    reasons = (reason for part in parts for reason in part.evidence.reasons)
    return TextVerdict(
        user_id,
        text.text,
        "explanation" if isinstance(text, Explanation) else text.kind,
        helpful,
        tuple(Told(part.text, part.claims) for part in parts),
        tuple(dict.fromkeys(part.evidence.item.item_id for part in parts)),
        tuple(dict.fromkeys(reason.item_id for reason in reasons if reason.item_id)),
        text.model_id,
        text.written_by,
    )
