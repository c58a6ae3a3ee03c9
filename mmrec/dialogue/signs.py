"""A message with what is known of the catalogue put as signs: `<title> she has already seen`.

What a sentence does shows in the words around the items, people and values that it names, not in
the names: with signs in their place, what was learned of one catalogue holds for another.
"""

import re
from collections.abc import Sequence

from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.cues import FILLER
from mmrec.dialogue.described import described_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import person_at

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DECADE = re.compile(r"(?:\d\d)?\d0s")
_NUMBER = re.compile(r"[\d.,]+")
_MARKS = "?!.,;:"
# A sign, and what stands for it where a text encoder reads.
SPOKEN = {
    "<place>": "the second one",
    "<described>": "the red one",
    "<title>": "that film",
    "<person>": "Tom Hanks",
    "<value>": "comedy",
    "<year>": "1990",
    "<decade>": "90s",
    "<number>": "50",
}


def signs(pointer: Pointer) -> list[str]:
    """The words of the pointer's message, signs where names stand, and its punctuation."""
    message, found = pointer.message, []
    place = 0
    while place < len(message):
        sign, after = _sign(pointer, place)
        found.append(sign)
        word = message.words[after - 1]
        mark = message.text[word.end : word.end + 1]
        if mark and mark in _MARKS:
            found.append(mark)
        place = after
    return found


def spoken(signed: Sequence[str]) -> str:
    """Signs as a sentence that a text encoder understands."""
    return " ".join(SPOKEN.get(sign, sign) for sign in signed)


def _sign(pointer: Pointer, place: int) -> tuple[str, int]:
    message, vocabulary = pointer.message, pointer.vocabulary
    for sign, found in (
        ("<place>", pointer.place(place)),
        ("<described>", described_at(pointer, place)),
    ):
        if found.items:
            return sign, found.after
    person = person_at(message, vocabulary, place, surnames=False)
    title = _title_at(pointer, place)
    run = run_at(message, vocabulary, place)
    for sign, after in (
        ("<person>", person and person[1]),
        ("<title>", title.after),
        ("<value>", run and run.after),
    ):
        if after:
            return sign, after
    word = message.at(place)
    for pattern, sign in ((_YEAR, "<year>"), (_DECADE, "<decade>"), (_NUMBER, "<number>")):
        if pattern.fullmatch(word):
            return sign, place + 1
    return word, place + 1


def _title_at(pointer: Pointer, place: int) -> Objects:
    """The title that stands at a word, unless nothing but words of any sentence."""
    found = pointer.surely(place)
    said = range(place, found.after)
    named = any(pointer.message.at(i) not in FILLER for i in said)
    return found if named and found.items else Objects()
