"""What the URLs of a home showed when they were fetched: an unchanged URL is not fetched again."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from ingest.request import Stamp
from mmrec.errors import StoreError

FILE = "links.sqlite"
_TABLE = """CREATE TABLE IF NOT EXISTS links
    (url TEXT PRIMARY KEY, digest TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL)
    WITHOUT ROWID"""


class Link(NamedTuple):
    """The digest of a URL's picture, and what its server said of it."""

    digest: str
    stamp: Stamp


class Links:
    """`links.sqlite` of a home's media; to be used from many threads, by one process.

    The file is made by the first link. Each link is safe once it is set.
    """

    def __init__(self, media: Path) -> None:
        self._file = media / FILE
        self._lock = Lock()
        self._made: sqlite3.Connection | None = None

    def get(self, url: str) -> Link | None:
        """What a URL showed, None when it was never fetched."""
        with self._table(make=False) as table:
            if table is None:
                return None
            sought = "SELECT digest, etag, modified FROM links WHERE url = ?"
            found = table.execute(sought, (url,)).fetchone()
        return Link(found[0], Stamp(*found[1:])) if found else None

    def set(self, url: str, link: Link) -> None:
        """Keep what a URL shows now."""
        with self._table(make=True) as table:
            assert table is not None
            row = (url, link.digest, *link.stamp)
            table.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", row)

    def forget(self, digests: Iterable[str]) -> None:
        """Forget the URLs that showed these."""
        with self._table(make=False) as table:
            if table is None:
                return
            table.execute("CREATE TEMP TABLE gone (digest TEXT PRIMARY KEY)")
            table.executemany("INSERT INTO gone VALUES (?)", ((digest,) for digest in digests))
            table.execute("DELETE FROM links WHERE digest IN (SELECT digest FROM gone)")
            table.execute("DROP TABLE gone")

    def close(self) -> None:
        """Close the file."""
        if self._made is not None:
            self._made.close()

    @contextmanager
    def _table(self, *, make: bool) -> Iterator[sqlite3.Connection | None]:
        """The open file, for one thread at a time, what is done being one commit."""
        with self._lock:
            if self._made is None and not make and not self._file.exists():
                yield None
                return
            try:
                self._made = self._made or self._open()
                with self._made as table:
                    yield table
            except sqlite3.Error as error:
                raise StoreError(
                    f"{self._file} cannot be used: {error}.",
                    "Make room, or delete the file: pictures are fetched anew then.",
                ) from None

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        table = sqlite3.connect(self._file, check_same_thread=False)
        table.execute("PRAGMA journal_mode = WAL")
        table.execute("PRAGMA synchronous = NORMAL")
        table.execute(_TABLE)
        return table
