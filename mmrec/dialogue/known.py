"""What a message is read with: the catalogue's titles, words and items; the list on the screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mmrec.dialogue.questions import Asking
from mmrec.dialogue.titles import Mention, TitleIndex
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message
from mmrec.types import Item


@dataclass(frozen=True, slots=True)
class Known:
    """The catalogue as a conversation needs it; `items` brings the facts of a few."""

    titles: TitleIndex
    vocabulary: Vocabulary
    items: Callable[[Sequence[str]], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One message and what it can speak of.

    `ids`: of the list on the screen; `focus`: the items spoken of last, for `it` and `them`;
    `pair`: the group that those are of, for `the other one`; `last`: the same as `focus`, but kept
    over messages that speak of no item; `judged`: ids by what was said of
    them (like, dislike, view); `topic`: what a clause of the message begins with, as in `Heat, I
    loved that`.
    """

    message: Message
    known: Known
    ids: Sequence[str]
    focus: Sequence[str]
    asking: Asking
    topic: Mention | None = None
    pair: Sequence[str] = ()
    last: Sequence[str] = ()
    judged: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def titles(self) -> TitleIndex:
        """The titles of the catalogue."""
        return self.known.titles

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of its facts."""
        return self.known.vocabulary

    def items(self, ids: Sequence[str]) -> Sequence[Item]:
        """Items by id, with their facts."""
        return self.known.items(ids) if ids else ()


@dataclass(frozen=True, slots=True)
class Objects:
    """Items that words point at, the word after them, or a sentence about what is not there."""

    items: tuple[str, ...] = ()
    after: int = 0
    problem: str | None = None

    def __bool__(self) -> bool:
        return bool(self.items or self.problem)
