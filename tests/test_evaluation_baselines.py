"""Baselines on worlds whose answer is known."""

import numpy as np
import pytest

from mmrec.evaluation.baselines import Content, ItemKnn, Popularity
from mmrec.evaluation.protocols import leave_one_out
from mmrec.history import History
from mmrec.types import CatalogVectors


def liked(*rows: int, weight: float = 1.0) -> History:
    size = len(rows)
    return History(
        np.array(rows, np.int64),
        np.zeros(size, np.int64),
        np.arange(size, dtype=np.float64),
        np.full(size, weight, np.float32),
    )


def test_popularity_counts_likes_only():
    training = {"u": liked(0, 1), "v": liked(1), "w": liked(2, weight=-1.0)}
    scores = Popularity.fit(training, 4).scores([liked(3), liked(0)])
    assert scores.tolist() == [[1, 2, 0, 0]] * 2


def checkerboard(users: int = 30, items: int = 12) -> dict[str, History]:
    """Even users like even items, odd users odd ones, each in an order of their own."""
    random = np.random.default_rng(0)
    return {
        str(user): liked(*random.permutation(np.arange(user % 2, items, 2))[:5])
        for user in range(users)
    }


def test_item_knn_finds_the_other_squares_of_the_same_colour():
    split = leave_one_out(checkerboard())
    knn = ItemKnn.fit(split.training, 12, split.validation)
    even, odd = knn.scores([liked(0, 2), liked(1)])
    assert even[1::2].max() == 0 < even[[4, 6, 8, 10]].min()
    assert odd[0::2].max() == 0 < odd[[3, 5, 7, 9, 11]].min()


def test_item_knn_s_similarity_is_the_shrunk_cosine():
    # Items 0 and 1: liked together by two users, 0 by four in all, 1 by two.
    training = {"a": liked(0, 1), "b": liked(0, 1), "c": liked(0), "d": liked(0)}
    knn = ItemKnn.fit(training, 3, leave_one_out({"u": liked(0, 2, 1)}).validation)
    expected = 2 / (np.sqrt(4 * 2) + knn.shrinkage)
    assert knn.scores([liked(0)])[0].tolist() == pytest.approx([0, expected, 0])


def test_item_knn_shows_a_newcomer_the_popular():
    split = leave_one_out(checkerboard())
    knn = ItemKnn.fit(split.training, 12, split.validation)
    popular = Popularity.fit(split.training, 12)
    assert np.array_equal(knn.scores([liked()]), popular.scores([liked()]))


def test_item_knn_keeps_only_the_nearest_neighbours():
    random = np.random.default_rng(0)
    training = {str(n): liked(*random.permutation(600)[:150]) for n in range(60)}
    split = leave_one_out(training)
    knn = ItemKnn.fit(split.training, 600, split.validation)
    assert np.diff(knn.near.similar.indptr).max() <= knn.neighbours < 600


def vectors() -> CatalogVectors:
    unit = np.eye(3, dtype=np.float32)
    return CatalogVectors(
        ("a", "b", "c", "d"),
        text=np.stack([unit[0], unit[0], unit[1], 0 * unit[0]]),
        image=np.stack([unit[2], unit[1], unit[2], unit[2]]),
        has_text=np.array([True, True, True, False]),
        has_image=np.array([True, True, True, True]),
    )


def test_content_adds_the_cosine_of_words_and_of_pictures():
    scores = Content(vectors(), recent=1).scores([liked(2, 0), liked(3), liked()])
    assert scores[0].tolist() == pytest.approx([2, 1, 1, 1])
    assert scores[1].tolist() == pytest.approx([1, 0, 1, 1])  # no words: only the picture counts
    assert scores[2].tolist() == [0, 0, 0, 0]
