"""The folder where everything lives: catalogue, events, models, media, rejects, settings, talks."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import yaml

from mmrec.config import Settings, StoreSettings
from mmrec.errors import StoreError
from mmrec.store.files import only_writer, write_whole
from mmrec.store.place import Where, where_of

FORMAT = 1
MARKER = "home.json"
CONFIG = "config.yaml"


@dataclass(frozen=True, slots=True)
class Home:
    """One home. All its paths are absolute: LanceDB takes some relative ones for addresses.

    Attributes:
        store: where catalogue and events lie; None: as the home's own settings say.
    """

    path: Path
    store: StoreSettings | None = field(default=None, compare=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The home that is there.

        Raises:
            StoreError: there is none, or a newer version of mmrec made it.
        """
        home = cls(Path(path).expanduser().absolute())
        try:
            marker = json.loads((home.path / MARKER).read_text(encoding="utf-8"))
            version = marker["format"]
        except FileNotFoundError:
            raise StoreError(
                f"{home.path} is not a home of mmrec.",
                "Make one with `mmrec ingest items SOURCE` or `mmrec demo`, "
                "or point `--home` (MMREC_HOME) at another folder.",
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{home.path / MARKER} cannot be read: {error}.",
                f'Mend it (it holds {{"format": {FORMAT}}}) or use another `--home`.',
            ) from None
        if version != FORMAT:
            raise StoreError(
                f"{home.path} has format {version}; this mmrec knows format {FORMAT}.",
                "Use the mmrec that made it, or another `--home`.",
            )
        return home

    @classmethod
    def create(cls, path: Path) -> Self:
        """The home at this path, made if there is none yet.

        Raises:
            StoreError: the path is a file, a folder of something else, or not writable.
        """
        home = cls(Path(path).expanduser().absolute())
        if (home.path / MARKER).exists():
            return cls.open(home.path)
        try:
            home.path.mkdir(parents=True, exist_ok=True)
            if any(entry.name != ".lock" for entry in home.path.iterdir()):
                raise StoreError(
                    f"{home.path} holds other files and is not a home of mmrec.",
                    "Give `--home` a new or an empty folder.",
                )
            write_whole(home.path / MARKER, json.dumps({"format": FORMAT}) + "\n")
        except OSError as error:
            raise StoreError(
                f"A home cannot be made at {home.path}: {error.strerror}.",
                "Give `--home` a folder that you may write to.",
            ) from None
        return home

    @property
    def catalog(self) -> Where:
        """For `Catalog`: the LanceDB folder here, or the place that the settings name.

        Raises:
            ConfigError: the home's own settings cannot be read.
        """
        store = self._store
        if store.catalog is None:
            return self.path / "catalog"
        return where_of(store.catalog, store.options)

    def under(self, settings: Settings) -> Self:
        """This home, catalogue and events where these settings say, whatever its own say."""
        return replace(self, store=settings.store)

    @property
    def events(self) -> Path | str:
        """For `EventLog`: the SQLite file here, or the address that the settings name.

        Raises:
            ConfigError: the home's own settings cannot be read.
        """
        return self._store.events or self.path / "events.sqlite"

    @property
    def models(self) -> Path:
        """The folder of model folders, for `ModelStore`."""
        return self.path / "models"

    @property
    def decisions(self) -> Path:
        """The folder of what was decided about models, one JSON file for each decision."""
        return self.path / "decisions"

    @property
    def rejects(self) -> Path:
        """The folder of refused rows, one JSONL file for each ingested source."""
        return self.path / "rejects"

    @property
    def media(self) -> Path:
        """Pictures that belong to this home and to no source folder."""
        return self.path / "media"

    @property
    def conversations(self) -> Path:
        """The folder of running conversations, for `Conversations`."""
        return self.path / "conversations"

    @property
    def _store(self) -> StoreSettings:
        return self.settings().store if self.store is None else self.store

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer of the catalogue; StoreError when another process is."""
        return only_writer(self.path / ".lock", f"the catalogue in {self.path}")

    def learning(self) -> AbstractContextManager[None]:
        """Be the only one who makes and promotes models; StoreError when another process is."""
        return only_writer(self.path / ".learning.lock", f"the models in {self.path}")

    def settings(self, config: Path | None = None) -> Settings:
        """The given configuration file, else the home's own, else the defaults.

        A file that says nothing of the store leaves the catalogue and the events where they are.
        """
        own = self.path / CONFIG
        kept = Settings.load(own) if own.exists() else Settings()
        if config is None:
            return kept
        given = Settings.load(config)
        if "store" in given.model_fields_set:
            return given
        return given.model_copy(update={"store": kept.store})

    def keep_settings(self, settings: Settings) -> None:
        """Make these the home's own settings; only what differs from the defaults is written."""
        content = yaml.safe_dump(settings.differences(), sort_keys=False, allow_unicode=True)
        write_whole(self.path / CONFIG, content)
