"""A message read for one act: the items it names, or that were spoken of, and nothing else.

The rules find an act by its words and then what it is about. Where the act is known from elsewhere
(see `learned`), what is left is to find the items, wherever they stand.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from mmrec.dialogue.comparing import Comparing
from mmrec.dialogue.constraints import find_constraints
from mmrec.dialogue.meaning import Intent, Meaning, Remark
from mmrec.dialogue.numerals import value_of
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.questions import Ambiguous

_STARS = re.compile(r"(?<![^ ])([1-5]|one|two|three|four|five)(?= (?:stars?|out of)(?![^ ]))")
_PRONOUN = "it|its|this|that|these|those|them|they|he|she|him|her|his"
_ALONE: tuple[Intent, ...] = (
    "more", "undo", "start_over", "profile", "recommend", "help", "small_talk"
)  # fmt: skip
_BARE: dict[str, Meaning] = {intent: Meaning(intent) for intent in _ALONE}


def guided(act: str, pointer: Pointer, rules: Meaning) -> Meaning | None:
    """What the pointer's message means if it is that act; None where it can not be.

    Args:
        act: an intent, or `feedback:` and the kind of the remark.
        pointer: resolves what the words point at.
        rules: what the rules read.
    """
    intent, _, kind = act.partition(":")
    if kind:
        return _remarked(kind, pointer)
    if intent in _READ:
        return _READ[intent](pointer)
    flips = {("search", "refine"), ("refine", "search")}
    if (intent, rules.intent) in flips and not rules.problem:
        return replace(rules, intent="search" if intent == "search" else "refine")
    return _BARE.get(intent)


def _spoken_of(pointer: Pointer) -> tuple[str, ...]:
    """The one item that was spoken of last, where a pronoun or a question can speak of it.

    Else `a slow story about two people` would be about that item rather than searched for.
    """
    speaks = pointer.message.search(_PRONOUN) or pointer.message.text.rstrip().endswith("?")
    return tuple(pointer.focus) if len(pointer.focus) == 1 and speaks else ()


def _explained(pointer: Pointer) -> Meaning | None:
    items = pointer.named() or _spoken_of(pointer)
    return Meaning("explain", items=items[:1]) if items else None


def _remarked(kind: str, pointer: Pointer) -> Meaning | None:
    items = pointer.named() or _spoken_of(pointer)
    value = None
    if kind == "rating":
        stars = _STARS.search(pointer.message.line)
        if stars is None:
            return None
        value = value_of(stars[1])
    remarks = tuple(Remark(kind, item, value) for item in items)
    return Meaning("feedback", remarks=remarks) if remarks else None


def _compared(pointer: Pointer) -> Meaning | None:
    items: Sequence[str] = pointer.named()
    focus = pointer.focus
    if len(items) == 1 and len(focus) == 1 and focus[0] != items[0]:
        items = (focus[0], *items)
    if not items:
        items = focus if len(focus) > 1 else pointer.ids
    if len(items) < 2:
        return None
    return Meaning("compare", items=tuple(items), by=Comparing(pointer).by())


def _alike(pointer: Pointer) -> Meaning | None:
    items = pointer.named() or tuple(pointer.focus)
    for place, found in list(pointer.mentions()):
        pointer.message.take(place, found.after)
    try:
        conditions = find_constraints(pointer.message, pointer.vocabulary, pointer.asking)
    except Ambiguous:
        return None
    return Meaning("more_like", like=items, constraints=conditions) if items else None


_READ: dict[str, Callable[[Pointer], Meaning | None]] = {
    "explain": _explained, "compare": _compared, "more_like": _alike
}  # fmt: skip
