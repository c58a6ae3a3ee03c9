"""Facts: what a column is, seen over all its cells."""

from typing import Any

import pytest

from ingest.facts import ColumnSurvey, FactKind, convert, settle
from mmrec.errors import DataError


def seen(*cells: Any) -> ColumnSurvey:
    survey = ColumnSurvey()
    for line, cell in enumerate(cells, start=2):
        survey.look(cell, line)
    return survey


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1995", "", "-3"], int),
        (["1995", "7.5", "1e3"], float),
        (["1995", "inf"], int),
        (["1995", "soon"], str),
        (["007", "12"], str),
        (["12345678901234567890"], str),
        (["true", "False", ""], bool),
        (["true", "1"], str),
        (["Action|Comedy", "Drama"], list),
        (["1|2", "3"], list),
        (["Buy now | Shop", "Blue|Red"], str),
        (["a||b"], str),
        (["x" * 101 + "|y"], str),
        (["a|b"] + ["c"] * 200, str),
        (["", None], None),
        ([1, 2.5, None], float),
        ([True, None], bool),
        ([["a", "b"], []], list),
        ([["a"], "b"], list),
        ([{"a": 1}], str),
        (["nan"], str),
    ],
)
def test_a_column_is(cells: list[Any], kind: type | None) -> None:
    assert seen(*cells).verdict() is kind


@pytest.mark.parametrize(
    ("known", "cells", "kind"),
    [
        (float, ["1", "2"], float),
        (str, ["1", "2"], str),
        (str, ["a|b", "c|d"], str),
        (list, ["a", "b"], list),
        (int, ["1"], int),
    ],
)
def test_a_column_is_made_to_fit_the_catalogue(known: type, cells: list[str], kind: type) -> None:
    assert settle("c", seen(*cells), None, known) == FactKind(kind)


@pytest.mark.parametrize(
    ("known", "cells"), [(int, ["1.5"]), (int, ["1", "soon"]), (bool, ["1"]), (float, ["a|b"])]
)
def test_a_column_that_does_not_fit_names_the_line(known: type, cells: list[str]) -> None:
    with pytest.raises(DataError, match=r"Column 'stars' is .* in the catalogue .*line"):
        settle("stars", seen(*cells), None, known)


def test_a_mapping_overrules_what_a_column_looks_like() -> None:
    assert settle("code", seen("12"), FactKind(str), None) == FactKind(str)
    assert settle("tags", seen("a,b"), FactKind(list, ","), None) == FactKind(list, ",")


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        (" 1995 ", FactKind(int), 1995),
        ("7", FactKind(float), 7.0),
        ("TRUE", FactKind(bool), True),
        ("a|b| c ", FactKind(list), ["a", "b", "c"]),
        ("a, b", FactKind(list, ","), ["a", "b"]),
        (7, FactKind(str), "7"),
        (["a", "b"], FactKind(str), "a|b"),
        ("  ", FactKind(int), None),
        ("|", FactKind(list), None),
    ],
)
def test_a_cell_becomes(cell: Any, kind: FactKind, value: Any) -> None:
    assert convert(cell, kind) == value


@pytest.mark.parametrize(
    ("cell", "kind", "reason"),
    [
        ("inf", FactKind(float), "finite"),
        ("NaN", FactKind(int), "finite"),
        (float("nan"), FactKind(float), "finite"),
        ("1e999", FactKind(float), "too large"),
        ("1.5", FactKind(int), "whole"),
        ("1_000", FactKind(int), "whole"),
        ("yes", FactKind(bool), "true or false"),
    ],
)
def test_a_cell_that_is_none_says_why(cell: Any, kind: FactKind, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        convert(cell, kind)


def test_a_number_of_thousands_of_digits_is_text_and_no_whole_number():
    digits = "7" * 5000
    survey = ColumnSurvey()
    survey.look(digits, 2)
    assert survey.verdict() is str
    with pytest.raises(ValueError, match="too large"):
        convert(digits, FactKind(int))
