"""A linear bandit for each user: what they may like, and how little is known of it yet.

Taste is taken for linear in the fused vector x of an item. The ridge estimate over a user's own
events, and how uncertain it is there, make the upper bound of LinUCB (Li et al. 2010,
https://doi.org/10.1145/1772690.1772758, algorithm 1):

    A = I + sum x x',   b = sum w x,   bound(x) = x' A^-1 b + a sqrt(x' A^-1 x)

We add the model's score, for the estimate only has to say what that one does not know, and draw by
a softmax over the sum in place of taking the best: so the chance of each draw is known exactly,
which Thompson sampling's is not, for it has no closed form. Nothing is kept: every request makes
the estimate of the user's latest events, so that the last one counts at once.
"""

import numpy as np

from mmrec.config import ListSettings
from mmrec.history import History
from mmrec.ranking.lists import scaled
from mmrec.types import Floats, Ints


def hopes(
    settings: ListSettings, past: History | None, vectors: Floats, scores: Floats, rows: Ints
) -> Floats | None:
    """(K,) what places that are left to chance are drawn by; None where the score alone decides.

    Args:
        settings: whether any place is, and who explores.
        past: what the user did.
        vectors: (N, D) fused vectors of the catalogue.
        scores: (N,) of the whole catalogue.
        rows: (K,) the candidates.
    """
    if settings.exploration == 0 or settings.explorer != "bandit" or past is None:
        return None
    found = bounds(vectors[past.rows], past.weights, vectors[rows], settings.optimism)
    return scaled(scores[rows]) + found


def bounds(vectors: Floats, weights: Floats, candidates: Floats, optimism: float) -> Floats:
    """(K,) how much a user may like each candidate.

    Args:
        vectors: (n, D) unit vectors of the items that the user judged.
        weights: (n,) how: > 0 liked, 0 neutral, < 0 disliked.
        candidates: (K, D) unit vectors.
        optimism: deviations above the estimate: the `a` of the formula.
    """
    seen = vectors.astype(np.float64)
    precision = np.eye(candidates.shape[1]) + seen.T @ seen
    estimate = np.linalg.solve(precision, seen.T @ weights.astype(np.float64))
    lower = np.linalg.cholesky(precision)
    spread = np.linalg.norm(np.linalg.solve(lower, candidates.T.astype(np.float64)), axis=0)
    return np.asarray(candidates @ estimate + optimism * spread, np.float32)
