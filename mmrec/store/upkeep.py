"""Indices that pay, few files, no old versions: what the writer does at the end of a job.

Searches are right without any of it, only slower: rows that no index has seen are scanned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse
from uuid import uuid4

from lancedb.index import FTS, Bitmap, BTree, IvfRq, LabelList

from mmrec.config import INDEX_FROM
from mmrec.store import schema as names

SCALARS_FROM = 50_000
VALUES_OF_BITMAP = 1000  # distinct values; a bitmap of more is larger than a tree
SAMPLE = 20_000  # rows looked at to tell how many values a fact has
SAMPLES = 64  # vectors for each part of an index that its centre is learnt from; by default 256
# Readers look at the newest version at every query; a query that takes longer is no query.
READERS_KEEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class IndexState:
    """One index, and how many rows it has not seen yet."""

    column: str
    kind: str
    rows: int
    unindexed: int


@dataclass(frozen=True, slots=True)
class Storage:
    """What a catalogue takes and has.

    Attributes:
        bytes: on this machine's disk; None when it lies elsewhere.
        missing: how many items have no vector, for each modality.
        reembedding: the encoder that is making new vectors, for each modality that has one.
    """

    rows: int
    bytes: int | None
    versions: int
    missing: Mapping[str, int]
    indices: Sequence[IndexState]
    reembedding: Mapping[str, str]


def finish_words(table: Any) -> None:
    """The full-text index, unless it is there."""
    if not _indexed(table, names.WORDS):
        # Stop words stay: "Her", "It" and "Them" are films.
        table.create_index(names.WORDS, config=FTS(stem=True, remove_stop_words=False))


def keep_up(table: Any, index_from: int = INDEX_FROM, keep: timedelta = READERS_KEEP) -> None:
    """Make the indices that pay, bring all up to date, compact, and clear old versions away.

    Args:
        table: of a catalogue; whoever calls is its only writer.
        index_from: items from which on vectors get an index.
        keep: how old a version must be that no reader needs any more.
    """
    finish_words(table)
    rows = table.count_rows()
    if rows >= index_from:
        for modality in names.specs_of(table.schema):
            index_vectors(table, names.vectors_column(modality), index_from)
    if rows >= SCALARS_FROM:
        _index_scalars(table)
    _compact(table)
    table.optimize(cleanup_older_than=keep)


def _compact(table: Any) -> None:
    """Few files of many, their pages copied as they are.

    Encoding them anew, as `optimize` does, holds a whole file of up to a million rows in memory and
    takes three times as long. Where rows were deleted it is still done.
    """
    table.to_lance().optimize.compact_files(compaction_mode="try_binary_copy")
    table.checkout_latest()  # a handle that missed it would compact again, and conflict


def index_vectors(table: Any, column: str, index_from: int = INDEX_FROM) -> None:
    """An index over a column of vectors, when it pays and is not there."""
    if table.count_rows(f"{column} IS NOT NULL") < index_from or _indexed(table, column):
        return
    # A name of its own: a column that is renamed keeps its index under the old name, and the
    # next of that name would replace it.
    name = f"vectors_{uuid4().hex[:12]}"
    # One bit a number, and the best looked at again in full: made in a tenth of the time of a
    # graph (IVF_HNSW_SQ), and of the 100 nearest it misses none of a hundred.
    config = IvfRq(distance_type="cosine", sample_rate=SAMPLES)
    table.create_index(column, config=config, name=name, replace=False)


def _index_scalars(table: Any) -> None:
    if not _indexed(table, "item_id"):
        table.create_index("item_id", config=BTree())
    facts = names.fact_types_of(table.schema)
    fresh = [name for name in facts if not _indexed(table, name)]
    if not fresh:
        return
    seen = table.search().select(fresh).limit(SAMPLE).to_arrow()
    for name in fresh:
        table.create_index(name, config=_scalar(facts[name], seen[name]))


def _scalar(kind: type, seen: Any) -> Any:
    if kind is list:
        return LabelList()
    return Bitmap() if len(seen.unique()) <= VALUES_OF_BITMAP else BTree()


def _indexed(table: Any, column: str) -> bool:
    return any(column in index.columns for index in table.list_indices())


def index_states(table: Any) -> list[IndexState]:
    """Every index."""
    found = []
    for index in table.list_indices():
        stats = table.index_stats(index.name)
        found.append(
            IndexState(
                index.columns[0], index.index_type, stats.num_indexed_rows, stats.num_unindexed_rows
            )
        )
    return found


def bytes_of(table: Any) -> int | None:
    """What a table takes on disk: data, indices, old versions; None where it is on no disk."""
    address = urlparse(table.to_lance().uri)
    if address.scheme not in {"", "file"}:
        return None
    folder = Path(unquote(address.path))
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
