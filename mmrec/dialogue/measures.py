"""Which number of a catalogue an adjective speaks of: `short` films or `short` sleeves."""

import re
from collections.abc import Collection, Iterable
from typing import Literal

from mmrec.dialogue.questions import Asking, Option
from mmrec.dialogue.scales import SCALES, Scale
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Word

Way = Literal["less", "more"]
Degree = Literal["plain", "comparative", "superlative"]


def scale_of(
    adjective: str,
    vocabulary: Vocabulary,
    asking: Asking,
    degree: Degree,
    told: Collection[str] = (),
) -> tuple[str, Way] | None:
    """The fact that an adjective measures in this catalogue, and which way it points.

    `told`: facts that the message speaks of anyway; one of them is meant where several could be.

    Raises:
        Ambiguous: it measures several facts, and none was chosen.
    """
    found: dict[str, Way] = {}
    for scale in SCALES:
        way = _way(scale, adjective, degree)
        for fact in vocabulary.numbers_called(scale.fact) if way else ():
            found.setdefault(fact, way or "less")
        if way and vocabulary.year and "year" in scale.fact:
            found.setdefault(vocabulary.year, way)
    if spoken := {fact: way for fact, way in found.items() if fact in told}:
        found = spoken
    if len(found) < 2:
        return next(iter(found.items()), None)
    options = [Option(vocabulary.numbers[fact].name, fact) for fact in found]
    fact = asking.choose(f"scale:{adjective}", f"“{adjective.capitalize()}” in what?", options)
    return fact, found[fact]


def _way(scale: Scale, adjective: str, degree: Degree) -> Way | None:
    low, high = {
        "plain": (scale.low, scale.high),
        "comparative": (scale.lower, scale.higher),
        "superlative": (scale.lowest, scale.highest),
    }[degree]
    if re.fullmatch(low, adjective):
        return "less"
    return "more" if re.fullmatch(high, adjective) else None


def facts_told(words: Iterable[Word], vocabulary: Vocabulary) -> set[str]:
    """The facts that words name or measure: `height`, `high`, `taller`."""
    found: set[str] = set()
    for word in words:
        found.update(vocabulary.facts_called(word.norm))
        for scale in SCALES:
            if re.search("year|price|popularity", scale.fact):
                continue  # "the new limit"
            told = f"{scale.high}|{scale.higher}|{scale.highest}|{scale.lower}"
            if re.fullmatch(told, word.norm):
                found.update(vocabulary.numbers_called(scale.fact.split("|")[0]))
    return found
