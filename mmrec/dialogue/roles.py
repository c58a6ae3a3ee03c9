"""What each sign of a message is there for, as a meaning tells it: wanted, left out, a bound.

Of labels that are learned from and of what the rules read alike, so that both can be compared.
"""

import re
from collections.abc import Sequence

from mmrec.dialogue.constraint import Constraint, shown
from mmrec.dialogue.meaning import Meaning
from mmrec.dialogue.signs import Sign

NONE = "none"
WORDS = "t"  # it is searched for
ABOUT_YEARS = 2
ABOUT = 0.2  # share to either side of `around 50`


def roles(signs: Sequence[Sign], meaning: Meaning) -> list[str]:
    """The role of each sign.

    Values and people: want, avoid, love, hate, lift. Numbers: the operator of their condition,
    `around`, `..`, `stars`. Items: the kinds of what is said of them, `alike`, `item`. Names
    of facts: `lift`, `by`. Anything: `t` where it is searched for, else `none`.
    """
    wanted = set(re.findall(r"[\w']+", (meaning.text or "").casefold()))
    return [_role(sign, meaning, wanted) for sign in signs]


def _role(sign: Sign, meaning: Meaning, wanted: set[str]) -> str:
    role = NONE
    if sign.values:
        role = _named(sign, meaning)
    elif sign.numbers:
        role = _number(sign, meaning)
    elif sign.items:
        role = _item(sign, meaning)
    elif sign.facts:
        role = _fact(sign, meaning)
    said = re.findall(r"[\w']+", sign.text.casefold())
    return WORDS if role == NONE and said and wanted.issuperset(said) else role


def _named(sign: Sign, meaning: Meaning) -> str:
    for taste in meaning.tastes:
        if any((value.fact, value.value) == (taste.fact, taste.value) for value in sign.values):
            return "love" if taste.liked else "hate"
    for one in meaning.constraints:
        if names(sign, one):
            return "want" if one.op == "=" else "avoid"
    return "lift" if any(value.fact in meaning.drops for value in sign.values) else NONE


def names(sign: Sign, one: Constraint) -> bool:
    """Whether a sign names a value of a condition."""
    said = {shown(value) for value in one.values}
    return any(value.fact in one.facts and value.value in said for value in sign.values)


def _number(sign: Sign, meaning: Meaning) -> str:
    for one in meaning.constraints:
        if role := bound(sign, one):
            return role
    if sign.kind == "number" and any(r.value == sign.numbers[0] for r in meaning.remarks):
        return "stars"
    return NONE


def bound(sign: Sign, one: Constraint) -> str | None:
    """How a sign's number stands in a condition, if it does."""
    first, last = sign.numbers[0], sign.numbers[-1]
    if one.op in ("..", "!.."):
        low, high = (float(value) for value in one.values)
        if sign.kind == "decade":
            return one.op if low <= last and high >= first else None
        if first in (low, high):
            return one.op
        around = (low, high) == (first - ABOUT_YEARS, first + ABOUT_YEARS) or (
            abs(low - first * (1 - ABOUT)) + abs(high - first * (1 + ABOUT)) < 0.02 * first + 1
        )
        return "around" if around else None
    return one.op if any(shown(number) == shown(one.values[0]) for number in sign.numbers) else None


def _fact(sign: Sign, meaning: Meaning) -> str:
    if set(sign.facts) & set(meaning.drops):
        return "lift"
    return "by" if meaning.by in sign.facts else NONE


def _item(sign: Sign, meaning: Meaning) -> str:
    said = sorted({r.kind for r in meaning.remarks if r.item_id in sign.items})
    if said:
        return "+".join(said)
    if set(sign.items) & set(meaning.like):
        return "alike"
    return "item" if set(sign.items) & set(meaning.items) else NONE
