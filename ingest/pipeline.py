"""Items from files into the catalogue: read, check, embed what is new, write batch by batch.

Pictures are found and decoded in threads, a batch ahead of the encoder. Each batch is written
whole, so a job that was stopped goes on where it was: what is in the catalogue with the same
content hashes is not embedded again.
"""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.check import MAX_ERROR_RATE, check_rows, image_bytes, require_sound
from ingest.encoders import Encoders
from ingest.mapping import ItemMapping
from ingest.media import DIGEST_BYTES, Picture, look, look_inside
from ingest.read import find_sources
from ingest.report import ItemReport, NothingUsable, Rejects, job_of
from ingest.rows import Row, RowSource
from ingest.survey import Plan, survey
from ingest.writer import Ready, Writer
from mmrec.config import Settings
from mmrec.store import Hashes, Home
from mmrec.types import Item, Reject

BATCH = 128  # items; a batch of prepared pictures takes about 80 MB
AHEAD = 1  # batches whose pictures are decoded while one is encoded
THREADS = 4

Progress = Callable[[int, int], None]  # rows done, rows in all (0: not known)
Checked = Iterable[tuple[Row, Item] | Reject | None]


@dataclass(frozen=True, slots=True)
class _Pending:
    """An item on its way: its row, and its picture as soon as a thread has looked at it."""

    row: Row
    item: Item
    picture: "Future[Picture]"


def ingest_items(
    home: Home,
    settings: Settings,
    sources: Sequence[str | RowSource],
    *,
    images: Path | None = None,
    mapping: Path | ItemMapping | None = None,
    encoding: str | None = None,
    max_error_rate: float = MAX_ERROR_RATE,
    dry_run: bool = False,
    progress: Progress | None = None,
    encoders: Encoders | None = None,
) -> ItemReport:
    """Read items and bring the catalogue up to date with them.

    A row replaces the item of its id whole: what the source no longer says is gone, but for a
    picture that is named and cannot be found or read, which stays as it was. Of rows of one id
    in the same job the first counts and the others are rejected.

    Args:
        home: where the catalogue is, or will be.
        settings: which encoders.
        sources: files, folders or globs; or what is a source already.
        images: the folder that pictures are relative to; by default the one of each source file.
        mapping: a mapping, or a file of one.
        encoding: of the text files; by default found out.
        max_error_rate: the share of rows that may be refused; more stop the job before it writes.
        dry_run: check and compare everything, write and embed nothing.
        progress: called with rows done and rows in all.
        encoders: in place of those of the settings.

    Raises:
        DataError: a source cannot be used, or holds no good row; nothing is written then.
        EncoderMismatch: the catalogue's vectors come from other encoders.
        StoreError: another process is writing.
    """
    start = time.perf_counter()
    files = find_sources(sources, encoding)
    wishes = ItemMapping.given(mapping)
    job = job_of(wishes, images, encoding)
    report = ItemReport(dry_run=dry_run)
    encoders = encoders or Encoders.of(settings)
    with nullcontext() if dry_run else home.writing():
        writer = Writer(home, encoders, report)
        plan = survey(files, wishes, writer.known_facts())
        if not dry_run:
            require_sound(plan, max_error_rate)
        checked = check_rows(chain.from_iterable(source.rows() for source in files), plan)
        with Rejects(home.rejects, "items", sources, keep=not dry_run, job=job) as rejects:
            _Job(writer, encoders, images, report, rejects, media=home.media).run(
                checked, plan, progress
            )
    if report.read == report.rejected:
        raise NothingUsable(report.read, "item", next(iter(report.reasons)))
    report.seconds = time.perf_counter() - start
    return report


