"""Items from files into the catalogue: read, look at media, embed what is new, write.

The stages run side by side, a few batches apart. Whole batches are written, so a job that was
stopped or killed goes on where it was: what is in the catalogue with the same content hashes is not
embedded again, and what is embedded again comes out the same.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from ingest.batches import Batch
from ingest.check import require_sound
from ingest.collector import rare_collections
from ingest.encoders import Encoders, require_configured
from ingest.interrupt import Stopped, first_interrupt
from ingest.jobs import DONE, STOPPED, LastJob
from ingest.mapping import ItemMapping
from ingest.overtaken import Overtaken
from ingest.preview import Preview
from ingest.read import find_sources
from ingest.report import ItemReport, NothingUsable, Rejects, StageReport, job_of
from ingest.rows import MAX_ERROR_RATE, RowSource
from ingest.stages import Stage
from ingest.survey import Plan, survey
from ingest.sweep import sweep
from ingest.sync import Kept
from ingest.work import WRITE, Engines, Here, Work
from ingest.writer import Writer
from mmrec.config import INDEX_FROM, IngestSettings, Settings
from mmrec.errors import ConfigError, NotFound
from mmrec.store import Catalog, Home, Ledger, Where
from mmrec.types import EncoderSpec

Progress = Callable[[str, int, int], None]  # the stage, rows done, rows in all


def ingest_items(
    home: Home,
    settings: Settings,
    sources: Sequence[str | RowSource],
    *,
    images: Path | None = None,
    audio: Path | None = None,
    mapping: Path | ItemMapping | None = None,
    encoding: str | None = None,
    max_error_rate: float = MAX_ERROR_RATE,
    sync: bool = False,
    max_deletes: int | None = None,
    allow_hosts: Sequence[str] = (),
    refetch: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    encoders: Encoders | None = None,
    engine: Engines = Here,
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
        audio: the same of sounds.
        mapping: a mapping, or a file of one.
        encoding: of the text files; by default found out.
        max_error_rate: the share of rows that may be refused; more stop the job before it writes.
        sync: delete the items that left the sources, once all else went well.
        max_deletes: how many may go; by default half of the catalogue.
        allow_hosts: pictures may come from these, NAME or NAME:PORT, at private addresses too.
        refetch: ask the URLs again whose pictures were fetched before.
        dry_run: check and compare everything, write and embed nothing.
        progress: called with a stage, its rows done and rows in all; from several threads.
        encoders: in place of those of the settings.
        engine: where reading and embedding run; `ingest.distributed.OnRay` is the other one.

    Raises:
        ConfigError: an allowed host is no host; or sounds are mapped, or in the catalogue, and
            no encoder of them is configured.
        DataError: a source cannot be used, or holds no good row; nothing is written then.
        EncoderMismatch: the catalogue's vectors come from other encoders.
        StoreError: another process is writing.
        Stopped: Ctrl-C; what was finished is kept.
    """
    start = time.perf_counter()
    home = home.under(settings)
    files = find_sources(sources, encoding)
    encoders = encoders or Encoders.of(settings)
    wishes = ItemMapping.given(mapping).hearing(sounds="audio" in encoders.media)
    if audio and "audio" not in encoders.media:
        raise ConfigError(
            "A folder of sounds is given, and no encoder of sounds is configured.",
            "Set encoders.audio, such as in configs/audio.yaml.",
        )
    roots = {name: root for name, root in (("image", images), ("audio", audio)) if root}
    limits = settings.ingest.allowing(allow_hosts)
    report = ItemReport(dry_run=dry_run)
    with nullcontext() if dry_run else home.writing():
        job = _Job(home, encoders, report, Kept(wishes.item_id))
        job.index_from = settings.retrieval.index_from
        plan = survey(files, wishes, job.known_facts())
        if not dry_run:
            require_sound(plan, max_error_rate)
        else:
            report.preview = Preview.of(files, plan)
        report.notes.extend(plan.notes)
        report.facts = {name: kind.type.__name__ for name, (_, kind) in plan.facts.items()}
        work = job.work(files, plan, roots, limits, refetch=refetch)
        told = job_of(wishes, roots, encoding, files, allow_hosts)
        try:
            with Rejects(home.rejects, "items", sources, keep=not dry_run, job=told) as rejects:
                job.run(work, engine, rejects, progress or (lambda *_: None))
            if report.read == report.rejected:
                raise NothingUsable(report.read, "item", next(iter(report.reasons)))
            if sync:
                job.sync(max_deletes)
            job.tidy()
        finally:
            report.seconds = time.perf_counter() - start
            job.sum_up()
    return report


