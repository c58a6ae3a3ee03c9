"""Places in the shown list: `the second one`, `number 3`, `#2`, `the last two`."""

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
_PLACE = re.compile(
    rf"(?:(?:the|your|that|this) )?(?:very )?(?P<ordinal>{_ORDINAL})"
    rf"(?: (?P<count>{'|'.join(_COUNTS)}|\d))?(?P<noun> (?:{NOUNS}))?(?![^ ])"
)
_AT = rf"(?:the )?(?:numbers?|nos?|nr|positions?|places?|spots?|slots?|rows?|{NOUNS})"
_NUMBER = re.compile(rf"{_AT} (?P<number>\d{{1,2}}|{'|'.join(_COUNTS)})(?![^ ])")
_NUMBERS = re.compile(  # "items two and five"
    rf"{_AT} (?:(?:\d{{1,2}}|{'|'.join(_COUNTS)}) )+(?:and|or|with|to|vs) "
    rf"(?:\d{{1,2}}|{'|'.join(_COUNTS)})(?![^ ])"
)
_ENDS = re.compile(  # "the one at the top"
    rf"(?:the|that|this) (?:(?:{NOUNS}) (?:right )?(?:at|on) (?:the )?(?:very )?"
    r"(?P<at>top|bottom|end)|(?P<end>top|bottom) one)(?![^ ])"
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
    lasts = line.startswith("last") and message.at(first - 1) in _LASTING
    if (match := _PLACE.match(line)) and not (lasts and first > 0):
        after = first + match.group().count(" ") + 1
        if match["noun"] and message.words[after - 2].ends:
            after -= 1  # "the third, show me …"
        if (
            match["noun"]
            or match["count"]
            or message.ends_at(after)
            or message.at(after) in _GOES_ON
            or (message.at(first - 1) in _AUXILIARIES and message.at(after) not in _OCCASIONS)
        ):
            return Reference(_places(match, shown), first, after)
    if match := _ENDS.match(line):
        top = (match["at"] or match["end"]) == "top"
        return Reference((1 if top else shown,), first, first + match.group().count(" ") + 1)
    if match := _NUMBERS.match(line):
        after = first + match.group().count(" ") + 1
        return Reference(tuple(map(_number, _EACH.findall(match.group()))), first, after)
    if match := _NUMBER.match(line):
        after = first + match.group().count(" ") + 1
        return Reference((_number(match["number"]),), first, after)
    if (match := _BARE.match(line)) and 1 <= int(match["number"]) <= shown:
        after = first + 1
        if message.ends_at(after) or message.at(after) in CONNECTORS:
            return Reference((int(match["number"]),), first, after)
    return None


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


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.index(word) + 1
