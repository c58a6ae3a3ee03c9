"""Refused rows of earlier jobs whose item a later job brought: an older row must not replace it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ingest.batches import Batch
from ingest.facts import as_text
from ingest.mapping import ItemMapping
from ingest.report import Rejects, how_read
from mmrec.store.files import write_whole
from mmrec.types import Reject

REASON = "a later job brought this item"


class Overtaken:
    """Watches what a job brings; at its end the waiting rows of those items are refused for good.

    A job that was killed leaves this undone; the next run of it meets the same rows and does it.

    Args:
        rejects: of the job. Its own rows are left alone, and those of jobs that began later: an old
            row that is tried again is not newer than theirs.
        keep: whether to change anything.
    """

    def __init__(self, rejects: Rejects, *, keep: bool) -> None:
        files = sorted(rejects.file.parent.glob("items-*.jsonl")) if keep else []
        self._waiting = {
            file: column
            for file in files
            if file != rejects.file and (column := _column(file, rejects.began)) is not None
        }
        self._ids = {name for file in self._waiting for name, _ in self._named(file) if name}
        self._brought: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def take(self, batch: Batch) -> None:
        """Take down which of the waiting items are in a batch that came to its end."""
        if self._ids:
            self._brought.update(self._ids.intersection(batch.ids))

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        for file in self._waiting if self._brought else ():
            rows = list(self._named(file))
            if any(name in self._brought for name, _ in rows):
                write_whole(file, "".join(self._lines(rows)))

    def _named(self, file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of a file, each with the id of the item that it may still bring, or ""."""
        column = self._waiting[file]
        # Not splitlines(): JSON leaves characters unescaped that it takes for line ends.
        for line in filter(None, file.read_text(encoding="utf-8").split("\n")):
            told = json.loads(line)
            waits = told["field"] and not told.get("final")
            yield (as_text(told["row"].get(column)) if waits else ""), told

    def _lines(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[str]:
        for name, told in rows:
            one = Reject(**told)
            if name in self._brought:
                one = replace(one, reason=f"{REASON}; {one.reason}", final=True)
            yield json.dumps(asdict(one), ensure_ascii=False) + "\n"


def _column(file: Path, began: float) -> str | None:
    """The column of ids of a job that began before then; None when it did not, or is unknown."""
    how = how_read(file)
    if "mapping" not in how or how.get("began", 0.0) >= began:
        return None
    return ItemMapping.of(how["mapping"]).item_id
