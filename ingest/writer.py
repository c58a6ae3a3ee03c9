"""The one writer of an ingest job: whole batches, several in one commit while they come fast."""

import time
from collections.abc import Callable, Mapping

from ingest.batches import Batch
from mmrec.errors import StoreError
from mmrec.store import Catalog, CatalogRow, Ledger
from mmrec.types import EncoderSpec

COMMIT_ROWS = 16_384  # a commit costs a fixed time, and what is not committed is lost in a crash
COMMIT_SECONDS = 2.0


class Writer:
    """Takes batches and commits them, each whole; of some only the files are left to commit.

    Args:
        catalog: called at a commit with the encoders of a catalogue that is yet to be made; None:
            commit nothing, only say that it is settled.
        ledger: which items the catalogue held when the job began.
        settled: told about each batch once it is safe.
        there: the catalogue when the job began, and `version` its version; None: it was yet to be
            made.
    """

    def __init__(
        self,
        catalog: Callable[[Mapping[str, EncoderSpec]], Catalog] | None,
        ledger: Ledger,
        settled: Callable[[Batch], None],
        *,
        there: Catalog | None,
        version: int | None,
    ) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._there = there
        self._version = version
        self._settled = settled
        self._waiting: list[Batch] = []
        self._changes = 0
        self._since = time.monotonic()
        self.written = 0

    def __call__(self, batch: Batch) -> Batch:
        """Keep a batch, and commit when enough have come together or the last is long ago."""
        self._waiting.append(batch)
        self._changes += batch.changes
        late = time.monotonic() - self._since > COMMIT_SECONDS
        if late or self._changes >= COMMIT_ROWS:
            self.commit()
        return batch

    def commit(self) -> None:
        """Write what was kept; no batch in part."""
        waiting = self._waiting
        if self._changes and self._catalog:
            specs = next((batch.specs for batch in waiting if batch.specs), {})
            catalog = self._opened(specs, self._catalog)
            rows = [row for batch in waiting for row in batch.changed]
            if rows:
                self._write(catalog, rows)
            catalog.commit([batch.fragments for batch in waiting if batch.fragments])
            self._there, self._version = catalog, catalog.version()
            self.written += self._changes
        self._waiting, self._changes = [], 0
        for batch in waiting:
            self._settled(batch)
        self._since = time.monotonic()

    def _opened(
        self,
        specs: Mapping[str, EncoderSpec],
        catalog: Callable[[Mapping[str, EncoderSpec]], Catalog],
    ) -> Catalog:
        """The catalogue, in which nobody else wrote: what is new would be there twice.

        The lock of a home keeps its own jobs apart; a catalogue in an object store may have
        several homes.
        """
        alone = self._there is None or self._there.version() == self._version
        opened = catalog(specs)
        if not alone or (self._there is None and opened.count()):
            raise StoreError(
                "Another process wrote to the catalogue since this job began; what this one had "
                "committed is kept.",
                "Let one home write to a catalogue, and run this again.",
            )
        return opened

    def _write(self, catalog: Catalog, rows: list[CatalogRow]) -> None:
        """One commit: appended when all ids are new, for merging looks through the catalogue."""
        known = self._ledger.find([row.item.item_id for row in rows]) >= 0
        if known.any():
            catalog.write(rows)
        else:
            catalog.append(rows)
