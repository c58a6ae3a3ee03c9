"""Filters said in words: `only comedies`, `no horror`, `with X`, `in stock`, `not by Y`.

The words for values and facts come from the catalogue's vocabulary; only comparison words, `only`
and `no`, and nouns like `films` are known beforehand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.nouns import NO, NOUNS, ONLY
from mmrec.dialogue.people import find_people, person, person_at
from mmrec.dialogue.quantities import find_quantities
from mmrec.dialogue.questions import Asking
from mmrec.dialogue.vocabulary import Value, Vocabulary
from mmrec.dialogue.words import Message
from mmrec.dialogue.years import find_years

_NO = re.compile(rf"(?<![^ ])(?:{NO})$")
_ONLY = re.compile(rf"(?<![^ ])(?:{ONLY})$")
_IN = re.compile(
    r"(?<![^ ])(?:(?:in|of|from|made by|by|with|the|a|an|that are|which are|is|are|be) ?)+$"
)
_BY = r"(?:made |sold )?by|from|in|colou?r(?:ed)?|brand|category|genre|size|tagged|labelled|made of|is|are"


def find_constraints(
    message: Message, vocabulary: Vocabulary, asking: Asking
) -> tuple[Constraint, ...]:
    """Every filter that the message states; its words are taken.

    Raises:
        Ambiguous: a name or a number has several meanings, and none was chosen.
    """
    return (
        *find_bounds(message, vocabulary, asking),
        *find_values(message, vocabulary, asking),
    )


def find_bounds(message: Message, vocabulary: Vocabulary, asking: Asking) -> tuple[Constraint, ...]:
    """Bounds on years and other numbers; as `find_constraints`."""
    return (
        *find_years(message, vocabulary),
        *find_quantities(message, vocabulary, asking),
    )


def find_values(message: Message, vocabulary: Vocabulary, asking: Asking) -> tuple[Constraint, ...]:
    """Names, truths and categories; as `find_constraints`."""
    return (
        *find_people(message, vocabulary, asking),
        *_truths(message, vocabulary),
        *_categories(message, vocabulary),
    )


def whole_value(
    message: Message, vocabulary: Vocabulary, asking: Asking, first: int, after: int
) -> tuple[Constraint, ...]:
    """The filter when words [first, after) are values and nothing else: `horror`, `tom hanks`."""
    run = run_at(message, vocabulary, first)
    if run and run.after == after:
        return run.constraints()
    found = person_at(message, vocabulary, first, surnames=False)
    if found and found[1] == after:
        return (person(found[0], "", vocabulary, asking),)
    return ()


@dataclass(frozen=True, slots=True)
class Run:
    """Category names in a row, words [first, after); `either`: joined by `and`, `or`, a comma."""

    groups: tuple[tuple[Value, ...], ...]
    first: int
    after: int
    either: bool

    @property
    def plural(self) -> bool:
        """Whether one is written as many, which asks for a list of them."""
        return any(value.plural for group in self.groups for value in group)

    def constraints(self) -> tuple[Constraint, ...]:
        """Any of them where they are joined or can not be together; else each."""
        by_fact: dict[str, list[Value]] = {}
        for group in self.groups:
            by_fact.setdefault(group[0].fact, []).append(group[0])
        found: list[Constraint] = []
        for fact, values in by_fact.items():
            lists = (fact,) if values[0].is_list else ()
            names = tuple(dict.fromkeys(value.value for value in values))
            each = [names] if self.either or not lists else [(name,) for name in names]
            found += [Constraint((fact,), "=", one, lists) for one in each]
        return tuple(found)

    def excluded(self) -> tuple[Constraint, ...]:
        """None of them."""
        values = [group[0] for group in self.groups]
        return tuple(
            Constraint((v.fact,), "!=", (v.value,), (v.fact,) if v.is_list else ()) for v in values
        )


def run_at(message: Message, vocabulary: Vocabulary, first: int) -> Run | None:
    """The category names from a word on."""
    groups: list[tuple[Value, ...]] = []
    place, end, either = first, first, False
    while (found := _category_at(message, vocabulary, place)) is not None:
        groups.append(found[0])
        either = either or (len(groups) > 1 and place > end)
        comma = message.words[found[1] - 1].ends and found[1] < len(message)
        end = found[1]
        place = end
        while message.at(place) in ("and", "or", "nor", "no", "a", "an", "not", "any", "either"):
            place += 1
        either = either or (comma and _category_at(message, vocabulary, place) is not None)
    return Run(tuple(groups), first, end, either) if groups else None


def _category_at(
    message: Message, vocabulary: Vocabulary, first: int
) -> tuple[tuple[Value, ...], int] | None:
    for after in range(min(len(message), first + 4), first, -1):
        if values := vocabulary.category(message.norm(first, after)):
            return values, after
    return None


def _categories(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    place = 0
    while place < len(message):
        run = run_at(message, vocabulary, place)
        if run is None:
            place += 1
            continue
        place = run.after
        before = message.norm(0, run.first)
        if no := _NO.search(before):
            noun = _noun_at(message, run.after)
            message.take(before.count(" ", 0, no.start()), run.after + noun)
            yield from run.excluded()
        elif _asked(message, run, before):
            only = _ONLY.search(before) or _IN.search(before)
            start = before.count(" ", 0, only.start()) if only else run.first
            message.take(start, run.after + _noun_at(message, run.after))
            yield from run.constraints()


def _asked(message: Message, run: Run, before: str) -> bool:
    """Whether a value is meant as a filter, not as a word to search for."""
    if _ONLY.search(before) or run.plural or _noun_at(message, run.after):
        return True
    return re.search(rf"(?<![^ ])(?:{_BY})(?: (?:the|a))?$", before) is not None or _stands_alone(
        message, run
    )


def _stands_alone(message: Message, run: Run) -> bool:
    """`red, under 20 euros`, `a cheap red jacket in blue`: short values beside other filters."""
    before, after = message.at(run.first - 1), message.at(run.after)
    return before in ("", "·", "and", "or", "but") and (
        after in ("", "·") or message.ends_at(run.after)
    )


def _truths(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    for said in sorted(vocabulary.truths, key=len, reverse=True):
        fact = vocabulary.truths[said]
        wanted = rf"(?P<no>(?:not|no|isnt|arent|non|without|out of|dont need|doesnt need|needn?t be)(?: (?:be|to be|a|an))* )?(?:(?:that|which|must|should|has to|is|are|be|only|currently|really|still|its) )*{re.escape(said)}"
        for first, after, match in list(message.findall(wanted)):
            if message.free(first, after):
                message.take(first, after)
                yield Constraint((fact,), "!=" if match["no"] else "=", (True,))
    out = re.compile(r"^in (.+)$")
    for said, fact in vocabulary.truths.items():
        if match := out.match(said):
            for first, after, _ in list(
                message.findall(rf"(?:not )?(?:out of|sold out of) {match[1]}")
            ):
                if message.free(first, after):
                    message.take(first, after)
                    yield Constraint((fact,), "!=", (True,))


def _noun_at(message: Message, place: int) -> bool:
    return re.fullmatch(NOUNS, message.at(place)) is not None
