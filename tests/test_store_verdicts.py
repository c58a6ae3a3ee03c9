"""Verdicts on texts: kept beside the events, out and in, and forgotten with what they rest on."""

import pytest

from mmrec.errors import DataError
from mmrec.store import EventLog, TextVerdicts
from mmrec.store.verdict_files import export_verdicts, import_verdicts
from mmrec.types import Claim, Event, TextVerdict, Told

TEXT = 'You liked "Heat", so try "Ronin" 🎬.'
CLAIMS = (Claim("Heat", "title", "the user's history"), Claim("Ronin", "title", "the item"))


def verdict(user="u1", helpful=True, rests_on=("heat",), at=5.0, **more):
    part = (Told(TEXT, CLAIMS),)
    return TextVerdict(
        user, TEXT, "explanation", helpful, part, ("ronin",), rests_on, "m@1+a", "model", at, **more
    )


@pytest.fixture
def verdicts(lies):
    kept = TextVerdicts.open(lies)
    yield kept
    kept.close()


@pytest.fixture
def log(lies):
    kept = EventLog.open(lies)
    yield kept
    kept.close()


def test_a_verdict_comes_back_as_it_went_in_and_is_never_changed(verdicts):
    first = verdict(verdict_id="v1")
    assert verdicts.append([first]) == 1
    assert verdicts.append([verdict(helpful=False, verdict_id="v1"), verdict("Zoë", at=1.0)]) == 1
    assert [one.user_id for one in verdicts.all()] == ["Zoë", "u1"]  # oldest first
    assert verdicts.all("u1") == [first]


def test_a_log_from_before_there_were_verdicts_takes_them(lies):
    log = EventLog.open(lies)
    log.append([Event("u1", "heat", "like", at=1.0)])
    with log._database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE text_verdicts")
    kept = TextVerdicts.open(lies)
    assert kept.append([verdict()]) == 1
    assert [event.item_id for event in log.of_user("u1")] == ["heat"]
    log.close()
    kept.close()


def test_what_rests_on_a_forgotten_event_is_forgotten_and_nothing_else(log, verdicts):
    heat, alien = Event("u1", "heat", "like"), Event("u1", "alien", "like")
    log.append([heat, alien, Event("u2", "heat", "like")])
    other, theirs = verdict(rests_on=("alien",)), verdict("u2")
    verdicts.append([verdict(), other, theirs])
    log.forget("u1", ["of nobody"])
    assert len(verdicts.all()) == 3
    log.forget("u1", [heat.event_id])
    assert set(verdicts.all()) == {other, theirs}


def test_a_user_who_is_forgotten_takes_all_their_verdicts_along(log, verdicts):
    shown, liked = Event("u1", "heat", "impression"), Event("u1", "alien", "like")
    log.append([shown, liked])
    verdicts.append([verdict(rests_on=()), verdict("u2", rests_on=())])
    log.forget("u1", [liked.event_id])  # that a list was shown is no deed
    assert [one.user_id for one in verdicts.all()] == ["u2"]


def test_a_reader_takes_back_one_text_or_all(verdicts):
    verdicts.append([verdict(), verdict(at=6.0), verdict("u2")])
    assert verdicts.forget("u1", "another text") == 0
    assert verdicts.forget("u1", TEXT) == 2
    assert verdicts.forget("u2") == 1
    assert verdicts.all() == []


def test_verdicts_go_out_and_come_in_whole_and_once(verdicts, tmp_path):
    verdicts.append([verdict(), verdict("Zoë", helpful=False, rests_on=(), at=1.0)])
    file = tmp_path / "verdicts.jsonl"
    assert export_verdicts(verdicts, file) == 2
    other = TextVerdicts.open(tmp_path / "other.sqlite")
    assert import_verdicts(other, file) == (2, 2)
    assert import_verdicts(other, file) == (2, 0)
    assert other.all() == verdicts.all()
    other.close()


@pytest.mark.parametrize("broken", ["{}", "nonsense", '{"user_id": 1}'])
def test_a_line_that_is_no_verdict_is_named_and_nothing_is_kept(verdicts, tmp_path, broken):
    verdicts.append([verdict()])
    file = tmp_path / "verdicts.jsonl"
    export_verdicts(verdicts, file)
    file.write_text(f"{file.read_text()}{broken}\n")
    other = TextVerdicts.open(tmp_path / "other.sqlite")
    with pytest.raises(DataError, match="line 2 is no verdict"):
        import_verdicts(other, file)
    assert other.all() == []
    other.close()
