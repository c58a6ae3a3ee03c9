"""The catalogue's columns: which there are, of which type, and how rows become them and back.

item_id, title, description, image, then one column for each fact, then our own, which begin with
an underscore: the words for full-text search, the vectors, the hashes. The field metadata of a
vector column says which encoder made it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from mmrec.errors import DataError
from mmrec.store.rows import CatalogRow, Hashes
from mmrec.types import EncoderSpec, FactValue, Floats, Item

BASE = ("item_id", "title", "description", "image")
HASHES = ("_text_hash", "_image_hash", "_facts_hash")
VECTORS = {"text": "_text", "image": "_image"}
WORDS = "_words"
ENCODER = b"encoder"

# float16: half the disk and half the time to load; the cosines differ in the fourth place.
VECTOR_TYPE = pa.float16()
FACT_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    list: pa.list_(pa.string()),
}
_NAMES = {str: "text", int: "whole numbers", float: "numbers", bool: "true/false", list: "a list"}


def empty_schema(text: EncoderSpec, image: EncoderSpec) -> pa.Schema:
    """The columns of a catalogue that has no facts yet."""
    specs = {"text": text, "image": image}
    return pa.schema(
        [
            pa.field("item_id", pa.string(), nullable=False),
            *(pa.field(name, pa.string()) for name in (*BASE[1:], WORDS, *HASHES)),
            *(_vector_field(VECTORS[modality], spec) for modality, spec in specs.items()),
        ]
    )


def _vector_field(column: str, spec: EncoderSpec) -> pa.Field:
    made_by = json.dumps(asdict(spec), ensure_ascii=False).encode()
    return pa.field(column, pa.list_(VECTOR_TYPE, spec.width), metadata={ENCODER: made_by})


def specs_of(schema: pa.Schema) -> dict[str, EncoderSpec]:
    """Which encoder made each vector column."""
    return {
        modality: EncoderSpec(**json.loads(schema.field(column).metadata[ENCODER]))
        for modality, column in VECTORS.items()
    }


def fact_types_of(schema: pa.Schema) -> dict[str, type]:
    """Name and Python type of each fact."""
    python = {kind: name for name, kind in FACT_TYPES.items()}
    return {
        field.name: python[field.type]
        for field in schema
        if field.name not in BASE and not field.name.startswith("_")
    }


def settle(known: Mapping[str, type], facts: Iterable[Mapping[str, FactValue]]) -> dict[str, type]:
    """The type of each fact once these facts are in, the known ones unchanged.

    Whole numbers fit where numbers are; nothing else fits where it was not.

    Raises:
        DataError: a name that cannot be a column, or a value of another type than the rest.
    """
    types = dict(known)
    for one in facts:
        for name, value in one.items():
            _check_name(name, types)
            types[name] = _join(name, types.get(name), value, known)
    return types


def _join(name: str, kind: type | None, value: FactValue, known: Mapping[str, type]) -> type:
    new = type(value)
    if kind is None or new is kind or (kind is float and new is int):
        return kind or new
    if kind is int and new is float and name not in known:
        return float
    there = "in the catalogue" if name in known else "in other rows"
    raise DataError(
        f"Fact '{name}' is {_NAMES[kind]} {there}, and here it is {_NAMES[new]}: {value!r}.",
        f"Mend the source, or give the column another name in a mapping file (facts: new: {name}).",
    )


def _check_name(name: str, types: Mapping[str, type]) -> None:
    if name in types:
        return
    if not name.isidentifier() or name.startswith("_") or name in BASE:
        raise DataError(
            f"'{name}' cannot be the name of a fact.",
            f"Use letters, digits and underscores, a letter first, and none of {', '.join(BASE)}.",
        )
    twin = next((other for other in (*types, *BASE) if other.lower() == name.lower()), None)
    if twin:
        raise DataError(
            f"Facts '{name}' and '{twin}' differ only in case; filters could not tell them apart.",
            "Rename one of them in a mapping file.",
        )


def fact_fields(types: Mapping[str, type]) -> pa.Schema:
    """The columns of facts of these types."""
    return pa.schema([pa.field(name, FACT_TYPES[kind]) for name, kind in types.items()])


def to_table(rows: Sequence[CatalogRow], schema: pa.Schema) -> pa.Table:
    """Rows as a table of this schema, which must hold all their facts."""
    types = fact_types_of(schema)
    columns: dict[str, Any] = {
        "item_id": [row.item.item_id for row in rows],
        "title": [row.item.title for row in rows],
        "description": [row.item.description for row in rows],
        "image": [row.item.image for row in rows],
        WORDS: [words_of(row.item) for row in rows],
        "_text_hash": [row.hashes.text for row in rows],
        "_image_hash": [row.hashes.image for row in rows],
        "_facts_hash": [row.hashes.facts for row in rows],
        "_text": _vector_array([row.text for row in rows], schema.field("_text").type),
        "_image": _vector_array([row.image for row in rows], schema.field("_image").type),
    }
    for name, kind in types.items():
        columns[name] = pa.array([row.item.facts.get(name) for row in rows], FACT_TYPES[kind])
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)


def _vector_array(vectors: Sequence[Floats | None], kind: pa.DataType) -> pa.Array:
    """Null where a vector is missing. LanceDB would null a bad vector silently, so we look."""
    values = np.zeros((len(vectors), kind.list_size), dtype=np.float16)
    for place, vector in enumerate(vectors):
        if vector is None:
            continue
        if vector.shape != (kind.list_size,) or not np.isfinite(vector).all():
            raise ValueError(f"a vector of shape {vector.shape} is not {kind.list_size} numbers")
        values[place] = vector
    missing = pa.array([vector is None for vector in vectors], pa.bool_())
    return pa.FixedSizeListArray.from_arrays(
        pa.array(values.reshape(-1)), kind.list_size, mask=missing
    )


def words_of(item: Item) -> str:
    """What full-text search sees of an item: title, description, and facts that are text."""
    words = [item.title, item.description or ""]
    for value in item.facts.values():
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, list):
            words.extend(value)
    return "\n".join(words)


def to_item(row: Mapping[str, Any], facts: Iterable[str]) -> Item:
    """The item of one stored row; a fact that is null there is absent here."""
    return Item(
        item_id=row["item_id"],
        title=row["title"],
        description=row["description"],
        image=row["image"],
        facts={name: row[name] for name in facts if row[name] is not None},
    )


def to_hashes(row: Mapping[str, Any]) -> Hashes:
    """The hashes of one stored row."""
    return Hashes(*(row[column] for column in HASHES))


def to_vectors(column: pa.ChunkedArray, width: int) -> tuple[Floats, np.ndarray[Any, Any]]:
    """Unit rows (n, width), zero where missing, and the mask (n,) of those that are there."""
    there = column.is_valid().to_numpy()
    vectors = np.zeros((len(column), width), dtype=np.float32)
    vectors[there] = column.combine_chunks().flatten().to_numpy().reshape(-1, width)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, norms, out=vectors, where=norms > 0)
    return vectors, there
