"""What one message of a user means: an intent, conditions, items, remarks; or one question."""

from dataclasses import dataclass, field
from typing import Literal

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.questions import Question

# recommend: a list for this user, nothing more asked. search: words or conditions. more_like:
# items to be like. refine: the last request, changed. more: the last request, other items.
# explain, compare, feedback: about `items`. profile: what is known of the user. ask: a question
# goes back.
Intent = Literal[
    "recommend", "search", "more_like", "refine", "more", "explain", "compare", "feedback",
    "profile", "small_talk", "help", "undo", "start_over", "ask",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """What the user thinks of an item, as an event kind; `value` is that of a rating."""

    kind: str
    item_id: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Taste:
    """What the user thinks of a value wherever it stands: loves Comedy, can't stand musicals."""

    liked: bool
    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One message, understood.

    Args:
        intent: what the user wants done.
        constraints: conditions that the message states; a conversation adds them up.
        text: words to search for.
        like: ids of items that the list should be like.
        items: ids of the items that `explain` and `compare` are about.
        remarks: what was said about items; events, once recorded.
        tastes: what was said about values.
        by: the fact that a comparison is about.
        drops: facts whose conditions are lifted.
        widen: the conditions stand beside earlier ones of the same fact.
        mentioned: ids of the items named besides, for `it` to speak of.
        question: what must be known first; nothing else is done then.
        read_by: "grammar", "model", or "learned": amended by what was learned from labelled turns.
        fell_back: why another reading was not taken and the grammar's was.
        problem: what could not be resolved, as a sentence to the user; nothing else is done then.
        people: whom the message speaks of, for `him` and `her` in the next one.
        heard: the remarks that are somebody else's.
    """

    intent: Intent
    constraints: tuple[Constraint, ...] = ()
    text: str | None = None
    like: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    tastes: tuple[Taste, ...] = ()
    by: str | None = None
    drops: tuple[str, ...] = ()
    widen: bool = False
    mentioned: tuple[str, ...] = field(default=(), compare=False)
    question: Question | None = None
    problem: str | None = None
    read_by: Literal["grammar", "model", "learned"] = "grammar"
    fell_back: str | None = None
    people: tuple[str, ...] = field(default=(), compare=False)
    heard: tuple[Remark, ...] = field(default=(), compare=False)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The items that it speaks of, which the next message may call `it`."""
        told = dict.fromkeys(remark.item_id for remark in self.remarks)
        return self.items or tuple(told) or self.like
