"""Many ways to say one thing mean the same; and how people talk around a wish."""

from pathlib import Path

import pytest
import yaml

from benchmarks import dialogue
from mmrec.dialogue import Conversation, GrammarReader
from mmrec.dialogue.acts import act
from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.words import Message

WAYS = yaml.safe_load((Path(__file__).parent / "dialogue_ways.yaml").read_text("utf-8"))
READER = GrammarReader(dialogue.shop())
SHOWN = dialogue.SHOWN["shop"]


def after(message):
    start = Conversation(shown=SHOWN)
    return start.told(READER.read(message, start)).showing(SHOWN) if message else start


def read(message, before=""):
    return dialogue.found(READER.read(message, after(before)))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way['after']} -> {way['means']}")
def test_all_ways_to_say_a_thing_mean_it(way):
    intent, *says = way["means"]
    wanted = dialogue.expected(intent, says[0] if says else {})
    before = after(way["after"])
    got = {said: dialogue.found(READER.read(said, before)) for said in way["said"]}
    assert {said for said, meaning in got.items() if meaning != wanted} == set()


def test_a_tale_around_a_wish_is_not_searched_for():
    meaning = READER.read("shoes under 100, my sister made me walk to work", after(""))
    assert (meaning.intent, meaning.text) == ("search", None)
    assert [one.key for one in meaning.constraints] == ["price<100", "category=shoes"]


def test_clauses_end_at_punctuation_and_before_a_new_subject():
    message = Message("shoes please, it rains and my old ones leak")
    spans = [message.slice(*span) for span in clauses(message)]
    assert spans == ["shoes please", "it rains", "and my old ones leak"]
    assert [is_aside(message, *span) for span in clauses(message)] == [False, True, True]


@pytest.mark.parametrize("said", ["I need shoes", "my brother wants a jacket", "something red"])
def test_who_wishes_tells_no_tale(said):
    message = Message(said)
    assert not is_aside(message, 0, len(message))


@pytest.mark.parametrize("said", ["undo the red jacket", "more like it", "help for my feet"])
def test_an_act_says_nothing_else(said):
    assert act(Message(said)) is None


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("save the first, wait no, the third", "save s3"),
        ("4 stars for the first, sorry, I mean the second", "rating s2 4"),
        ("hide number 2. no wait, number 4", "not_interested s4"),
    ],
)
def test_a_slip_of_the_tongue_is_mended_by_what_follows(said, remark):
    assert read(said)["remarks"] == [remark]


def test_what_is_said_again_takes_the_place_of_its_like_only():
    assert read("black shoes, wait no, white ones")["constraints"] == [
        "category=shoes",
        "colour=white",
    ]


@pytest.mark.parametrize(
    ("said", "rating"),
    [("the second one, well, 3 out of 5", "rating s2 3"), ("Storm Jacket 4/5", "rating s3 4")],
)
def test_a_mark_is_of_the_item_that_stands_before_it(said, rating):
    assert read(said)["remarks"] == [rating]


def test_a_number_of_stars_may_be_a_bound():
    assert read("at least 4 stars")["constraints"] == ["rating>=4"]


def test_an_item_goes_by_any_word_that_it_alone_has():
    assert read("hide the buds")["remarks"] == ["not_interested s5"]
    assert read("the headphones are ugly")["remarks"] == []  # two of them are shown


@pytest.mark.parametrize(
    "plot",
    [
        "a heist that goes wrong",
        "a dog gets lost in the snow",
        "when machines rule cities",
        "people trapped underground",
        "someone keeps a dark secret",
        "the last man on earth",
    ],
)
def test_a_plot_without_a_wish_around_it_is_searched_for(plot):
    meaning = READER.read(plot, after(""))
    assert meaning.intent == "search"
    assert meaning.text == plot.removeprefix("a ").removeprefix("the ")


def test_a_tale_of_who_speaks_is_no_plot():
    assert READER.read("we had a long day", after("")).intent == "small_talk"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("a jacket in a medium", ["category=jackets", "sizes=M"]),
        ("jackets, I'm an extra large", ["category=jackets", "sizes=XL"]),
        ("while I'm here: a large bag", ["category=bags"]),
        ("shoes, size 38, no hang on, I've got fat feet, 39", ["category=shoes", "sizes=39"]),
        ("a bag no not a bag a jacket", ["category=jackets"]),
        ("in green? my whole gang has black", ["colour=green"]),
        ("in red please. I'd lose a black one down the couch", ["colour=red"]),
        ("no Tinko, my last one from Tinko tore", ["brand!=Tinko"]),
        ("not yellow he wouldn't wear yellow", ["colour!=yellow"]),
    ],
)
def test_what_is_told_or_taken_back_is_no_condition(said, wanted):
    assert read(said)["constraints"] == wanted
