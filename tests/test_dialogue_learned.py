"""What was learned of turns amends what the rules read, where it is sure."""

import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from benchmarks import dialogue
from benchmarks import roles as teaching
from mmrec.dialogue import Conversation, GrammarReader, LearnedRoles, Meaning, Remark
from mmrec.dialogue.amended import amended
from mmrec.dialogue.guided import Guided
from mmrec.dialogue.learned import WEIGHTS, Said, Told
from mmrec.dialogue.meaning import Taste
from mmrec.dialogue.roles import roles
from mmrec.dialogue.signs import signs
from mmrec.encoders.tagger import ABOUT, HEADS, Tagger
from mmrec.errors import WeightsError
from mmrec.weights import cached

SHOP = dialogue.shop()
SHOWN = ("s1", "s2", "s3")
SAVED = Meaning("feedback", remarks=(Remark("save", "s1"),))
ACTS = ["search", "refine", "undo", "feedback", "feedback:cart", "explain"]
ROLES = [
    f"{kind} {role}"
    for kind, found in {
        "word": "t none",
        "value": "want avoid love hate none",
        "number": "<= >= around none stars",
        "place": "item cart like+view none",
    }.items()
    for role in found.split()
]


class Sure:
    """Scores that are sure of one act, and of the roles of some words; of others nothing is known.

    Args:
        act: what every message does.
        told: word -> role.
        by: how far the score of what is told stands above all else.
    """

    def __init__(self, act, told=None, by=20.0):
        self.act, self.told, self.by = act, told or {}, by

    def scores(self, texts):
        return [(self._act(), np.stack([self._roles(word) for word in words])) for words in texts]

    def _act(self):
        return np.array([self.by * (name == self.act) for name in ACTS], dtype="f4")

    def _roles(self, word):
        role = self.told.get(word.split()[0])
        return np.array([self.by * (name.split()[1] == role) for name in ROLES], dtype="f4")


def read(message, model=None, shown=SHOWN, **talk):
    learned = LearnedRoles(lambda: (model, ACTS, ROLES)) if model else None
    return GrammarReader(SHOP, learned).read(message, Conversation(shown=shown, **talk))


def keys(meaning):
    return [one.key for one in meaning.constraints]


def pointer(message, focus=()):
    reader = GrammarReader(SHOP)
    return reader._pointer(message, Conversation(shown=SHOWN, focus=focus))


def test_an_act_that_no_rule_finds_is_told_by_what_was_learned():
    assert read("flurbish the thing").intent == "search"
    got = read("flurbish the thing", Sure("undo"))
    assert (got.intent, got.text, got.read_by) == ("undo", None, "learned")


def test_one_word_is_searched_for_whatever_was_learned():
    assert read("umbrella", Sure("small_talk", {"umbrella": "none"})).text == "umbrella"


def test_what_is_not_sure_changes_no_act():
    got = read("flurbish the thing", Sure("undo", by=1.0))
    assert (got.intent, got.read_by) == ("search", "grammar")


def test_the_items_of_an_act_are_found_wherever_they_stand():
    assert read("wuzzle gribble the second one").intent == "explain"
    got = read("wuzzle gribble the second one", Sure("feedback:cart"))
    assert got.remarks == (Remark("cart", "s2"),)


@pytest.mark.parametrize(
    ("role", "wants", "tastes"),
    [
        ("want", ["colour=red"], ()),
        ("avoid", ["colour!=red"], ()),
        ("none", [], ()),
        ("love", [], (Taste(True, "colour", "red"),)),
        ("hate", ["colour!=red"], (Taste(False, "colour", "red"),)),
    ],
)
def test_a_value_is_there_for_what_was_learned(role, wants, tastes):
    got = read("red is what i flurbish", Sure("refine", {"red": role, "comedy": role}))
    assert (keys(got), got.tastes) == (wants, tastes)


