"""The first reading of all sources: what each column is, how many rows there are, a sample."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ingest.facts import ColumnSurvey, FactKind, forced_kinds, settle
from ingest.mapping import ItemMapping, parts, require_columns
from ingest.rows import Row, RowSource
from mmrec.errors import DataError
from mmrec.store.schema import BASE
from mmrec.types import Reject

REQUIRED = ("item_id", "title")
CHUNK = 1024  # rows that are looked at together, column by column
SAMPLE = 10_000  # rows at most
_GOLDEN = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: its multiples spread evenly
_FULL = 1 << 64


@dataclass(frozen=True, slots=True)
class Plan:
    """What a first reading of all sources found.

    Attributes:
        wishes: the mapping.
        facts: each fact's columns and kind.
        rows: how many rows there are, readable or not.
        notes: what the user should know, one line each.
        unreadable: how many lines could not be read as rows.
        sample: rows (and unreadable lines) from all over the sources, in order; all of them
            when there are few.
    """

    wishes: ItemMapping
    facts: Mapping[str, tuple[tuple[str, ...], FactKind]]
    rows: int
    notes: tuple[str, ...]
    unreadable: int = 0
    sample: Sequence[Row | Reject] = ()


@dataclass(slots=True)
class _Sample:
    """Rows spread evenly over a stream of unknown length, whatever period its faults have."""

    rows: list[tuple[int, Row | Reject]] = field(default_factory=list)
    limit: int = _FULL

    def take(self, start: int, chunk: Sequence[Row | Reject]) -> None:
        """Rows number `start` and on."""
        limit = self.limit
        for place, row in enumerate(chunk, start):
            draw = place * _GOLDEN % _FULL
            if draw < limit:
                self.rows.append((draw, row))
        while len(self.rows) > SAMPLE:
            self.limit //= 2
            self.rows = [entry for entry in self.rows if entry[0] < self.limit]


def survey(sources: Iterable[RowSource], wishes: ItemMapping, known: Mapping[str, type]) -> Plan:
    """Read all sources once, to know the type of each fact before any is written.

    Raises:
        DataError: a needed column is missing, there are no rows, or a fact does not fit `known`.
    """
    columns: dict[str, ColumnSurvey] = {}
    sample, rows, unreadable = _Sample(), 0, 0
    notes: list[str] = []
    for source in sources:
        there = source.columns()
        require_columns(wishes, REQUIRED, there, source.path)
        notes += [source.note] if source.note else []
        columns.update({name: ColumnSurvey() for name in there if name not in columns})
        apart = _not_facts(wishes)
        media = wishes.media.values()  # pictures are large
        needed = [name for name in there if name not in media]
        for chunk in _chunks(source.rows(needed)):
            sample.take(rows, chunk)
            rows += len(chunk)
            good = [row for row in chunk if isinstance(row, Row)]
            unreadable += len(chunk) - len(good)
            _look(good, columns, apart)
    if not rows:
        raise DataError("The source holds no rows.", "Give a file with at least one item.")
    facts, more = _facts(wishes, columns, known)
    picked = [row for _, row in sample.rows]
    return Plan(wishes, facts, rows, (*notes, *more), unreadable, picked)


def _chunks(rows: Iterator[Row | Reject]) -> Iterator[list[Row | Reject]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _not_facts(wishes: ItemMapping) -> frozenset[str]:
    """Columns whose type does not matter: they are text, or left out."""
    fields = {column for columns in wishes.fields.values() for column in columns}
    facts = {column for chosen in wishes.facts.values() for column in parts(chosen)}
    return frozenset((fields | set(wishes.skip)) - facts)


def _look(rows: Sequence[Row], columns: dict[str, ColumnSurvey], apart: frozenset[str]) -> None:
    names = dict.fromkeys(name for keys in {tuple(row.values) for row in rows} for name in keys)
    for name in names:
        if name in apart:
            columns.setdefault(name, ColumnSurvey())
            continue
        column = columns.setdefault(name, ColumnSurvey())
        column.look_all([row.values.get(name) for row in rows], rows)


def _facts(
    wishes: ItemMapping, columns: dict[str, ColumnSurvey], known: Mapping[str, type]
) -> tuple[dict[str, tuple[tuple[str, ...], FactKind]], tuple[str, ...]]:
    """Each fact's columns and kind, and notes of what is left out."""
    forced = forced_kinds(wishes.lists, wishes.types)
    facts: dict[str, tuple[tuple[str, ...], FactKind]] = {}
    named, notes = _fact_columns(wishes, columns)
    for name, sources in named.items():
        if len(sources) > 1:
            facts[name] = (sources, FactKind(str))
            continue
        column = sources[0]
        if columns[column].holds_bytes:
            notes += (f"column '{column}' is left out: it holds bytes that are no text",)
            continue
        kind = settle(column, columns[column], forced.get(column), known.get(name))
        if kind is not None:
            facts[name] = (sources, kind)
    return facts, notes


def _fact_columns(
    wishes: ItemMapping, columns: Iterable[str]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Which columns make which fact, and a note for each column that is left out."""
    facts = {name: parts(chosen) for name, chosen in wishes.facts.items()}
    used = _not_facts(wishes) | {column for chosen in facts.values() for column in chosen}
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
