"""A job as stages, each in a thread of its own, with bounded queues between them."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

AHEAD = 2  # batches that may wait between two stages
PATIENCE = 0.1  # seconds between looks at whether another stage has failed

Batch = TypeVar("Batch", bound=Sized)
Tell = Callable[[str, int], None]  # the stage, and how many rows it has done


@dataclass(slots=True)
class Stage(Generic[Batch]):
    """One step of a job.

    Attributes:
        work: takes a batch and hands it on, changed or another.
        tell: called after each batch.
        done: the lengths of the batches so far.
        seconds: how long it worked; waiting for its neighbours does not count.
    """

    name: str
    work: Callable[[Batch], Batch]
    tell: Tell = lambda _name, _done: None
    done: int = 0
    seconds: float = 0.0

    def __call__(self, batch: Batch) -> Batch:
        """Do the work, and count it."""
        start = time.perf_counter()
        worked = self.work(batch)
        self.count(worked, time.perf_counter() - start)
        return worked

    def count(self, batch: Batch, seconds: float) -> None:
        """Count a batch that took so long, wherever the work was done."""
        self.seconds += seconds
        self.done += len(batch)
        self.tell(self.name, self.done)


def drawn(stage: Stage[Batch], batches: Iterable[Batch]) -> Iterator[Batch]:
    """Batches as they are made, the time of making them counted as the work of a first stage."""
    made = iter(batches)
    while True:
        start = time.perf_counter()
        batch = next(made, None)
        stage.seconds += time.perf_counter() - start
        if batch is None:
            return
        yield stage(batch)


def flow(batches: Iterable[Batch], stages: Sequence[Stage[Batch]], stop: Event) -> Iterator[Batch]:
    """What comes out of the last stage, in order.

    When `stop` is set, no further batch is begun, and what is under way still comes out. What a
    stage raises ends all of them; it is raised here, after what was done before it.

    Args:
        batches: drawn in a thread of its own.
        stages: what each batch goes through.
        stop: set it to end early.
    """
    line: _Line[Batch] = _Line(len(stages) + 1)
    threads = [Thread(target=line.draw, args=(batches, stop), daemon=True)]
    threads += [
        Thread(target=line.run, args=(stage, place), daemon=True)
        for place, stage in enumerate(stages)
    ]
    for thread in threads:
        thread.start()
    try:
        yield from line.taken(len(stages))
    finally:
        line.over.set()
        for thread in threads:
            thread.join()
    if line.problem is not None:
        raise line.problem


@dataclass(slots=True)
class _Line(Generic[Batch]):
    """The queues, and what all stages must know of each other.

    `over` is set when a stage failed or nobody takes batches any more. None in a queue is its end.
    """

    size: int
    queues: list["Queue[Batch | None]"] = field(init=False)
    over: Event = field(default_factory=Event)
    problem: BaseException | None = None

    def __post_init__(self) -> None:
        self.queues = [Queue(AHEAD) for _ in range(self.size)]

    def draw(self, batches: Iterable[Batch], stop: Event) -> None:
        """The first thread: from the source into the first queue."""
        with self._failing():
            for batch in batches:
                if stop.is_set() or not self._put(0, batch):
                    break
        self._put(0, None)

    def run(self, stage: Stage[Batch], place: int) -> None:
        """A stage's thread: from its queue into the next."""
        with self._failing():
            for batch in self.taken(place):
                self._put(place + 1, stage(batch))
        self._put(place + 1, None)

    def taken(self, place: int) -> Iterator[Batch]:
        """The batches of a queue, to its end; what is left in it after a failure still comes."""
        while True:
            try:
                batch = self.queues[place].get(timeout=PATIENCE)
            except Empty:
                if self.over.is_set():
                    return
                continue
            if batch is None:
                return
            yield batch

    def _put(self, place: int, batch: Batch | None) -> bool:
        while not self.over.is_set():
            try:
                self.queues[place].put(batch, timeout=PATIENCE)
            except Full:
                continue
            return True
        return False

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except BaseException as problem:  # noqa: BLE001  # raised again by `flow`, in its thread
            self.problem = problem
            self.over.set()
