"""What a column of a source is: text, numbers, true/false or lists, seen over all its rows.

A column is numbers only when every cell is one; codes with leading zeros stay text. A column is a
list when `|` separates its cells like a list: no blanks beside it, no empty or long parts.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from json import dumps
from typing import Any

from mmrec.errors import DataError
from mmrec.types import FactValue

SEPARATOR = "|"
PART_LIMIT = 100  # characters; longer parts are sentences, not entries of a list
LIST_SHARE = 0.01  # of the filled cells must hold the separator
INT_LIMIT = 2**63

_INT = re.compile(r"[+-]?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_BOOL = {"true": True, "false": False}
TYPES: dict[str, type] = {"text": str, "int": int, "float": float, "bool": bool, "list": list}
_NAMES = {kind: name for name, kind in TYPES.items()}


@dataclass(frozen=True, slots=True)
class FactKind:
    """The type of a fact, and what separates its entries when it is a list in text."""

    type: type
    separator: str = SEPARATOR


@dataclass(slots=True)
class ColumnSurvey:
    """What was seen of one column."""

    filled: int = 0
    seen: dict[type, int] = field(default_factory=dict)
    listed: int = 0
    unlike_list: int = 0
    example: dict[type, tuple[str, int]] = field(default_factory=dict)

    def look(self, value: Any, line: int) -> None:
        """Take one cell into account."""
        value = plain(value)
        if value is None:
            return
        self.filled += 1
        kind = _kind(value)
        if kind is None:  # not finite: says nothing about the rest
            return
        self.seen[kind] = self.seen.get(kind, 0) + 1
        self.example.setdefault(kind, (str(value)[:40], line))
        if kind is str and SEPARATOR in value:
            self.listed += 1
            self.unlike_list += not _like_list(value)

    def verdict(self) -> type | None:
        """The narrowest type that holds every cell; None for an empty column."""
        kinds = set(self.seen)
        if not kinds:
            return str if self.filled else None
        if list in kinds:
            return list
        if len(kinds) == 1 and str not in kinds:
            return kinds.pop()
        if kinds == {int, float}:
            return float
        like_list = self.listed >= LIST_SHARE * self.filled and self.unlike_list == 0
        return list if self.listed and like_list else str


def plain(value: Any) -> Any:
    """A cell without what formats add: stripped, None when empty, no decimals, dates or records."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list | tuple):
        parts = [str(entry).strip() for entry in value if entry is not None]
        return [part for part in parts if part] or None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, dict):
        value = dumps(value, ensure_ascii=False, default=str)
    elif isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    return value.strip() or None if isinstance(value, str) else value


def as_text(cell: Any) -> str:
    """A cell as text, "" when empty. A number that was read as a float is still the id 7."""
    value = plain(cell)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ", ".join(value) if isinstance(value, list) else str(value)


def _kind(value: Any) -> type | None:
    if not isinstance(value, str):
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return str if isinstance(value, int) and abs(value) >= INT_LIMIT else type(value)
    if _INT.fullmatch(value):
        return int if abs(int(value)) < INT_LIMIT else str
    if _FLOAT.fullmatch(value):
        return float
    if _NOT_FINITE.fullmatch(value):
        return None
    return bool if value.lower() in _BOOL else str


def _like_list(cell: str) -> bool:
    return all(
        part and part == part.strip() and len(part) <= PART_LIMIT for part in cell.split(SEPARATOR)
    )


def settle(
    column: str,
    survey: ColumnSurvey,
    forced: FactKind | None,
    known: type | None,
) -> FactKind | None:
    """The kind of a column: as the mapping says, else as it looks, made to fit the catalogue.

    Args:
        column: its name, for errors.
        survey: what was seen of it.
        forced: what the mapping says, if it does.
        known: the type of the fact in the catalogue, if it is there.

    Returns:
        The kind, None when the column is empty everywhere.

    Raises:
        DataError: what is there does not fit the column of the catalogue.
    """
    seen = survey.verdict()
    if seen is None:
        return None
    wanted = forced or FactKind(seen)
    if known is None or known is wanted.type:
        return wanted
    fits = known in {str, list} or (known is float and wanted.type is int)
    if forced is None and fits:
        return FactKind(known, wanted.separator)
    value, line = survey.example.get(wanted.type, next(iter(survey.example.values()), ("", 0)))
    raise DataError(
        f"Column '{column}' is {_NAMES[known]} in the catalogue and {_NAMES[wanted.type]} in the "
        f"source (line {line}: {value!r}).",
        f"Mend the source, or give the fact another name in a mapping file: "
        f"`facts: {{new_name: {column}}}`.",
    )


def convert(value: Any, kind: FactKind) -> FactValue | None:
    """One cell as the column's type; None when it is empty.

    Raises:
        ValueError: it is none, with the reason.
    """
    value = plain(value)
    if value is None:
        return None
    if kind.type is list:
        return value if isinstance(value, list) else _split(str(value), kind.separator)
    if kind.type is str:
        return SEPARATOR.join(value) if isinstance(value, list) else str(value)
    if kind.type is bool:
        return _as_bool(value)
    return _as_number(value, kind.type)


def _split(cell: str, separator: str) -> list[str] | None:
    return [part.strip() for part in cell.split(separator) if part.strip()] or None


def _as_bool(value: Any) -> bool:
    answer = _BOOL.get(str(value).lower())
    if answer is None:
        raise ValueError(f"{value!r} is not true or false")
    return answer


def _as_number(value: Any, kind: type) -> int | float:
    text = str(value)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is not a finite number")
    if not (_INT if kind is int else _FLOAT).fullmatch(text):
        raise ValueError(f"{text!r} is not a {'whole ' if kind is int else ''}number")
    number = kind(text)
    if not math.isfinite(number) or (kind is int and abs(number) >= INT_LIMIT):
        raise ValueError(f"{text} is too large a number")
    assert isinstance(number, int | float)
    return number


def forced_kinds(lists: Mapping[str, str], types: Mapping[str, str]) -> dict[str, FactKind]:
    """What a mapping says about columns, by column."""
    kinds = {column: FactKind(TYPES[name]) for column, name in types.items()}
    return kinds | {column: FactKind(list, separator) for column, separator in lists.items()}
