"""New items begin among those that they are met with, in the axes of the ids that are there."""

import numpy as np
import pytest
import torch
from histories import liked

from mmrec.ranking.behaviour import behaviour_vectors
from mmrec.ranking.features import ItemFeatures
from mmrec.ranking.folding import fold_in, turned
from mmrec.types import CatalogVectors

ITEMS, WIDTH, WINDOW = 20, 4, 3


def features(known: int) -> ItemFeatures:
    ids = tuple(f"i{number:02}" for number in range(ITEMS))
    rows, there = np.ones((ITEMS, 2), np.float32), np.ones(ITEMS, np.bool_)
    vectors = CatalogVectors(ids, rows, rows, there, there)
    return ItemFeatures.of(vectors, ids[:known], torch.device("cpu"))


def crowd(rows: np.ndarray, users: int, seed: int):
    random = np.random.default_rng(seed)
    return [liked(*random.choice(rows, 6, replace=False)) for _ in range(users)]


EVEN, ODD = np.arange(0, ITEMS, 2), np.arange(1, ITEMS, 2)


def test_vectors_that_were_only_rotated_and_stretched_are_found_again():
    random = np.random.default_rng(0)
    start = random.normal(size=(ITEMS, WIDTH))
    start /= np.linalg.norm(start, axis=1, keepdims=True)
    rotation, _ = np.linalg.qr(random.normal(size=(WIDTH, WIDTH)))
    ids, known = 1.7 * start @ rotation, np.arange(ITEMS)
    ids[0] = 9.0  # never met: it has no say
    assert turned(start, ids, known)[1:] == pytest.approx(ids[1:])


def test_an_item_that_is_new_begins_among_those_that_it_is_met_with():
    old = [*crowd(EVEN[:-1], 60, 0), *crowd(ODD[:-1], 60, 1)]
    whole = [*old, *crowd(EVEN, 30, 2), *crowd(ODD, 30, 3)]
    rotation, _ = np.linalg.qr(np.random.default_rng(4).normal(size=(WIDTH, WIDTH)))
    start = behaviour_vectors(old, np.arange(ITEMS), ITEMS, width=WIDTH, window=WINDOW)
    ids = torch.from_numpy(2.0 * start @ rotation).float()  # as if training had turned them
    assert not ids[-2:].any()
    fold_in([ids], features(ITEMS), whole, old, WINDOW)
    near = torch.nn.functional.normalize(ids, dim=1)
    near = (near @ near.T).numpy()
    assert near[-2, EVEN[:-1]].mean() > 0.5 > 0.1 > near[-2, ODD[:-1]].mean()
    assert near[-1, ODD[:-1]].mean() > 0.5 > 0.1 > near[-1, EVEN[:-1]].mean()
    assert ids[-2:].norm(dim=1).numpy() == pytest.approx(2.0, rel=1e-3)


def test_an_item_of_which_nothing_is_new_stays_and_one_goes_by_the_share_that_is():
    old = crowd(EVEN, 40, 0)
    random = torch.Generator().manual_seed(0)
    ids = torch.randn((ITEMS, WIDTH), generator=random)
    before = ids.clone()
    fold_in([ids], features(ITEMS), old, old, WINDOW)
    assert torch.equal(ids, before)  # nothing came

    fold_in([ids], features(ITEMS), [*old, liked(0, 4, 8)], old, WINDOW)
    moved = (ids != before).any(dim=1).numpy()
    assert np.flatnonzero(moved).tolist() == [0, 4, 8]
    twice = before.clone()
    fold_in([twice], features(ITEMS), [*old, *old], old, WINDOW)
    middle = behaviour_vectors([*old, *old], np.arange(ITEMS), ITEMS, width=WIDTH, window=WINDOW)
    often = np.bincount(np.concatenate([one.rows for one in old]), minlength=ITEMS)
    goal = turned(middle, before.numpy(), often)
    assert twice.numpy()[EVEN] == pytest.approx((before.numpy() + goal)[EVEN] / 2, abs=1e-5)
    assert torch.equal(twice[ODD], before[ODD])  # nobody met these


def test_without_anything_known_ids_stay_as_they_are():
    ids = torch.zeros((ITEMS, WIDTH))
    fold_in([ids], features(ITEMS), crowd(EVEN, 5, 0), [], WINDOW)
    assert not ids.any()
