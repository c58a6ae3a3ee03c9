"""The tables of the event log, and of verdicts on texts beside it, the same in every database."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    inspect,
    literal_column,
)
from sqlalchemy.schema import CreateIndex

from mmrec.store.databases import Database, Lies

# Compared byte by byte everywhere, as SQLite does; PostgreSQL would ask the locale.
TEXT = String().with_variant(String(collation="C"), "postgresql")
NUMBER = Integer().with_variant(BigInteger, "postgresql")  # SQLite's rows are only called INTEGER

METADATA = MetaData()
EVENTS = Table(
    "events",
    METADATA,
    # Order of arrival, given by `EventLog.append`: no number comes twice.
    Column("row", NUMBER, primary_key=True, autoincrement=False),
    Column("event_id", TEXT, nullable=False, unique=True),
    Column("user_id", TEXT, nullable=False),
    Column("item_id", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("value", Float),
    Column("at", Float, nullable=False),
    Column("request_id", TEXT),
    Column("position", Integer),
    Column("propensity", Float),
    Column("model_id", TEXT),
    Column("source", TEXT),
)
# The number of the newest row when something was deleted; one line, or none.
NEWEST = Table("newest", METADATA, Column("row", NUMBER, primary_key=True, autoincrement=False))

# One row for each `TextVerdict`; its tuples are JSON. They lie beside the events because whoever
# forgets those forgets these in the same transaction.
VERDICTS = Table(
    "text_verdicts",
    METADATA,
    Column("verdict_id", TEXT, primary_key=True),
    Column("user_id", TEXT, nullable=False, index=True),
    Column("at", Float, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("item_ids", JSON, nullable=False),
    Column("rests_on", JSON, nullable=False),
    Column("model_id", TEXT, nullable=False),
    Column("written_by", TEXT, nullable=False),
)

# Spelt out, not a parameter: so a database sees that `deeds_by_user` has them all.
IS_DEED = EVENTS.c.kind != literal_column("'impression'")

# SQLite appends the row number to every index, so this is also the order within one second.
Index("events_by_user", EVENTS.c.user_id, EVENTS.c.at)
Index("events_by_kind", EVENTS.c.kind)
# What was done without what was shown: ten times as much may be shown to a user as they do.
Index(
    "deeds_by_user",
    EVENTS.c.user_id,
    EVENTS.c.at,
    sqlite_where=IS_DEED,
    postgresql_where=IS_DEED,
)


def opened(lies: Lies) -> Database:
    """The database that lies there, with all tables; what is missing is made.

    Raises:
        StoreError: as `EventLog.open`.
    """
    database = Database.of(lies)
    with database.opening() as connection:
        if not complete(connection):
            database.take_turn(connection)
            make(connection)
    return database


def complete(connection: Connection) -> bool:
    """Whether all tables and indices are there; a log of an older version lacks some."""
    there = inspect(connection)
    if not all(there.has_table(table) for table in METADATA.tables):
        return False
    indices = {index["name"] for index in there.get_indexes(EVENTS.name)}
    return {index.name for index in EVENTS.indexes} <= indices


def make(connection: Connection) -> None:
    """Make what is missing."""
    METADATA.create_all(connection)
    for index in EVENTS.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))
