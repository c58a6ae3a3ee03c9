"""Judges what is there, on events that it was not fitted on."""

import time
from dataclasses import dataclass
from typing import Literal

from mmrec.config import EventSettings, Settings
from mmrec.device import pick_device
from mmrec.evaluation.protocols import Split, leave_one_out, time_split
from mmrec.evaluation.report import LEAVE_ONE_OUT, EvaluationReport
from mmrec.history import HistoryBuilder
from mmrec.learning.recipe import fit_recipe, read_events
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.training import Report
from mmrec.serving import load_ranker
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import CatalogVectors

Protocol = Literal["leave-one-out", "time-split"]


def evaluate(
    home: Home,
    settings: Settings,
    protocol: Protocol = "leave-one-out",
    *,
    with_baselines: bool = True,
    report: Report = lambda _: None,
) -> EvaluationReport:
    """Judge the ranker, and the baselines on the same cases.

    Leave-one-out judges the current model on the events that its training withheld, with the event
    log as it was then. A time-split cannot judge the current model, which has seen events after
    any cut: the same settings are fitted again on the events before the cut (`refitted`).

    Args:
        home: whose catalogue, events and models.
        settings: the whole configuration.
        protocol: which of the two.
        with_baselines: judge the baselines too.
        report: told about every epoch of a refit.

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
        judged = _refit(home, settings, vectors, report)
    return EvaluationReport.of(
        judged.ranker,
        judged.split,
        vectors,
        protocol=protocol,
        events_version=judged.events_version,
        model_id=judged.model_id,
        with_baselines=with_baselines,
        began=began,
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranker, and the split whose test part it has not seen.

    `model_id` is None for a ranker that was fitted only to be judged.
    """

    ranker: Ranker
    split: Split
    events_version: int
    model_id: str | None


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
    version, table = read_events(home, upto=int(manifest["events_version"]))
    split = leave_one_out(builder.of_table(table))
    return Judged(loaded.ranker, split, version, loaded.model_id)


def _refit(home: Home, settings: Settings, vectors: CatalogVectors, report: Report) -> Judged:
    """The same recipe, fitted on the events before the cut."""
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    version, table = read_events(home)
    split = time_split(builder.of_table(table))
    device = pick_device(settings.device)
    fitted = fit_recipe(split, vectors, builder.tokens, settings, device=device, report=report)
    return Judged(fitted.ranker, split, version, None)
