"""Chosen candidates as recommendations: facts, reasons, and what the log needs to learn."""

from collections.abc import Mapping, Sequence

from mmrec.ranking.lists import Place
from mmrec.reasons import Scores, reasons_of
from mmrec.snapshot import Snapshot
from mmrec.types import Candidate, Item, Recommendation, new_id

EXPLORED = "exploration"  # the source of what chance put into a list
Chosen = tuple[Candidate, Place]  # a candidate and the place of the list that it was given


def sure(candidates: Sequence[Candidate]) -> list[Chosen]:
    """Places in the given order, nothing by chance."""
    return [(one, Place(place, 1.0, explored=False)) for place, one in enumerate(candidates)]


def present(
    snapshot: Snapshot, lists: Sequence[tuple[Sequence[Chosen], Scores]]
) -> list[list[Recommendation]]:
    """One list of recommendations for each list of places; all their items are read at once."""
    shown = list(dict.fromkeys(one.row for chosen, _ in lists for one, _ in chosen))
    items = dict(zip(shown, snapshot.view.items(shown), strict=True))
    return [_list(snapshot, items, chosen, scores) for chosen, scores in lists]


def _list(
    snapshot: Snapshot, items: Mapping[int, Item], chosen: Sequence[Chosen], scores: Scores
) -> list[Recommendation]:
    reasons = reasons_of(snapshot, scores, [one.row for one, _ in chosen])
    request = new_id()
    return [
        Recommendation(
            item_id=one.item_id,
            score=float(scores.total[one.row]),
            rank=rank,
            sources=(*one.sources, EXPLORED) if place.explored else tuple(one.sources),
            reasons=why,
            item=items[one.row],
            request_id=request,
            propensity=place.propensity,
            model_id=snapshot.model_id,
        )
        for rank, ((one, place), why) in enumerate(zip(chosen, reasons, strict=True), start=1)
    ]
