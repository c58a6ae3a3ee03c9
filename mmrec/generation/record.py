"""The evidence record of a recommendation, as a reader opens it: "why this?" for people and JSON

It is made from the same facts as the text, so what a text may say stands in it, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mmrec.config import EventSettings
from mmrec.generation.facts import Fact, Facts, Past, facts_of
from mmrec.generation.text import joined
from mmrec.generation.wording import deed
from mmrec.types import Event, Evidence, Item, Modality

_HOW: dict[Modality, str] = {
    "text": "its words are close to those of what you did",
    "image": "it looks close to what you did",
    "audio": "it sounds close to what you did",
    "behaviour": "people with deeds like yours chose it",
    "popularity": "many people chose it",
    "query": "it matches what was asked for",
}
_RARE = 0.5  # the share of the catalogue that is liked more, from which on an item is little known


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that the user did and that carried the score.

    `weight`: its share of the score; `modalities`: that share by what matched; `common`: the facts
    that the item and it have in common.
    """

    title: str
    event: str
    deed: str
    weight: float
    modalities: dict[Modality, float]
    common: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of why an item is recommended.

    Attributes:
        facts: of the item, as far as a text may tell them.
        causes: the heaviest first.
        modalities: what matched, by share of the score; they sum to 1 but for what is slight.
        query: the words of the request, `where` its filter.
        new: the item's values that none of the causes has.
        likes: how many people liked it; `better_known`: the share of the catalogue liked more.
    """

    title: str
    facts: dict[str, list[str]]
    causes: tuple[Cause, ...]
    modalities: dict[Modality, float]
    query: str | None
    where: str | None
    new: dict[str, list[str]]
    likes: int | None
    better_known: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The record for people."""
        lines = [f"Why “{self.title}”"]
        if self.query or self.where:
            lines.append(f"  asked for: {joined([one for one in (self.query, self.where) if one])}")
        for cause in self.causes:
            lines.append(f"  {cause.weight:>4.0%} {cause.deed}")
            lines += [f"       both: {name} {', '.join(v)}" for name, v in cause.common.items()]
        lines += [f"  {share:>4.0%} {_HOW[one]} ({one})" for one, share in self.modalities.items()]
        lines += [f"  new to this: {name} {', '.join(v)}" for name, v in self.new.items()]
        if self.likes is not None and self.better_known is not None:
            rare = "little known, " if self.better_known >= _RARE else ""
            lines.append(f"  {rare}liked by {self.likes}; {self.better_known:.0%} are liked more")
        return [*lines, *(f"  {name}: {', '.join(v)}" for name, v in self.facts.items())]


def record_of(
    evidence: Evidence,
    past: Sequence[tuple[Event, Item]] = (),
    events: EventSettings | None = None,
    *,
    where: str | None = None,
    likes: int | None = None,
    better_known: float | None = None,
) -> Record:
    """The record of one recommendation.

    Args:
        evidence: the item, what carried its score, the words of the query.
        past: the user's events with their items, as for `facts_of`.
        events: what an event says about taste.
        where: the request's filter.
        likes: how many people liked the item.
        better_known: the share of the catalogue (0 to 1) that more people liked.
    """
    facts = facts_of(evidence, past, events)
    return Record(
        facts.item.title,
        _values(facts.item.facts),
        tuple(_cause(facts, one) for one in facts.past),
        {one: round(w, 4) for one, w in sorted(facts.weights.items(), key=lambda pair: -pair[1])},
        facts.query,
        where,
        _new(facts),
        likes,
        better_known,
    )


def _cause(facts: Facts, past: Past) -> Cause:
    shares = {one: round(weight, 4) for one, weight in past.weights.items()}
    common = _values(facts.shared(past))
    return Cause(past.subject.title, past.kind, deed(past), round(past.weight, 4), shares, common)


def _new(facts: Facts) -> dict[str, list[str]]:
    """The item's values in columns that the causes have too, but that none of them holds."""
    found: dict[str, list[str]] = {}
    for fact in facts.item.facts:
        others = [other for past in facts.past if (other := past.subject.fact(fact.name))]
        held = {value.casefold() for other in others for value in other.values}
        fresh = [value for value in fact.values if value.casefold() not in held]
        if others and fresh and not fact.numeric:
            found[fact.name] = fresh
    return found


def _values(facts: Sequence[Fact]) -> dict[str, list[str]]:
    return {fact.name: list(fact.values) for fact in facts}
