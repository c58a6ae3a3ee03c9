"""Where ids go when more is known of what people do: to where all of it would start them.

Trained ids began at singular vectors of behaviour (`mmrec.ranking.behaviour`) and moved on. Vectors
of all behaviour, made anew, have axes of their own; the rotation that brings those of known items
nearest to their ids (orthogonal Procrustes: Schönemann 1966, https://doi.org/10.1007/BF02289451,
eq. 1) brings those of the others to where they would lie beside them. So a new item begins among
those that it is met with, and an item of which much is new moves there.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mmrec.history import History
from mmrec.ranking.behaviour import behaviour_vectors
from mmrec.ranking.features import ItemFeatures
from mmrec.types import Floats, Ints


def fold_in(
    ids: Sequence[Tensor],
    features: ItemFeatures,
    whole: Sequence[History],
    old: Sequence[History],
    window: int,
) -> None:
    """Move ids in place, each by the share of its item's events that it has not learned from.

    Args:
        ids: (V, D) of each network; lines of items that are not in `old` do not count.
        features: which item has which id.
        whole: all that people did.
        old: the part of it that the ids were trained on.
        window: how many events apart still counts as met together.
    """
    rows = torch.nonzero(features.has[:, 2]).flatten()
    places, lines = rows.cpu().numpy(), features.id_index[rows]
    width = ids[0].shape[1]
    start = behaviour_vectors(whole, places, len(features), width=width, window=window)
    known, every = (_often(part, len(features))[places] for part in (old, whole))
    found = start.any(axis=1)
    known = np.where(found, known, 0)
    if not known.any():
        return
    share = np.where(found, 1 - known / np.maximum(every, 1), 0.0)[:, None]
    for own in ids:
        now = own[lines].cpu().numpy()
        moved = share * (turned(start, now, known) - now)
        own[lines] += torch.from_numpy(moved).to(own)


def turned(start: Floats, ids: Floats, known: Ints) -> NDArray[np.float64]:
    """(V, D) unit vectors rotated and stretched to where ids (V, D) lie.

    `known` (V,) is how often each was met: what the fit to its id weighs; 0: it has none yet.
    """
    left, _, right = np.linalg.svd(start.T @ (known[:, None] * ids))
    length = float(np.median(np.linalg.norm(ids[known > 0], axis=1)))
    return np.asarray(length * start @ (left @ right))


def _often(histories: Sequence[History], items: int) -> Ints:
    """(N,) how many events are about each item."""
    rows = [np.zeros(0, np.int64), *(history.rows for history in histories)]
    return np.bincount(np.concatenate(rows), minlength=items)
