"""One short question with choices, where a message may mean several things, and its answer.

A question keeps the message it is about: the answer is a decision with which that message is read
again, so nothing is guessed and nothing is lost.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.cues import ANSWERS, EXCLAIMED, FILLER
from mmrec.dialogue.words import Message, listed, phrase

MOST = 6  # choices of one question
_ORDINALS = listed("first second third fourth fifth sixth")
_FILLER = frozenset(
    listed(
        "the a an one i mean meant of from with by that this please it is its was no yes film "
        "movie ones number in and please obviously definitely then think guess ok"
    )
)
_ADDED = frozenset(
    listed(
        "course naturally obviously said sorry id meant thinking whom who to refer referring "
        "speaking talking about had have mind want wanted surely clearly was think be would"
    )
)
_NOT_MEANT = re.compile(r"\b(?:not|isn['’]t|never|nor|rather than) [\w'’]+", re.IGNORECASE)
_CANCELLED = r"(?:never ?mind|neither|none(?: of (?:them|these|those))?|forget it|cancel|no)"
NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a message: its label, and what it stands for (an id, a fact, a name)."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is not clear in `message`; `decided` are the answers to earlier questions about it."""

    message: str
    key: str
    text: str
    options: tuple[Option, ...]
    decided: Mapping[str, str] = field(default_factory=dict)

    def answered(self, reply: str) -> str | None:
        """The value of the option that a reply chooses; "neither"; None: it is no answer."""
        words = Message(reply)
        said = [words.at(place) for place in range(len(words))]
        line = " ".join(said)
        if re.fullmatch(_CANCELLED, line):
            return NEITHER
        for option in self.options:
            if phrase(option.label) == line:
                return option.value
        if (place := _place(said, len(self.options))) is not None:
            return self.options[place].value
        labels = {word for option in self.options for word in phrase(option.label).split()}
        idle = _FILLER | ((FILLER | ANSWERS | EXCLAIMED | _ADDED) - labels)
        kept = {word for word in said if word not in idle}
        for spare in (0, 1):  # "the daughter, sofia": one word may say something else
            fits = [o for o in self.options if _names(o, kept, spare)]
            if len(fits) == 1:
                return fits[0].value
        return None

    def chosen(self, reply: str) -> str | None:
        """The person whom some clause of a reply names: `Jane, obviously`, `Rob, says Ivo`."""
        if (value := self.answered(reply)) is not None:
            return value
        kept = _NOT_MEANT.sub(" ", reply)
        clauses = re.split(r"[,.;:!?–-]+(?=\s|$)", kept)
        each = [value for clause in clauses if (value := self.answered(clause)) is not None]
        if (
            each
            and len(each) == len([one for one in clauses if one.strip()])
            and {*each} == {NEITHER}
        ):
            return NEITHER
        words = phrase(kept).split()
        own = {option.value: phrase(option.label).split() for option in self.options}
        fits = [
            value
            for value, label in own.items()
            if any(words.count(w) and sum(w in o for o in own.values()) == 1 for w in label)
        ]
        found = [value for value in each if value != NEITHER] or (fits if len(fits) == 1 else [])
        return found[0] if found else None


class Ambiguous(Exception):
    """A message has several readings; caught by the reader, which asks."""

    def __init__(self, key: str, text: str, options: Sequence[Option]) -> None:
        super().__init__(text)
        self.key, self.text, self.options = key, text, tuple(options)


class Unresolved(Exception):
    """A message speaks of what is not there; the text says so to the user."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What the user decided so far about this message, and what a bare number may be about.

    `silent`: look only, take the first; `running`: the conditions of the request so far.
    """

    decided: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    running: tuple[Constraint, ...] = ()

    @property
    def bound(self) -> Constraint | None:
        """The last condition on a number: what `make it 80` is about."""
        numbers = (c for c in self.running[::-1] if type(c.values[0]) in (int, float))
        return next(numbers, None)

    def named(self, facts: Collection[str]) -> Constraint | None:
        """The last name that the request asks for in these facts: `him`, `that colour`."""
        wanted = (c for c in self.running[::-1] if c.op == "=" and isinstance(c.values[0], str))
        return next((c for c in wanted if set(c.facts) & set(facts)), None)

    def choose(self, key: str, text: str, options: Sequence[Option]) -> str:
        """The decided value.

        Raises:
            Ambiguous: nothing is decided yet.
        """
        if key in self.decided:
            return self.decided[key]
        if self.silent:
            return options[0].value
        raise Ambiguous(key, text, options[:MOST])


def _names(option: Option, kept: Collection[str], spare: int) -> bool:
    """Whether words are of an option's label, but for so many."""
    label = phrase(option.label).split()
    named = {*label, *(f"{word}s" for word in label)} & set(kept)
    return bool(named) and len(named) >= len(kept) - spare


def _place(said: Sequence[str], count: int) -> int | None:
    """`the second one`, `2`, `number 2`, `last`."""
    kept = [word for word in said if word not in _FILLER]
    if len(kept) != 1:
        return None
    word = kept[0]
    if word == "last":
        return count - 1
    number = _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word) if word.isdigit() else 0
    return number - 1 if 1 <= number <= count else None
