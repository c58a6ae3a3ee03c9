"""One value in place of another: `red in place of the black`, `swap shoes for jackets`.

The old one is left out of what is read, where both are of one sort; the new one stays.
"""

import re
from dataclasses import replace

from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.questions import Asking
from mmrec.dialogue.repairs import sort_at
from mmrec.dialogue.words import Message, listed

# What stands between the new value and the old one.
_OVER = (
    r"instead of|in (?:place|lieu|the stead|preference) (?:of|to)|rather than|as opposed to|"
    r"in exchange for|in preference to|than"
)
# What stands before the old value, and between it and the new one.
_SWAP = (
    r"(?:swap|swop|exchange|trade|replace|switch|change|substitute|turn|move|go)(?:ping|d|s)?"
    r"(?: (?:over|out))?(?:(?: [a-z]+){0,2} from)?"
)
_FOR = r"for|with|by|to|into|over to"
# What stands before a new value, where the old one was said ahead: `he vetoes red, make it blue`.
_TO = r"(?:make|move|change|switch|turn|bring) (?:it|that|them|this)(?: (?:to|into))?"
_LEADS = frozenset(
    listed("the a an some any from in of with by for size number brand colour category genre one")
)
_HEDGES = frozenset(listed("ones one please pair pairs films movies pictures"))
_FARTHEST = 3
_REVERSED = ("substitute",)  # "substitute plants for animals"
_NEW = 8  # words between the new value and `instead of`


def swapped(text: str, scene: Pointer) -> str:
    """The text without the values that others take the place of."""
    if re.search(rf"(?i)\b(?:{_OVER}|{_SWAP}|{_TO}|not)\b", text) is None:
        return text
    silent = replace(scene, asking=Asking(silent=True))
    for cut in (_replaced, _preferred, _changed):
        message = Message(text)
        if (span := cut(replace(silent, message=message))) is not None:
            first, after = (message.words[place] for place in (span[0], span[1] - 1))
            text = f"{message.text[: first.start].rstrip()}{message.text[after.end :]}".lstrip(" ,")
    return text


def _replaced(scene: Pointer) -> tuple[int, int] | None:
    """The words of `swap shoes for | jackets`, `not shoes but | jackets`."""
    for first, after, _ in scene.message.findall(rf"{_SWAP}|not"):
        old = _value(scene, after)
        joint = "but" if scene.message.at(first) == "not" else _FOR
        join = scene.message.match(joint, old[1]) if old else 0
        new = _value(scene, join) if join else None
        if old and new and old[2] == new[2]:
            if scene.message.at(first) in _REVERSED and scene.message.at(old[1]) == "for":
                return old[1], new[1]
            return first, join
    return None


def _preferred(scene: Pointer) -> tuple[int, int] | None:
    """The words of `jackets | instead of shoes`, or of `instead of shoes, | jackets`."""
    message = scene.message
    for first, after, _ in message.findall(_OVER):
        old = _value(scene, after)
        if old is None or (message.at(first) == "than" and not _rather(message, first)):
            continue
        ahead = range(max(first - _NEW, 0), first)
        behind = (
            range(old[1], min(old[1] + _NEW, len(message))) if message.at(first) != "than" else ()
        )
        new = next((p for p in (*reversed(ahead), *behind) if sort_at(scene, p)[1] == old[2]), None)
        if new is not None:
            return first, old[1]
    return None


def _changed(scene: Pointer) -> tuple[int, int] | None:
    """The words of the value ahead of `make that blue`."""
    for first, after, _ in scene.message.findall(_TO):
        repaired = scene.message.at(first - 1) in ("no", "wait", "sorry", "rather")
        new = None if repaired else _value(scene, after)
        for place in range(first - 1, -1, -1) if new else ():
            end, sort = sort_at(scene, place)
            if new and sort == new[2] and end <= first:
                return place, end
    return None


def _rather(message: Message, place: int) -> bool:
    """Whether a `than` sets wishes against each other: `I'd sooner have X than Y`."""
    ahead = message.search("rather|sooner|prefer")
    return ahead is not None and ahead[1] < place


def _value(scene: Pointer, place: int) -> tuple[int, int, str] | None:
    """The value behind a word or two that lead to it: its words [first, after) and its sort."""
    for first in range(place, min(place + _FARTHEST, len(scene.message))):
        end, sort = sort_at(scene, first)
        if end:
            while scene.message.at(end) in _HEDGES:
                end += 1
            return first, end, sort
        if scene.message.at(first) not in _LEADS:
            break
    return None
