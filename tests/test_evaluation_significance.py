"""Significance, against what a hand can count."""

import numpy as np
import pytest

from mmrec.evaluation.significance import PERMUTATIONS, holm, sign_flips


def users(count: int) -> list[str]:
    return [str(number) for number in range(count)]


def test_p_is_the_share_of_sign_flips_that_are_as_large():
    # Of the 16 signs of 1, 1, 1, 1 two are as far from 0 as 4: p is 1/8.
    assert sign_flips(np.ones(4), users(4)) == pytest.approx(1 / 8, abs=0.015)
    # Of 3, 1, 1: |sum| >= 3 for 3+1-1, 3-1+1, 3+1+1 and their opposites; 3 was seen: 6 of 8.
    assert sign_flips(np.array([3.0, 1.0, -1.0]), users(3)) == pytest.approx(6 / 8, abs=0.015)


def test_no_difference_is_no_evidence_and_a_large_one_is_the_smallest_p():
    assert sign_flips(np.zeros(50), users(50)) == 1
    assert sign_flips(np.ones(50), users(50)) == 1 / (PERMUTATIONS + 1)


def test_cases_of_one_user_are_one_piece_of_evidence():
    assert sign_flips(np.ones(50), ["u"] * 50) == 1


def test_by_chance_a_p_is_small_no_more_often_than_it_says():
    random = np.random.default_rng(0)
    ps = np.array([sign_flips(random.normal(size=30), users(30), seed=n) for n in range(200)])
    assert (ps < 0.1).mean() == pytest.approx(0.1, abs=0.06)


def test_holm_multiplies_by_what_is_left_and_keeps_the_order():
    # 3 * .01, 2 * .02, and the last no smaller than the one before it.
    corrected = holm({"a": 0.02, "b": 0.01, "c": 0.03})
    assert corrected == pytest.approx({"a": 0.04, "b": 0.03, "c": 0.04})
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
