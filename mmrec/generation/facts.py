"""The record that a text is made from and checked against: what is known, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from mmrec.config import EventSettings
from mmrec.facts import telling_facts
from mmrec.generation.orders import gives_orders, without_orders
from mmrec.generation.text import clean, short_title, spoken, words_of
from mmrec.types import Event, Evidence, FactValue, Item, Modality, Reason

TITLE_LIMIT = 120
VALUE_LIMIT = 60
DESCRIPTION_LIMIT = 600
QUERY_LIMIT = 120
_VALUES = 30  # of one fact
WISH = "query"  # the kind of a reason that is an item the request asks to be like, not an event
_SLIGHT = 0.02  # a reason below this share of the score is not worth a word


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of one item: its name as a word, its values as clean text."""

    name: str
    values: tuple[str, ...]
    numeric: bool = False

    @property
    def year(self) -> bool:
        """Whether the number is a year, which needs no name to be understood."""
        return self.numeric and "year" in self.name


@dataclass(frozen=True, slots=True)
class Subject:
    """An item as a text may speak of it."""

    title: str
    facts: tuple[Fact, ...] = ()
    description: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The title, and the title without an alias in brackets."""
        return tuple(dict.fromkeys((self.title, short_title(self.title))))

    def fact(self, name: str) -> Fact | None:
        """The fact of that name, if it is known."""
        return next((fact for fact in self.facts if fact.name == name), None)

    @property
    def year(self) -> int | None:
        """The year, where there is exactly one."""
        years = [fact.values[0] for fact in self.facts if fact.year]
        return int(years[0]) if len(years) == 1 and years[0].isdigit() else None


@dataclass(frozen=True, slots=True)
class Past:
    """An item of the user's history that carried the score: what was done, and how it counts.

    `feeling` is +1 liked, 0 neutral or not known, -1 disliked. `weights` is the share of the score
    by modality.
    """

    subject: Subject
    kind: str
    feeling: float
    weights: dict[Modality, float]

    @property
    def weight(self) -> float:
        """The share of the score over all modalities."""
        return sum(self.weights.values())

    @property
    def modality(self) -> Modality:
        """The modality that counted most."""
        return max(self.weights, key=lambda modality: self.weights[modality])


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a text may say, the heaviest past first. `weights`: score shares by modality."""

    item: Subject
    past: tuple[Past, ...]
    weights: dict[Modality, float]
    query: str | None
    nouns: tuple[str, ...]

    def shared(self, past: Past) -> tuple[Fact, ...]:
        """What the item and a past item have in common, fact by fact."""
        found = []
        for fact in self.item.facts:
            other = past.subject.fact(fact.name)
            theirs = {words_of(value) for value in other.values} if other else set()
            both = tuple(value for value in fact.values if words_of(value) in theirs)
            if both:
                found.append(Fact(fact.name, both, fact.numeric))
        return tuple(found)


def facts_of(
    evidence: Evidence,
    past: Sequence[tuple[Event, Item]] = (),
    events: EventSettings | None = None,
    nouns: tuple[str, ...] = ("title",),
) -> Facts:
    """The record of one explanation.

    Args:
        evidence: the item, the reasons of its score and the words of the query.
        past: the user's events and their items, as far as known: they tell a rating's value and
            what the items have in common. Without them only the reasons' titles can be named.
        events: what an event says about taste.
        nouns: what one item is called, for example ("film", "movie").
    """
    known = {item.item_id: (event, item) for event, item in past}
    heavy = [reason for reason in evidence.reasons if reason.weight >= _SLIGHT]
    weights: dict[Modality, float] = {}
    for reason in heavy:
        carrier: Modality = "query" if reason.kind == WISH else reason.modality
        weights[carrier] = weights.get(carrier, 0.0) + reason.weight
    query = clean(evidence.query, QUERY_LIMIT) if evidence.query else None
    return Facts(
        subject_of(evidence.item),
        _past_of(heavy, known, events or EventSettings()),
        weights,
        query or None,
        nouns,
    )


def seed_of(facts: Facts, turn: int | None = None) -> int:
    """A seed of the facts' own: the same facts give the same text, other facts or turns another."""
    content = f"{facts!r}{'' if turn is None else turn}"
    return int.from_bytes(sha256(content.encode()).digest()[:4], "big")


def subject_of(item: Item) -> Subject:
    """An item's title, facts and description as clean text."""
    title, year = spoken(clean(item.title, TITLE_LIMIT))
    facts = [fact for fact in map(_fact, telling_facts(item)) if fact]
    if year and not any(fact.year for fact in facts):
        facts.append(Fact("year", (str(year),), numeric=True))
    description = clean(without_orders(item.description or ""), DESCRIPTION_LIMIT)
    return Subject(title, tuple(facts), description)


def _fact(column: tuple[str, FactValue]) -> Fact | None:
    name, value = clean(column[0], VALUE_LIMIT).casefold(), column[1]
    if not name or name[-1] == "…" or gives_orders(name):
        return None
    if isinstance(value, int | float):
        return Fact(name, (f"{value:g}" if abs(value) < 1e6 else str(value),), numeric=True)
    several = value if isinstance(value, list) else [value]
    # A value that had to be cut is no longer the value; "(none listed)" is none.
    texts = [clean(text, VALUE_LIMIT + 1) for text in several[:_VALUES]]
    whole = [text for text in texts if text and text[0] != "(" and text[-1] != "…"]
    whole = [text for text in whole if not gives_orders(text)]
    values = tuple(dict.fromkeys(whole))
    return Fact(name, values) if values else None


def _past_of(
    reasons: Sequence[Reason], known: dict[str, tuple[Event, Item]], events: EventSettings
) -> tuple[Past, ...]:
    """The reasons that are events, those of one item put together."""
    found: dict[str, Past] = {}
    for reason in reasons:
        if reason.item_id is None or not reason.title:
            continue
        if reason.item_id in found:
            weights = found[reason.item_id].weights
            weights[reason.modality] = weights.get(reason.modality, 0.0) + reason.weight
            continue
        event, item = known.get(reason.item_id, (None, Item(reason.item_id, reason.title)))
        kind = reason.kind or (event.kind if event else "")
        value = event.value if event and event.kind == kind else None
        feeling = _feeling(kind, value, events)
        found[reason.item_id] = Past(
            subject_of(item), kind, feeling, {reason.modality: reason.weight}
        )
    return tuple(sorted(found.values(), key=lambda past: -past.weight))


def _feeling(kind: str, value: float | None, events: EventSettings) -> float:
    weight = events.weight(kind, value) if kind in events.kinds else 0.0
    return float(weight > 0) - float(weight < 0)
