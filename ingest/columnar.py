"""Parquet files and Arrow streams to rows: typed cells, a batch in memory at a time."""

import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest.rows import Row

BATCH = 1024  # rows
BATCH_OF_BYTES = 64  # rows, where a column holds pictures


@contextmanager
def open_parquet(path: Path, compression: str | None) -> Iterator[Any]:
    """A Parquet file. It is read from its end, so a compressed one is unpacked onto the disk."""
    import pyarrow.parquet as pq

    if compression is None:
        with pq.ParquetFile(path) as file:
            yield file
        return
    with tempfile.TemporaryFile() as spill:
        with pa.input_stream(str(path), compression=compression) as packed:
            shutil.copyfileobj(packed, spill, 1 << 20)
        spill.seek(0)
        with pq.ParquetFile(spill) as file:
            yield file


def parquet_columns(path: Path, compression: str | None) -> list[str]:
    """The names of its columns."""
    with open_parquet(path, compression) as file:
        return list(file.schema_arrow.names)


def parquet_batches(
    path: Path, compression: str | None, columns: Sequence[str] | None
) -> Iterator[Any]:
    """The record batches of these columns, or of all."""
    with open_parquet(path, compression) as file:
        size = BATCH_OF_BYTES if holds_bytes(file.schema_arrow) else BATCH
        chosen = None if columns is None else [c for c in file.schema_arrow.names if c in columns]
        yield from file.iter_batches(batch_size=size, columns=chosen)


def holds_bytes(schema: Any) -> bool:
    """Does a column hold pictures: bytes, or a record with bytes as `datasets` writes them?"""
    return any(is_bytes(field.type) for field in schema)


def is_bytes(kind: Any) -> bool:
    """Is an Arrow type bytes, or a record that holds some?"""
    if pa.types.is_struct(kind):
        return any(is_bytes(kind.field(place).type) for place in range(kind.num_fields))
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def batch_rows(batches: Iterable[Any], file: str) -> Iterator[Row]:
    """The rows of record batches, numbered from 1."""
    line = 0
    for batch in batches:
        floats = [field.name for field in batch.schema if pa.types.is_floating(field.type)]
        for values in batch.to_pylist():
            line += 1
            for name in floats:
                value = values[name]
                if value is not None and math.isnan(value):
                    values[name] = None  # data frames write a missing number as NaN
            yield Row(file, line, values)
