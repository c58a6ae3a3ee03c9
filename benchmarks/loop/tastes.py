"""Tastes as real ratings tell them: who liked what is a sum of appeals and low-rank products.

Logistic matrix factorisation (Johnson 2014, "Logistic matrix factorization for implicit feedback
data", eq. 1, with every cell of equal weight): logit P(u likes i) = a_u + b_i + p_u q_i, unit
Gaussian priors on p and q. A tenth of the cells is left out and tells how good the fit is.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from mmrec.history import History
from mmrec.types import Floats, Ints

RANK = 8
STEPS, RATE = 250, 0.05
HELD_OUT = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Tastes:
    """What was fitted.

    Attributes:
        appeals: (N,) logits, without what a person adds.
        films: (N, D).
        people: (U, D).
        auc: of the cells that were left out; `auc_appeals` without the products.
    """

    appeals: Floats
    films: Floats
    people: Floats
    auc: float
    auc_appeals: float


def most_liked(histories: list[History], items: int, count: int) -> Ints:
    """(n,) rows of the most liked items, at most `count`, in row order."""
    counts = np.zeros(items, np.int64)
    for history in histories:
        np.add.at(counts, history.liked, 1)
    best = np.argsort(-counts, kind="stable")[:count]
    return np.sort(best[counts[best] > 0])


def fit(histories: list[History], rows: Ints, seed: int) -> Tastes:
    """Fit on who liked which of these rows (N,)."""
    place = {row: column for column, row in enumerate(rows.tolist())}
    liked = np.zeros((len(histories), len(rows)), np.float32)
    for line, history in zip(liked, histories, strict=True):
        line[[place[row] for row in history.liked.tolist() if row in place]] = 1.0
    away = np.random.default_rng(seed).random(liked.shape) < HELD_OUT
    made = _descend(torch.from_numpy(liked), torch.from_numpy(~away), seed)
    activity, appeals, people, films = (part.numpy() for part in made)
    plain = activity[:, None] + appeals
    whole = plain + people @ films.T
    truth = liked[away]
    return Tastes(appeals, films, people, _auc(whole[away], truth), _auc(plain[away], truth))


def _descend(liked: torch.Tensor, kept: torch.Tensor, seed: int) -> list[torch.Tensor]:
    random = torch.Generator().manual_seed(seed)
    users, items = liked.shape
    shapes = ((users,), (items,), (users, RANK), (items, RANK))
    parts = [(0.1 * torch.randn(shape, generator=random)).requires_grad_() for shape in shapes]
    optimizer = torch.optim.Adam(parts, lr=RATE)
    for _ in range(STEPS):
        activity, appeals, people, films = parts
        logits = activity[:, None] + appeals + people @ films.T
        losses = F.binary_cross_entropy_with_logits(logits, liked, reduction="none")
        prior = 0.5 * ((people**2).sum() + (films**2).sum())
        prior = prior + 0.05 * ((activity**2).sum() + (appeals**2).sum())
        optimizer.zero_grad()
        ((losses * kept).sum() + prior).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return [part.detach() for part in parts]


def _auc(scores: Floats, truth: Floats) -> float:
    """How often a like stands above a cell without one."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    likes = int(truth.sum())
    above = ranks[truth > 0].sum() - likes * (likes + 1) / 2
    return float(above / max(1, likes * (len(truth) - likes)))
