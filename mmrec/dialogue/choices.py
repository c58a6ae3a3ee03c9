"""Whether one of several values that are named apart is enough: `by X or by Y, either will do`."""

import re

from mmrec.dialogue.words import Message

_EITHER = (
    r"either (?:(?:one )?of (?:the two|the pair|them|those|these|both)|one(?: of them)?|will|would|"
    r"is|works?|suits?)|(?:one|any) of the two|whichever|(?:cant|can never|could never|cannot|"
    r"unable to) (?:choose|decide|pick)|one or the other|dont (?:mind|care) which"
    r"(?: one| of them)?|no matter which|all (?:one|the same) to (?:me|us)"
)
_WHICHEVER = re.compile(
    r"(?:,? *(?:so|and|but))?,? *\b(?:(?:i|we)\b(?: (?:literally|really|honestly|just|truly))*"
    r"(?: do not| don['’]?t) (?:care|mind) which(?: one| of them| of the two)?|"
    r"either (?:one )?of (?:the two|them|those) (?:will|would) (?:do|be [a-z]+)(?: nicely)?)"
    r"(?= *(?:[.,;!?]|$))",
    re.IGNORECASE,
)


def is_open(message: str) -> bool:
    """Whether a message leaves the choice among what it names."""
    return Message(message).search(_EITHER) is not None


def without_leave(message: str) -> str:
    """The message without the words that leave the choice."""
    return _WHICHEVER.sub("", message)
