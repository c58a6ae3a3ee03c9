"""Accounts that are faster than people, beside people of whom all is known."""

import numpy as np

from circle import SETTINGS, fill, record
from mmrec.bots import bots, by_people
from mmrec.config import Settings
from mmrec.health import home_status
from mmrec.learning.recipe import read_events
from mmrec.store import EventLog
from mmrec.types import Event, EventTable


def table(**ats: list[float]) -> EventTable:
    users = [user for user, times in sorted(ats.items()) for _ in times]
    times = [at for _, mine in sorted(ats.items()) for at in mine]
    size = len(users)
    items, kinds = np.full(size, "i", object), np.full(size, "like", object)
    return EventTable(np.array(users, object), items, kinds, np.full(size, np.nan), np.array(times))


def test_one_event_a_minute_more_than_is_allowed_makes_a_bot():
    made = table(calm=[0.0, 30.0, 60.0, 90.0], fast=[500.0, 501.0, 559.9], late=[0.0, 1.0, 61.0])
    assert bots(made, 2) == ("fast",)
    assert bots(made, 3) == ()
    kept = by_people(made, 2)
    assert kept.user_id.tolist() == ["calm"] * 4 + ["late"] * 3
    assert kept.at.tolist() == [0.0, 30.0, 60.0, 90.0, 0.0, 1.0, 61.0]


def test_two_people_of_one_moment_are_no_bot():
    assert bots(table(a=[0.0], b=[0.0], c=[0.0]), 1) == ()
    assert bots(table(), 1) == ()


def test_what_a_bot_does_is_kept_and_shown_and_not_learned_from(tmp_path):
    home = fill(tmp_path / "home")
    strict = Settings.of(
        {**SETTINGS.model_dump(exclude_unset=True), "events": {"most_per_minute": 20}}
    )
    home.keep_settings(strict)
    _, before = read_events(home, strict.events)
    record(home, [Event("bot", f"i{n % 30:02}", "like", at=2e9 + n) for n in range(21)])
    version, people = read_events(home, strict.events)
    assert len(people) == len(before)
    assert version == len(before) + 21
    assert len(EventLog.open(home.events).of_user("bot")) == 21
    assert home_status(home).bots == ("bot",)
    assert any("faster than people" in line and "bot" in line for line in home_status(home).lines())
