"""Behaviour from files into the event log: ratings, clicks, purchases of the past."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from ingest.check import require_few
from ingest.check_events import Reading, check_event
from ingest.mapping import EventMapping, require_columns
from ingest.pipeline import Progress
from ingest.preview import EXAMPLES, Preview, told_sources
from ingest.read import find_sources
from ingest.report import EventReport, NothingUsable, Rejects, job_of
from ingest.rows import MAX_ERROR_RATE, RowSource
from mmrec.config import EventSettings, Settings
from mmrec.errors import ConfigError, NotFound, did_you_mean
from mmrec.store import Catalog, EventLog, Home
from mmrec.types import Event, Reject

CHUNK = 20_000
SAMPLE = 10_000  # first rows of a source that it is judged by
PLAIN_KIND = "view"  # of rows that say neither an event nor a rating

Append = Callable[[Sequence[Event]], int]  # of a chunk, how many events are new


def ingest_events(
    home: Home,
    settings: Settings,
    sources: Sequence[str | RowSource],
    *,
    mapping: Path | EventMapping | None = None,
    encoding: str | None = None,
    max_error_rate: float = MAX_ERROR_RATE,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> EventReport:
    """Read events into the log. Doing it again adds nothing: an event's id is made of its content.

    A dry run checks every row and counts what is new, and writes nothing.

    Raises:
        DataError: a source cannot be used, holds no good row, or more of its first SAMPLE rows
            than `max_error_rate` would be refused; nothing is written then.
        ConfigError: the mapping is wrong.
    """
    start = time.perf_counter()
    files = find_sources(sources, encoding)
    wishes = EventMapping.given(mapping)
    report = EventReport(notes=[file.note for file in files if file.note], dry_run=dry_run)
    job = job_of(wishes, {}, encoding, files)
    readings = [(file, _reading(file, wishes, settings.events, report)) for file in files]
    if dry_run:
        report.preview = _preview(readings)
    for file, reading in () if dry_run else readings:
        _require_sound(file, reading, max_error_rate)
    lies = home.under(settings).events
    log = EventLog.open(lies) if not dry_run or EventLog.exists(lies) else None
    append: Append = len if log is None else log.unknown if dry_run else log.append
    with Rejects(home.rejects, "events", sources, keep=not dry_run, job=job) as rejects:
        events = _good(readings, report, rejects)
        _append(append, events, report, _item_ids(home), progress)
    report.reasons, report.rejects = rejects.commonest(), rejects.path
    if log is not None:
        report.users = len(log.users())
        log.close()
    if report.read == report.rejected:
        reason = next(iter(report.reasons), "the source holds no rows")
        raise NothingUsable(report.read, "event", reason)
    if report.unknown_items:
        report.notes.append(
            f"{report.unknown_items:,} events are of items that are not in the catalogue; "
            "they are kept, and count once the items are there"
        )
    report.seconds = time.perf_counter() - start
    return report


def _preview(readings: Sequence[tuple[RowSource, Reading]]) -> Preview:
    """How the first source is read, and its first good rows as events."""
    source, reading = readings[0]
    columns, there = reading.columns, source.columns()
    fields = {
        "user_id": columns.user_id,
        "item_id": columns.item_id,
        "event": f"always '{reading.kind}'" if reading.kind else columns.event,
        "value": next((name for name in (columns.value, columns.rating) if name in there), ""),
        "timestamp": reading.time,
    }
    rows = islice(source.rows(), SAMPLE)
    events = (one if isinstance(one, Reject) else check_event(one, reading) for one in rows)
    good = (asdict(one) for one in events if isinstance(one, Event))
    shown = ("user_id", "item_id", "kind", "value", "at")
    return Preview(
        sources=told_sources([file for file, _ in readings]),
        fields={name: (column,) for name, column in fields.items() if column},
        facts={},
        examples=[{name: one[name] for name in shown} for one in islice(good, EXAMPLES)],
    )


def _require_sound(source: RowSource, reading: Reading, max_error_rate: float) -> None:
    """Judge a source by its first rows, before any is written."""
    rows = list(islice(source.rows(), SAMPLE))
    checked = [row if isinstance(row, Reject) else check_event(row, reading) for row in rows]
    refused = [one for one in checked if isinstance(one, Reject)]
    require_few(refused, len(rows), max_error_rate, f"the first {len(rows):,} rows")


def _append(
    append: Append,
    events: Iterator[Event],
    report: EventReport,
    items: frozenset[str],
    progress: Progress | None,
) -> None:
    kinds: Counter[str] = Counter()
    while chunk := list(islice(events, CHUNK)):
        added = append(chunk)
        report.added += added
        report.known += len(chunk) - added
        report.unknown_items += sum(event.item_id not in items for event in chunk if event.item_id)
        kinds.update(event.kind for event in chunk)
        if progress:
            progress("events", report.read, 0)
    report.kinds = dict(kinds.most_common())


def _good(
    readings: Sequence[tuple[RowSource, Reading]], report: EventReport, rejects: Rejects
) -> Iterator[Event]:
    for source, reading in readings:
        for row in source.rows():
            report.read += 1
            event = row if isinstance(row, Reject) else check_event(row, reading)
            if isinstance(event, Event):
                yield event
            else:
                report.rejected += 1
                rejects.add(event)


def _item_ids(home: Home) -> frozenset[str]:
    try:
        return frozenset(Catalog.open(home.catalog).titles())
    except NotFound:
        return frozenset()


def _reading(
    source: RowSource, wishes: EventMapping, settings: EventSettings, report: EventReport
) -> Reading:
    """How this file is to be read; what was assumed goes into the report's notes."""
    there = source.columns()
    by_position = wishes.timestamp not in there and wishes.position in there
    needed = ["user_id", "item_id", *(() if by_position else ("timestamp",))]
    require_columns(wishes, needed, there, source.path)
    kind = None if wishes.event in there else _kind_of_all(source, wishes, there, report)
    if kind is not None and kind not in settings.kinds:
        raise ConfigError(f"Mapping: unknown kind '{kind}'.", did_you_mean(kind, settings.kinds))
    if by_position:
        report.notes.append(
            f"{source.path.name}: no '{wishes.timestamp}' column; '{wishes.position}' orders a "
            "user's events, as seconds since 1970"
        )
    time_column = wishes.position if by_position else wishes.timestamp
    return Reading(wishes, time_column, by_position, kind, settings.kinds)


def _kind_of_all(
    source: RowSource, wishes: EventMapping, there: Sequence[str], report: EventReport
) -> str:
    if wishes.kind is not None:
        return wishes.kind
    if wishes.rating in there:
        return "rating"
    report.notes.append(
        f"{source.path.name}: no '{wishes.event}' or '{wishes.rating}' column; every row is taken "
        f"for a '{PLAIN_KIND}' (a mapping file can say `kind: purchase`)"
    )
    return PLAIN_KIND
