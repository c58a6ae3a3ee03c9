"""Whether chances are honest: of what has a chance of one in ten, one in ten comes true."""

import numpy as np

from mmrec.evaluation.metrics import Numbers
from mmrec.types import Bools, Floats

BINS = 15


def ece(chances: Numbers, happened: Bools, bins: int = BINS) -> float:
    """Expected calibration error: mean distance of what was foretold and what was seen, 0 is best.

    Guo et al. 2017, https://arxiv.org/abs/1706.04599, equation 3, with one change: bins of equal
    size instead of equal width, for nearly all chances of a list are near 0. Equal chances are
    always in one bin, so that there may be fewer bins than asked for.

    Args:
        chances: (n,) in [0, 1].
        happened: (n,) what came true.
        bins: how many.
    """
    if not len(chances):
        return float("nan")
    edges = np.quantile(chances, np.linspace(0, 1, bins + 1)[1:-1])
    place = np.searchsorted(np.unique(edges), chances)
    surplus = np.bincount(place, weights=chances - happened)
    return float(np.abs(surplus).sum() / len(chances))


def softmax(scores: Floats) -> Numbers:
    """(B, N) scores as chances that sum to 1 in each line; -inf is no chance."""
    raised = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)
