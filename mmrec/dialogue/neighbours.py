"""Items told by where they stand: `the one just below it` gives way to `the third one`."""

import re
from dataclasses import replace

from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.words import Message, listed

_ORDINALS = listed("first second third fourth fifth sixth seventh eighth ninth tenth")
_AHEAD = r"above|over|before|preceding|prior to|ahead of|on top of|left of"
_BEHIND = r"below|beneath|under|underneath|behind|after|following|next to|beside|right of"
_NEARLY = r"just|right|directly|immediately|straight|which comes|thats|that is|coming|standing"
_COUNTS = {"two": 2, "three": 3}
_IT = rf"(?:it|that|this|those|them)(?: (?:{NOUNS}))?"
_BESIDE = (  # `the island right | below`, `the two | after`
    rf"(?P<lead>the (?P<noun>(?:(?P<count>two|three) )?(?:{NOUNS})|two|three|[a-z]+)"
    rf"(?: (?:{_NEARLY}))*) (?:(?P<ahead>{_AHEAD})|(?P<behind>{_BEHIND}))"
)
_SPATIAL = ("above", "below", "beneath", "underneath", "on top of")


def in_places(text: str, pointer: Pointer) -> str:
    """The text, where an item beside another is told by its place in the list.

    Args:
        text: what is said.
        pointer: what is shown, and what was spoken of last.
    """
    if not pointer.ids:
        return text
    said = replace(pointer, message=Message(text))
    for first, after, match in list(said.message.findall(_BESIDE)):
        way = -1 if match["ahead"] else 1
        anchor, end = _anchor(said, first, after, match)
        if anchor:
            count = _COUNTS.get(match["count"] or match["noun"], 1)
            return _put(said, first, end, anchor, way * count)
    return text


def _anchor(said: Pointer, first: int, after: int, match: re.Match[str]) -> tuple[str, int]:
    """The shown item beside which another stands, and the word behind its name; "" for none."""
    message = said.message
    word = (match["ahead"] or match["behind"]).split()[0]
    one = re.fullmatch(rf"{NOUNS}|two|three", match["noun"].split()[-1]) is not None
    placed = match["lead"].split()[-1] != match["noun"].split()[-1] or word in _SPATIAL
    if not (one or placed):
        return "", 0
    told = [(place, found) for place, found in said.mentions() if place < first]
    spoken = [found.items[-1 if found.after <= first else 0] for _, found in told]
    spoken = [item for item in spoken or said.focus[-1:] if item in said.ids][-1:]
    if it := message.match(_IT, after):
        return (spoken[0], it) if spoken else ("", 0)
    if found := said.single(after, silent=True):
        return (found.items[0], found.after) if found.items[0] in said.ids else ("", 0)
    bare = one and (message.ends_at(after) or message.at(after) in ("is", "was", "looks", "please"))
    return (spoken[0], after) if bare and spoken else ("", 0)


def _put(said: Pointer, first: int, after: int, anchor: str, steps: int) -> str:
    """The text with the places of the neighbours in the place of words [first, after)."""
    at = list(said.ids).index(anchor)
    step = 1 if steps > 0 else -1
    places = sorted(at + step * i for i in range(1, abs(steps) + 1))
    told = " and ".join(f"the {_ORDINALS[p]} one" if 0 <= p < 10 else "number 0" for p in places)
    text, words = said.message.text, said.message.words
    return f"{text[: words[first].start]}{told}{text[words[after - 1].end :]}"
