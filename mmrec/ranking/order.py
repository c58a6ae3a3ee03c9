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
    count = sparse.csr_array((items, items), dtype=np.float32)
    for apart in range(1, min(window, max(map(len, lines), default=0) - 1) + 1):
        same = users[apart:] == users[:-apart]
        pairs = (rows[:-apart][same], rows[apart:][same])
        weights = np.full(len(pairs[0]), apart**-0.5, np.float32)
        count = sparse.csr_array(count + sparse.csr_array((weights, pairs), shape=(items, items)))
    return count
