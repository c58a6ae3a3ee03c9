"""Whether one scorer is better than another, or was lucky: paired over users."""

from collections.abc import Mapping, Sequence

import numpy as np

from mmrec.evaluation.metrics import Numbers

PERMUTATIONS = 9_999
BLOCK = 256  # permutations held at once
LEVEL = 0.05


def sign_flips(differences: Numbers, users: Sequence[str], seed: int = 0) -> float:
    """Two-sided p of a mean paired difference: how often as large if the two scorers were alike.

    Fisher's randomisation test: were they alike, a user's difference could as well have the other
    sign. A user's cases flip together, because they are not independent. The smallest p is
    1 / (PERMUTATIONS + 1), for the order that was seen counts too (Phipson and Smyth 2010,
    https://doi.org/10.2202/1544-6115.1585).

    Args:
        differences: (n,) of each case.
        users: (n,) whose case it was.
        seed: of the flips.
    """
    if not len(differences):
        return float("nan")
    _, owner = np.unique(np.asarray(users), return_inverse=True)
    sums = np.bincount(owner, weights=differences)
    seen = abs(float(sums.sum())) - 1e-9 * float(np.abs(sums).sum())  # equal but for float noise
    random, as_large = np.random.default_rng(seed), 0
    for start in range(0, PERMUTATIONS, BLOCK):
        size = min(BLOCK, PERMUTATIONS - start)
        signs = 2.0 * random.integers(2, size=(size, len(sums)), dtype=np.int8) - 1.0
        as_large += int((np.abs(signs @ sums) >= seen).sum())
    return (1 + as_large) / (PERMUTATIONS + 1)


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """Each p corrected for how many were asked for: the chance of any false alarm stays at LEVEL.

    Holm 1979, "A simple sequentially rejective multiple test procedure", https://www.jstor.org/stable/4615733:
    the i-th smallest of m is multiplied by m - i + 1, and none may be below the one before it.
    """
    corrected, least = {}, 0.0
    for place, name in enumerate(sorted(ps, key=lambda name: ps[name])):
        least = max(least, min(1.0, (len(ps) - place) * ps[name]))
        corrected[name] = least
    return {name: corrected[name] for name in ps}
