"""The ranker: networks bound to the items of one catalogue. Tensors only, no disk.

Their scores are averaged: networks that began apart err apart. Laid side by side, their vectors are
one vector again, so an item stays one unit vector and a score one dot product.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
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
from mmrec.types import Bools, CatalogVectors, Floats, Ints, Modality

USERS = 64  # histories read at once, of like length: most are short, and padding costs as much
ITEMS = 8192  # items fused at once
FEW = 32  # histories that one thread reads faster than two that wait for each other


@dataclass(frozen=True, slots=True)
class Shape:
    """What the networks' tensors are made to: it and the tensors are the whole model.

    Attributes:
        settings: the shape of a transformer, and how many there are.
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

    An item that came after the training has no trained id and no place in the memory, so its score
    falls short of what it would be; `welcome` makes up for that.

    Args:
        networks: trained, on `device`, at least one; put into evaluation mode here.
        shape: what the networks were made to.
        vectors: the catalogue, whose row order is that of every score.
        device: where to compute.

    Attributes:
        neighbours: the short memory beside the networks, over catalogue rows; None: none.
        welcome: added to the scores of items that were not trained on.
    """

    neighbours: Neighbours | None = None
    welcome: float = 0.0

    def __init__(
        self,
        networks: Sequence[Network],
        shape: Shape,
        vectors: CatalogVectors,
        device: torch.device,
    ) -> None:
        self.networks = tuple(network.to(device).eval() for network in networks)
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
        alone = "networks" not in config["settings"]  # version 0.1: one network, without a number
        shape = Shape(
            RankerSettings.model_validate({"networks": 1, **config["settings"]}),
            tuple(config["vocabulary"]),
            tuple(config["tokens"]),
            int(config["text_width"]),
            int(config["image_width"]),
            config.get("other_widths", {}),
        )
        networks = [Network(shape) for _ in range(shape.settings.networks)]
        for place, network in enumerate(networks):
            network.load_state_dict(_named(tensors, "" if alone else f"{place}."))
        ranker = cls(networks, shape, vectors, device)
        if config.get("neighbours"):
            near = Neighbours.from_state(tensors, config["neighbours"])
            row_of = {item_id: row for row, item_id in enumerate(vectors.item_ids)}
            rows = np.array([row_of.get(item_id, -1) for item_id in shape.vocabulary], np.int64)
            ranker.neighbours = near.over(rows, len(vectors.item_ids))
        ranker.welcome = float(config.get("welcome", 0.0))  # models of version 0.1 have none
        return ranker

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Tensors (CPU) and configuration (JSON values): all that `from_state` needs."""
        tensors = {
            f"{place}.{name}": value.detach().cpu().contiguous()
            for place, network in enumerate(self.networks)
            for name, value in network.state_dict().items()
        }
        config = {
            "settings": self.shape.settings.model_dump(),
            "vocabulary": list(self.shape.vocabulary),
            "tokens": list(self.shape.tokens),
            "text_width": self.shape.text_width,
            "image_width": self.shape.image_width,
            "welcome": self.welcome,
        }
        if self.shape.other_widths:
            config["other_widths"] = dict(self.shape.other_widths)
        if self.neighbours is not None:
            lines = np.where(self.trained, self.features.id_index.cpu().numpy(), -1)
            near = self.neighbours.over(lines, len(self.shape.vocabulary))
            memory, config["neighbours"] = near.state()
            tensors |= memory
        return tensors, config

    @cached_property
    def trained(self) -> Bools:
        """(N,) true for the items that have a trained id."""
        found: Bools = self.features.has[:, 2].cpu().numpy()
        return found

    @cached_property
    def _untrained(self) -> Ints:
        return np.flatnonzero(~self.trained)

    def as_if_new(self, new: Bools) -> "Ranker":
        """This ranker as if the items `new` (N,) had come after its training."""
        other = copy.copy(self)
        has = self.features.has.clone()
        has[:, 2] &= torch.from_numpy(~new).to(self.device)
        other.features = replace(self.features, has=has)
        for made in ("items", "trained", "_untrained"):
            other.__dict__.pop(made, None)
        if self.neighbours is not None:
            rows = np.where(new, -1, np.arange(len(new)))
            other.neighbours = self.neighbours.over(rows, len(new))
        return other

    @cached_property
    def items(self) -> Tensor:
        """(N, D) float32 unit vectors of the catalogue, in row order, on the device."""
        return self.item_vectors(self.features)

    @property
    def width(self) -> int:
        """D, of all networks' vectors side by side."""
        return self.shape.settings.width * len(self.networks)

    def item_vectors(self, features: ItemFeatures) -> Tensor:
        """(n, D) float32 unit vectors of any items, whether trained on or not."""
        out = torch.zeros(len(features), self.width, device=self.device)
        with torch.inference_mode():
            for part in torch.split(torch.arange(len(features), device=self.device), ITEMS):
                some = features.take(part)
                out[part] = self._beside([network.items(some) for network in self.networks])
        return out

    def item_parts(self, features: ItemFeatures) -> Tensor:
        """(n, M, D) what each modality adds to these items' vectors: their sum, where known."""
        made = []
        for network in self.networks:
            parts = network.items.parts(features).float()
            made.append(parts / network.items.fused(parts).norm(dim=-1)[:, None, None])
        return self._beside(made)

    def user_vectors(self, histories: Sequence[History]) -> Tensor:
        """(B, D) float32 unit vectors of taste after the last event; an empty history is fine."""
        out = torch.zeros(len(histories), self.width, device=self.device)
        by_length = np.argsort([len(history) for history in histories], kind="stable")
        for start in range(0, len(histories), USERS):
            part = by_length[start : start + USERS]
            batch = pad([histories[i] for i in part], self.shape.settings.history_length)
            with one_thread(self.device) if len(part) <= FEW else nullcontext():
                out[torch.from_numpy(part).to(self.device)] = self._read(batch)
        return out

    def tastes(self, histories: Sequence[History]) -> Tensor:
        """(B, D) what an item's vector is multiplied with: taste over the temperature."""
        with torch.inference_mode():
            return self.user_vectors(histories) / self.shape.settings.temperature

    def scores(self, histories: Sequence[History], tastes: Tensor | None = None) -> Floats:
        """(B, N) cosine of taste and item over the temperature, and what memory and welcome add.

        `tastes` (B, D) if they are known.
        """
        tastes = self.tastes(histories) if tastes is None else tastes
        with torch.inference_mode():
            out: Floats = (tastes @ self.items.T).cpu().numpy()
        self.add_to(out, histories)
        return out

    def add_to(self, scores: Floats, histories: Sequence[History]) -> None:
        """Add what memory and welcome say to products (B, N) of tastes and items, in place."""
        if self.welcome:
            scores[:, self._untrained] += self.welcome
        if self.neighbours is not None:
            self.neighbours.add_to(scores, histories)

    def scores_of(
        self, histories: Sequence[History], rows: Ints, tastes: Tensor | None = None
    ) -> Floats:
        """(B, K) the same, of a few catalogue rows (K,) only."""
        tastes = self.tastes(histories) if tastes is None else tastes
        with torch.inference_mode():
            wanted = self.items[torch.from_numpy(rows).to(self.device)]
            out: Floats = (tastes @ wanted.T).cpu().numpy()
        if self.welcome:
            out[:, ~self.trained[rows]] += self.welcome
        return out if self.neighbours is None else out + self.neighbours.scores_of(histories, rows)

    def side_by_side(self, rows: Tensor, read: Callable[[SequenceTower, Tensor], Tensor]) -> Tensor:
        """(n, D) what each network's tower reads in its own vectors (B, L, D) of these rows (B, L).

        Args:
            rows: catalogue rows, on the device.
            read: a tower and its unit item vectors to unit vectors (n, D) of its own.
        """
        items = self.items[rows].chunk(len(self.networks), dim=-1)
        scale = len(self.networks) ** 0.5
        with torch.inference_mode(), autocast(self.device):
            return self._beside(
                [
                    read(network.sequence, own * scale)
                    for network, own in zip(self.networks, items, strict=True)
                ]
            )

    def _read(self, batch: HistoryBatch) -> Tensor:
        mask = torch.from_numpy(batch.mask).to(self.device)
        kinds = torch.from_numpy(batch.kinds).to(self.device)
        ats = torch.from_numpy(batch.ats.astype(np.int64)).to(self.device)

        def last(tower: SequenceTower, items: Tensor) -> Tensor:
            taste = tower(items, kinds, ats, mask, asked=1)[:, 0].float()
            return torch.where(mask[:, -1:], taste, tower.newcomer().float())

        return self.side_by_side(torch.from_numpy(batch.rows).to(self.device), last)

    def _beside(self, units: Sequence[Tensor]) -> Tensor:
        """(n, D) unit vectors of one (n, D / networks) from each network; cosines are averaged."""
        scale: float = len(units) ** -0.5
        return torch.cat([unit.float() for unit in units], dim=-1) * scale


def _named(tensors: Mapping[str, Tensor], start: str) -> dict[str, Tensor]:
    """The tensors whose names begin so, without that beginning."""
    return {
        name.removeprefix(start): tensor
        for name, tensor in tensors.items()
        if name.startswith(start) and not name.startswith(MEMORY)
    }
