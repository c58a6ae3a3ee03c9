"""The event log as a Parquet file and back: every column, so that nothing is lost on the way.

Events keep the numbers of their rows, and the file says how far numbers were given: in the log that
it is read into, a model still finds what it has learned from, and what comes later is new to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from mmrec.errors import DataError
from mmrec.store.events import EventLog
from mmrec.types import Event

SCHEMA = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("user_id", pa.string(), nullable=False),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("at", pa.float64(), nullable=False),
        pa.field("request_id", pa.string()),
        pa.field("position", pa.int64()),
        pa.field("propensity", pa.float64()),
        pa.field("model_id", pa.string()),
        pa.field("source", pa.string()),
    ]
)
ROW, VERSION = "row", "version"
NUMBERED = pa.schema([pa.field(ROW, pa.int64(), nullable=False), *SCHEMA])

OUTCOMES = pa.schema(
    [
        *SCHEMA,
        pa.field("state", pa.string(), nullable=False),
        pa.field("reward", pa.float64(), nullable=False),
        pa.field("answers", pa.list_(pa.string()), nullable=False),
    ]
)


def export_events(log: EventLog, file: Path) -> int:
    """Write the whole log, in the order of arrival; whole or absent. Returns how many events.

    Raises:
        DataError: the file cannot be written.
    """
    schema = NUMBERED.with_metadata({VERSION: str(log.version())})
    parts = ([{ROW: row, **asdict(one)} for row, one in part] for part in log.numbered())
    return _write(file, schema, parts)


def export_outcomes(parts: Iterable[Sequence[Mapping[str, Any]]], file: Path) -> int:
    """Write impressions with what came of them, rows of OUTCOMES; whole or absent.

    Returns how many.

    Raises:
        DataError: the file cannot be written.
    """
    return _write(file, OUTCOMES, parts)


def import_events(log: EventLog, file: Path) -> tuple[int, int]:
    """Append what `export_events` wrote. Returns how many events it holds, and how many were new.

    Raises:
        DataError: the file is no export of an event log.
    """
    count, new = 0, 0
    try:
        source = parquet.ParquetFile(file)
        if missing := set(SCHEMA.names) - set(source.schema_arrow.names):
            raise DataError(
                f"{file} has no column {', '.join(sorted(missing))}.",
                "For behaviour of other origin use `mmrec ingest events`.",
            )
        told = source.schema_arrow.metadata or {}
        # A file of an older version has no numbers.
        known = NUMBERED if ROW in source.schema_arrow.names else SCHEMA
        for batch in source.iter_batches(columns=known.names):
            fields = batch.cast(known).to_pylist()
            rows = [one.pop(ROW, 0) for one in fields]
            events = [Event(**one) for one in fields]
            count, new = count + len(events), new + log.append(events, rows)
        log.reach(int(told.get(VERSION.encode(), 0)))
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{file} is no export of an event log: {error}.", "Check it.") from None
    return count, new


def _write(file: Path, schema: pa.Schema, parts: Iterable[Sequence[Mapping[str, Any]]]) -> int:
    beside, count = file.with_name(f".{file.name}.tmp"), 0
    try:
        with parquet.ParquetWriter(beside, schema, compression="zstd") as writer:
            for rows in parts:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                count += len(rows)
        beside.replace(file)
    except OSError as error:
        raise DataError(f"{file} cannot be written: {error}.", "Name another file.") from None
    finally:
        beside.unlink(missing_ok=True)
    return count
