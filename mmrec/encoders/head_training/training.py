"""The head and its loss: one contrastive batch of pictures with names and classes with names."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from mmrec.encoders.head_training.backbone import FEATURES
from mmrec.encoders.head_training.features import Classes, Seen

HIDDEN = 768
WIDTH = 384
RESIDUAL = 0.5


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen on the validation part.

    `classes`: pseudo-features of ImageNet classes in a batch, as a share of its pictures (0: none).
    `push`: how far a pseudo-feature is pushed towards its class, in residual norms.
    """

    classes: float = 0.5
    push: float = 1.0
    temperature: float = 0.05
    dropout: float = 0.3
    weight_decay: float = 0.05
    epochs: int = 30
    batch: int = 512
    learning_rate: float = 1e-3


class Head(nn.Module):
    """1280 -> 768 -> 384 with GELU, under the names that open_clip gives a timm tower's MLP."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.fc1 = nn.Linear(FEATURES, HIDDEN)
        self.fc2 = nn.Linear(HIDDEN, WIDTH)
        self.dropout = dropout

    def forward(self, features: Tensor) -> Tensor:
        """Features (B, 1280), standardised, to unit vectors (B, 384)."""
        hidden = functional.gelu(self.fc1(features))
        hidden = functional.dropout(hidden, self.dropout, self.training)
        return functional.normalize(self.fc2(hidden), dim=-1)


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and deviation (1280,) of the training features."""

    mean: Tensor
    deviation: Tensor

    @classmethod
    def of(cls, features: Tensor) -> "Scale":
        flat = features.reshape(-1, FEATURES)
        return cls(flat.mean(0), flat.std(0).clamp_min(1e-3))

    def __call__(self, features: Tensor) -> Tensor:
        return (features - self.mean) / self.deviation


def train_head(seen: Seen, classes: Classes, recipe: Recipe, seed: int) -> dict[str, Tensor]:
    """Train on pairs and class names; the result takes raw features (`folded`)."""
    torch.manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    scale = Scale.of(seen.features)
    head = Head(recipe.dropout)
    optimiser = torch.optim.AdamW(
        head.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    count = len(seen.pairs)
    steps = recipe.epochs * -(-count // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.learning_rate, steps)
    head.train()
    for _ in range(recipe.epochs):
        for rows in torch.split(torch.randperm(count, generator=chance), recipe.batch):
            features, texts = _batch(seen, classes, scale.mean, rows, recipe=recipe, chance=chance)
            loss = contrastive(head(scale(features)), texts, recipe.temperature)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return folded(head, scale)


def contrastive(pictures: Tensor, texts: Tensor, temperature: float) -> Tensor:
    """InfoNCE both ways (Radford et al. 2021, arXiv:2103.00020, figure 3), a scalar.

    Changed: rows with the same text are no negatives of each other, they share the target.

    Args:
        pictures: (B, D) unit.
        texts: (B, D) unit.
        temperature: divides the cosines.
    """
    logits = pictures @ texts.T / temperature
    same = (texts @ texts.T > 0.999).float()
    target = same / same.sum(1, keepdim=True)
    across = functional.cross_entropy(logits, target)
    return (across + functional.cross_entropy(logits.T, target)) / 2


def _batch(
    seen: Seen,
    classes: Classes,
    mean: Tensor,
    rows: Tensor,
    *,
    recipe: Recipe,
    chance: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Features (B', 1280) and text vectors (B', 384) of pictures, then of classes."""
    view = torch.randint(2, (len(rows),), generator=chance)
    words = torch.randint(2, (len(rows),), generator=chance)
    features, texts = seen.features[rows, view], seen.texts[rows, words]
    wanted = min(int(len(rows) * recipe.classes), len(classes.names))
    if not wanted:
        return features, texts
    chosen = torch.randperm(len(classes.names), generator=chance)[:wanted]
    carriers = torch.randint(len(rows), (wanted,), generator=chance)
    pseudo = pseudo_features(features[carriers], classes.weights[chosen], mean, recipe.push)
    return torch.cat([features, pseudo]), torch.cat([texts, classes.texts[chosen]])


def pseudo_features(carriers: Tensor, weights: Tensor, mean: Tensor, push: float) -> Tensor:
    """What a picture of a class might look like to the backbone, without any picture of it.

    `mean + 0.5 r + push |r| w / |w|`: the residual `r` of some training picture, halved, pushed
    in the direction that the backbone's classifier `w` calls the class.

    Args:
        carriers: (n, 1280) features of pictures.
        weights: (n, 1280) classifier rows.
        mean: (1280,) mean of the training features.
        push: length of the push, in units of the residual's norm.
    """
    residual = carriers - mean
    length = residual.norm(dim=-1, keepdim=True)
    towards: Tensor = push * length * functional.normalize(weights, dim=-1)
    return mean + RESIDUAL * residual + towards


def folded(head: Head, scale: Scale) -> dict[str, Tensor]:
    """The head's tensors with the standardisation folded into the first layer."""
    weight = head.fc1.weight.detach() / scale.deviation
    return {
        "mlp.fc1.weight": weight,
        "mlp.fc1.bias": head.fc1.bias.detach() - weight @ scale.mean,
        "mlp.fc2.weight": head.fc2.weight.detach().clone(),
        "mlp.fc2.bias": head.fc2.bias.detach().clone(),
    }


def project(tensors: dict[str, Tensor], features: Tensor) -> Tensor:
    """Unit vectors (n, 384) of raw features (n, 1280) by a folded head."""
    hidden = functional.gelu(
        functional.linear(features, tensors["mlp.fc1.weight"], tensors["mlp.fc1.bias"])
    )
    out = functional.linear(hidden, tensors["mlp.fc2.weight"], tensors["mlp.fc2.bias"])
    return functional.normalize(out, dim=-1)
