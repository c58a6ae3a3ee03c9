"""The home: a marked folder, its settings, its one writer."""

import subprocess
import sys
from pathlib import Path

import pytest

from mmrec.config import Settings
from mmrec.errors import ConfigError, StoreError
from mmrec.store import Home

HOLD = """
import sys
from pathlib import Path
from mmrec.store import Home
with Home.open(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_home_is_made_once_and_opened_again(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "deep" / "home")
    assert Home.create(home.path) == home == Home.open(home.path)
    assert all(
        path.is_absolute() and path.parent == home.path
        for path in (home.catalog, home.events, home.models, home.rejects, home.media)
    )


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Home.create(Path("db-home")).path == tmp_path / "db-home"


def test_a_folder_that_is_no_home_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mmrec demo"):
        Home.open(tmp_path)


def test_a_folder_of_something_else_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="other files"):
        Home.create(tmp_path)
    with pytest.raises(StoreError, match="cannot be made"):
        Home.create(tmp_path / "thesis.txt" / "home")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("marker", ['{"format": 99}', "{", "[]", "{}"])
def test_a_strange_marker_is_refused(tmp_path: Path, marker: str) -> None:
    home = Home.create(tmp_path)
    (home.path / "home.json").write_text(marker)
    for opener in (Home.open, Home.create):
        with pytest.raises(StoreError, match=r"home\.json|format 99"):
            opener(tmp_path)


def test_settings_are_the_given_file_else_the_home_s_own_else_the_defaults(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "home")
    assert home.settings() == Settings()
    kept = Settings.of({"ranker": {"width": 32}, "events": {"weights": {"watch": 0.8}}})
    home.keep_settings(kept)
    assert home.settings() == kept
    given = tmp_path / "given.yaml"
    given.write_text("ranker: {width: 16}")
    assert home.settings(given).ranker.width == 16
    (home.path / "config.yaml").write_text("rankr: {}")
    with pytest.raises(ConfigError, match="ranker"):
        home.settings()


def test_only_what_differs_from_the_defaults_is_kept(tmp_path: Path) -> None:
    home = Home.create(tmp_path)
    home.keep_settings(Settings.of({"ranker": {"width": 32}}))
    assert (home.path / "config.yaml").read_text() == "ranker:\n  width: 32\n"
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".tmp"]


def test_a_second_writer_is_turned_away_until_the_first_is_done(tmp_path: Path) -> None:
    home = Home.create(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match="Another process is writing"), home.writing():
        pass
    holder.kill()  # a dead process holds nothing
    holder.wait()
    with home.writing():
        pass
