"""Ctrl-C during a job: the first lets it end what it has begun, the second ends it at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mmrec.errors import MmrecError
from mmrec.terminal import say


class Stopped(MmrecError):
    """A job ended early because it was told to."""

    exit_code = 130

    def __init__(self, done: int, rows: int) -> None:
        super().__init__(
            f"Stopped after {done:,} of {rows:,} rows; what was finished is kept.",
            "Run the same command again to go on.",
        )


@contextmanager
def first_interrupt() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets, while the block runs. Only the main thread hears it."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def stopping(_signal: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        say("Stopping after the batch in work. Ctrl-C again stops at once; nothing is lost.")

    before = signal.signal(signal.SIGINT, stopping)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
