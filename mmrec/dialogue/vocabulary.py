"""What the facts of a catalogue can be asked for: its numbers, its categories, its names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mmrec.dialogue.words import phrase
from mmrec.types import Item

CATEGORY_VALUES = 64  # a fact with at most so many values sorts items into categories
LONGEST_VALUE = 40  # characters; longer ones are texts, which a filter is no use for
_YEARS = (1000, 2200)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One part of a filter: its SQL, how it is told to the user, and what it replaces.

    A newer `number` or `only` takes the place of an older one on the same fact.
    """

    fact: str
    kind: Literal["number", "only", "no", "name"]
    where: str
    label: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact that people may name; `plural`: written as `comedies` for `Comedy`."""

    fact: str
    value: str
    is_list: bool
    plural: bool = False

    @property
    def where(self) -> str:
        """The SQL that holds for items with this value."""
        name, value = column(self.fact), literal(self.value)
        return f"array_has({name}, {value})" if self.is_list else f"{name} = {value}"


@dataclass(slots=True)
class Vocabulary:
    """The words of a catalogue's facts.

    `numbers`: least and greatest value of each number fact. `categories` and `names`: values by
    the phrase that names them; categories come from facts with few values, names (of more than
    one word) from all others.
    """

    numbers: dict[str, tuple[float, float]] = field(default_factory=dict)
    categories: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    names: dict[str, tuple[Value, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[Item], types: Mapping[str, type]) -> "Vocabulary":
        """Read the facts of every item; `types` says which facts there are, and of which type."""
        seen: dict[str, set[str]] = defaultdict(set)
        made = cls()
        for item in items:
            for fact, value in item.facts.items():
                if fact not in types or isinstance(value, bool) or _is_id(fact):
                    continue
                if isinstance(value, int | float):
                    low, high = made.numbers.get(fact, (value, value))
                    made.numbers[fact] = (min(low, value), max(high, value))
                elif types[fact] in (str, list):
                    seen[fact].update([value] if isinstance(value, str) else value)
        for fact, values in seen.items():
            made._learn(fact, values, is_list=types[fact] is list)
        return made

    @property
    def year(self) -> str | None:
        """The number fact that holds years: named so, or all its values could be years."""
        named = [fact for fact in self.numbers if "year" in phrase(fact).split()]
        spans = [
            fact
            for fact, (low, high) in self.numbers.items()
            if _YEARS[0] <= low and high <= _YEARS[1]
        ]
        return next(iter(named + spans), None)

    def price(self) -> str | None:
        """The number fact that money is about."""
        return next((fact for fact in self.numbers if re.search(r"price|cost", fact.lower())), None)

    def _learn(self, fact: str, values: set[str], *, is_list: bool) -> None:
        short = sorted(value for value in values if len(value) <= LONGEST_VALUE and phrase(value))
        for value in short:
            if len(values) <= CATEGORY_VALUES:
                for form, plural in _forms(phrase(value)).items():
                    found = Value(fact, value, is_list, plural)
                    self.categories[form] = (*self.categories.get(form, ()), found)
            elif " " in phrase(value):
                key = phrase(value)
                self.names[key] = (*self.names.get(key, ()), Value(fact, value, is_list))


def column(fact: str) -> str:
    """A fact as a column name in SQL."""
    return fact if re.fullmatch(r"[a-z_][a-z0-9_]*", fact) else f"`{fact.replace('`', '')}`"


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def joined(constraints: Iterable[Constraint]) -> str | None:
    """The whole filter."""
    return " AND ".join(part.where for part in constraints) or None


def merged(before: Iterable[Constraint], after: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """The earlier constraints with the later ones, which win on the same fact."""
    replaced = {(part.fact, part.kind) for part in after if part.kind in ("number", "only")}
    kept = [part for part in before if (part.fact, part.kind) not in replaced]
    return (*(part for part in kept if part not in after), *after)


def _is_id(fact: str) -> bool:
    return re.search(r"(?:^|_)(?:id|url|uri)$", fact.lower()) is not None


def _forms(name: str) -> dict[str, bool]:
    """How people write a category, and whether that is its plural."""
    forms = {name: False, name.replace(" ", ""): False}
    for form in list(forms):
        plural = form[:-1] + "ies" if re.search(r"[^aeiou]y$", form) else form + "s"
        forms.setdefault(plural, True)
    return forms
