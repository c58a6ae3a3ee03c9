"""What people type, and what it must mean, in a catalogue of ten films and in the real one."""

import csv
import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmrec.dialogue import (
    Conversation,
    GrammarReader,
    Intent,
    Known,
    Meaning,
    TitleIndex,
    Vocabulary,
)
from mmrec.types import Item, Query

FILMS = [
    Item("m1", "Alien (1979)", facts={"year": 1979, "genres": ["Horror", "Sci-Fi"]}),
    Item("m2", "Heat (1995)", facts={"year": 1995, "genres": ["Crime", "Thriller"]}),
    Item("m3", "Matrix, The (1999)", facts={"year": 1999, "genres": ["Action", "Sci-Fi"]}),
    Item("m4", "It (1990)", facts={"year": 1990, "genres": ["Horror"]}),
    Item("m5", "Seven (a.k.a. Se7en) (1995)", facts={"year": 1995, "genres": ["Thriller"]}),
    Item("m6", "Big (1988)", facts={"year": 1988, "genres": ["Comedy"], "cast": ["Tom Hanks"]}),
    Item("m7", "Monsters, Inc. (2001)", facts={"year": 2001, "genres": ["Comedy", "Children"]}),
    Item("m8", "Psycho (1960)", facts={"year": 1960, "genres": ["Horror"]}),
    Item("m9", "Psycho (1998)", facts={"year": 1998, "genres": ["Horror"]}),
    Item("m10", "Star Wars: Episode IV - A New Hope (1977)", facts={"genres": ["Sci-Fi", "War"]}),
]
TYPES: dict[str, type] = {"year": int, "genres": list, "cast": list}
SHOWN = FILMS[:5]

COMEDY = "(array_has(genres, 'Comedy'))"
NO_HORROR = "(genres IS NULL OR NOT array_has(genres, 'Horror'))"


def known(items, types):
    by_id = {item.item_id: item for item in items}
    titles = TitleIndex({item.item_id: item.title for item in items})
    return Known(titles, Vocabulary.of(items, types), lambda ids: [by_id[i] for i in ids])


READER = GrammarReader(known(FILMS, TYPES))
START = Conversation(shown=tuple(item.item_id for item in SHOWN))


def read(message, before=START) -> Meaning:
    return READER.read(message, before)


def told(message, before=START) -> Conversation:
    return before.told(READER.read(message, before))


REQUESTS = {
    "something like Alien but funny": ("more_like", Query("funny", like=("m1",))),
    "Something similar to the Matrix": ("more_like", Query(like=("m3",))),
    "anything like matrix": ("more_like", Query(like=("m3",))),
    "more like se7en please": ("more_like", Query(like=("m5",))),
    "something like heat and Alien, without horror": (
        "more_like",
        Query(like=("m2", "m1"), where=NO_HORROR),
    ),
    "films like alein": ("more_like", Query(like=("m1",))),
    "movies like Psycho 1998": ("more_like", Query(like=("m9",))),
    "movies like Psycho (1960)": ("more_like", Query(like=("m8",))),
    "in the vein of Monsters, Inc. but scary": ("more_like", Query("scary", like=("m7",))),
    'something like "It"': ("more_like", Query(like=("m4",))),
    "Alien but funny": ("more_like", Query("funny", like=("m1",))),
    "more like the second one": ("more_like", Query(like=("m2",))),
    "similar to number 3 but older than 1990": (
        "more_like",
        Query(like=("m3",), where="year < 1990"),
    ),
    "more like star wars": ("more_like", Query(like=("m10",))),
    "slow-burn space horror": ("search", Query("slow-burn space horror")),
    "I'm in the mood for something romantic in Paris": ("search", Query("romantic in Paris")),
    "I like big explosions": ("search", Query("big explosions")),
    "I love funny movies": ("search", Query("funny")),
    "a film about the first world war": ("search", Query("first world war")),
    "show me The Matrix": ("search", Query("Matrix")),
    "funny films after 1990 about space": ("search", Query("funny space", where="year > 1990")),
    "after 1990": ("search", Query(where="year > 1990")),
    "before 2000": ("search", Query(where="year < 2000")),
    "since 1990": ("search", Query(where="year >= 1990")),
    "from 1995": ("search", Query(where="year = 1995")),
    "films from the 80s": ("search", Query(where="year >= 1980 AND year <= 1989")),
    "films from the late nineties": ("search", Query(where="year >= 1996 AND year <= 1999")),
    "between 1990 and 1999": ("search", Query(where="year >= 1990 AND year <= 1999")),
    "only comedies": ("search", Query(where=COMEDY)),
    "a good comedy": ("search", Query(where=COMEDY)),
    "I'd like a comedy": ("search", Query(where=COMEDY)),
    "no horror": ("search", Query(where=NO_HORROR)),
    "I don't like horror": ("search", Query(where=NO_HORROR)),
    "scifi movies": ("search", Query(where="(array_has(genres, 'Sci-Fi'))")),
    "horror comedies": ("search", Query(where=f"(array_has(genres, 'Horror')) AND {COMEDY}")),
    "comedies or thrillers": (
        "search",
        Query(where=f"({COMEDY} OR (array_has(genres, 'Thriller')))"),
    ),
    "similar movies to Heat": ("more_like", Query(like=("m2",))),
    "more like these": ("more_like", Query(like=("m1", "m2", "m3", "m4", "m5"))),
    "recommend me something": ("recommend", Query()),
    "What should I watch tonight?": ("recommend", Query()),
    "surprise me": ("recommend", Query()),
    "hello": ("small_talk", Query()),
    "Thanks a lot!": ("small_talk", Query()),
    "help": ("help", Query()),
    "what can you do?": ("help", Query()),
    "": ("help", Query()),
}


