"""How long a request takes, its parts, and the physical limit: one pass over the item vectors.

python -m benchmarks.serve --items 1000000
python -m benchmarks.serve --home mmrec-home

With --items, over a made-up home of that size (`benchmarks.made_home`), which stays in the user's
cache folder. It writes clicks into the home's event log: of a real home, use a copy.
"""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made_home import HEAVY, made_home, person
from benchmarks.measure import milliseconds, publish, seconds_of
from mmrec import Event, Query, Recommender
from mmrec.retrieval.index import top
from mmrec.snapshot import Shelf, Snapshot
from mmrec.store import Home
from mmrec.types import Floats, Ints

REQUESTS = 400
COUNTED = 50  # of which the computing is counted
READ = 2000  # events of a user
QUERIES, WANTED = 100, 100  # asked of the index, and how many items each
WARM_UP = 20


def main() -> None:
    """Measure a home's recommender."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--items", type=int, help="measure a made-up home of so many items")
    given = parser.parse_args()
    home = made_home(given.items) if given.items else Home.open(given.home)
    before = _megabytes()
    recommender = Recommender.open(home.path)
    opening = seconds_of(recommender.titles)
    held = _megabytes() - before
    shelf = Shelf(home, recommender.settings)
    calls = _calls(recommender, shelf, made_up=bool(given.items))
    figures = {name: _times(call) for name, call in calls.items()}
    over = figures["recommend"]["p50"] / max(figures["limit"]["p50"], 1e-3)
    publish(
        "serve",
        {
            "items": len(shelf.current().index),
            "requests": REQUESTS,
            "milliseconds": figures,
            "recommend_over_limit": round(over, 1),
            "cpu_milliseconds": {name: _cpu(call) for name, call in calls.items()},
            "index": _index(shelf) if given.items else None,
            "load_average": [round(load, 1) for load in os.getloadavg()],
            "opening_seconds": round(opening, 1),
            "held_memory_mb": held,
        },
    )


def _calls(
    recommender: Recommender, shelf: Shelf, *, made_up: bool
) -> dict[str, Callable[[int], object]]:
    """What is timed, by name: whole requests, then their parts."""
    snapshot = shelf.current()
    users = list(map(person, range(HEAVY, 500))) if made_up else recommender.users(REQUESTS)
    items = snapshot.index.item_ids

    def clicked(name: str, turn: int) -> object:
        """An event, and the list that already knows it: the whole path of a click."""
        recommender.record(Event(name, items[turn * 7919 % len(items)], "click"))
        return recommender.recommend(name, k=10)

    calls: dict[str, Callable[[int], object]] = {
        "recommend": lambda turn: recommender.recommend(users[turn % len(users)], k=10),
        "event_then_recommend": lambda turn: clicked(users[turn % len(users)], turn),
        "rank_100": lambda turn: recommender.rank(users[turn % len(users)], items[:100]),
        **_parts(snapshot, shelf, users),
    }
    if made_up:
        calls["event_then_recommend_heavy"] = lambda turn: clicked(person(turn % HEAVY), turn)
    else:
        calls["recommend_with_query"] = lambda turn: recommender.recommend(
            users[turn % len(users)],
            query=Query(text="funny", like=(items[turn % len(items)],)),
        )
    return calls


def _index(shelf: Shelf) -> dict[str, Any]:
    """Recall of the store's index against a scan, for vectors like those of the catalogue."""
    index, random = shelf.current().index, np.random.default_rng(0)
    text = index.vectors.text
    recalls, seconds = [], []
    for row in random.integers(len(index), size=QUERIES).tolist():
        query = text[row].astype(np.float32) + random.normal(size=text.shape[1]) * 0.02
        exact = set(_nearest(text, query.astype(np.float32)).tolist())
        start = time.perf_counter()
        found = shelf.catalog.nearest("text", query, WANTED)
        seconds.append(time.perf_counter() - start)
        recalls.append(len(exact & {index.row_of[item_id] for item_id, _ in found}) / WANTED)
    there = [state.kind for state in shelf.catalog.storage().indices if state.column == "_text"]
    return {
        "kind": there,
        "queries": QUERIES,
        f"recall@{WANTED}": round(float(np.mean(recalls)), 4),
        "milliseconds": milliseconds(seconds),
    }


def _nearest(vectors: Floats, query: Floats) -> Ints:
    """Rows of the nearest, by a scan in parts: half-width numbers are made whole in each."""
    parts = [part.astype(np.float32) @ query for part in np.array_split(vectors, 64)]
    best: Ints = np.argsort(-np.concatenate(parts), kind="stable")[:WANTED]
    return best


def _cpu(call: Callable[[int], object]) -> float:
    """What one call costs in computing, which other work on the machine hardly changes."""
    start = time.process_time()
    for turn in range(COUNTED):
        call(turn)
    return round((time.process_time() - start) / COUNTED * 1000, 2)


def _times(call: Callable[[int], object]) -> dict[str, float]:
    for turn in range(WARM_UP):
        call(turn)
    return milliseconds(seconds_of(partial(call, turn)) for turn in range(REQUESTS))


def _parts(
    snapshot: Snapshot, shelf: Shelf, users: list[str]
) -> dict[str, Callable[[int], object]]:
    """The parts of a request, and the limit."""
    vectors = snapshot.taste.vectors
    builder, log = snapshot.histories, shelf.log
    pasts = [builder.of_deeds(log.deeds(user, READ)) for user in users[:50]]
    scores = snapshot.taste.scores(pasts[:1])[0]
    allowed = ~snapshot.index.mask(())
    best = top(scores, allowed, 10)
    return {
        "history": lambda turn: builder.of_deeds(log.deeds(users[turn % len(users)], READ)),
        "ranking": lambda turn: snapshot.taste.scores([pasts[turn % len(pasts)]]),
        "retrieval": lambda _: top(scores, allowed, 200),
        "reasons": lambda turn: snapshot.taste.shares(pasts[turn % len(pasts)], best),
        "limit": lambda turn: vectors @ vectors[turn],
    }


def _megabytes() -> int:
    """Memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


if __name__ == "__main__":
    main()
