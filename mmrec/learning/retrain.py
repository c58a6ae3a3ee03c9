"""Goes on from the current model with what came since, judges, and promotes or refuses.

The later share of what is new is withheld from the new model, and neither model has seen it: there
they are compared. As in `train`, what was judged is what serves; the withheld events still count
as history in every request, and the next retraining learns from them.

At every moment the current model is whole and serves: the new one is written beside it, then the
decision, and moving `current` is one rename. A process that dies leaves at most a model that
nobody uses.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.evaluation.drift import Drift, windows
from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.protocols import Case, Split, split_at
from mmrec.evaluation.report import LATER_EVENTS, EvaluationReport
from mmrec.generation.preference import carried
from mmrec.history import History, HistoryBuilder
from mmrec.learning.counterfactual import off_policy
from mmrec.learning.decisions import Decision, Decisions, Verdict
from mmrec.learning.gate import Judgement, weigh
from mmrec.learning.led import led_by_lists
from mmrec.learning.manifest import manifest_of, sources
from mmrec.learning.past import (
    CUT,
    SPARED,
    Key,
    exam_of,
    exam_places,
    examined,
    learnt,
    recipe_of,
    unlearnt,
)
from mmrec.learning.readers import learn_from_readers, lines_of
from mmrec.learning.recipe import BOTH_WAYS, read_events, remembering, thinned
from mmrec.learning.surges import surge_of
from mmrec.ranking.continuing import Lesson, go_on
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.training import Fitted
from mmrec.serving import load_ranker
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import Bools, CatalogVectors

MEMORY_CASES = 300  # of validation, for choosing the short memory anew


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What `mmrec retrain` says.

    Attributes:
        decision: what was decided, with all figures; None when there was nothing new.
        learned: new events that were learned from; `withheld` ones were for judging.
        seconds: learning alone.
        drift: what it was done for, or not done; None when it was not asked.
        texts: what was decided about the choice among texts; None when there was nothing new.
    """

    decision: Decision | None
    learned: int
    withheld: int
    seconds: float
    drift: Drift | None = None
    texts: Decision | None = None

    def lines_for_people(self) -> list[str]:
        """What was decided, and by which figures."""
        texts = lines_of(self.texts) if self.texts else []
        return [*(self.drift.lines() if self.drift else ()), *self._decided(), *texts]

    def _decided(self) -> list[str]:
        if self.decision is None:
            if self.drift is not None:
                return ["nothing drifted too far: the current model serves on"]
            return ["nothing new: the current model has learned from every event"]
        learned = f"learned {self.learned} new events in {self.seconds:.0f} s"
        lines = [f"{learned}, judged on {self.withheld} later ones", self.decision.line()]
        for name in ("later", "free", "old"):
            if "new" in (pair := self.decision.figures.get(name, {})):
                theirs = f"current {pair['current']:.4f}"
                what = f"NDCG@10 on {pair['cases']} {name} likes"
                lines += [f"{what}: {pair['new']:.4f}, {theirs}"]
        return lines


def retrain(home: Home, settings: Settings, *, shadow: bool = False) -> RetrainReport:
    """Learn what is new, judge, and promote the new model or say why not.

    Then the same with what readers said of texts, which has a decision of its own.

    Args:
        home: whose catalogue, events and models.
        settings: the whole configuration; what shapes the network is the current model's.
        shadow: keep and judge the new model, but let the current one serve.

    Raises:
        NotFound: there is no model to go on from.
        StoreError: another process is at it, or the model does not fit the catalogue.
    """
    with home.learning():
        report = _retrain(home, settings, shadow=shadow)
        return replace(report, texts=learn_from_readers(home, settings, shadow=shadow))


@dataclass(frozen=True)
class _Task:
    """All that a retraining needs, read once.

    Attributes:
        new: for each user, which events of the whole history the current model never saw.
        exam: likes that were withheld from the current model, and are from the new one.
        cut: seconds since 1970; what is later is for judging. The current model never saw it.
    """

    vectors: CatalogVectors
    current: Ranker
    manifest: Mapping[str, Any]
    whole: Mapping[str, History]
    new: Mapping[str, Bools]
    exam: tuple[Case, ...]
    cut: float
    facts: Mapping[str, Any]

    @cached_property
    def split(self) -> Split:
        """What to learn from and what to judge by. The exam is read and not aimed at."""
        split = split_at(self.whole, self.cut)
        exam = examined(self.exam)
        blind = {user: _blind(one, exam.get(user)) for user, one in split.training.items()}
        return replace(split, training=blind)


def _blind(history: History, exam: set[Key] | None) -> History:
    if not exam:
        return history
    weights = np.where(exam_places(history, exam), 0, history.weights)
    return replace(history, weights=weights.astype(np.float32))


