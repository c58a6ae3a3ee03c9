"""The event log out into a file, into another log, and smaller."""

import pyarrow as pa
import pytest
from pyarrow import parquet

from mmrec.errors import ConfigError, DataError
from mmrec.store import EventLog
from mmrec.store.event_files import export_events, import_events
from mmrec.terminal import seconds_of
from mmrec.types import Event

SHOWN = Event(
    "u",
    "a",
    "impression",
    at=5.0,
    request_id="r",
    position=1,
    propensity=0.25,
    model_id="m",
    source="s",
)
LIKED = Event("u", "a", "like", at=6.0, request_id="r")
RATED = Event("v", "b", "rating", 4.5, at=1.0)  # came last, though it happened first


@pytest.fixture
def log(lies):
    log = EventLog.open(lies)
    log.append([SHOWN, LIKED, RATED])
    yield log
    log.close()


def test_a_log_comes_back_as_it_was_in_the_order_of_arrival(log, tmp_path):
    assert export_events(log, tmp_path / "log.parquet") == 3
    other = EventLog.open(tmp_path / "other.sqlite")
    assert import_events(other, tmp_path / "log.parquet") == (3, 3)
    assert import_events(other, tmp_path / "log.parquet") == (3, 0)  # nothing is double
    assert list(other.arrivals()) == [[SHOWN, LIKED, RATED]]
    other.close()


def test_numbers_move_with_the_log_so_that_a_model_finds_what_it_learned_from(log, tmp_path):
    log.forget("u", [LIKED.event_id])  # a gap
    version = log.version()
    log.append([Event("w", "c", "like", event_id="later")])
    log.forget("w", ["later"])  # nothing of it is in the file, but its number is taken
    export_events(log, tmp_path / "log.parquet")
    other = EventLog.open(tmp_path / "other.sqlite")
    import_events(other, tmp_path / "log.parquet")
    assert list(other.numbered()) == list(log.numbered())
    assert other.version() == log.version() == version + 1
    other.append([LIKED])
    assert other.version() == version + 2
    assert len(other.table(version)) == 1
    import_events(log, tmp_path / "log.parquet")  # into itself: nothing changes
    assert log.version() == version + 1
    other.close()


def test_a_file_without_numbers_comes_in_as_if_it_happened_now(log, tmp_path):
    export_events(log, tmp_path / "log.parquet")
    older = parquet.read_table(tmp_path / "log.parquet").drop_columns(["row"])
    parquet.write_table(older.replace_schema_metadata(None), tmp_path / "older.parquet")
    other = EventLog.open(tmp_path / "other.sqlite")
    assert import_events(other, tmp_path / "older.parquet") == (3, 3)
    assert list(other.arrivals()) == [[SHOWN, LIKED, RATED]] and other.version() == 3
    other.close()


def test_a_file_of_other_origin_is_refused_with_the_command_for_it(log, tmp_path):
    parquet.write_table(pa.table({"user_id": ["u"]}), tmp_path / "ratings.parquet")
    with pytest.raises(DataError, match="mmrec ingest events"):
        import_events(log, tmp_path / "ratings.parquet")
    (tmp_path / "text.parquet").write_text("no parquet")
    with pytest.raises(DataError, match="no export"):
        import_events(log, tmp_path / "text.parquet")


def test_an_export_that_fails_leaves_nothing(log, tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        export_events(log, tmp_path / "missing" / "log.parquet")
    assert not list(tmp_path.glob("*.tmp"))


def test_old_impressions_are_forgotten_and_deeds_are_not(log):
    version = log.version()
    assert log.forget_impressions(before=5.0) == 0
    assert log.forget_impressions(before=100.0) == 1
    assert list(log.arrivals()) == [[LIKED, RATED]]
    assert log.version() == version


def test_the_newest_row_stays_so_that_no_version_comes_twice(log):
    log.append([Event("u", "b", "impression", at=7.0)])
    version = log.version()
    assert log.forget_impressions(before=100.0) == 1
    assert log.version() == version


def test_a_span_of_time_is_a_number_and_a_unit():
    assert [seconds_of(one) for one in ("90s", "30m", "6h", "1.5d")] == [90, 1800, 21600, 129600]
    for wrong in ("6", "h", "0h", "-1h", "6 weeks"):
        with pytest.raises(ConfigError, match="6h"):
            seconds_of(wrong)
