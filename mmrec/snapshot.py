"""One consistent view of a home for serving: catalogue, model and popularity that belong together.

A snapshot never changes; when the catalogue or the current model does, a new one takes its place.
What a user did is not in it: histories are read from the event log at every request.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.errors import StoreError
from mmrec.evaluation.baselines import Content, Popularity
from mmrec.history import History, HistoryBuilder
from mmrec.ranking.attribution import Share
from mmrec.ranking.ranker import Ranker
from mmrec.retrieval.index import CatalogIndex
from mmrec.store.catalog import Catalog
from mmrec.store.events import EventLog
from mmrec.store.home import Home
from mmrec.store.models import ModelStore
from mmrec.types import CatalogVectors, Floats

CONTENT = "content"  # the model id of a home that has no trained model yet
LOOK_AGAIN = 2.0  # seconds until a changed catalogue or model is noticed


class Taste(Protocol):
    """Scores a whole catalogue for a history, and says what carried a score."""

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N), higher is better."""
        ...

    def shares(self, history: History, rows: Sequence[int]) -> list[list[Share]]:
        """For each row, which past events carried its score; weights sum to 1."""
        ...

    @property
    def vectors(self) -> Floats:
        """(N, D) unit vectors in which items that serve the same taste are near."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What a request is answered from.

    Attributes:
        popularity: (N,) likes of each item.
        titles: every title by item id.
        model_id: the trained model, or `content` when there is none yet.
        made_from: catalogue version and current model: when they change, it is out of date.
    """

    index: CatalogIndex
    histories: HistoryBuilder
    taste: Taste
    popularity: Floats
    titles: dict[str, str]
    model_id: str
    made_from: tuple[int, str | None]
