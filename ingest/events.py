"""Behaviour from files into the event log: ratings, clicks, purchases of the past."""

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.check import require_few
from ingest.facts import as_text, plain
from ingest.mapping import EventMapping, require_columns
from ingest.pipeline import Progress
from ingest.read import find_sources
from ingest.report import EventReport, NothingUsable, Rejects, job_of
from ingest.rows import MAX_ERROR_RATE, Row, RowSource
from mmrec.config import EventSettings, Settings
from mmrec.errors import ConfigError, NotFound, did_you_mean
from mmrec.store import Catalog, EventLog, Home
from mmrec.types import Event, Reject

CHUNK = 20_000
SAMPLE = 10_000  # first rows of a source that it is judged by
ID_LIMIT = 256
PLAIN_KIND = "view"  # of rows that say neither an event nor a rating
MILLISECONDS_FROM = 1e11  # as seconds this is the year 5138, as milliseconds 1973
LAST_SECOND = 253_402_300_800.0  # the year 10000


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one file are read.

    Attributes:
        columns: the mapping.
        time: the column of the time, or of the position in time order.
        by_position: the time column is a position.
        kind: the kind of every row; None when the `event` column says it.
        kinds: the kinds that are known.
    """

    columns: EventMapping
    time: str
    by_position: bool
    kind: str | None
    kinds: tuple[str, ...]


def ingest_events(
    home: Home,
    settings: Settings,
    sources: Sequence[str | RowSource],
    *,
    mapping: Path | EventMapping | None = None,
    encoding: str | None = None,
    max_error_rate: float = MAX_ERROR_RATE,
    progress: Progress | None = None,
) -> EventReport:
    """Read events into the log. Doing it again adds nothing: an event's id is made of its content.

    Raises:
        DataError: a source cannot be used, holds no good row, or more of its first SAMPLE rows
            than `max_error_rate` would be refused; nothing is written then.
        ConfigError: the mapping is wrong.
    """
    start = time.perf_counter()
    files = find_sources(sources, encoding)
    wishes = EventMapping.given(mapping)
    report = EventReport(notes=[file.note for file in files if file.note])
    job = job_of(wishes, None, encoding, files)
    readings = [(file, _reading(file, wishes, settings.events, report)) for file in files]
    for file, reading in readings:
        _require_sound(file, reading, max_error_rate)
    log = EventLog.open(home.events)
    with Rejects(home.rejects, "events", sources, keep=True, job=job) as rejects:
        events = _good(readings, report, rejects)
        _append(log, events, report, _item_ids(home), progress)
    report.reasons, report.rejects = rejects.commonest(), rejects.path
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


def _require_sound(source: RowSource, reading: Reading, max_error_rate: float) -> None:
    """Judge a source by its first rows, before any is written."""
    rows = list(islice(source.rows(), SAMPLE))
    checked = [row if isinstance(row, Reject) else check_event(row, reading) for row in rows]
    refused = [one for one in checked if isinstance(one, Reject)]
    require_few(refused, len(rows), max_error_rate, f"the first {len(rows):,} rows")


def _append(
    log: EventLog,
    events: Iterator[Event],
    report: EventReport,
    items: frozenset[str],
    progress: Progress | None,
) -> None:
    kinds: Counter[str] = Counter()
    while chunk := list(islice(events, CHUNK)):
        added = log.append(chunk)
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


def check_event(row: Row, reading: Reading) -> Event | Reject:
    """One row by itself."""
    columns, values = reading.columns, row.values
    user_id, item_id = as_text(values.get(columns.user_id)), as_text(values.get(columns.item_id))
    kind = reading.kind or as_text(values.get(columns.event))
    for name, text in (("user_id", user_id), ("item_id", item_id)):
        reason = _refuse_id(text)
        if reason and (name, kind, text) != ("item_id", "search", ""):  # a search has no item
            return row.reject(name, reason)
    if kind not in reading.kinds:
        hint = did_you_mean(kind, reading.kinds)
        return row.reject("event", f"unknown kind '{kind}'. {hint}" if kind else "missing")
    try:
        value = _value(values, columns, kind)
    except ValueError as error:
        return row.reject("value", str(error))
    try:
        at = (
            _position(values.get(reading.time))
            if reading.by_position
            else as_seconds(values.get(reading.time))
        )
    except ValueError as error:
        return row.reject("position" if reading.by_position else "timestamp", str(error))
    given = as_text(values.get(columns.event_id))
    event_id = given or _content_id(user_id, item_id, kind, value, at)
    return Event(user_id, item_id, kind, value, at, event_id)


def _refuse_id(text: str) -> str | None:
    if not text:
        return "missing"
    if len(text) > ID_LIMIT:
        return f"{len(text):,} characters, more than {ID_LIMIT}"
    # A lone surrogate, which no database stores, is not printable either.
    return None if text.isprintable() else "holds control characters"


def _value(values: Any, columns: EventMapping, kind: str) -> float | None:
    cell = plain(values.get(columns.value))
    if cell is None and kind == "rating":
        cell = plain(values.get(columns.rating))
        if cell is None:
            raise ValueError("a rating without a number")
    if cell is None:
        return None
    return _number(cell)


def _number(cell: Any) -> float:
    try:
        number = float(cell)
    except (ValueError, TypeError):
        raise ValueError(f"{cell!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{cell!r} is not a finite number")
    return number


def _position(cell: Any) -> float:
    value = plain(cell)
    if value is None:
        raise ValueError("missing")
    return _number(value)


def as_seconds(cell: Any) -> float:
    """A time as seconds since 1970: from seconds, milliseconds or ISO 8601 (UTC without a zone).

    Raises:
        ValueError: it is none of these.
    """
    value = plain(cell)
    if value is None:
        raise ValueError("missing")
    try:
        number = float(value)
    except (ValueError, TypeError):
        return _iso_seconds(str(value))
    seconds = number / 1000 if abs(number) >= MILLISECONDS_FROM else number
    if not (math.isfinite(seconds) and 0 <= seconds < LAST_SECOND):
        raise ValueError(f"{value!r} is no time in seconds or milliseconds since 1970")
    return seconds


def _iso_seconds(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is neither seconds, milliseconds nor ISO 8601") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _content_id(user_id: str, item_id: str, kind: str, value: float | None, at: float) -> str:
    content = repr((user_id, item_id, kind, value, at)).encode()
    return "import-" + blake2b(content, digest_size=16).hexdigest()
