"""The one writer of an ingest job: whole batches, several in one commit while they come fast."""

import time
from collections.abc import Callable

from ingest.batches import Batch
from mmrec.store import Catalog, CatalogRow, Ledger

COMMIT_ROWS = 16_384  # a commit costs a fixed time, and what is not committed is lost in a crash
COMMIT_SECONDS = 2.0


class Writer:
    """Takes batches and commits them, each whole.

    Args:
        catalog: called at the first commit; None: commit nothing, only say that it is settled.
        ledger: which items the catalogue held when the job began.
        settled: told about each batch once it is safe.
    """

    def __init__(
        self,
        catalog: Callable[[], Catalog] | None,
        ledger: Ledger,
        settled: Callable[[Batch], None],
    ) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._settled = settled
        self._waiting: list[Batch] = []
        self._rows: list[CatalogRow] = []
        self._since = time.monotonic()
        self.written = 0

    def __call__(self, batch: Batch) -> Batch:
        """Keep a batch, and commit when enough have come together or the last is long ago."""
        self._waiting.append(batch)
        self._rows += batch.changed
        late = time.monotonic() - self._since > COMMIT_SECONDS
        if late or len(self._rows) >= COMMIT_ROWS:
            self.commit()
        return batch

    def commit(self) -> None:
        """Write what was kept, all or none."""
        if self._rows and self._catalog:
            self._write(self._catalog(), self._rows)
            self.written += len(self._rows)
        waiting, self._waiting, self._rows = self._waiting, [], []
        for batch in waiting:
            self._settled(batch)
        self._since = time.monotonic()

    def _write(self, catalog: Catalog, rows: list[CatalogRow]) -> None:
        """One commit: appended when all ids are new, for merging looks through the catalogue."""
        known = self._ledger.find([row.item.item_id for row in rows]) >= 0
        if known.any():
            catalog.write(rows)
        else:
            catalog.append(rows)
