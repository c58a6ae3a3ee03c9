"""Slips of the tongue that a message mends itself: `save the first, wait no, the third`."""

import re
from dataclasses import replace

from mmrec.dialogue.constraints import run_at
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
    words = Message(before)
    for reach in (_item, _category, _number):
        if not (end := reach(replace(scene, message=Message(meant)), 0)):
            continue
        at = replace(scene, message=words)
        spans = [(first, after) for first in range(len(words)) if (after := reach(at, first))]
        if spans:
            first, after = next(span for span in spans if span[1] == spans[-1][1])
            said = Message(meant)
            rest = meant[said.words[end - 1].end :] if end < len(said) else ""
            return (
                words.text[: words.words[first].start]
                + said.slice(0, end)
                + words.text[words.words[after - 1].end :]
                + rest
            )
    return meant


def _item(scene: Pointer, place: int) -> int:
    found = scene.surely(place)
    return found.after if found.items else 0


def _category(scene: Pointer, place: int) -> int:
    run = run_at(scene.message, scene.vocabulary, place)
    return run.after if run else 0


def _number(scene: Pointer, place: int) -> int:
    found = scene.message.search(NUMBER, place)
    return found[1] if found and found[0] == place else 0