@pytest.mark.parametrize("message", REQUESTS)
def test_a_wish_becomes_this_request(message):
    intent, query = REQUESTS[message]
    got = read(message)
    assert (got.intent, told(message).query, got.problem) == (intent, query, None)


ABOUT = {
    "why the second one?": ("explain", None, ("m2",)),
    "why Alien?": ("explain", None, ("m1",)),
    "Why #3": ("explain", None, ("m3",)),
    "why is Heat in the list?": ("explain", None, ("m2",)),
    "why did you recommend the last one": ("explain", None, ("m5",)),
    "explain number two": ("explain", None, ("m2",)),
    "tell me more about Seven": ("explain", None, ("m5",)),
    "show me the second": ("explain", None, ("m2",)),
    "is the second one scary?": ("explain", None, ("m2",)),
    "not the first one": ("feedback", "not_interested", ("m1",)),
    "the third": ("explain", None, ("m3",)),
    "I didn't like the third": ("feedback", "dislike", ("m3",)),
    "I hated Psycho (1998)": ("feedback", "dislike", ("m9",)),
    "the 4th one was boring": ("feedback", "dislike", ("m4",)),
    "I love Heat": ("feedback", "like", ("m2",)),
    "i really liked the first and the third": ("feedback", "like", ("m1", "m3")),
    "I love Alien, Heat and Seven": ("feedback", "like", ("m1", "m2", "m5")),
    "I love It": ("feedback", "like", ("m4",)),
    "Monsters, Inc. was great": ("feedback", "like", ("m7",)),
    "the first two were terrible": ("feedback", "dislike", ("m1", "m2")),
    "not interested in the first": ("feedback", "not_interested", ("m1",)),
    "Don't show me Alien again": ("feedback", "not_interested", ("m1",)),
    "I've already seen the 2nd": ("feedback", "view", ("m2",)),
}


@pytest.mark.parametrize("message", ABOUT)
def test_a_remark_is_about_these_items(message):
    intent, kind, items = ABOUT[message]
    got = read(message)
    said = got.items or tuple(remark.item_id for remark in got.remarks)
    assert (got.intent, said, got.problem) == (intent, items, None)
    assert {remark.kind for remark in got.remarks} == ({kind} if kind else set())


def test_a_place_that_is_not_there_is_said():
    assert read("why number 9?").problem == "There is no number 9: the list has 5."
    assert "no list yet" in (read("I liked the first", Conversation()).problem or "")


def test_it_is_the_item_spoken_of_last_and_asked_for_when_there_is_none():
    assert (read("I love it").problem or "").startswith("Which one?")
    said = told("why Heat?")
    assert [remark.item_id for remark in read("I love it", said).remarks] == ["m2"]
    assert read("why?", said).items == ("m2",)


def test_a_conversation_narrows_one_request():
    said = told("something like Alien")
    assert read("only comedies", said).intent == "refine"
    said = told("only comedies", said)
    assert said.query == Query(like=("m1",), where=COMEDY)
    said = told("after 1990", said)
    said = told("no, before 1980", said)  # can not be both: the later one stays
    assert said.query == Query(like=("m1",), where=f"{COMEDY} AND year < 1980")
    said = told("but funnier", said)
    assert said.query.text == "funnier"
    liked = told("I love Heat", said)  # a remark leaves the request as it is
    assert liked.query == said.query
    assert told("show me more", liked).query == said.query
    assert told("slow-burn horror", liked).query == Query("slow-burn horror")
    assert told("start over", liked).query == Query()


