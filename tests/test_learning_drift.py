"""Drift in a home: a circle that people go on walking, or leave; and retraining when they do."""

from pathlib import Path

import pytest

from circle import SETTINGS, fill, record, walks
from mmrec.config import Settings
from mmrec.health import home_status
from mmrec.learning import drift_of, retrain_on_drift
from mmrec.store import Home, ModelStore

HASTY = Settings.of(
    {**SETTINGS.model_dump(exclude_unset=True), "retraining": {"epochs": 1, "latency": 1000}}
)


@pytest.fixture
def home(own_circle: Path) -> Home:
    return Home.open(own_circle)


def test_a_step_that_nobody_took_before_shows_in_the_scores_and_has_the_model_go_on(home):
    record(home, walks(3, range(40)))
    drift = drift_of(home, HASTY)
    (scores,) = (one for one in drift.measures if one.name == "scores")
    assert scores.alert
    assert (drift.recent, drift.why_not) == (480, None)
    status = "\n".join(home_status(home, drift).lines())
    assert "ALERT     scores drifted by" in status
    report = retrain_on_drift(home, HASTY)
    assert report.decision is not None
    assert report.drift == drift


def test_a_model_is_left_alone_while_nothing_drifts_too_far(home):
    record(home, walks(3, range(40)))
    first = ModelStore(home.models).current()
    patient = Settings.of({**HASTY.model_dump(exclude_unset=True), "drift": {"threshold": 10}})
    report = retrain_on_drift(home, patient)
    assert report.decision is None
    assert "nothing drifted too far" in report.lines_for_people()[-1]
    assert len(ModelStore(home.models).list()) == 1
    assert ModelStore(home.models).current() == first


def test_a_home_without_a_model_or_with_few_new_events_says_so(home, tmp_path):
    record(home, walks(3, range(2)))
    assert drift_of(home, SETTINGS).why_not == "24 new events, 200 are needed."
    assert "no model" in drift_of(fill(tmp_path / "new"), SETTINGS).why_not.lower()