class _Job:
    """One run over the rows, with its threads. Each row ends in exactly one count."""

    def __init__(
        self,
        writer: Writer,
        encoders: Encoders,
        images: Path | None,
        report: ItemReport,
        rejects: Rejects,
        *,
        media: Path,
    ) -> None:
        self._writer = writer
        self._encoders = encoders
        self._images = images
        self._report = report
        self._rejects = rejects
        self._media = media

    def run(self, checked: Checked, plan: Plan, progress: Progress | None) -> None:
        """Take every row to its end."""
        report, self._image = self._report, plan.wishes.image
        report.notes.extend(plan.notes)
        report.facts = {name: kind.type.__name__ for name, (_, kind) in plan.facts.items()}
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pictures")
        try:
            for batch in self._ahead(checked, pool):
                self._settle(batch)
                if progress:
                    progress(report.read, plan.rows)
        finally:
            pool.shutdown(cancel_futures=True)
        if (report.added or report.updated) and not report.dry_run:
            self._writer.finish()
        report.items = self._writer.count()
        report.reasons, report.rejects = self._rejects.commonest(), self._rejects.path

    def _ahead(self, checked: Checked, pool: ThreadPoolExecutor) -> Iterator[list[_Pending]]:
        """Batches in order, with the pictures of the next AHEAD ones already under way."""
        waiting: deque[list[_Pending]] = deque()
        batch: list[_Pending] = []
        for row, item in self._good(checked):
            batch.append(_Pending(row, item, pool.submit(self._look, row, item)))
            if len(batch) < BATCH:
                continue
            waiting.append(batch)
            batch = []
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting
        if batch:
            yield batch

    def _good(self, checked: Checked) -> Iterator[tuple[Row, Item]]:
        for one in checked:
            self._report.read += 1
            if one is None:
                self._report.skipped += 1
            elif isinstance(one, Reject):
                self._report.rejected += 1
                self._rejects.add(one)
            else:
                yield one

    def _look(self, row: Row, item: Item) -> Picture:
        """In a thread: the item's picture, prepared for the encoder unless it is known."""
        stored = self._writer.stored(item.item_id)
        known = stored.of["image"] if stored else None
        content = image_bytes(row.values.get(self._image)) if item.image else None
        if content is not None:
            keep = not self._report.dry_run
            return look_inside(content, self._media, known, self._prepare, keep=keep)
        root = self._images or Path(row.file).parent
        return look(item.image, root, known, self._prepare)

    def _prepare(self, source: Path | bytes) -> Any:
        picture = self._encoders.open_picture(source)
        return None if self._report.dry_run else self._encoders.image().prepare(picture)

    def _settle(self, batch: list[_Pending]) -> None:
        """Write of a batch what is new or changed."""
        looked = [(pending, pending.picture.result()) for pending in batch]
        kept = self._kept_pictures(looked)
        fresh: list[Ready] = []
        added = 0
        for pending, picture in looked:
            ready = self._ready(pending.item, kept.get(pending.item.item_id, picture))
            stored = self._writer.stored(ready.item.item_id)
            if stored != ready.hashes:
                fresh.append(ready)
                added += stored is None
        if fresh and not self._report.dry_run:
            self._writer.write(fresh)
        self._report.added += added
        self._report.updated += len(fresh) - added
        self._report.unchanged += len(batch) - len(fresh)

    def _kept_pictures(self, looked: list[tuple[_Pending, Picture]]) -> dict[str, Picture]:
        """Report unusable pictures; an item that has a good one in the catalogue keeps that."""
        have_one: list[str] = []
        for pending, picture in looked:
            if picture.problem is None:
                continue
            self._report.pictures_refused += 1
            self._rejects.add(pending.row.reject("image", picture.problem))
            stored = self._writer.stored(pending.item.item_id)
            if stored and stored.of["image"]:
                have_one.append(pending.item.item_id)
        return self._writer.pictures_of(have_one)

    def _ready(self, item: Item, picture: Picture) -> Ready:
        item = replace(item, image=picture.path)
        text = self._encoders.item_text(item)
        hashes = Hashes(_digest(_facts_of(item)), {"text": _digest(text), "image": picture.digest})
        return Ready(item, text, hashes, picture.prepared)


def _facts_of(item: Item) -> str:
    """All that is stored of an item beside its vectors, in one spelling."""
    fields = [item.title, item.description, item.image, dict(item.facts)]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()
