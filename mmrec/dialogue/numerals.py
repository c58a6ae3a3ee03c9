"""Numbers as people write them: `20`, `1,500`, `2 k`, `two`, `a hundred`, `two and a half`."""

import re

from mmrec.dialogue.words import listed

_COUNTED = dict(
    zip(
        listed(
            "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty "
            "forty fifty sixty hundred thousand half"
        ),
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 40, 50, 60, 100, 1000, 0.5),
        strict=True,
    )
)
NUMBER = rf"(?:\d+(?:[.,]\d+)?(?: k)?|(?:an? )?(?:{'|'.join(_COUNTED)})|an?(?= hour| kilo| gig))"
HALF = r"(?P<half>(?: and a half)?)"


def value_of(word: str) -> float:
    """The value of what `NUMBER` matched."""
    word = word.removeprefix("an ").removeprefix("a ")
    if word in _COUNTED:
        return _COUNTED[word]
    if word in ("a", "an"):
        return 1
    thousands = 1000 if word.endswith(" k") else 1
    digits = word.removesuffix(" k")
    digits = (
        digits.replace(",", "") if re.fullmatch(r"\d+,\d{3}", digits) else digits.replace(",", ".")
    )
    return float(digits) * thousands
