"""The benchmark of modalities on a world whose words say where an item stands on a circle."""

import numpy as np
import pytest
from test_ranking_training import CPU, ITEMS, TOKENS, catalogue, world

from benchmarks import multimodal
from mmrec.config import Settings
from mmrec.evaluation.protocols import cold_items
from mmrec.learning.recipe import fit_recipe


@pytest.fixture(scope="module")
def lines():
    """What each mode makes of the circle, with a fifth of its items hidden."""
    split, hidden = cold_items(world(150), ITEMS, share=0.2)
    small = Settings.of(
        {
            "ranker": {"width": 16, "blocks": 1, "networks": 1, "dropout": 0.0},
            "training": {"batch": 128, "learning_rate": 0.01, "negatives": 0, "epochs": 12},
        }
    )
    found = {}
    for mode in ("ids", "text"):
        own = multimodal._settings(small, mode, seed=0)
        fitted = fit_recipe(split, catalogue(), TOKENS, own, device=CPU, report=lambda _: None)
        found[mode] = multimodal._line(fitted.ranker, split, hidden)
    return found


def test_ids_alone_learn_what_was_met_and_know_nothing_of_hidden_items(lines):
    chance = np.mean([sum(1 / np.log2(2 + place) for place in range(8)) / 8])
    assert lines["ids"]["warm"][0] > 0.5
    assert lines["ids"]["cold_among_cold"][0] <= chance + 0.1


def test_words_find_items_that_nobody_met(lines):
    assert lines["text"]["cold_among_cold"][0] > lines["ids"]["cold_among_cold"][0] + 0.2
    assert lines["text"]["cold"][0] > 0.2


def test_a_mode_uses_what_it_names_and_only_behaviour_has_a_memory():
    text = multimodal._settings(Settings(), "text", seed=3)
    assert (text.ranker.use_text, text.ranker.use_image, text.ranker.use_id) == (True, False, False)
    assert (text.training.neighbours, text.training.seed) == (0, 3)
    assert multimodal._settings(Settings(), "all", seed=3).training.neighbours > 0
