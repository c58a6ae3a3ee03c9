"""What became of what was shown: a user, a few impressions, and what answers which."""

import json

import pytest
from pyarrow import parquet

from circle import SETTINGS, fill
from mmrec.__main__ import application
from mmrec.config import EventSettings, OutcomeSettings
from mmrec.errors import ConfigError
from mmrec.outcomes import outcomes
from mmrec.store import EventLog
from mmrec.terminal import run
from mmrec.types import Event

WEIGHTS = EventSettings(weights={"click": 0.5, "purchase": 1.5})
WAITS = OutcomeSettings(delays={"click": 60, "purchase": 1000}, passed_over=100)


def shown(item, at, request=None):
    return Event("u", item, "impression", at=at, event_id=f"{item}@{at:g}", request_id=request)


def done(item, kind, at, request=None):
    return Event("u", item, kind, at=at, event_id=f"{kind} {item}@{at:g}", request_id=request)


def told(*events, now=10_000.0):
    found = outcomes(events, WEIGHTS, WAITS, now)
    return {
        one.impression.event_id: (one.state, one.reward, [deed.event_id for deed in one.deeds])
        for one in found
    }


def test_a_deed_answers_the_newest_impression_of_its_item_before_it():
    events = [shown("a", 10), shown("b", 20), shown("a", 30), done("a", "click", 40)]
    assert (
        told(*events)
        == told(*reversed(events))
        == {
            "a@10": ("passed", 0.0, []),
            "b@20": ("passed", 0.0, []),
            "a@30": ("answered", 0.5, ["click a@40"]),
        }
    )


def test_a_deed_that_names_its_request_answers_that_one_whatever_the_clocks_say():
    events = [shown("a", 10, "r1"), shown("a", 30, "r2"), done("a", "click", 5, "r1")]
    assert told(*events)["a@10"] == ("answered", 0.5, ["click a@5"])
    other = [shown("a", 10, "r1"), done("a", "click", 20, "another screen")]
    assert told(*other)["a@10"] == ("passed", 0.0, [])


def test_each_kind_has_a_delay_of_its_own():
    events = [shown("a", 0), done("a", "click", 61), done("a", "purchase", 1000)]
    assert told(*events)["a@0"] == ("answered", 1.5, ["purchase a@1000"])
    assert told(shown("a", 0), done("a", "purchase", 1001))["a@0"] == ("passed", 0.0, [])


def test_worth_adds_up_and_no_deed_counts_for_two_impressions():
    events = [shown("a", 0), shown("a", 1), done("a", "click", 2), done("a", "purchase", 3)]
    assert [reward for _, reward, _ in told(*events).values()] == [0.0, 2.0]


def test_silence_says_nothing_until_it_has_lasted():
    assert told(shown("a", 0), now=99.0)["a@0"][0] == "pending"
    assert told(shown("a", 0), now=100.0)["a@0"][0] == "passed"
    # and what comes late turns it
    assert told(shown("a", 0), done("a", "purchase", 500), now=600.0)["a@0"][0] == "answered"


def test_a_delay_of_one_kind_leaves_the_others_and_none_is_negative():
    waits = OutcomeSettings.of({"delays": {"click": 5}})
    assert (waits.delay("click"), waits.delay("purchase")) == (5, 7 * 86_400)
    assert waits.delay("a kind of one's own") == 86_400
    with pytest.raises(ConfigError, match="negative"):
        OutcomeSettings.of({"delays": {"click": -5}})


def test_the_command_writes_every_impression_with_its_outcome(tmp_path, capsys):
    home = fill(tmp_path / "home")
    home.keep_settings(SETTINGS)
    log = EventLog.open(home.events)
    log.append([shown("i01", 1e9), shown("i02", 1e9), done("i02", "purchase", 1e9 + 5)])
    file = tmp_path / "outcomes.parquet"
    command = ["events", "outcomes", str(file), "--home", str(home.path), "--json"]
    assert run(application(), command) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["impressions"], said["answered"], said["passed"]) == (2, 1, 1)
    rows = {row["item_id"]: row for row in parquet.read_table(file).to_pylist()}
    assert (rows["i02"]["state"], rows["i02"]["reward"]) == ("answered", 1.5)
    assert rows["i02"]["answers"] == [f"purchase i02@{1e9 + 5:g}"]
