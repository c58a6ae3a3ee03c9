"""Years said in words: `after 1990`, `from the 80s`, `the late nineties`, `nothing before 2000`."""

import re
from collections.abc import Iterator, Mapping

from mmrec.dialogue.constraint import Constraint, Op
from mmrec.dialogue.memories import in_memory
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.numerals import DECADES
from mmrec.dialogue.refusals import refused_behind, refused_from
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message

_TENS = tuple(DECADES)
_DIGITS = r"[12]\d{3}"
_YEAR = rf"(?:the year )?({_DIGITS})"
_NO = (
    r"(?:(?P<no>(?:(?:i )?(?:dont|do not) (?:want|like|show me)(?: (?:that )?(?:it|they) (?:is|"
    r"are)| it to be)?|"
    r"(?:it |they )?(?:(?:should|must|may|can)(?:nt| not)|"
    r"cant|cannot)(?: be)?|not|nothing|no|none|never|avoid|"
    r"exclud(?:e|ing)|without|skip(?:ping)?|leav(?:e|ing) out|cut|remove|omit|hide|isnt|arent|"
    r"except|(?:any|every)(?:thing|time)? but|all but)(?: (?:any|anything|everything|all|whatever|"
    r"stuff|those|the|ones?|films?|"
    r"movies?|items?))*) )?"
)
_MADE = (
    r"(?:(?:that (?:is|are|was|were|came) |came )?(?:made|released|published|out|something|"
    r"anything|shot|set|produced) )?"
)
_IN = r"(?:(?:from|in|of|during|within|between) )?(?:the )?(?P<part>early |mid |late )?"
_LATER = (
    r"(?:anything )?(?:later|newer|younger|fresher|more recent(?:ly)?|up|upwards?|after|"
    r"afterwards?|thereafter|beyond|since)"
)
_EARLIER = r"(?:anything )?(?:earlier|older|before|prior|previously|less recent)"
_ON = rf"(?P<on> (?:(?:or|and) (?:{_EARLIER}|{_LATER})|on|onwards?))?"
_SIDE = (
    r"(?:(?:from )?(?P<side>before|older than|earlier than|prior to|pre|after|newer than|"
    r"later than|past|more recent than|since|post|until|up to) (?:the )?)?"
)
_DATED = (
    r"(?:(?:is |are |from )?(?:after|past|over|beyond|(?:newer|later|more recent|younger) than))"
)
_ABOUT = 2  # years
_RULES: tuple[tuple[str, str], ...] = (
    (
        rf"(?:between|from|of|in|the years|years?)? ?{_YEAR} (?:and|to|until|till|through) {_YEAR}",
        "span",
    ),
    (
        (
            rf"{_IN}(?P<century>1\d|20)?(?P<tens>\d0)s?(?: years)?(?: (?:and|or|to) (?:from |of "
            rf")?(?:the )?"
            rf"(?P<part2>early |mid |late )?(?P<century2>1\d|20)?(?P<tens2>\d0)s)(?: years)?{_ON}"
        ),
        "tens",
    ),
    (rf"{_SIDE}{_IN}(?P<century>1\d|20)?(?P<tens>\d0)s{_ON}", "tens"),
    (
        (
            rf"{_SIDE}{_IN}(?P<tens>{'|'.join(_TENS)})(?: (?:and|or|to) (?:the )?"
            rf"(?P<part2>early |mid |late )?(?P<tens2>{'|'.join(_TENS)}))?{_ON}"
        ),
        "tens",
    ),
    (rf"(?:from|in|of)? ?{_YEAR} or {_YEAR}", "pair"),
    (r"(?:from |in |of )?(?:the )?(?P<which>last|this|current|previous) century", "century"),
    (r"(?:from |in |of )?(?:the |this )?(?P<hundred>1\d|20|21)(?:th|st) century", "hundred"),
    (rf"(?:from |in |since )?{_YEAR} (?:on|onwards?|plus|(?:or|and) {_LATER})(?! \d)", ">="),
    (rf"(?:from |in )?{_YEAR} (?:or|and) {_EARLIER}(?! \d)", "<="),
    (rf"(?:no|not|nothing) (?:older|earlier) than {_YEAR}", ">="),
    (rf"(?:no|not|nothing) (?:newer|later|more recent) than {_YEAR}", "<="),
    (rf"{_DATED} {_YEAR}", ">"),
    (
        rf"(?:from )?(?:since|(?:at least|starting|min|minimum)(?: from| in| since)?) {_YEAR}",
        ">=",
    ),
    (
        (
            rf"(?:from )?(?:before|older than|earlier than|prior to|under|pre|"
            rf"(?:pre|ante)dat(?:es?|ing)) {_YEAR}"
        ),
        "<",
    ),
    (rf"post(?:dat(?:es?|ing))? {_YEAR}", ">"),
    (rf"(?:until|till|up to|by|at most|max|maximum|no later than) {_YEAR}", "<="),
    (rf"(?:from |in |of )?{_YEAR} (?:at the (?:very )?latest|at most)", "<="),
    (rf"(?:from |in |of )?{_YEAR} (?:at the (?:very )?earliest|at least)", ">="),
    (rf"(?:from |in |of )?(?:around|about|roughly|circa|approximately) {_YEAR}", "about"),
    (rf"(?:from |in |of )?{_YEAR} (?:or (?:so|thereabouts)|ish|give or take)", "about"),
    (rf"(?:from|in|of|year)(?: is)? {_YEAR}", "="),
    (rf"{_YEAR}(?= (?:{NOUNS}|only|exactly)(?![^ ]))", "="),
)


