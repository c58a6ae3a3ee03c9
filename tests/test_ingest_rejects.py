"""Refused rows that are tried again: what is mended leaves the list, nothing is lost."""

import csv
import json
from pathlib import Path

import pytest

from ingest.corrections import corrected, export
from ingest.events import ingest_events
from ingest.rejects import jobs, retry
from mmrec.__main__ import application
from mmrec.config import Settings
from mmrec.errors import DataError, StoreError
from mmrec.store import EventLog, Home
from mmrec.terminal import run

KINDLESS = "who,item_id,event,timestamp\nu,a,like,1\nu,b,wink,2\nu,c\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """One like; a kind that is not known yet; a line that is too short."""
    home = Home.create(tmp_path / "home")
    source, mapping = tmp_path / "events.csv", tmp_path / "mapping.yaml"
    source.write_text(KINDLESS)
    mapping.write_text("user_id: who\n")
    ingest_events(home, Settings(), [str(source)], mapping=mapping)
    source.unlink()  # the rows themselves are enough
    return home


def test_an_event_whose_kind_is_known_by_now_goes_in_and_the_broken_line_stays(home: Home) -> None:
    (job,) = jobs(home)
    knows = Settings.of({"events": {"weights": {"wink": 1.0}}})
    assert retry(home, knows, job) == 1
    assert [event.item_id for event in EventLog.open(home.events).of_user("u")] == ["a", "b"]
    (left,) = jobs(home)
    assert [(one.line, one.field) for one in left.rejects] == [(4, "")]
    assert left.how == job.how


def test_a_retry_that_mends_nothing_keeps_every_row(home: Home) -> None:
    (job,) = jobs(home)
    assert retry(home, Settings(), job) == 0
    assert jobs(home) == [job]


def test_a_job_of_which_nothing_is_known_is_left_as_it_is(home: Home) -> None:
    (job,) = jobs(home)
    job.path.with_suffix(".job").unlink()
    (unknown,) = jobs(home)
    with pytest.raises(StoreError, match="Ingest their source again"):
        retry(home, Settings(), unknown)
    assert jobs(home) == [unknown]


def test_the_list_counts_reasons_for_people_and_scripts(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(application(), ["rejects", "list", "--json", "--home", str(home.path)]) == 0
    (job,) = json.loads(capsys.readouterr().out)
    assert job["rejected"] == 2 and sum(job["reasons"].values()) == 2
    assert [one["line"] for one in job["examples"]] == [3, 4]
    assert run(application(), ["rejects", "list", "--home", str(home.path)]) == 0
    assert "line 3: event: unknown kind 'wink'" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["refused.csv", "refused.jsonl"])
def test_an_export_that_was_mended_goes_in(
    home: Home, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, place = tmp_path / name, ["--home", str(home.path)]
    assert run(application(), ["rejects", "export", str(file), *place]) == 0
    text = file.read_text()
    assert "'wink'" in text
    if name.endswith(".csv"):
        file.write_text(text.replace(",wink,", ",like,"))
    else:
        file.write_text(text.replace('"event": "wink"', '"event": "like"'))
    capsys.readouterr()
    assert run(application(), ["rejects", "retry", str(file), "--json", *place]) == 0
    (done,) = json.loads(capsys.readouterr().out)
    assert (done["tried"], done["mended"]) == (2, 1)
    assert [event.item_id for event in EventLog.open(home.events).of_user("u")] == ["a", "b"]


def test_a_line_that_was_no_row_is_mended_by_filling_its_columns(
    home: Home, tmp_path: Path
) -> None:
    (job,) = jobs(home)
    file = tmp_path / "refused.csv"
    export([job], file)
    with file.open(newline="") as stream:
        lines = list(csv.DictReader(stream))
    lines[1] |= {"who": "u", "item_id": "c", "event": "like", "timestamp": "3"}
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    (mended,) = corrected([job], file)
    assert retry(home, Settings(), mended) == 1
    assert [event.item_id for event in EventLog.open(home.events).of_user("u")] == ["a", "c"]


def test_an_untouched_export_changes_nothing(home: Home, tmp_path: Path) -> None:
    export(jobs(home), tmp_path / "refused.csv")
    assert corrected(jobs(home), tmp_path / "refused.csv") == jobs(home)


def test_a_file_of_other_rows_is_refused(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("job,file,line,who\nevents-1,x.csv,9,u\n")
    with pytest.raises(DataError, match="not among the refused rows"):
        corrected(jobs(home), file)
    with pytest.raises(DataError, match="neither CSV nor JSONL"):
        export(jobs(home), tmp_path / "refused.txt")
