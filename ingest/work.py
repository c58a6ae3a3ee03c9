"""What an ingest job is to do, as a value that travels; and the stages that do it, here in threads.

An engine takes rows through the stages and hands over whole batches, in the order of the source;
the pipeline writes and counts them. `ingest.distributed` is the other engine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol

from ingest.batches import Batch
from ingest.embed import Embedder
from ingest.encoders import Encoders
from ingest.looking import Looker
from ingest.online import Online
from ingest.reading import read
from ingest.rows import RowSource
from ingest.stages import Stage, Tell, drawn, flow
from ingest.survey import Plan
from mmrec.config import IngestSettings
from mmrec.store import Catalog, Ledger, Where

READ, PICTURES, EMBED, WRITE = STAGES = ("read", "pictures", "embed", "write")


@dataclass(frozen=True, slots=True)
class Work:
    """A job, ready for any process that reaches its sources, pictures and catalogue.

    Attributes:
        where: the catalogue, which may be yet to be made.
        catalog: the one that was there when the job began, and `ledger` what it held.
        roots, kept: see `Looker`.
        limits, refetch: of fetching from URLs; see `Online`.
        dry_run: compare only.
    """

    sources: Sequence[RowSource]
    plan: Plan
    encoders: Encoders
    where: Where
    catalog: Catalog | None
    ledger: Ledger
    roots: Mapping[str, Path]
    kept: Path
    limits: IngestSettings
    refetch: bool
    dry_run: bool

    def batches(self) -> Iterator[Batch]:
        """All rows, read and checked."""
        return read(self.sources, self.plan)

    def looker(self) -> Looker:
        """What looks at pictures; to be closed."""
        online = Online(self.kept, self.limits, refetch=self.refetch, dry_run=self.dry_run)
        return Looker(
            self.roots,
            self.kept,
            online,
            self.encoders,
            self.ledger,
            columns=self.plan.wishes.media,
            dry_run=self.dry_run,
        )

    def embedder(self) -> Embedder:
        """What compares and embeds."""
        return Embedder(self.encoders, self.ledger, self.catalog, dry_run=self.dry_run)


class Engine(Protocol):
    """Where the stages before writing run."""

    @property
    def stages(self) -> Sequence[Stage[Batch]]:
        """Those stages, which count what they do."""

    def batches(self, stop: Event) -> Iterator[Batch]:
        """What is ready to be written, in order; soon ends once `stop` is set."""


Engines = Callable[[Work, Tell], Engine]


class Here:
    """The stages in threads of this process."""

    def __init__(self, work: Work, tell: Tell) -> None:
        self._work = work
        self._looker = work.looker()
        self.stages: list[Stage[Batch]] = [
            Stage(READ, self._looker.send, tell),
            Stage(PICTURES, self._looker, tell),
            Stage(EMBED, work.embedder(), tell),
        ]

    def batches(self, stop: Event) -> Iterator[Batch]:
        """The batches of the job."""
        first, *rest = self.stages
        try:
            yield from flow(drawn(first, self._work.batches()), rest, stop)
        finally:
            self._looker.close()
