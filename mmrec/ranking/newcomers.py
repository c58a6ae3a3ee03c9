"""What people like first, lately: all that can be known of a user who did nothing yet."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mmrec.history import History
from mmrec.types import Ints

OPENING = 3  # likes of a user that count as first
HALF_LIFE = 365 * 86_400.0  # seconds after which an opening counts half


def openings(histories: Sequence[History]) -> tuple[Ints, NDArray[np.float64]]:
    """The first likes of every user, and how much each counts.

    What came into the catalogue or into fashion since an old user began is not in what that user
    liked first, so an opening loses half its weight in a year.

    Returns:
        (n,) catalogue rows, an item as often as it opened; (n,) weights that sum to 1.
    """
    firsts = [history.take(history.weights > 0).before(OPENING) for history in histories]
    rows = np.concatenate([np.zeros(0, np.int64), *(first.rows for first in firsts)])
    ats = np.concatenate([np.zeros(0), *(first.ats for first in firsts)])
    weights = np.exp2((ats - ats.max(initial=-np.inf)) / HALF_LIFE)
    return rows, weights / max(float(weights.sum()), 1e-12)
