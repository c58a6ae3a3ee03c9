"""What pointwise models learn from: latest likes among items by chance, seen from before them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mmrec.evaluation.metrics import Numbers
from mmrec.evaluation.protocols import new_likes
from mmrec.history import History
from mmrec.types import Floats, Ints

LATEST = 0.2  # share of a user's likes, the latest, that are learnt from
POSITIVES = 10  # of a user at most
MOST = 10_000  # positives of all users
NEGATIVES = 40  # for each positive, half by chance, half as often as they are liked


class Described(Protocol):
    """Features of users and items."""

    def of(self, history: History, rows: Ints) -> Floats:
        """(K, F) of one user and the items of these rows (K,)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A user as of a moment, and (K,) rows: what was liked next, then what was never met."""

    history: History
    rows: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Lessons as a table.

    Attributes:
        features: (n, F), one line for each row of each lesson.
        liked: (n,) 1 for what was liked next, else 0.
        groups: (g,) how many lines each lesson has.
    """

    features: Floats
    liked: Ints
    groups: Ints


def past(training: Mapping[str, History]) -> dict[str, History]:
    """The histories without what the lessons are about.

    Statistics that features rest on are counted here, or a model would see its answers in them.
    """
    return {
        user: one.before(int(_latest(one)[0])) if len(_latest(one)) else one
        for user, one in training.items()
    }


def lessons(training: Mapping[str, History], items: int, seed: int) -> list[Lesson]:
    """At most MOST latest likes of all users, each with its negatives."""
    random = np.random.default_rng(seed)
    counts = np.ones(items, np.float64)
    for history in training.values():
        np.add.at(counts, history.liked, 1.0)
    chance = counts / counts.sum()
    places = [(one, int(place)) for one in training.values() for place in _latest(one)]
    chosen = np.sort(random.permutation(len(places))[:MOST])
    return [_lesson(places[number][0], places[number][1], chance, random) for number in chosen]


def examples(taught: Sequence[Lesson], described: Described) -> Examples:
    """The lessons with their features."""
    return Examples(
        np.concatenate([described.of(one.history, one.rows) for one in taught]),
        np.concatenate([np.arange(len(one.rows)) == 0 for one in taught]).astype(np.int64),
        np.array([len(one.rows) for one in taught], np.int64),
    )


def _latest(history: History) -> Ints:
    """Positions of the likes that are learnt from."""
    places = new_likes(history)
    return places[len(places) - min(POSITIVES, int(np.ceil(LATEST * len(places)))) :]


def _lesson(history: History, place: int, chance: Numbers, random: np.random.Generator) -> Lesson:
    items, half = len(chance), NEGATIVES // 2
    drawn = np.r_[random.integers(items, size=half), random.choice(items, half, p=chance)]
    unmet = np.setdiff1d(drawn, history.rows)
    return Lesson(history.before(place), np.r_[history.rows[place], unmet])
