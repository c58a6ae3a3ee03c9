"""What a second stage sees: a moment's candidates, their features, and what came of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mmrec.evaluation.metrics import Numbers, ndcg, places, top
from mmrec.evaluation.pairs import DAY, Pairs
from mmrec.evaluation.protocols import Case, seen
from mmrec.history import History
from mmrec.ranking.ranker import Ranker
from mmrec.types import Bools, Floats, Ints

CHUNK = 64  # moments scored at once
RECENT = 20  # likes whose variety is looked at
STAGE = ("score", "behind the first", "log place", "memory's part of the score")
MOMENT = ("log events", "log days away", "variety of the last likes")


@dataclass(frozen=True, slots=True, eq=False)
class Slates:
    """The K candidates of each of n moments, best first.

    Attributes:
        users: (n,) whose moment.
        features: (n, K, F) what `names(pairs)` says.
        scores: (n, K) of the first stage.
        liked: (n, K) true for what was liked next: at most one of a line, none if it was not found.
        met: (n, K) true for what the user met, in any way, from then on.
    """

    users: tuple[str, ...]
    features: Floats
    scores: Floats
    liked: Bools
    met: Bools

    def __len__(self) -> int:
        return len(self.users)

    def take(self, which: Bools | Ints) -> "Slates":
        """Some of the moments."""
        users = tuple(np.asarray(self.users, object)[which])
        return Slates(
            users, self.features[which], self.scores[which], self.liked[which], self.met[which]
        )

    @property
    def found(self) -> Bools:
        """(n,) whether what was liked next is a candidate."""
        return np.asarray(self.liked.any(axis=1), np.bool_)

    def ndcg(self, scores: Floats) -> Numbers:
        """(n,) NDCG@10 of another order of the candidates, 0 where the like is none of them."""
        out = np.zeros(len(self))
        found = self.found
        rank, tied = places(scores[found], self.liked[found].argmax(axis=1))
        out[found] = ndcg(rank, 10, tied)
        return out


SecondStage = Callable[[Slates], Floats]  # n moments to (n, K) scores of their candidates


def names(pairs: Pairs) -> tuple[str, ...]:
    """Of the F features, in order."""
    return (*pairs.names, *STAGE, *MOMENT)


def slates(
    ranker: Ranker,
    pairs: Pairs,
    cases: Sequence[Case],
    known: Mapping[str, History],
    most: int,
) -> Slates:
    """The first stage's best `most` items that are new to each case's user.

    Args:
        ranker: the first stage.
        pairs: the features of user and item.
        cases: the moments, cut out of `known`.
        known: the histories up to where labels may be looked for.
        most: K; fewer where some user has fewer left.
    """
    items = len(pairs.vectors.item_ids)
    count = min([most, *(items - len(np.unique(case.history.rows)) for case in cases)])
    parts = [
        _part(ranker, pairs, tuple(cases[start : start + CHUNK]), count)
        for start in range(0, len(cases), CHUNK)
    ]
    rows, scores, features = (np.concatenate(column) for column in zip(*parts, strict=True))
    later = [known[case.user_id].rows[len(case.history) :] for case in cases]
    return Slates(
        users=tuple(case.user_id for case in cases),
        features=features,
        scores=scores,
        liked=rows == np.array([case.target for case in cases])[:, None],
        met=np.stack([np.isin(line, then) for line, then in zip(rows, later, strict=True)]),
    )


def _part(
    ranker: Ranker, pairs: Pairs, cases: tuple[Case, ...], count: int
) -> tuple[Ints, Floats, Floats]:
    """(b, K) rows and scores, (b, K, F) features."""
    scores = ranker.scores([case.history for case in cases])
    scores[seen(cases, scores.shape[1])] = -np.inf
    rows = top(scores, count)
    best = np.take_along_axis(scores, rows, axis=1)
    features = np.stack(
        [
            _features(ranker, pairs, case, line, own)
            for case, line, own in zip(cases, rows, best, strict=True)
        ]
    )
    return rows, best, features


def _features(ranker: Ranker, pairs: Pairs, case: Case, rows: Ints, scores: Floats) -> Floats:
    """(K, F) of one moment."""
    memory = np.zeros(len(rows), np.float32)
    if ranker.neighbours is not None:
        memory = ranker.neighbours.scores_of([case.history], rows)[0]
    stage = np.stack([scores, scores - scores[0], np.log1p(np.arange(len(rows))), memory], axis=1)
    moment = np.broadcast_to(_moment(pairs, case), (len(rows), len(MOMENT)))
    return np.concatenate([pairs.of(case.history, rows), stage, moment], axis=1, dtype=np.float32)


def _moment(pairs: Pairs, case: Case) -> Floats:
    """(3,) what `MOMENT` names; variety is 1 - the mean cosine of two different likes in words."""
    history = case.history
    away = (case.at - history.ats[-1]) / DAY if len(history) else 0.0
    words = pairs.vectors.text[history.liked[-RECENT:]]
    size = len(words)
    alike = ((words @ words.T).sum() - size) / (size * (size - 1)) if size > 1 else 1.0
    return np.array([np.log1p(len(history)), np.log1p(away), 1.0 - alike], np.float32)
