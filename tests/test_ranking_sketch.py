"""Eight bits a number: nearly the same products, and the best of a list exactly the same."""

import numpy as np
import pytest
import torch
from test_ranking_ranker import catalogue, history, ranker

from mmrec.ranking.sketch import Sketch
from mmrec.taste import SURE, RankerTaste


def units(rows: int, seed: int) -> torch.Tensor:
    made = torch.randn(rows, 128, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.normalize(made, dim=1)


def test_products_are_within_some_thousandths_of_exact():
    items, tastes = units(5000, 0), units(3, 1)
    found, exact = Sketch(items).dots(tastes), (tastes @ items.T).numpy()
    assert found.shape == (3, 5000)
    assert 0 < np.abs(found - exact).max() < 0.01


def test_what_was_lost_makes_a_product_exact_again():
    items, (taste,) = units(2000, 0), units(1, 1)
    sketch, rows = Sketch(items), np.array([7, 0, 1999, 7])
    mended = sketch.dots(taste[None])[0, rows] + sketch.lost(taste, rows)
    assert np.allclose(mended, (items[rows] @ taste).numpy(), atol=1e-6)


def test_the_size_of_a_taste_changes_nothing_but_the_size_of_the_products():
    items, tastes = units(100, 0), units(1, 1)
    sketch = Sketch(items)
    assert np.allclose(sketch.dots(tastes * 1000), sketch.dots(tastes) * 1000, rtol=1e-4)


def test_items_and_tastes_of_zeros_have_products_of_zero():
    assert not Sketch(torch.zeros(20, 8)).dots(torch.zeros(2, 8)).any()


def test_the_best_scores_of_a_sketched_catalogue_are_exact_and_the_rest_is_near():
    model = ranker(catalogue(2000))
    model.welcome = 0.5
    pasts = [history(2, 3), history(), history(9, 8, 7, 6)]
    exact, found = model.scores(pasts), RankerTaste(model, sketch_from=1).scores(pasts)
    assert np.abs(found - exact).max() < 0.3  # 32 numbers a vector, over a temperature of .07
    for theirs, ours in zip(exact, found, strict=True):
        best = np.argsort(-theirs, kind="stable")[: SURE // 2]
        assert ours[best] == pytest.approx(theirs[best], abs=1e-4)
        assert np.argsort(-ours, kind="stable")[:100].tolist() == best[:100].tolist()


def test_a_small_catalogue_is_scanned_whole():
    model, pasts = ranker(), [history(2, 3)]
    assert RankerTaste(model).scores(pasts) == pytest.approx(model.scores(pasts), abs=1e-5)
