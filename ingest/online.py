"""The pictures that rows name by URL: fetched once, kept in the home, looked at like any other."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock

from ingest.fetch import NO_STAMP, Fetcher
from ingest.links import Link, Links
from ingest.media import Medium, Prepare, kept_path, look_inside
from ingest.request import Target
from mmrec.config import IngestSettings
from mmrec.errors import DataError

_TURNS = 1024  # locks for all URLs together


class Online:
    """Looks at the pictures of URLs, in threads of its own.

    A URL that showed a picture once is trusted to show it still, and is not asked again, unless
    `refetch` says so: then its server is asked whether it changed, and what did is fetched.

    Args:
        media: the folder where pictures are kept.
        settings: limits, and hosts that are allowed.
        refetch: ask for pictures that were fetched before.
        dry_run: fetch nothing: a picture that is not kept yet counts as none.
    """

    def __init__(
        self,
        media: Path,
        settings: IngestSettings,
        *,
        refetch: bool = False,
        dry_run: bool = False,
    ) -> None:
        self._media = media
        self._links = Links(media)
        self._fetcher = Fetcher(settings)
        self._refetch = refetch and not dry_run
        self._dry_run = dry_run
        # Rows that name one picture stand side by side, and it is fetched for the first of them.
        self._turns = [Lock() for _ in range(_TURNS)]
        self._pool = ThreadPoolExecutor(settings.fetch_threads, thread_name_prefix="fetching")

    def send(self, url: str, known: str | None, prepare: Prepare) -> "Future[Medium]":
        """Send for the picture of a URL, to be prepared when its bytes are not those `known`.

        What comes of it may raise StoreError: it cannot be kept, which no row is to blame for.
        """
        return self._pool.submit(self._look, url, known, prepare)

    def _look(self, url: str, known: str | None, prepare: Prepare) -> Medium:
        try:
            Target.of(url)
            with self._turns[hash(url) % _TURNS]:
                link = self._links.get(url)
                kept = None if link is None or self._refetch else self._kept(link, known, prepare)
                return kept or self._fetch(url, link, known, prepare)
        except DataError as error:
            return Medium(problem=error.message)

    def close(self) -> None:
        """End the threads; what they have not begun is not done, what failed not tried again."""
        self._fetcher.close()
        self._pool.shutdown(cancel_futures=True)
        self._links.close()

    def _kept(self, link: Link, known: str | None, prepare: Prepare) -> Medium | None:
        """The picture as it was fetched before; None when its file went away."""
        path = kept_path(self._media, link.digest)
        if link.digest == known and path.is_file():
            return Medium(str(path), link.digest)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        return look_inside(content, self._media, known, prepare, keep=False)

    def _fetch(self, url: str, link: Link | None, known: str | None, prepare: Prepare) -> Medium:
        if self._dry_run:
            return Medium()
        there = link is not None and kept_path(self._media, link.digest).is_file()
        found = self._fetcher.fetch(url, link.stamp if link and there else NO_STAMP)
        if found is None:  # unchanged
            kept = self._kept(link, known, prepare) if link else None
            return kept or Medium(problem="the picture that was kept went away")
        picture = look_inside(found.content, self._media, known, prepare)
        if picture.problem is None:
            self._links.set(url, Link(picture.digest, found.stamp))
        return replace(picture, fetched=True)
