"""Surges of likes, where it is known who liked what."""

import numpy as np

from mmrec.evaluation.drift import Window
from mmrec.learning.surges import surge_of


def window(users, rows, weight=1.0) -> Window:
    size = len(rows)
    ats, weights = np.arange(size, dtype=float), np.full(size, weight, np.float32)
    return Window(np.asarray(users), np.asarray(rows), np.zeros(size, np.int64), ats, weights)


EVEN = window(np.arange(1000), np.arange(1000) % 20)  # every item has one like in twenty


def test_a_campaign_is_a_surge_of_the_people_that_are_in_it():
    news = window(np.arange(400), np.r_[np.arange(280) % 20, np.full(120, 3)])
    surge = surge_of(EVEN, news)
    assert (surge.row, surge.people, surge.of, surge.peak) == (3, 134, 400, 0.05)
    assert surge.beyond(2.0)
    assert not surge.beyond(6.0)


def test_one_account_that_likes_an_item_over_and_over_is_one_of_many():
    news = window(
        np.r_[np.arange(280), np.full(120, 9)], np.r_[np.arange(280) % 20, np.full(120, 3)]
    )
    assert surge_of(EVEN, news).people == 15  # user 9 and fourteen others


def test_a_hit_is_as_much_as_hits_were_lately():
    # A hundred likes ago half of all people liked one item, and now they like another.
    lately = window(
        np.arange(1100), np.r_[np.arange(1000) % 20, np.where(np.arange(100) % 2, 4, 5)]
    )
    news = window(np.arange(100), np.where(np.arange(100) % 2, 7, np.arange(100) % 20))
    assert surge_of(lately, news).peak == 0.5
    assert not surge_of(lately, news).beyond(2.0)


def test_a_few_likes_of_one_item_are_no_surge():
    assert not surge_of(EVEN, window(np.arange(10), [3, 3, 3, 1, 2, 4, 5, 6, 7, 8])).beyond(2.0)


def test_dislikes_are_no_likes():
    assert surge_of(EVEN, window(np.arange(50), np.full(50, 3), -1.0)) is None
