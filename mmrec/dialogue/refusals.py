"""What says ahead of words that they are not wanted: `I am not prepared to pay | over 50`."""

import re

from mmrec.dialogue.words import Message

_NOT = (
    r"(?:is|are|do|does|did|ca|wo|would|could|should|must|need|may|might)nt|not|never|cannot|"
    r"nothing|none|no|nor|refuse|unwilling|reluctant|loath|hate"
)
# What a bound is said with; between `not` and that, people put all sorts of wishes.
_SPENDS = (
    r"(?:pay|spend|cost|weigh|last|rise|stretch|part with|fork out|shell out|fork over|"
    r"splash out|lay out|run|go|be|have|come|carry|measure)(?:s|es|ing)?|is|are|having|out|to"
)
_BETWEEN = (
    r"(?:be|is|are|to|it|they|anything|something|afford|prefer|want|like|wish|intend|plan|care|"
    r"really|much|one|ones|get|see|possibly|ever|a|an|any|price|far)"
)
_ALLOWS = r"but|only|just|mind|care|matter|if|and|or|with|sure|know|problem|you|so|because|while"
_REFUSED = re.compile(
    rf"(?<![^ ])(?:{_NOT})(?: (?:{_BETWEEN}|{_SPENDS}))*$|"
    rf"(?<![^ ])(?:{_NOT})(?: (?!(?:{_ALLOWS}) )[a-z]+){{1,6}}? (?:{_SPENDS})"
    rf"(?: {_BETWEEN}){{0,2}}$"
)


def negation(pattern: re.Pattern[str], message: Message, place: int) -> re.Match[str] | None:
    """What negates the words from a place on, where no comma ends it: not `no, only comedies`."""
    found = pattern.search(message.norm(0, place))
    words = found.group().count(" ") + 1 if found else 0
    return None if any(map(message.comma_before, range(place - words + 1, place + 1))) else found


def refused_from(message: Message, place: int) -> int:
    """Where the words begin that refuse the bound at a place; the place itself without any."""
    no = _REFUSED.search(message.norm(0, place))
    begin = place - (no.group().count(" ") + 1 if no else 0)
    parted = any(word.ends for word in message.words[begin:place])
    return place if parted else begin  # "no, over 50"
