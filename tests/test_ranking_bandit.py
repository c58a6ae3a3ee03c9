"""The bandit against its closed form, and in a world where what a user likes is known."""

from collections import Counter

import numpy as np
import pytest

from mmrec.config import ListSettings
from mmrec.history import History
from mmrec.ranking.bandit import bounds, hopes
from mmrec.ranking.lists import Pool, compose

EAST, NORTH = np.eye(2, dtype=np.float32)
NOTHING = np.zeros((0, 2), np.float32), np.zeros(0, np.float32)


def test_the_bound_is_that_of_the_formula():
    # Two likes and a dislike of EAST: A = diag(4, 1), b = (1, 0).
    seen, weights = np.stack([EAST] * 3), np.array([1.0, 1.0, -1.0], np.float32)
    both = np.stack([EAST, NORTH])
    assert bounds(seen, weights, both, 2.0) == pytest.approx([1 / 4 + 2 / 2, 0 + 2.0])
    assert bounds(*NOTHING, both, 0.5) == pytest.approx([0.5, 0.5])


def test_it_hopes_for_what_is_liked_then_for_what_is_unknown_then_for_what_is_disliked():
    seen = np.stack([EAST, EAST, -EAST, -EAST])
    weights = np.array([1, 1, -1, -1], np.float32)
    liked, unknown, disliked = bounds(seen, weights, np.stack([EAST, NORTH, -EAST]), 0.5)
    assert liked > unknown > disliked


def pool(hopes) -> Pool:
    size = len(hopes)
    scores, flat = np.zeros(size, np.float32), np.ones((size, 1), np.float32)
    return Pool(scores, flat, scores, hopes=np.asarray(hopes, np.float32))


def test_the_chances_that_are_kept_are_those_that_it_draws_by():
    settings = ListSettings(exploration=1, exploration_temperature=1.0, diversity=0.0)
    random = np.random.default_rng(0)
    lists = [compose(pool([9.0, 1.0, 0.5, 0.0]), 2, settings, random) for _ in range(4000)]
    drawn = Counter(places[1].position for places in lists)
    chances = {places[1].position: places[1].propensity for places in lists}
    assert sum(chances.values()) == pytest.approx(1.0)
    for position, chance in chances.items():
        assert drawn[position] / 4000 == pytest.approx(chance, abs=0.03)


def judged(rows, weights) -> History:
    nothing = np.zeros(len(rows))
    rows = np.array(rows, np.int64)
    return History(rows, rows, nothing, np.array(weights, np.float32))


def test_one_dislike_lowers_the_chance_of_what_is_alike_at_once():
    settings = ListSettings(exploration=1, explorer="bandit")
    vectors, scores, rows = np.stack([EAST, EAST, NORTH]), np.zeros(3), np.array([1, 2])
    before = hopes(settings, judged([], []), vectors, scores, rows)
    after = hopes(settings, judged([0], [-1.0]), vectors, scores, rows)
    assert before[0] == before[1]
    assert after[0] < after[1] == before[1]


def test_only_the_bandit_hopes_and_only_where_a_place_is_left_to_chance():
    given = judged([0], [1.0]), np.stack([EAST, NORTH]), np.zeros(2), np.array([0, 1])
    assert hopes(ListSettings(explorer="bandit"), *given) is None
    assert hopes(ListSettings(exploration=1), *given) is None


def reward(explorer: str, seed: int) -> int:
    """Likes that one place left to chance earns of a user who likes what no score tells."""
    random = np.random.default_rng(seed)
    items = random.normal(size=(200, 8)).astype(np.float32)
    items /= np.linalg.norm(items, axis=1, keepdims=True)
    taste = random.normal(size=8)
    loved = items @ taste > np.quantile(items @ taste, 0.8)
    scores = random.random(200).astype(np.float32)
    settings = ListSettings(exploration=1, diversity=0.0, explorer=explorer)
    past, free = judged([], []), np.ones(200, bool)
    for _ in range(40):
        left = np.flatnonzero(free)
        hoped = hopes(settings, past, items, scores, left)
        made = Pool(scores[left], items[left], scores[left], hopes=hoped)
        row = int(left[compose(made, 2, settings, random)[-1].position])
        free[row] = False
        past = judged([*past.rows, row], [*past.weights, 1.0 if loved[row] else -1.0])
    return int((past.weights > 0).sum())


def test_it_finds_what_a_user_likes_where_no_score_tells():
    earned = {name: sum(reward(name, seed) for seed in range(6)) for name in ("score", "bandit")}
    assert earned["bandit"] > 1.3 * earned["score"]
