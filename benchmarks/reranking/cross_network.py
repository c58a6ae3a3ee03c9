"""A second stage as a network that crosses features (DCN-v2), a head for each outcome."""

import copy

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.reranking.slates import SecondStage, Slates
from mmrec.types import Floats

EPOCHS = (1, 3, 6, 10)
BATCH = 32  # moments in a step
LAYERS, HIDDEN, DROPOUT = 2, 32, 0.2
RATE, DECAY = 1e-3, 1e-2
FAR = 5.0  # standard deviations at which a feature is cut off


class CrossLayer(nn.Module):
    """x0 * (W x + b) + x: Wang et al. 2021, https://arxiv.org/abs/2008.13535, equation 1."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, first: Tensor, x: Tensor) -> Tensor:
        """(…, F) the network's input and the layer's, crossed."""
        crossed: Tensor = first * self.linear(x) + x
        return crossed


class CrossNetwork(nn.Module):
    """Cross layers, then hidden ones (the paper's stacked form), then two heads that start at 0.

    The head of likes corrects the first stage's score; the head of meetings foretells whether the
    user meets the item in any way.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        width = len(mean)
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.crosses = nn.ModuleList(CrossLayer(width) for _ in range(LAYERS))
        self.deep = nn.Sequential(nn.Linear(width, HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT))
        self.heads = nn.Linear(HIDDEN, 2)
        nn.init.zeros_(self.heads.weight)
        nn.init.zeros_(self.heads.bias)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """(B, K, F) to (B, K) what is added to the score, and (B, K) the log odds of a meeting."""
        first = ((features - self.mean) / self.deviation).clamp(-FAR, FAR)
        x = first
        for cross in self.crosses:
            x = cross(first, x)
        shift, met = self.heads(self.deep(x)).unbind(dim=-1)
        return shift, met


def cross_network(taught: Slates, seed: int, meetings: float) -> list[SecondStage]:
    """Second stages of more and more epochs, `EPOCHS` of them.

    Args:
        taught: what to learn from.
        seed: of the start, the order and the dropout.
        meetings: weight of the second task's loss; 0 learns from likes alone.
    """
    taught = taught.take(taught.found)
    features, scores = torch.from_numpy(taught.features), torch.from_numpy(taught.scores)
    goal = torch.from_numpy(taught.liked.argmax(axis=1))
    met = torch.from_numpy(taught.met.astype(np.float32))
    stages = []
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        flat = features.flatten(0, 1)
        network = CrossNetwork(flat.mean(dim=0), flat.std(dim=0).clamp_min(1e-6))
        optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
        for epoch in range(1, EPOCHS[-1] + 1):
            network.train()
            for part in torch.split(torch.randperm(len(taught)), BATCH):
                shift, odds = network(features[part])
                loss = functional.cross_entropy(scores[part] + shift, goal[part])
                if meetings:
                    second = functional.binary_cross_entropy_with_logits(odds, met[part])
                    loss = loss + meetings * second
                optimizer.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
            if epoch in EPOCHS:
                stages.append(_corrected(copy.deepcopy(network).eval()))
    return stages


def _corrected(network: CrossNetwork) -> SecondStage:
    def scores(slates: Slates) -> Floats:
        with torch.inference_mode():
            shift, _ = network(torch.from_numpy(slates.features))
        corrected: Floats = slates.scores + shift.numpy()
        return corrected

    return scores
