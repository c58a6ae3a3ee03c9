"""The refused rows of all jobs of a home: read, and tried again as their job read them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.encoders import Encoders
from ingest.events import ingest_events
from ingest.mapping import EventMapping, ItemMapping
from ingest.pipeline import ingest_items
from ingest.report import NothingUsable, hopeless, how_read, refused
from ingest.rows import Row, RowSource
from mmrec.config import Settings
from mmrec.errors import StoreError
from mmrec.store import Home
from mmrec.types import Reject


@dataclass(frozen=True, slots=True)
class Job:
    """One job's refused rows.

    Attributes:
        path: the file that keeps them.
        what: items or events.
        how: how the job read its rows: roots of media, mapping, columns of each source.
        rejects: the rows, in order.
    """

    path: Path
    what: str
    how: dict[str, Any]
    rejects: Sequence[Reject]


@dataclass(frozen=True, slots=True)
class Refused:
    """The refused rows of one source of a job, as a source that is read like the first time."""

    path: Path
    rejects: Sequence[Reject]
    there: Sequence[str]
    note: str | None = None

    def columns(self) -> list[str]:
        """Those of the first time: a row alone does not say what the others had."""
        if self.there:
            return list(self.there)
        return list(dict.fromkeys(name for one in self.rejects if one.field for name in one.row))

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[Row | Reject]:  # noqa: ARG002
        """Each as a row; one that no second try can help stays a reject."""
        for one in self.rejects:
            yield one if hopeless(one) else Row(one.file, one.line, one.row)


def jobs(home: Home) -> list[Job]:
    """The jobs that have refused rows.

    Raises:
        StoreError: a file of them is damaged.
    """
    return [_job(path) for path in sorted(home.rejects.glob("*.jsonl"))]


def _job(path: Path) -> Job:
    try:
        how = how_read(path)
        rejects = refused(path)
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"{path} cannot be read: {error}.", "Ingest its source again; that makes it anew."
        ) from None
    return Job(path, path.stem.partition("-")[0], how, rejects)


def retry(
    home: Home,
    settings: Settings,
    job: Job,
    encoders: Encoders | None = None,
    *,
    overtaken: bool = False,
) -> int:
    """Try a job's rows again; how many left the list. Those that stay have their new reason.

    A row whose item another row brought stays, for it would replace what is newer, unless those
    that were `overtaken` are to be tried too.

    Raises:
        StoreError: it is not known how the job read its rows.
        DataError: the rows do not fit the catalogue; the list is as it was.
    """
    if not job.how:
        raise StoreError(
            f"It is not known how the rows of {job.path} were read.", "Ingest their source again."
        )
    if overtaken:
        job = replace(job, rejects=[replace(one, final=False) for one in job.rejects])
    if all(hopeless(one) for one in job.rejects):
        return 0
    try:
        _ingest(job, encoders)(home, settings, _sources(job))
    except NothingUsable:  # every row stays, and the list says why
        return len(job.rejects) - len(_job(job.path).rejects)
    return len(job.rejects) - (len(_job(job.path).rejects) if job.path.exists() else 0)


def _sources(job: Job) -> list[RowSource]:
    """A source for each of the first time: their columns say how each is read."""
    columns: dict[str, list[str]] = job.how.get("columns", {})
    groups: dict[str, list[Reject]] = {}
    for one in job.rejects:
        groups.setdefault(one.file if one.file in columns else "", []).append(one)
    return [Refused(job.path, rows, columns.get(file, ())) for file, rows in groups.items()]


def _ingest(
    job: Job, encoders: Encoders | None
) -> Callable[[Home, Settings, list[RowSource]], object]:
    mapping = job.how["mapping"]
    # `images` alone: a job of an earlier version.
    roots = job.how.get("roots") or {"image": job.how.get("images")}

    def items(home: Home, settings: Settings, sources: list[RowSource]) -> object:
        wishes = ItemMapping.of(mapping)
        return ingest_items(
            home,
            settings,
            sources,
            images=Path(roots["image"]) if roots.get("image") else None,
            audio=Path(roots["audio"]) if roots.get("audio") else None,
            mapping=wishes,
            max_error_rate=1,
            allow_hosts=job.how.get("allow_hosts", ()),
            encoders=encoders,
        )

    def events(home: Home, settings: Settings, sources: list[RowSource]) -> object:
        wishes = EventMapping.of(mapping)
        return ingest_events(home, settings, sources, mapping=wishes, max_error_rate=1)

    return items if job.what == "items" else events
