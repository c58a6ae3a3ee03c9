"""A list that is good and not ten times the same."""

import numpy as np

from mmrec.types import Floats, Ints


def mmr(scores: Floats, vectors: Floats, k: int, trade_off: float) -> Ints:
    """(min(k, K),) positions of the chosen, in order: maximal marginal relevance.

    Each step takes the largest `(1 - trade_off) * relevance - trade_off * nearest`, where
    relevance is the score scaled to 0..1 over the candidates and nearest the largest cosine, cut
    off at 0, to what is chosen already (Carbonell and Goldstein 1998,
    https://doi.org/10.1145/290941.291025, section 2; we scale the relevance, so that the trade-off
    means the same for every scorer). Equal values go to the earlier candidate.

    Args:
        scores: (K,) any scale.
        vectors: (K, D) unit.
        k: how many to choose.
        trade_off: 0 only score, 1 only novelty.
    """
    size = len(scores)
    if trade_off <= 0 or size == 0:
        return np.argsort(-scores, kind="stable")[:k]
    low, high = float(scores.min()), float(scores.max())
    relevance = (scores - low) / (high - low) if high > low else np.ones(size, np.float32)
    nearest = np.zeros(size, np.float32)
    free = np.ones(size, np.bool_)
    order: list[int] = []
    for _ in range(min(k, size)):
        value = np.where(free, (1 - trade_off) * relevance - trade_off * nearest, -np.inf)
        best = int(np.argmax(value))
        order.append(best)
        free[best] = False
        np.maximum(nearest, vectors @ vectors[best], out=nearest)
    return np.array(order, np.int64)
