"""One row of a source as it was read, before it is checked; and what every source can do."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from mmrec.types import Reject

MAX_ERROR_RATE = 0.5  # the share of a source's rows that may be refused


class Row(NamedTuple):
    """One row: column name to text (CSV, TSV) or typed value (JSONL, Parquet, Arrow).

    A named tuple: one is made for every row of a source, and a dataclass takes three times as long.
    """

    file: str
    line: int
    values: Mapping[str, Any]

    def reject(self, field: str, reason: str, *, final: bool = False) -> Reject:
        """This row, refused."""
        return Reject(self.file, self.line, field, reason, self.values, final)


class RowSource(Protocol):
    """Something that holds rows: a file, a folder, or the refused rows of an earlier job."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def note(self) -> str | None:
        """What was assumed in reading it."""

    def columns(self) -> list[str]:
        """The names of its columns."""

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[Row | Reject]:
        """Every row in order; of formats that store columns apart, only these columns."""
