"""What is known of a user and an item together: the numbers that pointwise models learn from.

Statistics of items come from the histories that it is fitted on, a user's side from the history at
hand. Nothing is standardised here; a model that needs it does it itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from scipy import sparse

from mmrec.history import History
from mmrec.ranking.neighbours import likes, similarities
from mmrec.types import CatalogVectors, FactValue, Floats, Ints

DAY = 86_400.0
SHRINKAGE, NEIGHBOURS = 10.0, 200
SHORT, LONG = 5, 100_000  # likes that the two sums of similarities read
REMEMBERED = 20  # likes whose nearest one to an item is looked for
TREND = 90 * DAY  # after which a like counts a third of what it did
DOUBT = 5.0  # events that an item's share of likes is held against
COMMON = 5  # items that must share a value for it to be a fact about taste

ITEM = ("likes", "trend", "share of likes", "days known", "days silent")
USER = ("user's likes", "user's dislikes")
PAIR = ("likes against taste", "chosen together, lately", "chosen together", "facts in common")
ABOUT = ("mean", "nearest", "last", "disliked")  # cosines, of words, of pictures, …

FactTable = Sequence[Mapping[str, FactValue]]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Features of user and item.

    Attributes:
        vectors: the catalogue.
        items: (N, 5) what `ITEM` names.
        similar: (N, N) what was liked together.
        values: (N, V) unit lines: which of the common fact values an item has, the rare ones
            counting more.
        numbers: (N, M) standardised numeric facts, 0 where there is none.
        names: of all features, in order.
    """

    vectors: CatalogVectors
    items: Floats
    similar: sparse.csr_array
    values: sparse.csr_array
    numbers: Floats
    names: tuple[str, ...]

    @classmethod
    def fit(
        cls, training: Mapping[str, History], vectors: CatalogVectors, facts: FactTable
    ) -> "Pairs":
        """Count over these histories. `facts`: of every item, in catalogue order."""
        size = len(vectors.item_ids)
        names, numbers = _numbers(facts)
        about = [f"{part}: {name}" for part in _parts(vectors) for name in ABOUT]
        of_numbers = [*names, *(f"{name} against taste" for name in names)]
        return cls(
            vectors=vectors,
            items=_statistics(training, size),
            similar=similarities(likes(training, size), SHRINKAGE, NEIGHBOURS),
            values=_values(facts),
            numbers=numbers,
            names=(*ITEM, *USER, *PAIR, *about, *of_numbers),
        )

    def of(self, history: History, rows: Ints) -> Floats:
        """(K, F) features of one user and the items of these rows (K,)."""
        liked, disliked = history.liked, history.rows[history.weights < 0]
        user = np.log1p([len(liked), len(disliked)])
        taste = self.items[liked, 0].mean() if len(liked) else 0.0
        columns = [
            self.items[rows],
            np.broadcast_to(user, (len(rows), 2)),
            np.abs(self.items[rows, :1] - taste),
            self._together(liked, rows),
            self._facts_in_common(liked, rows),
            *(_about(p, liked, disliked, rows) for p in _parts(self.vectors).values()),
            self.numbers[rows],
            np.abs(self.numbers[rows] - _mean(self.numbers, liked)),
        ]
        return np.concatenate(columns, axis=1, dtype=np.float32)

    def _together(self, liked: Ints, rows: Ints) -> Floats:
        """(K, 2) summed similarities to the last few likes, and to all."""
        sums = [self.similar[np.unique(liked[-recent:])].sum(axis=0) for recent in (SHORT, LONG)]
        return np.stack([np.asarray(one, np.float32)[rows] for one in sums], axis=1)

    def _facts_in_common(self, liked: Ints, rows: Ints) -> Floats:
        """(K, 1) cosine of an item's values and those of all likes."""
        taste = np.asarray(self.values[liked].sum(axis=0), np.float32)
        taste /= max(float(np.linalg.norm(taste)), 1e-9)
        return np.asarray(self.values[rows] @ taste, np.float32)[:, None]


def _parts(vectors: CatalogVectors) -> dict[str, Floats]:
    """Unit rows (N, D) of each modality."""
    others = {name: unit for name, (unit, _) in vectors.others.items()}
    return {"words": vectors.text, "picture": vectors.image, **others}


