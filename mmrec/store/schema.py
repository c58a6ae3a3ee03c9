"""The catalogue's columns: which there are and of which type.

item_id, title, description, image, then one column for each fact, then our own, which begin with
an underscore: the words for full-text search, the hash of the facts, and for each modality `m`
its vectors `_m`, their content hash `_m_hash` and, but for text and image, where the item's
medium lies, `_m_path`. The field metadata of a vector column says which encoder made it, and so
which modalities a catalogue has. `_next_m` and `_old_m` are there while a modality is re-embedded
(`mmrec.store.reembedding`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import pyarrow as pa

from mmrec.errors import DataError
from mmrec.types import EncoderSpec, FactValue

BASE = ("item_id", "title", "description", "image")
WORDS = "_words"
FACTS_HASH = "_facts_hash"
ENCODER = b"encoder"
NEXT, OLD = "_next_", "_old_"  # beginnings of a vector column that does not serve

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


def vectors_column(modality: str) -> str:
    """The column of a modality's vectors."""
    return f"_{modality}"


def hash_column(modality: str) -> str:
    """The column of the content hashes of what a modality's vectors were made from."""
    return f"_{modality}_hash"


def path_column(modality: str) -> str | None:
    """The column that says where an item's medium lies; None for text, which lies in no file."""
    return {"text": None, "image": "image"}.get(modality, f"_{modality}_path")


def empty_schema(specs: Mapping[str, EncoderSpec]) -> pa.Schema:
    """The columns of a catalogue that has no facts yet, for vectors of these encoders."""
    plain = (*BASE[1:], WORDS, FACTS_HASH)
    return pa.schema(
        [
            pa.field("item_id", pa.string(), nullable=False),
            *(pa.field(name, pa.string()) for name in plain),
            *modality_schema(specs),
        ]
    )


def modality_schema(specs: Mapping[str, EncoderSpec]) -> pa.Schema:
    """The columns of these modalities, but for `image`, which every catalogue has."""
    fields = []
    for modality, spec in specs.items():
        fields.append(pa.field(hash_column(modality), pa.string()))
        path = path_column(modality)
        if path is not None and path not in BASE:
            fields.append(pa.field(path, pa.string()))
        fields.append(vector_field(vectors_column(modality), spec))
    return pa.schema(fields)


def vector_field(column: str, spec: EncoderSpec) -> pa.Field:
    """A column of vectors of this encoder."""
    made_by = json.dumps(asdict(spec), ensure_ascii=False).encode()
    return pa.field(column, pa.list_(VECTOR_TYPE, spec.width), metadata={ENCODER: made_by})


def specs_of(schema: pa.Schema) -> dict[str, EncoderSpec]:
    """Which encoder made the vectors of each modality, in the order of the columns."""
    return {
        name[1:]: spec for name, spec in _made(schema).items() if not name.startswith((NEXT, OLD))
    }


def next_specs_of(schema: pa.Schema) -> dict[str, EncoderSpec]:
    """Which encoder is making new vectors of each modality that is being re-embedded."""
    return {
        name.removeprefix(NEXT): spec
        for name, spec in _made(schema).items()
        if name.startswith(NEXT)
    }


def _made(schema: pa.Schema) -> dict[str, EncoderSpec]:
    return {
        field.name: EncoderSpec(**json.loads(field.metadata[ENCODER]))
        for field in schema
        if field.metadata and ENCODER in field.metadata
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
            if type(value) is types.get(name):
                continue
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
