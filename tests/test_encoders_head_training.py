"""Training of the image tower's head, in worlds small enough to know the answer."""

import math
from pathlib import Path

import pytest
import torch
from torch.nn.functional import normalize

from mmrec.encoders.head_training.backbone import FEATURES
from mmrec.encoders.head_training.features import Classes, Seen
from mmrec.encoders.head_training.judging import retrieval
from mmrec.encoders.head_training.names import clean, head_word, part_of, telling_tags
from mmrec.encoders.head_training.pairs import Pair
from mmrec.encoders.head_training.training import (
    Head,
    Recipe,
    Scale,
    contrastive,
    folded,
    project,
    pseudo_features,
    train_head,
)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("black cats", "cat"),
        ("A pair of open scissors", "scissor"),
        ("cat face", "cat"),
        ("cherries", "cherry"),
        ("a red fire engine", "engine"),
        ("glass", "glass"),
        ("face", "face"),
    ],
)
def test_the_head_word_says_what_kind_of_thing_it_is(name: str, word: str) -> None:
    assert head_word(name) == word


def test_one_concept_is_in_one_part_whatever_it_is_called() -> None:
    names = ("cat", "black cats", "cat face", "The cat (colour)")
    assert len({part_of(head_word(clean(name))) for name in names}) == 1


def test_parts_are_about_seventy_fifteen_fifteen() -> None:
    parts = [part_of(f"concept {at}") for at in range(4000)]
    shares = [parts.count(part) / 4000 for part in ("train", "validation", "test")]
    assert shares == pytest.approx([0.7, 0.15, 0.15], abs=0.02)


def test_names_lose_numbers_and_authors_and_tags_lose_fillers() -> None:
    assert clean("Clipart by Nicu Buculei - smiley111") == "smiley"
    assert clean("Trumpet_B-Flat (colour)") == "trumpet b flat"
    assert telling_tags(["hash", "", "bird", "Bird", "clip_art", "cat"], "cat") == ["bird"]


def test_the_loss_of_perfect_orthogonal_pairs_is_the_closed_form() -> None:
    rows = torch.eye(4, 8)
    # Each softmax has one cosine of 1 and three of 0.
    expected = -math.log(math.e**2 / (math.e**2 + 3))
    assert contrastive(rows, rows, temperature=0.5).item() == pytest.approx(expected, rel=1e-5)


def test_pictures_of_the_same_name_are_no_negatives_of_each_other() -> None:
    texts = torch.eye(2, 8)[[0, 0, 1]]
    # The first two share the target evenly; the third has two negatives.
    two = math.log(2 * math.e + 1) - 1
    three = math.log(math.e + 2) - 1
    expected = (2 * two + three) / 3
    assert contrastive(texts, texts, temperature=1.0).item() == pytest.approx(expected, rel=1e-5)


def test_a_pseudo_feature_is_the_mean_half_the_residual_and_a_push_of_its_length() -> None:
    mean = torch.tensor([[1.0, 1.0]])
    carrier = torch.tensor([[1.0, 5.0]])  # residual (0, 4), of length 4
    weights = torch.tensor([[3.0, 0.0]])
    found = pseudo_features(carrier, weights, mean[0], push=0.5)
    assert found.tolist() == [[1.0 + 2.0, 1.0 + 2.0]]


def test_folding_the_standardisation_changes_no_vector() -> None:
    torch.manual_seed(0)
    features = torch.rand(10, FEATURES) * 3 + 1
    head, scale = Head(dropout=0.5).eval(), Scale.of(features)
    with torch.no_grad():
        expected = head(scale(features))
    assert torch.allclose(project(folded(head, scale), features), expected, atol=1e-5)


def world(count: int) -> tuple[Seen, Classes]:
    """Two kinds of pictures, each with its own direction, and two names to learn for them."""
    torch.manual_seed(0)
    kinds = torch.arange(count) % 2
    directions = normalize(torch.randn(2, FEATURES), dim=-1) * 10
    features = directions[kinds][:, None] + torch.randn(count, 2, FEATURES) * 0.2
    texts = torch.eye(384)[kinds][:, None].expand(-1, 2, -1)
    pairs = tuple(Pair("x", Path(f"{at}.png"), (f"kind {int(k)}",)) for at, k in enumerate(kinds))
    classes = Classes(("kind 0", "kind 1"), directions, torch.eye(384)[:2])
    return Seen(pairs, features, texts), classes


def test_the_head_learns_which_direction_has_which_name() -> None:
    seen, classes = world(64)
    head = train_head(seen, classes, Recipe(epochs=4, batch=32), seed=0)
    fresh, _ = world(10)
    pictures = project(head, fresh.features[:, 0])
    figures = retrieval(pictures, fresh.texts[:, 0], [pair.name for pair in fresh.pairs])
    assert figures["r@1"] == 1.0


def test_the_same_seed_gives_the_same_head_and_another_one_another() -> None:
    seen, classes = world(32)
    recipe = Recipe(epochs=1, batch=32)
    first, again, other = (train_head(seen, classes, recipe, seed) for seed in (1, 1, 2))
    assert torch.equal(first["mlp.fc1.weight"], again["mlp.fc1.weight"])
    assert not torch.equal(first["mlp.fc1.weight"], other["mlp.fc1.weight"])


def test_recall_counts_the_own_name_among_distinct_names() -> None:
    texts = torch.eye(12)[[0, 0, *range(1, 11)]]
    names = ["a", "a", *"bcdefghijk"]
    pictures = texts.clone()
    pictures[0] = normalize(torch.arange(12.0), dim=0)  # likes every other name more than its own
    figures = retrieval(pictures, texts, names)
    assert figures["names"] == 11
    assert figures["r@1"] == pytest.approx(11 / 12, abs=1e-3)
    assert figures["r@10"] == pytest.approx(11 / 12, abs=1e-3)
    assert figures["chance@10"] == pytest.approx(10 / 11, abs=1e-3)
