"""The last remark, of another item: `save the first`, then `sorry, I meant the second`."""

import re
from collections.abc import Sequence

from mmrec.dialogue.cues import ANSWERS, EXCLAIMED
from mmrec.dialogue.meaning import Meaning, Remark
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.words import listed, phrase

_CORRECTS = re.compile(
    r"(?<![^ ])(?:sorry|apologise|apologize|apologies|pardon|oops|mistake|wrong|rather|actually|"
    r"mean|meant|forgive|misspoke|correction|wait|other)(?![^ ])"
)
# What may stand beside the item that is meant.
_BESIDE = (
    ANSWERS
    | EXCLAIMED
    | frozenset(
        listed(
            "sorry apologise apologize apologies pardon beg your excuse forgive me us oops "
            "mistake wrong one ones rather actually i im do did am we mean meant to say "
            "said should have it that was is my bad the a silly of not misspoke correction "
            "wait hang on hold instead please just then course so very terribly in fact ive "
            "got other way round around typo error slip tongue "
        )
    )
)
_CROSSED = re.compile(r"(?<![^ ])(?:other|wrong) way (?:around|round|about)(?![^ ])")
_LONGEST = 12  # words


def corrects(written: str) -> bool:
    """Whether a message says that something else was meant."""
    return _CORRECTS.search(phrase(written)) is not None


def said_again(pointer: Pointer, written: str, said: Sequence[Remark]) -> Meaning | None:
    """The remark that a message corrects, if it says nothing but which item was meant.

    Args:
        pointer: resolves what the words of the whole message point at.
        written: the message as it was written, with what takes something back.
        said: the remarks of the message before.
    """
    message = pointer.message
    if len(message) > _LONGEST:
        return None
    if _CROSSED.search(phrase(written)):
        return _swapped(said)
    named = list(pointer.mentions())
    inside = {i for first, found in named for i in range(first, found.after)}
    rest = [message.at(i) for i in range(len(message)) if i not in inside]
    if not named or not _BESIDE.issuperset(rest):
        return None
    told = [one for one in said if one.item_id not in pointer.named()] or list(said)
    items = [i for i in pointer.named() if i not in {one.item_id for one in said}]
    kinds = dict.fromkeys((one.kind, one.value) for one in told)
    remarks = tuple(Remark(kind, item, value) for item in items for kind, value in kinds)
    return Meaning("feedback", remarks=remarks) if remarks else None


def _swapped(said: Sequence[Remark]) -> Meaning | None:
    """What was said of each of two items, said of the other."""
    if len({one.item_id for one in said}) != len(said) or len(said) != len(("one", "other")):
        return None
    one, other = said
    crossed = (
        Remark(other.kind, one.item_id, other.value),
        Remark(one.kind, other.item_id, one.value),
    )
    return Meaning("feedback", remarks=crossed)
