"""Whom `him` and `her` speak of, whatever stands around; who has to be there and who must not."""

import pytest

from benchmarks.dialogue import found
from mmrec.dialogue import Conversation, GrammarReader, Known, TitleIndex, Vocabulary
from mmrec.types import Item

FILMS = [
    Item("h", "Heat", facts={"director": ["Michael Mann"], "cast": ["Al Pacino", "Val Kilmer"]}),
    Item("c", "Collateral", facts={"director": ["Michael Mann"], "cast": ["Tom Cruise"]}),
    Item("l", "Somewhere", facts={"director": ["Sofia Coppola"], "cast": ["Bill Murray"]}),
    Item("g", "Tucker", facts={"director": ["Francis Ford Coppola"], "cast": ["Al Pacino"]}),
    Item("u", "Unforgiven", facts={"director": ["Clint Eastwood"], "cast": ["Clint Eastwood"]}),
]
BY_ID = {item.item_id: item for item in FILMS}
READER = GrammarReader(
    Known(
        TitleIndex({item.item_id: item.title for item in FILMS}),
        Vocabulary.of(FILMS, {"director": list, "cast": list}),
        lambda ids: [BY_ID[i] for i in ids],
    )
)


def said(*messages):
    conversation = Conversation(shown=tuple(BY_ID))
    for message in messages:
        meaning = READER.read(message, conversation)
        conversation = conversation.told(meaning).showing(tuple(BY_ID))
    return found(meaning)


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (["I adore Bill Murray", "so tonight something with him"], ["cast=Bill Murray"]),
        (["Bill Murray, that's his name! Anything else with him?"], ["cast=Bill Murray"]),
        (["my aunt named her dog after Tom Cruise, so one with him"], ["cast=Tom Cruise"]),
        (["everybody brings Michael Mann, so nothing directed by him"], ["director!=Michael Mann"]),
        (["Clint Eastwood films", "only ones he acted in"], ["cast=Clint Eastwood"]),
        (["who made the third?", "so what else has she made"], ["director=Sofia Coppola"]),
        (["who made the third?", "her other films please"], ["director=Sofia Coppola"]),
        (["who made the third?", "what else did she direct?"], ["director=Sofia Coppola"]),
        (["I love Michael Mann", "a film he directed"], ["director=Michael Mann"]),
        (["who made the third?", "anything else by her?"], ["director=Sofia Coppola"]),
        (["something by the person who directed the fifth"], ["director=Clint Eastwood"]),
        (["by Sofia Coppola", "sorry, I meant by her father, Francis Ford Coppola"],
         ["director=Francis Ford Coppola"]),
        (["Al Pacino has to be in it, Val Kilmer mustn't"], ["cast!=Val Kilmer", "cast=Al Pacino"]),
        (["Tom Cruise should be there as well"], ["cast=Tom Cruise"]),
        (["with Al Pacino. Or no, without him"], ["cast!=Al Pacino"]),
    ],
)  # fmt: skip
def test_a_pronoun_stands_for_who_was_spoken_of_and_people_are_wanted_or_not(messages, wanted):
    assert said(*messages)["constraints"] == wanted


def test_whose_films_are_loved_is_loved_though_the_name_came_a_sentence_before():
    assert said("Sofia Coppola, now there's somebody! I love her films")["tastes"] == [
        "+director=Sofia Coppola"
    ]


def test_of_several_who_play_in_an_item_the_one_named_before_is_meant_else_we_ask():
    assert said("how long is Heat?", "more with him")["asked"] == ["Al Pacino", "Val Kilmer"]
    assert said("I love Al Pacino", "how long is Heat?", "more with him")["constraints"] == [
        "cast=Al Pacino"
    ]


def test_who_watches_with_us_is_nobody_of_the_catalogue_and_unknown_people_are_a_problem():
    assert not said("my wife is here, so what should I watch with her?")["problem"]
    assert said("something with him")["problem"]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("with Val Kilmer, no, sorry, with Al Pacino", ["cast=Al Pacino"]),
        ("directed by Sofia, I mean by Francis Ford Coppola", ["director=Francis Ford Coppola"]),
        ("something with Tom Cruise. Sorry, Bill Murray", ["cast=Bill Murray"]),
        ("with Al Pacino, no Val Kilmer", ["cast!=Val Kilmer", "cast=Al Pacino"]),
    ],
)
def test_who_is_said_by_a_slip_gives_way_to_who_is_meant(message, wanted):
    assert said(message)["constraints"] == wanted


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("by Michael Mann or by Sofia Coppola", ["director=Michael Mann|Sofia Coppola"]),
        ("with Al Pacino or, um, maybe one with Bill Murray", ["cast=Al Pacino|Bill Murray"]),
        ("he wants it by Michael Mann, I want it by Sofia Coppola, either of the two will do",
         ["director=Michael Mann|Sofia Coppola"]),
        ("with al pacino no hang on with bill murray", ["cast=Bill Murray"]),
        ("nothing by whoever directed the first", ["director!=Michael Mann"]),
        ("anyone but Tom Cruise", ["cast!=Tom Cruise"]),
        ("could we leave Tom Cruise out of it", ["cast!=Tom Cruise"]),
        ("one in which Tom Cruise has no part", ["cast!=Tom Cruise"]),
        ("whatever you do, keep Tom Cruise out of it", ["cast!=Tom Cruise"]),
        ("it can't possibly be without Tom Cruise", ["cast=Tom Cruise"]),
        ("I'm fairly sure Val Kilmer starred in it", ["cast=Val Kilmer"]),
    ],
)  # fmt: skip
def test_people_are_joined_corrected_and_left_out_in_many_words(message, wanted):
    assert said(message)["constraints"] == wanted


