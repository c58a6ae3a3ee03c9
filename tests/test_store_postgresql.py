"""An event log in PostgreSQL: what a home keeps of it, and what it says when it is not there."""

from pathlib import Path

import psycopg
import pytest

import postgres_server
from ingest.events import ingest_events
from mmrec.config import Settings
from mmrec.errors import ConfigError, StoreError
from mmrec.store import EventLog, Home
from mmrec.types import Event


@pytest.fixture
def address(postgresql: str) -> str:
    return postgres_server.address(postgresql)


def test_a_home_s_events_go_where_its_settings_say(address: str, tmp_path: Path) -> None:
    home = Home.create(tmp_path / "home")
    settings = Settings.of({"store": {"events": address}})
    home.keep_settings(settings)
    (tmp_path / "e.csv").write_text("user_id,item_id,event,timestamp\nu,m1,like,10\nu,m2,like,5\n")

    ingest_events(home, settings, [str(tmp_path / "e.csv")], dry_run=True)
    assert not EventLog.exists(home.events)
    for new in (2, 0):  # the second time there is nothing to add
        assert ingest_events(home, settings, [str(tmp_path / "e.csv")]).added == new
    assert EventLog.open(home.events).deeds("u", 9).item_id.tolist() == ["m2", "m1"]
    assert not (home.path / "events.sqlite").exists()


def test_logs_of_two_schemas_never_touch(address: str, postgresql: str) -> None:
    other = EventLog.open(postgres_server.address(postgresql))
    assert EventLog.open(address).append([Event("u", "m", "like")]) == 1
    assert other.version() == 0


def test_a_text_that_postgresql_cannot_hold_is_refused_in_one_line(address: str) -> None:
    log = EventLog.open(address)
    with pytest.raises(StoreError, match=r"cannot be kept.*NUL"):
        log.append([Event("u", "m", "like"), Event("u", "m\0", "like")])
    assert log.version() == 0


def test_a_log_that_vanished_is_one_line_for_readers_and_writers(
    address: str, postgresql: str
) -> None:
    log = EventLog.open(address)
    schema = address.rpartition("%3D")[2]
    with psycopg.connect(host=postgresql, user="tester", dbname="postgres") as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE")
    with pytest.raises(StoreError, match="cannot be read"):
        log.deeds("u", 5)
    with pytest.raises(StoreError, match="cannot be written"):
        log.append([Event("u", "m", "like")])


def test_a_server_that_is_not_there_is_one_line_without_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    with pytest.raises(StoreError, match=r"shop@/log is no event log.*PGPASSWORD") as error:
        EventLog.open(f"postgresql://shop@/log?host={tmp_path}")
    assert "hunter2" not in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    "events",
    ["postgresql://me:hunter2@db/log", "postgresql://db/log?password=hunter2", "mysql://hunter2/x"],
)
def test_a_password_in_the_settings_is_refused_and_not_repeated(events: str) -> None:
    with pytest.raises(ConfigError, match=r"store\.events") as error:
        Settings.of({"store": {"events": events}})
    assert "hunter2" not in str(error.value)


def test_two_processes_that_open_a_new_log_at_once_both_get_it(address: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        logs = list(pool.map(EventLog.open, [address] * 4))
    assert [log.append([Event("u", "m", "like")]) for log in logs] == [1, 1, 1, 1]
