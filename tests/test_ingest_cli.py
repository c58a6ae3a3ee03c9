"""The options of `mmrec ingest` as its users meet them."""

import json
from pathlib import Path

import pytest

from mmrec.__main__ import application
from mmrec.store import EventLog, Home
from mmrec.terminal import run


def broken(path: Path) -> Path:
    """120 events, of which 80 have no time."""
    rows = [f"u,m{place},like,{place if place % 3 == 0 else ''}" for place in range(120)]
    path.write_text("user_id,item_id,event,timestamp\n" + "\n".join(rows) + "\n")
    return path


def test_events_that_are_mostly_refused_stop_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, home = broken(tmp_path / "events.csv"), tmp_path / "home"
    words = ["ingest", "events", str(source), "--home", str(home)]
    assert run(application(), words) == 1
    told = capsys.readouterr().err
    assert "67%" in told and "--max-error-rate 0.5" in told and "line 3" in told
    assert not Home.open(home).events.exists()
    assert run(application(), [*words, "--max-error-rate", "0.7", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["rejected"]) == (40, 80)


def test_the_encoding_of_events_can_be_said(tmp_path: Path) -> None:
    source, home = tmp_path / "events.csv", tmp_path / "home"
    text = "user_id,item_id,event,timestamp\nЖук,m,like,1\n"
    source.write_bytes(text.encode("cp866"))
    words = ["ingest", "events", str(source), "--home", str(home), "--encoding", "cp866"]
    assert run(application(), words) == 0
    assert [event.item_id for event in EventLog.open(home / "events.sqlite").of_user("Жук")] == [
        "m"
    ]


@pytest.mark.parametrize("what", ["items", "events"])
def test_an_encoding_or_a_rate_that_is_none_is_wrong_usage(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = broken(tmp_path / "events.csv")
    words = ["ingest", what, str(source), "--home", str(tmp_path / "home")]
    assert run(application(), [*words, "--encoding", "utf-9"]) == 2
    assert "Did you mean 'utf-8'?" in capsys.readouterr().err
    assert run(application(), [*words, "--max-error-rate", "1.5"]) == 2


def test_an_allowed_host_is_a_name_and_no_url(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = broken(tmp_path / "items.csv")
    words = ["ingest", "items", str(source), "--home", str(tmp_path / "home")]
    assert run(application(), [*words, "--allow-host", "http://a.test/x"]) == 2
    assert "NAME or NAME:PORT" in capsys.readouterr().err
