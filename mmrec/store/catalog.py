"""The catalogue: items, facts and vectors in one LanceDB table. The one door to LanceDB.

Only one process may write (`Home.writing`); any number may read, and each read sees the latest
write. LanceDB is not fork-safe: start other processes with `spawn` and open the catalogue there.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, Self

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import FTS

from mmrec.errors import ConfigError, EncoderMismatch, NotFound, StoreError
from mmrec.store import schema as columns
from mmrec.store.filters import check_where, refusal
from mmrec.store.rows import CatalogRow, Hashes, WriteReport
from mmrec.types import CatalogVectors, EncoderSpec, Floats, Item

TABLE = "items"
ID_CHUNK = 1000  # ids in one IN (…)


class Catalog:
    """One catalogue. `item_id` is its key; rows have no order but that of `vectors`."""

    def __init__(self, table: Any) -> None:
        self._table = table

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The catalogue in this folder.

        Raises:
            NotFound: there is none.
            StoreError: the table there was not made by mmrec, or is damaged.
        """
        table = _open_table(folder) if Path(folder).is_dir() else None
        if table is None:
            raise NotFound(
                f"There is no catalogue in {folder}.", "Run `mmrec ingest items SOURCE`."
            )
        names = set(table.schema.names)
        if not names.issuperset({*columns.BASE, *columns.VECTORS.values(), columns.WORDS}):
            raise StoreError(
                f"The table '{TABLE}' in {folder} is no catalogue of mmrec.",
                "Move the folder away and run `mmrec ingest items SOURCE`.",
            )
        return cls(table)

    @classmethod
    def create(cls, folder: Path, text: EncoderSpec, image: EncoderSpec) -> Self:
        """The catalogue in this folder for vectors of these encoders, made if there is none.

        Raises:
            EncoderMismatch: there is one, of other encoders. It is left as it is.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        table = _open_table(folder)
        if table is None:
            table = _connect(folder).create_table(TABLE, schema=columns.empty_schema(text, image))
        _finish(table)
        catalog = cls(table)
        catalog.require(text, image)
        return catalog

    @property
    def specs(self) -> dict[str, EncoderSpec]:
        """Which encoder made the vectors of `text` and of `image`."""
        return columns.specs_of(self._table.schema)

    def require(self, text: EncoderSpec | None, image: EncoderSpec | None) -> None:
        """Refuse to go on when the vectors here come from other encoders (None: do not ask).

        Raises:
            EncoderMismatch: names both encoders and the ways out.
        """
        for modality, wanted in (("text", text), ("image", image)):
            there = self.specs[modality]
            if wanted is not None and wanted != there:
                raise EncoderMismatch(
                    f"The {modality} vectors of this catalogue were made by {_told(there)}, "
                    f"and {_told(wanted)} is configured.",
                    f"Set encoders.{modality} back to what made them, or ingest the items "
                    "again into a new `--home`; nothing was changed here.",
                )

    def count(self) -> int:
        """How many items there are."""
        return int(self._table.count_rows())

    def version(self) -> int:
        """A number that grows with every change."""
        return int(self._table.version)

    def fact_types(self) -> dict[str, type]:
        """Name and Python type of each fact: str, int, float, bool or list (of str)."""
        return columns.fact_types_of(self._table.schema)

    def write(self, rows: Sequence[CatalogRow]) -> WriteReport:
        """Insert or replace rows by `item_id`, all or none; of two with one id the later counts.

        A fact not seen before becomes a column. The caller is the only writer.

        Raises:
            DataError: a fact of another type than its column.
        """
        unique = list({row.item.item_id: row for row in rows}.values())
        if not unique:
            return WriteReport(0, 0)
        self._add_facts(unique)
        # Without use_index(False) or without a unique batch, keys would be doubled silently.
        done = (
            self._table.merge_insert("item_id")
            .when_matched_update_all()
            .when_not_matched_insert_all()
            .use_index(False)
            .execute(columns.to_table(unique, self._table.schema), on_bad_vectors="null")
        )
        return WriteReport(added=done.num_inserted_rows, updated=done.num_updated_rows)

    def ensure_indices(self) -> None:
        """Compact what many writes left and bring the full-text index up to date.

        Searches are right without it (new rows are searched one by one), only slower.
        """
        self._table.optimize()

    def has(self, item_id: str) -> bool:
        """Whether the item is there."""
        return bool(self._table.count_rows(_id_in([item_id])))

    def items(self, item_ids: Sequence[str]) -> list[Item]:
        """These items, in this order.

        Raises:
            NotFound: names the first that is not there.
        """
        facts = list(self.fact_types())
        wanted = list(dict.fromkeys(item_ids))
        found = {
            row["item_id"]: columns.to_item(row, facts)
            for row in self._by_id(wanted, [*columns.BASE, *facts]).to_pylist()
        }
        missing = next((item_id for item_id in wanted if item_id not in found), None)
        if missing is not None:
            raise NotFound(
                f"There is no item '{missing}' in the catalogue.",
                "Look it up with `mmrec search TITLE`.",
            )
        return [found[item_id] for item_id in item_ids]

    def scan(self) -> Iterator[Item]:
        """Every item, in no particular order, in bounded memory."""
        facts = list(self.fact_types())
        query = self._table.search().select([*columns.BASE, *facts])
        for batch in query.to_batches():
            for row in batch.to_pylist():
                yield columns.to_item(row, facts)

    def titles(self) -> dict[str, str]:
        """The title of every item."""
        table = self._table.search().select(["item_id", "title"]).to_arrow()
        return dict(zip(*(table[name].to_pylist() for name in table.schema.names), strict=True))

    def hashes(self) -> dict[str, Hashes]:
        """The content hashes of every item, for an ingest to see what changed."""
        table = self._table.search().select(["item_id", *columns.HASHES]).to_arrow()
        return {row["item_id"]: columns.to_hashes(row) for row in table.to_pylist()}

    def vectors(self) -> CatalogVectors:
        """All vectors, in catalogue row order: sorted by `item_id`."""
        names = ["item_id", *columns.VECTORS.values()]
        return self._vectors(self._table.search().select(names).to_arrow())

    def vectors_of(self, item_ids: Sequence[str]) -> CatalogVectors:
        """The vectors of those of these items that are there, sorted by `item_id`."""
        return self._vectors(self._by_id(item_ids, ["item_id", *columns.VECTORS.values()]))

    def matching(self, where: str) -> set[str]:
        """The ids of the items that a filter lets through.

        Raises:
            ConfigError: the filter names an unknown column or is no filter.
        """
        query = self._table.search().select(["item_id"])
        return {item_id for (item_id,) in self._run(query, where, ["item_id"])}

    def words(self, text: str, k: int, where: str | None = None) -> list[tuple[str, float]]:
        """The best k items for these words, with their BM25 scores, best first."""
        query = (
            self._table.search(text, query_type="fts", fts_columns=columns.WORDS)
            .select(["item_id", "_score"])
            .limit(k)
        )
        return [
            (item_id, score) for item_id, score in self._run(query, where, ["item_id", "_score"])
        ]

    def nearest(
        self, column: Literal["text", "image"], vector: Floats, k: int, where: str | None = None
    ) -> list[tuple[str, float]]:
        """The k items whose vectors are nearest, with their cosines, best first. Exact.

        Args:
            column: which vectors; items without one are never found.
            vector: (D,) of any length but zero.
            k: how many.
            where: a filter, applied before the search.
        """
        query = (
            self._table.search(vector, vector_column_name=columns.VECTORS[column])
            .distance_type("cosine")
            .bypass_vector_index()
            .select(["item_id", "_distance"])
            .limit(k)
        )
        found = self._run(query, where, ["item_id", "_distance"])
        return [(item_id, 1.0 - distance) for item_id, distance in found]

    def _run(self, query: Any, where: str | None, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """The rows of a query, filtered; a complaint about the filter becomes a ConfigError."""
        if where is None:
            table = query.to_arrow()
        else:
            types = dict.fromkeys(columns.BASE, str) | self.fact_types()
            with _explaining(where, types):
                table = query.where(check_where(where, types), prefilter=True).to_arrow()
        return list(zip(*(table[name].to_pylist() for name in names), strict=True))

    def _add_facts(self, rows: Iterable[CatalogRow]) -> None:
        known = self.fact_types()
        types = columns.settle(known, (row.item.facts for row in rows))
        new = {name: kind for name, kind in types.items() if name not in known}
        if new:
            self._table.add_columns(columns.fact_fields(new))

    def _by_id(self, item_ids: Sequence[str], names: Sequence[str]) -> pa.Table:
        parts = [
            self._table.search()
            .where(_id_in(item_ids[start : start + ID_CHUNK]))
            .select(list(names))
            .to_arrow()
            for start in range(0, max(len(item_ids), 1), ID_CHUNK)
        ]
        return pa.concat_tables(parts)

    def _vectors(self, table: pa.Table) -> CatalogVectors:
        specs = self.specs
        ids = table["item_id"].to_pylist()
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        table = table.take(order)
        text, has_text = columns.to_vectors(table["_text"], specs["text"].width)
        image, has_image = columns.to_vectors(table["_image"], specs["image"].width)
        return CatalogVectors(tuple(table["item_id"].to_pylist()), text, image, has_text, has_image)


def _connect(folder: Path) -> Any:
    # Absolute: some relative paths are taken for cloud addresses. Zero: always the latest version.
    return lancedb.connect(Path(folder).absolute(), read_consistency_interval=timedelta(0))


def _open_table(folder: Path) -> Any:
    """The table, None when there is none; StoreError when it is damaged."""
    database = _connect(folder)
    if TABLE not in database.list_tables().tables:
        return None
    try:
        return database.open_table(TABLE)
    except (ValueError, RuntimeError, OSError) as problem:
        raise StoreError(
            f"The catalogue in {folder} is damaged: {str(problem).splitlines()[0]}.",
            "Move the folder away and run `mmrec ingest items SOURCE`.",
        ) from None


def _finish(table: Any) -> None:
    """Key and full-text index, unless they are there: a process may have died between the steps."""
    key = table.schema.field("item_id").metadata or {}
    if not any(b"primary-key" in name for name in key):
        table.set_unenforced_primary_key("item_id")
    if not table.list_indices():
        # Stop words stay: "Her", "It" and "Them" are films.
        table.create_index(columns.WORDS, config=FTS(stem=True, remove_stop_words=False))


def _id_in(item_ids: Sequence[str]) -> str:
    quoted = (f"'{item_id.replace(chr(39), chr(39) * 2)}'" for item_id in item_ids)
    return f"item_id IN ({', '.join(quoted)})" if item_ids else "false"


@contextmanager
def _explaining(where: str, types: dict[str, type]) -> Iterator[None]:
    """LanceDB's complaints about a user's filter as ConfigError; other trouble passes."""
    try:
        yield
    except ConfigError:
        raise
    except (ValueError, RuntimeError) as problem:
        if not any(sign in str(problem) for sign in ("Invalid input", "filter expression")):
            raise
        raise refusal(where, problem, types) from None


def _told(spec: EncoderSpec) -> str:
    return f"'{spec.name}' ({spec.width} wide, revision {spec.revision[:12]}, {spec.preprocessing})"
