"""Whether what comes into a home still is what its current model was made of."""

from collections.abc import Mapping
from dataclasses import replace

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.errors import MmrecError
from mmrec.evaluation.drift import Drift, measures, windows
from mmrec.evaluation.judge import Scorer, judge
from mmrec.evaluation.metrics import Numbers
from mmrec.evaluation.protocols import Case, new_likes
from mmrec.history import History, HistoryBuilder
from mmrec.learning.past import EXAM, exam_of, unlearnt
from mmrec.learning.recipe import read_events, thinned
from mmrec.learning.retrain import RetrainReport, retrain
from mmrec.serving import load_ranker
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import Bools


def drift_of(home: Home, settings: Settings) -> Drift:
    """The drift of all events that came after those which the current model was made of.

    A home that cannot tell is an answer too: it says why.
    """
    try:
        return _measured(home, settings)
    except MmrecError as error:
        return Drift(0, why_not=error.message)


def retrain_on_drift(home: Home, settings: Settings, *, shadow: bool = False) -> RetrainReport:
    """Retrain when something drifted too far, else only say how far it drifted.

    Raises:
        NotFound, StoreError: as `retrain` does, when there is something to learn.
    """
    drift = drift_of(home, settings)
    if not drift.alerts:
        return RetrainReport(None, 0, 0, 0.0, drift)
    return replace(retrain(home, settings, shadow=shadow), drift=drift)


def _measured(home: Home, settings: Settings) -> Drift:
    models = ModelStore(home.models)
    upto = int(models.manifest()["events_version"])
    version, table = read_events(home, settings.events)
    if version == upto:
        return Drift(0, why_not="nothing came in since the current model was made.")
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    whole = builder.of_table(table)
    new = unlearnt(whole, builder.of_table(read_events(home, settings.events, upto=upto)[1]))
    before, since = windows(whole, new)
    fewest = settings.drift.fewest
    if len(since) < fewest:
        return Drift(len(since), why_not=f"{len(since)} new events, {fewest} are needed.")
    device = pick_device(settings.device)
    loaded = load_ranker(models, vectors, catalog.specs, builder, device=device)
    withheld = exam_of(home, loaded.manifest, vectors.item_ids)
    items = len(vectors.item_ids)
    ranks = _ranks(loaded.ranker, withheld, items), _ranks(loaded.ranker, _news(whole, new), items)
    return Drift(len(since), measures(before, since, vectors, settings.drift, ranks))


def _news(histories: Mapping[str, History], new: Mapping[str, Bools]) -> tuple[Case, ...]:
    """Each user's first new like, at most EXAM of them: what the current model would have said."""
    cases = []
    for user, history in histories.items():
        likes = new_likes(history)
        for place in likes[new[user][likes]][:1].tolist():
            row, at = int(history.rows[place]), float(history.ats[place])
            cases.append(Case(user, history.before(place), row, at))
    return thinned(tuple(cases), EXAM)


def _ranks(scorer: Scorer, cases: tuple[Case, ...], items: int) -> Numbers:
    """(n,) where the model puts each like, as a share of all that it could have been."""
    verdict = judge(scorer, cases, items)
    return verdict.ranks / verdict.candidates
