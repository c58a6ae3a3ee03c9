"""What carried each place of a list: the query, past events or popularity, as shares of 1."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mmrec.history import History
from mmrec.ranking.attribution import Share
from mmrec.retrieval.query import QueryMatch
from mmrec.snapshot import Snapshot
from mmrec.types import Floats, Reason

KEPT = 6  # reasons of one recommendation: the smaller ones are dropped, the rest sum to 1
READ = 20  # shares of one recommendation, the largest first, that reasons are made of
QUERY = "query"  # the `kind` of a reason that is a wish of this request, not an event


@dataclass(frozen=True, eq=False)
class Scores:
    """One request's scores: what taste adds and what the query adds, each (N,) or absent.

    `past` is the history that the taste comes from; with none or an empty one, it is popularity.
    """

    past: History | None
    taste: Floats | None
    query: Floats | None
    match: QueryMatch | None = None

    @cached_property
    def total(self) -> Floats:
        """(N,) what items are ordered by."""
        if self.taste is None or self.query is None:
            alone = self.taste if self.query is None else self.query
            assert alone is not None
            return alone
        return self.taste + self.query

    def query_share(self, row: int) -> float:
        """How much of an item's score the query brought; what pulls it down brings nothing."""
        if self.query is None or self.taste is None:
            return float(self.query is not None)
        asked, liked = max(float(self.query[row]), 0.0), max(float(self.taste[row]), 0.0)
        return asked / (asked + liked) if asked + liked > 0 else 0.5


def reasons_of(snapshot: Snapshot, scores: Scores, rows: Sequence[int]) -> list[tuple[Reason, ...]]:
    """The reasons of each row, largest first; weights are >= 0 and sum to 1."""
    by_taste = _taste_reasons(snapshot, scores, rows)
    found = []
    for row, liked in zip(rows, by_taste, strict=True):
        share = scores.query_share(row)
        asked = _query_reasons(scores.match, row) if scores.match else []
        mixed = [_weighed(reason, share) for reason in asked]
        mixed += [_weighed(reason, 1 - share) for reason in liked]
        found.append(_largest(mixed, snapshot.title))
    return found


def _taste_reasons(snapshot: Snapshot, scores: Scores, rows: Sequence[int]) -> list[list[Reason]]:
    if scores.taste is None:
        return [[] for _ in rows]
    if not scores.past:
        return [[Reason(1.0, "popularity")] for _ in rows]
    return [
        [_of_share(snapshot, scores.past, share) for share in shares[:READ]]
        for shares in snapshot.taste.shares(scores.past, np.array(rows, dtype=np.int64))
    ]


def _of_share(snapshot: Snapshot, past: History, share: Share) -> Reason:
    if share.event is None:
        return Reason(share.weight, share.modality)
    return Reason(
        share.weight,
        share.modality,
        item_id=snapshot.index.item_ids[past.rows[share.event]],
        kind=snapshot.histories.kind_of(past.kinds[share.event]),
        at=float(past.ats[share.event]),
    )


def _weighed(reason: Reason, share: float) -> Reason:
    return reason if share == 1 else _titled(reason, reason.weight * share, reason.title)


def _titled(reason: Reason, weight: float, title: str | None) -> Reason:
    """Named field by field: `dataclasses.replace` takes ten times as long."""
    return Reason(weight, reason.modality, reason.item_id, title, reason.kind, reason.at)


def _query_reasons(match: QueryMatch, row: int) -> list[Reason]:
    """What helped, in proportion; where every part speaks against the item, each in equal parts."""
    helped = np.array([max(float(part.scores[row]), 0.0) for part in match.parts])
    if helped.sum() == 0:
        helped = np.ones(len(match.parts))
    return [
        Reason(float(weight), part.modality if part.like else "query", part.like, kind=QUERY)
        for part, weight in zip(match.parts, helped / helped.sum(), strict=True)
    ]


def _largest(
    reasons: Iterable[Reason], title: Callable[[str | None], str | None]
) -> tuple[Reason, ...]:
    """Equal reasons put together, the largest kept, their weights made to sum to 1."""
    weights: dict[tuple[object, ...], float] = {}
    named: dict[tuple[object, ...], Reason] = {}
    for reason in reasons:
        same = (reason.modality, reason.item_id, reason.kind, reason.at)
        weights[same] = weights.get(same, 0.0) + reason.weight
        named.setdefault(same, reason)
    best = sorted(weights.items(), key=lambda pair: -pair[1])[:KEPT]
    whole = sum(weight for _, weight in best)
    return tuple(
        _titled(named[same], weight / whole, title(named[same].item_id))
        for same, weight in best
        if weight > 0
    )
