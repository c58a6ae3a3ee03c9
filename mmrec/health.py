"""What is in a home, and what works on this machine: for `status`, `doctor` and `weights list`."""

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from mmrec.bots import bots
from mmrec.config import OFFLINE, Settings
from mmrec.device import pick_device
from mmrec.errors import StoreError
from mmrec.evaluation.drift import Drift
from mmrec.store import Catalog, EventLog, Home, ModelStore
from mmrec.store.upkeep import Storage
from mmrec.weights import Kind, cached

NAMED = 5  # accounts that a line of the status names
PACKAGES = (
    "torch",
    "transformers",
    "sentence-transformers",
    "open-clip-torch",
    "lancedb",
    "gradio",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that works or not: what, how it is, and what to do if it does not."""

    name: str
    works: bool
    found: str
    remedy: str = ""

    def line(self) -> str:
        """The check for people."""
        sign = "ok " if self.works else "NO "
        return f"{sign} {self.name}: {self.found} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `mmrec doctor` found."""

    healthy: bool
    checks: tuple[Check, ...]

    def lines(self) -> Sequence[str]:
        """The checks for people, one a line."""
        return [check.line() for check in self.checks]


def examine(home: Path, config: Path | None) -> Diagnosis:
    """Look at Python, packages, the device and every model in use; nothing is downloaded."""
    settings = _settings(home, config)
    python = Check("python", sys.version_info >= (3, 11), platform.python_version())
    device = pick_device(settings.device)
    checks = (
        python,
        *(_package(name) for name in PACKAGES),
        *([_package("soundfile", "mmrec[audio]")] if settings.encoders.audio else ()),
        Check("device", True, str(device)),
        *models_in_use(home, config),
    )
    return Diagnosis(all(check.works for check in checks), checks)


def models_in_use(home: Path, config: Path | None) -> list[Check]:
    """For each model of the configuration: where it was found and which revision, or a remedy."""
    settings = _settings(home, config)
    wanted: dict[Kind, str] = {
        "text": settings.encoders.text,
        "image": settings.encoders.image,
        **({"audio": settings.encoders.audio} if settings.encoders.audio else {}),
        **({} if settings.generation.endpoint else {"generator": settings.generation.model}),
    }
    return [*(_model(kind, name) for kind, name in wanted.items()), *_served(settings)]


def _served(settings: Settings) -> list[Check]:
    """The language model that others serve; it is not asked anything here."""
    wanted = settings.generation
    found = f"{wanted.model} is served at {wanted.endpoint}"
    return [Check("generator", True, found)] if wanted.endpoint else []


def _model(kind: Kind, name: str) -> Check:
    place = cached(kind, name)
    label = f"{kind} model '{name}'"
    if place is not None:
        found = f"{place.origin}, revision {place.revision}, in {place.folder}"
        return Check(label, True, found)
    if name == "offline":
        remedy = "Run `mmrec weights fetch`."
    else:
        remedy = "It is downloaded at first use when the hub can be reached; else name a folder."
    return Check(label, False, "not on this machine.", remedy)


def _package(name: str, brought_by: str = "mmrec") -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "not installed.", f"Run `pip install '{brought_by}'` again.")


