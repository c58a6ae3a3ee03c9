"""Numbers said in words: `under 20 euros`, `longer than two hours`, `at least 4 stars`, `8 GB`.

Years have their own module; here a fact is named, or a unit, or an adjective tells the scale.
"""

import re
from collections.abc import Iterator

from mmrec.dialogue.clauses import clauses, in_reason, is_aside, is_own
from mmrec.dialogue.constraint import Constraint, Op
from mmrec.dialogue.limits import find_limits
from mmrec.dialogue.measures import facts_told
from mmrec.dialogue.memories import in_memory
from mmrec.dialogue.numerals import HALF, NUMBER, value_of
from mmrec.dialogue.questions import Asking, Option, Unresolved
from mmrec.dialogue.refusals import refused_behind, refused_from
from mmrec.dialogue.scales import IS, SCALES, UNITS, measured_by
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message, listed

_LESS = (
    r"(?:my |the |a )?(?:upper |spending |price )?(?:limit|maximum|max|cap|ceiling|budget)(?: "
    r"price)? (?:is|of|at|would be|being)|"
    r"(?:(?:stretch|go|push it|raise it) (?:up )?to|(?:up )?as (?:high|far|much) as)|"
    r"(?:the )?(?:most|maximum|max) (?:i|we) (?:can|could|want to|would|will|am willing to) "
    r"(?:pay|spend|afford|go to)(?: is)?|"
    r"(?:cant|can not|cannot|wont|dont want to) (?:go|spend|pay) (?:over|above|beyond|more than)|"
    r"under|below|less than|at most|up to|no more than|not more than|fewer than|max|maximum|"
    r"maximal(?:ly)?|within|south of|(?:restricted|limited|capped|confined|reduced|lowered|held) "
    r"(?:to|at)|"
    r"not over|not above|no higher than|lower than|beneath|cheaper than|tops|shorter than|(?:an? "
    r")?(?:absolute )?maximum of|"
    r"smaller than|lighter than|<"
)
_MORE = (
    r"(?:an? )?(?:absolute )?minimum of|over|above|more than|at least|no less than|not less than|"
    r"min|minimum|minimal(?:ly)?|from|higher than|"
    r"longer than|bigger than|heavier than|better than|greater than|not under|not below|beyond|"
    r"north of|upwards of|in excess of|(?:exceed|surpass)(?:s|es|ing)?|>"
)
_LOWER = "|".join(scale.lower for scale in SCALES)
_HIGHER = "|".join(scale.higher for scale in SCALES)
_HIGH = "|".join(scale.high for scale in SCALES)
_LESS = rf"{_LESS}|(?:{_LOWER}) than|less (?:{_HIGH}) than"
_MORE = rf"{_MORE}|(?:{_HIGHER}) than|more (?:{_HIGH}) than"
_WAYS = "high|tall|wide|long|deep|heavy"
_OR_EQUAL = re.compile(
    r"at most|up to|.* to|(?:max|min)imal(?:ly)?|"
    r".*as (?:high|far|much) as|.*(?:most|maximum|max) (?:i|we) .*|"
    r".*(?:limit|maximum|max|cap|ceiling|budget) (?:is|of|at|would be|being)|"
    r"(?:cant|can not|cannot|wont|dont want to) .*|no more than|not more than|max|maximum|within|"
    r"not over|not above|at least|"
    r"(?:restricted|limited|capped|confined|reduced|lowered|held) .*|"
    r"no less than|not less than|min|minimum|from|not under|not below|no higher than|tops|"
    r"(?:an? )?(?:absolute )?(?:max|min)imum of"
)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_AFTER_LESS = (
    rf"or (?:{_LOWER})|at (?:the )?(?:very |absolute )?(?:most|maximum|outside)|"
    r"or (?:less|under|below|cheaper|fewer|lighter|shorter)|max|maximum|tops|"
    rf"and (?:under|below)(?! {NUMBER})"
)
_AFTER_MORE = (
    rf"or (?:{_HIGHER})|at (?:the )?(?:very |absolute )?(?:least|minimum)|"
    r"or (?:more|over|above|better|higher|longer)|(?:and|or)? ?upwards?|and up|"
    rf"and (?:above|over)(?! {NUMBER})|and (?:higher|better|more)|plus|minimum|min"
)
_USUAL = (
    *listed(
        "budget price prices cost costs costing priced rating ratings rated score duration length "
        "runtime ratings"
    ),
    *listed("weight weigh weighs weighing lasts lasting"),
    "battery life",
)
_MOST = "|".join(scale.highest for scale in SCALES)
_LARGEST = (
    rf"(?:is|are|would be) (?:the |my )?(?:{_MOST}|most|max|maximum|limit)(?: (?:i|we|that|it|"
    rf"my)(?: [a-z]+){{1,5}})?"
)
_CAPPED = re.compile(r"(?<![^ ])(?:cap|limit|restrict|confine)(?: (?:the|my|our|its))?$")
_BOUNDS = ("<", "<=", ">", ">=")
_TIMES = frozenset(unit for unit, (kind, _) in UNITS.items() if kind == "time")
_ABOUT = 0.2  # "around 50" reaches from 40 to 60
_NEAR = (
    r"(?:somewhere |something )?(?:around|about|roughly|approximately|circa|approx|near|like|"
    r"(?:in|round) (?:about|the (?:region|neighbou?rhood|area|range|order) of)|close to)"
)
_OR_SO = "or so|or thereabouts|give or take|ish|more or less|roughly|approximately|or around that"


