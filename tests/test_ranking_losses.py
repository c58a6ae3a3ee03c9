"""The losses against their closed forms."""

import pytest
import torch
from torch.nn import functional as F

from mmrec.ranking.losses import (
    full_cross_entropy,
    policy_gradient_weights,
    sampled_cross_entropy,
)


def unit(*shape: int) -> torch.Tensor:
    return F.normalize(torch.randn(*shape, generator=torch.Generator().manual_seed(0)), dim=-1)


def test_the_full_loss_is_minus_the_log_of_the_softmax():
    users, items = unit(4, 8), unit(4 + 20, 8)[4:]
    targets = torch.tensor([0, 3, 19, 3])
    logits = users @ items.T / 0.1
    expected = -(logits.exp() / logits.exp().sum(1, keepdim=True)).log()[range(4), targets]
    assert torch.allclose(full_cross_entropy(users, items, targets, 0.1), expected, atol=1e-4)


def test_with_every_item_as_a_negative_the_sampled_loss_is_the_full_one():
    users, items = unit(4, 8), unit(4 + 20, 8)[4:]
    targets, everything = torch.tensor([0, 3, 19, 3]), torch.arange(20)
    sampled = sampled_cross_entropy(
        users, (items[targets], targets), (items, everything, torch.zeros(20)), 0.1
    )
    assert torch.allclose(sampled, full_cross_entropy(users, items, targets, 0.1), atol=1e-4)


def test_the_correction_makes_a_skewed_sample_estimate_the_full_softmax():
    users, items = unit(1, 8), unit(1 + 200, 8)[1:]
    target = torch.tensor([5])
    chance = torch.arange(1, 201).float()
    chance = chance / chance.sum()
    log_chances = torch.log(-torch.expm1(60 * torch.log1p(-chance)))
    random = torch.Generator().manual_seed(0)
    sums = []
    for _ in range(2000):
        drawn = torch.multinomial(chance, 60, replacement=True, generator=random).unique()
        negatives = (items[drawn], drawn, log_chances[drawn])
        loss = sampled_cross_entropy(users, (items[target], target), negatives, 0.5)
        sums.append(loss.exp().item())  # the estimated sum over exp(own logit): unbiased
    full = full_cross_entropy(users, items, target, 0.5).exp().item()
    assert sum(sums) / len(sums) == pytest.approx(full, rel=0.01)


def test_a_target_among_the_negatives_is_not_its_own_enemy():
    users, items = unit(1, 8), unit(4, 8)[1:]
    target, ids = torch.tensor([0]), torch.tensor([0, 1])
    with_itself = sampled_cross_entropy(
        users, (items[target], target), (items[ids], ids, torch.zeros(2)), 0.1
    )
    without = sampled_cross_entropy(
        users, (items[target], target), (items[1:2], ids[1:], torch.zeros(1)), 0.1
    )
    assert torch.allclose(with_itself, without)


def test_a_reward_weighs_by_the_capped_ratio_and_less_where_the_list_shows_it_anyway():
    now, then = torch.tensor([0.1, 0.5, 1.0]).log(), torch.tensor([0.2, 0.01, 1.0]).log()
    weights = policy_gradient_weights(now, then, places=3, cap=4.0)
    # 0.5 * 3 * 0.9^2; the ratio 50 is capped at 4, times 3 * 0.5^2; and nothing left to gain
    assert weights.tolist() == pytest.approx([1.215, 3.0, 0.0], abs=1e-6)


def test_of_one_place_and_its_own_lists_the_policy_gradient_is_plain():
    chances = torch.tensor([0.1, 0.7]).log()
    assert policy_gradient_weights(chances, chances, 1, 10.0).tolist() == pytest.approx([1, 1])
