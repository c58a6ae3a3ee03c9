"""Lists whose best order is plain: variety, novelty, caps, and places left to chance."""

import math
from collections import Counter

import numpy as np
import pytest

from mmrec.config import ListSettings, Settings
from mmrec.errors import ConfigError
from mmrec.ranking.lists import Pool, compose

TWINS = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
SCORES = np.array([1.0, 0.9, 0.5], np.float32)


def mmr(scores, vectors, k, trade_off):
    """Maximal marginal relevance alone: the positions of the chosen, in order."""
    made = Pool(scores, vectors, np.zeros(len(scores), np.float32))
    places = compose(made, k, ListSettings(diversity=trade_off), np.random.default_rng(0))
    return np.array([place.position for place in places], np.int64)


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


def pool(scores, likes=None, **values):
    size = len(scores)
    vectors = np.eye(size, dtype=np.float32)  # nothing is like anything else
    known = np.zeros(size, np.float32) if likes is None else np.array(likes, np.float32)
    sets = {name: [frozenset(one) for one in each] for name, each in values.items()}
    return Pool(np.array(scores, np.float32), vectors, known, sets)


def positions(made, k=3, seed=0, **settings):
    places = compose(made, k, ListSettings(**settings), np.random.default_rng(seed))
    return [place.position for place in places]


def test_a_cap_leaves_room_for_others():
    made = pool([4, 3, 2, 1], genre=[{"war"}, {"war"}, {"war"}, {"love"}])
    assert positions(made, caps={"genre": 1}, diversity=0) == [0, 3]
    assert positions(made, caps={"genre": 2}, diversity=0) == [0, 1, 3]


def test_an_item_of_several_values_counts_for_each_of_them():
    made = pool([4, 3, 2, 1], genre=[{"war", "love"}, {"war"}, {"love"}, set()])
    assert positions(made, caps={"genre": 1}, diversity=0) == [0, 3]


def test_a_cap_below_one_is_refused():
    with pytest.raises(ConfigError, match="at least 1"):
        Settings.of({"lists": {"caps": {"genre": 0}}})


def test_novelty_prefers_what_few_know_among_equals():
    made = pool([1, 1, 1], likes=[100, 0, 10])
    assert positions(made, novelty=0.5, diversity=0) == [1, 2, 0]


def test_without_exploration_nothing_is_left_to_chance():
    places = compose(pool([3, 2, 1]), 3, ListSettings(), np.random.default_rng(0))
    assert [(place.propensity, place.explored) for place in places] == [(1.0, False)] * 3


def test_the_first_place_is_never_left_to_chance():
    assert {positions(pool([3, 2, 1]), 3, seed, exploration=9)[0] for seed in range(20)} == {0}


def test_propensities_are_the_frequencies_of_the_draws():
    made, settings = pool([4, 3, 2, 1]), ListSettings(exploration=2, exploration_temperature=0.5)
    told: dict[tuple[int, ...], float] = {}
    drawn: Counter[tuple[int, ...]] = Counter()
    random = np.random.default_rng(0)
    for _ in range(20_000):
        places = compose(made, 3, settings, random)
        chosen = tuple(place.position for place in places)
        told[chosen] = math.prod(place.propensity for place in places)
        drawn[chosen] += 1
    assert sum(told.values()) == pytest.approx(1)
    for chosen, chance in told.items():
        error = 4 * math.sqrt(chance * (1 - chance) / 20_000)
        assert drawn[chosen] / 20_000 == pytest.approx(chance, abs=error)


def test_no_item_is_in_a_list_twice():
    made = pool(list(range(30)))
    for seed in range(20):
        chosen = positions(made, 20, seed, exploration=15, exploration_temperature=5)
        assert len(set(chosen)) == 20
