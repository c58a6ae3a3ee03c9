"""Facts to write about, made of a catalogue: an item, what somebody did, why it was chosen."""

import random
from collections.abc import Iterator, Mapping, Sequence

from mmrec.config import EventSettings
from mmrec.facts import telling_facts
from mmrec.generation.facts import Facts, facts_of
from mmrec.types import Event, Evidence, Item, Modality, Reason

_KINDS = ("like", "rating", "purchase", "save", "view", "click", "rating", "like")
_RELATED = 0.7  # the share of past items that have something in common with the item


def facts_from(items: Sequence[Item], rng: random.Random, noun: str) -> Iterator[Facts]:
    """Without end: facts as a recommender might hand them over, of random items of a catalogue."""
    sharing = _sharing(items)
    while True:
        item = rng.choice(items)
        style = rng.random()
        if style < 0.8:
            yield _of_past(item, rng, items, sharing, noun)
        elif style < 0.9:
            query = _query(item, rng)
            reasons = (Reason(0.7, "query"), Reason(0.3, "popularity"))
            yield facts_of(Evidence(item, reasons, query), nouns=(noun,))
        elif style < 0.97:
            yield facts_of(Evidence(item, (Reason(1.0, "popularity"),)), nouns=(noun,))
        else:
            yield facts_of(Evidence(item, ()), nouns=(noun,))


def _of_past(
    item: Item,
    rng: random.Random,
    items: Sequence[Item],
    sharing: Mapping[str, list[Item]],
    noun: str,
) -> Facts:
    pasts = list[tuple[Event, Item]]()
    for _ in range(rng.randint(1, 3)):
        keys = [key for key in _keys(item) if len(sharing[key]) > 1]
        other = rng.choice(sharing[rng.choice(keys)] if keys and rng.random() < _RELATED else items)
        if other.item_id == item.item_id or any(p.item_id == other.item_id for _, p in pasts):
            continue
        kind = rng.choice(_KINDS)
        value = rng.choice((4.5, 5.0, 4.0)) if kind == "rating" else None
        pasts.append((Event("u", other.item_id, kind, value), other))
    if not pasts:
        return facts_of(Evidence(item, (Reason(1.0, "popularity"),)), nouns=(noun,))
    left = 1.0
    reasons = []
    for event, other in pasts:
        weight = left * rng.uniform(0.4, 0.9)
        left -= weight
        carriers: tuple[Modality, ...] = ("behaviour", "text", "image")
        reasons.append(Reason(weight, rng.choice(carriers), other.item_id, other.title, event.kind))
    return facts_of(Evidence(item, tuple(reasons)), pasts, EventSettings(), (noun,))


def _query(item: Item, rng: random.Random) -> str:
    """Words that somebody may have searched for to find this."""
    values = [
        str(v)
        for _, fact in telling_facts(item)
        for v in (fact if isinstance(fact, list) else [fact])
    ]
    words = [value.lower() for value in values if 0 < len(value) < 25 and not value.isdigit()]
    return " ".join(rng.sample(words, min(len(words), rng.randint(1, 2)))) or item.title.lower()


def _sharing(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        for key in _keys(item):
            found.setdefault(key, []).append(item)
    return found


def _keys(item: Item) -> list[str]:
    return [
        f"{name}={value}"
        for name, fact in telling_facts(item)
        for value in (fact if isinstance(fact, list) else [fact])
        if isinstance(value, str)
    ]
