"""The benchmark of the log: writers and chats at once, in each database."""

from pathlib import Path

import pytest

from benchmarks.log import rates, storm
from circle import SETTINGS, fill
from mmrec.config import Settings


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_double_while_others_chat(
    lies: Path | str, tmp_path: Path
) -> None:
    home = fill(tmp_path / "home")
    if isinstance(lies, str):
        store = {"store": {"events": lies}}
        home.keep_settings(Settings.of(SETTINGS.model_dump(exclude_unset=True) | store))
    said = storm(home, rate=100, seconds=1, writers=1, chats=3)
    assert said["sent"] == 100 + said["likes"] and said["likes"] >= 3
    assert said["shown"] >= 10  # one list at least
    for wrong in ("lost", "double", "miscounted", "shown_lost", "likes_missed_by_the_next_list"):
        assert said[wrong] == 0, said


def test_the_rates_are_of_as_many_rows_in_both(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("benchmarks.log.BULK", 200)
    monkeypatch.setattr("benchmarks.log.SINGLE", 20)
    said = rates(tmp_path)
    assert set(said) == {"bulk", "single"}
    assert all(min(one.values()) > 0 for one in said.values())
