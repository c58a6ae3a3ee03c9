"""The short memory: similarities that a hand can compute, beside a network that knows nothing."""

import numpy as np
import pytest
import torch
from histories import liked
from scipy import sparse

from mmrec.config import RankerSettings
from mmrec.ranking.attribution import event_effects, modality_shares
from mmrec.ranking.neighbours import Neighbours, likes, similarities, transitions
from mmrec.ranking.ranker import Network, Ranker, Shape
from mmrec.types import CatalogVectors


@pytest.fixture
def near() -> Neighbours:
    """Items 0 and 1 are liked together by two users, 0 by four in all, 1 by two; 2 by nobody."""
    training = {"a": liked(0, 1), "b": liked(1, 0), "c": liked(0), "d": liked(0)}
    return Neighbours(similarities(likes(training, 3), 5.0, 10), recent=2, weight=3.0)


SIMILARITY = 2 / (np.sqrt(4 * 2) + 5)


def ranker(near: Neighbours | None, item_ids=("a", "b", "c")) -> Ranker:
    torch.manual_seed(0)
    settings = RankerSettings(networks=1, width=8, blocks=1, heads=1)
    shape = Shape(settings, ("a", "b", "c"), ("like",), 4, 4)
    vectors = CatalogVectors(
        tuple(item_ids),
        np.eye(len(item_ids), 4, dtype=np.float32),
        np.eye(len(item_ids), 4, dtype=np.float32),
        np.ones(len(item_ids), np.bool_),
        np.ones(len(item_ids), np.bool_),
    )
    made = Ranker([Network(shape)], shape, vectors, torch.device("cpu"))
    made.neighbours = near
    return made


def test_a_score_is_the_weighted_sum_of_shrunk_cosines(near):
    assert near.scores([liked(0)])[0].tolist() == pytest.approx([0, 3 * SIMILARITY, 0])


def test_only_the_last_likes_speak_and_each_once(near):
    assert near.scores([liked(0, 2, 2)])[0].max() == 0
    assert near.scores([liked(0, 0)])[0].tolist() == pytest.approx([0, 3 * SIMILARITY, 0])
    assert near.scores([liked()])[0].tolist() == [0, 0, 0]


def test_an_older_like_speaks_the_quieter_and_counts_from_its_last_time():
    similar = sparse.csr_array(np.array([[0, 0, 1], [0, 0, 10], [0, 0, 0]], np.float32))
    fading = Neighbours(similar, recent=3, weight=2.0, decay=0.5)
    assert fading.scores([liked(1, 0)])[0, 2] == pytest.approx(2 * (1 + 0.5 * 10))
    assert fading.scores([liked(0, 1, 0)])[0, 2] == pytest.approx(2 * (1 + 0.5 * 10))


def test_what_follows_an_item_is_nearer_than_what_precedes_it():
    """0 then 1 then 2, by two users: each item was liked by two, and 2 is two places after 0."""
    training = {"a": liked(0, 1, 2), "b": liked(0, 1, 2)}
    similar = transitions(
        training, 4, backward=0.25, evenness=0.5, shrinkage=1.0, neighbours=10
    ).toarray()
    next_one, next_but_one = 2 / (2 + 1), 2 * 2**-0.5 / (2 + 1)
    assert similar[0].tolist() == pytest.approx([0, next_one, next_but_one, 0])
    assert similar[1].tolist() == pytest.approx([0.25 * next_one, 0, next_one, 0])
    assert (
        transitions(training, 4, backward=0.25, evenness=0.5, shrinkage=1.0, neighbours=1).nnz == 3
    )


def test_the_less_even_the_louder_speaks_what_is_popular():
    """After 0 came 1 and 2, once each; 1 was liked by three others too."""
    training = {name: liked(0, 1, 2) if name == "a" else liked(1) for name in "abcd"}
    like_a_cosine, like_a_chance = (
        transitions(
            training, 3, backward=0.0, evenness=evenness, shrinkage=0.0, neighbours=10
        ).toarray()
        for evenness in (0.5, 0.0)
    )
    assert like_a_cosine[0].tolist() == pytest.approx([0, 1 / 4**0.5, 2**-0.5])
    assert like_a_chance[0].tolist() == pytest.approx([0, 1, 2**-0.5])


def test_without_order_transitions_are_the_same_both_ways():
    training = {"a": liked(0, 1, 2), "b": liked(2, 1), "c": liked(3, 0)}
    similar = transitions(
        training, 4, backward=1.0, evenness=0.5, shrinkage=1.0, neighbours=10
    ).toarray()
    assert np.allclose(similar, similar.T)
    assert similar[0, 3] > 0


def test_the_ranker_adds_its_memory_to_what_the_network_says(near):
    history = [liked(0)]
    added = ranker(near).scores(history) - ranker(None).scores(history)
    assert added[0].tolist() == pytest.approx([0, 3 * SIMILARITY, 0], abs=1e-5)


def test_memory_survives_saving_and_follows_items_to_other_rows(near):
    tensors, config = ranker(near).state()
    for item_ids in (("a", "b", "c"), ("b", "new", "a"), ("c", "a")):
        here = ranker(None, item_ids)
        loaded = Ranker.from_state(tensors, config, _vectors(here), torch.device("cpu"))
        added = loaded.scores([liked(item_ids.index("a"))])[0]
        added -= here.scores([liked(item_ids.index("a"))])[0]
        expected = [3 * SIMILARITY if item == "b" else 0 for item in item_ids]
        assert added.tolist() == pytest.approx(expected, abs=1e-4)


def _vectors(made: Ranker) -> CatalogVectors:
    features, has = made.features, made.features.has.numpy()
    ids = ("a", "b", "c")
    names = tuple(
        ids[int(i)] if there else "new"
        for i, there in zip(features.id_index, has[:, 2], strict=True)
    )
    return CatalogVectors(
        names, features.text.numpy(), features.image.numpy(), has[:, 0], has[:, 1]
    )


def test_shares_of_modalities_still_add_up_to_the_score(near):
    made, history, rows = ranker(near), liked(2, 0), np.arange(3)
    shares = modality_shares(made, history, rows)
    assert shares.sum(axis=1).tolist() == pytest.approx(
        made.scores([history])[0].tolist(), abs=1e-4
    )


def test_the_event_that_memory_rests_on_has_the_effect_of_it(near):
    near = Neighbours(near.similar, near.recent, 1000.0)  # louder than the network
    _, effects = event_effects(ranker(near), liked(2, 0), np.array([1]))
    assert effects[:, 0].argmax() == 1
    assert effects[1, 0] == pytest.approx(1000 * SIMILARITY, rel=0.1)


def test_a_memory_kept_before_likes_could_fade_is_equally_loud_for_all(near):
    tensors, config = near.state()
    del config["decay"]
    assert Neighbours.from_state(tensors, config).decay == 1.0
