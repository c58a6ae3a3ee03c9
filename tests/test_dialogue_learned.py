"""What no rule reads is told by what was learned, in a world of four acts."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from benchmarks import acts, dialogue
from mmrec.dialogue import Conversation, GrammarReader, LearnedActs, Meaning, Remark
from mmrec.dialogue.guided import guided
from mmrec.dialogue.learned import PROBE, WEIGHTS, Said, buckets, features, with_vectors
from mmrec.dialogue.signs import signs
from mmrec.errors import WeightsError

SHOP = dialogue.shop()
SHOWN = ("s1", "s2", "s3")
SAVED = Meaning("feedback", remarks=(Remark("save", "s1"),))
TAUGHT = {
    "undo": "flurbish the thing",
    "feedback:cart": "wuzzle gribble <place>",
    "help": "who knows",
}


def encode(texts):
    """A vector of length one that tells `unwind`, the probe, and all else apart."""
    rows = np.zeros((len(texts), 3), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[0 if "unwind" in text else 1 if text == PROBE else 2] = 1.0
    return rows


@pytest.fixture
def weights(tmp_path):
    """Weights that know three sentences, and by their encoder that `unwind` is an undo."""
    names = [*TAUGHT, "search"]
    said = [Said(text, text.split(), running=False, focus=0) for text in TAUGHT.values()]
    said += [Said("shoes", ["shoes"], running=False, focus=0)]
    said += [Said("unwind it all", ["it"], running=False, focus=0)]
    told = [0, 1, 2, 3, 0]
    words = np.stack([features(one) for one in said])
    whole = np.stack(
        [with_vectors(r, encode(o.readings)) for r, o in zip(words, said, strict=True)]
    )
    held = {
        "words": acts.fit(words, told, len(names)),
        "whole": acts.fit(whole, told, len(names)),
        "probe": encode([PROBE])[0],
    }
    save_file(held, tmp_path / "acts.safetensors", metadata={"acts": json.dumps(names)})
    return tmp_path / "acts.safetensors"


def read(message, learned=None):
    return GrammarReader(SHOP, learned).read(message, Conversation(shown=SHOWN))


def pointer(message, focus=()):
    reader = GrammarReader(SHOP)
    return reader._pointer(message, Conversation(shown=SHOWN, focus=focus))


def test_words_that_no_rule_reads_are_told_by_what_was_learned(weights):
    assert read("flurbish the thing").intent == "search"
    got = read("flurbish the thing", LearnedActs(encode, weights))
    assert (got.intent, got.text, got.read_by) == ("undo", None, "learned")


def test_a_sentence_is_known_by_its_meaning_too(weights):
    assert read("unwind everything of it", LearnedActs(encode, weights)).intent == "undo"


def test_with_another_encoder_the_words_alone_tell(weights):
    def other(texts):
        return np.ones((len(texts), 5), dtype=np.float32) / np.sqrt(5)

    learned = LearnedActs(other, weights)
    assert (
        learned.likely(Said("", ["flurbish", "the", "thing"], running=False, focus=0))[0] == "undo"
    )


def test_the_items_of_an_act_are_found_wherever_they_stand(weights):
    got = read("wuzzle gribble the second one", LearnedActs(encode, weights))
    assert (got.intent, got.remarks) == ("feedback", (Remark("cart", "s2"),))
    assert read("wuzzle gribble the second one").intent == "explain"


def test_what_rules_read_is_not_asked_about():
    def never(texts):
        raise AssertionError("nothing is to be encoded")

    assert read("shoes under 100", LearnedActs(never)).intent == "search"
    assert read("thanks", LearnedActs(never)).intent == "small_talk"
    assert read("flurbish 把它", LearnedActs(never)).read_by == "grammar"


def test_without_its_encoder_the_grammar_reads_and_says_so():
    def missing(texts):
        raise WeightsError("No weights.", "Fetch them.")

    got = read("flurbish the thing", LearnedActs(missing))
    assert (got.intent, got.read_by) == ("search", "grammar")
    assert "No weights." in (got.fell_back or "")


def test_names_are_signs_so_that_one_catalogue_teaches_another():
    assert signs(pointer("Norda jackets in red under 50, like the second one!")) == [
        "<value>", "in", "<value>", "under", "<number>", ",", "like", "<place>", "!"
    ]  # fmt: skip


def test_an_n_gram_has_one_bucket_wherever_it_stands():
    assert set(buckets(["one", "two"])) < set(buckets(["one", "two", "three"])) | set(
        buckets(["zero", "one", "two"])
    )


@pytest.mark.parametrize(
    ("act", "message", "focus", "means"),
    [
        ("explain", "brumble the third", (), Meaning("explain", items=("s3",))),
        ("explain", "brumble it", ("s2",), Meaning("explain", items=("s2",))),
        ("explain", "a brumble", ("s2",), None),
        ("explain", "brumble", (), None),
        ("compare", "brumble the first, the third", (), Meaning("compare", items=("s1", "s3"))),
        ("compare", "brumble the first", ("s2",), Meaning("compare", items=("s2", "s1"))),
        ("more_like", "brumble", ("s1",), Meaning("more_like", like=("s1",))),
        ("feedback:save", "brumble it", ("s1",), SAVED),
        ("feedback:rating", "brumble", ("s1",), None),
        ("undo", "brumble", (), Meaning("undo")),
        ("problem", "brumble", (), None),
    ],
)  # fmt: skip
def test_an_act_that_is_known_finds_what_it_is_about(act, message, focus, means):
    assert guided(act, pointer(message, focus), Meaning("search", text=message)) == means


def test_a_wish_may_change_the_request_or_begin_anew():
    rules = Meaning("search", text="brumble")
    assert guided("refine", pointer("brumble"), rules) == Meaning("refine", text="brumble")


@pytest.mark.parametrize("said", ["a slow story about two people in the rain", "a dog gets lost"])
def test_a_plot_is_searched_for_also_after_an_item_was_spoken_of(said):
    class Sure(LearnedActs):
        def likely(self, said):
            return "explain", 1.0

    talk = Conversation(shown=SHOWN, focus=("s2",))
    assert GrammarReader(SHOP, Sure(encode)).read(said, talk).intent == "search"


def test_the_weights_that_are_shipped_know_every_way_to_remark():
    learned = LearnedActs(encode)
    assert {"feedback:view", "feedback:like", "explain", "refine"} <= set(learned._acts)
    assert WEIGHTS.stat().st_size < 1_000_000
