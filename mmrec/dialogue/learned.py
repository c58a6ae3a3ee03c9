"""What a message does and what its words are there for, told by what was learned from turns.

`python -m benchmarks.roles --write` makes the weights, from labelled turns.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from mmrec.dialogue.signs import Sign
from mmrec.encoders.tagger import Texts
from mmrec.types import Floats

WEIGHTS = Path(__file__).parent / "tagging"


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the model sees it.

    `signs`: its words; `running`: whether a request is; `focus`: how many items were spoken of
    last.
    """

    signs: Sequence[Sign]
    running: bool
    focus: int

    def words(self, *, plain: bool) -> list[str]:
        """What it stands in, then a word for each sign; `plain`: any name for each name."""
        before = ["running" if self.running else "new", _COUNTS[min(self.focus, 2)], ":"]
        said = [(sign.plain if plain else sign.text, sign.mark) for sign in self.signs]
        return [*before, *(f"{text} {mark}" if mark else text for text, mark in said)]


_COUNTS = ("none", "one", "several")
BEFORE = 3  # words in front of the first sign


@dataclass(frozen=True, slots=True)
class Told:
    """The chance in [0, 1] of each act, and of each sign that of each role it may have.

    Acts are intents, `ask` and `problem`; feedback is told apart as `feedback:view`,
    `feedback:like`, …. Signs beyond what is read have no roles.
    """

    acts: Mapping[str, float]
    roles: Sequence[Mapping[str, float]]

    @property
    def intents(self) -> dict[str, float]:
        """The chance of each intent, that of its acts together."""
        chances: dict[str, float] = defaultdict(float)
        for act, chance in self.acts.items():
            chances[act.partition(":")[0]] += chance
        return chances

    @property
    def act(self) -> str:
        """The likeliest act of the likeliest intent."""
        intents = self.intents
        return max(self.acts, key=lambda act: (intents[act.partition(":")[0]], self.acts[act]))

    def likely(self, sign: int) -> tuple[str, float]:
        """The likeliest role of a sign and its chance; "" and 0 where none is told."""
        return max(self.roles[sign].items(), key=lambda one: one[1], default=("", 0.0))


class Scores(Protocol):
    """What gives scores: `mmrec.encoders.tagger.Tagger`."""

    def scores(self, texts: Texts) -> list[tuple[Floats, Floats]]:
        """Of each text, given as words: of its acts (A,), of its words' roles (W, R)."""
        ...


Model = tuple[Scores, Sequence[str], Sequence[str]]


class LearnedRoles:
    """Tells what a message does and what its signs are there for.

    Args:
        load: gives the model and the names of its acts and its roles, at first use; the one that
            comes with the package, if None.
    """

    def __init__(self, load: Callable[[], Model] | None = None) -> None:
        self._load = load or opened

    def told(self, said: Said) -> Told:
        """The chances of what a message does and of what its signs are there for.

        Raises:
            MmrecError: the model can not be loaded.
        """
        model, acts, _ = self._loaded
        read = model.scores([said.words(plain=False), said.words(plain=True)])
        chances = np.mean([_softmax(whole) for whole, _ in read], axis=0)
        each = [rows[BEFORE:] for _, rows in read]
        told = [self._roles(sign, [rows[i] for rows in each if i < len(rows)])
                for i, sign in enumerate(said.signs)]  # fmt: skip
        return Told(dict(zip(acts, chances.tolist(), strict=True)), told)

    def warm(self) -> None:
        """Load what the first message would wait for."""
        self.told(Said((), running=False, focus=0))

    def _roles(self, sign: Sign, scores: Sequence[Floats]) -> dict[str, float]:
        places = self._places.get(sign.kind)
        if not places or not scores:
            return {}
        chances = np.mean([_softmax(row[places]) for row in scores], axis=0)
        names = [self._loaded[2][place].partition(" ")[2] for place in places]
        return dict(zip(names, chances.tolist(), strict=True))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where the roles of each kind of sign are among all."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._loaded[2]):
            places[name.partition(" ")[0]].append(place)
        return places

    @cached_property
    def _loaded(self) -> Model:
        return self._load()


def opened(folder: Path = WEIGHTS) -> Model:
    """The model of a folder: the one that comes with the package.

    Raises:
        WeightsError: the offline pack, which it reads with, is not here.
    """
    from mmrec.device import pick_device
    from mmrec.encoders.tagger import Tagger

    tagger = Tagger.open(folder, pick_device("cpu"))  # one short text: a GPU gains nothing
    return tagger, tagger.about.classes, tagger.about.roles


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    chances: Floats = raised / raised.sum()
    return chances
