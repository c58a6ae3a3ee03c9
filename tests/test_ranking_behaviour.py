"""Where ids start, on worlds whose neighbours are plain."""

import numpy as np
from histories import liked

from mmrec.history import History
from mmrec.ranking.behaviour import behaviour_vectors


def two_groups() -> list[History]:
    """Nobody who meets an even item meets an odd one."""
    random = np.random.default_rng(0)
    return [liked(*random.permutation(np.arange(user % 2, 20, 2))[:6]) for user in range(80)]


def test_items_that_the_same_people_met_are_near_and_others_far():
    vectors = behaviour_vectors(two_groups(), np.arange(20), 20, width=2, window=5)
    cosine = vectors @ vectors.T
    same = np.add.outer(np.arange(20), np.arange(20)) % 2 == 0
    assert cosine[same].min() > 0.5
    assert np.abs(cosine[~same]).max() < 0.1


def test_only_neighbours_in_time_count():
    histories = [liked(0, 1, 2, 3)] * 5 + [liked(3, 2, 1, 0)] * 5
    near = behaviour_vectors(histories, np.arange(4), 4, width=3, window=1)
    # 0 and 3 never meet within one event, but share no neighbour either; 0 and 2 share 1.
    assert near[0] @ near[2] > near[0] @ near[3]


def test_an_item_that_nobody_met_has_no_place():
    vectors = behaviour_vectors(two_groups(), np.arange(22), 22, width=4, window=5)
    assert (vectors[20:] == 0).all()
    assert np.allclose(np.linalg.norm(vectors[:20], axis=1), 1, atol=1e-5)


def test_rows_may_be_a_part_of_the_catalogue_in_any_order():
    rows = np.array([8, 3, 6, 1, 0, 11, 14, 9])
    vectors = behaviour_vectors(two_groups(), rows, 20, width=2, window=5)
    cosine = vectors @ vectors.T
    assert cosine[0, 2] > 0.9
    assert cosine[1, 3] > 0.9
    assert abs(cosine[0, 1]) < 0.1


def test_what_people_disliked_does_not_draw_near():
    one = liked(0, 1, 2, 3, 4)
    one.weights[1] = -1.0
    vectors = behaviour_vectors([one] * 5, np.arange(5), 5, width=3, window=2)
    assert (vectors[1] == 0).all()
    assert (vectors[2] != 0).any()


def test_a_world_without_pairs_gives_no_places():
    for histories in ([], [liked(0)], [liked(1), liked(2)]):
        assert (behaviour_vectors(histories, np.arange(3), 3, width=4, window=5) == 0).all()
    assert behaviour_vectors([], np.arange(0), 3, width=4, window=5).shape == (0, 4)


def test_the_same_events_give_the_same_places():
    first, second = (
        behaviour_vectors(two_groups(), np.arange(20), 20, width=4, window=5) for _ in range(2)
    )
    assert np.array_equal(first, second)
