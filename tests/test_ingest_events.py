"""Events from files: what a row means, and that saying it twice says it once."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.check_events import as_seconds
from ingest.events import ingest_events
from mmrec.config import Settings
from mmrec.errors import ConfigError, DataError
from mmrec.store import EventLog, Home

DEFAULTS = Settings()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.create(tmp_path / "home")


def source(home: Home, text: str, name: str = "events.csv") -> list[str]:
    path = home.path.parent / name
    path.write_text(text, encoding="utf-8")
    return [str(path)]


def mapping(home: Home, text: str) -> Path:
    path = home.path.parent / "mapping.yaml"
    path.write_text(text)
    return path


def test_a_file_of_events_is_read(home: Home) -> None:
    text = "user_id,item_id,event,value,timestamp\nu1,m1,like,,10\nu1,m2,rating,4.5,20\n"
    report = ingest_events(home, DEFAULTS, source(home, text))
    events = EventLog.open(home.events).of_user("u1")
    assert [(e.item_id, e.kind, e.value, e.at) for e in events] == [
        ("m1", "like", None, 10.0), ("m2", "rating", 4.5, 20.0),
    ]  # fmt: skip
    assert (report.read, report.added, report.known, report.rejected, report.users) == (
        2,
        2,
        0,
        0,
        1,
    )
    assert report.unknown_items == 2 and "not in the catalogue" in report.notes[0]
    assert report.rejects is None and json.dumps(report.as_json())


def test_reading_the_same_again_in_another_order_adds_nothing(home: Home) -> None:
    ingest_events(
        home, DEFAULTS, source(home, "user_id,item_id,rating,timestamp\nu,a,4,1\nu,b,5,2\n")
    )
    other = source(home, "timestamp,rating,item_id,user_id\n2,5.0,b,u\n1,4.0,a,u\n", "again.csv")
    report = ingest_events(home, DEFAULTS, other)
    assert (report.added, report.known) == (0, 2)
    assert EventLog.open(home.events).counts() == {"rating": 2}


def test_a_dry_run_shows_how_rows_are_read_and_writes_nothing(home: Home) -> None:
    text = "user_id,item_id,rating,timestamp\nu,a,4,1\nu,b,5,2\nu,c,much,3\n"
    report = ingest_events(home, DEFAULTS, source(home, text), dry_run=True)
    assert (report.read, report.added, report.known, report.rejected) == (3, 2, 0, 1)
    assert not home.events.exists() and not list(home.rejects.glob("*"))
    told = "\n".join(report.lines_for_people())
    assert "nothing was written" in told and "event <- always 'rating'" in told
    assert "user_id: u, item_id: a, kind: rating, value: 4.0, at: 1.0" in told


def test_a_dry_run_counts_what_the_log_holds_already(home: Home) -> None:
    ingest_events(home, DEFAULTS, source(home, "user_id,item_id,rating,timestamp\nu,a,4,1\n"))
    more = source(home, "user_id,item_id,rating,timestamp\nu,a,4,1\nu,b,5,2\nu,b,5,2\n", "m.csv")
    report = ingest_events(home, DEFAULTS, more, dry_run=True)
    assert (report.added, report.known) == (1, 2)
    assert EventLog.open(home.events).counts() == {"rating": 1}


def test_positions_stand_in_for_times_and_the_report_says_so(home: Home) -> None:
    text = "user_id,item_id,position\nu,b,1\nu,a,0\n"
    report = ingest_events(home, DEFAULTS, source(home, text))
    assert [e.item_id for e in EventLog.open(home.events).of_user("u")] == ["a", "b"]
    assert report.kinds == {"view": 2}
    assert any("'position' orders" in note for note in report.notes)
    assert any("taken for a 'view'" in note for note in report.notes)


def test_a_mapping_names_columns_and_the_kind_of_every_row(home: Home) -> None:
    wishes = mapping(home, "{user_id: who, item_id: sku, timestamp: when, kind: purchase}")
    text = "who,sku,when\nu,m1,2024-05-01T12:00:00Z\n"
    ingest_events(home, DEFAULTS, source(home, text), mapping=wishes)
    (event,) = EventLog.open(home.events).of_user("u")
    assert (event.item_id, event.kind, event.at) == ("m1", "purchase", 1714564800.0)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("1714564800", 1714564800.0),
        ("1714564800000", 1714564800.0),
        (1714564800.5, 1714564800.5),
        ("2024-05-01T14:00:00+02:00", 1714564800.0),
        ("2024-05-01 12:00:00", 1714564800.0),
        ("2024-05-01", 1714521600.0),
        ("0", 0.0),
    ],
)
def test_a_time_may_be_seconds_milliseconds_or_iso(cell: object, seconds: float) -> None:
    assert as_seconds(cell) == seconds


@pytest.mark.parametrize("cell", ["", None, "soon", "-5", "inf", "nan", "1e30", "01/05/2024"])
def test_anything_else_is_no_time(cell: object) -> None:
    with pytest.raises(ValueError, match=r"missing|seconds"):
        as_seconds(cell)


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (",m1,like,,1", "user_id", "missing"),
        ("u, ,like,,1", "item_id", "missing"),
        ("u,m1,lke,,1", "event", "unknown kind 'lke'. Did you mean 'like'?"),
        ("u,m1,,,1", "event", "missing"),
        ("u,m1,rating,,1", "value", "a rating without a number"),
        ("u,m1,rating,lots,1", "value", "not a number"),
        ("u,m1,rating,inf,1", "value", "not a finite number"),
        ("u,m1,like,,soon", "timestamp", "ISO 8601"),
        ("u,m\x071,like,,1", "item_id", "control characters"),
        (f"u,{'m' * 300},like,,1", "item_id", "300 characters"),
        ("u,m1,like,,1,2", "", "6 fields instead of 5"),
    ],
)
def test_a_bad_row_is_kept_as_a_reject(home: Home, row: str, field: str, reason: str) -> None:
    text = f"user_id,item_id,event,value,timestamp\nu,good,like,,1\n{row}\n"
    report = ingest_events(home, DEFAULTS, source(home, text))
    assert (report.read, report.added, report.rejected) == (2, 1, 1)
    assert report.rejects is not None
    reject = json.loads(Path(report.rejects).read_text(encoding="utf-8"))
    assert reject["field"] == field and reason in reject["reason"] and reject["line"] == 3


def test_a_search_needs_no_item_and_is_of_no_unknown_one(home: Home) -> None:
    text = "user_id,item_id,event,timestamp\nu,,search,1\n"
    report = ingest_events(home, DEFAULTS, source(home, text))
    assert (report.added, report.unknown_items) == (1, 0)


def test_a_kind_of_the_configuration_is_known(home: Home) -> None:
    chosen = Settings.of({"events": {"weights": {"watch": 0.8}}})
    text = "user_id,item_id,event,timestamp\nu,m,watch,1\n"
    assert ingest_events(home, chosen, source(home, text)).kinds == {"watch": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("user,item_id,timestamp\nu,m,1\n", "no column 'user_id'. It has: user, item_id"),
        ("user_id,item_id,time\nu,m,1\n", "no column 'timestamp'"),
        ("user_id,item_id,timestamp\n", "None of the 0 rows"),
        ("user_id,item_id,timestamp\n,m,1\n", "None of the 1 rows"),
        ("", "It has: none"),
    ],
)
def test_a_file_without_events_is_one_clear_line(home: Home, text: str, told: str) -> None:
    with pytest.raises(DataError) as caught:
        ingest_events(home, DEFAULTS, source(home, text))
    assert told in str(caught.value)


def test_a_wrong_mapping_is_refused(home: Home) -> None:
    files = source(home, "user_id,item_id,timestamp\nu,m,1\n")
    with pytest.raises(ConfigError, match="Did you mean 'user_id'"):
        ingest_events(home, DEFAULTS, files, mapping=mapping(home, "usr_id: u"))
    with pytest.raises(ConfigError, match="Did you mean 'purchase'"):
        ingest_events(home, DEFAULTS, files, mapping=mapping(home, "kind: purchse"))
    with pytest.raises(DataError, match=r"no column 'usr_id'.*the mapping's user_id"):
        ingest_events(home, DEFAULTS, files, mapping=mapping(home, "user_id: usr_id"))


CELL = st.sampled_from(["u1", "", "like", "rating", "4", "nan", "1e12", "2024-01-01", "x,y", "ü"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=6))
def test_every_row_is_counted_once_and_again_adds_nothing(
    home: Home, rows: list[tuple[str, ...]]
) -> None:
    text = "user_id,item_id,event,value,timestamp\nu,m,like,,1\n"
    files = source(home, text + "\n".join(",".join(row) for row in rows) + "\n")
    first = ingest_events(home, DEFAULTS, files)
    assert first.read == len(rows) + 1 == first.added + first.known + first.rejected
    again = ingest_events(home, DEFAULTS, files)
    assert (again.added, again.known) == (0, first.added + first.known)


@pytest.mark.slow
def test_the_real_ratings_are_all_taken(home: Home, movies: Path) -> None:
    report = ingest_events(home, DEFAULTS, [str(movies / "events.csv")])
    assert (report.added, report.rejected, report.users) == (100_836, 0, 610)
