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
    assert estimate.low <= TRUTH <= estimate.high


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
    random, held = np.random.default_rng(0), np.zeros(2)
    for _ in range(150):
        log, chosen = drawn(500, random)
        guess = WORTH + 0.1
        robust = doubly_robust(log, guess[chosen], np.full(500, float(TARGET @ guess)))
        held += [one.low <= TRUTH <= one.high for one in (ips(log), robust)]
    assert (held / 150 >= 0.9).all()


def test_what_was_hardly_ever_tried_leaves_the_interval_open_to_it():
    """The third item is all that the other policy wants, and was drawn once in a thousand."""
    chances, target = np.array([0.699, 0.3, 0.001]), np.array([0.05, 0.05, 0.9])
    truth, random = float(target @ WORTH), np.random.default_rng(0)
    held, too_sure = 0, 0
    for _ in range(100):
        chosen = random.choice(3, 1000, p=chances)
        rewards = (random.random(1000) < WORTH[chosen]).astype(np.float64)
        log = Logged(rewards, chances[chosen], target[chosen])
        estimate = ips(log)
        held += estimate.low <= truth <= estimate.high
        terms = log.weights * rewards
        too_sure += abs(terms.mean() - truth) > 1.96 * terms.std() / 1000**0.5
    assert held >= 90
    assert too_sure > 20  # the interval of the normal distribution, which it replaces


def test_an_interval_narrows_as_the_log_grows_and_stays_within_the_rewards():
    random = np.random.default_rng(1)
    small, large = (ips(drawn(size, random)[0]) for size in (50, 5000))
    assert 0 <= small.low < small.high <= 1
    assert large.high - large.low < (small.high - small.low) / 5


def test_a_policy_that_the_log_says_nothing_of_has_no_estimate():
    log = of((1, 0.5, 0), (0, 0.5, 0))
    assert np.isnan(snips(log).mean)
    assert (snips(log).low, snips(log).high) == (0, 1)
    assert snips(log).effective == 0 == effective(log.weights)


@pytest.mark.parametrize("row", [(1, 0, 0.5), (1, 1.5, 0.5), (1, 0.5, -0.1), (1, float("nan"), 0)])
def test_a_chance_that_is_none_is_refused(row):
    with pytest.raises(DataError, match="between 0 and 1"):
        of(row)


def test_a_reward_beyond_the_range_is_refused():
    with pytest.raises(DataError, match="between 0 and 1"):
        of((2, 0.5, 0.5))


def test_a_log_without_chance_is_refused():
    with pytest.raises(DataError, match=r"lists\.exploration"):
        Logged(np.zeros(0), np.zeros(0), np.zeros(0))
