"""A model goes on from where it is, and serves only when it is no worse."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import mmrec.snapshot
from circle import ITEMS, LATER, SETTINGS, USERS, load, record, walks
from mmrec.config import Settings
from mmrec.errors import StoreError
from mmrec.history import HistoryBuilder
from mmrec.learning import evaluate, retrain
from mmrec.learning.decisions import Decisions
from mmrec.learning.past import unlearnt
from mmrec.ranking.continuing import grown
from mmrec.snapshot import Shelf
from mmrec.store import Catalog, EventLog, Home, ModelStore
from mmrec.types import Event

EAGER = Settings.of(
    {
        **SETTINGS.model_dump(exclude_unset=True),
        "retraining": {"epochs": 8, "learning_rate": 0.01, "latency": 1000},
    }
)


def noise(users: range) -> list[Event]:
    """People who like anything, in any order."""
    random = np.random.default_rng(2)
    return [
        Event(f"b{user:03}", f"i{item:02}", "like", at=LATER + 3600 * user + n)
        for user in users
        for n, item in enumerate(random.permutation(ITEMS)[:14])
    ]


HASTY = Settings.of(
    {**SETTINGS.model_dump(exclude_unset=True), "retraining": {"epochs": 1, "latency": 1000}}
)


@pytest.fixture
def home(own_circle: Path) -> Home:
    return Home.open(own_circle)


def test_what_is_new_is_learned_and_serves(home):
    models = ModelStore(home.models)
    first = models.current()
    record(home, walks(3, range(40)))
    report = retrain(home, EAGER)
    assert report.decision.verdict == "promoted", report.decision.reasons
    assert models.current() == report.decision.model_id != first
    later = report.decision.figures["later"]
    assert later["new"] > 2 * later["current"]
    assert later["new"] > later["popularity"]
    assert Decisions(home.decisions).list() == [report.decision]

    # `mmrec evaluate` repeats the figures, on events that the model has not learned from
    again = evaluate(home, EAGER, with_baselines=False)
    assert again.protocol == "later-events"
    assert again.line("ranker").figures["ndcg@10"] == pytest.approx(later["new"])

    assert retrain(home, EAGER).decision is None  # nothing came in since
    assert models.rollback() == first
    assert models.current() == first


def test_a_poisoned_batch_is_refused_and_the_current_model_serves_on(home):
    models = ModelStore(home.models)
    first = models.current()
    record(home, noise(range(80)))
    record(home, walks(1, range(80, 110)))  # the later ones are people again
    report = retrain(home, EAGER)
    assert report.decision.verdict == "refused"
    assert "later events fell" in "; ".join(report.decision.reasons)
    assert models.current() == first
    assert len(models.list()) == 2  # kept, to be looked at


def campaign(accounts: range, item: str = "i07") -> list[Event]:
    """Accounts that like anything and then one item, among the walks of the others."""
    random = np.random.default_rng(3)
    return [
        Event(f"c{account:03}", liked, "like", at=LATER + 1400 * account + n)
        for account in accounts
        for n, liked in enumerate([f"i{random.integers(ITEMS):02}", item])
    ]


def test_a_campaign_in_a_third_of_what_is_new_is_refused_though_it_is_among_the_judges(home):
    models = ModelStore(home.models)
    first = models.current()
    record(home, walks(1, range(40)))
    record(home, campaign(range(100)))  # 200 of 680 events, from the first to the last moment
    report = retrain(home, HASTY)
    assert report.decision.verdict == "refused"
    assert "of the new likes are of item 'i07'" in report.decision.reasons[-1]
    assert report.decision.figures["surge"]["people"] > 100
    assert models.current() == first


def test_a_shadow_is_judged_and_does_not_serve(home):
    models = ModelStore(home.models)
    first = models.current()
    record(home, walks(3, range(40)))
    report = retrain(home, EAGER, shadow=True)
    assert report.decision.verdict == "shadow"
    assert report.decision.instead_of == first == models.current()


def test_too_little_to_judge_by_is_a_reason_to_refuse(home):
    record(home, [Event("n", "i03", "like", at=LATER)])
    report = retrain(home, EAGER)
    assert report.decision.verdict == "refused"
    assert "later likes to judge by" in report.decision.reasons[0]


def test_a_second_retraining_at_the_same_time_is_refused(home):
    record(home, walks(3, range(40)))
    with home.learning(), pytest.raises(StoreError, match="Another process"):
        retrain(home, EAGER)


def test_new_ids_change_no_score(home):
    ranker = load(home).ranker
    vectors = Catalog.open(home.catalog).vectors()
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    history = builder.of_items(["i01", "i02"])
    fewer = type(ranker).from_state(*ranker.state(), vectors, ranker.device)
    fewer.neighbours = None
    before = fewer.scores([history])
    assert grown(fewer, vectors, np.arange(ITEMS)).scores([history]) == pytest.approx(
        before, abs=1e-4
    )


def test_events_are_new_by_what_they_are_not_by_when_they_came(home):
    builder = HistoryBuilder(["a", "b"], SETTINGS.events)
    one, late, two = (
        Event("u", "a", "like", at=1.0),
        Event("u", "b", "like", at=2.0),
        Event("u", "a", "like", at=3.0),
    )
    before = {"u": builder.of_events([one, two])}
    whole = {"u": builder.of_events([one, two, late, late]), "v": builder.of_events([late])}
    news = unlearnt(whole, before)
    assert news["u"].tolist() == [False, True, True, False]
    assert news["v"].tolist() == [True]


def test_events_older_than_all_that_was_learned_are_learned_when_they_come(home):
    late = walks(3, range(5), began=1e8)  # the model has learned from what came ten times later
    record(home, late)
    report = retrain(home, HASTY)
    withheld = 2 * USERS  # from the current model, to stop by and to judge by
    assert report.learned + report.withheld == len(late) + withheld
    assert "later likes to judge by" in "; ".join(report.decision.reasons)  # none is later


def test_what_comes_after_the_newest_was_forgotten_is_learned(home):
    log = EventLog.open(home.events)
    [*_, newest] = next(log.arrivals())
    log.forget(newest.user_id, [newest.event_id])
    assert retrain(home, HASTY).decision is None
    log.append([Event("n", "i03", "like", at=LATER)])
    log.close()
    assert retrain(home, HASTY).withheld == 1


def test_a_running_recommender_takes_up_the_new_model(home, monkeypatch):
    monkeypatch.setattr(mmrec.snapshot, "LOOK_AGAIN", 0.0)
    shelf = Shelf(home, SETTINGS)
    first = shelf.current().model_id
    record(home, walks(3, range(40)))
    made = retrain(home, EAGER).decision.model_id
    assert shelf.current().model_id == made
    assert ModelStore(home.models).rollback() == first
    assert shelf.current().model_id == first


PROGRAM = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_learning_retrain import EAGER
from mmrec.learning import retrain
from mmrec.store import Home
print("begun", flush=True)
retrain(Home.open(Path(sys.argv[1])), EAGER)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.5, 1.0, 2.0, 4.0])
def test_a_killed_retraining_leaves_the_current_model_and_the_next_run_works(home, after):
    record(home, walks(3, range(40)))
    first = ModelStore(home.models).current()
    here = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home.path), str(here), str(here.parent)],
        stdout=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"begun\n"
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    models, kept = ModelStore(home.models), Decisions(home.decisions)
    promoted = [one.model_id for one in kept.list() if one.verdict == "promoted"]
    assert models.current() in {first, *promoted}
    assert load(home).model_id == models.current()
    log = EventLog.open(home.events)
    log.append(walks(3, range(40, 80)))
    log.close()
    report = retrain(home, EAGER)
    assert report.decision.verdict == "promoted", report.decision.reasons
    assert models.current() == report.decision.model_id


def test_the_policy_gradient_learns_new_walks_too(home):
    record(home, walks(3, range(20)))
    rewarded = EAGER.retraining.model_copy(update={"objective": "policy_gradient", "epochs": 4})
    report = retrain(home, EAGER.model_copy(update={"retraining": rewarded}))
    later = report.decision.figures["later"]
    assert later["new"] > 1.5 * later["current"]
