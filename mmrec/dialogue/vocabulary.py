"""What the facts of a catalogue can be asked for: numbers, truths, categories, names of people."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mmrec.dialogue.english import is_english
from mmrec.dialogue.forms import forms, last, single, without_unit
from mmrec.dialogue.namebook import NameBook
from mmrec.dialogue.spelling import Spellings
from mmrec.dialogue.values import Span, Value
from mmrec.dialogue.words import phrase
from mmrec.facts import telling_name
from mmrec.types import Item

CATEGORY_VALUES = 64  # a fact with at most so many values sorts items into categories
LONGEST_VALUE = 40  # characters; longer ones are texts, which a filter is no use for
_LETTERS = re.compile(r"[^\W\d_]+")
_YEARS = (1000, 2200)
MAKER = r"director|author|creator|artist|brand|writer|developer|publisher|maker|designer|label"
CAST = r"cast|actors?|stars?|starring|performers?|singer"
_KEYWORDS = r"(?<![^ ])(?:tags?|keywords?|topics?|labels?|subjects?)(?![^ ])"
_CALLED = (
    (r"directors?|filmmaker", "director"),
    (r"actors?|actress(?:es)?|stars?|cast", CAST),
    (r"genres?|kinds?|types?|categor(?:y|ies)|sorts?", "genres?|categor(?:y|ies)|kind|type"),
    (r"brands?|makers?|manufacturer|company", "brand|maker|manufacturer"),
    (r"artists?|authors?|creators?|writers?|designers?", MAKER),
    (r"colou?rs?", "colou?rs?"),
    (r"dates?|years?|decade", "year|date"),
    (r"prices?|budget|costs?|costing|priced|money", "price|cost"),
    (r"ratings?|scores?|reviews?|stars|rated|scored", "rating|score|stars"),
    (r"length|duration|runtime|running time", "duration|runtime|length|minutes"),
    (r"weighs?|weighing|weights?", "weight"),
    (r"lasts|lasting|(?:battery|playing) (?:life|time)", "battery|duration|runtime"),
    (r"tags?", "tags?|keywords?"),
)
_ANY_CALLED = re.compile("|".join(said for said, _ in _CALLED))


@dataclass(slots=True, weakref_slot=True)
class _Gathered:
    numbers: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    truths: set[str] = field(default_factory=set)
    values: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class Vocabulary:
    """The words of a catalogue's facts.

    Attributes:
        numbers: the span of each number fact.
        truths: facts that are true or false, by the phrase that names them.
        categories: values of facts with few values, by every phrase that names them.
        names: values (of more than one word) of the other facts, by phrase.
        surnames: people by the last word of their name, and one-word names.
        keywords: values that people gave items, which count only after `tagged`.
        common: words that the catalogue's texts write small, so they are no names.
        counts: how many items have a value of a fact.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, Span] = {}
        self.truths: dict[str, str] = {}
        self.categories: dict[str, tuple[Value, ...]] = {}
        self.names: dict[str, tuple[Value, ...]] = {}
        self.surnames: dict[str, tuple[Value, ...]] = {}
        self.keywords: dict[str, tuple[Value, ...]] = {}
        self.counts: dict[tuple[str, str], int] = {}
        self.facts: dict[str, type] = {}
        self.common: set[str] = set()
        self._words: set[str] = set()

    @classmethod
    def of(cls, items: Iterable[Item], types: Mapping[str, type]) -> "Vocabulary":
        """Read the facts of every item; `types` says which facts there are, and of which type."""
        made, gathered, small = cls(), _Gathered(), Counter[str]()
        made.facts = {fact: kind for fact, kind in types.items() if telling_name(fact)}
        for item in items:
            text = f"{item.title} {item.description or ''}"
            made._words.update(phrase(text).split())
            small.update(_LETTERS.findall(text))
            for fact, value in item.facts.items():
                made._gather(gathered, fact, value)
        made.common = {w for w in small if w.islower() and small[w] > small[w.capitalize()]}
        for fact, values in gathered.numbers.items():
            made.numbers[fact] = _span(fact, sorted(values))
        for fact in sorted(gathered.truths):
            made._learn_truth(fact)
        for fact, counted in gathered.values.items():
            made._learn(fact, counted, is_list=types[fact] is list)
        return made

    def _gather(self, gathered: _Gathered, fact: str, value: object) -> None:
        if fact not in self.facts:
            return
        if isinstance(value, bool):
            gathered.truths.add(fact)
        elif isinstance(value, int | float):
            gathered.numbers[fact].append(value)
        elif isinstance(value, str) and value:
            gathered.values[fact][value] += 1
        elif isinstance(value, list):
            gathered.values[fact].update(value)

    @property
    def year(self) -> str | None:
        """The number fact that holds years: named so, or all its values could be years."""
        named = [fact for fact, span in self.numbers.items() if "year" in span.name.split()]
        spans = [
            fact
            for fact, span in self.numbers.items()
            if _YEARS[0] <= span.low and span.high <= _YEARS[1]
        ]
        return next(iter(named + spans), None)

    def price(self) -> str | None:
        """The number fact that money is about."""
        return next(iter(self.numbers_called("price|cost")), None)

    def numbers_called(self, pattern: str) -> list[str]:
        """Number facts whose name, as words, has a word of this pattern."""
        whole = re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])")
        return [fact for fact, span in self.numbers.items() if whole.search(span.name)]

    @cached_property
    def called(self) -> dict[str, tuple[str, ...]]:
        """The facts that a word speaks of: `genre`, `director`, `colour`, `battery`."""
        found: dict[str, tuple[str, ...]] = {}
        for fact in self.facts:
            name = telling_name(fact).casefold()
            for form in {
                phrase(name),
                single(phrase(name)),
                *without_unit(phrase(name)),
                *last(phrase(name)),
            }:
                found[form] = (*found.get(form, ()), fact)
        return found

    def facts_called(self, word: str) -> tuple[str, ...]:
        """The facts that a word or phrase names, by their own name first."""
        if word in self.called:
            return self.called[word]
        if not _ANY_CALLED.fullmatch(word):
            return ()
        for said, pattern in _CALLED:
            if re.fullmatch(said, word):
                whole = re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])")
                if found := tuple(f for f, name in self._fact_names if whole.search(name)):
                    return found
        return ()

    @cached_property
    def _fact_names(self) -> tuple[tuple[str, str], ...]:
        """Each fact with its name as words."""
        return tuple((fact, phrase(telling_name(fact))) for fact in self.facts)

    def knows(self, word: str) -> bool:
        """Whether the catalogue's texts use a word."""
        return word.casefold() in self._words

    def category(self, word: str) -> tuple[Value, ...]:
        """The category that a phrase names, with a slip if it is no word by itself."""
        if found := self.categories.get(word):
            return found
        if all(w in self._words or is_english(w) for w in word.split()):
            return ()
        many = " " in word
        near = (self._phrase_spellings if many else self._category_spellings).closest(word)
        return self.categories[near] if near and abs(len(near) - len(word)) < 2 else ()

    def names_or_knows(self, word: str) -> bool:
        """Whether a word stands in a text, a category or a name of the catalogue."""
        known = word in self._words or word in self.people.parts or word in self.surnames
        return known or bool(self.category(word))

    def most_known(self, surname: str) -> tuple[Value, ...]:
        """The person of a surname who stands in most items."""
        values = self.surnames.get(surname, ())
        return tuple(sorted(values, key=lambda one: -self.counts[one.fact, one.value])[:1])

    @cached_property
    def people(self) -> NameBook:
        """Who is meant by a part of a name, or by one with a slip."""
        return NameBook(self.names, self.surnames, self.counts, self._words)

    @cached_property
    def _category_spellings(self) -> Spellings:
        return Spellings([form for form in self.categories if " " not in form])

    @cached_property
    def _phrase_spellings(self) -> Spellings:
        return Spellings([form for form in self.categories if " " in form])

    def _learn_truth(self, fact: str) -> None:
        name = phrase(telling_name(fact))
        for form in {name, re.sub(r"^(?:is|has|are|with) ", "", name)}:
            self.truths[form] = fact
            if form == "in stock":
                self.truths["available"] = fact

    def _learn(self, fact: str, counted: Counter[str], *, is_list: bool) -> None:
        short = sorted(v for v in counted if len(v) <= LONGEST_VALUE and phrase(v))
        for value in short:
            self.counts[fact, value] = counted[value]
            found, key = Value(fact, value, is_list), phrase(value)
            if len(counted) <= CATEGORY_VALUES:
                for form, plural in forms(key).items():
                    one = Value(fact, value, is_list, plural)
                    self.categories[form] = (*self.categories.get(form, ()), one)
            elif re.search(_KEYWORDS, phrase(telling_name(fact))):
                self.keywords[key] = (*self.keywords.get(key, ()), found)
            elif " " in key:
                self.names[key] = (*self.names.get(key, ()), found)
            if _is_name(fact, value):
                name = key.split()[-1]
                self.surnames[name] = (*self.surnames.get(name, ()), found)


def _span(fact: str, values: list[float]) -> Span:
    quarter = len(values) // 4
    return Span(
        phrase(telling_name(fact)), values[0], values[quarter], values[-1 - quarter], values[-1]
    )


def _is_name(fact: str, value: str) -> bool:
    """A person or a maker, written with capitals."""
    words = phrase(telling_name(fact))
    return (
        re.search(rf"(?<![^ ])(?:{MAKER}|{CAST})(?![^ ])", words) is not None
        and not value.islower()
    )
