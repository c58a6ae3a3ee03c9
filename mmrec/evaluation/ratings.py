"""How well ratings that were not fitted on are foretold: MAE and RMSE, on the scale of the source.

A ranker foretells no rating. Its score of the item is therefore put on the scale, on top of what
users and items usually give and get: a line that is fitted on the one half of the users, and
judged on the other. Without the score the line is a shift, so that what the score adds is seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mmrec.evaluation.judge import CHUNK, Scorer
from mmrec.evaluation.metrics import Interval, Numbers, bootstrap
from mmrec.history import RATING, History
from mmrec.types import Bools, EventTable, Ints

DOUBT_ITEM, DOUBT_USER = 25.0, 10.0  # ratings that a bias is held against
MOST = 10  # held-out ratings of a user


@dataclass(frozen=True, slots=True)
class RatingLine:
    """How far the foretold ratings are off, each with its 95 % bootstrap interval over users."""

    name: str
    mae: Interval
    rmse: Interval


@dataclass(frozen=True, slots=True)
class RatingReport:
    """`known` ratings were counted, `cases` foretold."""

    known: int
    cases: int
    lines: tuple[RatingLine, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Ratings as columns (n,): whose, of which catalogue row, how much, when."""

    users: Sequence[str]
    rows: Ints
    values: Numbers
    ats: Numbers

    def take(self, which: Bools | Ints) -> "Ratings":
        """The chosen ratings, in the same order."""
        users = tuple(np.asarray(self.users, object)[which])
        return Ratings(users, self.rows[which], self.values[which], self.ats[which])


def ratings_of(table: EventTable, item_ids: Sequence[str]) -> Ratings:
    """The events that are ratings with a number, of items of the catalogue."""
    row = {item_id: number for number, item_id in enumerate(item_ids)}
    rows = np.array([row.get(item_id, -1) for item_id in table.item_id], np.int64)
    kept = (table.kind == RATING) & np.isfinite(table.value) & (rows >= 0)
    return Ratings(tuple(table.user_id[kept]), rows[kept], table.value[kept], table.at[kept])


def judge_ratings(
    ratings: Ratings,
    training: Mapping[str, History],
    histories: Mapping[str, History],
    ranker: Scorer,
) -> RatingReport | None:
    """Foretell what users rated after the part that was fitted on; None when there is too little.

    Args:
        ratings: all of them.
        training: what the ranker was fitted on: beginnings of the histories.
        histories: what everybody did; before a rating it is known to the ranker.
        ranker: whose scores are tried.
    """
    ends = {user: history.ats[-1] for user, history in training.items() if len(history)}
    end = np.array([ends.get(user, -np.inf) for user in ratings.users], np.float64)
    known, asked = ratings.take(ratings.ats <= end), _few(ratings.take(ratings.ats > end))
    if not len(known.values) or len(set(asked.users)) < 2:
        return None
    mean = float(known.values.mean())
    usual = _biases(known, asked, mean)
    rest, wanted = asked.values - usual, _wanted(asked, histories, ranker)
    foretold = {
        "global mean": np.full(len(usual), mean),
        "user and item means": usual + _fitted(rest, np.zeros(len(rest)), asked.users),
        "with the ranker's score": usual + _fitted(rest, wanted, asked.users),
    }
    lines = [_line(name, values - asked.values, asked.users) for name, values in foretold.items()]
    return RatingReport(len(known.values), len(asked.values), tuple(lines))


def _few(ratings: Ratings) -> Ratings:
    """At most MOST of each user, evenly spread."""
    users = np.asarray(ratings.users, object)
    chosen = [np.zeros(0, np.int64)]
    for user in sorted(set(ratings.users)):
        mine = np.flatnonzero(users == user)
        spread = np.linspace(0, len(mine) - 1, min(MOST, len(mine))).round().astype(np.int64)
        chosen.append(mine[spread])
    return ratings.take(np.concatenate(chosen))


def _biases(known: Ratings, asked: Ratings, mean: float) -> Numbers:
    """(n,) the mean, what the item gets above it, and what the user gives above that, shrunk.

    Koren 2010, https://doi.org/10.1145/1644873.1644874, section 2.1.
    """
    names = {user: n for n, user in enumerate(sorted({*known.users, *asked.users}))}
    users = np.array([names[user] for user in known.users], np.int64)
    items = int(max(known.rows.max(), asked.rows.max())) + 1
    by_item = _shrunk(known.rows, known.values - mean, items, DOUBT_ITEM)
    rest = known.values - mean - by_item[known.rows]
    by_user = _shrunk(users, rest, len(names), DOUBT_USER)
    asking = np.array([names[user] for user in asked.users], np.int64)
    return np.asarray(mean + by_item[asked.rows] + by_user[asking], np.float64)


def _shrunk(owner: Ints, values: Numbers, size: int, doubt: float) -> Numbers:
    counts = np.bincount(owner, minlength=size)
    return np.asarray(np.bincount(owner, weights=values, minlength=size) / (counts + doubt))


def _wanted(asked: Ratings, histories: Mapping[str, History], ranker: Scorer) -> Numbers:
    """(n,) the ranker's standard score of each item, from what its user had done before."""
    found = [np.zeros(0)]
    for start in range(0, len(asked.rows), CHUNK):
        part = asked.take(np.arange(start, min(start + CHUNK, len(asked.rows))))
        before = [
            histories[user].before(int(np.searchsorted(histories[user].ats, at, side="left")))
            for user, at in zip(part.users, part.ats, strict=True)
        ]
        scores = np.asarray(ranker.scores(before), np.float64)
        own = scores[np.arange(len(scores)), part.rows]
        found.append((own - scores.mean(axis=1)) / np.maximum(scores.std(axis=1), 1e-9))
    return np.concatenate(found)


def _fitted(rest: Numbers, wanted: Numbers, users: Sequence[str]) -> Numbers:
    """(n,) a line from score to what the biases leave over, fitted on the other half of users."""
    place = {user: n for n, user in enumerate(sorted(set(users)))}
    half = np.array([place[user] % 2 for user in users], np.int64)
    design = np.stack([np.ones(len(wanted)), wanted], axis=1)
    out = np.zeros(len(rest))
    for mine in (half == 0, half == 1):
        line = np.linalg.lstsq(design[~mine], rest[~mine], rcond=None)[0]
        out[mine] = design[mine] @ line
    return out


def _line(name: str, errors: Numbers, users: Sequence[str]) -> RatingLine:
    square = bootstrap(errors**2, users)
    root = Interval(*(float(np.sqrt(one)) for one in (square.mean, square.low, square.high)))
    return RatingLine(name, bootstrap(np.abs(errors), users), root)