def find_quantities(
    message: Message, vocabulary: Vocabulary, asking: Asking
) -> Iterator[Constraint]:
    """Every bound on a number that the message states; its words are taken.

    Raises:
        Ambiguous: a number may be meant of several facts, and none was chosen.
    """
    if vocabulary.numbers:
        yield from _Quantities(message, vocabulary, asking).all()


class _Quantities:
    def __init__(self, message: Message, vocabulary: Vocabulary, asking: Asking) -> None:
        self.message, self.vocabulary, self.asking = message, vocabulary, asking
        names = {
            word
            for word, facts in vocabulary.called.items()
            if any(fact in vocabulary.numbers for fact in facts)
        }
        names |= {word for word in _USUAL if self._numbers(word)}
        names |= {f"{word} rating" for word in ("a", "user")} if "rating" in names else set()
        self.last: Constraint | None = None
        self.names = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) or "(?!)"

    def _numbers(self, word: str) -> list[str]:
        return [f for f in self.vocabulary.facts_called(word) if f in self.vocabulary.numbers]

    def all(self) -> Iterator[Constraint]:
        """Spans first, then bounds with the fact before and behind, then bare ones."""
        unit, fact = rf"(?: (?P<unit>{_UNIT}))?", rf"(?P<fact>{self.names})"
        sign = rf"(?P<sign>{_LESS}|{_MORE})"
        tail = rf"(?: (?P<tail>{_AFTER_LESS}|{_AFTER_MORE})(?! {NUMBER}))?"
        number = rf"(?P<number>{NUMBER}){HALF}"
        hedged = rf"(?:an? |{_NEAR} )?{number}"  # "up to around 50" is up to 50
        patterns = (
            (
                rf"(?:with |has )?(?:an? )?{fact} (?:range )?{IS}(?:between |from |of |range "
                rf")?(?P<number>{NUMBER}) (?:to|and) (?P<last>{NUMBER}){unit}"
            ),
            (
                rf"(?:between|from|in the range(?: of)?|of) (?P<number>{NUMBER})"
                rf"(?: (?:{_UNIT}))? (?:and|to|until) (?P<last>{NUMBER}){unit}(?: (?:in |of "
                rf")?(?P<fact2>{self.names}))?"
            ),
            (
                rf"(?P<number>{NUMBER})(?: (?:{_UNIT}))? (?:to|till) (?P<last>{NUMBER}) "
                rf"(?P<unit>{_UNIT})"
            ),
            (
                rf"(?:with |has |have |having )?(?:an? |the |that |which )?{fact} {IS}"
                rf"{sign} {hedged}{unit}{tail}"
            ),
            rf"{sign} (?:the )?{fact} (?:is |of )?{number}{unit}",
            (
                rf"(?:with |has |have |having |rated )?{sign} {hedged}{unit} "
                rf"(?:in |of |on )?(?:the )?{fact}"
            ),
            (
                rf"(?:with |rated |has |have |costing |costs |that cost )?(?:an? )?{sign} "
                rf"{hedged}{unit}{tail}"
            ),
            (
                rf"(?:with |has |have )?(?:an? )?{fact} {IS}{number}{unit} "
                rf"(?P<tail>{_AFTER_LESS}|{_AFTER_MORE})"
            ),
            rf"(?:with )?{number}{unit} (?:in |of )?{fact} (?P<tail>{_AFTER_LESS}|{_AFTER_MORE})",
            rf"(?:with |rated )?{number} (?P<tail>plus){unit}(?: (?:in |of )?{fact})?(?: life)?",
            (
                rf"(?:with )?{number}{unit} (?P<tail>{_AFTER_LESS}|{_AFTER_MORE})(?: (?:in |of "
                rf")?{fact})?"
            ),
            rf"(?:(?:with|has|have) )?(?:an? )?{fact} {IS}(?P<about>{_NEAR}) {number}{unit}",
            rf"(?:{fact} {IS})?{number}{unit} (?P<about>{_OR_SO})",
            rf"(?:with |has |have )?(?:an? )?{fact} {IS}(?:exactly )?{number}{unit}",
            rf"(?:for |costing )?(?P<about>{_NEAR}|some) {number}{unit}(?: (?:in |of )?{fact})?",
            rf"(?P<number>{NUMBER}) to (?P<last>{NUMBER})",
        )
        for pattern in patterns:
            yield from self._matching(pattern)
        yield from find_limits(self.message, self.vocabulary, self.asking)
        yield from self._matching(rf"{number}(?= (?:{_WAYS})(?![^ ]))")  # "500 wide and 300 high"
        yield from self._matching(
            rf"(?:exactly |costing |with )?{number} (?P<unit>{_UNIT})(?: (?:in |of |on )?{fact})?"
        )

    def _matching(self, pattern: str) -> Iterator[Constraint]:
        for first, after, match in list(self.message.findall(pattern)):
            read = self.message.free(first, after) and not in_reason(self.message, first)
            number = _place(first, match, "number")
            read = read and not in_memory(self.message, number)
            if read and not self._apart(first, after, number, match.groupdict()):
                sign = _place(first, match, "sign") if match.groupdict().get("sign") else number
                yield from self._bound(first, after, sign, match.groupdict())

    def _apart(self, first: int, after: int, number: int, said: dict[str, str | None]) -> bool:
        """Whether punctuation parts a fact from the number: `of battery, under 250`.

        A fact may stand ahead of it by itself: `the price: under 250`.
        """
        for place in range(first + 1, after) if said.get("fact") or said.get("fact2") else ():
            if self.message.words[place - 1].ends:
                ahead = place <= number
                return not ahead or not (first == 0 or self.message.words[first - 1].ends)
        return False

    def _bound(
        self, first: int, after: int, sign: int, said: dict[str, str | None]
    ) -> Iterator[Constraint]:
        number = value_of(said["number"] or "") + (0.5 if said.get("half") else 0.0)
        if self._counts(first, after, said):
            return
        fact, factor = self._meant(first, after, said, number)
        if fact is None:
            self._unheard(said)
            return
        said, after = self._tailed(said, after)
        before = self.message.norm(0, first)
        begins = [
            begin for place in (first, sign) if (begin := refused_from(self.message, place)) < place
        ]
        if capped := _CAPPED.search(before):  # "cap the price at 150"
            begins.append(before.count(" ", 0, capped.start()))
            said = {**said, "tail": said.get("tail") or "at most"}
        firm = re.match("max|min|at (?:most|least)|up to", said.get("sign") or "")
        refused = bool(begins) and not (firm or capped)  # "no, maximum 130"
        self.message.take(min([first, *begins]), after)
        self._named_apart(fact, first)
        if said.get("last"):
            ends = sorted((number * factor, value_of(said["last"] or "") * factor))
            yield Constraint((fact,), "..", tuple(ends))
        elif said.get("about"):
            ends = [number * factor * (1 - _ABOUT), number * factor * (1 + _ABOUT)]
            yield Constraint((fact,), "..", tuple(round(end, 6) for end in ends))
        else:
            one = self.last = Constraint(
                (fact,), self._sign(fact, said, before, after), (number * factor,)
            )
            too_much = refused_behind(self.message, after)  # "over a kilo is too much"
            self.message.take(after, too_much)
            yield one.inverse() if refused is not bool(too_much) else one

    def _counts(self, first: int, after: int, said: dict[str, str | None]) -> bool:
        """Whether a number is no limit: `in like 2 weeks`, `I carry 12 kilos every day`."""
        bound = said.get("sign") or said.get("tail") or said.get("fact") or said.get("fact2")
        if bound or said.get("last") or self.message.match(_LARGEST, after):
            return False
        if refused_behind(self.message, after):
            return False
        if said.get("about"):
            things = re.fullmatch("[a-z]{3,}s|min", self.message.at(after)) is not None
            timed = said.get("unit") in _TIMES and self.message.at(first - 1) == "in"
            return timed or (not said.get("unit") and things)
        span = next(one for one in clauses(self.message) if one[0] <= first < one[1])
        own = is_own(self.message, *span) or is_aside(self.message, *span)
        own = own or self.message.at(after) == "of"  # "7 hours of crying babies"
        return said.get("unit") is not None and own

    def _named_apart(self, fact: str, first: int) -> None:
        """Takes the fact's name where verbs stand between: `the battery has to last 15 hours`."""
        begin = max((start for start, _ in clauses(self.message) if start <= first), default=0)
        for place in range(begin, first):
            if fact in self.vocabulary.facts_called(self.message.at(place)):
                self.message.take(place, first)

    def _unheard(self, said: dict[str, str | None]) -> None:
        """A bound in a unit that no fact is measured in: `shorter than two hours`."""
        unit = said.get("unit")
        held = (
            any(measured_by(unit, span.name) for span in self.vocabulary.numbers.values())
            if unit
            else True
        )
        if not held and (said.get("sign") or said.get("tail")):
            raise Unresolved(f"The catalogue has nothing that is measured in {unit}.")

    def _tailed(self, said: dict[str, str | None], after: int) -> tuple[dict[str, str | None], int]:
        """`500 pixels wide or more`: what the adjective behind a number is followed by."""
        if not re.fullmatch(f"{_WAYS}|old", self.message.at(after)):
            return said, after
        tail = self.message.search(f"{_AFTER_LESS}|{_AFTER_MORE}", after + 1)
        if tail is None or tail[0] != after + 1:
            return said, after + 1
        return {**said, "tail": self.message.norm(*tail)}, tail[1]

    def _sign(self, fact: str, said: dict[str, str | None], before: str, after: int) -> Op:
        """How a number bounds its fact."""
        if self._right_at(_LARGEST, after):  # "400 px is the widest I can fit"
            return "<="
        if said.get("fact") == "budget" and not said.get("sign"):
            return "<="
        op, bound = _op(said.get("sign"), said.get("tail")), self.asking.bound
        if op == "=" and self.last is not None and before.endswith("· and"):
            return self.last.op  # "a minimum of 500 px wide and 400 px high"
        exact = self.message.at(after - 1) == "exactly" or before.endswith("exactly")
        if op == "=" and bound is not None and bound.facts == (fact,) and not exact:
            return bound.op if bound.op in _BOUNDS else op  # "make that 600 grams", "20 h will do"
        return op

    def _right_at(self, pattern: str, place: int) -> bool:
        """Whether a pattern stands right at a word; its words are taken."""
        found = self.message.search(pattern, place)
        if found is None or found[0] != place:
            return False
        self.message.take(*found)
        return True

    def _meant(
        self, first: int, after: int, said: dict[str, str | None], number: float
    ) -> tuple[str | None, float]:
        """The fact that a bound is on, and what one of the said unit is in it."""
        vocabulary, unit = self.vocabulary, said.get("unit")
        named = said.get("fact") or said.get("fact2")
        candidates = list(vocabulary.numbers)
        if named:
            candidates = self._numbers(re.sub(r"^(?:a|user) ", "", named))
        elif unit is None:
            sign = (
                said.get("sign")
                or said.get("tail")
                or ("about" if said.get("last") or said.get("about") else "")
            )
            candidates = self._unnamed(first, after, sign, number)
        elif scaled := self._scaled(after, said.get("sign") or ""):
            candidates = scaled
        if unit is not None:
            sizes = {f: measured_by(unit, vocabulary.numbers[f].name) for f in candidates}
            candidates = [fact for fact in candidates if sizes[fact] is not None]
            fact = self._one(candidates, f"{said['number']} {unit}", number, first)
            return fact, (sizes[fact] or 1.0) if fact else 1.0
        return self._one(candidates, said["number"] or "", number, first), 1.0

    def _unnamed(self, first: int, after: int, sign: str, number: float) -> list[str]:
        """Facts that a bare number may bound: money by its sign, a scale by its comparative."""
        vocabulary, price = self.vocabulary, self.vocabulary.price()
        if scaled := self._scaled(after, sign):
            return scaled
        if self.message.search("rated", first) == (first, first + 1):
            return vocabulary.numbers_called("rating|score|stars")
        if not sign or (vocabulary.year is not None and 1800 <= number <= 2100):
            return []
        begin = refused_from(self.message, first)
        begin -= self.message.at(begin - 1) in ("that", "which", "it")
        if begin < first and (named := self._numbers(self.message.at(begin - 1))):
            return named  # "a rating that is not below 4"
        bound = self.asking.bound  # "at least 20 hours", "actually at least 8"
        span = vocabulary.numbers.get(bound.facts[0]) if bound is not None else None
        if bound is not None and span is not None and span.low <= number <= span.high:
            return [bound.facts[0]]
        return [price] if price else []

    def _scaled(self, after: int, sign: str) -> list[str]:
        """Facts of the scale that an adjective names: `wider than 5 cm`, `5 cm wide`."""
        adjective = re.sub(r" than$|^or |^(?:more|less|no|not) ", "", sign)
        behind = self.message.at(after)
        largest = self.message.search(_LARGEST, after)
        if largest and largest[0] == after and (most := self.message.search(_MOST, after)):
            for scale in SCALES:
                if re.fullmatch(scale.highest, self.message.norm(*most)) and (
                    facts := self.vocabulary.numbers_called(scale.fact)
                ):
                    return facts
        known = self.vocabulary
        for scale in SCALES[::-1] if re.fullmatch(_WAYS, behind) else ():
            if re.fullmatch(scale.high, behind) and (facts := known.numbers_called(scale.fact)):
                return facts
        for scale in SCALES:
            if "year" in scale.fact.split("|"):
                continue  # years have their own module; "older than 30 years" is none
            named = f"{scale.lower}|{scale.higher}|{scale.high}"
            if re.fullmatch(named, adjective) and (facts := known.numbers_called(scale.fact)):
                return facts
        return []

    def _one(self, facts: list[str], what: str, number: float, place: int) -> str | None:
        """The single fact, or the user's choice among several."""
        if len(facts) < 2:
            return facts[0] if facts else None
        spans = self.vocabulary.numbers
        span = next(one for one in clauses(self.message) if one[0] <= place < one[1])
        told = facts_told(self.message.words[slice(*span)], self.vocabulary)
        if len(named := [fact for fact in facts if fact in told]) == 1:
            return named[0]
        near = [fact for fact in facts if spans[fact].low <= number <= spans[fact].high]
        if len(near) == 1:
            return near[0]
        return self.asking.choose(
            f"fact:{what}",
            f"{what} of what?",
            [Option(self.vocabulary.numbers[fact].name, fact) for fact in near or facts],
        )


def _place(first: int, match: re.Match[str], group: str) -> int:
    """The word at which a group of a match begins that begins at word `first`."""
    return first + match.group()[: match.start(group) - match.start()].count(" ")


def _op(sign: str | None, tail: str | None) -> Op:
    if sign is None and tail is None:
        return "="
    if sign is None or tail:
        low = re.fullmatch(_AFTER_LESS, tail or "") or (sign and re.fullmatch(_LESS, sign))
        return "<=" if low else ">="
    low = re.fullmatch(_LESS, sign)
    if _OR_EQUAL.fullmatch(sign):
        return "<=" if low else ">="
    return "<" if low else ">"
