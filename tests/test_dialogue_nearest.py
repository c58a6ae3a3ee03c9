"""What no rule reads is told by the nearest labelled sentence, in a world of three meanings."""

import numpy as np
import pytest

from benchmarks import dialogue
from mmrec.dialogue import Conversation, GrammarReader, NearestAct
from mmrec.dialogue.examples import ACTS, OTHERS
from mmrec.errors import WeightsError

SHOP = dialogue.shop()
MEANINGS = {"undo": 0, "help": 1}  # everything else means something else


def encode(texts):
    """One direction for all sentences of an act; a little of it in `flurbish`, all in `unwind`."""
    vectors = np.zeros((len(texts), 3), dtype=np.float32)
    for row, text in zip(vectors, texts, strict=True):
        act = next((act for act, block in ACTS.items() if text in block.split("|")), None)
        row[MEANINGS.get(act or "", 2)] = 1.0
        if "unwind" in text:
            row[:] = (1.0, 0.0, 0.0)
        if "flurbish" in text:
            row[:] = (0.7, 0.0, 0.7)
    return vectors


def read(message, nearest=None):
    return GrammarReader(SHOP, nearest).read(message, Conversation(shown=("s1", "s2")))


def test_words_that_no_rule_reads_are_an_act_where_one_is_near():
    assert read("unwind the thing").intent == "search"
    got = read("unwind the thing", NearestAct(encode))
    assert (got.intent, got.text, got.read_by) == ("undo", None, "nearest")


def test_an_act_must_be_nearer_than_what_is_none():
    assert read("flurbish the thing", NearestAct(encode)).intent == "search"


def test_what_rules_read_is_not_asked_about():
    def never(texts):
        raise AssertionError("nothing is to be encoded")

    assert read("shoes under 100", NearestAct(never)).intent == "search"
    assert read("thanks", NearestAct(never)).intent == "small_talk"
    assert read("unwind 把它", NearestAct(never)).intent == "search"


def test_without_its_encoder_the_grammar_reads_and_says_so():
    def missing(texts):
        raise WeightsError("No weights.", "Fetch them.")

    got = read("unwind the thing", NearestAct(missing))
    assert (got.intent, got.read_by) == ("search", "grammar")
    assert "No weights." in (got.fell_back or "")


@pytest.mark.parametrize("block", [*ACTS.values(), OTHERS])
def test_no_labelled_sentence_is_empty_or_twice_in_its_list(block):
    said = block.split("|")
    assert all(said)
    assert len(set(said)) == len(said)
