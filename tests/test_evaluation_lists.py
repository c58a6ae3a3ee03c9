"""What lists are like, against what a hand can compute."""

import numpy as np
import pytest

from mmrec.evaluation import lists
from mmrec.types import CatalogVectors

HALF = np.sqrt(0.5)


def catalogue() -> CatalogVectors:
    """Items 0 and 1 are alike, 2 has nothing of them, 3 half of 0 and of 2, 4 unknown."""
    text = np.array([[1, 0], [1, 0], [0, 1], [HALF, HALF], [0, 0]], np.float32)
    known = np.array([True] * 4 + [False])
    return CatalogVectors(tuple("abcde"), text, 0 * text, known, ~known & False)


def test_what_is_shown_is_counted_and_gaps_are_not():
    assert lists.shown(np.array([[0, 2], [0, -1]]), 4).tolist() == [2, 0, 1, 0]


def test_coverage_counts_items_and_popularity_weighs_them():
    counts = np.array([4, 0, 1, 0])
    assert lists.coverage(counts) == 0.5
    # Four times the most popular (1.0), once one that is half as popular.
    assert lists.popularity_bias(counts, np.array([10.0, 8, 5, 0])) == pytest.approx(0.9)


def test_gini_is_nothing_when_all_are_alike_and_most_when_one_has_all():
    assert lists.gini(np.array([3, 3, 3, 3])) == pytest.approx(0)
    assert lists.gini(np.array([0, 8, 0, 0])) == pytest.approx(3 / 4)
    assert lists.gini(np.array([1, 3])) == pytest.approx(1 / 4)


def test_novelty_is_the_mean_of_the_bits():
    # Likes 3, 1, 0, 0 count 4, 2, 1, 1 of 8: one bit, two bits, three bits, three bits.
    likes = np.array([3.0, 1.0, 0.0, 0.0])
    assert lists.novelty(np.array([1, 0, 0, 0]), likes) == pytest.approx(1)
    assert lists.novelty(np.array([2, 1, 1, 0]), likes) == pytest.approx((2 * 1 + 2 + 3) / 4)


def test_diversity_is_the_mean_distance_of_pairs():
    def of(*line: int) -> float:
        return lists.diversity(np.array([line]), catalogue())

    assert of(0, 1) == pytest.approx(0)
    assert of(0, 2) == pytest.approx(1)
    assert of(0, 1, 2) == pytest.approx(2 / 3)  # distances 0, 1, 1
    assert of(0, 3) == pytest.approx(1 - HALF)
    assert of(0, 2, 4, -1) == pytest.approx(1)  # the unknown one and the gap take no part
    assert np.isnan(of(0, -1))


def test_each_third_of_the_items_holds_a_third_of_the_likes():
    assert lists.thirds(np.array([1.0, 6, 0, 1, 4, 6])).tolist() == [2, 0, 2, 2, 2, 1]
