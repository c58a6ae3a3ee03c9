"""The scripted turns stay understood: those over our shop here, all where the data is."""

from pathlib import Path

import pytest
import yaml

from benchmarks import dialogue
from mmrec.dialogue import GrammarReader, Meaning

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def scripts(*catalogues):
    files = sorted(dialogue.HERE.glob("dev*.yaml"))
    every = [script for file in files for script in yaml.safe_load(file.read_text("utf-8"))]
    return [script for script in every if script["in"] in catalogues]


def share(catalogues):
    turns = [
        turn
        for script in scripts(*catalogues)
        for turn in dialogue.judged(script, GrammarReader(catalogues[script["in"]]))
    ]
    return dialogue.figures(turns)["share_exact"]


def test_turns_about_the_shop_are_understood():
    assert share({"shop": dialogue.shop()}) >= 0.95


@pytest.mark.slow
def test_turns_about_films_and_pictures_are_understood():
    if not (DATA / "movies").exists():
        pytest.skip("needs ../shared/data, which is not on this machine")
    assert share(dialogue.catalogues(DATA)) >= 0.95


def test_a_turn_is_exact_only_when_every_part_is_as_written():
    class Same:
        def read(self, message, conversation):
            return Meaning("search", text="shoes")

    script = {"in": "shop", "turns": [["shoes", "search", {"c": ["category=shoes"]}]]}
    (turn,) = dialogue.judged(script, Same())
    assert turn.wrong == {"constraints": (["category=shoes"], []), "words": (None, "shoes")}
    assert dialogue.figures([turn])["exact"] == 0
