"""The databases that an event log may lie in, SQLite or PostgreSQL, and in what they differ."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

from sqlalchemy import Connection, Engine, Insert, Select, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from mmrec.errors import StoreError

BUSY_SECONDS = 30  # how long a writer waits for another one

Lies = Path | str  # a SQLite file, or the address of a PostgreSQL database: `postgresql://…`


@dataclass(frozen=True, slots=True)
class Database:
    """One database: how it is reached, and what it calls the things that SQL does not name.

    Attributes:
        name: for people; no secret is in it.
        insert: the statement that can leave alone what is there.
        only_writer: from here to the end of the transaction nobody else writes events.
        shrink: gives back the room of what was deleted.
        remedy: what to do when it cannot be opened.
    """

    name: str
    engine: Engine
    insert: Callable[[Table], Any]
    only_writer: str
    shrink: str
    remedy: str

    @classmethod
    def of(cls, lies: Lies) -> Self:
        """The database there; nothing is opened yet.

        Raises:
            StoreError: the address is none, or its driver is not installed.
        """
        if isinstance(lies, Path):
            return cls._of_file(lies.absolute())
        return cls._of_address(lies)

    @classmethod
    def _of_file(cls, file: Path) -> Self:
        engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        remedy = "Move it away, or use another `--home`."
        return cls(str(file), engine, sqlite.insert, "BEGIN IMMEDIATE", "VACUUM", remedy)

    @classmethod
    def _of_address(cls, address: str) -> Self:
        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
            # Asked before use whether it still lives: a server may have been restarted.
            engine = create_engine(url, pool_pre_ping=True, paramstyle="format")
        except ArgumentError:
            raise StoreError(
                "The address of the event log is none.",
                "Write `postgresql://USER@HOST/DATABASE` as `store.events`.",
            ) from None
        except ModuleNotFoundError:
            raise StoreError(
                "An event log in PostgreSQL needs psycopg, which is not installed.",
                "Run `pip install 'mmrec[postgres]'`.",
            ) from None
        event.listen(engine, "connect", _set_up_postgresql)
        # Rows are numbered in the order in which they become visible only if writers take turns.
        turn = "SELECT pg_advisory_xact_lock(hashtext('mmrec'), hashtext(current_schema()))"
        remedy = "Check `store.events` and that the server runs; a password goes into PGPASSWORD."
        return cls(_told(url), engine, postgresql.insert, turn, "VACUUM events", remedy)

    @contextmanager
    def opening(self) -> Iterator[Connection]:
        """The first transaction.

        Raises:
            StoreError: there is no database, or it is something else.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except DatabaseError as error:
            self.engine.dispose()
            raise StoreError(
                f"{self.name} is no event log: {_reason(error)}.", self.remedy
            ) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one question.

        Raises:
            StoreError: the database is gone.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise StoreError(
                f"The event log {self.name} cannot be read: {_reason(error)}.", self.remedy
            ) from None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, whole or not at all, in which nobody else writes events.

        Raises:
            StoreError: the database is gone or full, another process writes for too long, or what
                is to be kept cannot be.
        """
        try:
            with self.engine.begin() as connection:
                self.take_turn(connection)
                yield connection
        except DataError as error:
            raise StoreError(
                f"An event cannot be kept: {_reason(error)}.", "Leave it out, or mend its text."
            ) from None
        except IntegrityError:
            raise  # an event without what every event has: the mistake of a caller
        except DatabaseError as error:
            raise StoreError(
                f"The event log cannot be written: {_reason(error)}.",
                "Make room, or let the other process finish, then try again.",
            ) from None

    def spelt(self, statement: Select[Any] | Insert) -> str:
        """A statement as this database reads it, with places for values; spelt once, run often."""
        return str(statement.compile(dialect=self.engine.dialect))

    def take_turn(self, connection: Connection) -> None:
        """Wait until nobody else writes, and keep them waiting until this transaction ends."""
        connection.exec_driver_sql(self.only_writer)

    def give_room_back(self) -> None:
        """Make the file smaller, or its room free for later rows."""
        alone = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with alone as connection:
            connection.exec_driver_sql(self.shrink)


def _told(url: URL) -> str:
    """An address for people: without what follows the name of the database."""
    return unquote(url.set(query={}).render_as_string(hide_password=True))


def _reason(error: DatabaseError) -> str:
    """The first line of what the database says; PostgreSQL adds hints and places below it."""
    return str(error.orig).strip().splitlines()[0].rstrip(".")


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Write-ahead log: readers and the writer do not wait for each other."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA cache_size=-65536")  # KiB; keeps the indices of bulk appends in memory
    cursor.close()


def _set_up_postgresql(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()  # else the first rollback would take it back
