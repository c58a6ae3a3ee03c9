"""The English of learners says what the grammar's says; good English is left as it is."""

import pytest

from mmrec.dialogue.learners import in_plain_english


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("number 4 i watch already", "number 4 i have seen already"),
        ("already i see it", "i have already seen it"),
        ("they see many time", "they have seen many times"),
        ("i have saw it", "i have seen it"),
        ("we did see it last week", "we have seen it last week"),
        ("me very like it", "i really like it"),
        ("hide it, me not want", "hide it, i don't want"),
        ("too scary, not like", "too scary, i don't like it"),
        ("i no like westerns", "i don't like westerns"),
        ("norda i like very", "norda i like very much"),
        ("cheap bag need", "i want cheap bag"),
        ("black headphones i search please", "i want black headphones please"),
        ("jazz movie show me, from 1990", "show me jazz movie, from 1990"),
        ("film by kurosawa have?", "is there film by kurosawa?"),
        ("in green exist?", "is there one in green?"),
        ("cheaper then the second", "cheaper than the second"),
        ("lighter as number 3", "lighter than number 3"),
        ("no more of 200 euro", "no more than 200 euros"),
        ("more cheaper", "cheaper"),
        ("crime movie directed from scorsese", "crime movie directed by scorsese"),
        ("film where plays tom hanks", "film with tom hanks"),
        ("tom hanks must play in it", "tom hanks plays in it"),
        ("older than year 1980", "older than 1980"),
        ("what i can ask", "what can i ask"),
        ("how use this chat?", "how do i use this chat?"),
        ("want similar", "want something similar"),
        ("which 1 is cheapest", "which one is cheapest"),
        ("looking 4 horror", "looking for horror"),
        ("italian film very old", "italian very old film"),
        ("price until 100", "price up to 100"),
        ("is number 3 waterproof or not", "is number 3 waterproof"),
        ("first one in stock or no?", "is first one in stock?"),
        ("black one i take", "the black one i take"),
        ("last one give to my list", "the last one put to my list"),
    ],
)
def test_a_learner_means(said, meant):
    assert in_plain_english(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "all i need", "tell me what you want", "show me something like the films we saw",
        "give me like five", "I'd like one, and then the second", "start a new search",
        "not too long, and not like Alien", "I want not too much", "as you have",
        "I don't know what I want", "more old films please", "made for children",
        "should such a thing exist", "me too",
    ],
)  # fmt: skip
def test_good_english_stays(said):
    assert in_plain_english(said) == said
