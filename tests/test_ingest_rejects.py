"""Refused rows that are tried again: what is mended leaves the list, nothing is lost."""

import json
from pathlib import Path

import pytest

from ingest.events import ingest_events
from ingest.rejects import jobs, retry
from mmrec.__main__ import application
from mmrec.config import Settings
from mmrec.errors import StoreError
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
