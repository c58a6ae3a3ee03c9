"""What a model folder says of its model: what it was made of, by what, and how well it learned."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mmrec.config import Settings
from mmrec.ranking.training import Fitted
from mmrec.store import Catalog
from mmrec.types import CatalogVectors, EventTable
from mmrec.version import __version__

FORMAT = 1


def sources(
    catalog: Catalog, vectors: CatalogVectors, events_version: int, table: EventTable
) -> dict[str, Any]:
    """What a model is made of, to be asked when it is read: the catalogue may change meanwhile."""
    return {
        "events_version": events_version,
        "catalog_version": catalog.version(),
        "encoders": {name: asdict(spec) for name, spec in catalog.specs.items()},
        "events": len(table),
        "items": len(vectors.item_ids),
    }


def manifest_of(
    fitted: Fitted, config: Mapping[str, Any], settings: Settings, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """All of it as JSON values; `config` is the ranker's, `facts` its sources and what is more."""
    return {
        **facts,
        "format": FORMAT,
        "code_version": __version__,
        "model": dict(config),
        "settings": settings.model_dump(mode="json"),
        "seed": settings.training.seed,
        "epochs": fitted.epochs,
        "validation_ndcg@10": fitted.validation,
    }
