"""Runs a scorer over cases, a chunk at a time: memory does not grow with the number of users."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mmrec.evaluation import metrics
from mmrec.evaluation.calibration import softmax
from mmrec.evaluation.lists import shown
from mmrec.evaluation.metrics import Interval, Numbers
from mmrec.evaluation.protocols import Case, seen
from mmrec.evaluation.significance import sign_flips
from mmrec.history import History
from mmrec.types import Bools, Floats, Ints

CHUNK = 256  # cases scored at once: CHUNK * items * 4 bytes
CUTS = (5, 10, 20)
SHOWN = 10  # places of the lists that are kept
KINDS = {
    "hr": metrics.hr,
    "recall": metrics.hr,
    "ndcg": metrics.ndcg,
    "mrr": metrics.mrr,
    "map": metrics.mrr,
    "precision": metrics.precision,
    "f1": metrics.f1,
}


class Scorer(Protocol):
    """Anything that scores the whole catalogue for a history."""

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) scores, one line a history, one column a catalogue row."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """How a scorer did: where every target stood, and what it would have shown.

    Attributes:
        ranks: (n,) rank of each case's target, in the middle of its ties.
        tied: (n,) how many other items had the target's score.
        candidates: (n,) how many items were ranked.
        lists: (n, 10) the first ten rows, -1 where fewer were ranked.
        items: size N of the catalogue.
        users: (n,) whose case it was.
        new_user, new_item: (n,) the case's marks.
    """

    ranks: Numbers
    tied: Ints
    candidates: Ints
    lists: Ints
    items: int
    users: tuple[str, ...]
    new_user: Bools
    new_item: Bools

    @property
    def shown(self) -> Ints:
        """(N,) how often each item was among a case's first ten."""
        return shown(self.lists, self.items)

    def ndcg(self) -> Numbers:
        """(n,) NDCG@10 of each case: the figure that everything is compared by."""
        return metrics.ndcg(self.ranks, 10, self.tied)

    def figures(self) -> dict[str, float]:
        """Every metric at each cut, and the AUC: means over the cases."""
        means = {
            f"{name}@{k}": _mean(kind(self.ranks, k, self.tied))
            for name, kind in KINDS.items()
            for k in CUTS
        }
        return {**means, "auc": _mean(metrics.auc(self.ranks, self.candidates))}

    def interval(self, which: Bools | None = None) -> Interval:
        """NDCG@10 and its 95 % bootstrap interval, of all cases or of some."""
        chosen = np.ones(len(self.ranks), np.bool_) if which is None else which
        users = [user for user, take in zip(self.users, chosen, strict=True) if take]
        return metrics.bootstrap(self.ndcg()[chosen], users)

    def against(self, other: "Verdict") -> Interval:
        """How much NDCG@10 this one is above another on the same cases, with its interval."""
        return metrics.bootstrap(self.ndcg() - other.ndcg(), self.users)

    def chance_of(self, other: "Verdict") -> float:
        """The two-sided p of that difference, by flipping the signs of users."""
        return sign_flips(self.ndcg() - other.ndcg(), self.users)


def judge(
    scorer: Scorer,
    cases: Sequence[Case],
    items: int,
    chunk: int = CHUNK,
    only: Bools | None = None,
) -> Verdict:
    """Rank every case's target among all items that the user has not met.

    Args:
        scorer: what to judge.
        cases: what to predict.
        items: size N of the catalogue.
        chunk: cases scored at once; changes the memory, not the figures.
        only: (N,) the items that take part; all by default.
    """
    ranks, tied, sizes = [np.zeros(0)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    lists = [np.zeros((0, SHOWN), np.int64)]
    for start in range(0, len(cases), chunk):
        part = tuple(cases[start : start + chunk])
        scores = _unmet(scorer, part, only)
        rank, ties = metrics.places(scores, _targets(part))
        ranks.append(rank)
        tied.append(ties)
        sizes.append(np.isfinite(scores).sum(axis=1))
        lists.append(_first(scores))
    return Verdict(
        ranks=np.concatenate(ranks),
        tied=np.concatenate(tied),
        candidates=np.concatenate(sizes),
        lists=np.concatenate(lists),
        items=items,
        users=tuple(case.user_id for case in cases),
        new_user=np.array([case.new_user for case in cases], np.bool_),
        new_item=np.array([case.new_item for case in cases], np.bool_),
    )


def ndcg_at_10(scorer: Scorer, cases: Sequence[Case], chunk: int = CHUNK) -> float:
    """Mean NDCG@10: what settings are chosen by and training stops by."""
    if not cases:
        return float("nan")
    found = []
    for start in range(0, len(cases), chunk):
        part = tuple(cases[start : start + chunk])
        rank, tied = metrics.places(_unmet(scorer, part), _targets(part))
        found.append(metrics.ndcg(rank, 10, tied))
    return float(np.concatenate(found).mean())


def foretold(scorer: Scorer, cases: Sequence[Case], chunk: int = CHUNK) -> tuple[Numbers, Bools]:
    """(n, 10) the softmax chance of each of the first ten places, and whether it was the target.

    The chance is among all items that the user has not met; 0 in places that stay empty.
    """
    chances, came = [np.zeros((0, SHOWN))], [np.zeros((0, SHOWN), np.bool_)]
    for start in range(0, len(cases), chunk):
        part = tuple(cases[start : start + chunk])
        scores = _unmet(scorer, part)
        lists = _first(scores)
        chance = np.take_along_axis(softmax(scores), np.maximum(lists, 0), axis=1)
        chances.append(np.where(lists < 0, 0.0, chance))
        came.append(lists == _targets(part)[:, None])
    return np.concatenate(chances), np.concatenate(came)


def ranks_of(scores: Floats, cases: Sequence[Case]) -> Numbers:
    """(B,) rank of each case's target by scores (B, N), without what the user has met."""
    unmet = np.where(seen(tuple(cases), scores.shape[1]), np.float32(-np.inf), scores)
    return metrics.ranks(unmet, _targets(cases))


def _unmet(scorer: Scorer, cases: tuple[Case, ...], only: Bools | None = None) -> Floats:
    """(B, N) scores, -inf for what the user has met and for what takes no part."""
    scores = np.array(scorer.scores([case.history for case in cases]), np.float32)
    scores[seen(cases, scores.shape[1])] = -np.inf
    if only is not None:
        scores[:, ~only] = -np.inf
    return scores


def _first(scores: Floats) -> Ints:
    """(B, 10) the best rows, -1 where fewer take part."""
    first = metrics.top(scores, SHOWN)
    first = np.where(np.isneginf(np.take_along_axis(scores, first, axis=1)), -1, first)
    lists = np.full((len(scores), SHOWN), -1, np.int64)
    lists[:, : first.shape[1]] = first
    return lists


def _targets(cases: Sequence[Case]) -> Ints:
    return np.array([case.target for case in cases], np.int64)


def _mean(values: Numbers) -> float:
    return float(values.mean()) if len(values) else float("nan")
