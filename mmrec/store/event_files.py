"""The event log as a Parquet file and back: every column, so that nothing is lost on the way."""

from dataclasses import asdict
from pathlib import Path

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


def export_events(log: EventLog, file: Path) -> int:
    """Write the whole log, in the order of arrival; whole or absent. Returns how many events.

    Raises:
        DataError: the file cannot be written.
    """
    beside, count = file.with_name(f".{file.name}.tmp"), 0
    try:
        with parquet.ParquetWriter(beside, SCHEMA, compression="zstd") as writer:
            for events in log.arrivals():
                rows = [asdict(event) for event in events]
                writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
                count += len(rows)
        beside.replace(file)
    except OSError as error:
        raise DataError(f"{file} cannot be written: {error}.", "Name another file.") from None
    finally:
        beside.unlink(missing_ok=True)
    return count


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
        for batch in source.iter_batches(columns=SCHEMA.names):
            events = [Event(**row) for row in batch.cast(SCHEMA).to_pylist()]
            count, new = count + len(events), new + log.append(events)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{file} is no export of an event log: {error}.", "Check it.") from None
    return count, new
