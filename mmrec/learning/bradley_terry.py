"""Pairs of texts, one that helped and one that did not: weights learned from them, and judged

The model of Bradley and Terry (1952, Biometrika 39, https://doi.org/10.2307/2334029) with the
strength of a text linear in its traits: P(a before b) = 1 / (1 + exp(w · (b - a))). Fitted as a
logistic regression on differences with a ridge, by the bound of Böhning and Lindsay (1988, Ann.
Inst. Stat. Math. 40, https://doi.org/10.1007/BF00049423), which never overshoots. What we change:
pairs share their texts, so all of them together weigh as much as there are texts.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mmrec.types import Bools, Floats, Ints

PAIRS = 20_000  # more are sampled
STEPS = 500
SURE = 1.645  # deviations: the lower end of a one-sided 95 % interval


class Telling(NamedTuple):
    """How well worths tell texts that helped from those that did not.

    Attributes:
        pairs: how many there are.
        share: of them in which the one that helped is worth more, 0.5 for a tie; 0.5 is chance.
        low: the lower end of its one-sided 95 % interval.
    """

    pairs: int
    share: float
    low: float


def pairs_of(helpful: Bools, kinds: Sequence[str], seed: int = 0) -> Ints:
    """(P, 2) every text that helped with every one of its kind that did not, at most PAIRS."""
    found = [_product(good, bad) for good, bad in _sides(helpful, kinds)]
    pairs = np.concatenate([np.zeros((0, 2), np.int64), *found])
    if len(pairs) > PAIRS:
        pairs = pairs[np.random.default_rng(seed).permutation(len(pairs))[:PAIRS]]
    return pairs


def fit(traits: Floats, pairs: Ints, ridge: float) -> NDArray[np.float64]:
    """(T,) the weights of traits, in log-odds a unit; 0 for a trait in which no two texts differ.

    Args:
        traits: (n, T) of the texts.
        pairs: (P, 2) rows of them, the preferred one first; at least one pair.
        ridge: the penalty of a squared weight of a trait that is scaled to a deviation of 1.
    """
    scale = traits.std(axis=0, dtype=np.float64)
    scale[scale < 1e-6] = np.inf
    apart = (traits[pairs[:, 0]] - traits[pairs[:, 1]]) / scale  # (P, T)
    texts = len(np.unique(pairs))
    bound = texts * (apart.T @ apart) / (4 * len(pairs)) + ridge * np.eye(len(scale))
    step = np.linalg.inv(bound)
    weights = np.zeros(len(scale))
    for _ in range(STEPS):
        missed = 1 / (1 + np.exp(apart @ weights))  # (P,) the chance given to the other one
        change = step @ (texts * (missed @ apart) / len(pairs) - ridge * weights)
        weights += change
        if np.abs(change).max() < 1e-8:
            break
    return np.asarray(weights / scale)


def judge(worths: Floats, helpful: Bools, kinds: Sequence[str]) -> Telling:
    """How well worths (n,) tell the verdicts on n texts, within each kind.

    The share of pairs is the area under the ROC curve, its deviation that of DeLong et al. (1988,
    Biometrics 44, https://doi.org/10.2307/2531595, eq. 5): texts are drawn anew, not pairs. A side
    of one text has no deviation, so nothing is sure of it.
    """
    sides = list(_sides(helpful, kinds))
    total = sum(len(good) * len(bad) for good, bad in sides)
    if not total:
        return Telling(0, 0.5, 0.0)
    share = variance = 0.0
    for good, bad in sides:
        part = len(good) * len(bad) / total
        gap = worths[good][:, None] - worths[bad]
        won = (gap > 0) + 0.5 * (gap == 0)
        share += part * float(won.mean())
        for side in (won.mean(axis=1), won.mean(axis=0)):
            spread = side.var(ddof=1) / len(side) if len(side) > 1 else 0.25
            variance += part**2 * float(spread)
    return Telling(total, share, share - SURE * variance**0.5)


def _sides(helpful: Bools, kinds: Sequence[str]) -> list[tuple[Ints, Ints]]:
    """For each kind that has both: the rows of those that helped, and of the others."""
    names = np.array(kinds, dtype=object)
    both = [
        (np.flatnonzero((names == kind) & helpful), np.flatnonzero((names == kind) & ~helpful))
        for kind in sorted(set(kinds))
    ]
    return [(good, bad) for good, bad in both if len(good) and len(bad)]


def _product(good: Ints, bad: Ints) -> Ints:
    return np.stack(np.meshgrid(good, bad, indexing="ij"), axis=-1).reshape(-1, 2)
