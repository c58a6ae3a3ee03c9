"""Marks given to items: `I'd give Heat 4 stars`, `Goodfellas, well, 3 out of 5`."""

import re
from collections.abc import Iterator, Sequence

from mmrec.dialogue.numerals import value_of
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.words import Message

_GIVE = r"(?:give|giving|rate|rated|rating|gave|score|scored|grant|award|accord)"
MARK = (
    r"(?:(?:a|an|my|full|solid|easy|clear|big|strong|weak|good|only|just|about) )*"
    r"(?P<value>\d(?:[.,]\d)?|one|two|three|four|five)(?P<half> and a half)?"
    r"(?: (?:out of|of|from|to) (?P<of>5|10|five|ten))?(?P<stars> stars?)?"
)
# What stands around a number of stars that is a bound, not a mark.
_BOUND_BEFORE = (
    "least",
    "over",
    "above",
    "under",
    "below",
    "than",
    "most",
    "with",
    "rated",
    "minimum",
    "to",
)
_BOUND_AFTER = ("plus", "minimum", "upwards")

Span = tuple[int, int]
Mark = tuple[Sequence[str], float, tuple[Span, ...]]  # items, stars, and the words that say so


def find_ratings(pointer: Pointer) -> Iterator[Mark]:
    """Every mark that the message gives; nothing is taken."""
    given = list(_given(pointer))
    yield from given
    for first, after, match in list(pointer.message.findall(MARK)):
        told = any(start <= first < end for _, _, spans in given for start, end in spans)
        if told or not (match["of"] or match["stars"]) or _is_bound(pointer, first, after):
            continue
        if found := _marked(pointer, first, after):
            items, span = found
            yield items, stars(match), ((first, after), span)


def _given(pointer: Pointer) -> Iterator[Mark]:
    """`give Heat 4 stars`, `rate it a 3`: the verb, the item, the mark."""
    for first, after, _ in list(pointer.message.findall(_GIVE)):
        found = pointer.objects(after)
        for start, end, match in pointer.message.findall(MARK, found.after) if found.items else ():
            if start == found.after:
                yield found.items, stars(match), ((first, end),)


def _marked(pointer: Pointer, first: int, after: int) -> tuple[Sequence[str], Span] | None:
    """The items of a mark, and their words: behind `for`, ahead of it, or spoken of."""
    message = pointer.message
    if message.at(after) in ("for", "to") and (found := pointer.objects(after + 1)):
        return (found.items, (after, found.after)) if found.items else None
    if (topic := pointer.topic) is not None and topic.first < first:
        return topic.item_ids, (topic.first, topic.after)
    for place in range(first):
        found = pointer.surely(place)
        if found.items and found.after <= first:
            return found.items, (place, found.after)
    described = pointer.glance(message.start)
    if described.items and described.after <= first:
        return described.items, (message.start, described.after)
    mine = message.search(r"from me|(?:i|id|ill) (?:say|give)|for (?:it|that|me)") is not None
    return (tuple(pointer.focus), (first, after)) if mine and len(pointer.focus) == 1 else None


def _is_bound(pointer: Pointer, first: int, after: int) -> bool:
    before, behind = pointer.message.at(first - 1), pointer.message.at(after)
    more = re.match(
        "(?:or|and) (?:more|better|up|above|higher|over)", pointer.message.norm(after, after + 2)
    )
    return before in _BOUND_BEFORE or more is not None or behind in _BOUND_AFTER


def is_mark(message: Message) -> bool:
    """Whether a sentence is nothing but stars: `4 stars`, `3 out of 5`."""
    found = next(iter(message.findall(MARK)), None)
    whole = found is not None and found[:2] == (0, len(message))
    return whole and found is not None and bool(found[2]["stars"] or found[2]["of"])


def stars(match: re.Match[str]) -> float:
    """The stars of five that a mark stands for."""
    said = value_of(match["value"]) + 0.5 * bool(match["half"])
    return said * (0.5 if match["of"] in ("10", "ten") else 1)
