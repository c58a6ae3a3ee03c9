"""The pictures (and other media) of a batch: found, read and prepared for the encoder to take."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from ingest.batches import Batch
from ingest.check import medium_bytes
from ingest.encoders import Embedded, Encoders
from ingest.media import Medium, Prepare, is_url, look, look_inside
from ingest.online import Online
from ingest.rows import Row
from mmrec.store import Ledger
from mmrec.types import Item

THREADS = 2  # decoding runs beside the encoder, which wants the cores for itself
NOTHING = Medium()


class Looker:
    """Looks at the pictures and other media that the rows of a batch name.

    Args:
        roots: by modality, the folder that names are relative to; else: the one of each source
            file.
        kept: the folder where media are kept that rows hold as bytes.
        online: sees the media that rows name by URL.
        columns: of the source, by modality, that name a medium or hold it.
        encoders: open and prepare them.
        ledger: a medium whose bytes the catalogue knows is not prepared.
        dry_run: see whether each can be read, prepare none.
    """

    def __init__(
        self,
        roots: Mapping[str, Path],
        kept: Path,
        online: Online,
        encoders: Encoders,
        ledger: Ledger,
        *,
        columns: Mapping[str, str],
        dry_run: bool,
    ) -> None:
        self._roots = roots
        self._kept = kept
        self._online = online
        self._columns = columns
        self._encoders = encoders
        self._ledger = ledger
        self._dry_run = dry_run
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="media")
        self._preparing = BoundedSemaphore(THREADS)

    def send(self, batch: Batch) -> Batch:
        """Send for the media of URLs: they arrive while the batches before are embedded."""
        for modality in self._encoders.media:
            prepare = self._prepared(modality)
            for place, item in enumerate(batch.items):
                name = item.place(modality)
                if name and is_url(name):
                    known = self._ledger.hash_of(item.item_id, modality)
                    batch.arriving[modality, place] = self._online.send(name, known, prepare)
        return batch

    def receive(self, batch: Batch) -> Batch:
        """Wait for what was sent for; then the batch may travel to another process."""
        came = {place: one.result() for place, one in batch.arriving.items()}
        batch.arrived |= came
        batch.fetched += sum(one.fetched for one in came.values())
        batch.arriving = {}
        return batch

    def __call__(self, batch: Batch) -> Batch:
        """Fill `media`, and refuse those that cannot be used."""
        self.receive(batch)
        for modality in self._encoders.media:
            self._look_at(batch, modality)
        batch.arrived = {}
        batch.rows = {}  # with the raw cells, which are large and done with
        return batch

    def close(self) -> None:
        """End the threads; what they have not begun is not done."""
        self._online.close()
        self._pool.shutdown(cancel_futures=True)

    def _look_at(self, batch: Batch, modality: Embedded) -> None:
        arrived = {place: one for (of, place), one in batch.arrived.items() if of == modality}
        here = [
            place
            for place, item in enumerate(batch.items)
            if item.place(modality) and place not in arrived
        ]
        looked = self._pool.map(
            lambda at: self._look(batch.rows[at], batch.items[at], modality), here
        )
        found = dict(zip(here, looked, strict=True)) | arrived
        batch.media[modality] = [found.get(place, NOTHING) for place in range(len(batch.items))]
        for place, medium in sorted(found.items()):
            if medium.problem is not None:
                batch.refused.append(batch.rows[place].reject(modality, medium.problem))

    def _look(self, row: Row, item: Item, modality: Embedded) -> Medium:
        known = self._ledger.hash_of(item.item_id, modality)
        prepare = self._prepared(modality)
        content = medium_bytes(row.values.get(self._columns[modality]))
        if content is not None:
            return look_inside(content, self._kept, known, prepare, keep=not self._dry_run)
        root = self._roots.get(modality, Path(row.file).parent)
        return look(item.place(modality), root, known, prepare)

    def _prepared(self, modality: Embedded) -> Prepare:
        """Opens and prepares the media of a modality, a few at a time."""
        how = self._encoders.media[modality]

        def prepare(source: Path | bytes) -> Any:
            with self._preparing:
                opened = how.open(source)
                return None if self._dry_run else how.encoder().prepare(opened)

        return prepare
