"""Numbers as people write them: `20`, `1,500`, `2 k`, `two`, `a hundred`, `two and a half`."""

import re

from mmrec.dialogue.words import listed

UNITS = listed("one two three four five six seven eight nine")
TEENS = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
DECADES = {f"{ten[:-1]}ies": 10 * value for value, ten in enumerate(TENS, 2)}  # nineties: 90
_COUNTED = {word: float(value) for value, word in enumerate(UNITS + TEENS, 1)} | {
    word: 10.0 * value for value, word in enumerate(TENS, 2)
}
_COUNTED |= {"hundred": 100.0, "thousand": 1000.0}
NUMERALS = frozenset(_COUNTED)
_SMALL = rf"(?:{'|'.join(TENS)})(?: (?:{'|'.join(UNITS)}))?|{'|'.join(reversed(UNITS + TEENS))}"
NUMBER = (
    rf"(?:\d+(?:[.,]\d+)?(?: k)?|(?:(?:an?|{_SMALL}) )?(?:hundred|thousand)"
    rf"(?: (?:and )?(?:{_SMALL}))?|half an?|(?:{_SMALL})|an?(?= hour| kilo| gig))"
)
HALF = r"(?P<half>(?: and a half)?)"


def value_of(word: str) -> float:
    """The value of what `NUMBER` matched."""
    if word.startswith("half"):
        return 0.5
    if not word[0].isdigit():
        return _spoken(word)
    thousands = 1000 if word.endswith(" k") else 1
    digits = word.removesuffix(" k")
    digits = (
        digits.replace(",", "") if re.fullmatch(r"\d+,\d{3}", digits) else digits.replace(",", ".")
    )
    return float(digits) * thousands


def _spoken(words: str) -> float:
    """`a hundred and fifty` is 150, `two thousand` is 2000."""
    total, last = 0.0, 1.0
    for word in words.split():
        value = _COUNTED.get(word, 1.0 if word in ("a", "an") else 0.0)
        if word in ("hundred", "thousand"):
            total, last = total - last + last * value if total else value, 0.0
        elif word != "and":
            total, last = total + value, value
    return total
