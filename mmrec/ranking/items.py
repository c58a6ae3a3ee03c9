"""An item as one unit vector: its words, its media and what people did with it, fused.

Each may be missing. The fused vector is a gated sum of one projection per modality, so a score
(a dot product with it) falls apart exactly into one share per modality.
"""

from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mmrec.config import RankerSettings
from mmrec.ranking.features import ItemFeatures
from mmrec.types import Modality

MODALITIES: tuple[Modality, ...] = ("text", "image", "behaviour")  # further ones come after


class ItemTower(nn.Module):
    """Item features into unit vectors (n, D).

    Args:
        settings: width and which modalities are used.
        text_width: Dt of the text vectors.
        image_width: Di of the image vectors.
        trained: how many items have an id embedding.
        others: the width of each further modality's vectors, such as `audio`.
    """

    def __init__(
        self,
        settings: RankerSettings,
        text_width: int,
        image_width: int,
        trained: int,
        others: Mapping[str, int],
    ) -> None:
        super().__init__()
        kinds = len(MODALITIES) + len(others)
        width = settings.width
        self.dropout = settings.modality_dropout
        self.text = nn.Linear(text_width, width, bias=False)
        self.image = nn.Linear(image_width, width, bias=False)
        self.ids = nn.Embedding(max(1, trained), width)
        self.gate = nn.Linear(kinds * width, kinds)
        self.nothing = nn.Parameter(torch.randn(width) * width**-0.5)
        self.others = nn.ModuleDict(
            {name: nn.Linear(other, width, bias=False) for name, other in others.items()}
        )
        used = (settings.use_text, settings.use_image, settings.use_id)
        used += tuple(getattr(settings, f"use_{name}") for name in others)
        self.used: Tensor
        self.register_buffer("used", torch.tensor(used), persistent=False)
        # Unit vectors come in, about unit vectors go out: no modality outweighs another at first.
        for weight in (
            self.text.weight,
            self.image.weight,
            self.ids.weight,
            *self.others.parameters(),
        ):
            nn.init.normal_(weight, std=width**-0.5)
        nn.init.zeros_(self.gate.weight)
        nn.init.zeros_(self.gate.bias)

    def parts(self, features: ItemFeatures) -> Tensor:
        """(n, M, D) the gated vector of each modality; their sum is the fused, unscaled item."""
        return self._gated(self.projected(features))

    def projected(self, features: ItemFeatures) -> ItemFeatures:
        """The features with words and media as this tower reads them, each (n, D)."""
        others = {
            name: (layer(features.others[name][0]), features.others[name][1])
            for name, layer in self.others.items()
        }
        text, image = self.text(features.text), self.image(features.image)
        return replace(features, text=text, image=image, others=others)

    def hold_layers(self) -> None:
        """Learn no more how words and media are read."""
        for layer in (self.text, self.image, *self.others.values()):
            layer.requires_grad_(False)

    def _gated(self, projected: ItemFeatures) -> Tensor:
        present = self.present(projected)
        if self.training and self.dropout > 0:
            present = self._drop(present)
        stacked = torch.stack(
            (
                projected.text,
                projected.image,
                self.ids(projected.id_index),
                *(projected.others[name][0] for name in self.others),
            ),
            dim=1,
        )
        stacked = stacked * present[:, :, None]
        gates = 2.0 * torch.sigmoid(self.gate(stacked.flatten(1)))  # 1 at the start
        return stacked * gates[:, :, None]

    def present(self, features: ItemFeatures) -> Tensor:
        """(n, M) bool: which modalities each item has and the settings let in."""
        others = (features.others[name][1] for name in self.others)
        return torch.cat((features.has, *(there[:, None] for there in others)), dim=1) & self.used

    def forward(self, features: ItemFeatures) -> Tensor:
        """(n, D) unit vectors; an item of which nothing is known gets a learned one."""
        return self.of_projected(self.projected(features))

    def of_projected(self, projected: ItemFeatures) -> Tensor:
        """(n, D) the same from features that this tower has projected before."""
        return F.normalize(self.fused(self._gated(projected)), dim=-1)

    def fused(self, parts: Tensor) -> Tensor:
        """(n, D) the sum of (n, M, D) parts, not yet of unit length."""
        empty = (parts == 0).all(dim=-1).all(dim=-1, keepdim=True)
        return parts.sum(dim=1) + empty * self.nothing

    def _drop(self, present: Tensor) -> Tensor:
        """Drop each modality at random, but never the last one of an item."""
        kept = present & (torch.rand(present.shape, device=present.device) >= self.dropout)
        return torch.where(kept.any(dim=1, keepdim=True), kept, present)
