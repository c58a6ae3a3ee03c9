"""The catalogue: items, facts and vectors in one LanceDB table. The one door to LanceDB.

Only one process may write (`Home.writing`); any number may read, and each read sees the latest
write. LanceDB is not fork-safe: start other processes with `spawn` and open the catalogue there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import numpy as np
import pyarrow as pa

from mmrec.config import INDEX_FROM
from mmrec.errors import ConfigError, EncoderMismatch, NotFound
from mmrec.store import columns
from mmrec.store import schema as names
from mmrec.store.filters import check_where, refusal
from mmrec.store.fragments import Fragments, commit, write_apart
from mmrec.store.ledger import FACTS, Ledger
from mmrec.store.place import Place, Where
from mmrec.store.reembedding import Reembedding, abandon
from mmrec.store.rows import CatalogRow, WriteReport
from mmrec.store.table import id_in, make_table, open_table
from mmrec.store.upkeep import Storage, bytes_of, index_states, keep_up
from mmrec.store.view import View
from mmrec.types import CatalogVectors, EncoderSpec, Floats, Item

ID_CHUNK = 1000  # ids in one IN (…)
PROBES, REFINE = 20, 10  # parts of the index that are searched; how many times k is looked at again
SELECTIVE = 0.2  # share of the items below which a filter would starve the index


class Catalog:
    """One catalogue. `item_id` is its key; rows have no order but that of `vectors`."""

    def __init__(self, table: Any, where: Where) -> None:
        self._table = table
        self._where = where

    @classmethod
    def open(cls, where: Where) -> Self:
        """The catalogue in this folder or place.

        Raises:
            NotFound: there is none.
            StoreError: the table there was not made by mmrec, is damaged, or cannot be reached.
        """
        return cls(open_table(where), where)

    @classmethod
    def create(cls, where: Where, specs: Mapping[str, EncoderSpec]) -> Self:
        """The catalogue here for vectors of these encoders, made if there is none.

        A modality that the catalogue there has not is added to it; its vectors are missing then.

        Raises:
            EncoderMismatch: there is one, of other encoders. It is left as it is.
        """
        catalog = cls(make_table(where, specs), where)
        catalog.require(specs)
        return catalog

    def __reduce__(self) -> tuple[Any, ...]:
        """A catalogue travels as its address, and is opened anew where it arrives."""
        return type(self).open, (self._where,)

    @property
    def specs(self) -> dict[str, EncoderSpec]:
        """Which encoder made the vectors of each modality: `text`, `image`, …"""
        return names.specs_of(self._table.schema)

    def require(self, wanted: Mapping[str, EncoderSpec]) -> None:
        """Refuse to go on when the vectors here come from other encoders than these.

        A modality that the catalogue has not is no mismatch.

        Raises:
            EncoderMismatch: names both encoders and the ways out.
        """
        specs = self.specs
        for modality, spec in wanted.items():
            there = specs.get(modality, spec)
            if spec != there:
                raise EncoderMismatch(
                    f"The {modality} vectors of this catalogue were made by {_told(there)}, "
                    f"and {_told(spec)} is configured.",
                    f"Set encoders.{modality} back to what made them, or make them anew with "
                    f"`mmrec reembed --modality {modality}`; nothing was changed here.",
                )

    def count(self) -> int:
        """How many items there are."""
        return int(self._table.count_rows())

    def version(self) -> int:
        """A number that grows with every change."""
        return int(self._table.version)

    def fact_types(self) -> dict[str, type]:
        """Name and Python type of each fact: str, int, float, bool or list (of str)."""
        return names.fact_types_of(self._table.schema)

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

    def append(self, rows: Sequence[CatalogRow]) -> WriteReport:
        """Insert rows whose ids the caller knows to be new, all or none.

        Costs as much for the first thousand rows as for the last, where `write` looks through
        the whole catalogue. The caller is the only writer, and has seen the `ledger`.

        Raises:
            DataError: a fact of another type than its column.
            ValueError: two rows of one id.
        """
        if len({row.item.item_id for row in rows}) < len(rows):
            raise ValueError("two new rows of one id")
        if rows:
            self._add_facts(rows)
            self._table.add(columns.to_table(rows, self._table.schema), on_bad_vectors="null")
        return WriteReport(added=len(rows), updated=0)

    def write_apart(self, rows: Sequence[CatalogRow]) -> Fragments | None:
        """Write rows of new ids as files that nobody sees until `commit`; any process may.

        Returns:
            What to commit; None, and nothing is written, when a fact or a modality of these rows
            is no column yet: only the writer makes one.
        """
        known, modalities = self.fact_types(), self.specs.keys()
        for row in rows:
            if not (row.item.facts.keys() <= known.keys() and row.vectors.keys() <= modalities):
                return None
        names.settle(known, (row.item.facts for row in rows))
        schema = self._table.schema
        return write_apart(self._table.to_lance(), columns.to_table(rows, schema), self._options)

    def commit(self, parts: Sequence[Fragments]) -> WriteReport:
        """Make visible what processes wrote apart, all or none.

        The caller is the only writer, has seen the `ledger`, and knows the ids to be new.

        Raises:
            ValueError: two rows of one id.
        """
        if parts:
            commit(self._table.to_lance(), parts, self._options)
        return WriteReport(added=sum(map(len, parts)), updated=0)

    def delete(self, item_ids: Iterable[str]) -> int:
        """Delete these items, and return how many of them were there; the others are no error.

        A thousand at a time: a process that dies on the way leaves the rest for the next.
        """
        wanted = list(dict.fromkeys(item_ids))
        before = self.count()
        for start in range(0, len(wanted), ID_CHUNK):
            self._table.delete(id_in(wanted[start : start + ID_CHUNK]))
        return before - self.count()

    def ids(self) -> Iterator[list[str]]:
        """Every item's id, a batch at a time, in bounded memory."""
        for batch in self._table.search().select(["item_id"]).to_batches():
            yield batch["item_id"].to_pylist()

    def media(self) -> Iterator[list[str]]:
        """Where the items' pictures and other media lie, a batch at a time."""
        found = (names.path_column(modality) for modality in ("image", *self.specs))
        paths = list(dict.fromkeys(path for path in found if path is not None))
        for batch in self._table.search().select(paths).to_batches():
            for path in paths:
                yield batch[path].drop_null().to_pylist()

    def ensure_indices(self, index_from: int = INDEX_FROM) -> None:
        """Make the indices that pay, bring all up to date, compact, clear old versions away.

        Vectors get one from `index_from` items on.

        Searches are right without it (new rows are searched one by one), only slower.
        """
        keep_up(self._table, index_from)

    def reembedding(self, modality: str, spec: EncoderSpec) -> Reembedding:
        """Start to make a modality's vectors anew with another encoder, or go on with it.

        The caller is the only writer. The vectors that are there serve until `switch`.
        """
        return Reembedding(self._table, modality, spec)

    def keep_vectors(self, modality: str) -> None:
        """Give up a re-embedding that was begun: the vectors that serve stay."""
        abandon(self._table, modality)

    def storage(self) -> Storage:
        """What the catalogue takes and has, counted without reading vectors."""
        table = self._table
        missing = {m: table.count_rows(f"{names.vectors_column(m)} IS NULL") for m in self.specs}
        begun = {
            modality: spec.name for modality, spec in names.next_specs_of(table.schema).items()
        }
        return Storage(
            rows=self.count(),
            bytes=bytes_of(table),
            versions=len(table.list_versions()),
            missing=missing,
            indices=index_states(table),
            reembedding=begun,
        )

    def has(self, item_id: str) -> bool:
        """Whether the item is there."""
        return bool(self._table.count_rows(id_in([item_id])))

    def items(self, item_ids: Sequence[str]) -> list[Item]:
        """These items, in this order.

        Raises:
            NotFound: names the first that is not there.
        """
        schema = self._table.schema
        modalities = names.specs_of(schema)
        wanted = list(dict.fromkeys(item_ids))
        found = {
            row["item_id"]: columns.to_item(row, modalities)
            for row in self._by_id(wanted, columns.item_columns(schema)).to_pylist()
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
        schema = self._table.schema
        modalities = names.specs_of(schema)
        for batch in self._table.search().select(columns.item_columns(schema)).to_batches():
            for row in batch.to_pylist():
                yield columns.to_item(row, modalities)

    def titles(self) -> dict[str, str]:
        """The title of every item."""
        table = self._table.search().select(["item_id", "title"]).to_arrow()
        return dict(zip(*(table[name].to_pylist() for name in table.schema.names), strict=True))

    def ledger(self) -> Ledger:
        """The content hashes of every item, for an ingest to see what changed."""
        stored = {names.hash_column(modality): modality for modality in self.specs}
        stored |= {"item_id": "item_id", names.FACTS_HASH: FACTS}
        batches = self._table.search().select(list(stored)).to_batches()
        return Ledger.of(
            {kind: batch[column].to_pylist() for column, kind in stored.items()}
            for batch in batches
        )

    def vectors(self) -> CatalogVectors:
        """All vectors, in catalogue row order: sorted by `item_id`."""
        return self._vectors(self._table.search().select(self._vector_columns()).to_arrow())

    def view(self) -> View:
        """The catalogue as it is now, for serving."""
        return View(self._table.to_lance())

    def vectors_of(self, item_ids: Sequence[str]) -> CatalogVectors:
        """The vectors of those of these items that are there, sorted by `item_id`."""
        return self._vectors(self._by_id(item_ids, self._vector_columns()))

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
            self._table.search(text, query_type="fts", fts_columns=names.WORDS)
            .select(["item_id", "_score"])
            .limit(k)
        )
        return [
            (item_id, score) for item_id, score in self._run(query, where, ["item_id", "_score"])
        ]

    def nearest(
        self, modality: str, vector: Floats, k: int, where: str | None = None
    ) -> list[tuple[str, float]]:
        """The k items whose vectors are nearest, with their cosines, best first.

        By the index where there is one: of the 100 nearest it finds 99 and more. Exact where there
        is none, and where a filter leaves so few that an index would miss some.

        Args:
            modality: which vectors; items without one are never found.
            vector: (D,) of any length but zero.
            k: how many.
            where: a filter, applied before the search.
        """
        query = (
            self._table.search(vector, vector_column_name=names.vectors_column(modality))
            .distance_type("cosine")
            .nprobes(PROBES)
            .refine_factor(REFINE)
            .select(["item_id", "_distance"])
            .limit(k)
        )
        if where is not None and len(self.matching(where)) < SELECTIVE * self.count():
            query = query.bypass_vector_index()
        found = self._run(query, where, ["item_id", "_distance"])
        return [(item_id, 1.0 - distance) for item_id, distance in found]

    @property
    def _options(self) -> dict[str, str] | None:
        return dict(self._where.options) if isinstance(self._where, Place) else None

    def _run(self, query: Any, where: str | None, fields: Sequence[str]) -> list[tuple[Any, ...]]:
        """The rows of a query, filtered; a complaint about the filter becomes a ConfigError."""
        if where is None:
            table = query.to_arrow()
        else:
            types = dict.fromkeys(names.BASE, str) | self.fact_types()
            with _explaining(where, types):
                table = query.where(check_where(where, types), prefilter=True).to_arrow()
        return list(zip(*(table[name].to_pylist() for name in fields), strict=True))

    def _add_facts(self, rows: Iterable[CatalogRow]) -> None:
        known = self.fact_types()
        types = names.settle(known, (row.item.facts for row in rows))
        new = {name: kind for name, kind in types.items() if name not in known}
        if new:
            self._table.add_columns(names.fact_fields(new))

    def _by_id(self, item_ids: Sequence[str], fields: Sequence[str]) -> pa.Table:
        parts = [
            self._table.search()
            .where(id_in(item_ids[start : start + ID_CHUNK]))
            .select(list(fields))
            .to_arrow()
            for start in range(0, max(len(item_ids), 1), ID_CHUNK)
        ]
        return pa.concat_tables(parts)

    def _vector_columns(self) -> list[str]:
        return ["item_id", *map(names.vectors_column, self.specs)]

    def _vectors(self, table: pa.Table) -> CatalogVectors:
        ids = table["item_id"].to_pylist()
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        table = table.take(order)
        found = {name[1:]: columns.to_vectors(table[name]) for name in table.schema.names[1:]}
        nothing = (np.zeros((len(ids), 0), np.float32), np.zeros(len(ids), np.bool_))
        text, has_text = found.pop("text", nothing)
        image, has_image = found.pop("image", nothing)
        item_ids = tuple(table["item_id"].to_pylist())
        return CatalogVectors(item_ids, text, image, has_text, has_image, found)


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
