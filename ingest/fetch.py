"""Pictures by URL: redirects followed, failures tried again, no host asked by too many at once."""

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Event, Lock
from urllib.parse import urljoin

from ingest.addresses import Doorkeeper, Resolve, addresses_of
from ingest.request import Fetched, Passing, Requests, Stamp, Target
from mmrec.config import IngestSettings
from mmrec.errors import DataError

HOPS = 5  # redirects
BACKOFF = 0.5  # seconds before the second try, doubled before each further one
FAILURES = 20  # pictures in a row that a host failed to give: it is not asked again
NO_STAMP = Stamp()


@dataclass(slots=True)
class _Host:
    """How many may ask a host at once, and how many pictures it failed to give in a row."""

    slots: BoundedSemaphore
    failures: int = 0


@dataclass(slots=True)
class _Budget:
    """The seconds that one picture may still take; waiting for a slot does not count."""

    left: float

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Count what the block takes."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.left -= time.monotonic() - start


class Fetcher:
    """Fetches pictures; to be called from many threads.

    Args:
        settings: the limits, and hosts whose addresses may be private.
        resolve: in place of the system's way from names to addresses.
    """

    def __init__(self, settings: IngestSettings, resolve: Resolve = addresses_of) -> None:
        self._limits = settings
        self._requests = Requests(
            Doorkeeper(settings.allowed_hosts, resolve),
            settings.fetch_bytes,
            hosts=2 * settings.fetch_threads,
            per_host=settings.fetch_per_host,
        )
        self._hosts: defaultdict[str, _Host] = defaultdict(
            lambda: _Host(BoundedSemaphore(settings.fetch_per_host))
        )
        self._lock = Lock()
        self._over = Event()

    def fetch(self, url: str, known: Stamp = NO_STAMP) -> Fetched | None:
        """The picture of a URL, or None when it is still the one that `known` is the stamp of.

        Raises:
            DataError: not to be had, with the reason.
        """
        name = Target.of(url).host
        host = self._host(name)
        if host.failures >= FAILURES:
            raise DataError(
                f"{name}: gave none of {FAILURES} pictures in a row and is not asked again",
                "Try again later.",
            )
        try:
            found = self._patiently(url, known)
        except Passing:
            host.failures += 1
            raise
        host.failures = 0
        return found

    def close(self) -> None:
        """Try nothing again that failed, and close the connections that are kept."""
        self._over.set()
        self._requests.close()

    def _patiently(self, url: str, known: Stamp) -> Fetched | None:
        """Try several times, each a little later, within the seconds that a picture may take."""
        budget = _Budget(self._limits.fetch_seconds)
        for backoff in (BACKOFF * 2**tried for tried in range(self._limits.fetch_retries)):
            try:
                return self._follow(url, known, budget)
            except Passing as problem:
                wait = problem.wait or backoff * random.uniform(0.5, 1.5)
                if wait >= budget.left or self._over.wait(wait):
                    raise
                budget.left -= wait
        return self._follow(url, known, budget)

    def _follow(self, url: str, known: Stamp, budget: _Budget) -> Fetched | None:
        """Go where redirects lead, checking each URL like the first."""
        for _ in range(HOPS + 1):
            target = Target.of(url)
            with self._host(target.host).slots, budget.spent():
                found = self._requests.ask(target, known, budget.left)
            if not isinstance(found, str):
                return found
            url = _joined(url, found)
        raise DataError(f"{target.host}: more than {HOPS} redirects", "Give the last URL.")

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts[name]


def _joined(url: str, where: str) -> str:
    try:
        return urljoin(url, where)
    except ValueError:
        raise DataError(f"{Target.of(url).host}: leads to no URL", "Check the URL.") from None
