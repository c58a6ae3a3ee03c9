"""Which ids a job has met, and where first: 24 bytes each, whatever their length."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]


class Met(NamedTuple):
    """Ids that were met, sorted by key: shape (n,) each.

    Attributes:
        keys: a 64-bit digest of the id. Two ids of ten million share one with a chance of 1 in
            400,000; the later row is refused then, so nothing is written wrong.
        contents: a digest of what the row says.
        places: where the row is.
    """

    keys: Longs
    contents: Longs
    places: Longs


class Seen:
    """The ids of a job, in sorted runs that grow by merging, so that each id moves seldom."""

    def __init__(self) -> None:
        self._runs: list[Met] = []

    def meet(self, keys: Sequence[int], contents: Sequence[int], places: Sequence[int]) -> Met:
        """Take a chunk of rows in order; for each, the first row of its id (it may be itself)."""
        chunk = Met(*(np.array(column, dtype=np.int64) for column in (keys, contents, places)))
        # np.unique gives the first of each key; `back` says which of them each row is like.
        _, first, back = np.unique(chunk.keys, return_index=True, return_inverse=True)
        unique = Met(*(column[first] for column in chunk))
        new = np.ones(len(first), dtype=bool)
        earlier = Met(unique.keys, unique.contents.copy(), unique.places.copy())
        for run in self._runs:
            at = np.minimum(np.searchsorted(run.keys, unique.keys), len(run.keys) - 1)
            hit = run.keys[at] == unique.keys
            new &= ~hit
            earlier.contents[hit], earlier.places[hit] = run.contents[at[hit]], run.places[at[hit]]
        self._keep(Met(*(column[new] for column in unique)))
        return Met(*(column[back] for column in earlier))

    def _keep(self, run: Met) -> None:
        if not len(run.keys):
            return
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2].keys) < 2 * len(self._runs[-1].keys):
            self._runs[-2:] = [_merged(*self._runs[-2:])]


def _merged(one: Met, other: Met) -> Met:
    order = np.argsort(np.concatenate([one.keys, other.keys]), kind="stable")
    return Met(*(np.concatenate(pair)[order] for pair in zip(one, other, strict=True)))
