"""Filters said in words: `after 1990`, `from the 80s`, `only comedies`, `no horror`, `with X`.

The words for values and facts come from the catalogue's vocabulary; only comparison words, `only`
and `no`, and nouns like `films` are known beforehand.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mmrec.dialogue.references import NOUNS
from mmrec.dialogue.vocabulary import Constraint, Value, Vocabulary, column
from mmrec.dialogue.words import Message, listed, phrase

DISLIKING = (
    r"(?:dont|didnt|do not|did not|doesnt|cant|never|couldnt) (?:really |particularly |much )?"
    r"(?:like|liked|love|enjoy|enjoyed|stand|want|care for)|not (?:a|such a) (?:big |huge )?fan of|"
    r"hate|hated|dislike|disliked|detest|loathe"
)
_SMALL = "any|more|a|an|the|too|much|of|those|these|all|it|to|be|show|me|list"
_NO = re.compile(
    rf"(?<![^ ])(?:{DISLIKING}|no|not|non|nor|without|except|except for|exclude|excluding|avoid|"
    rf"avoiding|anything but|other than|leave out|skip|minus)(?: (?:{_SMALL}))*$"
)
_ONLY = re.compile(
    rf"(?<![^ ])(?:only|just|strictly|exclusively|must be|has to be|should be|make it|make them|"
    rf"nothing but|limit(?: it)? to|filter(?: it)? (?:by|to))(?: (?:{_SMALL}))*$"
)
_N = r"\d+(?:[.,]\d+)?"
_TENS = listed("twenties thirties forties fifties sixties seventies eighties nineties")
_YEAR = r"[12]\d{3}"
_MADE = r"(?:(?:made|released|published|out|something|anything) )?"
_IN = r"(?:(?:from|in|of|during) )?(?:the )?(?P<part>early |mid |late )?"
_YEAR_RULES = (
    (rf"(?:between|from|of|in) ({_YEAR}) (?:and|to|until|till) ({_YEAR})", "span"),
    (rf"{_IN}(?P<century>1\d|20)?(?P<tens>\d0)s", "tens"),
    (rf"{_IN}(?P<tens>{'|'.join(_TENS)})", "tens"),
    (rf"(?:from )?({_YEAR}) (?:on|onwards?|or later|or newer|and later|and newer)", ">="),
    (rf"(?:from )?({_YEAR}) (?:or earlier|or older|and earlier|and older)", "<="),
    (rf"(?:after|newer than|later than|past|more recent than|over) ({_YEAR})", ">"),
    (rf"(?:since|at least|starting) ({_YEAR})", ">="),
    (rf"(?:before|older than|earlier than|prior to|under) ({_YEAR})", "<"),
    (rf"(?:until|till|up to|by|at most) ({_YEAR})", "<="),
    (rf"(?:from|in|of|year)(?: the year)? ({_YEAR})", "="),
    (rf"({_YEAR})(?= (?:{NOUNS})(?![^ ]))", "="),
)
_LESS = "under|below|less than|at most|up to|no more than|cheaper than|fewer than|shorter than|max"
_MORE = "over|above|more than|at least|no less than|longer than|min|minimum|from"
_STRICT = {"under", "below", "less than", "cheaper than", "fewer than", "shorter than"} | {
    "over", "above", "more than", "longer than"
}  # fmt: skip
_NAMED = "by|with|from|starring|featuring|of|directed by|written by|made by|without|no|not"


def find_constraints(message: Message, vocabulary: Vocabulary) -> tuple[Constraint, ...]:
    """Every filter that the message states beyond doubt; its words are taken."""
    return (
        *_years(message, vocabulary),
        *_numbers(message, vocabulary),
        *_names(message, vocabulary),
        *_categories(message, vocabulary),
    )


def whole_value(
    message: Message, vocabulary: Vocabulary, first: int, after: int
) -> tuple[Constraint, ...]:
    """The filter when words [first, after) are values and nothing else: `horror`, `tom hanks`."""
    if values := vocabulary.names.get(message.norm(first, after)):
        return (_named(values, "with"),)
    run = _run_at(message, vocabulary, first)
    return _positive(run) if run and run.after == after else ()


def _years(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    fact = vocabulary.year
    for pattern, kind in _YEAR_RULES if fact else ():
        for first, after, match in list(message.findall(_MADE + pattern)):
            message.take(first, after)
            yield _year(fact or "", kind, match)


def _year(fact: str, kind: str, match: re.Match[str]) -> Constraint:
    name = column(fact)
    if kind not in ("span", "tens"):
        sign = "" if kind == "=" else f"{_SIGNS.get(kind, kind)} "
        return Constraint(fact, "number", f"{name} {kind} {match[1]}", f"{fact} {sign}{match[1]}")
    low, high = (int(match[1]), int(match[2])) if kind == "span" else _decade(match.groupdict())
    low, high = min(low, high), max(low, high)
    where = f"{name} >= {low} AND {name} <= {high}"
    return Constraint(fact, "number", where, f"{fact} {low}–{high}")


def _decade(said: Mapping[str, str | None]) -> tuple[int, int]:
    """`90s`, `1990s`, `late nineties`; `20s` and below without a century are of this one."""
    tens = said["tens"] or ""
    number = 10 * (_TENS.index(tens) + 2) if tens in _TENS else int(tens)
    recent = number < 30 and tens not in _TENS
    start = 100 * int(said.get("century") or (20 if recent else 19)) + number
    within = {"early ": (0, 3), "mid ": (3, 6), "late ": (6, 9)}.get(said["part"] or "", (0, 9))
    return start + within[0], start + within[1]


_SIGNS = {">=": "≥", "<=": "≤"}


def _numbers(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    if not vocabulary.numbers:
        return
    facts = {phrase(fact): fact for fact in vocabulary.numbers}
    if price := vocabulary.price():
        facts |= dict.fromkeys(("euros", "euro", "dollars", "eur", "usd", "pounds"), price)
    words = "|".join(re.escape(name) for name in sorted(facts, key=len, reverse=True) if name)
    compare = rf"(?P<sign>{_LESS}|{_MORE})"
    patterns = (
        rf"(?:with )?(?:a )?(?P<fact>{words}) (?:is |of )?{compare} (?P<number>{_N})",
        rf"{compare} (?P<number>{_N}) (?P<fact>{words})",
        rf"(?P<sign>cheaper than|under|below|up to|over) (?P<number>{_N})",
    )
    for pattern in patterns:
        for first, after, match in list(message.findall(pattern)):
            named = match.groupdict().get("fact")
            money = (
                match["sign"] == "cheaper than"
                or message.text[message.words[after - 1].start - 1] in "$€£"
            )
            fact = facts[named] if named else (vocabulary.price() if money else None)
            if fact:
                message.take(first, after)
                yield _number(fact, match["sign"], match["number"].replace(",", "."))


def _number(fact: str, said: str, number: str) -> Constraint:
    sign = "<" if re.fullmatch(_LESS, said) else ">"
    sign += "" if said in _STRICT else "="
    label = f"{fact} {_SIGNS.get(sign, sign)} {number}"
    return Constraint(fact, "number", f"{column(fact)} {sign} {number}", label)


def _names(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    """`by John Lasseter`, `with Tom Hanks and Meg Ryan`: names of more than one word."""
    for first, after, match in list(message.findall(rf"(?P<how>{_NAMED})")):
        place, how = after, match["how"]
        while found := _name_at(message, vocabulary, place):
            values, end = found
            message.take(first, end)
            yield _named(values, how)
            place = end + (message.at(end) == "and")


def _name_at(
    message: Message, vocabulary: Vocabulary, first: int
) -> tuple[tuple[Value, ...], int] | None:
    for end in range(min(len(message), first + 5), first + 1, -1):
        if values := vocabulary.names.get(message.norm(first, end)):
            return values, end
    return None


def _named(values: tuple[Value, ...], how: str) -> Constraint:
    fact, name = values[0].fact, values[0].value
    if how in ("without", "no", "not"):
        return Constraint(fact, "no", _none_of(values), f"no {name}")
    where = " OR ".join(value.where for value in values)
    return Constraint(
        fact, "name", f"({where})", f"{'by' if how.endswith('by') else 'with'} {name}"
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Category names in a row, words [first, after); `either`: joined by `and`, `or`, a comma."""

    groups: tuple[tuple[Value, ...], ...]
    first: int
    after: int
    either: bool

    @property
    def plural(self) -> bool:
        return any(value.plural for group in self.groups for value in group)


