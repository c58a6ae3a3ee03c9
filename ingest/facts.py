"""What a column of a source is: text, numbers, true/false or lists, seen over all its rows.

A column is numbers only when every cell is one; codes with leading zeros stay text. A column is a
list when `|` separates its cells like a list: no blanks beside it, no empty or long parts.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from json import dumps
from typing import Any

from ingest.rows import Row
from mmrec.errors import DataError
from mmrec.types import FactValue

SEPARATOR = "|"
PART_LIMIT = 100  # characters; longer parts are sentences, not entries of a list
LIST_SHARE = 0.01  # of the filled cells must hold the separator
INT_LIMIT = 2**63
INT_DIGITS = 20  # with a sign

_INT = re.compile(r"[+-]?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
# A float or nothing; a whole number that is too large for a column is not here: it is text.
_NUMBER = re.compile(
    r"\s*(?:[+-]?(?:(?:0|[1-9]\d{0,17})(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)?\s*", re.ASCII
)
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
    seen: set[type] = field(default_factory=set)
    listed: int = 0
    unlike_list: int = 0
    example: dict[type, tuple[str, int]] = field(default_factory=dict)

    def look(self, value: Any, line: int, count: int = 1) -> None:
        """Take a cell into account that is there `count` times, at this line first."""
        value = plain(value)
        if value is None:
            return
        self.filled += count
        kind = _kind(value)
        if kind is None:  # not finite: says nothing about the rest
            return
        self.seen.add(kind)
        self.example.setdefault(kind, (str(value)[:40], line))
        if isinstance(value, str) and kind is str and SEPARATOR in value:
            self.listed += count
            self.unlike_list += not _like_list(value)

    def look_all(self, cells: Sequence[Any], rows: Sequence[Row]) -> None:
        """Take cells into account; `rows` say the lines. What can not matter is skipped."""
        if not set(map(type, cells)) <= {str, type(None)}:
            for value, row in zip(cells, rows, strict=True):
                self.look(value, row.line)
        elif self.seen <= {int, float} and float in self.seen and _all_numbers(cells):
            return  # numbers already, and nothing else now
        elif str not in self.seen:
            lines = {
                cell: row.line for cell, row in zip(reversed(cells), reversed(rows), strict=True)
            }
            for cell, count in Counter(cells).items():
                self.look(cell, lines[cell], count)
        elif not self.unlike_list:  # text already, but it may be a list
            filled = [cell for cell in cells if cell and not cell.isspace()]
            listed = [cell.strip() for cell in filled if SEPARATOR in cell]
            self.filled += len(filled)
            self.listed += len(listed)
            self.unlike_list += sum(not _like_list(cell) for cell in listed)

    @property
    def holds_bytes(self) -> bool:
        """Is there a cell of bytes that are no text?"""
        return bytes in self.seen

    def verdict(self) -> type | None:
        """The narrowest type that holds every cell; None for an empty column."""
        kinds = self.seen
        if not kinds:
            return str if self.filled else None
        if list in kinds:
            return list
        if len(kinds) == 1 and str not in kinds:
            return next(iter(kinds))
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
        content = value.get("bytes")
        value = content if isinstance(content, bytes) else _record(value)
    if isinstance(value, bytes):
        value = _decoded(value)
    return value.strip() or None if isinstance(value, str) else value


def _record(value: dict[str, Any]) -> str:
    return dumps(value, ensure_ascii=False, default=str)


def _decoded(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


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
        # Python refuses to read thousands of digits; twenty are too many for 64 bits already.
        return int if len(value) <= INT_DIGITS and abs(int(value)) < INT_LIMIT else str
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
    if not survey.seen and known in {int, float}:  # nan and inf only: numbers, all to be refused
        return FactKind(known)
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
    value = (value.strip() or None) if type(value) is str else plain(value)
    if value is None:
        return None
    if kind.type is str:
        return SEPARATOR.join(value) if isinstance(value, list) else str(value)
    if kind.type is list:
        return value if isinstance(value, list) else _split(str(value), kind.separator)
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


def _all_numbers(cells: Sequence[str | None]) -> bool:
    return all(_NUMBER.fullmatch(cell) for cell in cells if cell)


def _as_number(value: Any, kind: type) -> int | float:
    text = str(value)
    if kind is float and _FLOAT.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is not a finite number")
    if not (_INT if kind is int else _FLOAT).fullmatch(text):
        raise ValueError(f"{text!r} is not a {'whole ' if kind is int else ''}number")
    if kind is int and len(text) > INT_DIGITS:
        raise ValueError(f"{text[:INT_DIGITS]}… is too large a number")
    number = kind(text)
    if not math.isfinite(number) or (kind is int and abs(number) >= INT_LIMIT):
        raise ValueError(f"{text} is too large a number")
    assert isinstance(number, int | float)
    return number


def forced_kinds(lists: Mapping[str, str], types: Mapping[str, str]) -> dict[str, FactKind]:
    """What a mapping says about columns, by column."""
    kinds = {column: FactKind(TYPES[name]) for column, name in types.items()}
    return kinds | {column: FactKind(list, separator) for column, separator in lists.items()}
