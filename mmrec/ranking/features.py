"""What the ranker knows of the items of one catalogue, as tensors on its device."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from mmrec.types import CatalogVectors


@dataclass(frozen=True, slots=True, eq=False)
class ItemFeatures:
    """The items of a catalogue, in its row order.

    Attributes:
        text: (N, Dt) unit rows, zeros where missing.
        image: (N, Di) unit rows, zeros where missing.
        has: (N, 3) bool: text, image, trained id there.
        id_index: (N,) line of the trained id embedding; 0, masked by `has`, where never trained.
        others: for each further modality, unit rows (N, D) and which are there (N,) bool.
    """

    text: Tensor
    image: Tensor
    has: Tensor
    id_index: Tensor
    others: Mapping[str, tuple[Tensor, Tensor]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, vectors: CatalogVectors, vocabulary: Sequence[str], device: torch.device
    ) -> "ItemFeatures":
        """Join a catalogue with the items that a model was trained on."""
        line = {item_id: index for index, item_id in enumerate(vocabulary)}
        index = np.array([line.get(item_id, -1) for item_id in vectors.item_ids], np.int64)
        has = np.stack([vectors.has_text, vectors.has_image, index >= 0], axis=1)
        return cls(
            torch.from_numpy(np.ascontiguousarray(vectors.text)).to(device),
            torch.from_numpy(np.ascontiguousarray(vectors.image)).to(device),
            torch.from_numpy(has).to(device),
            torch.from_numpy(index.clip(0)).to(device),
            {
                modality: (torch.from_numpy(rows).to(device), torch.from_numpy(there).to(device))
                for modality, (rows, there) in vectors.others.items()
            },
        )

    def __len__(self) -> int:
        return len(self.id_index)

    def take(self, rows: Tensor) -> "ItemFeatures":
        """The features of these catalogue rows (n,), float32 whatever they are kept as."""
        return ItemFeatures(
            self.text[rows].float(),
            self.image[rows].float(),
            self.has[rows],
            self.id_index[rows],
            {
                name: (part[rows].float(), there[rows])
                for name, (part, there) in self.others.items()
            },
        )
