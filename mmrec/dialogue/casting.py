"""How a person is meant, by the words around the name: `made by`, `who does not appear in it`."""

import re

from mmrec.dialogue.refusals import denied_behind
from mmrec.dialogue.words import Message

# What says behind a name how it is meant: `that Billy Wilder made`, `Hugh Grant is in it`.
_MADE = (
    r"(?:(?:has|have|had|ever|also) )*(?:directed|made|wrote|shot|filmed|did|drew|designed|does|"
    r"makes|directs)"
    r"(?: (?:it|them|that))?|(?:as|is|was|must be|should be|has to be|to be) (?:the )?(?:director|"
    r"writer|author|artist)|behind the "
    r"camera"
)
_ALSO = r"(?:(?:both|also|really|definitely|either|at all|too|absolutely|please) )*"
IN_IT = (
    r"(?:in (?:it|them|that|there|the (?:cast|lead|film|movie|thing|picture))(?! ones?)|there|on "
    r"board|(?:part|one) of (?:it|the (?:cast|actors))|(?:among|in) (?:the )?(?:cast|actors|stars)|"
    r"present|included|starring|star(?:s|red)?|act(?:s|ing|ed)?|"
    r"play(?:s|ing|ed)?|appear(?:s|ing)?|featured?|involved)"
    r"(?: (?:in (?:it|them|that)|there|as well|too|again|somewhere|a part|the lead)(?![^ ]))*"
)
_PLAYED = (
    rf"(?:{_ALSO}(?:is|are|was|were|s|be|to|has (?:got )?to|have to|needs? to|ought to|gotta|"
    rf"should|must|would|could|can|will|shall|needs?) )*{_ALSO}{IN_IT}"
)
_NOT = (
    r"(?:does not|doesnt|do not|dont|is not|isnt|are not|arent|wasnt|werent|were not|will not|"
    r"wont|would not|wouldnt|"
    r"should not|shouldnt|must not|mustnt|can not|cannot|cant|not|never|better not)"
)
_ABSENT = (
    rf"{_ALSO}{_NOT} (?:be )?{_ALSO}{IN_IT}|(?:is |be )?(?:takes?|has|have|had|plays?|played|"
    rf"taking|"
    r"having|playing|with|given) no (?:part|role|place|share|business)"
    r"(?: (?:in|on) (?:it|them|that|the (?:cast|film|whole thing)))?"
)
_UNMADE = (
    rf"(?:who |that )?{_ALSO}(?:did not|didnt|has not|hasnt|had not|hadnt|never) (?:direct|"
    rf"made?|draw|"
    r"drew|wr[io]te|design|produce|do|film|shoot)(?:ed|n|d)?(?: (?:it|them|that|one))?"
)
# `Keep | Kevin Spacey | out of it`.
_KEEP = re.compile(
    r"(?<![^ ])(?:keep|keeping|leave|leaving|left|count|cut|throw|kick|rule|take|want|have|with)"
    r"(?: (?:both|either|all|that|the|good|old|dear)){0,2}$"
)
_OUT = (
    r"(?:well |right |completely |entirely |firmly )?out(?: of (?:it|this|that|there|them|my sight|"
    r"the (?:cast|film|list|picture|running|equation|whole thing)))?"
)
_MUST_NOT = r"(?:should not|shouldnt|must not|mustnt|may not|better not)(?: be)?"
NEEDLESS = r"(?:who |that )?(?:neednt|(?:doesnt|dont) (?:need|have) to)(?: be)?(?: also)?"
_OF_HIS = r"(?:(?:night|marathon|evening|session|classics?|collection|filmography|era)|on screen)"


def told_behind(message: Message, end: int) -> bool:
    """Whether the words behind a name say how it is meant."""
    left_out = left_out_at(message, end, "")
    return bool(behind_at(message, end) or left_out or message.match(NEEDLESS, end))


def left_out_at(message: Message, end: int, role: str) -> tuple[int, str] | None:
    """The word after `did not direct it`, `does not appear` behind a name, and the role told of."""
    if unmade := message.match(_UNMADE, end):
        return unmade, role or "by"
    if absent := _absent(message, end):
        return absent, role or ("" if denied_behind(message, end) else "with")
    return None


def _absent(message: Message, end: int) -> int:
    """The word after `who does not appear`, `mustn't`, `no` behind a name; 0 without."""
    for pattern, last in (
        (rf"(?:who |that )?{_ABSENT}", False),
        (f"{_MUST_NOT}|no", True),
    ):
        after = message.match(pattern, end)
        if after and not (last and (message.words[end - 1].ends or not _closes(message, after))):
            return after
    return denied_behind(message, end)


def _closes(message: Message, place: int) -> bool:
    return message.ends_at(place) or message.at(place) in ("please", "thanks", "either", "though")


def behind_at(message: Message, end: int) -> tuple[str, int] | None:
    """The role that the words after a name tell of, and the word after them."""
    for said, pattern in (("by", _MADE), ("with", _PLAYED), ("", _OF_HIS)):
        if after := message.match(pattern, end):
            return said, after
    return None


def kept_out(message: Message, end: int, before: str) -> tuple[int, int, str] | None:
    """`leave | Ewan McGregor | out of it`: the words [first, after) that say so, and the role.

    `before`: the words ahead of the name.
    """
    out, keep = message.match(_OUT, end), _KEEP.search(before)
    if not (out and keep):
        return None
    return before.count(" ", 0, keep.start()), out, "with" if out > end + 1 else ""
