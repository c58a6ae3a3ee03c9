"""What the page asks of a recommender: the real one, or the small one of the tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from mmrec.dialogue import Completes
from mmrec.likeness import Likeness
from mmrec.profile import Done, Profile
from mmrec.types import Event, Explanation, Item, Query, Recommendation


class Remembers(Protocol):
    """What is remembered of a visitor beside events."""

    def keep(self, user_id: str, document: str) -> None:
        """Keep a running conversation."""
        ...

    def kept(self, user_id: str) -> str | None:
        """The conversation that was kept last."""
        ...

    def forget(self, user_id: str, event_ids: Sequence[str]) -> list[Event]:
        """Delete events of a user; returns what is gone."""
        ...

    def profile(
        self, done: Sequence[Done], counts: Mapping[tuple[str, str], int], total: int
    ) -> Profile:
        """What events say of a user."""
        ...

    def starters(self, k: int = 12) -> list[Item]:
        """Items that differ from one another, for a newcomer to choose among."""
        ...


class Recommends(Protocol):
    """The verbs that the page uses; it writes to no table itself.

    All may raise `MmrecError`, whose message and remedy are then shown in the chat.
    """

    @property
    def memory(self) -> Remembers:
        """What is remembered of visitors."""
        ...

    def recommend(
        self,
        user_id: str | None = None,
        *,
        query: str | Query | None = None,
        exclude: Iterable[str] = (),
        k: int = 10,
    ) -> list[Recommendation]:
        """A list; a user without events is a newcomer, not an error."""
        ...

    def similar(self, item_id: str, k: int = 10, by: Likeness = "all") -> list[Recommendation]:
        """Items like this one; NotFound when it has nothing of that kind."""
        ...

    def explain(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Explanation:
        """Why an item suits a user; `query`: the words that the recommendation answered."""
        ...

    def explain_live(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Iterator[Explanation]:
        """The same while it is written: each text begins with the one before it."""
        ...

    def rate_text(self, user_id: str, text: Explanation, helpful: bool | None) -> None:
        """Keep whether a text helped its reader; None takes it back."""
        ...

    def record(self, *events: Event) -> int:
        """Append what the user did; it counts in the very next call."""
        ...

    def show(self, user_id: str, recommendations: Sequence[Recommendation]) -> None:
        """Log that a list was shown."""
        ...

    def users(self, limit: int = 1000) -> list[str]:
        """Users who have events."""
        ...

    def history(self, user_id: str, limit: int = 20) -> list[tuple[Event, Item]]:
        """What a user did lately, newest first."""
        ...

    def items(self, item_ids: Sequence[str]) -> list[Item]:
        """The items of some ids, in their order."""
        ...

    def titles(self) -> dict[str, str]:
        """Every title by item id."""
        ...

    def facts(self) -> dict[str, type]:
        """The catalogue's typed fact columns."""
        ...

    def turn_model(self) -> Completes | None:
        """The language model that reads turns; None: the grammar does."""
        ...
