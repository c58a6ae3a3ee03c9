"""From a model's name in the settings to a folder: the offline pack, a local folder, the hub."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mmrec.config import OFFLINE
from mmrec.errors import WeightsError
from mmrec.weights import hub
from mmrec.weights.folders import Kind, content_revision, lack
from mmrec.weights.pack import pack_part, present

__all__ = ["Kind", "Located", "cached", "locate"]


@dataclass(frozen=True, slots=True)
class Located:
    """A model on this machine.

    `revision` changes when the weights do: the hub's commit, or a digest of the content.
    """

    name: str
    folder: Path
    revision: str
    origin: Literal["offline pack", "folder", "hub"]


def locate(kind: Kind, name: str) -> Located:
    """Where a model lies, after a download if it must be and can be had from the hub.

    Args:
        kind: which library will load it.
        name: `offline`, a folder, `owner/name`, or for pictures `ARCHITECTURE/TAG` of open_clip.

    Raises:
        WeightsError: it is not here and cannot be had now, with what to do about it. Finding
            out takes about `hub.PROBE_SECONDS` at most.
    """
    if name == OFFLINE:
        part = pack_part(kind)
        return Located(name, part.folder, part.revision, "offline pack")
    found = _on_disk(kind, name)
    if found is None:
        folder, revision = hub.download(kind, name)
        found = Located(name, folder, revision, "hub")
    if kind == "image":
        _require_own_text_tower(found)
    return found


def cached(kind: Kind, name: str) -> Located | None:
    """Where a model lies, if it is on this machine; never touches the network.

    Raises:
        WeightsError: the name can mean nothing (a folder that is not there, an unknown tag).
    """
    if name == OFFLINE:
        part = present(kind)
        return Located(name, part.folder, part.revision, "offline pack") if part else None
    return _on_disk(kind, name)


def _on_disk(kind: Kind, name: str) -> Located | None:
    folder = Path(name).expanduser()
    if folder.is_dir():
        missing = lack(kind, folder)
        if missing:
            raise WeightsError(
                f"The folder {folder} has no {missing}, so it is no {kind} model.",
                "Give the folder that the model was saved to.",
            )
        folder = folder.resolve()
        # Only the folder's own name: a model that was moved is the same model.
        return Located(folder.name, folder, content_revision(folder), "folder")
    if name.startswith(("/", "./", "../", "~")) or folder.exists():
        raise WeightsError(
            f"There is no model folder {name}.", "Give `offline`, a folder or a hub name."
        )
    found = hub.in_cache(kind, name)
    return Located(name, found[0], found[1], "hub") if found else None


def _require_own_text_tower(found: Located) -> None:
    """Refuse an open_clip model whose text tower would be looked up on the hub while loading."""
    config = json.loads((found.folder / "open_clip_config.json").read_text(encoding="utf-8"))
    tower = config.get("model_cfg", {}).get("text_cfg", {}).get("hf_model_name")
    if tower and not Path(tower).is_dir():
        raise WeightsError(
            f"The open_clip model '{found.name}' takes its text tower from elsewhere ({tower}).",
            "Put both into one folder, name it in hf_model_name of open_clip_config.json, "
            "and give that folder.",
        )
