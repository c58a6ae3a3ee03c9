"""Reasons and facts in words that a person reads: `you liked Heat`, `words`, `1995 · Crime`."""

from mmrec.facts import telling_facts
from mmrec.types import FactValue, Item, Reason
from ui.titles import spoken
from ui.words import Words

_MOST_FACTS = 2
_MOST_VALUES = 3
_LONGEST = 28  # characters of a fact on a card


def because(reason: Reason, words: Words) -> str:
    """What a reason rests on: a past event, the request, or what many people chose."""
    if reason.title is not None:
        return words.either(f"did_{reason.kind}", "did_other", spoken(reason.title))
    if reason.kind == "query" or reason.modality == "query":
        return words("fits_query")
    return words("many" if reason.modality == "popularity" else "suits")


def through(reason: Reason, words: Words) -> str:
    """What carried it over to this item."""
    return words(f"by_{reason.modality}")


def share(reason: Reason) -> int:
    """The weight of a reason in per cent."""
    return round(100 * min(max(reason.weight, 0.0), 1.0))


def key_facts(item: Item) -> list[str]:
    """The few facts that fit on a card: numbers first, then lists, then short texts."""
    order = {int: 0, float: 0, list: 1, str: 2}
    facts = sorted(telling_facts(item), key=lambda fact: order[type(fact[1])])
    return [_short(value) for _, value in facts[:_MOST_FACTS]]


def all_facts(item: Item) -> list[tuple[str, str]]:
    """Every tellable fact with its name, for the details."""
    return [(name, _whole(value)) for name, value in telling_facts(item)]


def _short(value: FactValue) -> str:
    if isinstance(value, list):
        return ", ".join(value[:_MOST_VALUES])
    said = _whole(value)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"


def _whole(value: FactValue) -> str:
    if isinstance(value, list):
        return ", ".join(value[:12])
    return f"{value:g}" if isinstance(value, float) else str(value)
