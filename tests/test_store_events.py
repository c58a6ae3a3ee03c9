"""The event log: a handful of events whose order is known."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mmrec.errors import StoreError
from mmrec.store import EventLog
from mmrec.types import Event

APPEND_ONE = """
import sys
from pathlib import Path
from mmrec.store import EventLog
from mmrec.types import Event
kind, lies = sys.argv[1:]
log = EventLog.open(Path(lies) if kind == "file" else lies)
log.append([Event("Zoë", "m1", "like", at=5.0, event_id="other")])
"""


@pytest.fixture
def log(lies: Path | str) -> Iterator[EventLog]:
    log = EventLog.open(lies)
    yield log
    log.close()


def test_an_event_comes_back_as_it_went_in(log: EventLog) -> None:
    event = Event("Zoë 🎬", "m'1", "rating", 4.5, 10.0, "e1", "r1", 3, 0.25, "model", "text")
    assert log.append([event]) == 1
    assert log.of_user("Zoë 🎬") == [event]
    assert log.has_user("Zoë 🎬") and not log.has_user("zoë 🎬")


def test_an_event_id_that_is_there_is_left_as_it_is(log: EventLog) -> None:
    first = Event("u", "m1", "like", at=1.0, event_id="e1")
    assert log.append([first, Event("u", "m2", "like", at=2.0, event_id="e1")]) == 1
    assert log.append([first]) == 0
    assert log.of_user("u") == [first]


def test_a_limit_keeps_the_last_events_oldest_first(log: EventLog) -> None:
    log.append(Event("u", f"m{at}", "view", at=float(at)) for at in (3, 1, 2, 2))
    assert [event.item_id for event in log.of_user("u", 3)] == ["m2", "m2", "m3"]
    assert [event.at for event in log.of_user("u")] == [1, 2, 2, 3]


def test_events_of_one_second_keep_the_order_in_which_they_came(log: EventLog) -> None:
    log.append(Event("u", item_id, "view", at=1.0) for item_id in "zyx")
    assert [event.item_id for event in log.of_user("u")] == ["z", "y", "x"]
    assert log.table().item_id.tolist() == ["z", "y", "x"]


def test_the_table_is_sorted_by_user_then_time_and_has_no_impressions(log: EventLog) -> None:
    log.append(
        [
            Event("b", "m1", "rating", 4.0, at=2.0),
            Event("a", "m1", "impression", at=1.0),
            Event("b", "m2", "like", at=1.0),
            Event("a", "m3", "view", at=9.0),
        ]
    )
    table = log.table()
    assert table.user_id.tolist() == ["a", "b", "b"]
    assert table.item_id.tolist() == ["m3", "m2", "m1"]
    assert table.kind.tolist() == ["view", "like", "rating"]
    np.testing.assert_array_equal(table.value, [np.nan, np.nan, 4.0])
    assert log.counts() == {"impression": 1, "like": 1, "rating": 1, "view": 1}
    assert log.users() == ["a", "b"]


def test_a_table_up_to_a_version_stays_what_it_was(log: EventLog) -> None:
    assert log.version() == 0 and len(log.table()) == 0
    log.append([Event("u", "m1", "like")])
    version = log.version()
    log.append([Event("u", "m2", "like")])
    assert log.table(version).item_id.tolist() == ["m1"]
    assert len(log.table()) == 2 and log.version() > version


def test_another_process_s_event_is_seen_at_once(log: EventLog, lies: Path | str) -> None:
    log.append([Event("Zoë", "m0", "like", at=1.0)])
    kind = "file" if isinstance(lies, Path) else "address"
    subprocess.run([sys.executable, "-c", APPEND_ONE, kind, str(lies)], check=True)
    assert [event.item_id for event in log.of_user("Zoë")] == ["m0", "m1"]


def test_eight_threads_append_and_read_without_losing_one(log: EventLog) -> None:
    def work(number: int) -> None:
        for place in range(20):
            log.append([Event(f"u{number}", f"m{place}", "view")])
            assert len(log.of_user(f"u{number}")) == place + 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.counts() == {"view": 160}


def test_a_failed_append_stores_nothing_of_its_chunk(log: EventLog) -> None:
    good, bad = Event("u", "m1", "like"), Event("u", None, "like")  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)not.null"):
        log.append([good, bad])
    assert log.version() == 0


def test_a_log_that_cannot_be_written_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmrec.store.databases.BUSY_SECONDS", 0.01)
    patient = EventLog.open(tmp_path / "events.sqlite")
    holder = sqlite3.connect(tmp_path / "events.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="cannot be written: database is locked"):
        patient.append([Event("u", "m1", "like")])
    holder.execute("ROLLBACK")
    assert patient.append([Event("u", "m1", "like")]) == 1


def test_what_is_forgotten_takes_no_version_back_and_no_number_comes_twice(log: EventLog) -> None:
    log.append([Event("u", "m1", "like", event_id="e1"), Event("u", "m2", "like", event_id="e2")])
    version = log.version()
    log.forget("u", ["e2"])
    assert log.version() == version
    log.append([Event("u", "m3", "like")])
    assert log.version() == version + 1
    assert log.table(version).item_id.tolist() == ["m1"]
    log.forget("u", [event.event_id for event in log.of_user("u")])
    assert log.version() == version + 1 and list(log.arrivals()) == []


def test_a_reader_never_sees_a_number_before_a_smaller_one(log: EventLog) -> None:
    """Else an export, or a model's pinned events, would miss what came between."""

    def write(name: str) -> None:
        for _ in range(15):
            log.append(Event(name, "m", "view") for _ in range(3))

    writers = [threading.Thread(target=write, args=(f"w{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    pinned = []
    while any(writer.is_alive() for writer in writers):
        version = log.version()
        pinned.append((version, len(log.table(version))))
    for writer in writers:
        writer.join()
    assert all(len(log.table(version)) == size for version, size in pinned)
    assert log.version() == 180


def test_a_file_that_is_no_log_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "events.sqlite"
    file.write_text("these are not the events you are looking for" * 50)
    with pytest.raises(StoreError, match="no event log"):
        EventLog.open(file)
    assert file.read_text().startswith("these are not")


def test_deeds_are_the_last_events_without_impressions_oldest_first(log: EventLog) -> None:
    log.append(Event("u", f"m{at}", "like", at=float(at)) for at in (3, 1, 2))
    log.append(Event("u", f"m{at}", "impression", at=float(at)) for at in range(4, 40))
    log.append([Event("other", "m9", "like", at=9.0)])
    assert log.deeds("u", 2).item_id.tolist() == ["m2", "m3"]
    assert [one.item_id for one in log.of_user("u", 2, impressions=False)] == ["m2", "m3"]
    assert len(log.deeds("nobody", 2)) == 0


def test_a_log_of_an_older_version_gets_the_index_that_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "events.sqlite"
    EventLog.open(file).append([Event("u", "m", "like", at=1.0)])
    with sqlite3.connect(file) as older:
        older.execute("DROP INDEX deeds_by_user")
    assert EventLog.open(file).deeds("u", 5).item_id.tolist() == ["m"]
    with sqlite3.connect(file) as now:
        plan = now.execute(
            "EXPLAIN QUERY PLAN SELECT at FROM events WHERE user_id = 'u'"
            " AND kind != 'impression' ORDER BY at DESC LIMIT 1"
        ).fetchall()
    assert "deeds_by_user" in plan[0][3]
