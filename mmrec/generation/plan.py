"""What one text is to say: a few true things chosen from the facts, each already in words.

The language model of the offline pack is too small to choose well among many facts and put them
into words at once. So a plan chooses (which past event, which facts, from which side), and the
model writes. Plans of one list differ, so that ten explanations do not sound like one.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mmrec.generation.facts import Fact, Facts, Past, Subject
from mmrec.generation.prompts import Message
from mmrec.generation.text import joined, short_title
from mmrec.generation.wording import credits_of, deed, is_describing, leading_past, lowered, plural

Kind = Literal["explanation", "description", "headline"]
Tone = Literal["plain", "warm", "lively"]
Length = Literal["short", "long"]
KINDS: tuple[Kind, ...] = ("explanation", "description", "headline")
TONES: tuple[Tone, ...] = ("plain", "warm", "lively")

_TASK = "Write true copy."
_ALIKE = {"text": "descriptions alike", "image": "similar look", "behaviour": "chosen together"}
_PASSAGE_WORDS = (5, 22)
_ASPECTS = {"headline": (0, 2), "short": (1, 2), "long": (2, 4)}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TIED = 0.05  # the share of a score from which a modality may be named


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to say: what it is, and its words as they may stand in a text."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What one text says, and how.

    Attributes:
        title: of the item, without quotation marks.
        noun: what one item is called.
        lead: why the item is here: a deed, a search, popularity; None when nothing is known.
        aspects: what else is said, in order of weight.
    """

    kind: Kind
    tone: Tone
    length: Length
    title: str
    noun: str
    lead: Facet | None
    aspects: tuple[Facet, ...]

    def record(self) -> str:
        """The plan as the model reads it."""
        parts = [f"write: {self.length} {self.tone} {self.kind}", f'title: "{self.title}"']
        parts.append(f"noun: {self.noun}")
        facets = ([self.lead] if self.lead else []) + list(self.aspects)
        return "\n".join([*parts, *(f"{facet.name}: {facet.words}" for facet in facets)])

    def messages(self) -> list[Message]:
        """The conversation whose next turn is the text."""
        return [{"role": "system", "content": _TASK}, {"role": "user", "content": self.record()}]

    def simpler(self, times: int = 1) -> "Plan":
        """The same with so many things less to say; at least one is left."""
        if not times:
            return self
        left = max(1, len(self.aspects) - times)
        return replace(self, length="short", aspects=self.aspects[:left])


def plan_of(
    facts: Facts,
    rng: random.Random,
    *,
    kind: Kind = "explanation",
    tone: Tone = "warm",
    length: Length = "short",
) -> Plan:
    """A plan for these facts; another `rng` chooses other things to say."""
    lead = _lead(facts, rng) if kind == "explanation" else None
    past = next((p for p in facts.past if lead and lead.words == deed(p)), None)
    aspects = _aspects(facts, past)
    least, most = _ASPECTS["headline" if kind == "headline" else length]
    chosen = _chosen(aspects, rng, rng.randint(least, most))
    return Plan(kind, tone, length, short_title(facts.item.title), facts.nouns[0], lead, chosen)


def _lead(facts: Facts, rng: random.Random) -> Facet | None:
    past = leading_past(facts)
    if past:
        # The heaviest event most often; another one that carried nearly as much for variety.
        near = [p for p in facts.past if p.feeling >= 0 and p.weight >= past.weight / 2][:3]
        chosen = past if rng.random() < 0.6 else rng.choice(near)
        return Facet("you", deed(chosen))
    if facts.query and facts.weights.get("query"):
        return Facet("search", facts.query)
    if facts.weights.get("popularity"):
        return Facet("popular", "with people here")
    return None


def _aspects(facts: Facts, past: Past | None) -> list[Facet]:
    """All that could be said beside the lead, what ties the item to the past first."""
    return [*_ties(facts, past), *_own(facts.item)]


def _ties(facts: Facts, past: Past | None) -> list[Facet]:
    if past is None:
        return []
    shared = facts.shared(past)
    noun = plural(facts.nouns[0])
    found = [
        Facet("both", f"{joined(lowered(fact.values[:2]))} {noun}")
        for fact in shared
        if is_describing(fact)
    ]
    found += [Facet("both", credit) for credit in credits_of(Subject("", shared))]
    found += [Facet("both", f"tagged {joined(f.values[:2])}") for f in shared if "tag" in f.name]
    tie = _ALIKE.get(past.modality)
    if tie and past.weights[past.modality] >= _TIED:
        found.append(Facet("tie", tie))
    ours, theirs = facts.item.year, past.subject.year
    if ours and theirs and ours != theirs:
        age = "newer" if ours > theirs else "older"
        found.append(Facet("age", f'{age} than "{past.subject.title}"'))
    return found


def _own(item: Subject) -> list[Facet]:
    found = [Facet("kind", joined(lowered(f.values[:3]))) for f in item.facts if is_describing(f)]
    found += [Facet("year", str(item.year))] if item.year else []
    found += [Facet("credit", credit) for credit in credits_of(item)]
    found += [Facet("tags", joined(f.values[:3])) for f in item.facts if "tag" in f.name]
    found += [Facet("fact", f"{f.name} {f.values[0]}") for f in item.facts if _other(f)]
    passage = passage_of(item.description)
    return [*found, Facet("says", f'"{passage}"')] if passage else found


def _other(fact: Fact) -> bool:
    known = is_describing(fact) or "tag" in fact.name or fact.numeric
    return not known and not credits_of(Subject("", (fact,)))


def passage_of(description: str) -> str | None:
    """The first sentence of a description that is short enough to be quoted whole."""
    least, most = _PASSAGE_WORDS
    for sentence in _SENTENCE.split(description):
        text = sentence.strip().rstrip(" .,;:!?–—…")
        balanced = '"' not in text and text.count("(") == text.count(")")
        if balanced and least <= len(text.split()) <= most and sentence.rstrip()[-1:] == ".":
            return text
    return None


def _chosen(aspects: Sequence[Facet], rng: random.Random, count: int) -> tuple[Facet, ...]:
    """Some aspects, earlier ones likelier; of one name only one but for credits."""
    left, chosen = list(aspects), list[Facet]()
    while left and len(chosen) < count:
        weights = [1.0 / (place + 1) ** 0.5 for place in range(len(left))]
        (one,) = rng.choices(left, weights)
        chosen.append(one)
        left = [facet for facet in left if facet is not one and facet.name != one.name]
    return tuple(sorted(chosen, key=aspects.index))
