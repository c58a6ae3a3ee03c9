"""The one way to fit a ranker on a split: for the model that serves and for judging the recipe."""

from dataclasses import replace

import torch

from mmrec.config import Settings
from mmrec.errors import StoreError
from mmrec.evaluation.judge import ndcg_at_10, ranks_of
from mmrec.evaluation.metrics import ndcg
from mmrec.evaluation.protocols import Split, items_of
from mmrec.ranking.neighbours import Neighbours, likes, similarities
from mmrec.ranking.ranker import Shape
from mmrec.ranking.training import Fitted, Report, fit
from mmrec.store import EventLog, Home
from mmrec.types import CatalogVectors, EventTable

MOST_CASES = 2000  # of validation, for choosing the short memory: their scores are held at once
SHRINKAGE = 10.0
RECENTS = (2, 3, 5, 10)  # likes that the short memory reads
WEIGHTS = (1.0, 2.0, 4.0, 8.0)  # of its similarities, beside cosines over the temperature
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
    fitted = fit(
        shape,
        vectors,
        split.training,
        lambda ranker: ndcg_at_10(ranker, split.validation),
        settings.training,
        device=device,
        report=report,
    )
    return _remembering(fitted, split, settings.training.neighbours)


def _remembering(fitted: Fitted, split: Split, neighbours: int) -> Fitted:
    """Give the ranker its short memory: how long and how loud is what validation likes best.

    No memory at all is one of the choices, so it stays away where it does not help.
    """
    if neighbours == 0:
        return fitted
    ranker, items = fitted.ranker, len(fitted.ranker.features)
    cases = split.validation[:: 1 + len(split.validation) // MOST_CASES]
    histories = [case.history for case in cases]
    alone = ranker.scores(histories)
    similar = similarities(likes(split.training, items), SHRINKAGE, neighbours)
    best = float(ndcg(ranks_of(alone, cases), 10).mean())
    for recent in RECENTS:
        near = Neighbours(similar, recent)
        spoken = near.scores(histories)
        for weight in WEIGHTS:
            figure = float(ndcg(ranks_of(alone + weight * spoken, cases), 10).mean())
            if figure > best:
                best, ranker.neighbours = figure, replace(near, weight=weight)
    return replace(fitted, validation=best)
