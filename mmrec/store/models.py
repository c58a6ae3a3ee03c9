"""Trained models: one folder each, whole or absent, and a small file that says which is current."""

import builtins
import json
import re
import shutil
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from mmrec.errors import NotFound, StoreError, did_you_mean
from mmrec.store.files import write_whole

if TYPE_CHECKING:
    from torch import Tensor

MANIFEST = "manifest.json"
TENSORS = "tensors.safetensors"
CURRENT = "current"
LEFT_AFTER = 3600.0  # seconds; no save takes this long
_MODEL_ID = re.compile(r"\d{8}-\d{6}-\d{6}-[0-9a-f]{4}")


class ModelStore:
    """The model folders of one home. Ids sort by the time of saving."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, tensors: "Mapping[str, Tensor]", manifest: Mapping[str, Any]) -> str:
        """Keep a model and return its id; it is not current until it is promoted.

        The manifest must be JSON; `model_id` and `created` are added to it. A process that dies
        on the way leaves only a hidden folder, which the next save clears away.
        """
        from safetensors.torch import save_file

        now = datetime.now(UTC)
        model_id = f"{now:%Y%m%d-%H%M%S-%f}-{uuid4().hex[:4]}"
        whole = {**manifest, "model_id": model_id, "created": now.isoformat(timespec="seconds")}
        text = json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False)
        self._clear_leftovers()
        beside = self.folder / f".{model_id}.tmp"
        beside.mkdir(parents=True)
        try:
            save_file(
                {name: t.detach().cpu().contiguous() for name, t in tensors.items()},
                beside / TENSORS,
            )
            write_whole(beside / MANIFEST, text)
            beside.rename(self.folder / model_id)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return model_id

    def load(self, model_id: str | None = None) -> "tuple[dict[str, Tensor], dict[str, Any]]":
        """Tensors (on the CPU) and manifest of a model, by default the current one.

        Raises:
            NotFound: no such model, or none is current.
            StoreError: the folder is damaged.
        """
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        manifest = self.manifest(model_id)
        model_id = str(manifest["model_id"])
        try:
            return load_file(self.folder / model_id / TENSORS), manifest
        except (OSError, SafetensorError) as error:
            raise StoreError(
                f"Model {model_id} is damaged: {error}.", "Promote another or run `mmrec train`."
            ) from None

    def manifest(self, model_id: str | None = None) -> dict[str, Any]:
        """What a model says about itself, by default the current one; its tensors stay on disk.

        Raises:
            NotFound: no such model (a near id is named), or none is current.
            StoreError: the folder is damaged.
        """
        model_id = model_id or self.current()
        if model_id is None:
            raise NotFound("No model is trained yet.", "Run `mmrec train`.")
        self._require(model_id)
        try:
            content = json.loads((self.folder / model_id / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(
                f"Model {model_id} is damaged: {error}.", "Promote another or run `mmrec train`."
            ) from None
        assert isinstance(content, dict)
        return content

    def list(self) -> builtins.list[dict[str, Any]]:
        """The manifests of all models, oldest first."""
        return [self.manifest(model_id) for model_id in self._ids()]

    def current(self) -> str | None:
        """The id of the model that serves, None when none was promoted yet."""
        return next(iter(self._reigns()), None)

    def promote(self, model_id: str) -> None:
        """Make a model the one that serves, at once; NotFound when there is no such model."""
        self._require(model_id)
        before = [one for one in self._reigns() if one != model_id]
        self._write_reigns([model_id, *before])

    def rollback(self) -> str:
        """Let the model serve that served before the current one, and return its id.

        Raises:
            NotFound: no model served before.
        """
        ids = set(self._ids())
        before = [one for one in self._reigns()[1:] if one in ids]
        if not before:
            raise NotFound("No model served before the current one.", "See `mmrec models list`.")
        self._write_reigns(before)
        return before[0]

    def _reigns(self) -> builtins.list[str]:
        """The models that served, newest first: the first line of the file is current."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return []

    def _write_reigns(self, model_ids: builtins.list[str]) -> None:
        """All at once: a reader sees the old order or the new one."""
        write_whole(self.folder / CURRENT, "\n".join(model_ids) + "\n")

    def _ids(self) -> builtins.list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if _MODEL_ID.fullmatch(p.name))

    def _require(self, model_id: str) -> None:
        ids = self._ids()
        if model_id not in ids:
            hint = did_you_mean(model_id, ids) or "Run `mmrec train`."
            raise NotFound(f"There is no model '{model_id}' in {self.folder}.", hint)

    def _clear_leftovers(self) -> None:
        """Remove what a dead process left; a young folder may be another save under way."""
        for folder in self.folder.glob(".*.tmp"):
            if time.time() - folder.stat().st_mtime > LEFT_AFTER:
                shutil.rmtree(folder, ignore_errors=True)
