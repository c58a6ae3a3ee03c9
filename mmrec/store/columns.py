"""Rows to columns and back: built a column at a time, because a million rows pass through here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from mmrec.store import schema as names
from mmrec.store.rows import CatalogRow
from mmrec.types import Bools, Floats, Item


def to_table(rows: Sequence[CatalogRow], schema: pa.Schema) -> pa.Table:
    """Rows as a table of this schema, which must hold all their facts.

    A column that is being re-embedded is null: its vectors would be of another content.
    """
    items = [row.item for row in rows]
    columns: dict[str, Any] = {
        "item_id": [item.item_id for item in items],
        "title": [item.title for item in items],
        "description": [item.description for item in items],
        "image": [item.image for item in items],
        names.WORDS: [words_of(item) for item in items],
        names.FACTS_HASH: [row.hashes.facts for row in rows],
    }
    for modality in names.specs_of(schema):
        columns |= _modality(modality, rows, schema)
    for name in names.fact_types_of(schema):
        columns[name] = [item.facts.get(name) for item in items]
    return pa.table([_array(columns.get(one.name), one, len(rows)) for one in schema], schema)


def _modality(modality: str, rows: Sequence[CatalogRow], schema: pa.Schema) -> dict[str, Any]:
    column = names.vectors_column(modality)
    columns: dict[str, Any] = {
        names.hash_column(modality): [row.hashes.of.get(modality, "") for row in rows],
        column: to_vector_array(
            [row.vectors.get(modality) for row in rows], schema.field(column).type
        ),
    }
    path = names.path_column(modality)
    if path is not None and path not in names.BASE:
        columns[path] = [row.item.media.get(modality) for row in rows]
    return columns


def _array(values: Any, field: pa.Field, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, field.type)
    return values if isinstance(values, pa.Array) else pa.array(values, field.type)


def to_vector_array(vectors: Sequence[Floats | None], kind: pa.DataType) -> pa.Array:
    """Null where a vector is missing. LanceDB would null a bad vector silently, so we look.

    Raises:
        ValueError: a vector of another width, or with a value that is no number.
    """
    width = kind.list_size
    missing = np.fromiter((vector is None for vector in vectors), bool, len(vectors))
    values = np.zeros((len(vectors), width), dtype=np.float16)
    if not missing.all():
        there = np.stack([vector for vector in vectors if vector is not None])
        if there.shape[1:] != (width,) or not np.isfinite(there).all():
            raise ValueError(f"vectors of shape {there.shape[1:]} are not {width} numbers each")
        values[~missing] = there
    mask = pa.array(missing) if missing.any() else None
    return pa.FixedSizeListArray.from_arrays(pa.array(values.reshape(-1)), width, mask=mask)


def words_of(item: Item) -> str:
    """What full-text search sees of an item: title, description, and facts that are text."""
    words = [item.title, item.description or ""]
    for value in item.facts.values():
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, list):
            words.extend(value)
    return "\n".join(words)


def item_columns(schema: pa.Schema) -> list[str]:
    """The columns that `to_item` needs."""
    paths = (names.path_column(modality) for modality in names.specs_of(schema))
    media = (path for path in paths if path is not None and path not in names.BASE)
    return [*names.BASE, *media, *names.fact_types_of(schema)]


def to_item(row: Mapping[str, Any], modalities: Iterable[str]) -> Item:
    """The item of one stored row of `item_columns`; a fact that is null there is absent here."""
    paths = {modality: row.get(names.path_column(modality) or "") for modality in modalities}
    return Item(
        item_id=row["item_id"],
        title=row["title"],
        description=row["description"],
        image=row["image"],
        media={m: path for m, path in paths.items() if path is not None and m != "image"},
        facts={
            name: value
            for name, value in row.items()
            if value is not None and name not in names.BASE and not name.startswith("_")
        },
    )


def to_vectors(column: pa.ChunkedArray) -> tuple[Floats, Bools]:
    """Unit rows (n, D), zero where missing, and the mask (n,) of those that are there."""
    there = column.is_valid().to_numpy()
    width = column.type.list_size
    vectors = np.zeros((len(column), width), dtype=np.float32)
    vectors[there] = column.combine_chunks().flatten().to_numpy().reshape(-1, width)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, norms, out=vectors, where=norms > 0)
    return vectors, there
