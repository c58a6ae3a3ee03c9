"""The one way to fit a ranker on a split: for the model that serves and for judging the recipe."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from mmrec.bots import by_people
from mmrec.config import EventSettings, Settings
from mmrec.device import told
from mmrec.errors import StoreError
from mmrec.evaluation.judge import ndcg_at_10, ranks_of
from mmrec.evaluation.metrics import ndcg, ranks
from mmrec.evaluation.protocols import Case, Split, items_of, seen
from mmrec.ranking.ensemble import fit_together
from mmrec.ranking.items import MODALITIES
from mmrec.ranking.neighbours import Neighbours, likes, similarities, transitions
from mmrec.ranking.ranker import Ranker, Shape
from mmrec.ranking.training import Fitted, Report
from mmrec.store import EventLog, Home
from mmrec.types import Bools, CatalogVectors, EventTable

MOST_CASES = 2000  # of validation, for choosing the short memory: their scores are held at once
ENOUGH_CASES = 5000  # of validation, for stopping: more cost as much as the epochs they judge
SHRINKAGE = 10.0
RECENTS = (2, 3, 5, 10)  # likes that a memory without order reads
RECENT = 20  # likes that a memory with order reads, the older the quieter
DECAYS = (0.4, 0.6, 0.8, 0.95)
# What a like before an item is worth to it, against one after it; how even popular and rare are.
Order = tuple[float, float]
BOTH_WAYS: Order = (1.0, 0.5)  # likes near each other: each pair is counted from both of its ends
ORDERS: tuple[Order | None, ...] = (None, (0.2, 0.5), (0.2, 0.2), BOTH_WAYS)  # None: no order
WEIGHTS = (1.0, 2.0, 4.0, 8.0, 16.0)  # of similarities, beside cosines over the temperature
WELCOMES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)  # on the same scale
NEWCOMERS = 0.2  # share of the items that play what came after the training
ENOUGH_USERS = 5  # with a like to validate by; fewer and early stopping is a coin toss


def read_events(
    home: Home, settings: EventSettings, upto: int | None = None
) -> tuple[int, EventTable]:
    """People's events up to a version, by default the newest; what comes in later is left out.

    So is what accounts did that are no people: see `mmrec.bots`. Processes that learn together
    read the same ones.
    """
    log = EventLog.open(home.events)
    try:
        version = told(log.version()) if upto is None else upto
        return version, by_people(log.table(upto=version), settings.most_per_minute)
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
        other_widths={name: rows.shape[1] for name, (rows, _) in vectors.others.items()},
    )
    cases = thinned(split.validation, ENOUGH_CASES)
    fitted = fit_together(
        shape,
        vectors,
        split.training,
        lambda ranker: ndcg_at_10(ranker, cases),
        settings.training,
        device=device,
        report=report,
    )
    fitted = remembering(fitted, split, settings.training.neighbours)
    fitted.ranker.welcome = welcome(fitted.ranker, split, settings.training.seed)
    return fitted


def thinned(cases: tuple[Case, ...], most: int) -> tuple[Case, ...]:
    """At most so many of the cases, evenly spread."""
    return cases[:: max(1, math.ceil(len(cases) / most))]


def remembering(
    fitted: Fitted, split: Split, neighbours: int, orders: Sequence[Order | None] = ORDERS
) -> Fitted:
    """Give the ranker its short memory: of what kind and how loud is what validation likes best.

    No memory at all is one of the choices, so it stays away where it does not help.
    """
    if neighbours == 0 or not split.validation:
        return fitted
    ranker = fitted.ranker
    cases = thinned(split.validation, MOST_CASES)
    histories, targets = [case.history for case in cases], np.array([c.target for c in cases])
    met = seen(cases, len(ranker.features))
    alone = np.where(met, np.float32(-np.inf), ranker.scores(histories))
    best = float(ndcg(ranks(alone, targets), 10).mean())
    for near in memories(split, len(ranker.features), neighbours, orders):
        spoken = near.scores(histories)
        for weight in WEIGHTS:
            rank = ranks(alone + np.float32(weight) * spoken, targets)
            if (figure := float(ndcg(rank, 10).mean())) > best:
                best, ranker.neighbours = figure, replace(near, weight=weight)
    return replace(fitted, validation=best)


def memories(
    split: Split, items: int, neighbours: int, orders: Sequence[Order | None] = ORDERS
) -> Iterator[Neighbours]:
    """Short memories to choose from: without the order of likes (None), and with it."""
    for order in orders:
        if order is None:
            together = similarities(likes(split.training, items), SHRINKAGE, neighbours)
            yield from (Neighbours(together, recent) for recent in RECENTS)
            continue
        similar = transitions(
            split.training,
            items,
            backward=order[0],
            evenness=order[1],
            shrinkage=SHRINKAGE,
            neighbours=neighbours,
        )
        yield from (Neighbours(similar, RECENT, decay=decay) for decay in DECAYS)


def welcome(ranker: Ranker, split: Split, seed: int) -> float:
    """What to add to the scores of items that come after the training.

    A random part of the items is treated as if it were new: no trained id, no memory, out of every
    history. What gives the best NDCG@10 of validation is fair to both: more would cost old items
    more than it gives to new ones. Without words and pictures nothing tells a new item from the
    others, and none is welcomed.
    """
    told_apart = ranker.networks[0].items.present(ranker.features)
    told_apart[:, MODALITIES.index("behaviour")] = False
    if not bool(told_apart.any()):
        return 0.0
    new = np.random.default_rng(seed).random(len(ranker.features)) < NEWCOMERS
    cases = [_without(case, new) for case in thinned(split.validation, MOST_CASES)]
    alone = ranker.as_if_new(new).scores([case.history for case in cases])
    figures = []
    for welcome in WELCOMES:
        scores = alone + np.float32(welcome) * new.astype(np.float32)
        figures.append(float(ndcg(ranks_of(scores, cases), 10).mean()))
    return WELCOMES[int(np.argmax(figures))]


def _without(case: Case, new: Bools) -> Case:
    """The case without the new items in its history; what the user met is still not ranked."""
    rows = case.history.rows
    return replace(case, history=case.history.take(~new[rows]), hidden=rows)
