"""Items from files into the catalogue: read, look at media, embed what is new, write.

The stages run side by side, a few batches apart. Whole batches are written, so a job that was
stopped or killed goes on where it was: what is in the catalogue with the same content hashes is not
embedded again, and what is embedded again comes out the same.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

from ingest.batches import Batch, Checked, cut
from ingest.check import check_rows, require_sound
from ingest.collector import rare_collections
from ingest.embed import Embedder
from ingest.encoders import Encoders, require_configured
from ingest.interrupt import Stopped, first_interrupt
from ingest.jobs import DONE, STOPPED, LastJob
from ingest.looking import Looker
from ingest.mapping import ItemMapping
from ingest.online import Online
from ingest.preview import Preview
from ingest.read import find_sources
from ingest.report import ItemReport, NothingUsable, Rejects, StageReport, job_of
from ingest.rows import MAX_ERROR_RATE, RowSource
from ingest.stages import Stage, drawn, flow
from ingest.survey import Plan, survey
from ingest.sweep import sweep
from ingest.sync import Kept
from ingest.writer import Writer
from mmrec.config import INDEX_FROM, Settings
from mmrec.errors import ConfigError, NotFound
from mmrec.store import Catalog, Home, Ledger

Progress = Callable[[str, int, int], None]  # the stage, rows done, rows in all
STAGES = ("read", "pictures", "embed", "write")


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

    Raises:
        ConfigError: an allowed host is no host; or sounds are mapped, or in the catalogue, and
            no encoder of them is configured.
        DataError: a source cannot be used, or holds no good row; nothing is written then.
        EncoderMismatch: the catalogue's vectors come from other encoders.
        StoreError: another process is writing.
        Stopped: Ctrl-C; what was finished is kept.
    """
    start = time.perf_counter()
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
        online = Online(home.media, limits, refetch=refetch, dry_run=dry_run)
        job = _Job(home, encoders, roots, online, report)
        job.index_from = settings.retrieval.index_from
        plan = survey(files, wishes, job.known_facts())
        if not dry_run:
            require_sound(plan, max_error_rate)
        else:
            report.preview = Preview.of(files, plan)
        report.notes.extend(plan.notes)
        report.facts = {name: kind.type.__name__ for name, (_, kind) in plan.facts.items()}
        kept = Kept(wishes.item_id)
        checked: Checked = check_rows(chain.from_iterable(source.rows() for source in files), plan)
        if sync:
            checked = kept.watch(checked)
        told = job_of(wishes, roots, encoding, files, allow_hosts)
        try:
            with Rejects(home.rejects, "items", sources, keep=not dry_run, job=told) as rejects:
                job.run(checked, plan, rejects, progress or (lambda *_: None))
            if report.read == report.rejected:
                raise NothingUsable(report.read, "item", next(iter(report.reasons)))
            if sync:
                job.sync(kept, max_deletes)
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

    def __init__(
        self,
        home: Home,
        encoders: Encoders,
        roots: Mapping[str, Path],
        online: Online,
        report: ItemReport,
    ) -> None:
        self._home = home
        self._encoders = encoders
        self._roots = roots
        self._online = online
        self._changed = False
        self._report = report
        self._last = LastJob(home)
        self._state: str | None = None
        self._catalog = _existing(home)
        self._ledger = self._catalog.ledger() if self._catalog else Ledger.of(())
        if self._catalog:
            require_configured(encoders, self._catalog)

    def known_facts(self) -> dict[str, type]:
        """The types that facts must fit."""
        return self._catalog.fact_types() if self._catalog else {}

    def run(self, checked: Checked, plan: Plan, rejects: Rejects, progress: Progress) -> None:
        """Take every row to its end, and leave the indices as they should be.

        Raises:
            Stopped: Ctrl-C.
        """
        report, dry = self._report, self._report.dry_run
        cut_off = not dry and self._last.begin()
        looker = Looker(
            self._roots,
            self._home.media,
            self._online,
            self._encoders,
            self._ledger,
            columns=plan.wishes.media,
            dry_run=dry,
        )
        embedder = Embedder(self._encoders, self._ledger, self._catalog, report, dry_run=dry)
        writer = Writer(
            None if dry else self._open, self._ledger, lambda batch: self._settle(batch, rejects)
        )
        works: tuple[Callable[[Batch], Batch], ...] = (looker.send, looker, embedder, writer)
        stages = [
            Stage(name, work, lambda name, done: progress(name, done, plan.rows))
            for name, work in zip(STAGES, works, strict=True)
        ]
        read, *middle, write = stages
        with first_interrupt() as stop, rare_collections():
            try:
                for batch in flow(drawn(read, cut(checked)), middle, stop):
                    write(batch)
            finally:
                looker.close()
                writer.commit()
        stopped = stop.is_set() and report.read < plan.rows
        self._changed = bool(writer.written) or cut_off
        if self._catalog and self._changed:
            self._catalog.ensure_indices(self.index_from)
        report.stages = {one.name: StageReport(one.done, round(one.seconds, 3)) for one in stages}
        report.items = self._catalog.count() if self._catalog else 0
        report.fetched = self._online.fetched
        report.reasons, report.rejects = rejects.commonest(), rejects.path
        self._state = STOPPED if stopped else DONE
        if stopped:
            raise Stopped(report.read, plan.rows)

    def sum_up(self) -> None:
        """Keep what the job did; of one that broke on its way, the last word is that it ran."""
        if self._state is not None and not self._report.dry_run:
            self._last.end(self._report, self._state)

    def sync(self, kept: Kept, most: int | None) -> None:
        """Delete what left the sources; a dry run only counts it."""
        if self._catalog is None:
            return
        gone = kept.gone(self._catalog, most)
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
        report.updated += len(batch.changed) - batch.added
        report.unchanged += len(batch.items) - len(batch.changed)
        for refused in batch.refused:
            rejects.add(refused)

    def _open(self) -> Catalog:
        """The catalogue to write to, made if there is none yet, with all modalities."""
        there = self._catalog.specs if self._catalog else {}
        more = [modality for modality in self._encoders.modalities if modality not in there]
        if self._catalog is None or more:
            specs = there | {str(modality): self._encoders.spec(modality) for modality in more}
            self._catalog = Catalog.create(self._home.catalog, specs)
        return self._catalog


def _existing(home: Home) -> Catalog | None:
    try:
        return Catalog.open(home.catalog)
    except NotFound:
        return None
