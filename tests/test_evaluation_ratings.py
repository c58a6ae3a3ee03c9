"""Foretold ratings, on worlds whose ratings are known."""

import numpy as np
import pytest

from mmrec.evaluation.ratings import judge_ratings, ratings_of
from mmrec.history import History
from mmrec.types import EventTable

ITEMS = tuple(f"i{n}" for n in range(20))


def table(rated: dict[str, list[tuple[int, float]]], kind: str = "rating") -> EventTable:
    """Each user's ratings of items, one a second."""
    rows = [
        (user, ITEMS[item], value, float(at))
        for user, found in sorted(rated.items())
        for at, (item, value) in enumerate(found)
    ]
    users, items, values, ats = zip(*rows, strict=True)
    return EventTable(
        np.array(users, object),
        np.array(items, object),
        np.full(len(rows), kind, object),
        np.array(values),
        np.array(ats),
    )


def histories(rated: dict[str, list[tuple[int, float]]]) -> dict[str, History]:
    return {
        user: History(
            np.array([item for item, _ in found], np.int64),
            np.zeros(len(found), np.int64),
            np.arange(len(found), dtype=np.float64),
            np.ones(len(found), np.float32),
        )
        for user, found in rated.items()
    }


class Knows:
    """Scores every item by its own true rating."""

    def __init__(self, truth) -> None:
        self.truth = truth
        self.asked: list[History] = []

    def scores(self, found):
        self.asked += found
        return np.tile(np.asarray(self.truth, np.float32), (len(found), 1))


def world():
    """Everybody rates item n with 1 + n % 5, a different ten of twenty items each."""
    random = np.random.default_rng(0)
    return {
        f"u{user:02}": [(int(n), 1.0 + n % 5) for n in random.permutation(20)[:10]]
        for user in range(30)
    }


def report(rated, ranker=None):
    past = histories(rated)
    training = {user: one.before(6) for user, one in past.items()}
    ratings = ratings_of(table(rated), ITEMS)
    return judge_ratings(ratings, training, past, ranker or Knows([1 + n % 5 for n in range(20)]))


def test_only_ratings_after_the_training_are_foretold():
    found = report(world())
    assert (found.known, found.cases) == (30 * 6, 30 * 4)


def test_the_mean_of_all_is_off_by_what_a_hand_computes():
    rated = {f"u{n}": [(0, 1.0), (1, 3.0), (2, 5.0), (3, 3.0)] for n in range(4)}
    past = histories(rated)
    training = {user: one.before(2) for user, one in past.items()}
    found = judge_ratings(ratings_of(table(rated), ITEMS), training, past, Knows([0.0] * 20))
    # Known: 1 and 3, mean 2. Asked: 5 and 3, off by 3 and 1.
    mean = found.lines[0]
    assert mean.mae.mean == pytest.approx(2)
    assert mean.rmse.mean == pytest.approx(np.sqrt(5))


def test_usual_ratings_of_an_item_beat_the_mean_and_a_knowing_ranker_beats_both():
    mean, usual, calibrated = report(world()).lines
    assert calibrated.mae.mean < usual.mae.mean < mean.mae.mean
    assert calibrated.rmse.mean < 0.2 * mean.rmse.mean


def test_a_ranker_that_knows_nothing_changes_nothing():
    _, usual, calibrated = report(world(), Knows([0.0] * 20)).lines
    assert calibrated.rmse.mean == pytest.approx(usual.rmse.mean)


def test_the_ranker_is_asked_with_what_came_before_the_rating():
    ranker = Knows(range(20))
    report(world(), ranker)
    assert sorted({len(history) for history in ranker.asked}) == [6, 7, 8, 9]


def test_what_is_no_rating_or_has_no_number_or_no_item_is_left_out():
    assert len(ratings_of(table({"u": [(0, 1.0)]}, kind="like"), ITEMS).values) == 0
    assert len(ratings_of(table({"u": [(0, np.nan)]}), ITEMS).values) == 0
    assert len(ratings_of(table({"u": [(5, 1.0), (1, 2.0)]}), ITEMS[:2]).values) == 1


def test_a_log_without_ratings_has_no_report():
    likes = ratings_of(table({"u": [(0, 1.0)]}, kind="like"), ITEMS)
    assert judge_ratings(likes, {}, {}, Knows(range(20))) is None