def _about(part: Floats, liked: Ints, disliked: Ints, rows: Ints) -> Floats:
    """(K, 4) cosines to the mean of likes, to the nearest, to the last, to the mean of dislikes."""
    out = np.zeros((len(rows), len(ABOUT)), np.float32)
    wanted = part[rows]
    if len(liked):
        out[:, 0] = wanted @ _unit(part[liked].mean(axis=0))
        near = wanted @ part[liked[-REMEMBERED:]].T
        out[:, 1], out[:, 2] = near.max(axis=1), near[:, -1]
    if len(disliked):
        out[:, 3] = wanted @ _unit(part[disliked].mean(axis=0))
    return out


def _statistics(training: Mapping[str, History], size: int) -> Floats:
    """(N, 5) log likes, log likes of late, share of likes, log days since first and last event."""
    rows, ats, weights = (
        np.concatenate([np.zeros(0, kind), *(getattr(h, name) for h in training.values())])
        for name, kind in (("rows", np.int64), ("ats", np.float64), ("weights", np.float32))
    )
    liked, until = weights > 0, ats.max(initial=0.0)
    met = np.bincount(rows, minlength=size)
    counts = np.bincount(rows[liked], minlength=size)
    late = np.exp((ats[liked] - until) / TREND)
    trend = np.bincount(rows[liked], weights=late, minlength=size)
    share = (counts + DOUBT * liked.mean()) / (met + DOUBT) if len(rows) else counts
    first, last = np.full(size, until), np.full(size, ats.min(initial=until))
    np.minimum.at(first, rows, ats)
    np.maximum.at(last, rows, ats)
    days = [np.log1p((until - moment) / DAY) for moment in (first, last)]
    return np.stack([np.log1p(counts), np.log1p(trend), share, *days], axis=1).astype(np.float32)


def _values(facts: FactTable) -> sparse.csr_array:
    """(N, V) unit lines over the values of text and list facts that several items share."""
    lines = [set(_named(line)) for line in facts]
    counts: dict[tuple[str, str], int] = {}
    for value in (value for line in lines for value in line):
        counts[value] = counts.get(value, 0) + 1
    place = {value: n for n, value in enumerate(v for v, c in counts.items() if c >= COMMON)}
    found = [sorted(place[value] for value in line if value in place) for line in lines]
    rarity = np.log(len(facts) / np.array([counts[value] for value in place], np.float32))
    columns = np.array([column for line in found for column in line], np.int64)
    starts = np.r_[0, np.cumsum([len(line) for line in found])]
    owner = np.repeat(np.arange(len(found)), np.diff(starts))
    data = rarity[columns] if len(columns) else np.zeros(0, np.float32)
    norms = np.sqrt(np.bincount(owner, weights=data**2, minlength=len(found)))
    data = (data / np.maximum(norms[owner], 1e-9)).astype(np.float32)
    return sparse.csr_array((data, columns, starts), shape=(len(facts), len(place)))


def _named(facts: Mapping[str, FactValue]) -> list[tuple[str, str]]:
    lists = {name: value for name, value in facts.items() if isinstance(value, list)}
    texts = {name: [value] for name, value in facts.items() if isinstance(value, str)}
    return [(name, value) for name, values in (lists | texts).items() for value in values]


def _numbers(facts: FactTable) -> tuple[list[str], Floats]:
    """Names and (N, M) standardised values of the numeric facts."""
    names = sorted({name for line in facts for name, value in line.items() if _numeric(value)})
    out = np.zeros((len(facts), len(names)), np.float32)
    for column, name in enumerate(names):
        cells: Any = [line.get(name) for line in facts]
        known = np.array([_numeric(cell) for cell in cells], np.bool_)
        values = np.array(
            [float(cell) for cell, is_number in zip(cells, known, strict=True) if is_number]
        )
        out[known, column] = (values - values.mean()) / max(float(values.std()), 1e-9)
    return names, out


def _numeric(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _mean(table: Floats, rows: Ints) -> Floats:
    return table[rows].mean(axis=0) if len(rows) else np.zeros(table.shape[1], np.float32)


def _unit(vector: Floats) -> Floats:
    unit: Floats = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit
