"""Files to rows, one at a time: CSV, TSV, JSONL and Parquet, plain or compressed.

A line that cannot be read as a row is a `Reject`; a file that cannot be read is a `DataError`.
"""

import csv
import glob
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import pyarrow as pa

from mmrec.errors import DataError
from mmrec.types import Reject

FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
PARQUET_BATCH = 1024
PEEK = 100  # JSONL rows whose keys are taken for the file's columns
_KNOWN = "CSV, TSV, JSONL or Parquet (.csv .tsv .jsonl .parquet, also with .gz or .zst)"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: column name to text (CSV, TSV) or typed value (JSONL, Parquet)."""

    file: str
    line: int
    values: Mapping[str, Any]

    def reject(self, field: str, reason: str) -> Reject:
        """This row, refused."""
        return Reject(self.file, self.line, field, reason, self.values)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of rows, its format and its compression."""

    path: Path
    format: str
    compression: str | None

    def columns(self) -> list[str]:
        """The names of its columns; for JSONL the keys of the first rows."""
        if self.format == "parquet":
            with _reading(self.path):
                return list(_parquet(self).schema_arrow.names)
        if self.format == "jsonl":
            peek = (row for _, row in zip(range(PEEK), self.rows(), strict=False))
            return list(
                dict.fromkeys(k for row in peek if isinstance(row, Row) for k in row.values)
            )
        with _reading(self.path), _text(self) as stream:
            return next(_csv_reader(self, stream), [])

    def rows(self) -> Iterator[Row | Reject]:
        """Every row of the file, in order.

        Raises:
            DataError: the file cannot be opened, is damaged or is not UTF-8.
        """
        readers = {
            "csv": _csv_rows,
            "tsv": _csv_rows,
            "jsonl": _json_rows,
            "parquet": _parquet_rows,
        }
        with _reading(self.path):
            yield from readers[self.format](self)


def find_sources(given: Sequence[str]) -> list[Source]:
    """The files behind paths, folders (searched through) and globs, each once, in order.

    Raises:
        DataError: nothing is there, or it is of no format that is read.
    """
    found: dict[Path, Source] = {}
    for name in given:
        for path in _paths(name):
            found.setdefault(path.absolute(), _source(path))
    return list(found.values())


def _paths(name: str) -> list[Path]:
    path = Path(name).expanduser()
    if path.is_file():
        return [path]
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.is_file() and _format(p)[0])
        if not inside:
            raise DataError(f"Folder {path} holds no rows to read.", f"Put {_KNOWN} files there.")
        return inside
    matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207
    if not matches:
        raise DataError(f"{name}: no such file.", f"Give {_KNOWN} files, a folder or a glob.")
    return [match for match in matches if match.is_file()]


def _format(path: Path) -> tuple[str | None, str | None]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    last = suffixes[-2:-1] if compression else suffixes[-1:]
    return FORMATS.get(last[0]) if last else None, compression


def _source(path: Path) -> Source:
    kind, compression = _format(path)
    if kind is None:
        raise DataError(f"{path} is of no format that is read here.", f"Give {_KNOWN} files.")
    return Source(path, kind, compression)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What can go wrong with a file, said in one line."""
    try:
        yield
    except UnicodeDecodeError as error:
        bad = error.object[error.start]
        raise DataError(
            f"{path} is not UTF-8: byte 0x{bad:02x} cannot be read.", "Save it as UTF-8."
        ) from None
    except pa.ArrowInvalid as error:
        raise DataError(f"{path} is damaged: {_line(error)}.", "Make it again.") from None
    except OSError as error:
        reason = error.strerror or _line(error)
        raise DataError(f"{path} cannot be read: {reason}.", "Check the file.") from None


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _bytes(source: Source) -> Any:
    return pa.input_stream(str(source.path), compression=source.compression)


@contextmanager
def _text(source: Source) -> Iterator[TextIOWrapper]:
    # utf-8-sig: spreadsheets write a byte-order mark, which would stick to the first column's name.
    with _bytes(source) as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as stream:
        yield stream


def _csv_reader(source: Source, stream: TextIOWrapper) -> Any:
    return csv.reader(stream, delimiter="\t" if source.format == "tsv" else ",")


def _csv_rows(source: Source) -> Iterator[Row | Reject]:
    file = str(source.path)
    with _text(source) as stream:
        reader = _csv_reader(source, stream)
        header: list[str] = next(reader, [])
        while True:
            line = reader.line_num + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(file, line, "", f"not readable as CSV: {error}", {})
                continue
            if len(fields) == len(header):
                yield Row(file, line, dict(zip(header, fields, strict=True)))
            elif fields:  # a blank line is no row
                reason = f"{len(fields)} fields instead of {len(header)}; is a comma not quoted?"
                yield Reject(file, line, "", reason, {"fields": fields})


def _json_rows(source: Source) -> Iterator[Row | Reject]:
    file = str(source.path)
    with _text(source) as stream:
        for line, text in enumerate(stream, start=1):
            if not text.strip():
                continue
            try:
                values = json.loads(text)
            except (ValueError, RecursionError) as error:
                yield Reject(file, line, "", f"not JSON: {_line(error)}", {"text": text.rstrip()})
                continue
            if isinstance(values, dict):
                yield Row(file, line, values)
            else:
                yield Reject(file, line, "", "not a JSON object", {"text": text.rstrip()})


def _parquet(source: Source) -> Any:
    import pyarrow.parquet as pq

    if source.compression is None:
        return pq.ParquetFile(source.path)
    with _bytes(source) as raw:  # Parquet is read from its end, so it has to be whole in memory
        return pq.ParquetFile(pa.BufferReader(raw.read()))


def _parquet_rows(source: Source) -> Iterator[Row]:
    file, line = str(source.path), 0
    for batch in _parquet(source).iter_batches(batch_size=PARQUET_BATCH):
        for values in batch.to_pylist():
            line += 1
            yield Row(file, line, {name: _no_nan(value) for name, value in values.items()})


def _no_nan(value: Any) -> Any:
    """Data frames write a missing number as NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value
