"""Places in the shown list: `the second one`, `number 3`, `the last but one`, `the top two`."""

import re
from dataclasses import dataclass

from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.opinions import BESIDE
from mmrec.dialogue.titles import CONNECTORS
from mmrec.dialogue.words import Message, listed

_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_COUNTS = listed("one two three four five six seven eight nine ten")
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|last|middle|\d{{1,2}}(?:st|nd|rd|th))"
_OCCASIONS = frozenset(listed("time times night week year month weekend"))
# What may follow a place without a noun: "the third a 3", but not "the third time".
_GOES_ON = (
    CONNECTORS
    | BESIDE
    | frozenset(listed("put left made gave goes bored aside less more different any still differs"))
) - _OCCASIONS
_AUXILIARIES = ("does", "did", "would", "will", "could", "can")  # "does the third hold up"
_JOINED = rf"(?:the )?{_ORDINAL}(?: one)? (?:and|or|nor|with|to|against|from|versus|vs|than)"
_PLACE = re.compile(
    rf"(?:(?:the|your|that|this) )?(?:very )?(?P<ordinal>{_ORDINAL})"
    rf"(?: (?P<count>{'|'.join(_COUNTS)}|\d))?(?P<noun> (?:{NOUNS}))?(?![^ ])"
)
_AT = (
    rf"(?:the )?(?:(?:{NOUNS}) at )?(?:(?:serial )?numbers?|nos?|nr|positions?|places?|spots?|"
    rf"slots?|rows?|{NOUNS})"
)
_NUMBER = re.compile(rf"{_AT} (?P<number>\d{{1,2}}|{'|'.join(_COUNTS)})(?![^ ])")
_NUMBERS = re.compile(  # "items two and five"
    rf"{_AT} (?:(?:\d{{1,2}}|{'|'.join(_COUNTS)}) )+(?:and|or|with|to|vs) "
    rf"(?:\d{{1,2}}|{'|'.join(_COUNTS)})(?![^ ])"
)
_ENDS = re.compile(  # "the one at the top"
    rf"(?:the|that|this) (?:(?:{NOUNS}) (?:right )?(?:at|on) (?:the )?(?:very )?"
    r"(?P<at>top|bottom|end)|(?P<end>top|bottom) one)(?![^ ])"
)
_FROM_THE_END = re.compile(  # "the last but one", "the second from the bottom", "the penultimate"
    rf"(?:the |your |that |this )?(?:(?:very )?last but (?P<but>one|two|three)|"
    rf"(?P<nearly>next to (?:the )?(?:last|bottom)|penultimate)|"
    rf"(?P<nth>second|third|fourth) (?:(?:one )?(?:to|from)(?: the)?(?: very)? (?:last|bottom|end)|"
    rf"last(?= (?:{NOUNS})(?![^ ])))|"
    rf"(?P<down>second|third|fourth) (?:one )?(?:down(?: from the top)?|from the top))"
    rf"(?P<noun> (?:{NOUNS}))?(?![^ ])"
)
_EDGES = re.compile(  # "the top two", "the bottom three"
    rf"(?:the |your |those |these )?(?:very )?(?P<edge>top|bottom|upper|lower) "
    rf"(?P<count>{'|'.join(_COUNTS)}|\d)(?P<noun> (?:{NOUNS}))?(?![^ ])"
)
_OF_THEM = re.compile(  # "the seventh | of these"
    rf"of (?:(?:all )?(?:these|those|them)|(?:the|these|those|your) (?:{'|'.join(_COUNTS)}|lot|"
    rf"list|bunch|{NOUNS}))(?![^ ])"
)
_EACH = re.compile(rf"(?<![^ ])(?:\d{{1,2}}|{'|'.join(_COUNTS)})(?![^ ])")
_LASTING = ("it", "they", "battery", "will", "should", "must", "to", "can")
_BARE = re.compile(r"(?P<number>\d{1,2})(?![^ ])")


@dataclass(frozen=True, slots=True)
class Reference:
    """Words [first, after) point at places (1-based) of the shown list, there or not."""

    places: tuple[int, ...]
    first: int
    after: int


def reference_at(message: Message, first: int, shown: int) -> Reference | None:
    """The places that the words from `first` on point at, in a list of `shown` items."""
    line = message.norm(first, len(message))
    if edge := _edge_at(message, first, shown):
        return edge
    lasts = line.startswith("last") and message.at(first - 1) in _LASTING
    if (match := _PLACE.match(line)) and not (lasts and first > 0):
        after = _after(match, first)
        if match["noun"] and message.words[after - 2].ends:
            after -= 1  # "the third, show me …"
        if (
            match["noun"]
            or match["count"]
            or message.ends_at(after)
            or message.at(after) in _GOES_ON
            or _OF_THEM.match(message.norm(after, len(message)))
            or (_leads(message, first) and message.at(after) not in _OCCASIONS)
        ):
            return Reference(_places(match, shown), first, after)
    if match := _ENDS.match(line):
        top = (match["at"] or match["end"]) == "top"
        return Reference((1 if top else shown,), first, _after(match, first))
    if match := _NUMBERS.match(line) or _NUMBER.match(line):
        told = match.groupdict().get("number") or match.group()
        return Reference(tuple(map(_number, _EACH.findall(told))), first, _after(match, first))
    if (match := _BARE.match(line)) and 1 <= int(match["number"]) <= shown:
        after = first + 1
        if message.ends_at(after) or message.at(after) in CONNECTORS:
            return Reference((int(match["number"]),), first, after)
    return None


def _leads(message: Message, first: int) -> bool:
    """Whether what stands ahead wants a place: `does | the third`, `the first and | the fourth`."""
    joined = re.fullmatch(_JOINED, message.norm(first - 3, first)) is not None
    return message.at(first - 1) in _AUXILIARIES or (joined and message.at(first) == "the")


def _edge_at(message: Message, first: int, shown: int) -> Reference | None:
    """`the last but one`, `the top two`: places counted from an end of the list."""
    line = message.norm(first, len(message))
    if match := _FROM_THE_END.match(line):
        return Reference((_from_the_end(match, shown),), first, _after(match, first))
    match = _EDGES.match(line)
    if match is None or (count := _number(match["count"])) >= shown:
        return None
    after = _after(match, first)
    if not (message.ends_at(after) or match["noun"] or message.at(after) in _GOES_ON):
        return None
    start = 1 if match["edge"] in ("top", "upper") else shown - count + 1
    return Reference(tuple(range(start, start + count)), first, after)


def _places(match: re.Match[str], shown: int) -> tuple[int, ...]:
    word = match["ordinal"]
    # "the second one": `one` is a noun here, not a count.
    count = 1 if match["count"] in (None, "one", "1") else _number(match["count"])
    if word == "middle":
        return (shown // 2 + 1,)
    if word == "last":
        return tuple(range(max(shown - count + 1, 1), shown + 1)) or (1,)
    start = _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word[:-2])
    return tuple(range(start, start + count))


def _from_the_end(match: re.Match[str], shown: int) -> int:
    if match["down"]:
        return _ORDINALS.index(match["down"]) + 1
    if match["nearly"]:
        return shown - 1
    if match["but"]:
        return shown - _number(match["but"])
    return shown - _ORDINALS.index(match["nth"])


def _after(match: re.Match[str], first: int) -> int:
    """The word behind a match that begins at a word."""
    return first + match.group().count(" ") + 1


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.index(word) + 1
