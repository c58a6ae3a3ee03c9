"""Slips, first names and numbers in words, in a catalogue where each can mean one thing only."""

import pytest
from shop_catalogue import SHOP

from mmrec.dialogue import Conversation, GrammarReader, Known, TitleIndex, Vocabulary
from mmrec.dialogue.mending import Mending
from mmrec.dialogue.numerals import value_of
from mmrec.types import Item

PEOPLE = {"Denzel Washington": 6, "Robert De Niro": 5, "Leonardo DiCaprio": 5, "Tom Hanks": 4,
          "Tom Cruise": 4, "Kerry Washington": 1}  # fmt: skip
PEOPLE |= {f"Extra Number{n}x": 1 for n in range(64)}  # more than could be categories
FILMS = [
    Item(f"{name}{n}", f"Film {n} of {name}", "a film", None, {"cast": [name], "year": 1990 + n})
    for name, count in PEOPLE.items()
    for n in range(count)
]
CAST = Known(
    TitleIndex({film.item_id: film.title for film in FILMS}),
    Vocabulary.of(FILMS, {"cast": list, "year": int}),
    lambda ids: [film for film in FILMS if film.item_id in ids],
)


def keys(known, message):
    meaning = GrammarReader(known).read(message, Conversation())
    return [constraint.key for constraint in meaning.constraints]


@pytest.mark.parametrize(
    "said", ["with denzel", "with Denzel Washingtan", "with washinton", "denzel's films"]
)
def test_one_actor_however_he_is_called(said):
    wanted = [] if said.startswith("denzel") else ["cast=Denzel Washington"]
    assert keys(CAST, said) == wanted  # a first name owns no films: it may be anyone's


def test_surnames_of_two_words_and_first_names_of_several():
    assert keys(CAST, "not with de niro") == ["cast!=Robert De Niro"]
    assert keys(CAST, "with di caprio") == ["cast=Leonardo DiCaprio"]
    assert keys(CAST, "with tom") == []


def test_a_slip_in_a_word_of_the_grammar_is_read_over_and_quotes_are_left_alone():
    assert keys(SHOP, "betwen 10 and 20 euros") == ["price=10..20"]
    assert keys(SHOP, "any colour but red") == ["colour!=red"]
    assert GrammarReader(SHOP).read('find "betwen"', Conversation()).text == "betwen"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("basekt", "basket"), ("frist", "first"), ("diffrence", "difference"), ("Wich", "Which"),
     ("begining", "beginning"), ("untill", "until"), ("similer", "similar"), ("hdie", "hide"),
     ("filters", "filters"), ("dared", "dared"), ("house", "house"), ("wooden", "wooden")],
)  # fmt: skip
def test_a_slip_is_one_of_the_fingers_or_the_ear_and_no_other_word(written, meant):
    assert Mending(SHOP.vocabulary).mended(written) == meant


def test_decades_are_bounds_too():
    assert keys(CAST, "before the 90s") == ["year<1990"]
    assert keys(CAST, "1980s or later") == ["year>=1980"]
    assert keys(CAST, "late 80s or early 90s") == ["year=1986..1993"]
    assert keys(CAST, "after '95") == ["year>1995"]


def test_numbers_in_words():
    assert [value_of(word) for word in ("ninety", "twenty five", "a hundred and twenty")] == [
        90, 25, 120,
    ]  # fmt: skip
