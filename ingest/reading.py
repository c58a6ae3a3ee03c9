"""The rows of all sources, read and checked; of many, in a process of its own.

Python's threads share one interpreter: reading takes a third of what a job itself costs, and only
another process does it on another core. The rows come back in the same batches, in the same order.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO

from ingest.batches import Batch, cut
from ingest.check import check_rows
from ingest.read import Source
from ingest.rows import RowSource
from ingest.survey import Plan
from mmrec.errors import MmrecError

APART_FROM = 50_000  # rows; fewer are read before the process has begun


class ReadingFailed(MmrecError):
    """The process that reads the sources ended before they did."""


def read(sources: Sequence[RowSource], plan: Plan) -> Iterator[Batch]:
    """The batches of a job, read where it pays. In one process only: the first row of an id counts.

    Raises:
        DataError: a source cannot be read.
        ReadingFailed: see there.
    """
    files = all(isinstance(source, Source) for source in sources)  # others may not travel
    return read_apart(sources, plan) if files and plan.rows >= APART_FROM else _read(sources, plan)


def _read(sources: Sequence[RowSource], plan: Plan) -> Iterator[Batch]:
    return cut(check_rows(chain.from_iterable(source.rows() for source in sources), plan))


def read_apart(sources: Sequence[RowSource], plan: Plan) -> Iterator[Batch]:
    """The same by another process, which ends with this one, and is never far ahead of it.

    Raises:
        DataError, ReadingFailed: as `read` does.
    """
    # Not by multiprocessing: that runs the caller's own script again. A session of its own: what
    # Ctrl-C means is for the job to say.
    with subprocess.Popen(
        [sys.executable, "-m", "ingest.reading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with suppress(BrokenPipeError), child.stdin:
                pickle.dump((sources, replace(plan, sample=())), child.stdin)
            while (batch := _next(child.stdout)) is not None:
                yield batch
        finally:
            child.kill()


def _next(stream: Any) -> Batch | None:
    try:
        told = pickle.load(stream)  # noqa: S301  # from our own process
    except EOFError:
        raise ReadingFailed(
            "The process that reads the sources ended before they did.",
            "What was finished is kept: see above what it said, and run the same command again.",
        ) from None
    if isinstance(told, MmrecError):
        raise told
    batch: Batch | None = told
    return batch


def main() -> None:
    """Be that process: the sources and the plan come in, batches go out, None after the last."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may come between batches
    sources, plan = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the job that started this
    with suppress(BrokenPipeError), out:  # the job is over
        try:
            for batch in _read(sources, plan):
                _send(batch, out)
        except MmrecError as error:
            _send(error, out)
        _send(None, out)


def _send(told: Batch | MmrecError | None, out: BinaryIO) -> None:
    pickle.dump(told, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


if __name__ == "__main__":
    main()
