"""What simulated people liked, as histories and as events."""

from collections.abc import Iterator

import numpy as np

from benchmarks.loop.world import World
from mmrec.history import History
from mmrec.types import Bools, Event, Ints

WEEK = 7 * 86_400.0
KIND = "like"


class Log:
    """Likes in the order in which they come.

    Args:
        world: whose people and films.
        token: of a like, in histories.
        start: seconds since 1970 at which week 0 begins.
        item_ids: (N,) of the films.
    """

    def __init__(self, world: World, token: int, start: float, item_ids: tuple[str, ...]) -> None:
        self.world, self.token, self.start, self.item_ids = world, token, start, item_ids
        self.met: Bools = np.zeros((world.rules.users, len(item_ids)), np.bool_)
        self._rows: list[list[int]] = [[] for _ in world.ids]
        self._ats: list[list[float]] = [[] for _ in world.ids]
        self._told = np.zeros(world.rules.users, np.int64)

    def copy(self) -> "Log":
        """A log that goes its own way from here."""
        other = Log(self.world, self.token, self.start, self.item_ids)
        other.met = self.met.copy()
        other._rows = [list(rows) for rows in self._rows]
        other._ats = [list(ats) for ats in self._ats]
        other._told = self._told.copy()
        return other

    def add(self, people: Ints, lists: Ints, liked: Bools, week: int, part: float) -> None:
        """Keep the likes of one occasion; `part` of the week is over, in [0, 1)."""
        for line, place in zip(*np.nonzero(liked), strict=True):
            person, film = int(people[line]), int(lists[line, place])
            if self.met[person, film]:
                continue
            self.met[person, film] = True
            self._rows[person].append(film)
            # A minute apart in a list, so that their order is known.
            self._ats[person].append(self.start + (week + part) * WEEK + 60.0 * int(place))

    def history(self, person: int) -> History:
        """All that one person liked."""
        rows = np.array(self._rows[person], np.int64)
        kinds = np.full(len(rows), self.token, np.int64)
        ats = np.array(self._ats[person], np.float64)
        return History(rows, kinds, ats, np.ones(len(rows), np.float32))

    def histories(self) -> dict[str, History]:
        """Of everybody who liked something."""
        return {
            name: self.history(person)
            for person, name in enumerate(self.world.ids)
            if self._rows[person]
        }

    def news(self) -> Iterator[Event]:
        """The events since this was last asked, oldest first for each person."""
        for person, name in enumerate(self.world.ids):
            for place in range(int(self._told[person]), len(self._rows[person])):
                item_id = self.item_ids[self._rows[person][place]]
                yield Event(name, item_id, KIND, at=self._ats[person][place])
            self._told[person] = len(self._rows[person])
