"""Softmax cross-entropy over items, full or sampled."""

import torch
from torch import Tensor
from torch.nn import functional as F

CHUNK = 1024  # targets whose logits are held at once: CHUNK * items * 4 bytes


def full_cross_entropy(users: Tensor, items: Tensor, targets: Tensor, temperature: float) -> Tensor:
    """(T,) -log softmax of each target over all items.

    Args:
        users: (T, D) unit.
        items: (N, D) unit.
        targets: (T,) lines of `items`.
        temperature: what the cosines are divided by.
    """
    return F.cross_entropy(users @ items.T / temperature, targets, reduction="none")


def sampled_cross_entropy(
    users: Tensor,
    targets: tuple[Tensor, Tensor],
    negatives: tuple[Tensor, Tensor, Tensor],
    temperature: float,
) -> Tensor:
    """(T,) the same over the target and a sample shared by the batch, corrected.

    The sum of the softmax is estimated by importance sampling: a negative that was in the sample
    with probability p stands for 1 / p items, so log p is taken from its logit (Bengio and Senecal
    2008, https://doi.org/10.1109/TNN.2007.912312, section III; with distinct negatives, so p is the
    chance to be drawn at all). A negative that is the target itself is left out.

    Args:
        users: (T, D) unit.
        targets: (T, D) unit vectors and (T,) ids of the targets.
        negatives: (M, D) unit vectors, (M,) ids and (M,) log p of distinct negatives.
        temperature: what the cosines are divided by.
    """
    target_vectors, target_ids = targets
    vectors, ids, log_chances = negatives
    own = (users * target_vectors).sum(dim=-1) / temperature
    others = users @ vectors.T / temperature - log_chances
    others = others.masked_fill(target_ids[:, None] == ids[None, :], float("-inf"))
    return torch.logsumexp(torch.cat((own[:, None], others), dim=1), dim=1) - own


def policy_gradient_weights(now: Tensor, then: Tensor, places: int, cap: float) -> Tensor:
    """(T,) what each rewarded choice weighs in REINFORCE that learns from another policy's lists.

    Top-k off-policy correction (Chen et al. 2019, https://arxiv.org/abs/1812.02353): the ratio of
    both policies' chances (eq. 3), capped (eq. 9), times K (1 - pi)^(K - 1) (eq. 6), for an item
    that a list of K shows anyway gains nothing from more. The weights are constants of a step.

    Args:
        now: (T,) log chance by the policy that learns.
        then: (T,) log chance by the policy that chose what was shown.
        places: K, of a list.
        cap: the largest ratio.
    """
    now, then = now.detach(), then.detach()
    ratio = (now - then).exp().clamp_max(cap)
    return ratio * places * (1 - now.exp()).clamp(0, 1) ** (places - 1)
