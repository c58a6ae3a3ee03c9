"""Is an event lost or kept twice when many write and many read? And what does the log cost?

python -m benchmarks.log
python -m benchmarks.log --events postgresql://USER@HOST/DATABASE

Processes write 200 events a second, one at a time and some of them twice, while chats ask for
lists, show them and like what they see, over a copy of a made-up home. Then all are counted. The
rates beside are of `append` and of SQLite alone, through the same table and indices.
"""

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from functools import partial
from itertools import count, takewhile
from json import loads
from operator import attrgetter
from pathlib import Path
from typing import Any

from benchmarks.made_home import made_home
from benchmarks.measure import milliseconds, publish, seconds_of
from mmrec import Event, Recommender
from mmrec.store import EventLog, Home

PAUSE = (0.5, 2.0)  # seconds between the turns of a chat
BULK, SINGLE = 60_000, 500  # events of the rates: in bulk, and one at a time
ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Chat:
    """What a chat did and saw: items of its lists, its own events, turns that missed its likes."""

    shown: int = 0
    liked: list[str] = field(default_factory=list)
    missed: int = 0
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Measure, and print what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--events", help="address of a PostgreSQL database, by default SQLite")
    parser.add_argument("--rate", type=int, default=200, help="events a second, of all writers")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--chats", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(made_home(given.items).path, copy)
        home = Home.open(copy)
        if given.events:
            settings = home.settings()
            store = settings.store.model_copy(update={"events": given.events})
            home.keep_settings(settings.model_copy(update={"store": store}))
        publish(
            "log",
            {
                "database": "postgresql" if given.events else "sqlite",
                **storm(home, given.rate, given.seconds, given.writers, given.chats),
                "rates": rates(Path(folder)),
            },
        )


def storm(home: Home, rate: int, seconds: int, writers: int, chats: int) -> dict[str, Any]:
    """Writers and chats at once; then what the log holds against what was sent."""
    log = EventLog.open(home.events)
    before = log.version()
    recommender = Recommender.open(home.path)
    recommender.recommend("nobody")  # what loads at first use
    each = rate * seconds // writers
    processes = [_writer(home, number, rate / writers, each) for number in range(writers)]
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n"
    over = threading.Event()
    with ThreadPoolExecutor(chats) as pool:
        talks = [pool.submit(_chat, recommender, f"chat{n}", over) for n in range(chats)]
        said = [process.communicate()[0] for process in _started(processes)]
        over.set()
        done = [talk.result() for talk in talks]
    reports = [loads(line) for line in said]
    sent = {f"writer{w}/{number}" for w in range(writers) for number in range(each)}
    sent |= {event_id for chat in done for event_id in chat.liked}
    new = [event for events in log.arrivals(before) for event in events]
    there = Counter(event.event_id for event in new)
    shown = sum(event.kind == "impression" for event in new)
    longest = max(report["seconds"] for report in reports)
    return {
        "writers": writers,
        "chats": chats,
        "events_per_second": round(writers * each / longest, 1),
        "sent": len(sent),
        "lost": len(sent - set(there)),
        "double": sum(number - 1 for number in there.values()),
        "miscounted": sum(report["new"] for report in reports) - writers * each,
        "shown": sum(chat.shown for chat in done),
        "shown_lost": sum(chat.shown for chat in done) - shown,
        "likes": sum(len(chat.liked) for chat in done),
        "likes_missed_by_the_next_list": sum(chat.missed for chat in done),
        "append_milliseconds": milliseconds(took for one in reports for took in one["took"]),
        "list_milliseconds": milliseconds(took for chat in done for took in chat.seconds),
    }


def rates(folder: Path) -> dict[str, Any]:
    """Events a second of `append` and of SQLite alone: in bulk, and one at a time."""
    events = [
        Event(f"u{number % 500}", f"i{number % 1000}", "click", at=float(number))
        for number in range(BULK)
    ]
    found = dict[str, Any]()
    for name, size, step in (("bulk", BULK, 20_000), ("single", SINGLE, 1)):
        ours = EventLog.open(folder / f"{name}-ours.sqlite")
        EventLog.open(folder / f"{name}-raw.sqlite").close()
        raw = sqlite3.connect(folder / f"{name}-raw.sqlite")
        raw.execute("PRAGMA synchronous=NORMAL")
        raw.execute("PRAGMA cache_size=-65536")
        # In turns: what else the machine does slows both.
        seconds = [0.0, 0.0]
        for start in range(0, size, step):
            part = events[start : start + step]
            seconds[0] += seconds_of(partial(ours.append, part))
            seconds[1] += seconds_of(partial(_raw, raw, part))
        ours.close()
        raw.close()
        found[name] = {
            "append": round(size / seconds[0]),
            "sqlite": round(size / seconds[1]),
            "times_the_cost": round(seconds[0] / seconds[1], 2),
        }
    return found


def _raw(connection: sqlite3.Connection, events: list[Event]) -> None:
    names = tuple(one.name for one in fields(Event))
    marks = ", ".join("?" * len(names))
    statement = f"INSERT OR IGNORE INTO events ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    with connection:
        connection.executemany(statement, map(attrgetter(*names), events))


def _writer(home: Home, number: int, rate: float, each: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.log_writer", f"writer{number}"]
    return subprocess.Popen(
        [*command, str(home.events), str(rate), str(each)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _started(processes: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """All of them begin before the first is waited for."""
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def _chat(recommender: Recommender, name: str, over: threading.Event) -> Chat:
    """Ask, look, like the first, ask again: what was liked must not be there any more."""
    chat, chance = Chat(), random.Random(name)
    for turn in _turns(over):
        start = time.perf_counter()
        places = recommender.recommend(name, k=10)
        chat.seconds.append(time.perf_counter() - start)
        recommender.show(name, places)
        chat.shown += len(places)
        like = Event(name, places[0].item_id, "like", event_id=f"{name}/{turn}")
        recommender.record(like)
        chat.liked.append(like.event_id)
        again = recommender.recommend(name, k=10)
        chat.missed += like.item_id in {place.item_id for place in again}
        over.wait(chance.uniform(*PAUSE))
    return chat


def _turns(over: threading.Event) -> Iterator[int]:
    return takewhile(lambda _: not over.is_set(), count())


if __name__ == "__main__":
    main()
