"""Trains a ranker on the event log, judges it, keeps it and lets it serve.

The model that serves is the one that was judged: it is not fitted again on the withheld events.
What is measured is then what is served, `mmrec evaluate` can repeat the figures at any time, and
little is lost: the withheld events (two a user) still count as history in every request, for the
ranker reads what a user did at the time of the request. The next training learns from them.
"""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.evaluation.peers import Peers, simple
from mmrec.evaluation.protocols import leave_one_out
from mmrec.evaluation.report import LEAVE_ONE_OUT, NONE, EvaluationReport
from mmrec.generation.preference import carried
from mmrec.history import HistoryBuilder
from mmrec.learning.manifest import manifest_of, sources
from mmrec.learning.recipe import fit_recipe, read_events
from mmrec.ranking.training import Fitted, Report
from mmrec.store import Catalog, Home, ModelStore


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What `mmrec train` says.

    Attributes:
        model_id: the model, kept and current from now on.
        epochs: how many were run; `best_epoch` is the one whose weights were kept.
        validation: its NDCG@10 on the validation events.
        evaluation: its test figures, with the baselines' where asked for.
        dropped: events that were left out, because the catalogue has no such item.
        seconds: fitting alone.
    """

    model_id: str
    epochs: int
    best_epoch: int
    validation: float
    evaluation: EvaluationReport
    dropped: int
    seconds: float

    def lines_for_people(self) -> list[str]:
        """What was made, and how it was judged."""
        made = f"model {self.model_id}: best of {self.epochs} epochs is {self.best_epoch}"
        lines = [f"{made}, {self.seconds:.0f} s", *self.evaluation.lines_for_people()]
        if self.dropped:
            lines.append(f"{self.dropped} events were of items that the catalogue does not hold")
        return lines

    def as_json(self) -> dict[str, Any]:
        """JSON values."""
        return {**asdict(self), "evaluation": self.evaluation.as_json()}


def train(
    home: Home,
    settings: Settings,
    *,
    with_baselines: bool = True,
    report: Report = lambda _: None,
) -> TrainReport:
    """Fit on the events so far, judge leave-one-out, keep and promote.

    Args:
        home: whose catalogue, events and models.
        settings: the whole configuration.
        with_baselines: judge the simple ones too, on the same events.
        report: told about every epoch.

    Raises:
        NotFound: there is no catalogue.
        StoreError: too few events.
    """
    catalog = Catalog.open(home.catalog)
    # Pinned: what comes in while we train waits.
    version, table = read_events(home, settings.events)
    vectors = catalog.vectors()
    facts = sources(catalog, vectors, version, table)
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    histories = builder.of_table(table)
    split = leave_one_out(histories)

    began = time.perf_counter()
    device = pick_device(settings.device)
    fitted = fit_recipe(split, vectors, builder.tokens, settings, device=device, report=report)
    seconds = time.perf_counter() - began
    evaluation = EvaluationReport.of(
        fitted.ranker,
        split,
        vectors,
        protocol=LEAVE_ONE_OUT,
        events_version=version,
        model_id=None,
        began=began,
        others=Peers(simple(split, vectors), {}) if with_baselines else NONE,
    )
    facts |= {"seconds": seconds, "metrics": evaluation.as_json()}
    return TrainReport(
        model_id=_keep(ModelStore(home.models), fitted, settings, facts),
        epochs=fitted.epochs,
        best_epoch=fitted.best_epoch,
        validation=fitted.validation,
        evaluation=evaluation,
        dropped=sum(history.dropped for history in histories.values()),
        seconds=seconds,
    )


def follow(home: Home, settings: Settings) -> None:
    """Learn with a `train` that another process of the same `torchrun` runs; nothing is kept."""
    vectors = Catalog.open(home.catalog).vectors()
    _, table = read_events(home, settings.events)
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    split = leave_one_out(builder.of_table(table))
    device = pick_device(settings.device)
    fit_recipe(split, vectors, builder.tokens, settings, device=device, report=lambda _: None)


def judged(home: Home) -> EvaluationReport:
    """How the current model was judged when it was trained.

    Raises:
        NotFound: there is no model yet.
    """
    manifest = ModelStore(home.models).manifest()
    return replace(EvaluationReport.of_json(manifest["metrics"]), model_id=manifest["model_id"])


def is_current(home: Home, settings: Settings, tolerance: float = 0.0) -> bool:
    """Whether the current model was made of the events, the catalogue and the settings of now.

    Args:
        home: whose model.
        settings: that a new model would be made with.
        tolerance: the share of new events, of those it was made of, that does not matter.
    """
    models = ModelStore(home.models)
    current = models.current()
    if current is None:
        return False
    manifest = models.manifest(current)
    recipe = Settings.model_validate(manifest["settings"])
    made_with = (recipe.encoders, recipe.events, recipe.ranker, recipe.training)
    if made_with != (settings.encoders, settings.events, settings.ranker, settings.training):
        return False
    if manifest["catalog_version"] != Catalog.open(home.catalog).version():
        return False
    _, table = read_events(home, settings.events)
    learnt_from = int(manifest["events"])
    return len(table) - learnt_from <= tolerance * learnt_from


def _keep(models: ModelStore, fitted: Fitted, settings: Settings, facts: Mapping[str, Any]) -> str:
    """Write the model folder and make it current; the choice among texts stays as it is."""
    tensors, config = fitted.ranker.state()
    manifest = manifest_of(fitted, config, settings, facts) | {"best_epoch": fitted.best_epoch}
    if (current := models.current()) is not None:
        manifest |= carried(models.manifest(current))
    model_id = models.save(tensors, manifest)
    models.promote(model_id)
    return model_id
