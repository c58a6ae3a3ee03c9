"""One second stage against the first: how long to train by other users, the gain by the test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.reranking.slates import SecondStage, Slates
from mmrec.evaluation.metrics import Numbers
from mmrec.types import Floats, Ints

FOLDS = 5

Learner = Callable[[Slates, int], Sequence[SecondStage]]  # moments and a seed to longer trainings


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a learner came to.

    Attributes:
        stage: which of its trainings was best out of fold, 0 the shortest.
        foretold: (n, K) scores of the taught moments, each by a model that saw none of its user's.
        gains: (n,) NDCG@10 above the first stage on those.
        scores: (m, K) of the test moments, by a model of all taught ones.
        test_gains: (m,) NDCG@10 above the first stage on the test.
    """

    stage: int
    foretold: Floats
    gains: Numbers
    scores: Floats
    test_gains: Numbers


def trial(learner: Learner, taught: Slates, test: Slates, seed: int) -> Outcome:
    """Choose the length of training out of fold, then fit on all that is taught."""
    before = taught.ndcg(taught.scores)
    foretold = out_of_fold(learner, taught, seed)
    gains = [taught.ndcg(scores) - before for scores in foretold]
    stage = int(np.argmax([gain.mean() for gain in gains]))
    scores = learner(taught, seed)[stage](test)
    return Outcome(
        stage=stage,
        foretold=foretold[stage],
        gains=gains[stage],
        scores=scores,
        test_gains=test.ndcg(scores) - test.ndcg(test.scores),
    )


def out_of_fold(learner: Learner, taught: Slates, seed: int) -> list[Floats]:
    """(n, K) scores of each training: a user's moments by models of other users'."""
    fold = folds(taught.users)
    parts = [
        (fold == number, learner(taught.take(fold != number), seed)) for number in np.unique(fold)
    ]
    out = [np.zeros_like(taught.scores) for _ in parts[0][1]]
    for held, stages in parts:
        for scores, stage in zip(out, stages, strict=True):
            scores[held] = stage(taught.take(held))
    return out


def folds(users: Sequence[str]) -> Ints:
    """(n,) which of at most `FOLDS` a moment is in; all of a user are in one."""
    _, owner = np.unique(np.asarray(users), return_inverse=True)
    return np.asarray(owner % FOLDS, np.int64)