def _settings(home: Path, config: Path | None) -> Settings:
    if config is not None:
        return Settings.load(config)
    return Home.open(home).settings() if home.exists() else Settings()


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that wants a person.

    Attributes:
        kind: what it is.
        parts: what there is to say of it. Of `drift`: what drifted, how far, how far is usual; of
            `bots`: the accounts; of `rejected`: how many.
    """

    kind: Literal["no_model", "drift", "bots", "rejected"]
    parts: tuple[str | float, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeStatus:
    """What `mmrec status` found."""

    home: str
    items: int
    with_text: int
    with_image: int
    encoders: dict[str, str]
    facts: dict[str, str]
    users: int
    events: dict[str, int]
    rejected: int
    models: int
    current_model: str | None
    metrics: dict[str, Any]
    storage: Storage | None = None
    drift: Drift | None = None
    bots: tuple[str, ...] = ()

    @property
    def stands_in(self) -> bool:
        """Whether pictures are matched by what stands in for CLIP."""
        return self.encoders.get("image") == OFFLINE

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What wants a person, the most pressing first."""
        drifted = [one for one in self.drift.measures if one.alert] if self.drift else []
        return (
            *([Alert("no_model")] if self.current_model is None else ()),
            *(Alert("drift", (one.name, one.drift, one.usual)) for one in drifted),
            *([Alert("bots", self.bots)] if self.bots else ()),
            *([Alert("rejected", (self.rejected,))] if self.rejected else ()),
        )

    def lines(self) -> Sequence[str]:
        """The status for people."""
        events = ", ".join(f"{count} {kind}" for kind, count in sorted(self.events.items()))
        facts = ", ".join(f"{name} ({kind})" for name, kind in self.facts.items())
        encoders = ", ".join(f"{column}: {name}" for column, name in self.encoders.items())
        return [
            f"home      {self.home}",
            f"items     {self.items} ({self.with_text} with text, {self.with_image} with image)",
            f"encoders  {encoders or 'none yet'}",
            *(["pictures  matched by a small stand-in for CLIP"] if self.stands_in else ()),
            f"facts     {facts or 'none'}",
            f"users     {self.users}",
            f"events    {events or 'none'}",
            f"rejected  {self.rejected} rows and pictures, kept in the home's folder `rejects`",
            f"model     {self.current_model or 'none: run `mmrec train`'} ({self.models} kept)",
            *(_bot_lines(self.bots) if self.bots else ()),
            *(self.drift.lines() if self.drift else ()),
            *(_storage_lines(self.storage) if self.storage else ()),
        ]


def _bot_lines(bots: Sequence[str]) -> list[str]:
    """Accounts that are no people, a few by name."""
    more = f" and {len(bots) - NAMED} more" if len(bots) > NAMED else ""
    names = ", ".join(bots[:NAMED])
    return [f"ALERT     faster than people, kept and not learned from: {names}{more}"]


def _storage_lines(storage: Storage) -> list[str]:
    """Disk, indices and vectors of a catalogue, for people."""
    size = "elsewhere" if storage.bytes is None else f"{storage.bytes / 1e6:.1f} MB"
    missing = ", ".join(f"{count} {modality}" for modality, count in storage.missing.items())
    indices = ", ".join(
        f"{index.column} ({index.kind}, {index.unindexed} rows not in it)"
        for index in storage.indices
    )
    begun = ", ".join(f"{modality} with {name}" for modality, name in storage.reembedding.items())
    return [
        f"disk      {size}, {storage.versions} versions",
        f"missing   {missing} vectors",
        f"indices   {indices or 'none'}",
        *([f"begun     new vectors: {begun}"] if begun else []),
    ]


def home_status(home: Home, drift: Drift | None = None) -> HomeStatus:
    """Count what a home holds; an empty home is a fine answer. `drift` is what to say of it."""
    items, text, image, specs, facts, storage = 0, 0, 0, {}, {}, None
    try:
        catalog = Catalog.open(home.catalog)
    except StoreError:
        pass  # nothing ingested yet: the zeros say so
    else:
        storage = catalog.storage()
        items, missing = storage.rows, storage.missing
        text, image = (items - missing.get(modality, items) for modality in ("text", "image"))
        specs = {column: spec.name for column, spec in catalog.specs.items()}
        facts = {name: kind.__name__ for name, kind in catalog.fact_types().items()}
    log = EventLog.open(home.events)
    store = ModelStore(home.models)
    current = store.current()
    metrics = store.manifest(current).get("metrics", {}) if current else {}
    return HomeStatus(
        str(home.path),
        items,
        text,
        image,
        specs,
        facts,
        len(log.users()),
        log.counts(),
        _refused(home.rejects),
        len(store.list()),
        current,
        metrics,
        storage,
        drift,
        bots(log.table(), home.settings().events.most_per_minute),
    )


def _refused(folder: Path) -> int:
    """How many rows and pictures were refused: one line each, a file for each source."""
    files = folder.glob("*.jsonl") if folder.is_dir() else ()
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
