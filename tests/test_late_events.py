"""Events that come late, twice or out of order: what happened counts, not when it was told."""

from itertools import permutations
from pathlib import Path

import pytest

from circle import SETTINGS, fill
from mmrec import Event, Recommender
from mmrec.history import HistoryBuilder
from mmrec.store import EventLog

WALK = [Event("u", f"i{n}", "like", at=10.0 * n, event_id=f"e{n}") for n in range(3)]


@pytest.fixture
def log(lies: Path | str):
    log = EventLog.open(lies)
    yield log
    log.close()


def test_every_order_of_arrival_makes_the_same_history(log: EventLog) -> None:
    builder = HistoryBuilder([event.item_id for event in WALK], SETTINGS.events)
    for number, order in enumerate(permutations(WALK)):
        user = f"u{number}"
        mine = [
            Event(user, one.item_id, one.kind, at=one.at, event_id=f"{number}{one.event_id}")
            for one in order
        ]
        assert log.append([*mine, mine[0]]) == 3  # the first is sent twice
        assert log.append(mine) == 0
        history = builder.of_deeds(log.deeds(user, 10))
        assert history.rows.tolist() == [0, 1, 2]
        assert builder.of_events(log.of_user(user)).rows.tolist() == [0, 1, 2]
    assert all(one.rows.tolist() == [0, 1, 2] for one in builder.of_table(log.table()).values())


def test_a_late_event_is_in_the_very_next_request_at_its_own_place(tmp_path: Path) -> None:
    home = fill(tmp_path / "home")
    recommender = Recommender.open(home.path)
    recommender.record(Event("late", "i05", "like", at=2e9))
    assert "i04" in [place.item_id for place in recommender.recommend("late", k=30)]
    recommender.record(Event("late", "i04", "like", at=1e9))  # a phone that was off
    assert "i04" not in [place.item_id for place in recommender.recommend("late", k=30)]
    assert [item.item_id for _, item in recommender.history("late")] == ["i05", "i04"]
