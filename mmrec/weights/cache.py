"""Where weights are kept, and how a folder gets there whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mmrec.errors import WeightsError

CACHE_VARIABLE = "MMREC_CACHE"
_CHUNK = 1 << 20


def cache_dir() -> Path:
    """The folder for fetched weights: `MMREC_CACHE`, else the user's cache folder."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    import platformdirs

    return Path(platformdirs.user_cache_dir("mmrec"))


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn the errors of a full, read-only or missing disk into one line for the user."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise WeightsError(
            f"Cannot write weights to {folder}: {reason}.",
            f"Make room or set {CACHE_VARIABLE} to a folder that can be written.",
        ) from error


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` that takes its name when the block ends without an error.

    If another process was quicker, its folder stays and this one is dropped: both hold the same.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=target.parent))
    try:
        yield unfinished
        _open_to_readers(unfinished)
        try:
            unfinished.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _open_to_readers(folder: Path) -> None:
    """What mkdtemp and safetensors made private: a cache may serve several users."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def write_json(file: Path, content: Any) -> None:
    """Write a small JSON file, whole or not at all."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    unfinished.replace(file)


def sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def digest_of(content: Any) -> str:
    """A short name (16 hexadecimal digits) for a JSON value: equal values, equal names."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
