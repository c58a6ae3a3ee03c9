"""Values shared with an item: `same director`, `that brand`, `the same colour as the second`."""

import re
from collections.abc import Iterator, Sequence

from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.nouns import NO
from mmrec.dialogue.objects import WHICH, Pointer
from mmrec.dialogue.people import is_role
from mmrec.dialogue.questions import Option, Unresolved
from mmrec.dialogue.refusals import TAKE_OUT, denied_behind, negation
from mmrec.dialogue.vocabulary import MAKER
from mmrec.dialogue.words import Message
from mmrec.types import FactValue, Item

_LEAD = (
    r"(?:more |others? |an? |anything |something |films? |movies? |pictures? |ones? |stuff |"
    r"else )*(?:by |from |with |in |"
    r"of |has |have )?(?:the )?(?:exact )?"
)
_SAME = (
    rf"{_LEAD}(?:(?:this |that )?same|that|this|his|her|those|these|its|(?P<other>another|an "
    rf"other|a different|"
    rf"different|some other|other)) (?P<fact>[a-z]+)"
)
_OF = rf"{_LEAD}(?:the )?(?P<fact>[a-z]+) of"
_MADE = (
    r"(?:directed|made|wrote|drew|created|designed|did|shot|filmed|make|makes|directs|draws|"
    r"designs|"
    r"sells|produces|manufactures)"
)
_PERSON = (
    rf"(?:{_LEAD})(?:whoever(?: {_MADE})?|(?:the )?(?:same )?(?:person|one|guy|man|woman|people) "
    rf"(?:who|that|behind)(?: {_MADE})?|the (?:\w+ )?\w+ (?:who|that) {_MADE})"
)
_NO = re.compile(rf"(?<![^ ])(?:{NO})$")
_CONNECTED = ("as", "like")


def find_sames(pointer: Pointer) -> Iterator[Constraint]:
    """Every condition that takes its value from an item; its words are taken.

    Raises:
        Ambiguous: the item has several such values, and none was chosen.
        Unresolved: no item is meant.
    """
    message, vocabulary = pointer.message, pointer.vocabulary
    yield from _persons(pointer)
    yield from _of_items(pointer)
    for first, after, match in list(message.findall(_SAME)):
        facts = vocabulary.facts_called(match["fact"])
        vague = match["fact"] in ("kind", "type", "sort") and "same" not in match.group()
        if not facts or vague or not message.free(first, after):
            continue
        no, out = negation(_NO, message, first), denied_behind(message, after)
        base, end = _base(pointer, after)
        told_of = no is None and "same" not in match.group() and _in_tale(message, first)
        if not base and (match["other"] or told_of):
            continue
        told = None if base else pointer.asking.named(facts)  # "more by that director"
        if not (base or told):
            raise Unresolved(WHICH)
        verb = TAKE_OUT.search(message.norm(0, first)) if out else no
        message.take(first - (verb.group().count(" ") + 1 if verb else 0), max(end, out))
        one = told or _shared(pointer, facts, base, match["fact"])
        yield one.inverse() if no or out or match["other"] else one


def _of_items(pointer: Pointer) -> Iterator[Constraint]:
    """`by the director of Alien`, `in the colour of the second one`."""
    message = pointer.message
    for first, after, match in list(message.findall(_OF)):
        facts = pointer.vocabulary.facts_called(match["fact"])
        found = pointer.objects(after) if facts and message.free(first, after) else None
        if found is not None and found.items:
            yield _said(
                pointer, (first, found.after), _shared(pointer, facts, found.items, match["fact"])
            )


def _persons(pointer: Pointer) -> Iterator[Constraint]:
    """`by the person who directed the fourth`: who made an item."""
    message, vocabulary = pointer.message, pointer.vocabulary
    facts = [fact for fact in vocabulary.facts if is_role(fact, MAKER)]
    for first, after, _ in list(message.findall(_PERSON)):
        made = message.at(after - 1) in ("behind", "who", "that") or not facts
        found = pointer.objects(after) if message.free(first, after) else None
        if found is not None and found.items and (not made or message.at(after - 1) == "behind"):
            yield _said(
                pointer, (first, found.after), _shared(pointer, facts, found.items, "director")
            )


def _said(pointer: Pointer, span: tuple[int, int], one: Constraint) -> Constraint:
    """The condition that words [first, after) tell, or its inverse; they are taken."""
    first, after = span
    no = negation(_NO, pointer.message, first)
    pointer.message.take(first - (no.group().count(" ") + 1 if no else 0), after)
    return one.inverse() if no else one


def _in_tale(message: Message, place: int) -> bool:
    """`She was never better than in | those years`: nothing on the list is spoken of."""
    return any(
        first <= place < after and is_aside(message, first, after)
        for first, after in clauses(message)
    )


def _base(pointer: Pointer, after: int) -> tuple[Sequence[str], int]:
    if pointer.message.at(after) in _CONNECTED or re.fullmatch("of|in", pointer.message.at(after)):
        found = pointer.objects(after + 1)
        if found.items:
            return found.items, found.after
    return (pointer.focus if len(pointer.focus) == 1 else ()), after


def _shared(pointer: Pointer, facts: Sequence[str], base: Sequence[str], word: str) -> Constraint:
    items = pointer.items(base)
    if word == "decade" and isinstance(year := items[0].facts.get(facts[0]), int | float):
        return Constraint((facts[0],), "..", (year // 10 * 10, year // 10 * 10 + 9))
    fact, values = next(((f, v) for f in facts if (v := _values(items, f))), (facts[0], ()))
    if not values:
        titles = ", ".join(pointer.titles.title(item) for item in base)
        raise Unresolved(f"The catalogue does not say the {word} of {titles}.")
    is_list = pointer.vocabulary.facts.get(fact) is list
    people = fact not in {v.fact for found in pointer.vocabulary.categories.values() for v in found}
    if is_list and people and len(values) > 1 and not word.endswith("s"):
        options = [Option(str(value), str(value)) for value in values]
        values = (pointer.asking.choose(f"same:{word}", f"Which {word}?", options),)
    return Constraint((fact,), "=", tuple(values), (fact,) if is_list else ())


def _values(items: Sequence[Item], fact: str) -> tuple[str | float | bool, ...]:
    found: list[str | float | bool] = []
    for item in items:
        held: FactValue | None = item.facts.get(fact)
        if held is not None:
            found += held if isinstance(held, list) else [held]
    return tuple(dict.fromkeys(found))