class _Job:
    """One run over the rows. Each row ends in exactly one count.

    Attributes:
        index_from: items from which on vectors get an index at the end.
    """

    index_from = INDEX_FROM

    def __init__(self, home: Home, encoders: Encoders, report: ItemReport, kept: Kept) -> None:
        self._home = home
        self._where = home.catalog
        self._encoders = encoders
        self._changed = False
        self._report = report
        self._kept = kept
        self._last = LastJob(home)
        self._state: str | None = None
        self._catalog = _existing(self._where)
        self._version = self._catalog.version() if self._catalog else None
        self._ledger = self._catalog.ledger() if self._catalog else Ledger.of(())
        if self._catalog:
            require_configured(encoders, self._catalog)

    def known_facts(self) -> dict[str, type]:
        """The types that facts must fit."""
        return self._catalog.fact_types() if self._catalog else {}

    def work(
        self,
        sources: Sequence[RowSource],
        plan: Plan,
        roots: Mapping[str, Path],
        limits: IngestSettings,
        *,
        refetch: bool,
    ) -> Work:
        """What an engine is to do."""
        return Work(
            sources=sources,
            plan=plan,
            encoders=self._encoders,
            where=self._where,
            catalog=self._catalog,
            ledger=self._ledger,
            roots=roots,
            kept=self._home.media,
            limits=limits,
            refetch=refetch,
            dry_run=self._report.dry_run,
        )

    def run(self, work: Work, engine: Engines, rejects: Rejects, progress: Progress) -> None:
        """Take every row to its end, and leave the indices as they should be.

        Raises:
            Stopped: Ctrl-C.
        """
        report, plan = self._report, work.plan
        cut_off = not work.dry_run and self._last.begin()

        overtaken = Overtaken(rejects, keep=not work.dry_run)

        def tell(name: str, done: int) -> None:
            progress(name, done, plan.rows)

        def settle(batch: Batch) -> None:
            self._settle(batch, rejects)
            overtaken.take(batch)

        writer = Writer(
            None if work.dry_run else self._open,
            self._ledger,
            settle,
            there=self._catalog,
            version=self._version,
        )
        write = Stage(WRITE, writer, tell)
        running = engine(work, tell)
        with overtaken, first_interrupt() as stop, rare_collections():
            try:
                for batch in running.batches(stop):
                    write(batch)
            finally:
                writer.commit()
        stopped = stop.is_set() and report.read < plan.rows
        self._changed = bool(writer.written) or cut_off
        if self._catalog and self._changed:
            self._catalog.ensure_indices(self.index_from)
        report.stages = {
            one.name: StageReport(one.done, round(one.seconds, 3))
            for one in (*running.stages, write)
        }
        report.items = self._catalog.count() if self._catalog else 0
        report.reasons, report.rejects = rejects.commonest(), rejects.path
        self._state = STOPPED if stopped else DONE
        if stopped:
            raise Stopped(report.read, plan.rows)

    def sum_up(self) -> None:
        """Keep what the job did; of one that broke on its way, the last word is that it ran."""
        if self._state is not None and not self._report.dry_run:
            self._last.end(self._report, self._state)

    def sync(self, most: int | None) -> None:
        """Delete what left the sources; a dry run only counts it."""
        if self._catalog is None:
            return
        gone = self._kept.gone(self._catalog, most)
        self._report.deleted = len(gone)
        if gone and not self._report.dry_run:
            self._catalog.delete(gone)
            self._report.items = self._catalog.count()
            self._changed = True

    def tidy(self) -> None:
        """Drop the pictures that the home keeps and that no item shows after this job."""
        if self._catalog and self._changed and not self._report.dry_run:
            sweep(self._home, self._catalog)

    def _settle(self, batch: Batch, rejects: Rejects) -> None:
        """Count a batch that is safe."""
        report = self._report
        report.read += batch.read
        report.skipped += batch.skipped
        report.rejected += batch.rejected
        for refused in batch.refused[batch.rejected :]:  # those of media come after the rows
            report.refused[refused.field] = report.refused.get(refused.field, 0) + 1
        report.added += batch.added
        report.updated += batch.changes - batch.added
        report.unchanged += len(batch.ids) - batch.changes
        for modality, count in batch.embedded.items():
            report.embedded[modality] = report.embedded.get(modality, 0) + count
        report.encoding += batch.encoding
        report.fetched += batch.fetched
        self._kept.take(batch)
        for refused in batch.refused:
            rejects.add(refused)

    def _open(self, specs: Mapping[str, EncoderSpec]) -> Catalog:
        """The catalogue to write to: made if there is none, with vectors of these encoders too."""
        there = self._catalog.specs if self._catalog else {}
        if self._catalog is None or not specs.keys() <= there.keys():
            self._catalog = Catalog.create(self._where, {**there, **specs})
        return self._catalog


def _existing(where: Where) -> Catalog | None:
    try:
        return Catalog.open(where)
    except NotFound:
        return None
