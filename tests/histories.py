"""Histories of likes for tests."""

import numpy as np

from mmrec.history import History


def liked(*rows: int) -> History:
    """Likes of these rows, a second apart."""
    size = len(rows)
    return History(
        np.array(rows, np.int64),
        np.zeros(size, np.int64),
        np.arange(size, dtype=np.float64),
        np.ones(size, np.float32),
    )