def test_people_are_found_by_name_in_facts_with_many_values():
    crowd = [Item(f"x{n}", f"Film {n}", facts={"cast": [f"Anna Actor{n}"]}) for n in range(80)]
    reader = GrammarReader(known([*FILMS, *crowd], TYPES))

    def where(message):
        query = Conversation().told(reader.read(message, Conversation())).query
        assert query.text is None
        return query.where

    assert where("with Tom Hanks") == "(array_has(cast, 'Tom Hanks'))"
    for message in ("tom hanks", "films with Tom Hanks and Anna Actor7", "with hanks"):
        assert "array_has(cast, 'Tom Hanks')" in where(message)
    assert "NOT array_has(cast, 'Tom Hanks')" in where("without Tom Hanks")


def test_a_mood_without_an_opposite_is_said_not_searched_for():
    before = told("something like Alien")
    for message in ("I don't want anything Danish", "nothing foreign"):
        got = read(message, before)
        assert (got.problem or "").startswith("I can leave out what the catalogue names")
        assert before.told(got).query == Query(like=("m1",))
    assert read("less violent", before).text == "gentle"


def test_values_are_quoted_and_the_words_come_from_the_catalogue():
    tools = [
        Item("t1", "Saw", facts={"price": 19.5, "kind": "Hand' OR 1=1 --", "Brand Name": "Bahco"}),
        Item("t2", "Drill", facts={"price": 99.0, "kind": "Power", "Brand Name": "Bosch"}),
    ]
    reader = GrammarReader(known(tools, {"price": float, "kind": str, "Brand Name": str}))

    def where(message):
        return Conversation().told(reader.read(message, Conversation())).query.where

    assert where("only hand or 1 1 tools") == "(kind = 'Hand'' OR 1=1 --')"
    assert where("only Bosch") == "(`Brand Name` = 'Bosch')"
    assert where("cheaper than 20.50") == "price < 20.5"
    assert where("a drill under $100") == "price < 100"
    assert where("price at least 50") == "price >= 50"
    assert where("after 1990") is None  # no years in this catalogue


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_understood_as_something(text):
    before = told("something like Alien")
    got = read(text, before)
    assert got.problem or got.intent in get_args(Intent)
    assert (before.told(got).query.where or "").count("'") % 2 == 0


REAL = {
    "something like Alien but funny": "Alien (1979)",
    "more like the matrix": "Matrix, The (1999)",
    "something like heat": "Heat (1995)",
    "similar to termnator 2 judgment day": "Terminator 2: Judgment Day (1991)",
    "something like the godfather part ii": "Godfather: Part II, The (1974)",
    "like La cité des enfants perdus": (
        "City of Lost Children, The (Cité des enfants perdus, La) (1995)"
    ),
    "movies like war and peace from 1956": "War and Peace (1956)",
    "more like se7en": "Seven (a.k.a. Se7en) (1995)",
    'films like "After Hours"': "After Hours (1985)",
    "something like Léon but funny": (
        "Léon: The Professional (a.k.a. The Professional) (Léon) (1994)"
    ),
}
NO_TITLE = [
    "I love it",
    "something like a road movie",
    "I like big explosions",
    "I love funny movies",
    "show me something like this",
    "I like up to date thrillers",
    "her",
    "I want more of that",
    "I love you",
    "I hate waiting in line",
]


@pytest.fixture(scope="module")
def real():
    file = Path(__file__).resolve().parents[2] / "shared" / "data" / "movies" / "items.csv"
    if not file.exists():
        pytest.skip("needs ../shared/data/movies, which is not on this machine")
    with file.open(encoding="utf-8") as rows:
        items = [
            Item(row["item_id"], row["title"], facts={"genres": row["genres"].split("|")})
            for row in csv.DictReader(rows)
        ]
    return known(items, {"genres": list})


@pytest.mark.parametrize("message", REAL)
def test_titles_are_found_among_ten_thousand(real, message):
    got = GrammarReader(real).read(message, Conversation())
    assert [real.titles.title(item_id) for item_id in got.like] == [REAL[message]]


@pytest.mark.parametrize("message", NO_TITLE)
def test_common_words_are_not_taken_for_titles(real, message):
    got = GrammarReader(real).read(message, Conversation())
    assert (*got.items, *got.like, *got.remarks) == ()


def test_a_turn_is_understood_within_50_ms(real):
    messages = [*REAL, *NO_TITLE, "something like " + "quantum flumox narfle " * 40]
    reader = GrammarReader(real)
    for message in messages:  # the spelling indexes are made at first use
        reader.read(message, Conversation())
    took = []
    for message in messages:
        start = time.process_time()
        reader.read(message, Conversation())
        took.append(time.process_time() - start)
    assert max(took) < 0.05
