"""What people like first, lately: all that can be known of a user who did nothing yet."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from mmrec.history import History
from mmrec.types import Ints

OPENING = 3  # likes of a user that count as first
HALF_LIFE = 365 * 86_400.0  # seconds after which an opening counts half
STEPS, RATE = 100, 0.02  # of one vector among item vectors that stay: this costs nearly nothing


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


def newcomer_among(items: Tensor, start: Tensor, chances: Tensor, temperature: float) -> Tensor:
    """(D,) the taste of a user who did nothing yet, fitted to what such users like first.

    All of them share one vector, so the exact softmax over all items is one product a step.

    Args:
        items: (V, D) unit vectors, which stay.
        start: (D,) where to begin.
        chances: (V,) how likely each is liked first; they sum to 1.
        temperature: what the cosines are divided by.
    """
    taste = start.detach().clone().requires_grad_(True)
    optimizer = torch.optim.Adam([taste], lr=RATE)
    for _ in range(STEPS):
        optimizer.zero_grad(set_to_none=True)
        logits = items @ F.normalize(taste, dim=-1) / temperature
        loss = -(chances * F.log_softmax(logits, dim=0)).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return taste.detach()
