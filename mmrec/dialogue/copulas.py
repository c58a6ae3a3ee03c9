"""The verb that a noun has swallowed: `the bee's lovely` is `the bee is lovely`."""

import re

from mmrec.dialogue.adjectives import BLAMING, PRAISING
from mmrec.dialogue.cues import BAD, GOOD

_PRONOUN = r"(?:it|that|this|he|she|what|who|there|here|let|where|how|when|which|one|other|else)"
_VERY = (
    r"(?:(?:so|too|very|really|bloody|dead|just|pretty|absolutely|plain|rather|quite|simply|only|"
    r"such|[a-z]+ly) )*"
)
_SWALLOWED = re.compile(
    rf"(?<!\w)(?P<noun>(?!{_PRONOUN}['’])(?:[\w-]{{2,}}))['’]s (?=an? (?:\w+ )?\w|{_VERY}(?:{GOOD}|{BAD}|"
    rf"{PRAISING}|{BLAMING})(?:\s*[,.!?;]|\s*$| and | but | i ))|"
    rf"(?<=first |econd |third |ourth |fifth |.last )(?P<one>one)['’]s (?={_VERY}(?:an? |{GOOD}|{BAD}))",
    re.IGNORECASE,
)


def unswallowed(message: str) -> str:
    """The message with `is` written out behind nouns, where what they are follows."""
    return _SWALLOWED.sub(lambda found: f"{found['noun'] or found['one']} is ", message)