@pytest.mark.parametrize(
    "tale",
    [
        "My sister once shared a lift with Bill Murray.",
        "My boss looks a bit like Bill Murray.",
        "Our postman's in love with Bill Murray.",
        "The man before me had a signed photo of Bill Murray.",
        "Ivo has met Bill Murray twice.",
    ],
)
def test_who_is_only_told_of_is_no_condition(tale):
    assert said(tale)["constraints"] == []
    assert said(f"{tale} So with Al Pacino, please")["constraints"] == ["cast=Al Pacino"]
    assert said(f"{tale} Without Bill Murray, please")["constraints"] == ["cast!=Bill Murray"]


@pytest.mark.parametrize(
    "love",
    [
        "I must own that I have long been an ardent admirer of Bill Murray",
        "dear Bill Murray, I have been utterly devoted to him since I was a girl",
        "To Bill Murray I have always been devoted.",
        "Bill Murray I've been a fan of since school",
        "I must confess a lifelong soft spot for Bill Murray.",
        "My daughter adores Tom Cruise. I'm a great admirer of Bill Murray",
    ],
)
def test_loves_are_those_of_who_speaks(love):
    assert said(love)["tastes"] == ["+cast=Bill Murray"]
    assert said(love)["constraints"] == []


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        ("Sofia, obviously, what was I thinking", "Sofia Coppola"),
        ("Francis, says Ivo, and rolls his eyes", "Francis Ford Coppola"),
        ("It is Sofia to whom I was referring.", "Sofia Coppola"),
        ("not Sofia, Francis", "Francis Ford Coppola"),
        ("my gran says it has to be Francis", "Francis Ford Coppola"),
    ],
)
def test_a_surname_asked_back_is_answered_in_a_clause_of_the_reply(reply, wanted):
    assert said("directed by Coppola", reply)["constraints"] == [f"director={wanted}"]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("films that star neither Al Pacino nor Bill Murray",
         ["cast!=Al Pacino", "cast!=Bill Murray"]),
        ("with Tom Cruise, provided that Sofia Coppola did not direct it",
         ["cast=Tom Cruise", "director!=Sofia Coppola"]),
        ("it had better not have been directed by Sofia Coppola", ["director!=Sofia Coppola"]),
        ("something by sofia coppola no scratch that by michael mann", ["director=Michael Mann"]),
        ("with Al Pacino, wait, not him, with Bill Murray", ["cast=Bill Murray"]),
        ("with Al Pacino or with Bill Murray, I don't mind which", ["cast=Al Pacino|Bill Murray"]),
        ("My nephew, who fancies himself the next Michael Mann, has left. By Sofia Coppola",
         ["director=Sofia Coppola"]),
        ("Who directed the third? Bert says it was Michael Mann", []),
    ],
)  # fmt: skip
def test_scope_of_what_is_said_of_people(message, wanted):
    assert said(message)["constraints"] == wanted


@pytest.mark.parametrize(
    "love",
    [
        "Bert can't stand Tom Cruise. I adore Bill Murray",
        "my dad loved tom cruise i love bill murray",
        "I have come to adore Bill Murray",
    ],
)
def test_the_tastes_of_others_are_not_noted(love):
    assert said(love)["tastes"] == ["+cast=Bill Murray"]
    assert said(love)["constraints"] == []


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("i want bill murray or no actually make it al pacino", ["cast=Al Pacino"]),
        ("it should be Val Kilmer rather than Tom Cruise", ["cast=Val Kilmer"]),
        ("I refuse to watch anything with Tom Cruise", ["cast!=Tom Cruise"]),
        ("my friend Bill Murray, no relation, says hello. By Sofia Coppola",
         ["director=Sofia Coppola"]),
        ("I was named after Val Kilmer. With Al Pacino, please", ["cast=Al Pacino"]),
        ("Every morning the milkman whistles like Bill Murray. With Tom Cruise",
         ["cast=Tom Cruise"]),
    ],
)  # fmt: skip
def test_repairs_refusals_and_namesakes(message, wanted):
    assert said(message)["constraints"] == wanted


@pytest.mark.parametrize(
    "message",
    ["with Bill Murray, he was so funny", "with Bill Murray, my wife loves him",
     "Bill Murray, she loves him"],
)  # fmt: skip
def test_why_somebody_is_asked_for_is_no_taste(message):
    assert said(message)["constraints"] == ["cast=Bill Murray"]
    assert said(message)["tastes"] == []
