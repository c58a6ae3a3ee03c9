"""Rows written by many processes as Lance fragments, which nobody sees until one commits them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lance
import pyarrow as pa
from lance.fragment import write_fragments


@dataclass(frozen=True, slots=True)
class Fragments:
    """What one process wrote and another is yet to commit; can be pickled.

    Attributes:
        item_ids: of the rows, for the committer to see that no key comes twice.
        written: Lance's own description of the files.
    """

    item_ids: tuple[str, ...]
    written: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.item_ids)


def write_apart(dataset: Any, table: pa.Table, options: dict[str, str] | None) -> Fragments:
    """Write rows of new ids. Without a commit they are orphans, which upkeep clears away."""
    written = write_fragments(
        table, dataset.uri, schema=table.schema, mode="append", storage_options=options
    )
    return Fragments(tuple(table["item_id"].to_pylist()), tuple(written))


def commit(dataset: Any, parts: Sequence[Fragments], options: dict[str, str] | None) -> None:
    """Make all these fragments part of the table, in one transaction.

    A column that came to the table after they were written is null in them.

    Raises:
        ValueError: two rows of one id; nothing is committed then.
    """
    ids = [item_id for part in parts for item_id in part.item_ids]
    if len(set(ids)) < len(ids):
        raise ValueError("two new rows of one id")
    operation = lance.LanceOperation.Append([one for part in parts for one in part.written])
    lance.LanceDataset.commit(
        dataset.uri, operation, read_version=dataset.version, storage_options=options
    )
