"""Slips of the tongue that a message mends itself: `save the first, wait no, the third`."""

import re
from dataclasses import replace

from mmrec.dialogue.numerals import NUMBER
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.questions import Asking
from mmrec.dialogue.words import Message

_REPAIR = re.compile(
    r"[\s,.;–-]+(?:(?:oh |oops,? |sorry,? )*(?:wait,? no|no,? wait|no,? sorry|sorry,? no|no,? i "
    r"mean|sorry,? i mean|"
    r"scratch that|or rather|correction)|i mean(?!t))[\s,.:;]+(?=\S)",
    re.IGNORECASE,
)


def repaired(text: str, scene: Pointer) -> str:
    """The message as it was meant: what comes after `wait no` replaces what is like it before.

    Where nothing before is like it, the words before are taken back.
    """
    before, *later = _REPAIR.split(text)
    for meant in later:
        before = _replaced(before, meant, replace(scene, asking=Asking(silent=True)))
    return before


def _replaced(before: str, meant: str, scene: Pointer) -> str:
    """The words before, with the last of them that are of the same sort as those that are meant."""
    said, words = Message(meant), Message(before)
    end, sort = _sorted(replace(scene, message=said), 0)
    at = replace(scene, message=words)
    spans = [(i, _sorted(at, i)) for i in range(len(words))]
    alike = [(first, after) for first, (after, one) in spans if after and one == sort]
    if not end or not alike:
        return meant
    first, after = next(span for span in alike if span[1] == alike[-1][1])
    head = words.text[: words.words[first].start]
    tail = words.text[words.words[after - 1].end :]
    return head + said.slice(0, end) + tail + said.text[said.words[end - 1].end :]


def _sorted(scene: Pointer, place: int) -> tuple[int, str]:
    """The word after an item, a value or a number that stands at a word, and which it is."""
    message, vocabulary = scene.message, scene.vocabulary
    found = scene.surely(place)
    if found.items:
        return found.after, "item"
    for after in range(min(len(message), place + 3), place, -1):
        if values := vocabulary.category(message.norm(place, after)):
            return after, values[0].fact
    number = message.search(NUMBER, place)
    return (number[1], "number") if number and number[0] == place else (0, "")
