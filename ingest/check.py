"""Rows to items: one good `Item`, or one `Reject` that says which field is wrong and why."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from ingest.facts import ColumnSurvey, FactKind, as_text, convert, forced_kinds, settle
from ingest.mapping import ItemMapping, parts, require_columns
from ingest.read import Row, Source
from mmrec.errors import DataError
from mmrec.store.schema import BASE
from mmrec.types import FactValue, Item, Reject

LIMITS = {"item_id": 256, "title": 1_000, "description": 50_000, "image": 2_000}
FACT_LIMIT = 20_000  # characters of one cell
REQUIRED = ("item_id", "title")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a first reading of all sources found.

    Attributes:
        wishes: the mapping.
        facts: each fact's columns and kind.
        rows: how many rows there are, readable or not.
        notes: what the user should know, one line each.
    """

    wishes: ItemMapping
    facts: Mapping[str, tuple[tuple[str, ...], FactKind]]
    rows: int
    notes: tuple[str, ...]


def survey(sources: Iterable[Source], wishes: ItemMapping, known: Mapping[str, type]) -> Plan:
    """Read all sources once, to know the type of each fact before any is written.

    Raises:
        DataError: a needed column is missing, there are no rows, or a fact does not fit `known`.
    """
    columns: dict[str, ColumnSurvey] = {}
    rows = 0
    for source in sources:
        there = source.columns()
        require_columns(wishes, REQUIRED, there, source.path)
        columns.update({name: ColumnSurvey() for name in there if name not in columns})
        for row in source.rows():
            rows += 1
            if isinstance(row, Row):
                _look(row, columns)
    if not rows:
        raise DataError("The source holds no rows.", "Give a file with at least one item.")
    return _plan(wishes, columns, rows, known)


def _look(row: Row, columns: dict[str, ColumnSurvey]) -> None:
    for name, value in row.values.items():
        if name not in columns:
            columns[name] = ColumnSurvey()
        columns[name].look(value, row.line)


def _plan(
    wishes: ItemMapping, columns: dict[str, ColumnSurvey], rows: int, known: Mapping[str, type]
) -> Plan:
    forced = forced_kinds(wishes.lists, wishes.types)
    facts: dict[str, tuple[tuple[str, ...], FactKind]] = {}
    named, notes = _fact_columns(wishes, columns)
    for name, sources in named.items():
        if name in facts:
            raise DataError(
                f"Two columns would become the fact '{name}'.", "Rename one in a mapping file."
            )
        joined = len(sources) > 1
        kind = (
            FactKind(str)
            if joined
            else settle(sources[0], columns[sources[0]], forced.get(sources[0]), known.get(name))
        )
        if kind is not None:
            facts[name] = (sources, kind)
    return Plan(wishes, facts, rows, notes)


def _fact_columns(
    wishes: ItemMapping, columns: Iterable[str]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Which columns make which fact, and a note for each column that is left out."""
    facts = {name: parts(chosen) for name, chosen in wishes.facts.items()}
    used = {wishes.item_id, wishes.image, *parts(wishes.title), *parts(wishes.description)}
    used |= {column for chosen in facts.values() for column in chosen} | set(wishes.skip)
    notes: list[str] = []
    for column in columns:
        if column in used:
            continue
        name = fact_name(column)
        if not name or name in BASE:
            notes.append(f"column '{column}' is left out: its name is taken or empty")
        elif name in facts:
            raise DataError(
                f"Columns '{column}' and '{facts[name][0]}' would both be the fact '{name}'.",
                f"Give one another name in a mapping file: `facts: {{new_name: {column!r}}}`.",
            )
        else:
            facts[name] = (column,)
    return facts, tuple(notes)


def fact_name(column: str) -> str:
    """A column's name as a filter can write it: `Release Year` is `Release_Year`."""
    name = re.sub(r"\W+", "_", column).strip("_")
    return f"f_{name}" if name[:1].isdigit() else name


def check_rows(
    rows: Iterable[Row | Reject], plan: Plan
) -> Iterator[tuple[Row, Item] | Reject | None]:
    """Each row as an item or a reject; None for a row that says again what an earlier one said.

    Of rows with one `item_id` the first counts; a later, different one is rejected.
    """
    seen: dict[str, tuple[str, int, bytes]] = {}
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        item = check_row(row, plan)
        if isinstance(item, Reject):
            yield item
            continue
        digest = blake2b(repr(item).encode(), digest_size=8).digest()
        file, line, first = seen.setdefault(item.item_id, (row.file, row.line, digest))
        if (file, line) == (row.file, row.line):
            yield row, item
        elif first == digest:
            yield None
        else:
            yield row.reject("item_id", f"'{item.item_id}' is on line {line} of '{file}' already")


def check_row(row: Row, plan: Plan) -> Item | Reject:
    """One row by itself."""
    wishes = plan.wishes
    fields = {
        "item_id": _joined(row.values, (wishes.item_id,)),
        "title": _joined(row.values, parts(wishes.title)),
        "description": _joined(row.values, parts(wishes.description)),
        "image": _joined(row.values, (wishes.image,)),
    }
    for name, text in fields.items():
        reason = _refuse_text(text, LIMITS[name])
        if reason is None and name in REQUIRED and not text:
            reason = "missing"
        if reason is None and name == "item_id" and not text.isprintable():
            reason = "holds control characters"
        if reason:
            return row.reject(name, reason)
    facts: dict[str, FactValue] = {}
    for name, (columns, kind) in plan.facts.items():
        try:
            value = _fact(row.values, columns, kind)
        except ValueError as error:
            return row.reject(name, str(error))
        if value is not None:
            facts[name] = value
    return Item(
        fields["item_id"],
        fields["title"],
        fields["description"] or None,
        fields["image"] or None,
        facts,
    )


def _fact(values: Mapping[str, Any], columns: tuple[str, ...], kind: FactKind) -> FactValue | None:
    cell = values.get(columns[0]) if len(columns) == 1 else _joined(values, columns)
    value = convert(cell, kind)
    for text in value if isinstance(value, list) else [value]:
        reason = _refuse_text(text, FACT_LIMIT) if isinstance(text, str) else None
        if reason:
            raise ValueError(reason)
    return value


def _joined(values: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return " ".join(text for column in columns if (text := as_text(values.get(column))))


def _refuse_text(text: str, limit: int) -> str | None:
    if len(text) > limit:
        return f"{len(text):,} characters, more than {limit:,}"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "not valid Unicode"
    return None
