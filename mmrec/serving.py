"""Loads a model for serving, over the catalogue as it is now."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch

from mmrec.errors import EncoderMismatch, StoreError
from mmrec.history import HistoryBuilder
from mmrec.ranking.ranker import Ranker
from mmrec.store import ModelStore
from mmrec.types import CatalogVectors, EncoderSpec


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ranker that can serve, and what its folder says about it."""

    ranker: Ranker
    model_id: str
    manifest: Mapping[str, Any]


def load_ranker(
    models: ModelStore,
    vectors: CatalogVectors,
    specs: Mapping[str, EncoderSpec],
    builder: HistoryBuilder,
    *,
    device: torch.device,
    model_id: str | None = None,
) -> Loaded:
    """The current model, or the named one.

    Items that came into the catalogue after the training are scored by their words and pictures.

    Args:
        models: the model folders.
        vectors: all vectors of the catalogue; their row order is that of every score.
        specs: what made these vectors: `catalog.specs`.
        builder: what will build the histories.
        device: where to compute.
        model_id: which model, if not the current one.

    Raises:
        NotFound: no such model, or none trained yet.
        EncoderMismatch: the vectors are not of the encoders that the model was trained with.
        StoreError: the settings know other kinds of events than the model.
    """
    tensors, manifest = models.load(model_id)
    name = str(manifest["model_id"])
    now = {key: asdict(spec) for key, spec in specs.items()}
    for key, made_with in manifest["encoders"].items():
        if now.get(key) != made_with:
            raise EncoderMismatch(
                f"Model {name} was trained on {key} vectors of {_told(made_with)}, the catalogue's "
                f"are of {_told(now.get(key))}.",
                "Run `mmrec train` to make a model for this catalogue.",
            )
    if tuple(manifest["model"]["tokens"]) != builder.tokens:
        raise StoreError(
            f"Model {name} was trained on other kinds of events than `events.weights` now names.",
            "Run `mmrec train`, or take back the change of the configuration.",
        )
    return Loaded(Ranker.from_state(tensors, manifest["model"], vectors, device), name, manifest)


def _told(spec: Mapping[str, Any] | None) -> str:
    return f"{spec['name']} ({spec['revision']})" if spec else "no encoder"
