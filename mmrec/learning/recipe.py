"""The one way to fit a ranker on a split: for the model that serves and for judging the recipe."""

import torch

from mmrec.config import Settings
from mmrec.errors import StoreError
from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.protocols import Split, items_of
from mmrec.ranking.ranker import Shape
from mmrec.ranking.training import Fitted, Report, fit
from mmrec.store import EventLog, Home
from mmrec.types import CatalogVectors, EventTable

ENOUGH_USERS = 5  # with a like to validate by; fewer and early stopping is a coin toss


def read_events(home: Home, upto: int | None = None) -> tuple[int, EventTable]:
    """The events up to a version, by default the newest; what comes in later is left out."""
    log = EventLog.open(home.events)
    try:
        version = log.version() if upto is None else upto
        return version, log.table(upto=version)
    finally:
        log.close()


def fit_recipe(
    split: Split,
    vectors: CatalogVectors,
    tokens: tuple[str, ...],
    settings: Settings,
    *,
    device: torch.device,
    report: Report,
) -> Fitted:
    """Fit on the training part, stop by NDCG@10 on the validation part.

    Raises:
        StoreError: too few users liked enough.
    """
    if len(split.validation) < ENOUGH_USERS:
        raise StoreError(
            f"Too little behaviour to learn from: {len(split.validation)} users liked three or "
            f"more items of the catalogue, {ENOUGH_USERS} are needed.",
            "Add events with `mmrec ingest events SOURCE`, and check with `mmrec status` that "
            "their item ids are those of the catalogue.",
        )
    shape = Shape(
        settings=settings.ranker,
        vocabulary=tuple(vectors.item_ids[row] for row in items_of(split.training)),
        tokens=tokens,
        text_width=vectors.text.shape[1],
        image_width=vectors.image.shape[1],
    )
    return fit(
        shape,
        vectors,
        split.training,
        lambda ranker: ndcg_at_10(ranker, split.validation),
        settings.training,
        device=device,
        report=report,
    )
