"""What followed what: ordered pairs of items within people's histories, near ones counting more."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from mmrec.types import Ints


def followed(lines: Sequence[Ints], items: int, window: int) -> sparse.csr_array:
    """(N, N) how often the second item came after the first, each time over sqrt(distance).

    Args:
        lines: rows of items of each user, oldest first.
        items: size N.
        window: how many places apart still counts.
    """
    rows = np.concatenate([np.zeros(0, np.int64), *lines])
    users = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    before, after, weights = [rows[:0]], [rows[:0]], [np.zeros(0, np.float64)]
    for apart in range(1, min(window, max(map(len, lines), default=0) - 1) + 1):
        same = users[apart:] == users[:-apart]
        before.append(rows[:-apart][same])
        after.append(rows[apart:][same])
        weights.append(np.full(len(before[-1]), apart**-0.5))
    pairs = (np.concatenate(before), np.concatenate(after))
    return sparse.csr_array((np.concatenate(weights), pairs), shape=(items, items))
