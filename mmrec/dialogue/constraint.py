"""A condition on a fact: its SQL, its label, whether an item meets it, how conditions add up."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mmrec.types import FactValue

# "=": one of the values; "!=": none of them; "..": between two numbers, "!..": not between them.
Op = Literal["=", "!=", "<", "<=", ">", ">=", "..", "!.."]
_BELOW, _ABOVE = ("<", "<="), (">", ">=")
_SIGNS = {">=": "≥", "<=": "≤"}
_INVERSE: dict[Op, Op] = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "..": "!..", "!..": "..",
}  # fmt: skip


def fact_words(fact: str) -> str:
    """A fact's name as words."""
    return fact.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a language tells conditions.

    Args:
        either: what stands between values of which one is enough.
        without, untrue, outside: what is left out, what is not so, a span that is left out.
        name, value: the words for a fact, and for one of its values.
    """

    either: str = " or "
    without: str = "no {}"
    untrue: str = "not {}"
    outside: str = "{} not {}"
    name: Callable[[str], str] = fact_words
    value: Callable[[str], str] = str


ENGLISH = Phrases()


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition that items of a list must meet.

    Args:
        facts: the columns; a name may stand in either of several (`director`, `cast`).
        op: how `values` bound it.
        values: names, numbers or one truth value.
        lists: those of `facts` that hold lists.
        said: how it is told, where the label can not be made of the parts.
    """

    facts: tuple[str, ...]
    op: Op
    values: tuple[str | float | bool, ...]
    lists: tuple[str, ...] = ()
    said: str | None = None

    @property
    def key(self) -> str:
        """The condition as one short text: `year>=1990`, `genres=Comedy|Drama`."""
        facts = "|".join(self.facts)
        if self.op in ("..", "!.."):
            sign = "=" if self.op == ".." else "!="
            return f"{facts}{sign}{shown(self.values[0])}..{shown(self.values[1])}"
        return f"{facts}{self.op}{'|'.join(shown(value) for value in self.values)}"

    @property
    def label(self) -> str:
        """The condition as a user reads it in English."""
        return self.said or self.told(ENGLISH)

    def told(self, phrases: Phrases) -> str:
        """The condition as a user reads it in some language."""
        fact = phrases.name(self.facts[0])
        if isinstance(self.values[0], bool):
            return fact if self.values[0] else phrases.untrue.format(fact)
        if isinstance(self.values[0], str):
            names = phrases.either.join(phrases.value(shown(value)) for value in self.values)
            return names if self.op == "=" else phrases.without.format(names)
        if self.op in ("..", "!.."):
            span = "–".join(shown(value) for value in self.values)
            return f"{fact} {span}" if self.op == ".." else phrases.outside.format(fact, span)
        sign = "" if self.op == "=" else f"{_SIGNS.get(self.op, self.op)} "
        return f"{fact} {sign}{shown(self.values[0])}"

    @property
    def where(self) -> str:
        """The condition in SQL."""
        if isinstance(self.values[0], str):
            return self._names()
        name, first = column(self.facts[0]), shown(self.values[0])
        if self.op in ("..", "!.."):
            last = shown(self.values[1])
            inside = f"{name} >= {first} AND {name} <= {last}"
            return inside if self.op == ".." else f"({name} < {first} OR {name} > {last})"
        return f"{name} {self.op} {first}"

    def inverse(self) -> "Constraint":
        """What is left out by this condition."""
        if isinstance(self.values[0], bool):
            return Constraint(self.facts, self.op, (not self.values[0],))
        return Constraint(self.facts, _INVERSE[self.op], self.values, self.lists)

    def holds(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether an item with these facts meets it, as the SQL does."""
        if isinstance(self.values[0], str):
            found = any(self._has(facts.get(fact)) for fact in self.facts)
            return found if self.op == "=" else not found
        value = facts.get(self.facts[0])
        if not isinstance(value, int | float):
            return False
        return self._bounds(value)

    def _bounds(self, value: float) -> bool:
        numbers = [float(number) for number in self.values]
        first, last = numbers[0], numbers[-1]
        return {
            "=": value == first, "!=": value != first, "<": value < first, "<=": value <= first,
            ">": value > first, ">=": value >= first, "..": first <= value <= last,
            "!..": not first <= value <= last,
        }[self.op]  # fmt: skip

    def _has(self, held: FactValue | None) -> bool:
        names = held if isinstance(held, list) else [held]
        return any(value in names for value in self.values)

    def _names(self) -> str:
        each = [
            f"array_has({column(fact)}, {literal(str(value))})"
            if fact in self.lists
            else f"{column(fact)} = {literal(str(value))}"
            for value in self.values
            for fact in self.facts
        ]
        if self.op == "=":
            return (
                f"({' OR '.join(f'({one})' for one in each)})" if len(each) > 1 else f"({each[0]})"
            )
        # An item without this fact is not of that kind: it stays in the list.
        parts = [
            f"({column(fact)} IS NULL OR NOT {one})"
            for one, fact in zip(each, self.facts * len(self.values), strict=True)
        ]
        return " AND ".join(parts)


def shown(value: str | float | bool) -> str:
    """A value as text and as SQL shows it: `12.5`, `12`, `true`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:.10g}"


def column(fact: str) -> str:
    """A fact as a column name in SQL."""
    return fact if re.fullmatch(r"[a-z_][a-z0-9_]*", fact) else f"`{fact.replace('`', '')}`"


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def joined(constraints: Iterable[Constraint]) -> str | None:
    """The whole filter."""
    return " AND ".join(part.where for part in constraints) or None


def merged(
    before: Iterable[Constraint], after: tuple[Constraint, ...], *, widen: bool = False
) -> tuple[Constraint, ...]:
    """The earlier conditions with the later ones, which win where both can not be.

    `widen`: later names stand beside the earlier ones of the same fact (`comedies too`).
    """
    kept = [part for part in before if not any(_replaces(new, part, widen) for new in after)]
    return (*(part for part in kept if part not in after), *after)


def either(said: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """The conditions with one where several ask for values of the same facts: either will do."""
    found: list[Constraint] = []
    for one in said:
        same = next((o for o in found if o.facts == one.facts and o.op == one.op == "="), None)
        if same is None or not isinstance(one.values[0], str):
            found.append(one)
            continue
        values = tuple(dict.fromkeys((*same.values, *one.values)))
        found[found.index(same)] = Constraint(one.facts, "=", values, one.lists)
    return tuple(found)


def _replaces(new: Constraint, old: Constraint, widen: bool) -> bool:
    if new.facts != old.facts and not _opposed(new, old):
        return False
    if isinstance(new.values[0], str):
        same = new.op == old.op == "="
        return _opposed(new, old) or (same and not widen and _sorts(new))
    if {new.op, old.op} <= {*_BELOW, *_ABOVE} and (new.op in _BELOW) != (old.op in _BELOW):
        below, above = (new, old) if new.op in _BELOW else (old, new)
        return float(below.values[0]) <= float(above.values[0])
    return True


def _sorts(new: Constraint) -> bool:
    """Kinds replace each other; people stand beside each other."""
    return len(new.facts) == 1


def _opposed(new: Constraint, old: Constraint) -> bool:
    """One asks for a name that the other leaves out."""
    return {new.op, old.op} == {"=", "!="} and bool(set(new.values) & set(old.values))
