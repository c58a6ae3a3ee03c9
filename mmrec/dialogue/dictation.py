"""Numbers said in words, written as digits: `nineteen eighty five` is 1985, `size forty` is 40.

So are sizes, as the catalogue has them: `in a medium` is `in size M`.
"""

import re
from collections.abc import Callable

from mmrec.dialogue.numerals import DECADES, TEENS, TENS, UNITS, value_of
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import phrase

_UNIT, _TEEN, _TEN = "|".join(UNITS), "|".join(TEENS), "|".join(TENS)
_S = r"(?: |-)"
_TWO = rf"(?:(?:{_TEN})(?:{_S}(?:{_UNIT}))?|{_TEEN})(?!\w)"  # a number of two digits
_BELOW = rf"(?:{_TWO}|(?:{_UNIT})(?!\w))"
_BIG = r"(?:hundred|thousand)"
_REST = rf"(?: (?:and )?{_BELOW}(?!{_S}{_BIG}))"
_HUNDREDS = rf"(?:an?|{_BELOW}){_S}hundred{_REST}?"
_THOUSANDS = rf"(?:an?|{_BELOW}){_S}thousand(?: (?:and )?{_HUNDREDS}|{_REST})?"
_CENTURY = r"seventeen|eighteen|nineteen|twenty"
_DECADES = DECADES | {"tens": 10}
_BOUND = "under|over|below|above|than|least|most|to|around|about|spend|pay|costs?|within|max"
_SAID = re.compile(
    r"(?<![\w'’-])(?:"
    rf"(?P<century>{_CENTURY}){_S}(?P<decade>{'|'.join(_DECADES)})|(?P<thousands>two thousands)|"
    rf"(?P<first>{_CENTURY}){_S}(?:(?P<second>{_TWO})|(?:oh|o){_S}(?P<little>{_UNIT}))|"
    rf"(?P<whole>(?:{_BELOW}|zero|nought)) point (?P<part>(?:{_UNIT}|zero)(?:{_S}(?:{_UNIT}))?)|"
    rf"(?P<number>{_THOUSANDS}|{_HUNDREDS}|{_TWO})|"
    # "under one sixty" is what one says for money
    rf"(?:(?<=\w )(?P<hundreds>{_UNIT}) (?P<over>{_TWO}))"
    r")(?![\w'’])",
    re.IGNORECASE,
)
_BOUNDED = re.compile(rf"(?<!\w)(?:{_BOUND})(?: (?:about|around|like|maybe))? $", re.IGNORECASE)
_AROUND = 6  # words of a title before and behind its number

_LETTERS = {"small": "S", "medium": "M", "large": "L"}
# A size by itself: `in a medium`, `I'm an extra large`, `size large`; not `a large bag`.
_SIZE = re.compile(
    r"(?<![\w'’])(?P<lead>sizes? |(?:in|take|takes|wear|wears|need|be|am|is|are|i['’]?m|"
    r"he['’]?s|she['’]?s|"
    r"they['’]?re) an? (?:size )?|\bin )(?P<extra>(?:extra |x|double x )?)"
    r"(?:-?)(?P<size>small|medium|large)"
    r"(?= *(?:[.,;:!?]|$)| (?:and|or|so|but|please|under|over|with|for|which|that|if|too|then|"
    r"now|at|i|he|she|from|by)\b)",
    re.IGNORECASE,
)


def in_letters(message: str, vocabulary: Vocabulary) -> str:
    """The message with `a medium` as `size M`, where the catalogue has such a size."""

    def short(match: re.Match[str]) -> str:
        extra = {"": "", "double x ": "XX"}.get(match["extra"].lower(), "X")
        letter = extra + _LETTERS[match["size"].lower()]
        sized = any("size" in value.fact for value in vocabulary.categories.get(letter.lower(), ()))
        lead = re.sub(r"(?:an? )?(?:sizes? )?$", "", match["lead"], flags=re.IGNORECASE)
        return f"{lead}size {letter}" if sized else match[0]

    return _SIZE.sub(short, message)


def in_digits(message: str, names: Callable[[str], object]) -> str:
    """The message with its numbers in digits; `names`: whether a phrase is a title, which stays."""
    return _SAID.sub(lambda match: match[0] if _named(match, names) else _digits(match), message)


def _digits(match: re.Match[str]) -> str:
    said = {name: text.lower().replace("-", " ") for name, text in match.groupdict("").items()}
    if said["decade"]:
        return f"{_value(said['century']) * 100 + _DECADES[said['decade']]}s"
    if said["thousands"]:
        return "2000s"
    if said["first"]:
        return str(_value(said["first"]) * 100 + _value(said["second"] or said["little"]))
    if said["part"]:
        return f"{_value(said['whole'])}.{''.join(str(_value(d)) for d in said['part'].split())}"
    if said["hundreds"]:
        bounded = _BOUNDED.search(match.string[: match.start()])
        value = _value(said["over"])
        return (
            str(100 * _value(said["hundreds"]) + value)
            if bounded
            else f"{said['hundreds']} {value}"
        )
    # "a hundred" is what people say of much: it stays where nothing makes it exact
    vague = said["number"] in ("a hundred", "a thousand")
    return match[0] if vague else str(_value(said["number"]))


def _value(words: str) -> int:
    return int(value_of(words)) if words not in ("zero", "nought") else 0


def _named(match: re.Match[str], names: Callable[[str], object]) -> bool:
    """Whether a title is named around a number: `Ocean's Eleven`, `ten things i hate about you`."""
    ahead = match.string[: match.start()].split()[-_AROUND:]
    behind = match.string[match.end() :].split()[:_AROUND]
    for before in range(len(ahead) + 1):
        for after in range(len(behind) + 1):
            bare = not before and not after
            if bare and (match[0].islower() or not ahead):
                continue  # "thirteen" is a number, "Thirteen" a film
            said = [*ahead[len(ahead) - before :], match[0], *behind[:after]]
            if names(phrase(" ".join(said))):
                return True
    return False
