"""Parts of the cases that are looked at apart: who asks, and what is asked for."""

from collections.abc import Sequence

import numpy as np

from mmrec.evaluation.lists import THIRDS, thirds
from mmrec.evaluation.metrics import Numbers
from mmrec.evaluation.protocols import Case
from mmrec.types import Bools

ACTIVITY = ("quiet", "middling", "busy")


def segments(cases: Sequence[Case], popularity: Numbers) -> dict[str, Bools]:
    """(n,) for each segment, the cases that are in it.

    Warm and cold: whether the model was fitted on anything of the user, of the item. Users by how
    much they had done before, a third of the cases each. Items by thirds of all likes.

    Args:
        cases: what was predicted.
        popularity: (N,) likes of each item in the training part.
    """
    new_user = np.array([case.new_user for case in cases], np.bool_)
    new_item = np.array([case.new_item for case in cases], np.bool_)
    done = np.array([len(case.history) for case in cases], np.float64)
    edges = np.quantile(done, (1 / 3, 2 / 3)) if len(cases) else np.zeros(2)
    activity = (done[:, None] > edges).sum(axis=1)
    third = thirds(popularity)[np.array([case.target for case in cases], np.int64)]
    return {
        "warm users": ~new_user,
        "cold users": new_user,
        **{f"{name} users": activity == n for n, name in enumerate(ACTIVITY)},
        "warm items": ~new_item,
        "cold items": new_item,
        **{f"{name} items": third == n for n, name in enumerate(THIRDS)},
    }