def _retrain(home: Home, settings: Settings, *, shadow: bool) -> RetrainReport:
    task = _read(home, settings)
    if task is None:
        return RetrainReport(None, 0, 0, 0.0)
    began = time.perf_counter()
    fitted = learn(task.current, task.vectors, task.split, task.new, settings)
    seconds = time.perf_counter() - began
    later, now = task.split.test, time.time()
    verdict = weigh(
        fitted.ranker,
        task.current,
        training=task.split.training,
        later=later,
        led=led_by_lists(home, settings, later, task.vectors.item_ids, now),
        old=task.exam,
        vectors=task.vectors,
        surge=surge_of(*windows(task.whole, task.new)),
        off_policy=off_policy(home, settings, fitted.ranker, task.cut, now),
        settings=settings.retraining,
    )
    decision = _carry_out(home, task, fitted, verdict, settings, shadow=shadow)
    news = [one.take(task.new[user]) for user, one in task.whole.items()]
    withheld = sum(int((one.ats >= task.cut).sum()) for one in news)
    return RetrainReport(decision, sum(map(len, news)) - withheld, withheld, seconds)


def _carry_out(
    home: Home, task: _Task, fitted: Fitted, verdict: Judgement, settings: Settings, *, shadow: bool
) -> Decision:
    """The model, then the decision, then `current`: each whole before the next."""
    decided: Verdict = "refused" if verdict.objections else "shadow" if shadow else "promoted"
    models = ModelStore(home.models)
    tensors, config = fitted.ranker.state()
    manifest = manifest_of(fitted, config, settings, task.facts) | {
        CUT: task.cut,
        SPARED: recipe_of(task.manifest),
        "parent": task.manifest["model_id"],
        "metrics": _metrics(task, fitted.ranker).as_json(),
        **carried(task.manifest),
    }
    model_id = models.save(tensors, manifest)
    decision = Decisions(home.decisions).add(
        decided,
        model_id,
        models.current(),
        reasons=verdict.objections,
        figures=verdict.figures,
    )
    if decided == "promoted":
        models.promote(model_id)
    return decision


def _metrics(task: _Task, ranker: Ranker) -> EvaluationReport:
    """What `mmrec evaluate` would say of the new model."""
    return EvaluationReport.of(
        ranker,
        task.split,
        task.vectors,
        protocol=LATER_EVENTS,
        events_version=int(task.facts["events_version"]),
        model_id=None,
        began=time.perf_counter(),
    )


def _read(home: Home, settings: Settings) -> _Task | None:
    """Pin the log and the catalogue; None when the current model knows every event."""
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    loaded = load_ranker(
        ModelStore(home.models),
        vectors,
        catalog.specs,
        builder,
        device=pick_device(settings.device),
    )
    version, table = read_events(home, settings.events)
    whole = builder.of_table(table)
    if version == int(loaded.manifest["events_version"]):
        return None
    before = learnt(home, loaded.manifest, vectors.item_ids)
    new = unlearnt(whole, before)
    facts = sources(catalog, vectors, version, table)
    cut = _cut(whole, before, settings.retraining.judged)
    exam = exam_of(home, loaded.manifest, vectors.item_ids)
    return _Task(vectors, loaded.ranker, loaded.manifest, whole, new, exam, cut, facts)


def _cut(whole: Mapping[str, History], before: Mapping[str, History], share: float) -> float:
    """The moment from which on the last share of what happened after all that was learnt lies.

    A time in the future is a wrong clock: it must not be what nothing is ever later than.
    """
    known = _times(before)
    newest = float(known[known <= time.time()].max(initial=-np.inf))
    later = _times(whole)
    later = later[later > newest]
    return (
        float(np.quantile(later, 1 - share)) if len(later) else float(np.nextafter(newest, np.inf))
    )


def _times(histories: Mapping[str, History]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros(0), *(one.ats for one in histories.values())])


def learn(
    current: Ranker,
    vectors: CatalogVectors,
    split: Split,
    new: Mapping[str, Bools],
    settings: Settings,
) -> Fitted:
    """A ranker that goes on from the current one, with its short memory counted anew.

    What it adds to the scores of items that come later is the current one's: chosen among as few
    cases as there are here, it would change from one retraining to the next.

    Args:
        current: where to start from.
        vectors: the catalogue of both.
        split: whose training part is learned from.
        new: for each user, which events (n,) of at least the training part are to be learned.
        settings: of retraining, and of training for what both share.
    """
    fresh = {user: new[user][: len(one)] for user, one in split.training.items()}
    lesson = Lesson.of(split.training, fresh)
    ranker, epochs = go_on(current, vectors, lesson, settings.retraining, settings.training)
    few = replace(split, validation=thinned(split.validation, MEMORY_CASES))
    made = Fitted(ranker, epochs, epochs, ndcg_at_10(ranker, few.validation))
    # Kinds differ by less than so few cases can tell, and each costs a count: the surest one.
    made = remembering(made, few, settings.training.neighbours, (BOTH_WAYS,))
    made.ranker.welcome = current.welcome
    return made
