"""One worker of a distributed job: takes batches through stages, writes new rows apart.

It knows nothing of what carries batches to it and back.
"""

import time
from collections.abc import Callable, Sequence

from ingest.batches import Batch
from ingest.work import EMBED, PICTURES, Work
from mmrec.errors import NotFound
from mmrec.store import Catalog


class Worker:
    """Some stages of a job, with encoders of its own that load at the first batch that needs them.

    Args:
        work: the job.
        stages: which of `pictures` and `embed`.
    """

    def __init__(self, work: Work, stages: Sequence[str]) -> None:
        self._work = work
        does: dict[str, Callable[[], Callable[[Batch], Batch]]] = {
            PICTURES: work.looker,
            EMBED: work.embedder,
        }
        self._stages = {name: does[name]() for name in stages}
        self._catalog = work.catalog

    def __call__(self, batch: Batch) -> Batch:
        """Do the stages; a batch of new rows comes back as the files that hold them."""
        for name, stage in self._stages.items():
            start = time.perf_counter()
            batch = stage(batch)
            if name == EMBED:
                self._write_apart(batch)
            batch.took[name] = batch.took.get(name, 0.0) + time.perf_counter() - start
        return batch

    def _write_apart(self, batch: Batch) -> None:
        """Write the rows, when all are new and every fact of theirs is a column already.

        Others go back as they are: a batch is committed whole, and by the writer alone.
        """
        new = bool(batch.changed) and batch.added == len(batch.changed)
        if not new or self._work.dry_run:
            return
        catalog = self._open()
        fragments = catalog.write_apart(batch.changed) if catalog else None
        if fragments is not None:
            batch.fragments, batch.changed = fragments, []

    def _open(self) -> Catalog | None:
        """The catalogue; None until the writer has made it."""
        if self._catalog is None:
            try:
                self._catalog = Catalog.open(self._work.where)
            except NotFound:
                return None
        return self._catalog
