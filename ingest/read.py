"""Sources to rows, one at a time: CSV, TSV, JSONL and Parquet, plain or compressed, and folders.

A line that cannot be read as a row is a `Reject`; a file that cannot be read is a `DataError`.
"""

import glob
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest import encoding as encodings
from ingest.columnar import batch_rows, parquet_batches, parquet_columns
from ingest.datasets import dataset_columns, dataset_folders, dataset_rows
from ingest.delimited import LINE_LIMIT, Header, delimited_rows, read_header
from ingest.folders import COLUMNS, FILE_NAME, folder_rows, picture_files, with_picture_fields
from ingest.rows import Row, RowSource
from mmrec.errors import DataError
from mmrec.types import Reject

__all__ = ["Row", "Source", "find_sources"]

FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
TEXTS = ("csv", "tsv", "jsonl")
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
PEEK = 100  # JSONL rows whose keys are taken for the file's columns
_CHUNK = 1 << 20
_KNOWN = (
    "CSV, TSV, JSONL or Parquet (.csv .tsv .jsonl .parquet, also with .gz or .zst), a folder of "
    "them, of pictures, or one that `datasets` saved"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder of rows.

    Attributes:
        path: where it is.
        format: csv, tsv, jsonl, parquet, dataset (saved by `datasets`) or pictures (a folder).
        compression: gzip, zstd or None.
        encoding: the codec of a text format.
        header: the columns of a CSV or TSV.
        note: what was assumed in reading it, None when nothing was.
    """

    path: Path
    format: str
    compression: str | None = None
    encoding: str | None = None
    header: Header | None = None
    note: str | None = None

    def columns(self) -> list[str]:
        """The names of its columns; for JSONL the keys of the first rows."""
        with _reading(self.path):
            if self.format == "pictures":
                return list(COLUMNS)
            if self.format == "dataset":
                return dataset_columns(self.path)
            if self.header is not None:
                there = self.header.columns
            elif self.format == "parquet":
                there = parquet_columns(self.path, self.compression)
            else:
                peek = [row for _, row in zip(range(PEEK), _json_rows(self), strict=False)]
                keys = (key for row in peek if isinstance(row, Row) for key in row.values)
                there = list(dict.fromkeys(keys))
        if FILE_NAME in there:
            there = list(dict.fromkeys(["item_id", "title", "image", *there]))
            there.remove(FILE_NAME)
        return there

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[Row | Reject]:
        """Every row, in order.

        Args:
            columns: those that are needed; a format that stores columns apart reads no others.

        Raises:
            DataError: it cannot be opened or is damaged.
        """
        with _reading(self.path):
            yield from _rows(self, columns)


def find_sources(given: Sequence[str | RowSource], encoding: str | None = None) -> list[RowSource]:
    """The sources behind paths, folders (searched through) and globs, each once, in order.

    Args:
        given: what the user names; what is a source already is taken as it is.
        encoding: of the text files; by default found out for each.

    Raises:
        DataError: nothing is there, or it is of no format that is read.
        ConfigError: no such encoding.
    """
    codec = encodings.given(encoding) if encoding else None
    found: dict[Path | int, RowSource] = {}
    for name in given:
        if not isinstance(name, str):
            found[id(name)] = name
            continue
        for path in _paths(name):
            if path.absolute() not in found:
                found[path.absolute()] = _source(path, codec)
    return list(found.values())


def _paths(name: str) -> list[Path]:
    path = Path(name).expanduser()
    if path.is_file():
        return [path]
    if path.is_dir():
        return _inside(path)
    matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207
    if not matches:
        raise DataError(f"{name}: no such file.", f"Give {_KNOWN}, or a glob.")
    # A folder that a glob meets is skipped, but for those that are one source each.
    return [one for match in matches for one in ([match] if match.is_file() else _datasets(match))]


def _inside(folder: Path) -> list[Path]:
    if saved := _datasets(folder):
        return saved
    inside = sorted(p for p in folder.rglob("*") if p.is_file() and _format(p)[0])
    if inside:
        return inside
    if next(picture_files(folder), None) is None:
        raise DataError(f"Folder {folder} holds no rows to read.", f"Put {_KNOWN} there.")
    return [folder]


def _datasets(folder: Path) -> list[Path]:
    with _reading(folder):
        return dataset_folders(folder)


def _format(path: Path) -> tuple[str | None, str | None]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    last = suffixes[-2:-1] if compression else suffixes[-1:]
    return FORMATS.get(last[0]) if last else None, compression


def _source(path: Path, codec: encodings.Encoding | None) -> Source:
    if path.is_dir():
        return Source(path, "dataset" if _datasets(path) else "pictures")
    kind, compression = _format(path)
    if kind is None:
        raise DataError(f"{path} is of no format that is read here.", f"Give {_KNOWN}.")
    if kind not in TEXTS:
        return Source(path, kind, compression)
    with _reading(path):
        codec = codec or encodings.detect(_chunks(path, compression))
        note = f"{path.name}: {codec.note}" if codec.note else None
        source = Source(path, kind, compression, codec.codec, note=note)
        return source if kind == "jsonl" else _with_header(source)


def _with_header(source: Source) -> Source:
    with _text(source) as stream:
        header = read_header(stream, source.format, str(source.path))
    return Source(
        source.path, source.format, source.compression, source.encoding, header, source.note
    )


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What can go wrong with a file, said in one line."""
    try:
        yield
    except UnicodeError as error:
        raise DataError(
            f"{path} is not in the encoding it is read in: {_line(error)}.",
            "Give the right one with `--encoding`, or save it as UTF-8.",
        ) from None
    except pa.ArrowException as error:
        raise DataError(f"{path} is damaged: {_line(error)}.", "Make it again.") from None
    except OSError as error:
        reason = error.strerror or _line(error)
        raise DataError(f"{path} cannot be read: {reason}.", "Check the file.") from None


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _bytes(path: Path, compression: str | None) -> Any:
    return pa.input_stream(str(path), compression=compression, buffer_size=_CHUNK)


def _chunks(path: Path, compression: str | None) -> Iterator[bytes]:
    with _bytes(path, compression) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


@contextmanager
def _text(source: Source) -> Iterator[TextIOWrapper]:
    with (
        _bytes(source.path, source.compression) as raw,
        TextIOWrapper(raw, encoding=source.encoding, errors=encodings.ERRORS, newline="") as stream,
    ):
        yield stream


def _rows(source: Source, columns: Sequence[str] | None) -> Iterator[Row | Reject]:
    file = str(source.path)
    if source.format == "pictures":
        yield from folder_rows(source.path)
    elif source.format == "dataset":
        yield from dataset_rows(source.path, columns)
    elif source.format == "parquet":
        batches = parquet_batches(source.path, source.compression, columns)
        yield from _named(batch_rows(batches, file))
    elif source.header is None:
        yield from _named(_json_rows(source))
    else:
        with _text(source) as stream:
            rows = delimited_rows(stream, source.header, file)
            yield from _named(rows) if FILE_NAME in source.header.columns else rows


def _named(rows: Iterator[Row | Reject]) -> Iterator[Row | Reject]:
    """Rows, those of a sidecar with what the name of their picture says."""
    for row in rows:
        yield with_picture_fields(row) if isinstance(row, Row) and FILE_NAME in row.values else row


def _json_rows(source: Source) -> Iterator[Row | Reject]:
    file, line = str(source.path), 0
    with _text(source) as stream:
        while text := stream.readline(LINE_LIMIT):
            line += 1
            if len(text) >= LINE_LIMIT and not text.endswith(("\n", "\r")):
                while (rest := stream.readline(LINE_LIMIT)) and not rest.endswith(("\n", "\r")):
                    pass
                reason = f"a line of more than {LINE_LIMIT:,} characters"
                yield Reject(file, line, "", reason, {"text": text[:1000]})
            elif not text.isspace():
                yield _json_row(file, line, text)


def _json_row(file: str, line: int, text: str) -> Row | Reject:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Reject(file, line, "", f"not JSON: {_line(error)}", {"text": text.rstrip()})
    if not isinstance(values, dict):
        return Reject(file, line, "", "not a JSON object", {"text": text.rstrip()})
    return Row(file, line, values)
