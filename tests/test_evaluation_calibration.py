"""Calibration, against what a hand can compute."""

import numpy as np
import pytest

from mmrec.evaluation.calibration import ece, softmax
from mmrec.evaluation.judge import foretold
from mmrec.evaluation.protocols import Case
from mmrec.history import History


def test_a_forecast_that_comes_true_as_often_as_it_says_has_no_error():
    chances = np.repeat([0.25, 0.75], 4)
    happened = np.array([1, 0, 0, 0, 1, 1, 1, 0], np.bool_)
    assert ece(chances, happened) == pytest.approx(0)


def test_the_error_is_the_mean_distance_of_said_and_seen_over_bins():
    # Six times .1, of which none happens; twice .9, of which one does: (6 * .1 + 2 * .4) / 8.
    chances = np.array([0.1] * 6 + [0.9] * 2)
    happened = np.array([0] * 7 + [1], np.bool_)
    assert ece(chances, happened) == pytest.approx(0.175)


def test_errors_of_one_bin_make_up_for_each_other_and_those_of_two_do_not():
    chances, happened = np.array([0.2, 0.8]), np.array([1, 0], np.bool_)
    assert ece(chances, happened, bins=1) == pytest.approx(0)
    assert ece(chances, happened, bins=2) == pytest.approx(0.8)


def test_without_forecasts_there_is_no_error_to_tell():
    assert np.isnan(ece(np.zeros(0), np.zeros(0, np.bool_)))


def test_a_softmax_sums_to_one_and_gives_no_chance_to_what_takes_no_part():
    scores = np.array([[0.0, np.log(3.0), -np.inf], [900.0, 900.0, 900.0]], np.float32)
    assert softmax(scores) == pytest.approx(np.array([[0.25, 0.75, 0], [1 / 3] * 3]))


class Fixed:
    """Scores whose softmax over items 1, 2 and 3 is .2, .2 and .6."""

    def scores(self, histories):
        return np.tile(np.log(np.array([5, 1, 1, 3], np.float32)), (len(histories), 1))


def test_places_of_a_list_are_foretold_by_the_softmax_over_what_the_user_has_not_met():
    met = History(np.array([0]), np.array([0]), np.array([0.0]), np.array([1.0], np.float32))
    chances, came = foretold(Fixed(), [Case("u", met, 2, 1.0), Case("v", met, 3, 1.0)], chunk=1)
    assert chances[:, :4] == pytest.approx(np.array([[0.6, 0.2, 0.2, 0]] * 2))
    assert came[:, :3].tolist() == [[False, False, True], [True, False, False]]
    assert chances.shape == came.shape == (2, 10)
