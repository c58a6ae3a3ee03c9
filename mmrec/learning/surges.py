"""An item that far more people like at once than ever liked any: a hit, or a campaign for it.

Poisoned likes are likes. Where they are among what is judged by, whoever learned them foretells
them, and no figure of ranking tells. What tells is that so many came for one item: nobody's word
counts twice, and the measure is the most liked item of as many likes before, and of all before.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from mmrec.evaluation.drift import Window
from mmrec.types import Ints

SURELY = 3.0  # deviations of a count above what is allowed


@dataclass(frozen=True, slots=True)
class Surge:
    """The most liked item of what is new.

    Attributes:
        row: its catalogue row.
        people: how many like it anew.
        of: new likes of all items, one for each user and item.
        peak: the largest share of likes that any item had before.
    """

    row: int
    people: int
    of: int
    peak: float

    def beyond(self, times: float) -> bool:
        """Whether its share is surely more than so many times what any item had before."""
        allowed = min(times * self.peak, 1.0) * self.of
        return self.people > allowed + SURELY * sqrt(allowed)


def surge_of(before: Window, since: Window) -> Surge | None:
    """The largest surge; None where nobody liked anything, before or since.

    Args:
        before: what was known, in the order of time.
        since: what is new.
    """
    old, new = _likes(before), _likes(since)
    if not len(old) or not len(new):
        return None
    counts = np.bincount(new)
    row = int(counts.argmax())
    peak = max(_peak(old), _peak(old[-len(new) :]))
    return Surge(row, int(counts[row]), len(new), peak)


def _likes(window: Window) -> Ints:
    """(m,) rows that were liked, one for each user and item, by when that was first."""
    liked = window.take(np.flatnonzero(window.weights > 0))
    pairs = np.stack([liked.users, liked.rows])
    first = np.sort(np.unique(pairs, axis=1, return_index=True)[1])
    return liked.rows[first]


def _peak(rows: Ints) -> float:
    return float(np.bincount(rows).max() / len(rows))
