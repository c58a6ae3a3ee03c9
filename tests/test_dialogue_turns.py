"""What people type, and what it must mean, in a catalogue of ten films and in the real one."""

import csv
import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmrec.dialogue import Intent, TitleIndex, Turn, Vocabulary, understand
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
TITLES = TitleIndex({item.item_id: item.title for item in FILMS})
VOCABULARY = Vocabulary.of(FILMS, TYPES)
SHOWN = FILMS[:5]

COMEDY = "(array_has(genres, 'Comedy'))"
NO_HORROR = "(genres IS NULL OR NOT array_has(genres, 'Horror'))"


def turn(message, previous=None, shown=SHOWN) -> Turn:
    return understand(message, titles=TITLES, vocabulary=VOCABULARY, shown=shown, previous=previous)


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
    "hello": ("greeting", Query()),
    "Thanks a lot!": ("greeting", Query()),
    "help": ("help", Query()),
    "what can you do?": ("help", Query()),
    "": ("help", Query()),
}


@pytest.mark.parametrize("message", REQUESTS)
def test_a_wish_becomes_this_request(message):
    intent, query = REQUESTS[message]
    got = turn(message)
    assert (got.intent, got.query, got.problem) == (intent, query, None)


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
    got = turn(message)
    assert (got.intent, got.kind, got.items, got.problem) == (*ABOUT[message], None)


def test_a_place_that_is_not_there_is_said():
    assert turn("why number 9?").problem == "There is no number 9: the list has 5."
    assert "no list yet" in (turn("I liked the first", shown=[]).problem or "")


def test_it_is_the_item_spoken_of_last_and_asked_for_when_there_is_none():
    assert (turn("I love it").problem or "").startswith("Which one?")
    told = turn("why Heat?")
    assert turn("I love it", previous=told).items == ("m2",)
    assert turn("why?", previous=told).items == ("m2",)


def test_a_conversation_narrows_one_request():
    said = turn("something like Alien")
    said = turn("only comedies", said)
    assert said.intent == "refine"
    assert said.query == Query(like=("m1",), where=COMEDY)
    said = turn("after 1990", said)
    said = turn("no, before 1980", said)  # replaces the year, keeps the rest
    assert said.query == Query(like=("m1",), where=f"{COMEDY} AND year < 1980")
    said = turn("but funnier", said)
    assert said.query.text == "funnier"
    liked = turn("I love Heat", said)  # a remark leaves the request as it is
    assert liked.query == said.query
    assert turn("show me more", liked).query == said.query
    assert turn("slow-burn horror", liked).query == Query("slow-burn horror")
    assert turn("start over", liked).query == Query()


def test_people_are_found_by_name_in_facts_with_many_values():
    crowd = [Item(f"x{n}", f"Film {n}", facts={"cast": [f"Anna Actor{n}"]}) for n in range(80)]
    vocabulary = Vocabulary.of([*FILMS, *crowd], TYPES)
    got = understand("with Tom Hanks", titles=TITLES, vocabulary=vocabulary)
    assert got.query.where == "(array_has(cast, 'Tom Hanks'))"
    for message in ("tom hanks", "films with Tom Hanks and Anna Actor7", "without Tom Hanks"):
        got = understand(message, titles=TITLES, vocabulary=vocabulary)
        assert "array_has(cast, 'Tom Hanks')" in got.query.where
        assert got.query.text is None
    assert "NOT array_has(cast, 'Tom Hanks')" in got.query.where


def test_a_mood_that_cannot_be_taken_out_is_said_not_searched_for():
    for message in ("less violent", "I don't want anything sad", "nothing scary"):
        got = turn(message, turn("something like Alien"))
        assert (got.problem or "").startswith("I can leave out what the catalogue names")
        assert got.query == Query(like=("m1",))


def test_values_are_quoted_and_the_words_come_from_the_catalogue():
    tools = [
        Item("t1", "Saw", facts={"price": 19.5, "kind": "Hand' OR 1=1 --", "Brand Name": "Bahco"}),
        Item("t2", "Drill", facts={"price": 99.0, "kind": "Power", "Brand Name": "Bosch"}),
    ]
    types = {"price": float, "kind": str, "Brand Name": str}
    vocabulary = Vocabulary.of(tools, types)
    index = TitleIndex({item.item_id: item.title for item in tools})

    def where(message):
        return understand(message, titles=index, vocabulary=vocabulary).query.where

    assert where("only hand or 1 1 tools") == "(kind = 'Hand'' OR 1=1 --')"
    assert where("only Bosch") == "(`Brand Name` = 'Bosch')"
    assert where("cheaper than 20.50") == "price < 20.50"
    assert where("a drill under $100") == "price < 100"
    assert where("price at least 50") == "price >= 50"
    assert where("after 1990") is None  # no years in this catalogue


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_understood_as_something(text):
    got = turn(text, previous=turn("something like Alien"))
    assert got.problem or got.intent in get_args(Intent)
    assert (got.query.where or "").count("'") % 2 == 0


REAL = {
    "something like Alien but funny": "Alien (1979)",
    "more like the matrix": "Matrix, The (1999)",
    "something like heat": "Heat (1995)",
    "similar to termnator 2 judgment day": "Terminator 2: Judgment Day (1991)",
    "something like the godfather part ii": "Godfather: Part II, The (1974)",
    "like La cité des enfants perdus": (
        "City of Lost Children, The (Cité des enfants perdus, La) (1995)"
    ),
    "movies like war and peace": "War and Peace (1956)",
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
    titles = TitleIndex({item.item_id: item.title for item in items})
    return titles, Vocabulary.of(items, {"genres": list})


@pytest.mark.parametrize("message", REAL)
def test_titles_are_found_among_ten_thousand(real, message):
    titles, vocabulary = real
    got = understand(message, titles=titles, vocabulary=vocabulary)
    assert [titles.title(item_id) for item_id in got.items] == [REAL[message]]


@pytest.mark.parametrize("message", NO_TITLE)
def test_common_words_are_not_taken_for_titles(real, message):
    titles, vocabulary = real
    got = understand(message, titles=titles, vocabulary=vocabulary)
    assert got.items == ()


def test_a_turn_is_understood_within_50_ms(real):
    titles, vocabulary = real
    messages = [*REAL, *NO_TITLE, "something like " + "quantum flumox narfle " * 40]
    took = []
    for message in messages:
        start = time.process_time()
        understand(message, titles=titles, vocabulary=vocabulary)
        took.append(time.process_time() - start)
    assert max(took) < 0.05
