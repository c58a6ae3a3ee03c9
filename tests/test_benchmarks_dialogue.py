"""The scripted turns stay understood: those over our shop here, all where the data is."""

from pathlib import Path

import pytest
import yaml

from benchmarks import dialogue
from benchmarks.roles import act_of, meaning_of
from benchmarks.tales import Scripted, with_tales
from mmrec.dialogue import Conversation, GrammarReader, LearnedRoles, Meaning
from mmrec.weights import cached

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def scripts(*catalogues):
    files = sorted(dialogue.HERE.glob("dev*.yaml"))
    every = [script for file in files for script in yaml.safe_load(file.read_text("utf-8"))]
    return [script for script in every if script["in"] in catalogues]


def share(catalogues, learned=None, every=1):
    readers = {name: GrammarReader(known, learned) for name, known in catalogues.items()}
    turns = [
        turn
        for script in scripts(*catalogues)[::every]
        for turn in dialogue.judged(script, readers[script["in"]])
    ]
    return dialogue.figures(turns)["share_exact"]


def test_turns_about_the_shop_are_understood_by_rules_alone():
    assert share({"shop": dialogue.shop()}, every=2) >= 0.88


@pytest.mark.slow
@pytest.mark.skipif(not cached("text", "offline"), reason="the offline pack is not here")
def test_turns_are_understood():
    if not (DATA / "movies").exists():
        pytest.skip("needs ../shared/data, which is not on this machine")
    assert share(dialogue.catalogues(DATA), LearnedRoles(), every=8) >= 0.95


def test_a_turn_is_exact_only_when_every_part_is_as_written():
    class Same:
        def read(self, message, conversation):
            return Meaning("search", text="shoes")

    script = {"in": "shop", "turns": [["shoes", "search", {"c": ["category=shoes"]}]]}
    (turn,) = dialogue.judged(script, Same())
    assert turn.wrong == {"constraints": (["category=shoes"], []), "words": (None, "shoes")}
    assert dialogue.figures([turn])["exact"] == 0


def test_a_tale_beside_a_turn_changes_nothing_of_what_it_means():
    reader = GrammarReader(dialogue.shop())
    scripted = [
        Scripted(text, act_of(intent, says), meaning_of(says), Conversation(), reader, "shop", "x")
        for text, intent, says in [
            ("I need a red bag.", "search", {"c": ["colour=red", "category=bags"]}),
            ("nothing by tinko", "search", {"c": ["brand!=Tinko"]}),
        ] * 40
    ]  # fmt: skip
    told = list(with_tales(scripted))
    beside = [turn for turn in told if turn.act == "search"]
    assert {turn.act for turn in told} == {"search", "small_talk"}
    for turn in beside:
        named = [role for role in turn.roles if role != "none"]
        assert named in (["want"], ["avoid"])
        assert len(turn.roles) == len(turn.said.signs) > 5
    assert all(set(turn.roles) == {"none"} for turn in told if turn.act == "small_talk")
