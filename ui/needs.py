"""What the page asks of a recommender: the real one, or the small one of the tests."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from mmrec.types import Event, Explanation, Item, Query, Recommendation


class Recommends(Protocol):
    """The verbs that the page uses; it writes to no table itself.

    All may raise `MmrecError`, whose message and remedy are then shown in the chat.
    """

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

    def explain(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Explanation:
        """Why an item suits a user; `query`: the words that the recommendation answered."""
        ...

    def record(self, *events: Event) -> int:
        """Append what the user did; it counts in the very next call."""
        ...

    def show(self, user_id: str, recommendations: Sequence[Recommendation]) -> None:
        """Log that a list was shown."""
        ...

    def knows(self, user_id: str) -> bool:
        """Whether the user has events."""
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
