"""One version of a catalogue, held for serving: its vectors and titles, and its items by row.

Rows are sorted by `item_id`. What another process writes meanwhile changes nothing here. An item
is read by where it lies, not sought by its id: that costs a quarter of a query.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mmrec.lazy import Lazy
from mmrec.store import columns
from mmrec.store import schema as names
from mmrec.types import Bools, CatalogVectors, Ints, Item

BATCH = 16_384  # rows of vectors that are held as they lie on disk
KEPT = 20_000  # items that are kept once they were asked for: most lists share many of theirs


class View:
    """What a catalogue held when it was made. Safe to share between threads.

    Args:
        dataset: one version of the catalogue's table.

    Attributes:
        item_ids: every id, sorted.
        titles: call it for every title by item id.
    """

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        self._modalities = list(names.specs_of(dataset.schema))
        self._columns = columns.item_columns(dataset.schema)
        self._kept: dict[int, Item] = {}
        table = dataset.to_table(columns=["item_id", "title"])
        ids = table["item_id"].to_pylist()
        self._places: Ints = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        self._titles: pa.Array = table["title"].combine_chunks().take(pa.array(self._places))
        self.titles = Lazy(lambda: dict(zip(self.item_ids, self._titles.to_pylist(), strict=True)))
        self.item_ids: tuple[str, ...] = tuple(ids[place] for place in self._places.tolist())

    def title(self, row: int) -> str:
        """The title of one item."""
        return str(self._titles[row].as_py())

    def items(self, rows: Sequence[int]) -> list[Item]:
        """The items of these rows, in this order."""
        found = {row: item for row in rows if (item := self._kept.get(row)) is not None}
        missing = [row for row in dict.fromkeys(rows) if row not in found]
        if missing:
            found |= self._read_items(missing)
            if len(self._kept) > KEPT:
                self._kept = {}  # a new one: another thread may still read the old
            self._kept.update((row, found[row]) for row in missing)
        return [found[row] for row in rows]

    def _read_items(self, rows: Sequence[int]) -> dict[int, Item]:
        places = self._places[np.array(rows, dtype=np.int64)]
        order = np.argsort(places)
        lines = self._dataset.take(places[order], columns=self._columns).to_pylist()
        items = (columns.to_item(line, self._modalities) for line in lines)
        return {rows[place]: item for place, item in zip(order.tolist(), items, strict=True)}

    def vectors(self, kind: type[np.floating[Any]] = np.float32) -> CatalogVectors:
        """All vectors, read a batch at a time: no more is held than what is returned.

        Args:
            kind: of the numbers; float16 is how they lie on disk.
        """
        size = len(self.item_ids)
        row_at = np.empty(size, np.int64)
        row_at[self._places] = np.arange(size)
        found = {m: self._read(names.vectors_column(m), row_at, kind) for m in self._modalities}
        nothing: tuple[NDArray[Any], Bools] = (np.zeros((size, 0), kind), np.zeros(size, np.bool_))
        text, has_text = found.pop("text", nothing)
        image, has_image = found.pop("image", nothing)
        return CatalogVectors(self.item_ids, text, image, has_text, has_image, found)

    def _read(
        self, column: str, row_at: Ints, kind: type[np.floating[Any]]
    ) -> tuple[NDArray[Any], Bools]:
        """One column in row order: unit rows (N, D), and which are there (N,)."""
        width = self._dataset.schema.field(column).type.list_size
        vectors = np.zeros((len(row_at), width), kind)
        there = np.zeros(len(row_at), np.bool_)
        start = 0
        for batch in self._dataset.to_batches(columns=[column], batch_size=BATCH):
            rows = row_at[start : start + len(batch)]
            vectors[rows], there[rows] = columns.to_vectors(pa.chunked_array([batch[column]]))
            start += len(batch)
        return vectors, there
