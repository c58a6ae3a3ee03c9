"""The checker on the labelled sentences of `tests/claims`: the benchmark of it, as a test"""

from collections import Counter

from benchmarks.checker import PARTS, figures, labelled


def test_no_labelled_falsehood_is_let_through() -> None:
    assert [one.text for one in labelled() if not one.true and one.accepted] == []


def test_of_the_true_sentences_nineteen_in_twenty_are_accepted() -> None:
    assert (figures(list(labelled()))["true_accepted"] or 0) >= 0.94


def test_there_are_hundreds_of_sentences_about_four_catalogues_each_written_once() -> None:
    sentences = list(labelled())
    assert len(sentences) >= 500
    assert {one.part for one in sentences} == set(PARTS)
    assert len({one.catalogue for one in sentences}) == 4
    assert [
        text for text, times in Counter(one.text for one in sentences).items() if times > 1
    ] == []
