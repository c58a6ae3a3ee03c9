"""What simulated people were shown and liked, as histories and as events."""

import numpy as np

from benchmarks.loop.world import World
from mmrec.history import IMPRESSION, History
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
        self._news: list[Event] = []

    def copy(self) -> "Log":
        """A log that goes its own way from here."""
        other = Log(self.world, self.token, self.start, self.item_ids)
        other.met = self.met.copy()
        other._rows = [list(rows) for rows in self._rows]
        other._ats = [list(ats) for ats in self._ats]
        other._news = list(self._news)
        return other

    def add(
        self, people: Ints, lists: Ints, liked: Bools, week: int, part: float, *, shown: bool
    ) -> None:
        """Keep the likes of one occasion; `part` of the week is over, in [0, 1).

        What was `shown` was so at every place; else people came across these films by themselves.
        """
        at = self.start + (week + part) * WEEK
        for line, person in enumerate(people.tolist()):
            request_id = f"{person}-{week}-{part}" if shown else None
            if request_id:
                self._news += self._impressions(person, lists[line], request_id, at)
            for place in np.flatnonzero(liked[line]).tolist():
                # A minute apart in a list, so that their order is known.
                self._like(person, int(lists[line, place]), at + 60.0 * place, request_id)

    def _impressions(self, person: int, films: Ints, request_id: str, at: float) -> list[Event]:
        """A list that a person saw, in which nothing was left to chance."""
        user_id = self.world.ids[person]
        return [
            Event(
                user_id,
                self.item_ids[film],
                IMPRESSION,
                at=at,
                request_id=request_id,
                position=rank,
                propensity=1.0,
            )
            for rank, film in enumerate(films.tolist(), start=1)
        ]

    def _like(self, person: int, film: int, at: float, request_id: str | None) -> None:
        if self.met[person, film]:
            return
        self.met[person, film] = True
        self._rows[person].append(film)
        self._ats[person].append(at)
        user_id, item_id = self.world.ids[person], self.item_ids[film]
        self._news.append(Event(user_id, item_id, KIND, at=at, request_id=request_id))

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

    def news(self) -> list[Event]:
        """The events since this was last asked."""
        news, self._news = self._news, []
        return news
