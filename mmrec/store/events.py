"""The event log: what users did, in one database that many processes share.

Nothing is ever changed; events go only when the user who made them wants them forgotten.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

import numpy as np
from sqlalchemy import (
    Connection,
    Integer,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
)

from mmrec.store.databases import Database, Lies
from mmrec.store.event_tables import EVENTS, IS_DEED, NEWEST, complete, opened
from mmrec.store.verdicts import forget_with
from mmrec.types import Event, EventTable

CHUNK = 20_000  # events in one transaction of `append`
COUNTED = {"preserve_rowcount": True}  # how many rows an INSERT made is asked of the driver

_ZERO = literal_column("0", Integer)  # a plain 0 would become a place for a value
_FIELDS = tuple(column.name for column in EVENTS.columns if column.name != "row")
_COLUMNS = tuple(EVENTS.c[name] for name in _FIELDS)
_VALUES = attrgetter(*_FIELDS)
_DEED = (EVENTS.c.user_id, EVENTS.c.item_id, EVENTS.c.kind, EVENTS.c.value, EVENTS.c.at)
_TABLE = select(*_DEED).where(IS_DEED, EVENTS.c.row <= bindparam("upto")).order_by(EVENTS.c.row)
_DEEDS = (
    select(*_DEED)
    .where(EVENTS.c.user_id == bindparam("user_id"), IS_DEED)
    .order_by(EVENTS.c.at.desc(), EVENTS.c.row.desc())
    .limit(bindparam("most"))
    .offset(_ZERO)
)
_ROWS = union_all(select(func.max(EVENTS.c.row).label("row")), select(NEWEST.c.row)).subquery()
_VERSION = select(func.coalesce(func.max(_ROWS.c.row), _ZERO))


class EventLog:
    """One event log. Safe to share between threads; each read sees all that was appended."""

    def __init__(self, database: Database) -> None:
        self._database = database
        append = database.insert(EVENTS).on_conflict_do_nothing(index_elements=["event_id"])
        self._append = database.spelt(append)
        self._table = database.spelt(_TABLE)
        self._deeds = database.spelt(_DEEDS)
        self._version = database.spelt(_VERSION)

    @classmethod
    def open(cls, lies: Lies) -> Self:
        """The log in this file, or at this address; made if there is none.

        Raises:
            StoreError: the file is something else, or its folder is not there; the address leads
                to no database of PostgreSQL that may be written.
        """
        return cls(opened(lies))

    @staticmethod
    def exists(lies: Lies) -> bool:
        """Whether `open` would find a log there, and not make one.

        Raises:
            StoreError: the address leads to no database of PostgreSQL.
        """
        if isinstance(lies, Path):
            return lies.exists()
        with (database := Database.of(lies)).opening() as connection:
            there = complete(connection)
        database.engine.dispose()
        return there

    def append(self, events: Iterable[Event], rows: Iterable[int] | None = None) -> int:
        """Store events and return how many were new: an `event_id` already there is left as it is.

        A chunk of CHUNK events is stored whole or not at all.

        Args:
            events: in the order of arrival.
            rows: their numbers in another log. They are kept where that leaves them the newest.

        Raises:
            StoreError: the disk is full, or another process holds the log for too long.
        """
        new = 0
        rest = zip(events, repeat(0) if rows is None else rows, strict=False)
        while chunk := [(row, _VALUES(one)) for one, row in islice(rest, CHUNK)]:
            with self._database.writing() as connection:
                # On from the newest number there ever was; events that are there leave gaps.
                numbers = _rising((row for row, _ in chunk), after=self._newest(connection))
                full = [(row, *values) for row, (_, values) in zip(numbers, chunk, strict=True)]
                new += connection.exec_driver_sql(self._append, full, COUNTED).rowcount
        return new

    def forget(self, user_id: str, event_ids: Sequence[str]) -> list[Event]:
        """Delete these events of a user for good; returns those that were there.

        The newest one may be among them: `version` stays what it was all the same. Verdicts on
        texts go along that rest on what is gone; see `store.verdicts`.
        """
        mine = (EVENTS.c.user_id == user_id) & EVENTS.c.event_id.in_(event_ids)
        with self._database.writing() as connection:
            _keep_version(connection, self._newest(connection))
            rows = connection.execute(select(*_COLUMNS).where(mine)).mappings().all()
            connection.execute(delete(EVENTS).where(mine))
            forget_with(connection, user_id, [row["item_id"] for row in rows])
        return [Event(**row) for row in rows]

    def unknown(self, events: Sequence[Event]) -> int:
        """How many of these events `append` would add."""
        ids = list({one.event_id for one in events})
        known = 0
        with self._database.reading() as connection:
            for start in range(0, len(ids), CHUNK):
                held = EVENTS.c.event_id.in_(ids[start : start + CHUNK])
                known += connection.execute(select(func.count()).where(held)).scalar_one()
        return len(ids) - known

    def of_user(
        self, user_id: str, limit: int | None = None, *, impressions: bool = True
    ) -> list[Event]:
        """The last `limit` events of a user, with impressions or without, oldest first."""
        theirs = select(*_COLUMNS).where(EVENTS.c.user_id == user_id)
        if not impressions:
            theirs = theirs.where(IS_DEED)
        newest_first = theirs.order_by(EVENTS.c.at.desc(), EVENTS.c.row.desc()).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(newest_first).mappings().all()
        return [Event(**row) for row in reversed(rows)]

    def table(self, upto: int | None = None) -> EventTable:
        """All events but impressions, up to a version of the log, as columns.

        Sorted by user, then time, then order of arrival.
        """
        upto = self.version() if upto is None else upto
        whole = self._columns(self._table, (upto,))
        return whole.take(_by_user_then_time(whole.user_id, whole.at))

    def deeds(self, user_id: str, limit: int) -> EventTable:
        """The last `limit` events of one user, but for impressions, oldest first.

        Costs as much for a user of a million events as for one of `limit`.
        """
        newest_first = self._columns(self._deeds, (user_id, limit))
        return newest_first.take(np.arange(len(newest_first))[::-1])

    def reach(self, version: int) -> None:
        """Let no later event have a number up to this one: another log has given them all."""
        with self._database.writing() as connection:
            _keep_version(connection, max(version, self._newest(connection)))

    def arrivals(self, after: int = 0) -> Iterator[list[Event]]:
        """The events after a version in the order they came, impressions too, CHUNK at a time."""
        for numbered in self.numbered(after):
            yield [event for _, event in numbered]

    def numbered(self, after: int = 0) -> Iterator[list[tuple[int, Event]]]:
        """The same, each with the number of its row."""
        last = after
        while True:
            query = (
                select(EVENTS.c.row, *_COLUMNS).where(EVENTS.c.row > last).order_by(EVENTS.c.row)
            )
            with self._database.reading() as connection:
                rows = connection.execute(query.limit(CHUNK)).all()
            if not rows:
                return
            last = int(rows[-1][0])
            yield [(row[0], Event(**dict(zip(_FIELDS, row[1:], strict=True)))) for row in rows]

    def forget_impressions(self, before: float) -> int:
        """Delete what was shown before a moment, give the room back, return how many they were.

        What people did stays. So does the newest row: `version` never goes back.
        """
        old = delete(EVENTS).where(
            EVENTS.c.kind == "impression", EVENTS.c.at < before, EVENTS.c.row < self.version()
        )
        with self._database.writing() as connection:
            gone = int(connection.execute(old).rowcount)
        self._database.give_room_back()
        return gone

    def version(self) -> int:
        """The number of the newest row there ever was, 0 for a log that was always empty."""
        with self._database.reading() as connection:
            return self._newest(connection)

    def counts(self) -> dict[str, int]:
        """How many events there are of each kind."""
        query = select(EVENTS.c.kind, func.count()).group_by(EVENTS.c.kind)
        with self._database.reading() as connection:
            return {kind: int(number) for kind, number in connection.execute(query)}

    def users(self, *, shown_since: float | None = None, by_chance: bool = False) -> list[str]:
        """The ids of all users, sorted; or of those to whom something was shown since a moment.

        `by_chance`: only where the choice was left to chance.
        """
        query = select(EVENTS.c.user_id).distinct().order_by(EVENTS.c.user_id)
        if shown_since is not None:
            query = query.where(EVENTS.c.kind == "impression", EVENTS.c.at >= shown_since)
        if by_chance:
            query = query.where(EVENTS.c.propensity < 1)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def has_user(self, user_id: str) -> bool:
        """Whether the user has any event."""
        query = select(EVENTS.c.row).where(EVENTS.c.user_id == user_id).limit(1)
        return self._one(query) is not None

    def close(self) -> None:
        """Close all connections of this process."""
        self._database.engine.dispose()

    def _columns(self, query: str, values: tuple[Any, ...]) -> EventTable:
        """What a query finds, past SQLAlchemy's result rows: they cost more than SQLite itself."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql(query, values).cursor.fetchall()
        found = tuple(zip(*rows, strict=True)) if rows else ((),) * 5
        return EventTable(
            *(np.array(column, dtype=object) for column in found[:3]),
            *(np.array(column, dtype=np.float64) for column in found[3:]),
        )

    def _newest(self, connection: Connection) -> int:
        return int(connection.exec_driver_sql(self._version).scalar_one())

    def _one(self, query: Select[Any]) -> Any:
        with self._database.reading() as connection:
            return connection.execute(query).scalar()


def _rising(rows: Iterable[int], after: int) -> Iterator[int]:
    """The numbers, each raised to be above all before it."""
    for row in rows:
        after = max(after + 1, row)
        yield after


def _keep_version(connection: Connection, version: int) -> None:
    """What `EventLog.version` says at least, whatever is deleted."""
    connection.execute(delete(NEWEST))
    connection.execute(insert(NEWEST), {"row": version})


def _by_user_then_time(user_id: Any, at: Any) -> Any:
    """The stable order by user, then time. Ranking the few users first spares n·log(n) compares."""
    rank = {user: place for place, user in enumerate(sorted(set(user_id)))}
    ranks = np.fromiter((rank[user] for user in user_id), dtype=np.int64, count=len(user_id))
    return np.lexsort((at, ranks))
