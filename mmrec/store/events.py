"""The event log: what users did, in one SQLite file that many processes share.

Nothing is ever changed; events go only when the user who made them wants them forgotten.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

import numpy as np
from sqlalchemy import (
    Column,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateIndex

from mmrec.errors import StoreError
from mmrec.types import Event, EventTable

CHUNK = 20_000  # events in one transaction of `append`
BUSY_SECONDS = 30  # how long a writer waits for another one

_METADATA = MetaData()
_EVENTS = Table(
    "events",
    _METADATA,
    Column("row", Integer, primary_key=True),  # order of arrival; `version` is the last one
    Column("event_id", String, nullable=False, unique=True),
    Column("user_id", String, nullable=False),
    Column("item_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", Float),
    Column("at", Float, nullable=False),
    Column("request_id", String),
    Column("position", Integer),
    Column("propensity", Float),
    Column("model_id", String),
    Column("source", String),
)
# SQLite appends the row number to every index, so this is also the order within one second.
Index("events_by_user", _EVENTS.c.user_id, _EVENTS.c.at)
Index("events_by_kind", _EVENTS.c.kind)
# What was done without what was shown: ten times as much may be shown to a user as they do.
Index(
    "deeds_by_user",
    _EVENTS.c.user_id,
    _EVENTS.c.at,
    sqlite_where=_EVENTS.c.kind != literal_column("'impression'"),
)

_FIELDS = tuple(column.name for column in _EVENTS.columns if column.name != "row")
_VALUES = attrgetter(*_FIELDS)
_TABLE = (
    "SELECT user_id, item_id, kind, value, at FROM events"
    " WHERE kind != 'impression' AND row <= ? ORDER BY row"
)
_DEEDS = (
    "SELECT user_id, item_id, kind, value, at FROM events"
    " WHERE user_id = ? AND kind != 'impression' ORDER BY at DESC, row DESC LIMIT ?"
)
_APPEND = insert(_EVENTS).on_conflict_do_nothing(index_elements=["event_id"])


class EventLog:
    """One event log. Safe to share between threads; each read sees all that was appended."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, file: Path) -> Self:
        """The log in this file, made if there is none.

        Raises:
            StoreError: the file is something else, or its folder is not there.
        """
        engine = create_engine(
            f"sqlite:///{Path(file).absolute()}", connect_args={"timeout": BUSY_SECONDS}
        )
        event.listen(engine, "connect", _set_up)
        try:
            _METADATA.create_all(engine)
            with engine.begin() as connection:
                for index in _EVENTS.indexes:  # a log of an older version lacks some
                    connection.execute(CreateIndex(index, if_not_exists=True))
        except DatabaseError as error:
            engine.dispose()
            raise StoreError(
                f"{file} is no event log: {error.orig}.", "Move it away, or use another `--home`."
            ) from None
        return cls(engine)

    def append(self, events: Iterable[Event]) -> int:
        """Store events and return how many were new: an `event_id` already there is left as it is.

        A chunk of CHUNK events is stored whole or not at all.

        Raises:
            StoreError: the disk is full, or another process holds the log for too long.
        """
        new = 0
        rest = iter(events)
        while chunk := [_row(one) for one in islice(rest, CHUNK)]:
            try:
                with self._engine.begin() as connection:
                    new += connection.execute(_APPEND, chunk).rowcount
            except OperationalError as error:
                raise StoreError(
                    f"The event log cannot be written: {error.orig}.",
                    "Make room, or let the other process finish, then try again.",
                ) from None
        return new

    def forget(self, user_id: str, event_ids: Sequence[str]) -> list[Event]:
        """Delete these events of a user for good; returns those that were there."""
        mine = (_EVENTS.c.user_id == user_id) & _EVENTS.c.event_id.in_(event_ids)
        columns = [_EVENTS.c[name] for name in _FIELDS]
        with self._engine.begin() as connection:
            rows = connection.execute(select(*columns).where(mine)).mappings().all()
            connection.execute(delete(_EVENTS).where(mine))
        return [Event(**row) for row in rows]

    def unknown(self, events: Sequence[Event]) -> int:
        """How many of these events `append` would add."""
        ids = list({one.event_id for one in events})
        known = 0
        with self._engine.connect() as connection:
            for start in range(0, len(ids), CHUNK):
                held = _EVENTS.c.event_id.in_(ids[start : start + CHUNK])
                known += connection.execute(select(func.count()).where(held)).scalar_one()
        return len(ids) - known

    def of_user(
        self, user_id: str, limit: int | None = None, *, impressions: bool = True
    ) -> list[Event]:
        """The last `limit` events of a user, with impressions or without, oldest first."""
        columns = [_EVENTS.c[name] for name in _FIELDS]
        theirs = select(*columns).where(_EVENTS.c.user_id == user_id)
        if not impressions:
            # Spelt out, not a parameter: so SQLite sees that `deeds_by_user` has them all.
            theirs = theirs.where(_EVENTS.c.kind != literal_column("'impression'"))
        newest_first = theirs.order_by(_EVENTS.c.at.desc(), _EVENTS.c.row.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(newest_first).mappings().all()
        return [Event(**row) for row in reversed(rows)]

    def table(self, upto: int | None = None) -> EventTable:
        """All events but impressions, up to a version of the log, as columns.

        Sorted by user, then time, then order of arrival.
        """
        upto = self.version() if upto is None else upto
        whole = self._columns(_TABLE, (upto,))
        return whole.take(_by_user_then_time(whole.user_id, whole.at))

    def deeds(self, user_id: str, limit: int) -> EventTable:
        """The last `limit` events of one user, but for impressions, oldest first.

        Costs as much for a user of a million events as for one of `limit`.
        """
        newest_first = self._columns(_DEEDS, (user_id, limit))
        return newest_first.take(np.arange(len(newest_first))[::-1])

    def arrivals(self) -> Iterator[list[Event]]:
        """All events in the order they came, impressions too, CHUNK at a time."""
        columns, last = [_EVENTS.c.row, *(_EVENTS.c[name] for name in _FIELDS)], 0
        while True:
            query = select(*columns).where(_EVENTS.c.row > last).order_by(_EVENTS.c.row)
            with self._engine.connect() as connection:
                rows = connection.execute(query.limit(CHUNK)).all()
            if not rows:
                return
            last = int(rows[-1][0])
            yield [Event(**dict(zip(_FIELDS, row[1:], strict=True))) for row in rows]

    def forget_impressions(self, before: float) -> int:
        """Delete what was shown before a moment, give the room back, return how many they were.

        What people did stays. So does the newest row: `version` never goes back.
        """
        old = delete(_EVENTS).where(
            _EVENTS.c.kind == "impression", _EVENTS.c.at < before, _EVENTS.c.row < self.version()
        )
        with self._engine.begin() as connection:
            gone = int(connection.execute(old).rowcount)
        pooled = self._engine.raw_connection()
        try:
            pooled.cursor().execute("VACUUM")
        finally:
            pooled.close()
        return gone

    def version(self) -> int:
        """The number of the last row, 0 for an empty log."""
        return int(self._one(select(func.coalesce(func.max(_EVENTS.c.row), 0))))

    def counts(self) -> dict[str, int]:
        """How many events there are of each kind."""
        query = select(_EVENTS.c.kind, func.count()).group_by(_EVENTS.c.kind)
        with self._engine.connect() as connection:
            return {kind: int(number) for kind, number in connection.execute(query)}

    def users(self) -> list[str]:
        """The ids of all users, sorted."""
        query = select(_EVENTS.c.user_id).distinct().order_by(_EVENTS.c.user_id)
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def has_user(self, user_id: str) -> bool:
        """Whether the user has any event."""
        query = select(_EVENTS.c.row).where(_EVENTS.c.user_id == user_id).limit(1)
        return self._one(query) is not None

    def close(self) -> None:
        """Close all connections of this process."""
        self._engine.dispose()

    def _columns(self, query: str, values: tuple[Any, ...]) -> EventTable:
        """What a query finds, past SQLAlchemy's result rows: they cost more than SQLite itself."""
        pooled = self._engine.raw_connection()
        try:
            rows = pooled.cursor().execute(query, values).fetchall()
        finally:
            pooled.close()
        found = tuple(zip(*rows, strict=True)) if rows else ((),) * 5
        return EventTable(
            *(np.array(column, dtype=object) for column in found[:3]),
            *(np.array(column, dtype=np.float64) for column in found[3:]),
        )

    def _one(self, query: Any) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()


def _row(one: Event) -> dict[str, Any]:
    return dict(zip(_FIELDS, _VALUES(one), strict=True))


def _by_user_then_time(user_id: Any, at: Any) -> Any:
    """The stable order by user, then time. Ranking the few users first spares n·log(n) compares."""
    rank = {user: place for place, user in enumerate(sorted(set(user_id)))}
    ranks = np.fromiter((rank[user] for user in user_id), dtype=np.int64, count=len(user_id))
    return np.lexsort((at, ranks))


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Write-ahead log: readers and the writer do not wait for each other."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA cache_size=-65536")  # KiB; keeps the indices of bulk appends in memory
    cursor.close()
