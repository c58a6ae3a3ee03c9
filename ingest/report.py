"""What an ingest job tells: counts for people and scripts, and the refused rows as JSONL."""

import json
import re
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self, TextIO

from ingest.preview import Preview
from ingest.rows import RowSource
from mmrec.config import Section
from mmrec.errors import DataError
from mmrec.store.files import write_whole
from mmrec.types import Reject

JOB = ".job"  # the suffix of the file that says how refused rows were read
NOUNS = {
    "text": "texts",
    "image": "pictures",
    "audio": "sounds",
}  # what people call each modality's content
DATA_URL = "data:;base64,"
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBER = re.compile(r"\d[\d,.]*")


class NothingUsable(DataError):
    """Every row of a job was refused."""

    def __init__(self, rows: int, what: str, reason: str) -> None:
        super().__init__(
            f"None of the {rows:,} rows is a usable {what}.",
            f"Most often: {reason}. Nothing was written.",
        )


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage of a job did: rows, and the seconds that it worked and did not wait."""

    rows: int
    seconds: float


@dataclass(slots=True)
class ItemReport:
    """An ingest of items: read = added + updated + unchanged + rejected + skipped.

    Attributes:
        skipped: rows that repeat an earlier row of the same job word for word.
        deleted: items that left the sources, where the job was asked to see to that.
        refused: by modality, pictures (or other media) that could not be used; their items were
            kept without them.
        fetched: pictures (or other media) that came over the net, from URLs.
        embedded: by modality, what went through the encoders.
        items: how many items the catalogue holds now.
        reasons: how often each thing was refused, `field: reason`, the commonest first.
        rejects: the file of refused rows and pictures, None when there are none.
        stages: what each stage of the job did.
        preview: of a dry run, how the sources would be read.
        seconds: from start to end; `encoding` of them in the encoders.
    """

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: int = 0
    deleted: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    fetched: int = 0
    embedded: dict[str, int] = field(default_factory=dict)
    items: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    rejects: str | None = None
    notes: list[str] = field(default_factory=list)
    stages: dict[str, StageReport] = field(default_factory=dict)
    seconds: float = 0.0
    encoding: float = 0.0
    dry_run: bool = False
    preview: Preview | None = None

    @property
    def pictures_refused(self) -> int:
        """Pictures that could not be used."""
        return self.refused.get("image", 0)

    @property
    def pictures_embedded(self) -> int:
        """Pictures that went through the encoder."""
        return self.embedded.get("image", 0)

    def lines_for_people(self) -> list[str]:
        """The counts, the facts' types and why rows were refused."""
        counts = (
            f"items: {self.read} rows read, {self.added} added, {self.updated} updated, "
            f"{self.unchanged} unchanged, {self.rejected} rejected, {self.skipped} repeated"
            f"{f', {self.deleted} deleted' if self.deleted else ''}"
        )
        work = (
            f"       {_counted(self.embedded)} embedded "
            f"in {self.encoding:.1f} of {self.seconds:.1f} s"
            f"{f', {self.fetched} fetched from URLs' if self.fetched else ''}"
        )
        facts = ", ".join(f"{name} ({kind})" for name, kind in self.facts.items())
        known = [f"       facts: {facts}"] if facts else []
        return [counts, work, *known, *_dry_run(self), *_refusals(self)]

    def as_json(self) -> dict[str, Any]:
        """The fields, ready for `json.dumps`."""
        return asdict(self)


def _dry_run(report: "ItemReport | EventReport") -> list[str]:
    """That nothing was written, and how the sources would be read."""
    shown = report.preview.lines_for_people() if report.preview else []
    return ["       (dry run: nothing was written)", *shown] if report.dry_run else []


def _counted(counts: Mapping[str, int]) -> str:
    """`3 texts and 2 pictures`, each modality that has any, text and pictures always."""
    shown = {"text": 0, "image": 0, **counts}
    return " and ".join(f"{count} {NOUNS[modality]}" for modality, count in shown.items())


def _refusals(report: "ItemReport | EventReport") -> list[str]:
    """The commonest reasons, where all refused rows are kept, and what else was noticed."""
    lines = [f"       {count} x {reason}" for reason, count in list(report.reasons.items())[:5]]
    if report.rejects:
        lines.append(f"       refused rows are kept in {report.rejects}")
    return lines + [f"       {note}" for note in report.notes]