def _categories(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    place = 0
    while place < len(message):
        run = _run_at(message, vocabulary, place)
        if run is None:
            place += 1
            continue
        place = run.after
        before = message.norm(0, run.first)
        if no := _NO.search(before):
            message.take(before.count(" ", 0, no.start()), run.after)
            yield from (
                Constraint(group[0].fact, "no", _none_of(group), f"no {group[0].value}")
                for group in run.groups
            )
        elif (only := _ONLY.search(before)) or run.plural or _noun_at(message, run.after):
            start = before.count(" ", 0, only.start()) if only else run.first
            message.take(start, run.after + _noun_at(message, run.after))
            yield from _positive(run)


def _run_at(message: Message, vocabulary: Vocabulary, first: int) -> _Run | None:
    groups: list[tuple[Value, ...]] = []
    place, end, either = first, first, False
    while (found := _category_at(message, vocabulary, place)) is not None:
        groups.append(found[0])
        either = either or (len(groups) > 1 and place > end)
        comma = message.words[found[1] - 1].ends and found[1] < len(message)
        end = found[1]
        place = end + (message.at(end) in ("and", "or", "nor"))
        either = either or (comma and _category_at(message, vocabulary, place) is not None)
    return _Run(tuple(groups), first, end, either) if groups else None


def _category_at(
    message: Message, vocabulary: Vocabulary, first: int
) -> tuple[tuple[Value, ...], int] | None:
    for after in range(min(len(message), first + 4), first, -1):
        if values := vocabulary.categories.get(message.norm(first, after)):
            return values, after
    return None


def _positive(run: _Run) -> tuple[Constraint, ...]:
    fact = run.groups[0][0].fact
    parts = ["(" + " OR ".join(value.where for value in group) + ")" for group in run.groups]
    where = f"({' OR '.join(parts)})" if run.either else " AND ".join(parts)
    names = (" or " if run.either else " + ").join(group[0].value for group in run.groups)
    return (Constraint(fact, "only", where, f"only {names}"),)


def _none_of(values: tuple[Value, ...]) -> str:
    # An item without this fact is not of that category: it stays in the list.
    return " AND ".join(f"({column(v.fact)} IS NULL OR NOT {v.where})" for v in values)


def _noun_at(message: Message, place: int) -> bool:
    return re.fullmatch(NOUNS, message.at(place)) is not None
