"""What lists are like, whoever liked them: coverage, diversity, novelty and popularity bias.

A list is a line of catalogue rows, -1 where it is shorter than the others.
"""

import numpy as np

from mmrec.evaluation.metrics import Numbers
from mmrec.types import CatalogVectors, Floats, Ints

THIRDS = ("popular", "middling", "rare")
CHUNK = 1024  # lists whose vectors are held at once


def shown(lists: Ints, items: int) -> Ints:
    """(N,) how often each item is in the lists (n, k)."""
    return np.asarray(np.bincount(lists[lists >= 0], minlength=items), np.int64)


def coverage(counts: Ints) -> float:
    """Share of the catalogue that was recommended to anybody. `counts` (N,): how often each was."""
    return float((counts > 0).mean()) if len(counts) else float("nan")


def gini(counts: Ints) -> float:
    """How unevenly recommendations fall on items: 0 all alike, (N - 1) / N all on one.

    G = sum_i (2 i - N - 1) x_i / (N sum x), x rising (as in Fleder and Hosanagar 2009,
    https://doi.org/10.1287/mnsc.1080.0974, which measures recommendations by it).
    """
    rising, size = np.sort(counts).astype(np.float64), len(counts)
    if not rising.sum():
        return float("nan")
    places = 2.0 * np.arange(1, size + 1) - size - 1.0
    return float((places * rising).sum() / (size * rising.sum()))


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


def novelty(counts: Ints, popularity: Numbers) -> float:
    """Mean self-information of what was recommended, in bits: -log2 of the share of likes.

    Zhou et al. 2010, https://doi.org/10.1073/pnas.1000488107, eq. 5, over likes instead of users;
    every item counts one like more than it has, so that one nobody met has a finite surprise.
    """
    if not counts.sum():
        return float("nan")
    share = (popularity + 1.0) / (popularity + 1.0).sum()
    return float((counts * -np.log2(share)).sum() / counts.sum())


def diversity(lists: Ints, vectors: CatalogVectors) -> float:
    """Mean over lists of 1 - cosine of two of its items, over all pairs: words, pictures, or both.

    Ziegler et al. 2005, https://doi.org/10.1145/1060745.1060754, section 3.3, as a distance. A
    list of fewer than two items has none, and an item of which nothing is known takes no part.
    """
    unit = _content(vectors)
    known = np.linalg.norm(unit, axis=1) > 0.5
    found = []
    for start in range(0, len(lists), CHUNK):
        part = lists[start : start + CHUNK]
        here = (part >= 0) & known[part]
        total = (unit[part] * here[:, :, None]).sum(axis=1)  # (n, D)
        size = here.sum(axis=1)
        pairs = size * (size - 1)
        # |sum of unit vectors|^2 = size + the cosines of all ordered pairs
        likeness = ((total**2).sum(axis=1) - size)[pairs > 0] / pairs[pairs > 0]
        found.append(1.0 - likeness)
    values = np.concatenate([np.zeros(0), *found])
    return float(values.mean()) if len(values) else float("nan")


def thirds(popularity: Numbers) -> Ints:
    """(N,) 0 popular, 1 middling, 2 rare: each holds a third of all likes, the first few items."""
    order = np.argsort(-popularity, kind="stable")
    before = np.cumsum(popularity[order]) - popularity[order]
    third = np.minimum(3.0 * before / max(float(popularity.sum()), 1.0), 2.0).astype(np.int64)
    which = np.empty(len(popularity), np.int64)
    which[order] = np.where(popularity[order] > 0, third, 2)
    return which


def _content(vectors: CatalogVectors) -> Floats:
    """(N, Dt + Di) unit rows: words beside pictures; zeros where there is neither."""
    both = np.concatenate([vectors.of(name)[0] for name in vectors.modalities], axis=1)
    unit: Floats = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)
    return unit
