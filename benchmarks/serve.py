"""How long a request takes, its parts, and the physical limit: one pass over the item vectors.

python -m benchmarks.serve --home mmrec-home

It writes clicks of a user called `benchmark` into the home's event log: use a copy of a home.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import milliseconds, publish, seconds_of
from mmrec import Event, Query, Recommender
from mmrec.snapshot import Shelf
from mmrec.store import Home

REQUESTS = 200
WARM_UP = 5


def main() -> None:
    """Measure a home's recommender."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    home = parser.parse_args().home
    recommender = Recommender.open(home)
    snapshot = Shelf(Home.open(home), recommender.settings).current()
    users = recommender.users(REQUESTS)
    items = snapshot.index.item_ids
    vectors = snapshot.taste.vectors

    def fresh(turn: int) -> object:
        """An event, and the list that already knows it: the whole path of a click."""
        recommender.record(Event("benchmark", items[turn % len(items)], "click"))
        return recommender.recommend("benchmark", k=10)

    def asked(turn: int) -> object:
        query = Query(text="funny", like=(items[turn % len(items)],))
        return recommender.recommend(users[turn % len(users)], query=query, k=10)

    calls: dict[str, Callable[[int], object]] = {
        "recommend": lambda turn: recommender.recommend(users[turn % len(users)], k=10),
        "event_then_recommend": fresh,
        "recommend_with_query": asked,
        "rank_100": lambda turn: recommender.rank(users[turn % len(users)], items[:100]),
        "limit": lambda _: vectors @ vectors[0],
    }
    figures = {name: _times(call) for name, call in calls.items()}
    over = figures["recommend"]["p50"] / max(figures["limit"]["p50"], 1e-3)
    publish(
        "serve",
        {
            "items": len(items),
            "requests": REQUESTS,
            "milliseconds": figures,
            "recommend_over_limit": round(over, 1),
        },
    )


def _times(call: Callable[[int], object]) -> dict[str, float]:
    for turn in range(WARM_UP):
        call(turn)
    return milliseconds(seconds_of(partial(call, turn)) for turn in range(REQUESTS))


if __name__ == "__main__":
    main()
