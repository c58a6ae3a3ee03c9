"""One row of behaviour: a good `Event`, or a `Reject` that says which field is wrong and why."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from ingest.facts import as_text, plain
from ingest.mapping import EventMapping
from ingest.rows import Row
from mmrec.errors import did_you_mean
from mmrec.types import Event, Reject

ID_LIMIT = 256
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
