"""Small files that are whole or absent, and the lock that keeps a second writer out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from mmrec.errors import StoreError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file under a temporary name, then rename: readers see the old or the new one.

    Text is written as UTF-8.
    """
    beside = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def only_writer(lock: Path, what: str) -> Iterator[None]:
    """Hold the lock file while the block runs; the system frees it when the process dies.

    Raises:
        StoreError: another process holds it. Waiting would look like hanging, so we do not.
    """
    from filelock import FileLock, Timeout

    guard = FileLock(lock, timeout=0)
    try:
        guard.acquire()
    except Timeout:
        raise StoreError(
            f"Another process is writing to {what}.", "Let it finish, then run this again."
        ) from None
    try:
        yield
    finally:
        guard.release()
