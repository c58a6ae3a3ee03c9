"""A local folder as weights: is everything there, and which weights are they?"""

import json
from pathlib import Path
from typing import Any, Literal

from mmrec.weights.cache import cache_dir, digest_of, sha256, write_json

Kind = Literal["text", "image", "audio", "generator"]

CONFIGS = {
    "text": ("modules.json", "config.json"),
    "image": ("open_clip_config.json",),
    "audio": ("config.json",),
    "generator": ("config.json",),
}
_WEIGHTS = ("*.safetensors", "*.bin", "*.pth")
_TOKENIZERS = ("tokenizer*.json", "vocab.*", "*.model")
_NO_MATTER = {".md", ".lock", ".py", ".png", ".jpg"}  # nothing that a vector depends on
_MEMORY = "hashes.json"


def lack(kind: Kind, folder: Path) -> str | None:
    """What a folder lacks to be loaded as this kind of model; None when it is complete."""
    if not any((folder / name).is_file() for name in CONFIGS[kind]):
        return " or ".join(CONFIGS[kind])
    for index in folder.glob("*.safetensors.index.json"):
        shards = set(_read(index).get("weight_map", {}).values())
        missing = sorted(shard for shard in shards if not (folder / shard).is_file())
        if missing:
            return f"{missing[0]} (a shard of its weights)"
    # sentence-transformers may keep the network in a sub-folder.
    if not any(True for pattern in _WEIGHTS for _ in folder.rglob(pattern)):
        return "weights (a .safetensors file)"
    # open_clip brings its own tokenizer.
    if kind != "image" and not any(True for name in _TOKENIZERS for _ in folder.rglob(name)):
        return "tokenizer (tokenizer.json)"
    return None


def content_revision(folder: Path) -> str:
    """A digest of every file of the folder that a result could depend on.

    The whole content is hashed, not sizes or headers: weights that were trained on a little more
    have the same size and the same header. A gigabyte costs about a second, once: each file's
    hash is remembered in the cache, under its path, size and time of change.
    """
    memory_file = cache_dir() / _MEMORY
    memory = _read(memory_file)
    known = dict(memory)
    hashes = {}
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or file.suffix in _NO_MATTER or not file.is_file():
            continue
        stat = file.stat()
        key = f"{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
        known[key] = hashes[inside.as_posix()] = memory.get(key) or sha256(file)
    if known != memory:
        _remember(memory_file, known)
    return digest_of(hashes)


def _remember(file: Path, known: dict[str, str]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_json(file, known)
    except OSError:
        return  # a cache that cannot be written costs a second next time, no more


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
