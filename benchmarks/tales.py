"""Labelled turns to learn from, and the same with a tale told beside them.

People tell of years, prices, colours and actors that are no part of a wish. `turns/tales.txt` holds
such tales; names of the catalogue stand in their blanks.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from benchmarks.dialogue import HERE
from mmrec.dialogue import Conversation, GrammarReader, Meaning
from mmrec.dialogue.learned import Said
from mmrec.dialogue.roles import NONE, roles
from mmrec.dialogue.signs import Sign

TALES = HERE / "tales.txt"
_BESIDE = 0.3  # share of turns that are learned once more with a tale
_ALONE = 0.04  # tales that nothing is asked with, beside one turn
_FRIENDS = "Rolf Imke Pavel Rosa Chiara Ludo Agathe Priya Tom Beate Kofi Yuki Sean Olga".split()
_COLOURS = "red blue green black white brown yellow grey pink orange purple beige".split()
_UNITS = ("euros", "pounds", "dollars", "quid", "bucks")
_KINDS = ("genres", "category", "tags")
_JOINTS = (" ", " and ", " so ", " anyway ", " well ")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One turn: what is said, what it does, the roles of its signs, and the set that it is from."""

    said: Said
    act: str
    roles: Sequence[str]
    set: str


@dataclass(frozen=True)
class Scripted:
    """One turn of a script: its text and what it means, where it stands, and who reads it."""

    text: str
    act: str
    meaning: Meaning
    conversation: Conversation
    reader: GrammarReader
    catalogue: str
    set: str

    @cached_property
    def labelled(self) -> Labelled:
        """The turn as it is learned from."""
        said = self.reader.said(self.text, self.conversation)
        return Labelled(said, self.act, roles(said.signs, self.meaning), self.set)


def with_tales(turns: Sequence[Scripted]) -> Iterator[Labelled]:
    """Some turns about one catalogue with a tale before or behind them, and tales alone."""
    chance = random.Random(0)
    blanks = _Blanks(turns, chance)
    tales = TALES.read_text(encoding="utf-8").splitlines()
    for turn in turns:
        tale = chance.choice(tales).format_map(blanks)
        drawn = chance.random()
        if drawn < _BESIDE and turn.conversation.question is None:
            if told := _beside(turn, tale, chance):
                yield told
        elif drawn > 1 - _ALONE:
            alone = replace(turn, text=_as_typed(tale, turn.text), act="small_talk",
                            meaning=Meaning("small_talk"))  # fmt: skip
            yield alone.labelled


class _Blanks(Mapping[str, str]):
    """What may stand in a blank of a tale: each time something else that turns speak of."""

    def __init__(self, turns: Sequence[Scripted], chance: random.Random) -> None:
        self._chance = chance
        self._said: dict[str, list[str]] = defaultdict(list)
        for turn in turns:
            for sign in turn.labelled.said.signs:
                if blank := _blank(sign):
                    self._said[blank].append(sign.text)

    def __getitem__(self, blank: str) -> str:
        draw = self._chance.randrange
        made: dict[str, Callable[[], str]] = {
            "year": lambda: str(draw(1930, 2024)),
            "decade": lambda: self._chance.choice(["fifties", "sixties", "70s", "80s", "nineties"]),
            "number": lambda: str(draw(2, 60)),
            "price": lambda: f"{draw(2, 500)} {self._chance.choice(_UNITS)}",
            "name": lambda: self._chance.choice(_FRIENDS),
            "size": lambda: self._chance.choice([*"SML", "XL", str(draw(36, 47))]),
        }
        if blank in made:
            return made[blank]()
        return self._chance.choice(self._said[blank] or _COLOURS)

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)


def _blank(sign: Sign) -> str | None:
    """The blank that a name may stand in."""
    if sign.kind in ("person", "title"):
        return sign.kind
    facts = {value.fact for value in sign.values}
    if sign.kind != "value" or len(facts) != 1:
        return None
    fact = facts.pop()
    return "kind" if fact in _KINDS else fact if fact in ("colour", "brand") else None


def _beside(turn: Scripted, tale: str, chance: random.Random) -> Labelled | None:
    """The turn with a tale; None where its own words are no longer read as they were."""
    own = turn.labelled
    tale = _as_typed(tale, turn.text)
    first = chance.random() < 0.6
    if _typed_plainly(turn.text):
        parts = (tale, turn.text) if first else (turn.text, tale)
        text = chance.choice(_JOINTS).join(parts)
    else:
        ended = turn.text if turn.text[-1] in ".!?" else f"{turn.text}."
        text = f"{tale} {ended}" if first else f"{ended} {tale}"
    told = replace(turn, text=text).labelled
    count, more = len(own.roles), len(told.roles) - len(own.roles)
    kept = slice(more, None) if first else slice(0, count)
    if more < 0 or _names(told.said.signs[kept]) != _names(own.said.signs):
        return None
    outside = [NONE] * more
    return replace(told, roles=[*outside, *own.roles] if first else [*own.roles, *outside])


def _names(signs: Sequence[Sign]) -> list[tuple[str, str]]:
    return [(sign.kind, sign.text.casefold()) for sign in signs]


def _typed_plainly(text: str) -> bool:
    """Whether a text is in small letters, without a stop."""
    return text[:1].islower() and text[-1:] not in ".!?"


def _as_typed(tale: str, text: str) -> str:
    """A tale in the manner of a text."""
    return re.sub(r"[,.]", "", tale).lower() if _typed_plainly(text) else tale
