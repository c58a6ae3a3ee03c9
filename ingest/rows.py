"""One row of a source as it was read, before it is checked."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mmrec.types import Reject


class Row(NamedTuple):
    """One row: column name to text (CSV, TSV) or typed value (JSONL, Parquet, Arrow).

    A named tuple: one is made for every row of a source, and a dataclass takes three times as long.
    """

    file: str
    line: int
    values: Mapping[str, Any]

    def reject(self, field: str, reason: str) -> Reject:
        """This row, refused."""
        return Reject(self.file, self.line, field, reason, self.values)
