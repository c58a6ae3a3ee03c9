"""Ranking metrics of held-out targets, and how sure we can be of them.

A case has one target, so recall is the hit, MAP is MRR, and precision and F1 follow from the hit.

Ties: a target that shares its score with t other items is put in the middle of them, at rank
1 + better + t / 2, and given `tied` a metric is its exact mean over every order of the tied items.
So a scorer that knows nothing gets what chance gets, whatever the order of the catalogue, and no
figure depends on a sort. Scores nearer than `TIE` (relative) are a tie: that is float noise, which
changes with the batch size.
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
    return places(scores, targets)[0]


def places(scores: Floats, targets: Ints) -> tuple[Numbers, Ints]:
    """(B,) ranks as `ranks` gives them, and (B,) how many other items share the target's score."""
    own = np.take_along_axis(scores, targets[:, None], axis=1)
    margin = TIE * np.maximum(1.0, np.abs(own))
    better = (scores > own + margin).sum(axis=1)
    tied = (np.abs(scores - own) <= margin).sum(axis=1) - 1
    return np.asarray(1.0 + better + tied / 2.0, np.float64), np.asarray(tied, np.int64)


def hr(rank: Numbers, k: int, tied: Ints | None = None) -> Numbers:
    """(n,) 1 where the target is among the first k. With one target this is recall too."""
    return _gain(np.ones(k), rank, tied)


def ndcg(rank: Numbers, k: int, tied: Ints | None = None) -> Numbers:
    """(n,) normalised discounted gain of one relevant item: 1 / log2(1 + rank), 0 after k."""
    return _gain(1.0 / np.log2(np.arange(2, k + 2)), rank, tied)


def mrr(rank: Numbers, k: int, tied: Ints | None = None) -> Numbers:
    """(n,) reciprocal rank, 0 after k. With one target this is average precision too."""
    return _gain(1.0 / np.arange(1.0, k + 1.0), rank, tied)


def precision(rank: Numbers, k: int, tied: Ints | None = None) -> Numbers:
    """(n,) share of the first k that is relevant: 1 / k or 0."""
    return hr(rank, k, tied) / k


def f1(rank: Numbers, k: int, tied: Ints | None = None) -> Numbers:
    """(n,) harmonic mean of precision 1 / k and recall 1, which is 2 / (k + 1), or 0."""
    return hr(rank, k, tied) * (2.0 / (k + 1))


def auc(rank: Numbers, candidates: Ints) -> Numbers:
    """(n,) share of the other candidates that stand below the target, a tie counting half.

    Args:
        rank: (n,) ranks in the middle of ties.
        candidates: (n,) how many items were ranked, the target among them.
    """
    others = np.maximum(candidates - 1, 1)
    return np.asarray(np.where(candidates > 1, 1.0 - (rank - 1.0) / others, 0.5), np.float64)


def _gain(gains: Numbers, rank: Numbers, tied: Ints | None) -> Numbers:
    """(n,) the gain of a rank, 0 after the last; with ties its mean over the tied places."""
    k = len(gains)
    if tied is None:
        # A rank in the middle of ties may be a half: between two gains, as both are drawn alike.
        low, high = np.floor(rank).astype(np.int64), np.ceil(rank).astype(np.int64)
        padded = np.r_[0.0, gains, 0.0]
        middle: Numbers = (padded[np.minimum(low, k + 1)] + padded[np.minimum(high, k + 1)]) / 2.0
        return middle
    better = np.round(rank - 1.0 - tied / 2.0).astype(np.int64)
    total = np.r_[0.0, np.cumsum(gains)]
    first, last = np.minimum(better, k), np.minimum(better + tied + 1, k)
    return np.asarray((total[last] - total[first]) / (tied + 1.0), np.float64)


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
    random = np.random.default_rng(seed)
    draws = (random.integers(len(sums), size=len(sums)) for _ in range(RESAMPLES))
    means = np.array([sums[draw].sum() / sizes[draw].sum() for draw in draws])
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(values.mean()), float(low), float(high))
