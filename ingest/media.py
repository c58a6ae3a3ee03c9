"""An item's picture or sound: where it lies, whether it changed, what the encoder gets of it."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from mmrec.errors import DataError, StoreError
from mmrec.store.files import write_whole

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
Prepare = Callable[[Path | bytes], Any]  # opens and prepares; raises DataError with a reason
_CHUNK = 1 << 20
DIGEST_BYTES = 16
KEPT = "kept"  # the folder of a home's media for those that came without a file


@dataclass(frozen=True, slots=True)
class Medium:
    """What looking at one picture (or sound) gave.

    Attributes:
        path: the file, absolute; None without a usable one.
        digest: of its bytes; "" without a usable one.
        prepared: what the encoder takes, None when it is known already.
        problem: why there is none although the row names one.
        fetched: whether it came over the net just now.
    """

    path: str | None = None
    digest: str = ""
    prepared: Any = None
    problem: str | None = None
    fetched: bool = False


def look(
    name: str | None,
    root: Path,
    known: str | None,
    prepare: Prepare,
) -> Medium:
    """Find the picture that a row names, and prepare it when its bytes are not those `known`.

    Args:
        name: what the row says: a path relative to `root`, or absolute.
        root: the folder of the pictures.
        known: the digest in the catalogue, if any.
        prepare: makes what the encoder takes.
    """
    if not name:
        return Medium()
    try:
        path = locate(name, root)
        digest = digest_of(path)
        prepared = None if digest == known else prepare(path)
    except DataError as error:
        return Medium(problem=error.message)
    return Medium(str(path), digest, prepared)


def look_inside(
    content: bytes,
    media: Path,
    known: str | None,
    prepare: Prepare,
    *,
    keep: bool = True,
) -> Medium:
    """The same for a picture that the row itself holds; its bytes are kept under `media`.

    Only what could be prepared is kept, named by its content: the same bytes are kept once. With
    `keep` false nothing is written, and the path is where they would be.

    Raises:
        StoreError: the bytes cannot be written, which no row is to blame for.
    """
    digest = blake2b(content, digest_size=DIGEST_BYTES).hexdigest()
    try:
        prepared = None if digest == known else prepare(content)
    except DataError as error:
        return Medium(problem=error.message)
    path = kept_path(media, digest)
    if keep and not path.exists():
        _keep(content, path)
    return Medium(str(path), digest, prepared)


def kept_path(media: Path, digest: str) -> Path:
    """Where a picture of this content is kept, if it is; absolute."""
    return Path(os.path.abspath(media)) / KEPT / digest[:2] / digest  # noqa: PTH100


def is_url(name: str) -> bool:
    """Does a row name a picture by a URL, of whatever scheme?"""
    return _URL.match(name) is not None


def _keep(content: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise StoreError(
            f"{path.parent}: a picture cannot be kept: {error.strerror}.", "Make room for it."
        ) from None


def locate(name: str, root: Path) -> Path:
    """The absolute path of a picture; a relative name never leads out of the root.

    Raises:
        DataError: a way out of the root, or no such file.
    """
    if "\0" in name:
        raise DataError("not a path", "Give a path under --images.")
    # Not resolve(): a link inside the root is the user's own wish, `..` in a row is not.
    root = Path(os.path.abspath(root))  # noqa: PTH100
    path = Path(os.path.normpath(root / name))
    if not Path(name).is_absolute() and not path.is_relative_to(root):
        raise DataError(f"{name}: leads out of the folder of pictures", "Move the picture.")
    try:
        there = path.is_file()
    except OSError:  # a name too long for the file system
        there = False
    if not there:
        raise DataError(f"{name}: no such file", "Check --images.")
    return path


def digest_of(path: Path) -> str:
    """A digest of a file's bytes.

    Raises:
        DataError: it cannot be read.
    """
    digest = blake2b(digest_size=DIGEST_BYTES)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise DataError(f"{path.name}: {error.strerror}", "Check the file.") from None
    return digest.hexdigest()