@pytest.mark.parametrize(
    ("role", "wants"),
    [
        ("<=", ["price<=100"]),
        (">=", ["price>=100"]),
        ("around", ["price=80..120"]),
        ("none", []),
        ("stars", []),
    ],
)
def test_a_number_bounds_as_was_learned(role, wants):
    assert keys(read("price below 100")) == ["price<100"]
    got = read("price below 100", Sure("refine", {"100": role}))
    assert (keys(got), got.read_by) == (wants, "learned")


def test_a_number_is_no_size_where_it_bounds_something():
    model = Sure("search", {"40": "want"})
    assert keys(read("shoes, at most 40 euros", model)) == ["price<=40", "category=shoes"]
    assert "sizes=40" in keys(read("shoes in size 40", model))
    assert "sizes=40" in keys(read("shoes in size 40", Sure("search", {"40": "<="})))


def test_words_of_a_tale_are_not_searched_for():
    told = dict.fromkeys(("my", "boss", "shouted"), "none") | {"umbrella": "t"}
    assert read("umbrella my boss shouted").text == "umbrella my boss shouted"
    got = read("umbrella my boss shouted", Sure("search", told))
    assert (got.text, got.read_by) == ("umbrella", "grammar")


def test_no_hole_is_cut_into_words_that_stand_together_but_where_it_is_certain():
    told = dict.fromkeys(("umbrella", "of", "sorrow"), "t") | {"my": "none", "boss": "none"}
    likely, certain = Sure("search", told, by=4.0), Sure("search", told)  # .98, 1
    assert read("umbrella of my sorrow boss", likely).text == "umbrella of my sorrow"
    assert read("umbrella of my sorrow boss", certain).text == "umbrella of sorrow"


def test_what_was_taken_back_is_not_wanted_whatever_was_learned():
    model = Sure("search", {"red": "want", "blue": "want"})
    got = read("red shoes, no wait, blue shoes", model)
    assert sorted(keys(got)) == ["category=shoes", "colour=blue"]


@pytest.mark.parametrize("said", ["the white one", "hide the seventh"])
def test_what_is_asked_back_or_can_not_be_done_stays_so(said):
    five = ("s1", "s2", "s3", "s4", "s5")
    rules = read(said, shown=five)
    assert rules.question or rules.problem
    assert read(said, Sure("feedback:cart"), shown=five) == rules
    assert read(said, Sure("undo"), shown=five).intent == "undo"  # which needs no item


def test_chinese_is_read_by_rules_alone():
    assert read("flurbish 把它", Sure("undo")).read_by == "grammar"


def test_without_its_weights_the_grammar_reads_and_says_so():
    def missing():
        raise WeightsError("No weights.", "Fetch them.")

    reader = GrammarReader(SHOP, LearnedRoles(missing))
    got = reader.read("shoes under 100", Conversation(shown=SHOWN))
    assert (got.intent, got.read_by) == ("search", "grammar")
    assert "No weights." in (got.fell_back or "")


def test_names_are_signs_so_that_one_catalogue_teaches_another():
    found = signs(
        pointer("Norda jackets in red under 50 or 2 k, from the nineties, like the second!")
    )
    assert [sign.kind for sign in found] == [
        "value", "word", "value", "word", "number", "word", "number", "word", "word", "word",
        "decade", "word", "place",
    ]  # fmt: skip
    assert [sign.numbers for sign in found if sign.numbers] == [(50,), (2,), (1990, 1999)]
    said = Said(found, running=True, focus=0)
    assert said.words(plain=False)[:6] == ["running", "none", ":", "Norda jackets", "in", "red"]
    assert said.words(plain=True)[3:6] == ["comedy", "in", "comedy"]