@dataclass(slots=True)
class EventReport:
    """An ingest of events: read = added + known + rejected.

    Attributes:
        known: events that the log had already, or that the source says twice.
        unknown_items: events (kept) of items that are not in the catalogue.
        users: how many users the log holds now.
        preview: of a dry run, how the sources would be read.
    """

    read: int = 0
    added: int = 0
    known: int = 0
    rejected: int = 0
    unknown_items: int = 0
    users: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    rejects: str | None = None
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False
    preview: Preview | None = None

    def lines_for_people(self) -> list[str]:
        """The counts and why rows were refused."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.kinds.items())
        counts = (
            f"events: {self.read} rows read, {self.added} added, {self.known} known, "
            f"{self.rejected} rejected, {self.seconds:.1f} s; {self.users} users in the log"
        )
        lines = [counts, f"       {kinds}"] if kinds else [counts]
        return [*lines, *_dry_run(self), *_refusals(self)]

    def as_json(self) -> dict[str, Any]:
        """The fields, ready for `json.dumps`."""
        return asdict(self)


def job_of(
    wishes: Section,
    roots: Mapping[str, Path],
    encoding: str | None,
    files: Sequence[RowSource],
    allow_hosts: Sequence[str] = (),
) -> dict[str, Any]:
    """How the rows of a job are read, as JSON."""
    return {
        "roots": {modality: str(root.absolute()) for modality, root in roots.items()},
        "mapping": wishes.model_dump(mode="json", exclude_defaults=True),
        "encoding": encoding,
        "allow_hosts": list(allow_hosts),
        "columns": {str(file.path): file.columns() for file in files},
    }


class Rejects:
    """The refused rows of one job, one JSON object a line, in `FOLDER/NAME.jsonl`.

    The name comes from what was ingested, so that doing it again replaces its rejects and no
    others. The file takes its place when the job ends, and goes when there is nothing to refuse.
    `NAME.job` beside it says how the rows were read, so that they can be tried again.

    Attributes:
        began: when the job began (seconds); of rows that are tried again, when their job did.
    """

    def __init__(
        self,
        folder: Path,
        what: str,
        sources: Sequence[str | RowSource],
        *,
        keep: bool,
        job: Mapping[str, Any] | None = None,
    ) -> None:
        first = sources[0]
        if isinstance(first, str):
            names = [str(Path(source).absolute()) for source in sources if isinstance(source, str)]
            digest = blake2b("\n".join(names).encode(), digest_size=4).hexdigest()
            self.file = folder / f"{what}-{digest}.jsonl"
            self.began = time.time()
            self._job = {"what": what, "sources": names, "began": self.began, **(job or {})}
        else:  # refused rows that are tried again: those that stay, stay where they are
            self.file, self._job = first.path, {}
            self.began = float(how_read(first.path).get("began", 0.0))
        self.reasons: Counter[str] = Counter()
        self._beside = self.file.with_name(f".{self.file.name}.tmp")
        self._keep = keep
        self._stream: TextIO | None = None

    def __enter__(self) -> Self:
        if self._keep:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._beside.open("w", encoding="utf-8", errors="backslashreplace")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._stream is None:
            return
        self._stream.close()
        if kind is not None and not self._job:
            self._beside.unlink()  # rows that were not reached yet must not leave the list
            return
        if self.reasons:
            if self._job:
                write_whole(self.file.with_suffix(JOB), json.dumps(self._job, ensure_ascii=False))
            self._beside.replace(self.file)
            return
        self._beside.unlink()
        if kind is None:
            self.file.unlink(missing_ok=True)
            self.file.with_suffix(JOB).unlink(missing_ok=True)

    def add(self, reject: Reject) -> None:
        """Keep one refused row (or picture)."""
        self.reasons[kind_of(reject)] += 1
        if self._stream is not None:
            self._stream.write(line_of(reject))

    @property
    def path(self) -> str | None:
        """Where they are kept, None when there are none."""
        return str(self.file) if self._keep and self.reasons else None

    def commonest(self) -> dict[str, int]:
        """How often each kind of reason was given, the commonest first."""
        return dict(self.reasons.most_common(10))


def how_read(rejects: Path) -> dict[str, Any]:
    """How the job read its rows that refused those of this file; empty when nobody knows.

    Raises:
        OSError, ValueError: the file beside it cannot be read.
    """
    beside = rejects.with_suffix(JOB)
    how: dict[str, Any] = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    return how


def kind_of(reject: Reject) -> str:
    """The reason without what differs from row to row: file names, quoted values, numbers."""
    reason = reject.reason
    if reject.field in NOUNS:
        reason = reason.removeprefix(f"{reason.partition(': ')[0]}: ")
    reason = _NUMBER.sub("N", _QUOTED.sub("'…'", reason)).rstrip(".")
    return f"{reject.field}: {reason}" if reject.field else reason


def refused(rejects: Path) -> list[Reject]:
    """The rows of a file of refused ones.

    Raises:
        OSError, ValueError, TypeError: it cannot be read, or is no such file.
    """
    # Not splitlines(): JSON leaves characters unescaped that it takes for line ends.
    lines = rejects.read_text(encoding="utf-8").split("\n")
    return [Reject(**json.loads(line)) for line in lines if line]


def hopeless(reject: Reject) -> bool:
    """Whether no second try can help."""
    return not reject.field or reject.final


def line_of(reject: Reject) -> str:
    """A refused row as one line of its file."""
    content: dict[str, Any] = asdict(reject)
    try:
        line = json.dumps(content, ensure_ascii=False, default=_plain, allow_nan=False)
    except ValueError:  # NaN or infinity, which JSON does not have
        content["row"] = {name: str(value) for name, value in reject.row.items()}
        line = json.dumps(content, ensure_ascii=False)
    return f"{line}\n"


def _plain(value: object) -> str:
    """Bytes as a data URL, which the column of pictures takes again; dates and such as text."""
    if isinstance(value, bytes):
        return DATA_URL + b64encode(value).decode()
    return str(value)
