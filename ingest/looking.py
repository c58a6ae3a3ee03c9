"""The pictures (and other media) of a batch: found, read and prepared for the encoder to take."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ingest.batches import Batch
from ingest.check import medium_bytes
from ingest.encoders import Embedded, Encoders
from ingest.media import Medium, look, look_inside
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
        columns: of the source, by modality, that name a medium or hold it.
        encoders: open and prepare them.
        ledger: a medium whose bytes the catalogue knows is not prepared.
        dry_run: see whether each can be read, prepare none.
    """

    def __init__(
        self,
        roots: Mapping[str, Path],
        kept: Path,
        encoders: Encoders,
        ledger: Ledger,
        *,
        columns: Mapping[str, str],
        dry_run: bool,
    ) -> None:
        self._roots = roots
        self._kept = kept
        self._columns = columns
        self._encoders = encoders
        self._ledger = ledger
        self._dry_run = dry_run
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="media")

    def __call__(self, batch: Batch) -> Batch:
        """Fill `media`, and refuse those that cannot be used."""
        for modality in self._encoders.media:
            self._look_at(batch, modality)
        batch.rows = []  # with the raw cells, which are large and done with
        return batch

    def close(self) -> None:
        """End the threads; what they have not begun is not done."""
        self._pool.shutdown(cancel_futures=True)

    def _look_at(self, batch: Batch, modality: Embedded) -> None:
        named = [place for place, item in enumerate(batch.items) if item.place(modality)]
        media = batch.media[modality] = [NOTHING] * len(batch.items)
        found = self._pool.map(
            lambda at: self._look(batch.rows[at], batch.items[at], modality), named
        )
        for place, medium in zip(named, found, strict=True):
            media[place] = medium
            if medium.problem is not None:
                batch.refused.append(batch.rows[place].reject(modality, medium.problem))

    def _look(self, row: Row, item: Item, modality: Embedded) -> Medium:
        def prepare(source: Path | bytes) -> Any:
            how = self._encoders.media[modality]
            opened = how.open(source)
            return None if self._dry_run else how.encoder().prepare(opened)

        known = self._ledger.hash_of(item.item_id, modality)
        content = medium_bytes(row.values.get(self._columns[modality]))
        if content is not None:
            return look_inside(content, self._kept, known, prepare, keep=not self._dry_run)
        root = self._roots.get(modality, Path(row.file).parent)
        return look(item.place(modality), root, known, prepare)
