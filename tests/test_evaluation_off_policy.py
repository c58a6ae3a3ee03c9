"""What another policy would have earned, on logs whose answer a hand can compute."""

import numpy as np
import pytest

from mmrec.errors import DataError
from mmrec.evaluation.off_policy import Logged, doubly_robust, effective, ips, snips

WORTH = np.array([0.1, 0.5, 0.8])  # of three items
LOGGING = np.array([0.6, 0.3, 0.1])
TARGET = np.array([0.1, 0.2, 0.7])
TRUTH = float(TARGET @ WORTH)


def of(*rows):
    return Logged(*(np.array(column, np.float64) for column in zip(*rows, strict=True)))


def drawn(size, random):
    chosen = random.choice(3, size, p=LOGGING)
    rewards = (random.random(size) < WORTH[chosen]).astype(np.float64)
    return Logged(rewards, LOGGING[chosen], TARGET[chosen]), chosen


def test_two_choices_by_hand():
    log = of((1, 0.5, 1), (0, 0.25, 0.25), (1, 0.5, 0))  # weights 2, 1, 0
    assert ips(log).mean == pytest.approx(2 / 3)
    assert snips(log).mean == pytest.approx(2 / 3)
    assert ips(log).effective == pytest.approx(9 / 5)
    # terms 2, 0, 0: deviation 2 / sqrt(3), so the half width is 1.96 * 2 / 3
    assert ips(log).high - ips(log).mean == pytest.approx(1.959964 * 2 / 3)
    # residuals of SNIPS: 2 (1/3), 1 (-2/3): the root of their squares over 3
    assert snips(log).high - snips(log).mean == pytest.approx(1.959964 * (8 / 9) ** 0.5 / 3)


def test_of_itself_a_policy_earned_what_it_earned():
    log = of((1, 0.5, 0.5), (0, 0.2, 0.2), (0, 0.9, 0.9), (1, 0.1, 0.1))
    for estimate in (ips(log), snips(log)):
        assert estimate.mean == pytest.approx(0.5)
        assert estimate.effective == pytest.approx(4)


def test_ips_is_unbiased_over_every_choice_that_could_have_been_logged():
    terms = [ips(of((WORTH[one], LOGGING[one], TARGET[one]))).mean for one in range(3)]
    assert LOGGING @ terms == pytest.approx(TRUTH)


def test_doubly_robust_is_right_with_a_true_model_whatever_the_chances():
    log = of((WORTH[0], 0.9, 0.1), (WORTH[2], 0.01, 0.7))  # chances that were not the true ones
    estimate = doubly_robust(log, WORTH[[0, 2]], np.full(2, TRUTH))
    assert estimate.mean == pytest.approx(TRUTH)
    assert estimate.high - estimate.low == pytest.approx(0)


def test_doubly_robust_is_right_with_a_wrong_model_and_true_chances():
    wrong = np.array([0.9, 0.9, 0.0])
    valued = float(TARGET @ wrong)
    terms = [
        doubly_robust(
            of((WORTH[one], LOGGING[one], TARGET[one])), wrong[[one]], np.array([valued])
        ).mean
        for one in range(3)
    ]
    assert LOGGING @ terms == pytest.approx(TRUTH)


def test_the_intervals_hold_the_truth_nine_times_in_ten_at_least():
    random, held = np.random.default_rng(0), np.zeros(3)
    for _ in range(400):
        log, chosen = drawn(500, random)
        guess = WORTH + 0.1
        robust = doubly_robust(log, guess[chosen], np.full(500, float(TARGET @ guess)))
        held += [one.low <= TRUTH <= one.high for one in (ips(log), snips(log), robust)]
    assert (held / 400 >= 0.9).all()


def test_a_policy_that_the_log_says_nothing_of_has_no_estimate():
    log = of((1, 0.5, 0), (0, 0.5, 0))
    assert np.isnan(snips(log).mean)
    assert snips(log).effective == 0 == effective(log.weights)


@pytest.mark.parametrize("row", [(1, 0, 0.5), (1, 1.5, 0.5), (1, 0.5, -0.1), (1, float("nan"), 0)])
def test_a_chance_that_is_none_is_refused(row):
    with pytest.raises(DataError, match="between 0 and 1"):
        of(row)


def test_a_log_without_chance_is_refused():
    with pytest.raises(DataError, match=r"lists\.exploration"):
        Logged(np.zeros(0), np.zeros(0), np.zeros(0))
