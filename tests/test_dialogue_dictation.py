"""Numbers said in words are read as digits; a title that has one stays as it is."""

import pytest

from mmrec.dialogue.dictation import in_digits

TITLES = ("ocean s eleven", "thirteen", "twelve monkeys", "2001 a space odyssey")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nothing newer than nineteen eighty five", "nothing newer than 1985"),
        ("twenty twenty two or later", "2022 or later"),
        ("nineteen oh five, or the nineteen eighties", "1905, or the 1980s"),
        ("newer than two thousand and five", "newer than 2005"),
        ("under one hundred and sixty dollars", "under 160 dollars"),
        ("between one hundred and two hundred", "between 100 and 200"),
        ("at least twelve hundred pixels", "at least 1200 pixels"),
        ("thirty-eight or size forty four", "38 or size 44"),
        ("under one sixty", "under 160"),
        ("one point five kilos, four point two stars", "1.5 kilos, 4.2 stars"),
        ("I have seen it a hundred times", "I have seen it a hundred times"),
        ("number one, or the eighties", "number one, or the eighties"),
        ("I loved Twelve Monkeys", "I loved Twelve Monkeys"),
        ("something like ocean s eleven", "something like ocean s eleven"),
        ("two thousand one a space odyssey", "2001 a space odyssey"),
        ("I liked Thirteen, under thirteen euros", "I liked Thirteen, under 13 euros"),
    ],
)
def test_a_number_in_words_is_a_number(said, meant):
    assert in_digits(said, TITLES.__contains__) == meant
