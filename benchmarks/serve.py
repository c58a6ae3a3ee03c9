"""How long a request takes, its parts, and the physical limit: one pass over the item vectors.

python -m benchmarks.serve --items 1000000
python -m benchmarks.serve --home mmrec-home

With --items, over a made-up home of that size (`benchmarks.made_home`), which stays in the user's
cache folder. It writes clicks into the home's event log: of a real home, use a copy.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made_home import HEAVY, made_home, person
from benchmarks.measure import milliseconds, publish, seconds_of
from mmrec import Event, Query, Recommender
from mmrec.history import History
from mmrec.retrieval.index import top
from mmrec.snapshot import Shelf, Snapshot
from mmrec.store import Home
from mmrec.taste import RankerTaste
from mmrec.types import Floats, Ints

REQUESTS, SECONDS = 400, 20.0  # at most, of each call
READ = 2000  # events of a user
QUERIES, WANTED = 100, 100  # asked of the index, and how many items each
PASTS = 50  # histories that parts are measured on
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
    shelf = recommender._shelf  # a second one would hold everything twice
    calls = _calls(recommender, shelf, made_up=bool(given.items))
    figures = {name: _times(name, call) for name, call in calls.items()}
    wall = {name: figure["milliseconds"] for name, figure in figures.items()}
    over = wall["recommend"]["p50"] / max(wall["limit"]["p50"], 1e-3)
    publish(
        "serve",
        {
            "items": len(shelf.current().index),
            "calls": figures,
            "recommend_over_limit": round(over, 1),
            "index": _index(shelf) if given.items else None,
            "scan": _scan(shelf) if given.items else None,
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
    rows = random.integers(len(index), size=QUERIES)
    queries = text[rows].astype(np.float32)
    queries += random.normal(size=queries.shape).astype(np.float32) * 0.02
    recalls, seconds = [], []
    for query, exact in zip(queries, _nearest(text, queries).tolist(), strict=True):
        start = time.perf_counter()
        found = shelf.catalog.nearest("text", query, WANTED)
        seconds.append(time.perf_counter() - start)
        recalls.append(len({*exact} & {index.row_of[item_id] for item_id, _ in found}) / WANTED)
    there = [state.kind for state in shelf.catalog.storage().indices if state.column == "_text"]
    return {
        "kind": there,
        "queries": QUERIES,
        f"recall@{WANTED}": round(float(np.mean(recalls)), 4),
        "milliseconds": milliseconds(seconds),
    }


def _scan(shelf: Shelf) -> dict[str, Any]:
    """How many of the best scores of a scan in eight bits are the best of one in full."""
    snapshot = shelf.current()
    assert isinstance(snapshot.taste, RankerTaste)
    found = dict[str, float]()
    pasts = [_past(snapshot, shelf, person(HEAVY + turn)) for turn in range(PASTS)]
    for count in (10, WANTED):
        shares = []
        for past in pasts:
            exact = np.argsort(-snapshot.taste.exact([past])[0], kind="stable")[:count]
            ours = top(snapshot.taste.scores([past])[0], ~snapshot.index.mask(()), count)
            shares.append(len(set(exact.tolist()) & set(ours.tolist())) / count)
        found[f"recall@{count}"] = round(float(np.mean(shares)), 4)
    return {"lists": PASTS, **found}


def _past(snapshot: Snapshot, shelf: Shelf, user: str) -> History:
    return snapshot.histories.of_deeds(shelf.log.deeds(user, READ))


def _nearest(vectors: Floats, queries: Floats) -> Ints:
    """(Q, WANTED) rows of the nearest, by one scan for all queries (Q, D), a part at a time.

    Half-width numbers are made whole in each part: a scan for every query alone took minutes.
    """
    rows, scores, start = list[Ints](), list[Floats](), 0
    for part in np.array_split(vectors, 64):
        near = part.astype(np.float32) @ queries.T  # (n, Q)
        best = np.argsort(-near, axis=0, kind="stable")[:WANTED]
        rows.append(start + best)
        scores.append(np.take_along_axis(near, best, axis=0))
        start += len(part)
    order = np.argsort(-np.concatenate(scores), axis=0, kind="stable")[:WANTED]
    return np.take_along_axis(np.concatenate(rows), order, axis=0).T


def _times(name: str, call: Callable[[int], object]) -> dict[str, Any]:
    """How long one call takes, and what it computes: other work on the machine hardly adds to it.

    On a busy machine fewer calls are made. Each figure is told at once: whoever ends the benchmark
    early has those before.
    """
    for turn in range(WARM_UP):
        call(turn)
    wall, computed, begun = list[float](), list[float](), time.monotonic()
    while len(wall) < REQUESTS and time.monotonic() - begun < SECONDS:
        start = time.process_time()
        wall.append(seconds_of(partial(call, len(wall))))
        computed.append(time.process_time() - start)
    figures = {
        "requests": len(wall),
        "milliseconds": milliseconds(wall),
        "cpu_milliseconds": milliseconds(computed),
    }
    sys.stderr.write(f"{name}: {json.dumps(figures)}\n")
    return figures


def _parts(
    snapshot: Snapshot, shelf: Shelf, users: list[str]
) -> dict[str, Callable[[int], object]]:
    """The parts of a request, and the limit."""
    vectors, taste = snapshot.taste.vectors, snapshot.taste
    pasts = [_past(snapshot, shelf, user) for user in users[:PASTS]]
    scores = taste.scores(pasts[:1])[0]
    allowed = ~snapshot.index.mask(())
    best = top(scores, allowed, 10)
    return {
        "history": lambda turn: _past(snapshot, shelf, users[turn % len(users)]),
        "ranking": lambda turn: taste.scores([pasts[turn % len(pasts)]]),
        "retrieval": lambda _: top(scores, allowed, 200),
        "reasons": lambda turn: taste.shares(pasts[turn % len(pasts)], best),
        "limit": lambda turn: vectors @ vectors[turn % len(vectors)],
    }


def _megabytes() -> int:
    """Memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


if __name__ == "__main__":
    main()
