"""One of the processes that `benchmarks.log` has write events, one at a time, at a steady rate.

Says `ready`, begins when a line comes in, and ends with a JSON document. Every TWICE-th event is
sent again, as by a page that got no answer; times of events are shuffled over the last hour.
"""

import json
import random
import sys
import time
from pathlib import Path

from mmrec.config import HOUR
from mmrec.store import EventLog
from mmrec.types import Event

TWICE = 10


def main() -> None:
    """Write `count` events at `rate` a second: arguments NAME LOG RATE COUNT."""
    name, lies, rate, count = sys.argv[1:]
    log = EventLog.open(lies if "://" in lies else Path(lies))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    report = write(log, name, float(rate), int(count))
    sys.stdout.write(json.dumps(report) + "\n")


def write(log: EventLog, name: str, rate: float, count: int) -> dict[str, object]:
    """How many appends the log called new, and the seconds that each took."""
    chance, new, took = random.Random(name), 0, []
    began, now = time.perf_counter(), time.time()
    for number in range(count):
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
        event = Event(
            f"{name}-{number % 7}",
            f"i{number % 50}",
            "click",
            at=now - HOUR * chance.random(),
            event_id=f"{name}/{number}",
        )
        start = time.perf_counter()
        for _ in range(2 if number % TWICE == 0 else 1):
            new += log.append([event])
        took.append(time.perf_counter() - start)
    return {"new": new, "took": took, "seconds": time.perf_counter() - began}


if __name__ == "__main__":
    main()
