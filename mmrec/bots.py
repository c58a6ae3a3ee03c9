"""Accounts that act faster than people: what they do is kept, and neither learned nor counted."""

import numpy as np

from mmrec.types import Bools, EventTable

MINUTE = 60.0


def _fast(table: EventTable, most: int) -> Bools:
    """(n - most,) whether an event and the `most` after it are one account's, within a minute."""
    same = np.asarray(table.user_id[most:] == table.user_id[:-most], np.bool_)
    return np.asarray(same & (table.at[most:] - table.at[:-most] < MINUTE), np.bool_)


def bots(table: EventTable, most: int) -> tuple[str, ...]:
    """Accounts with more than `most` events within some minute, sorted."""
    if len(table) <= most:
        return ()
    return tuple(sorted(set(table.user_id[:-most][_fast(table, most)])))


def by_people(table: EventTable, most: int) -> EventTable:
    """The events of all other accounts, in the same order."""
    found = set(bots(table, most))
    if not found:
        return table
    people = (user not in found for user in table.user_id)
    return table.take(np.fromiter(people, np.bool_, len(table)))
