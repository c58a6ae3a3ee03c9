"""The network: what it may see, what may be missing, what it costs to keep."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from mmrec.config import RankerSettings
from mmrec.history import History
from mmrec.ranking.attribution import event_effects, explain, modality_shares
from mmrec.ranking.occlusion import tastes_without
from mmrec.ranking.ranker import Network, Ranker, Shape
from mmrec.types import CatalogVectors

CPU = torch.device("cpu")
NOTHING, NEVER_TRAINED = 0, 1  # rows: no words, no picture, no id; words and picture only
TOKENS = ("dislike", "like")


def unit(random: np.random.Generator, rows: int, width: int) -> np.ndarray:
    made = random.normal(size=(rows, width)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def catalogue(items: int = 30) -> CatalogVectors:
    random = np.random.default_rng(0)
    has_text, has_image = np.ones(items, bool), random.random(items) < 0.7
    has_text[NOTHING] = has_image[NOTHING] = False
    has_image[NEVER_TRAINED] = True
    return CatalogVectors(
        tuple(f"i{n:02}" for n in range(items)),
        unit(random, items, 12) * has_text[:, None],
        unit(random, items, 10) * has_image[:, None],
        has_text,
        has_image,
    )


def ranker(
    vectors: CatalogVectors | None = None,
    seed: int = 0,
    *,
    other_widths: dict[str, int] | None = None,
    **settings: object,
) -> Ranker:
    vectors = vectors or catalogue()
    shape = Shape(
        RankerSettings(width=16, history_length=8, **settings),
        vectors.item_ids[2:],
        TOKENS,
        12,
        10,
        other_widths or {},
    )
    torch.manual_seed(seed)
    networks = [Network(shape) for _ in range(shape.settings.networks)]
    for network in networks:
        for weight in network.parameters():  # away from the zeros that a fresh one starts with
            torch.nn.init.normal_(weight, std=0.3) if weight.dim() > 1 else None
    return Ranker(networks, shape, vectors, CPU)


def history(*rows: int, kind: int = 1, gap: float = 60.0) -> History:
    size = len(rows)
    return History(
        np.array(rows, np.int64),
        np.full(size, kind, np.int64),
        1e9 + gap * np.arange(size),
        np.full(size, 1.0 if kind else -1.0, np.float32),
    )


def test_item_and_user_vectors_are_unit_and_a_score_is_their_cosine():
    model = ranker()
    users = model.user_vectors([history(2, 3), history()])
    assert torch.allclose(model.items.norm(dim=1), torch.ones(30), atol=1e-5)
    assert torch.allclose(users.norm(dim=1), torch.ones(2), atol=1e-5)
    expected = (users @ model.items.T / model.shape.settings.temperature).numpy()
    assert np.allclose(model.scores([history(2, 3), history()]), expected, atol=1e-4)


def test_an_item_that_was_never_trained_has_a_score_of_its_own():
    scores = ranker().scores([history(2, 3)])[0]
    assert np.isfinite(scores).all()
    assert len(set(scores.round(5).tolist())) == 30


def test_the_same_item_under_a_new_id_is_scored_by_its_words_and_picture():
    vectors = catalogue()
    model = ranker(vectors, use_id=False)
    renamed = CatalogVectors(
        ("new", *vectors.item_ids[1:]),
        np.concatenate((vectors.text[5:6], vectors.text[1:])),
        np.concatenate((vectors.image[5:6], vectors.image[1:])),
        np.r_[vectors.has_text[5], vectors.has_text[1:]],
        np.r_[vectors.has_image[5], vectors.has_image[1:]],
    )
    scores = Ranker(model.networks, model.shape, renamed, CPU).scores([history(7)])[0]
    assert scores[0] == pytest.approx(scores[5], abs=1e-4)


def test_padding_changes_nothing():
    model = ranker()
    alone = model.scores([history(4, 5)])[0]
    beside = model.scores([history(4, 5), history(2, 3, 4, 5, 6, 7, 8)])[0]
    assert np.allclose(alone, beside, atol=1e-4)


def test_the_future_does_not_reach_back():
    network = ranker().networks[0]
    random = torch.Generator().manual_seed(0)
    items = torch.randn(1, 6, 16, generator=random)
    kinds = torch.ones(1, 6, dtype=torch.long)
    ats = torch.arange(6)[None] * 100
    mask = torch.ones(1, 6, dtype=torch.bool)
    before = network.sequence(items, kinds, ats, mask)
    changed = items.clone()
    changed[0, 4] = -changed[0, 4]
    after = network.sequence(changed, kinds, ats, mask)
    assert torch.equal(before[0, :4], after[0, :4])
    assert not torch.allclose(before[0, 4:], after[0, 4:], atol=1e-3)


@pytest.mark.parametrize(
    "other",
    [history(3, 2, 4), history(2, 3, 4, kind=0), history(2, 3, 4, gap=1e7), history(2, 3)],
    ids=["order", "kind", "time", "newest event"],
)
def test_what_the_scores_depend_on(other):
    model = ranker()
    assert np.abs(model.scores([history(2, 3, 4)]) - model.scores([other])).max() > 0.05


def test_asked_for_the_last_events_only_the_network_says_the_same_of_them():
    network = ranker().networks[0].sequence
    items, kinds = torch.randn(2, 5, 16), torch.ones(2, 5, dtype=torch.long)
    ats, mask = torch.arange(5).repeat(2, 1) * 60, torch.ones(2, 5, dtype=torch.bool)
    whole = network(items, kinds, ats, mask)
    for asked in (1, 2, 5):
        some = network(items, kinds, ats, mask, asked=asked)
        torch.testing.assert_close(some, whole[:, -asked:])


def test_only_the_most_recent_events_are_read():
    model = ranker()
    old = history(9, 2, 3, 4, 5, 6, 7, 8, 2)
    assert np.allclose(model.scores([old]), model.scores([old.last(8)]), atol=1e-4)


def test_scores_do_not_depend_on_the_batch():
    model = ranker()
    many = [history(*np.random.default_rng(n).integers(30, size=n % 9)) for n in range(300)]
    one_by_one = np.concatenate([model.scores([one]) for one in many])
    assert np.allclose(model.scores(many), one_by_one, atol=1e-3)


def test_a_ranker_comes_back_from_its_state():
    model = ranker()
    tensors, config = model.state()
    again = Ranker.from_state(tensors, config, catalogue(), CPU)
    assert np.array_equal(again.scores([history(2, 3)]), model.scores([history(2, 3)]))


def test_a_model_of_one_network_without_a_number_still_loads():
    """Version 0.1 wrote such models."""
    model = ranker(networks=1)
    tensors, config = model.state()
    old = {name.removeprefix("0."): tensor for name, tensor in tensors.items()}
    settings = {key: value for key, value in config["settings"].items() if key != "networks"}
    again = Ranker.from_state(old, {**config, "settings": settings}, catalogue(), CPU)
    assert np.array_equal(again.scores([history(2, 3)]), model.scores([history(2, 3)]))


def test_the_scores_of_two_networks_are_the_mean_of_each_one_s():
    both = ranker(networks=2)
    alone = replace(both.shape, settings=RankerSettings(width=16, history_length=8, networks=1))
    histories = [history(2, 3), history(4), history()]
    each = [Ranker([one], alone, catalogue(), CPU).scores(histories) for one in both.networks]
    assert np.abs(each[0] - each[1]).max() > 0.1
    assert np.allclose(both.scores(histories), np.mean(each, axis=0), atol=1e-4)


def test_as_if_new_is_the_item_under_an_id_that_was_never_trained():
    model, vectors = ranker(), catalogue()
    new = np.arange(30) == 5
    renamed = replace(vectors, item_ids=(*vectors.item_ids[:5], "new", *vectors.item_ids[6:]))
    expected = Ranker(model.networks, model.shape, renamed, CPU)
    assert np.array_equal(model.as_if_new(new).scores([history(7)]), expected.scores([history(7)]))
    assert model.as_if_new(~new).trained.tolist() == new.tolist()
    assert model.trained[5]


def test_what_was_not_trained_on_is_welcomed_and_nothing_else():
    model = ranker()
    before = model.scores([history(2, 3)])[0]
    model.welcome = 2.5
    gain = model.scores([history(2, 3)])[0] - before
    assert gain.tolist() == pytest.approx([2.5, 2.5] + [0] * 28, abs=1e-5)
    rows = np.array([5, 1])
    assert model.scores_of([history(2, 3)], rows)[0] - before[rows] == pytest.approx(
        [0, 2.5], abs=1e-4
    )
    again = Ranker.from_state(*model.state(), catalogue(), CPU)
    assert again.welcome == 2.5


def test_modality_dropout_never_takes_the_last_modality():
    tower = ranker(modality_dropout=0.9).networks[0].items.train()
    features = ranker().features
    parts = torch.stack([tower.parts(features) for _ in range(50)])
    there = (parts != 0).any(dim=-1)  # (50, N, 3)
    assert there[:, 1:].any(dim=-1).all()
    assert (~there[:, 1:]).any(dim=-1).float().mean() > 0.5


def test_modality_shares_add_up_to_the_score():
    model = ranker()
    rows = np.arange(1, 30)
    shares = modality_shares(model, history(2, 3, 4), rows)
    assert np.allclose(shares.sum(axis=1), model.scores([history(2, 3, 4)])[0][rows], atol=1e-3)
    assert shares[NEVER_TRAINED - 1, 2] == 0


def test_the_effect_of_an_event_is_the_drop_without_it():
    model, whole = ranker(), history(2, 3, 4, 5)
    rows = np.array([7, 8, 9])
    places, effects = event_effects(model, whole, rows)
    assert places.tolist() == [0, 1, 2, 3]
    for place in places:
        drop = model.scores([whole]) - model.scores([whole.without(int(place))])
        assert np.allclose(effects[place], drop[0, rows], atol=1e-3)


def test_an_explanation_weighs_each_event_by_its_effect():
    model, whole, rows = ranker(), history(2, 3, 4, 5), np.arange(2, 30)
    _, effects = event_effects(model, whole, rows)
    for shares, drops in zip(explain(model, whole, rows), effects.T.clip(min=0), strict=True):
        weights = np.zeros(4)
        for share in shares:
            weights[share.event if share.event is not None else slice(0)] += share.weight
        whole_drop = max(float(drops.sum()), 1e-9)
        assert weights == pytest.approx(drops / whole_drop, abs=1e-3)


@pytest.mark.parametrize("length", [0, 1, 5, 40])
def test_the_weights_of_an_explanation_are_positive_and_sum_to_one(length):
    made = history(*(2 + n % 20 for n in range(length)))
    for shares in explain(ranker(), made, np.arange(30)):
        assert all(share.weight > 0 for share in shares)
        assert sum(share.weight for share in shares) == pytest.approx(1, abs=1e-5)
        assert all(share.event is None or share.row == made.rows[share.event] for share in shares)


def test_a_newcomer_s_list_is_explained_without_events():
    (shares,) = explain(ranker(), history(), np.array([5]))
    assert all(share.event is None for share in shares)
    assert {share.modality for share in shares} <= {"text", "image", "popularity"}


def with_sounds(vectors: CatalogVectors, width: int = 6) -> CatalogVectors:
    there = np.arange(len(vectors.item_ids)) % 2 == 0
    sounds = unit(np.random.default_rng(1), len(there), width) * there[:, None]
    return replace(vectors, others={"audio": (sounds.astype(np.float32), there)})


def test_a_further_modality_is_fused_named_and_kept() -> None:
    vectors = with_sounds(catalogue())
    model = ranker(vectors, other_widths={"audio": 6})
    past, rows = history(4, 6, 8), np.arange(4, 12)
    shares = modality_shares(model, past, rows)
    np.testing.assert_allclose(shares.sum(axis=1), model.scores_of([past], rows)[0], atol=1e-4)
    heard = shares[:, model.shape.modalities.index("audio")]
    assert (heard != 0).tolist() == (rows % 2 == 0).tolist()
    assert "audio" in {share.modality for shares in explain(model, past, rows) for share in shares}

    again = Ranker.from_state(*model.state(), vectors, CPU)
    np.testing.assert_array_equal(again.scores([past]), model.scores([past]))


def test_a_model_from_before_a_modality_scores_as_it_did_when_items_get_it() -> None:
    model = ranker()
    tensors, config = model.state()
    assert "other_widths" not in config and not [name for name in tensors if "others" in name]
    later = Ranker.from_state(tensors, config, with_sounds(catalogue()), CPU)
    past = history(4, 6, 8)
    np.testing.assert_array_equal(later.scores([past]), model.scores([past]))


def test_a_modality_that_is_not_to_be_used_changes_nothing() -> None:
    past = history(4, 6, 8)
    deaf = {"other_widths": {"audio": 6}, "use_audio": False}
    first = ranker(with_sounds(catalogue()), **deaf)
    other = replace(
        first.features,
        others={"audio": tuple(map(torch.zeros_like, first.features.others["audio"]))},
    )
    np.testing.assert_array_equal(first.item_vectors(other), first.items)
    assert not modality_shares(first, past, np.arange(4))[:, 3].any()


@pytest.mark.parametrize(("length", "tried"), [(0, 0), (1, 1), (2, 2), (2, 1), (7, 3), (8, 8)])
def test_reading_without_each_event_in_one_pass_is_reading_each_alone(
    length: int, tried: int
) -> None:
    model = ranker(networks=2)
    ats = 1e9 + np.cumsum(np.random.default_rng(0).integers(10**6, size=length))
    read = replace(history(*range(2, 2 + length)), ats=ats)
    alone = [read, *(read.without(place) for place in range(length - tried, length))]
    together = tastes_without(model, read, tried)
    torch.testing.assert_close(together, model.tastes(alone), atol=1e-5, rtol=0)
