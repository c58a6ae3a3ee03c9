"""Refused rows as a table that a person can mend in a spreadsheet, and back."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from ingest.read import find_sources
from ingest.rejects import Job
from ingest.rows import Row
from mmrec.errors import DataError
from mmrec.store.files import write_whole
from mmrec.types import Reject

ABOUT = ("job", "file", "line", "field", "reason")
CLASH = "row."  # before the name of a source's column that is called like one of ours
UNREAD = ("fields", "text")  # what is kept of a line that could not be read as a row

Place = tuple[str, str, str]  # job, file, line


def export(jobs: Sequence[Job], target: Path) -> int:
    """Write every refused row with its reason to a CSV or JSONL file; how many there are.

    Raises:
        DataError: the file is of another format, or cannot be written.
    """
    lines = [_told(job, one) for job in jobs for one in job.rejects]
    suffix = target.suffix.lower()
    if suffix not in {".csv", ".jsonl"}:
        raise DataError(f"{target} is neither CSV nor JSONL.", "Name it .csv or .jsonl.")
    try:
        write_whole(target, _csv(lines) if suffix == ".csv" else _jsonl(lines))
    except OSError as error:
        raise DataError(f"{target} cannot be written: {error.strerror}.", "Name another.") from None
    return len(lines)


def corrected(jobs: Sequence[Job], file: Path) -> list[Job]:
    """The jobs with the rows that an exported file says otherwise; the others stay as they were.

    Raises:
        DataError: the file was not exported from these refused rows.
    """
    mended = {_place_of(row): _cells(row) for row in _read(file)}
    known = {_place(job, one) for job in jobs for one in job.rejects}
    stranger = next((place for place in mended if place not in known), None)
    if stranger is not None:
        raise DataError(
            f"{file}: line {stranger[2]} of {stranger[1]} is not among the refused rows.",
            "Export them anew with `mmrec rejects export FILE`.",
        )
    return [
        replace(
            job,
            rejects=[_mended(one, mended.get(_place(job, one), {})) for one in job.rejects],
        )
        for job in jobs
    ]


def _mended(reject: Reject, cells: Mapping[str, str]) -> Reject:
    before = {name: text for name, text in _texts(reject.row).items() if text}
    if not cells or cells == before:
        return reject
    row = {name: cells[name] for name in cells if reject.field or name not in UNREAD}
    if not row:
        return reject
    typed = {
        name: reject.row[name] if name in reject.row and before.get(name) == text else text
        for name, text in row.items()
    }
    return Reject(reject.file, reject.line, "row", "corrected", typed)


def _told(job: Job, reject: Reject) -> dict[str, str]:
    about = (job.path.stem, reject.file, str(reject.line), reject.field, reject.reason)
    cells = {CLASH + n if n in ABOUT else n: text for n, text in _texts(reject.row).items()}
    return dict(zip(ABOUT, about, strict=True)) | cells


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    """Cells as a spreadsheet holds them: text, or JSON for what is no text and no number."""
    return {
        name: ""
        if value is None
        else str(value)
        if isinstance(value, str | int | float)
        else json.dumps(value, ensure_ascii=False, default=str)
        for name, value in row.items()
    }


def _place(job: Job, reject: Reject) -> Place:
    return job.path.stem, reject.file, str(reject.line)


def _place_of(row: Row) -> Place:
    job, file, line = (str(row.values.get(name, "")) for name in ("job", "file", "line"))
    return job, file, line


def _cells(row: Row) -> dict[str, str]:
    given = {name: text for name, text in _texts(row.values).items() if name not in ABOUT and text}
    return {name.removeprefix(CLASH): text for name, text in given.items()}


def _read(file: Path) -> Iterator[Row]:
    for source in find_sources([str(file)]):
        for row in source.rows():
            if isinstance(row, Reject):
                raise DataError(f"{file}, line {row.line}: {row.reason}.", "Mend the line.")
            yield row


def _csv(lines: Sequence[Mapping[str, Any]]) -> str:
    names = dict.fromkeys(name for line in lines for name in line)
    out = StringIO()
    writer = csv.DictWriter(out, list(names) or list(ABOUT), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def _jsonl(lines: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
