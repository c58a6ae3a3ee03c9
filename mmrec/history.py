"""Events into what a user did, in order: the only builder, for training and for serving.

A kind of event becomes a token. A `rating` is split by its taste, so that five stars and one star
are different tokens of the same kind.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from mmrec.config import EventSettings
from mmrec.types import Bools, Event, EventTable, Floats, Ints

Times = NDArray[np.float64]

RATING = "rating"
RATING_TOKENS = ("rating: liked", "rating: neutral", "rating: disliked")
IMPRESSION = "impression"  # what was shown, not what was done: never part of a history


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What one user did, oldest first.

    Attributes:
        rows: (n,) catalogue rows.
        kinds: (n,) tokens, an index into `HistoryBuilder.tokens`.
        ats: (n,) seconds since 1970.
        weights: (n,) taste: > 0 liked, 0 neutral, < 0 disliked.
        dropped: how many events were left out: the catalogue has no such item, or the settings
            know no such kind.
    """

    rows: Ints
    kinds: Ints
    ats: Times
    weights: Floats
    dropped: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def liked(self) -> Ints:
        """(m,) catalogue rows of what was liked, oldest first."""
        return self.rows[self.weights > 0]

    def take(self, which: slice | Ints | Bools) -> "History":
        """The chosen events, in the same order."""
        return replace(
            self,
            rows=self.rows[which],
            kinds=self.kinds[which],
            ats=self.ats[which],
            weights=self.weights[which],
        )

    def before(self, position: int) -> "History":
        """The events before this position."""
        return self.take(slice(0, position))

    def last(self, count: int) -> "History":
        """At most the `count` most recent events."""
        if len(self) <= count:
            return self
        return self.take(slice(max(0, len(self) - count), None))

    def without(self, position: int) -> "History":
        """The history as if one event had not happened."""
        return self.take(np.delete(np.arange(len(self)), position))


@dataclass(frozen=True, slots=True, eq=False)
class HistoryBatch:
    """Histories of one length, padded on the left, so that the newest event is always last.

    Attributes:
        rows: (B, L) catalogue rows, 0 where padded.
        kinds: (B, L) tokens, 0 where padded.
        ats: (B, L) seconds since 1970; padding repeats the oldest event's time.
        weights: (B, L) taste, 0 where padded.
        mask: (B, L) true where there is an event.
    """

    rows: Ints
    kinds: Ints
    ats: Times
    weights: Floats
    mask: Bools

    def __len__(self) -> int:
        return len(self.rows)


class HistoryBuilder:
    """Turns events into histories over the rows of one catalogue.

    Args:
        item_ids: the catalogue's items, in row order.
        settings: what each kind of event says about taste.

    Attributes:
        tokens: the name of every token; a model is bound to these.
    """

    def __init__(self, item_ids: Sequence[str], settings: EventSettings) -> None:
        self._row: Mapping[str, int] = {item: row for row, item in enumerate(item_ids)}
        self._settings = settings
        kinds = sorted(kind for kind in settings.weights if kind != IMPRESSION)
        self.tokens: tuple[str, ...] = (*kinds, *RATING_TOKENS)
        self._rating = len(kinds)  # liked; neutral and disliked follow
        self._token: Mapping[str, int] = {
            **{kind: token for token, kind in enumerate(kinds)},
            RATING: self._rating,
        }
        self._weight = np.array([*(settings.weights[kind] for kind in kinds), 1, 0, -1], np.float32)

    def kind_of(self, token: int) -> str:
        """The kind of event that a token stands for: a rating, whatever its taste."""
        return self.tokens[token] if token < self._rating else RATING

    def of_events(self, events: Sequence[Event]) -> History:
        """One user's history; events of the same moment keep their order."""
        done = sorted((e for e in events if e.kind != IMPRESSION), key=lambda event: event.at)
        history, kept = self._columns(
            [event.item_id for event in done],
            [event.kind for event in done],
            np.array([np.nan if e.value is None else e.value for e in done], np.float64),
            np.array([event.at for event in done], np.float64),
        )
        return replace(history, dropped=len(kept) - len(history))

    def of_table(self, table: EventTable) -> dict[str, History]:
        """Every user's history; users without an event in the catalogue have an empty one."""
        if not len(table):
            return {}
        starts = np.flatnonzero(np.r_[True, table.user_id[1:] != table.user_id[:-1]])
        ends = np.r_[starts[1:], len(table)]
        whole, kept = self._columns(table.item_id, table.kind, table.value, table.at)
        place = np.r_[0, np.cumsum(kept)]  # where an event went when the unknown ones left
        histories = {}
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            mine = whole.take(slice(place[start], place[end]))
            histories[table.user_id[start]] = replace(mine, dropped=end - start - len(mine))
        return histories

    def of_deeds(self, deeds: EventTable) -> History:
        """The history of one user, whose events these are, oldest first and no impressions."""
        history, kept = self._columns(deeds.item_id, deeds.kind, deeds.value, deeds.at)
        return replace(history, dropped=len(kept) - len(history))

    def of_items(self, item_ids: Sequence[str], kind: str = "like") -> History:
        """The history of a session that nobody stored: these items, in this order, just now."""
        now = time.time()
        return self.of_events([Event("", item, kind, at=now) for item in item_ids])

    def _columns(
        self,
        items: Iterable[str],
        kinds: Iterable[str],
        values: Times,
        ats: Times,
    ) -> tuple[History, Bools]:
        """Columns of events as one history, and (n,) which of them the catalogue knows."""
        size = len(ats)
        rows = np.fromiter(map(self._row.get, items, repeat(-1)), np.int64, size)
        tokens = np.fromiter(map(self._token.get, kinds, repeat(-1)), np.int64, size)
        kept = (rows >= 0) & (tokens >= 0)
        # NaN compares false: a rating without a number is neutral, as in EventSettings.weight.
        taste = (values >= self._settings.rating_liked_from).astype(np.int64)
        taste -= values <= self._settings.rating_disliked_to
        tokens = np.where(tokens == self._rating, self._rating + 1 - taste, tokens)[kept]
        return History(rows[kept], tokens, ats[kept], self._weight[tokens]), kept


def pad(histories: Sequence[History], length: int) -> HistoryBatch:
    """The last `length` events of each history, padded on the left to the longest of them.

    The width L is at least 1 and at most `length`.
    """
    recent = [history.last(length) for history in histories]
    width = max([1, *map(len, recent)])
    shape = (len(recent), width)
    batch = HistoryBatch(
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape, np.float64),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.bool_),
    )
    for line, history in enumerate(recent):
        start = width - len(history)
        batch.rows[line, start:] = history.rows
        batch.kinds[line, start:] = history.kinds
        batch.ats[line, start:] = history.ats
        batch.ats[line, :start] = history.ats[0] if len(history) else 0.0
        batch.weights[line, start:] = history.weights
        batch.mask[line, start:] = True
    return batch
