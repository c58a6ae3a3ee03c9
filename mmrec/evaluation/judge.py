"""Runs a scorer over cases, a chunk at a time: memory does not grow with the number of users."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mmrec.evaluation import metrics
from mmrec.evaluation.metrics import Interval, Numbers
from mmrec.evaluation.protocols import Case, seen
from mmrec.history import History
from mmrec.types import Bools, Floats, Ints

CHUNK = 256  # cases scored at once: CHUNK * items * 4 bytes
CUTS = (5, 10, 20)


class Scorer(Protocol):
    """Anything that scores the whole catalogue for a history."""

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) scores, one line a history, one column a catalogue row."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """How a scorer did: the rank of every target, and how often it recommended each item.

    Attributes:
        ranks: (n,) rank of each case's target.
        shown: (N,) how often each item was among a case's first 10.
        users: (n,) whose case it was.
        new_user, new_item: (n,) the case's marks.
    """

    ranks: Numbers
    shown: Ints
    users: tuple[str, ...]
    new_user: Bools
    new_item: Bools

    def figures(self) -> dict[str, float]:
        """hr, ndcg and mrr at each cut: means over the cases."""
        kinds = {"hr": metrics.hr, "ndcg": metrics.ndcg, "mrr": metrics.mrr}
        return {
            f"{name}@{k}": float(kind(self.ranks, k).mean()) if len(self.ranks) else float("nan")
            for name, kind in kinds.items()
            for k in CUTS
        }

    def interval(self, which: Bools | None = None) -> Interval:
        """NDCG@10 and its 95 % bootstrap interval, of all cases or of some."""
        chosen = np.ones(len(self.ranks), np.bool_) if which is None else which
        users = [user for user, take in zip(self.users, chosen, strict=True) if take]
        return metrics.bootstrap(metrics.ndcg(self.ranks[chosen], 10), users)

    def against(self, other: "Verdict") -> Interval:
        """How much NDCG@10 this one is above another on the same cases, with its interval."""
        mine, theirs = metrics.ndcg(self.ranks, 10), metrics.ndcg(other.ranks, 10)
        return metrics.bootstrap(mine - theirs, self.users)


def judge(scorer: Scorer, cases: Sequence[Case], items: int, chunk: int = CHUNK) -> Verdict:
    """Rank every case's target among all items that the user has not met.

    Args:
        scorer: what to judge.
        cases: what to predict.
        items: size N of the catalogue.
        chunk: cases scored at once; changes the memory, not the figures.
    """
    ranks: list[Numbers] = [np.zeros(0)]
    shown = np.zeros(items, np.int64)
    for start in range(0, len(cases), chunk):
        part = tuple(cases[start : start + chunk])
        scores, found = _rank(scorer, part)
        ranks.append(found)
        first = metrics.top(scores, 10)
        met = np.isneginf(np.take_along_axis(scores, first, axis=1))
        shown += np.bincount(first[~met], minlength=items)
    return Verdict(
        ranks=np.concatenate(ranks),
        shown=shown,
        users=tuple(case.user_id for case in cases),
        new_user=np.array([case.new_user for case in cases], np.bool_),
        new_item=np.array([case.new_item for case in cases], np.bool_),
    )


def ndcg_at_10(scorer: Scorer, cases: Sequence[Case], chunk: int = CHUNK) -> float:
    """Mean NDCG@10: what settings are chosen by and training stops by."""
    if not cases:
        return float("nan")
    parts = (tuple(cases[start : start + chunk]) for start in range(0, len(cases), chunk))
    ranks = np.concatenate([_rank(scorer, part)[1] for part in parts])
    return float(metrics.ndcg(ranks, 10).mean())


def ranks_of(scores: Floats, cases: Sequence[Case]) -> Numbers:
    """(B,) rank of each case's target by scores (B, N), without what the user has met."""
    unmet = np.where(seen(tuple(cases), scores.shape[1]), np.float32(-np.inf), scores)
    return metrics.ranks(unmet, np.array([case.target for case in cases], np.int64))


def _rank(scorer: Scorer, cases: tuple[Case, ...]) -> tuple[Floats, Numbers]:
    """(B, N) scores, -inf for what the user has met, and (B,) ranks of the targets."""
    scores = np.array(scorer.scores([case.history for case in cases]), np.float32)
    scores[seen(cases, scores.shape[1])] = -np.inf
    return scores, metrics.ranks(scores, np.array([case.target for case in cases], np.int64))
