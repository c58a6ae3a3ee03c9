"""Verdicts on texts as lines of JSON and back, whole: nothing is lost on the way."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mmrec.errors import DataError
from mmrec.store.files import write_whole
from mmrec.store.verdicts import TextVerdicts
from mmrec.types import TextVerdict


def export_verdicts(verdicts: TextVerdicts, file: Path) -> int:
    """Write all verdicts, one a line, oldest first; whole or absent. Returns how many.

    Raises:
        DataError: the file cannot be written.
    """
    lines = [json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in verdicts.all()]
    try:
        write_whole(file, "".join(lines))
    except OSError as error:
        raise DataError(
            f"{file} cannot be written: {error.strerror}.", "Name another file."
        ) from None
    return len(lines)


def import_verdicts(verdicts: TextVerdicts, file: Path) -> tuple[int, int]:
    """Keep what `export_verdicts` wrote, all or none. Returns how many, and how many were new.

    Raises:
        DataError: the file cannot be read, or a line of it is no verdict.
    """
    found = list(_read(file))
    return len(found), verdicts.append(found)


def _read(file: Path) -> Iterator[TextVerdict]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} cannot be read: {error}.", "Check it.") from None
    adapter = TypeAdapter(TextVerdict)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                one = adapter.validate_json(line, extra="forbid")
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise DataError(
                    f"{file}, line {number} is no verdict: {where}: {first['msg']}.",
                    "Give what `mmrec texts export` wrote.",
                ) from None
            yield one
