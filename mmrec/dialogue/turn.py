"""What one message of a user was understood to mean."""

from dataclasses import dataclass, field
from typing import Literal

from mmrec.dialogue.vocabulary import Constraint
from mmrec.types import Query

# recommend: a list for this user, nothing more asked. search: words, a picture or a filter.
# more_like: items to be like. refine: the last request, changed. more: the last request, other
# items. explain and feedback: about `items`.
Intent = Literal[
    "recommend",
    "search",
    "more_like",
    "refine",
    "more",
    "explain",
    "feedback",
    "help",
    "greeting",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, understood.

    Args:
        intent: what the user wants done.
        query: the whole request (a refined one holds what it was refined from).
        items: ids of the items that `explain` and `feedback` are about, or to be like.
        kind: the event kind of a `feedback`.
        constraints: the parts of `query.where`, kept apart so that a later turn can change them.
        understood: short phrases that tell the user how the message was read.
        problem: what could not be resolved, as a sentence to the user; nothing else is done then.
    """

    intent: Intent
    query: Query = field(default_factory=Query)
    items: tuple[str, ...] = ()
    kind: str | None = None
    constraints: tuple[Constraint, ...] = ()
    understood: tuple[str, ...] = ()
    problem: str | None = None
