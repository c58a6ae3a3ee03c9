"""What `the other one`, `those two`, `the dearer of the two` speak of, in talks in a small shop"""

import pytest

from benchmarks.dialogue import shop
from mmrec.dialogue import Conversation, GrammarReader, Meaning, TitleIndex
from mmrec.dialogue.words import Message

SHOWN = ("s1", "s4", "s5", "s6", "s8")  # a running shoe, two headphones, a boot, a wool coat
COMPARED = "what's the difference between the coat and the boots?"
READER = GrammarReader(shop())


def said(*messages: str) -> Meaning:
    """What the last of some messages means, after those before it."""
    talk = Conversation(shown=SHOWN)
    for message in messages[:-1]:
        talk = talk.told(READER.read(message, talk)).showing(SHOWN)
    return READER.read(messages[-1], talk)


@pytest.mark.parametrize(
    ("message", "items"),
    [
        ("what does the lighter one cost?", ("s6",)),
        ("and the dearer of the two, is that waterproof?", ("s8",)),
        ("when did the older of those come out?", ("s6",)),
        ("what is the former made of?", ("s8",)),
        ("tell me about the first of those", ("s8",)),
    ],
)
def test_after_a_comparison_a_degree_chooses_from_the_two(message, items):
    assert said(COMPARED, message).items == items


@pytest.mark.parametrize(
    "message",
    ["which of those two is newer?", "same two, by weight", "which of that pair is lighter?"],
)
def test_those_two_are_the_pair_last_compared(message):
    meaning = said(COMPARED, message)
    assert meaning.intent == "compare"
    assert set(meaning.items) == {"s8", "s6"}


def test_the_other_one_is_what_is_left_of_the_pair_whatever_was_said_between():
    meaning = said(COMPARED, "what does the coat weigh?", "under 200", "hide the other one")
    assert [(one.kind, one.item_id) for one in meaning.remarks] == [("not_interested", "s6")]


@pytest.mark.parametrize(
    "message",
    ["how heavy is the wool coat?", "is the grey one waterproof?", "and the coat, what's it weigh?",
     "do you know who makes the coat?", "it wasn't the coat that is waterproof, was it?"],
)  # fmt: skip
def test_a_question_is_about_the_item_that_it_describes_wherever_it_stands(message):
    assert (said(message).intent, said(message).items) == ("explain", ("s8",))


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("it has to be rated higher than the coat", "rating>4.5"),
        ("must cost less than the boots", "price<179"),
        ("nothing dearer than the boots", "price<=179"),
    ],
)
def test_a_bound_is_held_against_the_item_that_is_described(message, key):
    assert [one.key for one in said(message).constraints] == [key]


def test_boots_or_headphones_are_two_items_without_articles():
    assert set(said("boots or coat, which is lighter?").items) == {"s6", "s8"}


@pytest.mark.parametrize(
    "message",
    ["positions two and three: which is lighter?", "compare two and three for me",
     "which weighs least: the second or the third?", "how's the second different from the third?",
     "of the five shown, items 2 and 3: which is cheaper?", "I meant the second and the third"],
)  # fmt: skip
def test_places_are_compared_however_they_are_numbered(message):
    assert said(message).intent == "compare"
    assert set(said(message).items) == {"s4", "s5"}


def test_they_ahead_of_a_place_are_what_was_spoken_of_before():
    messages = ("how heavy are the boots?", "how do they compare with the second pair?")
    assert set(said(*messages).items) == {"s6", "s4"}


def test_the_other_one_of_a_sentence_is_of_what_was_spoken_of_before_it():
    assert said(COMPARED, "is the coat any good?", "how do you rate the other one?").items == (
        "s6",
    )


def test_ones_that_are_described_are_shown_items_but_not_where_they_are_wanted():
    assert said("are the grey ones in stock?").items == ("s8",)
    assert [one.key for one in said("only the grey ones").constraints] == ["colour=grey"]


@pytest.mark.parametrize("message", ["put the headphones in my cart", "save the headphones"])
def test_a_thing_of_which_two_are_shown_is_asked_about(message):
    question = said(message).question
    assert question is not None
    assert [one.value for one in question.options] == ["s4", "s5"]


def test_words_of_any_talk_are_no_slip_of_a_title():
    titles = TitleIndex({"m": "Mother (1996)"})
    assert titles.at(Message("hide the other"), 1, (), slips=True) is None
    assert titles.at(Message("hide mothar"), 1, (), slips=True).item_ids == ("m",)
