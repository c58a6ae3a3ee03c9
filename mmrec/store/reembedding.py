"""New vectors of a modality, made beside those that serve, and put in their place at once.

`_next_m` is added, filled where it is null, and then swaps names with `_m` in one commit; what
served until then is `_old_m`, and goes. Each step is one commit and each can be the last of a
process: whoever comes next goes on. Only the writer of the catalogue may do this.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from mmrec.config import INDEX_FROM
from mmrec.store import columns, upkeep
from mmrec.store import schema as names
from mmrec.types import EncoderSpec, Floats, Item


class Reembedding:
    """One modality on its way to another encoder; started, or gone on with."""

    def __init__(self, table: Any, modality: str, spec: EncoderSpec) -> None:
        self._table = table
        self._modality = modality
        self._column = names.vectors_column(modality)
        self._next = names.NEXT + modality
        # Those whose medium is there: an item without a picture needs no vector.
        self._left = f"{self._column} IS NOT NULL AND {self._next} IS NULL"
        drop_leftovers(table)
        begun = names.next_specs_of(table.schema).get(modality)
        if begun not in {None, spec}:
            table.drop_columns([self._next])
            begun = None
        if begun is None:
            table.add_columns(pa.schema([names.vector_field(self._next, spec)]))

    def left(self) -> int:
        """How many vectors are still to be made."""
        return int(self._table.count_rows(self._left))

    def batches(self, size: int) -> Iterator[list[Item]]:
        """The items whose vectors are still to be made, as of now, each once."""
        schema = self._table.schema
        query = self._table.search().where(self._left).select(columns.item_columns(schema))
        waiting: list[Item] = []
        for batch in query.to_batches(size):
            waiting += [columns.to_item(row, names.specs_of(schema)) for row in batch.to_pylist()]
            while len(waiting) >= size:
                yield waiting[:size]
                waiting = waiting[size:]
        if waiting:
            yield waiting

    def fill(self, item_ids: Sequence[str], vectors: Floats) -> None:
        """Keep the new vectors (n, D) of these items, all or none."""
        kind = self._table.schema.field(self._next).type
        made = pa.table(
            [pa.array(item_ids, pa.string()), columns.to_vector_array(list(vectors), kind)],
            schema=pa.schema(
                [pa.field("item_id", pa.string(), nullable=False), pa.field(self._next, kind)]
            ),
        )
        merge = self._table.merge_insert("item_id").when_matched_update_all().use_index(False)
        merge.execute(made, on_bad_vectors="null")

    def switch(self, index_from: int = INDEX_FROM) -> None:
        """Let the new vectors serve. An item that has none now is embedded by the next ingest."""
        if self.left():
            # An empty hash is never that of a medium that is there.
            self._table.update(self._left, {names.hash_column(self._modality): ""})
        upkeep.index_vectors(self._table, self._next, index_from)
        self._table.alter_columns(
            {"path": self._column, "rename": names.OLD + self._modality},
            {"path": self._next, "rename": self._column},
        )
        drop_leftovers(self._table)


def abandon(table: Any, modality: str) -> None:
    """Forget new vectors that were begun, because those that serve are wanted after all."""
    if names.NEXT + modality in table.schema.names:
        table.drop_columns([names.NEXT + modality])


def drop_leftovers(table: Any) -> None:
    """Drop what served before a switch whose process died right after it."""
    old = [name for name in table.schema.names if name.startswith(names.OLD)]
    if old:
        table.drop_columns(old)
