"""Metrics against what a hand can compute."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mmrec.evaluation import metrics


def rank_of(scores: list[float], target: int) -> float:
    return float(metrics.ranks(np.array([scores], np.float32), np.array([target]))[0])


def test_the_best_score_has_rank_one():
    assert rank_of([0.1, 0.9, 0.5], 1) == 1
    assert rank_of([0.1, 0.9, 0.5], 2) == 2


def test_a_tied_target_stands_in_the_middle_of_its_ties():
    assert rank_of([7.0, 7.0, 7.0], 0) == rank_of([7.0, 7.0, 7.0], 2) == 2
    assert rank_of([9.0, 7.0, 7.0], 1) == 2.5


def test_a_scorer_that_knows_nothing_gets_what_chance_gets():
    rank, tied = metrics.places(np.zeros((100, 100), np.float32), np.arange(100))
    assert metrics.hr(rank, 10, tied) == pytest.approx(np.full(100, 0.1))
    assert metrics.auc(rank, np.full(100, 100)) == pytest.approx(np.full(100, 0.5))
    assert metrics.hr(rank, 10).mean() == 0  # in the middle, it is nowhere near the first ten


@given(hnp.arrays(np.float32, 6, elements=st.integers(0, 2)), st.integers(0, 5), st.integers(1, 7))
def test_with_ties_a_metric_is_its_mean_over_every_order_of_them(scores, target, k):
    rank, tied = metrics.places(scores[None], np.array([target]))
    orders = [np.lexsort((order, -scores)) for order in permutations(range(6))]
    ranks = np.array([1.0 + np.flatnonzero(order == target)[0] for order in orders])
    for kind in (metrics.hr, metrics.ndcg, metrics.mrr, metrics.precision, metrics.f1):
        assert kind(rank, k, tied)[0] == pytest.approx(kind(ranks, k).mean())


def test_float_noise_does_not_move_a_rank():
    assert rank_of([12.0, 12.0 + 1e-6, 3.0], 0) == rank_of([12.0, 12.0, 3.0], 0)


def test_items_that_take_no_part_do_not_count():
    assert rank_of([-np.inf, 0.5, -np.inf, 0.9], 1) == 2


def test_gains_are_those_of_the_definitions():
    rank = np.array([1.0, 3.0, 10.0, 11.0])
    assert metrics.hr(rank, 10).tolist() == [1, 1, 1, 0]
    assert metrics.ndcg(rank, 10) == pytest.approx([1, 0.5, 1 / np.log2(11), 0])
    assert metrics.mrr(rank, 10) == pytest.approx([1, 1 / 3, 0.1, 0])
    assert metrics.precision(rank, 10) == pytest.approx([0.1, 0.1, 0.1, 0])
    # Precision 1/10 and recall 1: 2 * 0.1 * 1 / (0.1 + 1).
    assert metrics.f1(rank, 10) == pytest.approx([0.2 / 1.1] * 3 + [0])


def test_the_auc_is_the_share_of_others_below_the_target():
    rank, candidates = np.array([1.0, 11.0, 6.0, 1.0]), np.array([11, 11, 11, 1])
    assert metrics.auc(rank, candidates).tolist() == [1, 0, 0.5, 0.5]


@given(hnp.arrays(np.float32, (3, 17), elements=st.integers(-4, 4)), st.integers(1, 20))
def test_the_top_is_a_stable_sort_cut_off(scores, k):
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    assert metrics.top(scores, k).tolist() == expected.tolist()


def test_the_interval_holds_the_mean_and_narrows_with_more_users():
    random = np.random.default_rng(1)
    few, many = random.random(20), random.random(2000)
    small = metrics.bootstrap(few, [str(n) for n in range(20)])
    large = metrics.bootstrap(many, [str(n) for n in range(2000)])
    assert small.low < small.mean < small.high
    assert large.high - large.low < (small.high - small.low) / 4


def test_events_of_one_user_are_not_independent():
    values = np.tile([0.0, 1.0], 50)
    alone = metrics.bootstrap(values, [str(n) for n in range(100)])
    # The same values, but each half belongs to one of two users.
    two = metrics.bootstrap(np.sort(values), ["u"] * 50 + ["v"] * 50)
    assert two.high - two.low > 3 * (alone.high - alone.low)


def test_no_cases_have_no_mean():
    assert np.isnan(metrics.bootstrap(np.zeros(0), []).mean)