def test_signs_are_there_for_what_their_label_says():
    says = {
        "c": ["category=jackets", "colour!=red", "price=40..60", "battery_hours>=8"],
        "said": ["view s2", "like s2", "rating s1 4"],
        "like": ["s3"],
        "t": "hiking",
    }
    found = signs(pointer(
        "hiking jackets not red around 50, 8 hours or more, the second, "
        "like the third, the first gets 4"
    ))  # fmt: skip
    told = dict(
        zip((sign.text for sign in found), roles(found, teaching.meaning_of(says)), strict=True)
    )
    assert {name: role for name, role in told.items() if role != "none"} == {
        "hiking": "t", "jackets": "want", "red": "avoid", "50": "around", "8": ">=",
        "the second": "like+view", "the third": "alike", "the first": "rating", "4": "stars",
    }  # fmt: skip


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
)
def test_an_act_that_is_known_finds_what_it_is_about(act, message, focus, means):
    rules = Meaning("search", text=message)
    assert Guided(pointer(message, focus), rules).read(act) == means


def test_a_wish_may_change_the_request_or_begin_anew():
    rules = Meaning("search", text="brumble")
    assert Guided(pointer("brumble"), rules).read("refine") == Meaning("refine", text="brumble")


@pytest.mark.parametrize("said", ["a slow story about two people in the rain", "a dog gets lost"])
def test_a_plot_is_searched_for_also_after_an_item_was_spoken_of(said):
    model = Sure("explain", dict.fromkeys(said.split(), "t"))
    assert read(said, model, focus=("s2",)).intent == "search"


@pytest.mark.parametrize(
    ("read", "odds", "intent"),
    [
        (Meaning("small_talk"), 2, "small_talk"),
        (Meaning("small_talk"), 4, "explain"),
        (Meaning("refine", problem="There is no ninth."), 20, "refine"),
        (Meaning("refine", problem="There is no ninth."), 40, "explain"),
    ],
)
def test_what_was_learned_needs_odds_against_the_rules(read, odds, intent):
    point = pointer("brumble the first")
    found = signs(point)
    against = "problem" if read.problem else read.intent
    chances = {"explain": odds / (odds + 1), against: 1 / (odds + 1)}
    assert amended(read, Told(chances, [{}] * len(found)), found, point).intent == intent


@pytest.mark.parametrize(
    ("said", "chance", "text"),
    [("like the first but zorkish", 0.999, "zorkish"), ("zorkish", 0.999, "zorkish"),
     ("zorkish said my aunt like the first", 0.999, None),
     ("zorkish said my aunt like the first", 0.9, "zorkish")],
)  # fmt: skip
def test_words_are_left_out_where_surely_nothing_is_searched_for_by_them(said, chance, text):
    point = pointer(said)
    found = signs(point)
    told = Told({"more_like": 1.0}, [{"none": chance, "t": 1 - chance}] * len(found))
    read = Meaning("more_like", like=("s1",), text="zorkish")
    assert amended(read, told, found, point).text == text


@pytest.mark.skipif(not cached("text", "offline"), reason="the offline pack is not here")
def test_weights_without_a_head_are_refused(tmp_path):
    folder = shutil.copytree(WEIGHTS, tmp_path / "tagging")
    held = load_file(folder / HEADS)
    del held["each.bias"]
    save_file(held, folder / HEADS)
    with pytest.raises(WeightsError, match=r"each\.bias"):
        Tagger.open(folder, torch.device("cpu"))


@pytest.mark.skipif(not cached("text", "offline"), reason="the offline pack is not here")
def test_the_weights_that_are_shipped_read_what_people_say():
    learned = LearnedRoles()
    reader = GrammarReader(SHOP, learned)
    talk = Conversation(shown=SHOWN)
    found = signs(pointer("under no circumstances anything red"))
    told = learned.told(Said(found, running=True, focus=0))
    assert (told.act, told.likely(-1)[0]) == ("refine", "avoid")
    assert reader.read("could you pop the third one in my basket then", talk).remarks
    long = learned.told(Said(signs(pointer("zork " * 300)), running=False, focus=0))
    assert long.likely(-1) == ("", 0.0)
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < 3_000_000
    assert (WEIGHTS / ABOUT).exists()
