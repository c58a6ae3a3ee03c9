"""A message with what is known of the catalogue put as signs: a title, a person, a number, a word.

What a sentence does shows in the words around the items, people and values that it names, not in
the names: with signs in their place, what was learned of one catalogue holds for another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mmrec.dialogue.constraints import Run, run_at
from mmrec.dialogue.cues import FILLER
from mmrec.dialogue.described import described_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.numerals import DECADES, NUMERALS, value_of
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import person_at
from mmrec.dialogue.values import Value
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message

Kind = Literal[
    "word", "place", "described", "title", "pronoun", "person", "value", "fact", "year", "decade",
    "number",
]  # fmt: skip
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DECADE = re.compile(r"(?:\d\d)?\d0s")
_DIGITS = re.compile(r"\d[\d.,]*")
_SAID = NUMERALS - {"one"}  # which is a pronoun as well
_ONE, _MANY = ("it", "that", "this"), ("those", "these", "them", "both", "they")
_MARKS = "?!.,;:"
# What stands for a sign where its own words are not to be read.
_PLAIN = {
    "place": "the second one",
    "described": "the red one",
    "title": "that film",
    "person": "Tom Hanks",
    "value": "comedy",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One word, or a name of several, words [first, after) of the message.

    `items`: what it points at; `values`: what it names; `run`: those of facts that are no people;
    `facts`: those that it is the name of; `numbers`: its value, the first and last year of a
    decade; `mark`: the punctuation behind it.
    """

    kind: Kind
    text: str
    first: int
    after: int
    mark: str = ""
    items: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    run: Run | None = None
    facts: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()

    @property
    def plain(self) -> str:
        """Its words, or for a name what may stand for any such name."""
        return _PLAIN.get(self.kind, self.text)


_Found = tuple[Kind, int, dict[str, Any]]  # the word after it, what it holds


def signs(pointer: Pointer) -> list[Sign]:
    """The words of the pointer's message, signs where names stand."""
    return list(_signs(pointer))


def _signs(pointer: Pointer) -> Iterator[Sign]:
    message, place = pointer.message, 0
    spoken: Sequence[str] = pointer.focus
    while place < len(message):
        kind, after, held = _sign(pointer, place)
        spoken = held.get("items", spoken)
        if kind == "word" and (items := _spoken_of(message.at(place), spoken, pointer.ids)):
            kind, held = "pronoun", {"items": items}
        after = min(after, len(message))
        end = message.words[after - 1].end
        mark = message.text[end : end + 1]
        text = message.slice(place, after)
        yield Sign(kind, text, place, after, mark if mark in _MARKS else "", **held)
        place = after


def _spoken_of(word: str, spoken: Sequence[str], listed: Sequence[str]) -> tuple[str, ...]:
    """The items that a word may mean as a pronoun: what was spoken of last, or the list."""
    if word in _MANY:
        return tuple(spoken if len(spoken) > 1 else listed)
    return tuple(spoken) if word in _ONE and len(spoken) == 1 else ()


def _sign(pointer: Pointer, place: int) -> _Found:
    message, vocabulary = pointer.message, pointer.vocabulary
    if (found := pointer.place(place)).items:
        return "place", found.after, {"items": found.items}
    if (found := described_at(pointer, place)).items:
        return "described", found.after, {"items": found.items}
    if person := person_at(message, vocabulary, place, surnames=False):
        return "person", person[1], {"values": person[0]}
    if (found := _title_at(pointer, place)).items:
        return "title", found.after, {"items": found.items}
    return _fact(message, vocabulary, place) or _number(message, place) or ("word", place + 1, {})


def _fact(message: Message, vocabulary: Vocabulary, place: int) -> _Found | None:
    """A value of a fact, or the name of one."""
    if run := run_at(message, vocabulary, place):
        values = tuple(value for group in run.groups for value in group)
        return "value", run.after, {"values": values, "run": run}
    facts = vocabulary.facts_called(message.at(place))
    return ("fact", place + 1, {"facts": facts}) if facts else None


def _number(message: Message, place: int) -> _Found | None:
    word = message.at(place)
    if word in DECADES or _DECADE.fullmatch(word):
        first = _decade(word)
        return "decade", place + 1, {"numbers": (first, first + 9)}
    if _YEAR.fullmatch(word):
        return "year", place + 1, {"numbers": (float(word),)}
    if word in _SAID or _DIGITS.fullmatch(word):
        return "number", place + 1, {"numbers": (value_of(word.rstrip(".,")),)}
    return None


def _decade(word: str) -> float:
    if word in DECADES:
        return 1900.0 + DECADES[word]
    year = int(word.removesuffix("s"))
    return float(year if year > 99 else year + (1900 if year >= 20 else 2000))


def _title_at(pointer: Pointer, place: int) -> Objects:
    """The title that stands at a word, unless nothing but words of any sentence."""
    found = pointer.surely(place)
    said = range(place, found.after)
    named = any(pointer.message.at(i) not in FILLER for i in said)
    return found if named and found.items else Objects()
