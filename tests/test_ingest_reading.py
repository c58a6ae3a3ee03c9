"""Reading in a process of its own: the same batches, the same errors, and no process left over."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import reading
from ingest.batches import ROWS, Batch
from ingest.mapping import ItemMapping
from ingest.read import find_sources
from ingest.reading import ReadingFailed, read, read_apart
from ingest.rows import RowSource
from ingest.survey import Plan, survey
from mmrec.errors import DataError
from mmrec.types import Item


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started."""
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*args: Any, **how: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **how))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    return started


def planned(file: Path) -> tuple[list[RowSource], Plan]:
    """The source and what a first reading found."""
    sources = find_sources([str(file)])
    return sources, survey(sources, ItemMapping(), {})


def csv_of(folder: Path, rows: int) -> Path:
    """Rows with a picture in every tenth; every 50th has no title, every 90th is said twice."""
    file = folder / "items.csv"
    with file.open("w") as stream:
        stream.write("item_id,title,image,price\n")
        for row in range(rows):
            title = "" if row % 50 == 0 else f"Lamp {row}"
            line = f"i{row},{title},{'a.png' if row % 10 == 0 else ''},{row}.5\n"
            stream.write(line * (2 if row % 90 == 1 else 1))
    return file


def test_another_process_reads_the_very_batches(
    tmp_path: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    sources, plan = planned(csv_of(tmp_path, 4 * ROWS))
    here, apart = list(read(sources, plan)), list(read_apart(sources, plan))
    assert here == apart
    assert len(here) > 4
    assert any(batch.refused for batch in here)
    assert any(batch.skipped for batch in here)
    kept = [row for batch in here for row in batch.rows.values()]
    assert kept
    assert all(row.values["image"] for row in kept)
    assert [child.poll() is not None for child in children] == [True]  # `read` needed none


def test_many_rows_are_read_apart(
    tmp_path: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, plan = planned(csv_of(tmp_path, ROWS))
    monkeypatch.setattr(reading, "APART_FROM", ROWS)
    assert sum(map(len, read(sources, plan))) == plan.rows
    assert len(children) == 1


def test_a_source_of_the_callers_own_stays_here(
    tmp_path: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, plan = planned(csv_of(tmp_path, ROWS))
    monkeypatch.setattr(reading, "APART_FROM", ROWS)

    class Own:
        """Of a class that another process cannot import."""

        path, note = sources[0].path, None
        columns, rows = sources[0].columns, sources[0].rows

    assert sum(map(len, read([Own()], plan))) == plan.rows
    assert not children


def test_a_source_that_breaks_says_the_same(tmp_path: Path) -> None:
    sources, plan = planned(csv_of(tmp_path, ROWS))
    sources[0].path.unlink()

    def problem(batches: Iterator[Batch]) -> str:
        with pytest.raises(DataError) as caught:
            list(batches)
        return str(caught.value)

    assert problem(read(sources, plan)) == problem(read_apart(sources, plan))


def test_a_reader_that_is_killed_ends_the_job_with_what_to_do(
    tmp_path: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    sources, plan = planned(csv_of(tmp_path, 40_000))
    batches = read_apart(sources, plan)
    next(batches)
    children[0].kill()
    with pytest.raises(ReadingFailed, match="run the same command again"):
        list(batches)


def test_who_stops_taking_leaves_no_process(
    tmp_path: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    sources, plan = planned(csv_of(tmp_path, 40_000))
    batches = read_apart(sources, plan)
    next(batches)
    assert children[0].poll() is None  # the pipe holds only a part: it waits
    batches.close()  # type: ignore[attr-defined]
    assert children[0].poll() is not None


def test_items_travel_whole() -> None:
    item = Item("7", "Lamp", None, "a.png", {"tags": ["red"], "price": 1.5}, {"audio": "a.wav"})
    assert pickle.loads(pickle.dumps(item)) == item


def test_a_job_that_is_killed_takes_its_reader_along(tmp_path: Path) -> None:
    file = csv_of(tmp_path, 40_000)
    job = f"""
import subprocess, sys, time
from ingest.mapping import ItemMapping
from ingest.read import find_sources
from ingest.reading import read_apart
from ingest.survey import survey
started, popen = [], subprocess.Popen
subprocess.Popen = lambda *a, **k: started.append(popen(*a, **k)) or started[-1]
sources = find_sources([{str(file)!r}])
batches = read_apart(sources, survey(sources, ItemMapping(), {{}}))
next(batches)
print(started[0].pid, flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", job]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        reader = int(killed.stdout.readline())
        os.kill(reader, 0)  # it is there
        killed.kill()
    for _ in range(100):
        if gone(reader):
            return
        time.sleep(0.1)
    os.kill(reader, signal.SIGKILL)
    raise AssertionError("the reader went on")


def gone(process: int) -> bool:
    """Whether a process has ended; one that nobody has collected yet has."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{process}/stat")
    return stat.is_file() and stat.read_text().rpartition(")")[2].split()[0] == "Z"
