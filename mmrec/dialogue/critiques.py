"""Comparisons with what was shown: `cheaper`, `newer than the second one`, `not so expensive`.

With several items to compare with, the middle one is the bound; with none, a quarter of the
catalogue is. After McCarthy et al., Experience-based critiquing, ICCBR 2010, section 2: a unit
critique bounds one feature by the value of the shown item.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from mmrec.dialogue.clauses import in_reason
from mmrec.dialogue.constraint import Constraint, Op, shown
from mmrec.dialogue.measures import Degree, Way, scale_of
from mmrec.dialogue.memories import in_memory
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.refusals import refused_behind
from mmrec.dialogue.scales import IS, SCALES

_BEFORE = (
    r"(?:^|[·]|(?<![^ ])(?:something|anything|bit|little|slightly|somewhat|much|way|far|even|but|"
    r"and|or|it|them|his|her|their|its|your|those|ones?|me|want|need|"
    r"some|any|be|is|are|its|thats|theyre|maybe|rather|prefer|lot|got|have|only|ok|okay|please|an?|the|stuff|like|"
    r"actually|there|see|find|have|show|no|yes|get|looking for|go|going|made|released|slightly|"
    r"only|was|"
    r"were|came out|"
    rf"how about|what about|{NOUNS}))$"
)
_AFTER = (
    rf"(?:$|(?:·|is (?:also )?(?:fine|ok|okay|alright|good)|"
    rf"please|though|but|and|or|than|instead|if|one|now|too|for|with|in|from|by|as|pls|"
    rf"plz|{NOUNS})(?![^ ]))"
)
_SMALL = (
    r"(?:(?:an? )?(?:(?:wee|good|fair|little) )?(?:bit|little|lot|tad|touch|shade|smidge|smidgen|"
    r"fraction|trifle|much|slightly|somewhat|way|far|even|any) )?"
)
_TOO = (
    r"(?:(?:(?:is|are|was|its|thats|theyre|all|look|looks|seems?) )*(?:(?:a bit|a little|way|far|"
    r"all|"
    r"just|much) )*too|"
    r"(?:(?:is|are|its|thats|theyre|this|that|these|those|they|it|all) )+(?:a (?:bit|little|tad)|"
    r"rather|slightly|somewhat))"
)
_NOT_SO = (
    r"(?:(?:is|are|be|something|anything|but) )?(?:not (?:so|too|that|as|very|overly|really)|isnt "
    r"(?:so|too|that)|arent (?:so|too|that)|less|nothing (?:too|so|that)|dont want anything too|"
    r"not anything too)"
)
_MORE = r"more"
_TIMED = (
    "made",
    "released",
    "out",
    "something",
    "anything",
    "slightly",
    "bit",
    "much",
    "little",
    "from",
    "or",
    "and",
    "is",
    "was",
    "be",
)
_BESIDE = (
    r"(?:(?P<below>below|under|less than|lower than|beneath|smaller than|at most)|"
    r"(?:above|over|more than|higher than|better than|greater than|larger than|exceed(?:s|ing)?))"
    r"(?: th(?:at|ose) of)?"
)
_DETERMINERS = ("the", "number")
_LESS = r"(?P<below>less than|under|below)|(?:more than|over|above)"
_DATED = (
    r"(?:(?:that )?(?:was |were |is |are )?(?:made|released|out|came out|shot|produced|from) "
    r")?(?:(?P<before>before)|after)"
)
_ASKING = ("you", "ye", "have", "got", "there", "they")
_WHERE = r"(?:on|in|to|for|around) (?:the|my|your|our) [a-z]+"  # "lighter on the shoulders than"
_NO_ITEM = r"than (?:\d\S*|me|i|im|he|hes|she|shes|him|us|we|you|my [a-z]+)"
# Adjectives that speak of nothing else, wherever they stand.
_GRUMBLES = ("but", "bit", "little", "tad", "rather", "quite", "pretty")
_CLEAR = re.compile(
    "cheap|affordable|inexpensive|(?:highly|well|top) rated|cheapest|"
    "(?:good|great) (?:reviews|ratings)|well received|critically acclaimed"
)


def find_critiques(
    pointer: Pointer, base: Sequence[str], bounds: Sequence[Constraint] = ()
) -> Iterator[Constraint]:
    """Every comparison that the message makes; its words are taken.

    `base`: ids of the items to compare with, where the words name none; `bounds`: what the message
    says in numbers, which tells what `tiny` is about.

    Raises:
        Ambiguous: an adjective may speak of several facts, and none was chosen.
    """
    yield from _Critiques(pointer, base, bounds).all()


class _Critiques:
    def __init__(self, pointer: Pointer, base: Sequence[str], bounds: Sequence[Constraint]) -> None:
        self.told = frozenset(fact for bound in bounds for fact in bound.facts)
        self.pointer, self.base = pointer, base
        self.message, self.vocabulary = pointer.message, pointer.vocabulary

    def all(self) -> Iterator[Constraint]:
        """`too …` and `not so …` before the bare comparative, that before the plain adjective."""
        for _, after, _ in self.message.findall("than|as"):
            if named := self.pointer.glance(after).items:
                self.base = named  # "cheaper than the third, with a better rating"
        plain = "|".join(f"{scale.low}|{scale.high}" for scale in SCALES)
        comparative = "|".join(f"{scale.lower}|{scale.higher}" for scale in SCALES)
        yield from self._graded(rf"{_TOO} (?P<word>{plain})", "less", any_place=True)
        yield from self._graded(rf"{_NOT_SO} (?P<word>{plain})", "less", any_place=True)
        yield from self._graded(rf"{_SMALL}{_MORE} (?P<word>{plain})(?: date)?", "more")
        yield from self._extreme(plain)
        yield from self._against()
        yield from self._named()
        yield from self._equal(plain)
        yield from self._comparatives(comparative)
        yield from self._than_last()
        yield from self._dated()
        yield from self._graded_better(comparative)
        yield from self._plain(plain, "plain")
        best = "|".join(f"{scale.lowest}|{scale.highest}" for scale in SCALES)
        yield from self._plain(best, "superlative")

    def _graded(
        self, pattern: str, towards: Way, *, any_place: bool = False
    ) -> Iterator[Constraint]:
        for first, after, match in list(self.message.findall(pattern)):
            if not self.message.free(first, after) or not (any_place or self._fits(first, after)):
                continue
            found = scale_of(
                match["word"], self.vocabulary, self.pointer.asking, "plain", self.told
            )
            if found is None:
                continue
            fact, way = found
            than, end = self._than(after)
            self.message.take(first, end)
            yield self._bound(fact, way if towards == "more" else _other(way), than)

    def _extreme(self, words: str) -> Iterator[Constraint]:
        """`the most expensive`, `least popular`: a quarter of the catalogue."""
        pattern = rf"(?:the )?(?P<way>most|least) (?P<word>{words})(?: (?:{NOUNS}))?"
        for first, after, match in list(self.message.findall(pattern)):
            found = scale_of(match["word"], self.vocabulary, self.pointer.asking, "plain")
            bound = self.message.at(first - 1) == "at"  # "at least older than that"
            if found is not None and not bound and self.message.free(first, after):
                self.message.take(first, after)
                fact, way = found
                yield self._quarter(fact, way if match["way"] == "most" else _other(way))

    def _graded_better(self, words: str) -> Iterator[Constraint]:
        """`the older the better`."""
        for first, after, match in list(self.message.findall(rf"the (?P<word>{words}) the better")):
            vocabulary, asking = self.vocabulary, self.pointer.asking
            found = scale_of(match["word"], vocabulary, asking, "comparative")
            if found is not None and self.message.free(first, after):
                self.message.take(first, after)
                yield self._bound(*found, self.base)

    def _named(self) -> Iterator[Constraint]:
        """`longer battery than the last one`, `a higher rating`, `less weight`."""
        much, little = (
            "more|higher|longer|better|bigger|greater|larger",
            "less|lesser|lower|shorter|smaller|fewer|worse",
        )
        most, least = "longest|highest|best|most|biggest|largest", "lowest|least|smallest|fewest"
        most, least = (
            f"{most}|long|high|great|good|big|large|strong",
            f"{least}|low|short|small|weak",
        )
        pattern = (
            rf"(?:with |has |have |a |of |the |really |very )*{_SMALL}(?:(?P<much>{much}|"
            rf"(?P<most>{most}))|"
            rf"(?:{little}|(?P<least>{least}))) "
            rf"(?P<fact>{self._number_names()})(?: life| time)?"
        )
        for first, after, match in list(self.message.findall(pattern)):
            facts = self.vocabulary.facts_called(match["fact"])
            number = next((fact for fact in facts if fact in self.vocabulary.numbers), None)
            if number is None or not self.message.free(first, after):
                continue
            than, end = self._than(after)
            self.message.take(first, end)
            way: Way = "more" if match["much"] else "less"
            extreme = match["most"] or match["least"]
            yield self._quarter(number, way) if extreme else self._bound(number, way, than)

    def _against(self) -> Iterator[Constraint]:
        """`price below the second`: a fact held against an item's."""
        pattern = rf"(?P<fact>{self._number_names()}) (?P<is>{IS}){_BESIDE}"
        for first, after, match in list(self.message.findall(pattern)):
            found = self.pointer.glance(after) if self.message.free(first, after) else None
            if found is None or not found.items:
                continue
            found = self.pointer.objects(after, slips=False)
            facts = self.vocabulary.facts_called(match["fact"])
            number = next(fact for fact in facts if fact in self.vocabulary.numbers)
            self.message.take(first, found.after)
            bound = self._bound(number, "less" if match["below"] else "more", found.items)
            refused = re.search(r"(?<![^ ])(?:not|[a-z]+nt|never) ", match["is"]) is not None
            yield bound.inverse() if refused else bound

    def _than_last(self) -> Iterator[Constraint]:
        """`make that less than the boots`: the number that the request bounds already."""
        bound = self.pointer.asking.bound
        if bound is None:
            return
        for first, after, match in list(self.message.findall(_LESS)):
            found = self.pointer.glance(after) if self.message.free(first, after) else None
            if found is not None and found.items and self.message.at(after) in _DETERMINERS:
                found = self.pointer.objects(after, slips=False)
                self.message.take(first, found.after)
                yield self._bound(bound.facts[0], "less" if match["below"] else "more", found.items)

    def _number_names(self) -> str:
        """The words for facts that are numbers, as alternatives."""
        called = self.vocabulary.called.items()
        names = [re.escape(w) for w, facts in called if set(facts) & set(self.vocabulary.numbers)]
        return "|".join(names) or "(?!)"

    def _equal(self, words: str) -> Iterator[Constraint]:
        """`at least as high as the crown`, `as cheap as the first`."""
        lead = r"(?P<bound>(?:at (?:the very )?(?:least|most)|no more|no less) )?"
        pattern = rf"{lead}as (?P<word>{words}) as"
        for first, after, match in list(self.message.findall(pattern)):
            found = scale_of(
                match["word"], self.vocabulary, self.pointer.asking, "plain", self.told
            )
            item = self.pointer.glance(after)
            pronoun = self.message.at(after) in ("it", "they", "i", "you", "we")
            free = self.message.free(first, after) and not pronoun  # "as long as it …"
            if found is None or not free or not item.items:
                continue
            item = self.pointer.objects(after, slips=False)
            self.message.take(first, item.after)
            bound = self._bound(*found, item.items)
            much = re.search("least|less", match["bound"] or "")
            little = re.search("most|more", match["bound"] or "")
            op: Op = ">=" if much or (bound.op == ">" and not little) else "<="
            yield replace(bound, op=op)

    def _comparatives(self, words: str) -> Iterator[Constraint]:
        pattern = (
            rf"(?P<no>(?:not|nothing|no|none|never|isnt|dont want anything|(?:shouldnt|mustnt|"
            rf"cant|cannot|wont|may not|dont|doesnt)(?: be| is| cost| weigh)?) )?"
            rf"{_SMALL}(?P<word>{words})(?: {_WHERE}(?= than))?"
        )
        for first, after, match in list(self.message.findall(pattern)):
            if not self.message.free(first, after) or not self._fits(first, after):
                continue
            found = scale_of(match["word"], self.vocabulary, self.pointer.asking, "comparative")
            if found is None:
                continue
            timed = self.message.at(after) == "than" or self.message.at(first - 1) in _TIMED
            if match["word"] in ("later", "earlier") and not timed:
                continue  # "put it in my list for later"
            if self.message.match(_NO_ITEM, after):
                continue  # "older than 30 years", "than me" compares with no item
            noun = re.fullmatch(NOUNS, self.message.at(after)) is not None
            than, end = self._than(after + noun)  # "a cheaper one than the fourth"
            noun = not noun and re.fullmatch(NOUNS, self.message.at(end)) is not None
            self.message.take(first, end + noun)
            bound = self._bound(*found, than)
            if refused := refused_behind(self.message, end):
                self.message.take(end, refused)
                bound = bound.inverse()
            asks = self.message.at(first - 1) in _ASKING  # "have you nothing cheaper"
            yield bound.inverse() if match["no"] and not asks else bound

    def _dated(self) -> Iterator[Constraint]:
        """`made before Alien`: older than it."""
        fact = self.vocabulary.year
        for first, after, match in list(self.message.findall(_DATED)) if fact else ():
            found = self.pointer.glance(after) if self.message.free(first, after) else None
            made = self.message.at(first) not in ("before", "after")  # "after that" is then
            told = self.message.at(after) in ("all", "that") and not made
            if found is not None and found.items and not told:
                found = self.pointer.objects(after, slips=False)
                self.message.take(first, found.after)
                yield self._bound(fact or "", "less" if match["before"] else "more", found.items)

    def _plain(self, words: str, degree: Degree) -> Iterator[Constraint]:
        """`cheap ones`, `something recent`: a quarter of the catalogue."""
        for first, after, match in list(self.message.findall(rf"(?P<word>{words})")):
            mine = self.message.at(first - 1) in ("my", "our", "his", "her", "their")
            mine = mine or in_reason(self.message, first) or in_memory(self.message, first)
            if not self.message.free(first, after) or match["word"] == "new" or mine:
                continue
            noun = re.fullmatch(f"{NOUNS}|first", self.message.at(after)) or self._before_value(
                after
            )
            lead = re.search(
                r"(?<![^ ])(?:something|anything|be|is|are|it|them|and|but|the|me|your|bit|little|"
                r"tad|rather|quite|pretty|·)$",
                self.message.norm(0, first),
            )
            if not (noun or _CLEAR.fullmatch(match["word"])) and not (
                (lead or first == 0) and self._done(after, lead)
            ):
                continue
            found = scale_of(match["word"], self.vocabulary, self.pointer.asking, degree, self.told)
            if found is not None:
                self.message.take(first, after + (self.message.at(after) == "first"))
                dear = re.fullmatch(SCALES[0].high, match["word"]) is not None
                complaint = dear and len(self.base) == 1 and lead and lead.group() in _GRUMBLES
                bound = self._bound(found[0], "less", self.base) if complaint else None
                yield bound or self._quarter(*found)

    def _done(self, after: int, lead: re.Match[str] | None) -> bool:
        """Whether an adjective stands by itself: `something old`, `something old and spooky`."""
        joined = lead is not None and lead.group() in ("something", "anything")
        return self.message.ends_at(after) or (joined and self.message.at(after) in ("and", "but"))

    def _before_value(self, place: int) -> bool:
        return place < len(self.message) and (
            self.message.at(place) == "·"
            or bool(self.vocabulary.categories.get(self.message.at(place)))
        )

    def _than(self, after: int) -> tuple[Sequence[str], int]:
        """The items after `than` or `as`, and the word behind them; without, the base."""
        if self.message.at(after) in ("than", "as"):
            owned = self.message.match("th(?:at|ose) of", after + 1)  # "a weight below that of"
            found = self.pointer.objects(owned or after + 1)
            if found.items:
                verb = self.message.at(found.after) in ("is", "was", "are", "were")
                return found.items, found.after + verb
            shown = self.message.search(
                r"(?:what you(?:ve)? (?:showed|shown)(?: me)?|the rest|the others)", after + 1
            )
            if shown and shown[0] == after + 1:
                return self.pointer.ids, shown[1]
        return self.base, after

    def _fits(self, first: int, after: int) -> bool:
        if self.message.at(after) == "than":
            return True
        before, behind = self.message.norm(0, first), self.message.norm(after, len(self.message))
        return bool(
            (re.search(_BEFORE, before) or self.message.comma_before(first))
            and (re.match(_AFTER, behind) or self.message.ends_at(after))
        )

    def _bound(self, fact: str, way: Way, than: Sequence[str]) -> Constraint:
        values = [
            float(value)
            for item in self.pointer.items(than)
            if isinstance(value := item.facts.get(fact), int | float)
        ]
        if not values:
            return self._quarter(fact, way)
        return Constraint((fact,), "<" if way == "less" else ">", (median(values),))

    def _quarter(self, fact: str, way: Way) -> Constraint:
        span = self.vocabulary.numbers[fact]
        bound = span.lower if way == "less" else span.upper
        sign = "≤" if way == "less" else "≥"
        said = f"{span.name} {sign} {shown(bound)}"
        return Constraint((fact,), "<=" if way == "less" else ">=", (bound,), said=said)


def _other(way: Way) -> Way:
    return "more" if way == "less" else "less"
