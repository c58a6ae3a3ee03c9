"""What a fact of a catalogue can be: one of its values, the span of its numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact that people may name; `plural`: written as `comedies` for `Comedy`."""

    fact: str
    value: str
    is_list: bool
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The values of a number fact: the least, both quarters, the greatest; its name as words."""

    name: str
    low: float
    lower: float
    upper: float
    high: float
