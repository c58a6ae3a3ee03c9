"""Verdicts on texts: what readers said of what was written for them, beside the event log

Like events they are never changed, and go only when their reader wants them forgotten: they are
what was written for one person, in words that may tell what that person did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, delete, select

from mmrec.store.databases import Database, Lies
from mmrec.store.event_tables import EVENTS, IS_DEED, VERDICTS, opened
from mmrec.types import Claim, TextVerdict, Told


class TextVerdicts:
    """The verdicts of one home. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, lies: Lies) -> Self:
        """Those in this file, or at this address, where the event log lies too.

        Raises:
            StoreError: as `EventLog.open`.
        """
        return cls(opened(lies))

    def append(self, verdicts: Iterable[TextVerdict]) -> int:
        """Keep verdicts, all or none; returns how many were new: one that is there stays as it is.

        Raises:
            StoreError: the disk is full, or another process holds the log for too long.
        """
        insert = self._database.insert(VERDICTS)
        there = insert.on_conflict_do_nothing(index_elements=["verdict_id"])
        with self._database.writing() as connection:
            # How many rows an INSERT made is asked of the driver only when it is said.
            counted = connection.execution_options(preserve_rowcount=True)
            return sum(counted.execute(there.values(asdict(one))).rowcount for one in verdicts)

    def all(self, user_id: str | None = None) -> list[TextVerdict]:
        """All of them, or one user's, oldest first."""
        query = select(VERDICTS).order_by(VERDICTS.c.at, VERDICTS.c.verdict_id)
        if user_id is not None:
            query = query.where(VERDICTS.c.user_id == user_id)
        with self._database.reading() as connection:
            return [_verdict(dict(row)) for row in connection.execute(query).mappings()]

    def forget(self, user_id: str, text: str | None = None) -> int:
        """Delete a user's verdicts on this text, or all of theirs; returns how many there were."""
        theirs = VERDICTS.c.user_id == user_id
        if text is not None:
            theirs &= VERDICTS.c.text == text
        with self._database.writing() as connection:
            return _delete(connection, theirs)

    def close(self) -> None:
        """Close all connections of this process."""
        self._database.engine.dispose()


def forget_with(connection: Connection, user_id: str, item_ids: Sequence[str]) -> None:
    """Delete the verdicts of a user that rest on what they want forgotten.

    Their words may tell it. Of a user who has no deed left all verdicts go.

    Args:
        connection: in the transaction in which the events go.
        user_id: whose.
        item_ids: of the events that are gone.
    """
    if not item_ids:
        return
    theirs = VERDICTS.c.user_id == user_id
    deeds = select(EVENTS.c.row).where(EVENTS.c.user_id == user_id, IS_DEED).limit(1)
    if connection.execute(deeds).first() is None:
        _delete(connection, theirs)
        return
    rows = connection.execute(select(VERDICTS.c.verdict_id, VERDICTS.c.rests_on).where(theirs))
    gone = set(item_ids)
    ids = [verdict_id for verdict_id, rests_on in rows if gone.intersection(rests_on)]
    _delete(connection, theirs & VERDICTS.c.verdict_id.in_(ids))


def _verdict(row: Mapping[str, Any]) -> TextVerdict:
    """A verdict from its columns, in which tuples are lists."""
    parts = tuple(
        Told(part["text"], tuple(Claim(**claim) for claim in part["claims"]))
        for part in row["parts"]
    )
    lists = {name: tuple(row[name]) for name in ("item_ids", "rests_on")}
    return TextVerdict(**{**row, **lists, "parts": parts})


def _delete(connection: Connection, which: ColumnElement[bool]) -> int:
    return int(connection.execute(delete(VERDICTS).where(which)).rowcount)
