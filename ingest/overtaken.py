"""Refused rows of earlier jobs whose item a later job brought: an older row must not replace it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.batches import Batch
from ingest.facts import as_text
from ingest.mapping import ItemMapping
from ingest.report import Rejects, hopeless, how_read, line_of, refused
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
                # As it was written: a row may hold half a character, which UTF-8 has no place for.
                text = "".join(self._lines(rows))
                write_whole(file, text.encode(errors="backslashreplace"))

    def _named(self, file: Path) -> Iterator[tuple[str, Reject]]:
        """The rows of a file, each with the id of the item that it may still bring, or ""."""
        column = self._waiting[file]
        for one in refused(file):
            yield ("" if hopeless(one) else as_text(one.row.get(column))), one

    def _lines(self, rows: Iterable[tuple[str, Reject]]) -> Iterator[str]:
        for name, one in rows:
            lost = replace(one, reason=f"{REASON}; {one.reason}", final=True)
            yield line_of(lost if name in self._brought else one)


def _column(file: Path, began: float) -> str | None:
    """The column of ids of a job that began before then; None when it did not, or is unknown."""
    how = how_read(file)
    if "mapping" not in how or how.get("began", 0.0) >= began:
        return None
    return ItemMapping.of(how["mapping"]).item_id
