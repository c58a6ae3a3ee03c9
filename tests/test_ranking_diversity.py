"""Maximal marginal relevance on lists whose best order is plain."""

import numpy as np

from mmrec.ranking.diversity import mmr

TWINS = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
SCORES = np.array([1.0, 0.9, 0.5], np.float32)


def test_without_a_trade_off_the_order_is_that_of_the_scores():
    assert mmr(np.array([0.1, 0.9, 0.5]), TWINS, 3, 0.0).tolist() == [1, 2, 0]


def test_a_twin_gives_way_to_something_new():
    assert mmr(SCORES, TWINS, 3, 0.5).tolist() == [0, 2, 1]


def test_a_small_trade_off_leaves_a_clear_order_alone():
    assert mmr(SCORES, TWINS, 3, 0.05).tolist() == [0, 1, 2]


def test_the_scale_of_the_scores_does_not_matter():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(30, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = random.normal(size=30).astype(np.float32)
    assert mmr(scores, vectors, 10, 0.3).tolist() == mmr(scores * 50 - 7, vectors, 10, 0.3).tolist()


def test_more_trade_off_is_never_less_diverse():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(100, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = vectors @ vectors[0]

    def sameness(trade_off: float) -> float:
        chosen = vectors[mmr(scores, vectors, 10, trade_off)]
        return float((chosen @ chosen.T).mean())

    assert sameness(0.6) < sameness(0.2) < sameness(0.0)


def test_short_lists_are_no_special_case():
    assert mmr(np.zeros(0, np.float32), np.zeros((0, 2), np.float32), 5, 0.5).tolist() == []
    assert mmr(SCORES, TWINS, 10, 0.5).tolist() == [0, 2, 1]