def find_years(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    """Every bound on the year that the message states; its words are taken."""
    fact = vocabulary.year
    for pattern, kind in _RULES if fact else ():
        for first, after, match in list(message.findall(_NO + _MADE + pattern)):
            if message.free(first, after) and not (
                (kind == "pair" and _apart(match))
                or _owned(message, first)
                or in_memory(message, after - 1)
            ):
                begin = min(refused_from(message, place) for place in (first, first + 1))
                answers = match["no"] == "no" and kind == "span" and first <= message.start
                refused = (bool(match["no"]) or begin < first) and not answers  # "no, 1975 to 2000"
                end = refused_behind(message, after)
                message.take(begin, max(after, end))
                found = _year(fact or "", kind, match)
                yield found.inverse() if refused is not bool(end) else found


def _year(fact: str, kind: str, match: re.Match[str]) -> Constraint:
    years = [int(group) for group in match.groups() if group and re.fullmatch(_DIGITS, group)]
    if kind in ("=", "<", "<=", ">", ">="):
        op: Op = kind  # type: ignore[assignment]  # narrowed by the line above
        return Constraint((fact,), op, (years[0],))
    if kind == "about":
        return Constraint((fact,), "..", (years[0] - _ABOUT, years[0] + _ABOUT))
    if kind in ("span", "pair"):
        return Constraint((fact,), "..", (min(years), max(years)))
    said = match.groupdict()
    if kind == "century":
        start = 1900 if said["which"] in ("last", "previous") else 2000
        return Constraint((fact,), "..", (start, start + 99))
    if kind == "hundred":
        last = 100 * int(said["hundred"] or 0)
        return Constraint((fact,), "..", (last - 100, last - 1))
    low, high = _decade(said["tens"] or "", said.get("century"), said["part"])
    if said.get("tens2"):
        other = _decade(said["tens2"] or "", said.get("century2"), said.get("part2"))
        low, high = min(low, other[0]), max(high, other[1])
    return _beside(fact, low, high, said.get("side") or "", said.get("on") or "")


def _beside(fact: str, low: int, high: int, side: str, on: str) -> Constraint:
    """Before, after, since or up to a decade; or within it."""
    if re.match("before|older|earlier|prior|pre", side):
        return Constraint((fact,), "<", (low,))
    if re.match("after|newer|later|past|more|post", side):
        return Constraint((fact,), ">", (high,))
    if side in ("until", "up to") or re.search(_EARLIER, on):
        return Constraint((fact,), "<=", (high,))
    if side or on:
        return Constraint((fact,), ">=", (low,))
    return Constraint((fact,), "..", (low, high))


def _owned(message: Message, first: int) -> bool:
    """Whether a number is somebody's: `my Year 10s`."""
    named = message.at(first - 1) in ("year", "years", "class", "grade", "form")
    return message.at(first - 1 - named) in ("my", "our", "your", "his", "her", "their")


def _apart(match: re.Match[str]) -> bool:
    """Whether `1994 or 1999` has years between, so that it is no span."""
    return abs(int(match[2]) - int(match[3])) > 1


def _decade(tens: str, century: str | None, part: str | None) -> tuple[int, int]:
    """`90s`, `1990s`, `late nineties`; `20s` and below without a century are of this one."""
    number = 10 * (_TENS.index(tens) + 2) if tens in _TENS else int(tens)
    recent = number < 30 and tens not in _TENS
    start = 100 * int(century or (20 if recent else 19)) + number
    parts: Mapping[str, tuple[int, int]] = {"early ": (0, 3), "mid ": (3, 6), "late ": (6, 9)}
    within = parts.get(part or "", (0, 9))
    return start + within[0], start + within[1]
