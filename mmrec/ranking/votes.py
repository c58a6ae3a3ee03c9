"""How liked each item is, so that nobody counts twice and a burst does not count in full.

An account has one vote an item, on the day of its first like. The k votes of one day count as
sqrt(k). So accounts that act together move an item by a known amount at most: a of them, on d days,
raise it by no more than sqrt(a d), whatever else they like, however often; and disliking an item
takes nothing from it. It passes those items only that stand at most so much above it.
"""

from collections.abc import Iterable

import numpy as np

from mmrec.config import DAY
from mmrec.history import History
from mmrec.types import Floats


def votes(histories: Iterable[History], items: int) -> Floats:
    """(N,) what the likes of all users are worth to each item."""
    rows, days = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for history in histories:
        liked = history.take(history.weights > 0)
        row, first = np.unique(liked.rows, return_index=True)
        rows.append(row)
        days.append((liked.ats[first] // DAY).astype(np.int64))
    pairs, counts = np.unique(
        np.stack([np.concatenate(rows), np.concatenate(days)]), axis=1, return_counts=True
    )
    return np.bincount(pairs[0], np.sqrt(counts), items).astype(np.float32)
