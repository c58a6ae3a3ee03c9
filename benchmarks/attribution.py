"""Are the reasons true? Deletes the event that a score is said to rest on, and another by chance.

python -m benchmarks.attribution --home mmrec-home-movies

A case is a user and the best item that is new to them, at the time of their test event. Faithful:
without the event named first the score moves more than without a random other one that the ranker
reads (deletion, as in Samek et al. 2017, https://doi.org/10.1109/TNNLS.2016.2599820, section II-C).
The peer is naming the last event.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.measure import publish
from mmrec.history import History
from mmrec.learning.evaluate import current
from mmrec.ranking.attribution import Share, explain
from mmrec.ranking.ranker import Ranker
from mmrec.store import Catalog, Home
from mmrec.types import Ints

SEED = 0


def main() -> None:
    """Measure the current model of a home on its own users."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--users", type=int, default=300)
    given = parser.parse_args()
    home = Home.open(given.home)
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    judged = current(home, home.settings(), catalog, vectors)
    random = np.random.default_rng(SEED)
    moves = []
    for case in judged.split.test[: given.users]:
        scores = judged.ranker.scores([case.history])[0]
        scores[case.history.rows] = -np.inf
        if len(case.history) > 1:
            moves.append(_case(judged.ranker, case.history, scores.argmax(keepdims=True), random))
    named, last, chance = np.abs(np.array(moves)).T
    publish(
        "attribution",
        {
            "cases": len(moves),
            "named_moves_more_than_random": round(float((named > chance).mean()), 4),
            "last_moves_more_than_random": round(float((last > chance).mean()), 4),
            "mean_move": {
                "named": round(float(named.mean()), 3),
                "last": round(float(last.mean()), 3),
                "random": round(float(chance.mean()), 3),
            },
        },
    )


def _case(
    ranker: Ranker, past: History, row: Ints, random: np.random.Generator
) -> tuple[float, float, float]:
    """How much the score of one item falls without the named, the last and a random event."""
    read = past.last(ranker.shape.settings.history_length)
    (shares,) = explain(ranker, read, row)
    named = _named(shares, len(read) - 1)
    others = [place for place in range(len(read)) if place != named]
    places = (named, len(read) - 1, int(random.choice(others)))
    scores = ranker.scores_of([read, *(read.without(place) for place in places)], row)[:, 0]
    whole, *without = scores.tolist()
    return whole - without[0], whole - without[1], whole - without[2]


def _named(shares: Sequence[Share], otherwise: int) -> int:
    """The event with the largest weight over all its modalities."""
    weights: dict[int, float] = {}
    for share in shares:
        if share.event is not None:
            weights[share.event] = weights.get(share.event, 0.0) + share.weight
    return max(weights, key=weights.__getitem__) if weights else otherwise


if __name__ == "__main__":
    main()
