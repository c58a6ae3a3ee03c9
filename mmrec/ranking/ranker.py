"""The ranker: a network bound to the items of one catalogue. Tensors only, no disk."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn

from mmrec.config import RankerSettings
from mmrec.device import autocast, one_thread
from mmrec.history import History, HistoryBatch, pad
from mmrec.ranking.features import ItemFeatures
from mmrec.ranking.items import MODALITIES, ItemTower
from mmrec.ranking.neighbours import MEMORY, Neighbours
from mmrec.ranking.sequence import SequenceTower
from mmrec.types import CatalogVectors, Floats, Ints, Modality

USERS = 64  # histories read at once, of like length: most are short, and padding costs as much
ITEMS = 8192  # items fused at once
FEW = 32  # histories that one thread reads faster than two that wait for each other


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network's tensors are made to: it and the tensors are the whole model.

    Attributes:
        settings: the shape of the transformer.
        vocabulary: the items with a trained id, in the order of their embeddings.
        tokens: the kinds of events, in the order of their embeddings.
        text_width, image_width: Dt and Di.
        other_widths: of the vectors of each further modality that the items have.
    """

    settings: RankerSettings
    vocabulary: tuple[str, ...]
    tokens: tuple[str, ...]
    text_width: int
    image_width: int
    other_widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """What an item's vector is made of, in the order of its parts."""
        return (*MODALITIES, *cast("Mapping[Modality, int]", self.other_widths))


class Network(nn.Module):
    """Both towers."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        trained = len(shape.vocabulary)
        self.items = ItemTower(
            shape.settings, shape.text_width, shape.image_width, trained, shape.other_widths
        )
        self.sequence = SequenceTower(shape.settings, len(shape.tokens))


class Ranker:
    """Scores a catalogue for histories. The item vectors are made once, at the first use.

    Args:
        network: trained, on `device`; put into evaluation mode here.
        shape: what the network was made to.
        vectors: the catalogue, whose row order is that of every score.
        device: where to compute.

    Attributes:
        neighbours: the short memory beside the network, over catalogue rows; None: none.
    """

    neighbours: Neighbours | None = None

    def __init__(
        self, network: Network, shape: Shape, vectors: CatalogVectors, device: torch.device
    ) -> None:
        self.network = network.to(device).eval()
        self.shape = shape
        self.device = device
        self.features = ItemFeatures.of(vectors, shape.vocabulary, device)

    @classmethod
    def from_state(
        cls,
        tensors: Mapping[str, Tensor],
        config: Mapping[str, Any],
        vectors: CatalogVectors,
        device: torch.device,
    ) -> "Ranker":
        """The ranker that `state` described, over a catalogue."""
        shape = Shape(
            RankerSettings.model_validate(config["settings"]),
            tuple(config["vocabulary"]),
            tuple(config["tokens"]),
            int(config["text_width"]),
            int(config["image_width"]),
            config.get("other_widths", {}),
        )
        network = Network(shape)
        network.load_state_dict({n: t for n, t in tensors.items() if not n.startswith(MEMORY)})
        ranker = cls(network, shape, vectors, device)
        if config.get("neighbours"):
            near = Neighbours.from_state(tensors, config["neighbours"])
            row_of = {item_id: row for row, item_id in enumerate(vectors.item_ids)}
            rows = np.array([row_of.get(item_id, -1) for item_id in shape.vocabulary], np.int64)
            ranker.neighbours = near.over(rows, len(vectors.item_ids))
        return ranker

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Tensors (CPU) and configuration (JSON values): all that `from_state` needs."""
        tensors = {
            name: value.detach().cpu().contiguous()
            for name, value in self.network.state_dict().items()
        }
        config = {
            "settings": self.shape.settings.model_dump(),
            "vocabulary": list(self.shape.vocabulary),
            "tokens": list(self.shape.tokens),
            "text_width": self.shape.text_width,
            "image_width": self.shape.image_width,
        }
        if self.shape.other_widths:
            config["other_widths"] = dict(self.shape.other_widths)
        if self.neighbours is not None:
            trained = self.features.has[:, 2].cpu().numpy()
            lines = np.where(trained, self.features.id_index.cpu().numpy(), -1)
            near = self.neighbours.over(lines, len(self.shape.vocabulary))
            memory, config["neighbours"] = near.state()
            tensors |= memory
        return tensors, config

    @cached_property
    def items(self) -> Tensor:
        """(N, D) float32 unit vectors of the catalogue, in row order, on the device."""
        return self.item_vectors(self.features)

    def item_vectors(self, features: ItemFeatures) -> Tensor:
        """(n, D) float32 unit vectors of any items, whether trained on or not."""
        rows = torch.arange(len(features), device=self.device)
        with torch.inference_mode():
            made = [
                self.network.items(features.take(part)).float() for part in torch.split(rows, ITEMS)
            ]
        return torch.cat(made) if made else torch.zeros(0, self.shape.settings.width)

    def user_vectors(self, histories: Sequence[History]) -> Tensor:
        """(B, D) float32 unit vectors of taste after the last event; an empty history is fine."""
        out = torch.zeros(len(histories), self.shape.settings.width, device=self.device)
        by_length = np.argsort([len(history) for history in histories], kind="stable")
        for start in range(0, len(histories), USERS):
            part = by_length[start : start + USERS]
            batch = pad([histories[i] for i in part], self.shape.settings.history_length)
            with one_thread(self.device) if len(part) <= FEW else nullcontext():
                out[torch.from_numpy(part).to(self.device)] = self._read(batch)
        return out

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) scores: cosine of taste and item over the temperature, plus the short memory's."""
        with torch.inference_mode():
            tastes = self.user_vectors(histories) / self.shape.settings.temperature
            out: Floats = (tastes @ self.items.T).cpu().numpy()
        if self.neighbours is not None:
            self.neighbours.add_to(out, histories)
        return out

    def scores_of(self, histories: Sequence[History], rows: Ints) -> Floats:
        """(B, K) the same, of a few catalogue rows (K,) only."""
        with torch.inference_mode():
            tastes = self.user_vectors(histories) / self.shape.settings.temperature
            wanted = self.items[torch.from_numpy(rows).to(self.device)]
            out: Floats = (tastes @ wanted.T).cpu().numpy()
        return out if self.neighbours is None else out + self.neighbours.scores_of(histories, rows)

    def _read(self, batch: HistoryBatch) -> Tensor:
        rows = torch.from_numpy(batch.rows).to(self.device)
        mask = torch.from_numpy(batch.mask).to(self.device)
        kinds = torch.from_numpy(batch.kinds).to(self.device)
        ats = torch.from_numpy(batch.ats.astype(np.int64)).to(self.device)
        with torch.inference_mode(), autocast(self.device):
            taste = self.network.sequence(self.items[rows], kinds, ats, mask, asked=1)[:, 0].float()
            newcomer = self.network.sequence.newcomer().float()
            return torch.where(mask[:, -1:], taste, newcomer)
