"""Ranking metrics of held-out targets, and how sure we can be of them.

Ties: a target that shares its score with t other items is put in the middle of them, at rank
1 + better + t / 2. So a scorer that knows nothing gains nothing from the order of the catalogue,
and the figure does not depend on a sort. Scores nearer than `TIE` (relative) are a tie: that is
float noise, which changes with the batch size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmrec.types import Floats, Ints

TIE = 1e-5
RESAMPLES = 2000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval over users."""

    mean: float
    low: float
    high: float


def ranks(scores: Floats, targets: Ints) -> Numbers:
    """(B,) rank of each target, 1 is best, among the finite scores of its line.

    Args:
        scores: (B, N), -inf where an item takes no part.
        targets: (B,) columns.
    """
    own = np.take_along_axis(scores, targets[:, None], axis=1)
    margin = TIE * np.maximum(1.0, np.abs(own))
    better = (scores > own + margin).sum(axis=1)
    tied = (np.abs(scores - own) <= margin).sum(axis=1) - 1
    return np.asarray(1.0 + better + tied / 2.0, np.float64)


def hr(rank: Numbers, k: int) -> Numbers:
    """(n,) 1 where the target is among the first k."""
    return (rank <= k).astype(np.float64)


def ndcg(rank: Numbers, k: int) -> Numbers:
    """(n,) normalised discounted gain of one relevant item: 1 / log2(1 + rank), 0 after k."""
    return np.where(rank <= k, 1.0 / np.log2(1.0 + rank), 0.0)


def mrr(rank: Numbers, k: int) -> Numbers:
    """(n,) reciprocal rank, 0 after k."""
    return np.where(rank <= k, 1.0 / rank, 0.0)


def top(scores: Floats, k: int) -> Ints:
    """(B, min(k, N)) columns of the best scores, best first; equal scores in column order."""
    k = min(k, scores.shape[1])
    if k < scores.shape[1]:
        edge = np.partition(scores, -k, axis=1)[:, -k]
        return np.stack([_top_line(line, low, k) for line, low in zip(scores, edge, strict=True)])
    return np.argsort(-scores, axis=1, kind="stable")[:, :k]


def _top_line(line: Floats, low: np.float32, k: int) -> Ints:
    inside = np.flatnonzero(line >= low)
    return inside[np.argsort(-line[inside], kind="stable")[:k]]


def coverage(counts: Ints) -> float:
    """Share of the catalogue that was recommended to anybody. `counts` (N,): how often each was."""
    return float((counts > 0).mean())


def popularity_bias(counts: Ints, popularity: Numbers) -> float:
    """Mean popularity of what was recommended, as a share of the most popular item's (0 to 1).

    Args:
        counts: (N,) how often each item was recommended.
        popularity: (N,) how many training events each item has.
    """
    most = popularity.max(initial=0.0)
    if most == 0 or counts.sum() == 0:
        return 0.0
    return float((counts * popularity).sum() / counts.sum() / most)


def bootstrap(values: Numbers, users: Sequence[str], seed: int = 0) -> Interval:
    """The mean of the values, and its 95 % interval by resampling users (not single events).

    Efron's percentile bootstrap. A user's events are drawn together, because they are not
    independent.
    """
    if not len(values):
        return Interval(float("nan"), float("nan"), float("nan"))
    _, owner = np.unique(np.asarray(users), return_inverse=True)
    sums = np.bincount(owner, weights=values)
    sizes = np.bincount(owner).astype(np.float64)
    draws = np.random.default_rng(seed).integers(len(sums), size=(RESAMPLES, len(sums)))
    means = np.array([sums[draw].sum() / sizes[draw].sum() for draw in draws])
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(values.mean()), float(low), float(high))
