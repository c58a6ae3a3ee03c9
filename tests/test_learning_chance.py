"""Places left to chance tell what a model would earn before anybody sees its lists."""

import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from circle import ITEMS, SETTINGS, load, record, walks
from mmrec import Recommender, choosing
from mmrec.config import Settings
from mmrec.learning import retrain
from mmrec.learning.counterfactual import off_policy
from mmrec.store import EventLog, Home
from mmrec.types import Event

retraining = import_module("mmrec.learning.retrain")  # the package names its function so
CHANCE = Settings.of(
    {
        **SETTINGS.model_dump(exclude_unset=True),
        "lists": {"exploration": 2, "exploration_temperature": 0.3, "diversity": 0.0},
        "retraining": {"epochs": 4, "learning_rate": 0.01, "latency": 1000, "fewest": 10},
    }
)
AFTERWARDS = 1e6  # seconds, when nothing is waited for any more


@pytest.fixture
def home(own_circle: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A trained circle, in which chance falls the same way each time."""
    random, compose = np.random.default_rng(7), choosing.compose
    monkeypatch.setattr(
        choosing, "compose", lambda pool, k, settings, _: compose(pool, k, settings, random)
    )
    return Home.open(own_circle)


def shop(home: Home, visits: int, step: int = 3) -> list[Event]:
    """People are shown lists and like what is `step` further around than what they liked last."""
    recommender, random = Recommender(home, CHANCE), np.random.default_rng(0)
    for _ in range(visits):
        user = f"u{random.integers(40):02}"
        last = int(recommender.history(user, 1)[0][0].item_id[1:])
        shown = recommender.recommend(user, k=5)
        recommender.show(user, shown)
        for one in shown:
            wanted = int(one.item_id[1:]) == (last + step) % ITEMS
            if random.random() < (0.9 if wanted else 0.05):
                deed = Event(user, one.item_id, "like", request_id=one.request_id)
                recommender.record(deed)
    return [one for part in EventLog.open(home.events).arrivals() for one in part]


def test_of_itself_a_model_earns_what_it_earned(home):
    events = shop(home, 60)
    told = off_policy(home, CHANCE, load(home).ranker, 0.0, time.time() + AFTERWARDS)
    by_chance = [one for one in events if one.propensity and one.propensity < 1]
    assert told["choices"] == len(by_chance) == 120
    answers = {(one.request_id, one.item_id) for one in events if one.kind == "like"}
    liked = sum((one.request_id, one.item_id) in answers for one in by_chance)
    assert told["earned"] == pytest.approx(liked / 120)
    for estimate in ("ips", "snips"):
        assert told[estimate]["mean"] == pytest.approx(told["earned"], abs=1e-4)
        assert told[estimate]["effective"] == pytest.approx(120, abs=0.1)
        assert told[estimate]["low"] < told["earned"] < told[estimate]["high"]


def test_a_model_that_knows_what_people_want_now_is_told_to_earn_more(home, own_circle):
    shop(home, 300)
    better = load(home).ranker
    # What it reads a like of item i as: one of i + 2. So it expects i + 3 where it expected i + 1.
    ids = np.roll(np.arange(ITEMS), -2)
    scores = better.tastes
    better.tastes = lambda pasts: scores([replace(p, rows=ids[p.rows]) for p in pasts])
    better.neighbours = None
    told = off_policy(home, CHANCE, better, 0.0, time.time() + AFTERWARDS)
    assert told["snips"]["mean"] > 1.5 * told["earned"]
    assert told["snips"]["low"] > told["earned"]


def test_what_was_shown_before_or_answered_a_query_or_waits_is_not_judged_by(home):
    shop(home, 20)
    ranker = load(home).ranker
    assert off_policy(home, CHANCE, ranker, time.time() + 1, time.time() + AFTERWARDS) is None
    assert off_policy(home, CHANCE, ranker, 0.0, time.time()) is None  # pending, all but a few
    before = off_policy(home, CHANCE, ranker, 0.0, time.time() + AFTERWARDS)
    asked = [
        replace(one, event_id=f"q{n}", request_id=f"r{n}", source="query+sequence+exploration")
        for n, part in enumerate(EventLog.open(home.events).arrivals())
        for one in part
        if one.propensity and one.propensity < 1
    ]
    EventLog.open(home.events).append(asked)
    after = off_policy(home, CHANCE, ranker, 0.0, time.time() + AFTERWARDS)
    assert after["choices"] == before["choices"]


def test_retraining_says_it_and_refuses_what_the_log_proves_to_be_worse(home, monkeypatch):
    record(home, walks(3, range(40)))
    figures = {"choices": 90, "earned": 0.5, "doubly_robust": {"low": 0.1, "high": 0.4}}
    monkeypatch.setattr(retraining, "off_policy", lambda *_: figures)
    decision = retrain(home, CHANCE).decision
    assert decision.figures["off_policy"] == figures
    assert decision.verdict == "refused"
    assert "of the places left to chance 50.0% were liked, by the new model it would be 40.0%" in (
        "; ".join(decision.reasons)
    )


def test_retraining_looks_at_the_choices_that_came_after_what_it_learned(home, monkeypatch):
    shop(home, 200)
    asked = []
    real = retraining.off_policy

    def told(*given):
        asked.append(real(*given[:-1], time.time() + AFTERWARDS))
        return asked[-1]

    monkeypatch.setattr(retraining, "off_policy", told)
    decision = retrain(home, CHANCE).decision
    assert decision.figures["off_policy"] == asked[0]
    assert 10 <= asked[0]["choices"] < 200  # of 400: the later ones
