"""Where trained ids start: items that people chose close to each other begin close to each other.

A random start leaves an item that few met where it was; from here the network only has to refine.
"""

from collections.abc import Iterable

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from mmrec.history import History
from mmrec.ranking.order import followed
from mmrec.types import Floats, Ints

SMOOTHING = 0.75  # of how often an item is met, so that rare ones do not look too special


def behaviour_vectors(
    histories: Iterable[History], rows: Ints, items: int, *, width: int, window: int
) -> Floats:
    """(V, D) unit vectors of the items at `rows`; zeros where nothing is known.

    Singular vectors of the positive pointwise mutual information of items within `window` events
    of each other, near ones counting more (Levy and Goldberg 2014, "Neural word embedding as
    implicit matrix factorization", section 5; smoothing and the square root of the singular values
    as in Levy, Goldberg and Dagan 2015, https://doi.org/10.1162/tacl_a_00134, section 3).

    Args:
        histories: what users did; what they disliked is left out.
        rows: (V,) catalogue rows that get a vector.
        items: size N of the catalogue.
        width: D.
        window: how many events apart still counts.
    """
    count = _together(histories, rows, items, window)
    rank = min(width, len(rows) - 1)
    out = np.zeros((len(rows), width), np.float32)
    information = _information(count)
    if rank < 1 or not information.nnz:
        return out
    left, strength, _ = svds(information, k=rank, v0=np.ones(len(rows)), solver="arpack")
    out[:, :rank] = left * np.sqrt(strength)
    norms = np.linalg.norm(out, axis=1, keepdims=True)
    return np.where(norms > 1e-6, out / np.maximum(norms, 1e-6), 0.0).astype(np.float32)


def _together(
    histories: Iterable[History], rows: Ints, items: int, window: int
) -> sparse.csr_array:
    """(V, V) symmetric: how often two items were near each other, each time over sqrt(distance)."""
    line = np.full(items, -1, np.int64)
    line[rows] = np.arange(len(rows))
    met = [line[history.rows[history.weights >= 0]] for history in histories]
    count = followed([places[places >= 0] for places in met], len(rows), window)
    return sparse.csr_array(count + count.T)


def _information(count: sparse.csr_array) -> sparse.csr_array:
    """(V, V) positive pointwise mutual information, both ways averaged."""
    total = np.asarray(count.sum(axis=1)).ravel()
    context = total**SMOOTHING / max(float((total**SMOOTHING).sum()), 1e-12)
    pairs = count.tocoo()
    one, other = pairs.coords
    value = np.maximum(np.log(pairs.data / (total[one] * context[other])), 0.0)
    information = sparse.csr_array((value, (one, other)), shape=count.shape)
    return sparse.csr_array((information + information.T) * 0.5)
