"""Judges what is there, on events that it was not fitted on."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from mmrec.config import EventSettings, Settings
from mmrec.device import pick_device
from mmrec.evaluation.pairs import FactTable
from mmrec.evaluation.peers import Tell, peers
from mmrec.evaluation.protocols import Split, cold_items, time_split
from mmrec.evaluation.ratings import RatingReport, judge_ratings, ratings_of
from mmrec.evaluation.report import (
    LATER_EVENTS,
    LEAVE_ONE_OUT,
    NONE,
    EvaluationReport,
    Protocol,
)
from mmrec.facts import telling_facts
from mmrec.history import History, HistoryBuilder
from mmrec.learning.past import CUT, split_of
from mmrec.learning.recipe import fit_recipe, read_events
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.training import Report
from mmrec.serving import load_ranker
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import CatalogVectors, EventTable

COLD_ITEMS: Protocol = "cold-items"


def evaluate(
    home: Home,
    settings: Settings,
    protocol: Protocol = "leave-one-out",
    *,
    with_baselines: bool = True,
    report: Report = lambda _: None,
    tell: Tell = lambda _: None,
) -> EvaluationReport:
    """Judge the ranker, and the baselines on the same cases.

    Leave-one-out judges the current model on the events that its training withheld, with the event
    log as it was then; for a model that `mmrec retrain` made these are the last ones by time, and
    the report says `later-events`. The other protocols cannot judge the current model, which has
    seen events after any cut and of any item: the same settings are fitted again without them
    (`refitted`).

    Args:
        home: whose catalogue, events and models.
        settings: the whole configuration.
        protocol: how events are withheld.
        with_baselines: judge the baselines too.
        report: told about every epoch of a refit.
        tell: told the name of each baseline.

    Raises:
        NotFound: no catalogue, or no model yet.
        StoreError: too few events, or a model of other encoders.
    """
    began = time.perf_counter()
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    if protocol == LEAVE_ONE_OUT:
        judged = current(home, settings, catalog, vectors)
    else:
        judged = _refit(home, settings, vectors, protocol, report)
    others = NONE
    if with_baselines:
        others = peers(judged.split, vectors, _facts(catalog, vectors), tell)
    return EvaluationReport.of(
        judged.ranker,
        judged.split,
        vectors,
        protocol=judged.protocol,
        events_version=judged.events_version,
        model_id=judged.model_id,
        began=began,
        others=others,
        ratings=None if protocol == COLD_ITEMS else _ratings(judged, vectors),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranker, and the split whose test part it has not seen.

    `model_id` is None for a ranker that was fitted only to be judged; `table` and `histories` are
    of all events up to the version.
    """

    ranker: Ranker
    split: Split
    events_version: int
    model_id: str | None
    table: EventTable
    histories: Mapping[str, History]
    protocol: Protocol


def current(home: Home, settings: Settings, catalog: Catalog, vectors: CatalogVectors) -> Judged:
    """The current model and the split that its training made.

    Raises:
        NotFound: there is no model yet.
        StoreError: a model of other encoders or other kinds of events.
    """
    models = ModelStore(home.models)
    manifest = models.manifest()
    # The tastes of the training: with others, other events would have been withheld.
    events = EventSettings.model_validate(manifest["settings"]["events"])
    builder = HistoryBuilder(vectors.item_ids, events)
    device = pick_device(settings.device)
    loaded = load_ranker(models, vectors, catalog.specs, builder, device=device)
    version, table = read_events(home, events, upto=int(manifest["events_version"]))
    histories = builder.of_table(table)
    split = split_of(manifest, histories)
    protocol = LEAVE_ONE_OUT if manifest.get(CUT) is None else LATER_EVENTS
    return Judged(loaded.ranker, split, version, loaded.model_id, table, histories, protocol)


def _refit(
    home: Home, settings: Settings, vectors: CatalogVectors, protocol: Protocol, report: Report
) -> Judged:
    """The same recipe, fitted without what the protocol withholds."""
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    version, table = read_events(home, settings.events)
    histories = builder.of_table(table)
    if protocol == COLD_ITEMS:
        split, _ = cold_items(histories, len(vectors.item_ids))
    else:
        split = time_split(histories)
    device = pick_device(settings.device)
    fitted = fit_recipe(split, vectors, builder.tokens, settings, device=device, report=report)
    return Judged(fitted.ranker, split, version, None, table, histories, protocol)


def _facts(catalog: Catalog, vectors: CatalogVectors) -> FactTable:
    """The telling facts of every item, in catalogue order."""
    found = {item.item_id: dict(telling_facts(item)) for item in catalog.scan()}
    return [found[item_id] for item_id in vectors.item_ids]


def _ratings(judged: Judged, vectors: CatalogVectors) -> RatingReport | None:
    """How well the ratings after the training part are foretold."""
    ratings = ratings_of(judged.table, vectors.item_ids)
    return judge_ratings(ratings, judged.split.training, judged.histories, judged.ranker)
