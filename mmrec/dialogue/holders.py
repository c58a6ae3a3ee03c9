"""Who holds an opinion: who speaks, or somebody else, who is heard where the user says nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mmrec.dialogue.meaning import Meaning, Remark
from mmrec.dialogue.pieces import Part
from mmrec.dialogue.words import listed

SAYING = frozenset(
    listed(
        "says said say thinks thought think finds found find reckons reckoned reckon calls called "
        "call considers claims claimed insists insisted swears swore believes tells told feels "
        "rates raves"
    )
)
OTHERS = frozenset(
    listed(
        "he she they hes shes theyre theyve everyone everybody people someone somebody others "
        "nobody critics reviewers"
    )
)
_RELATIVES = frozenset(
    listed(
        "kids wife husband son daughter mum mom dad mother father parents sister brother "
        "boyfriend girlfriend partner friend friends flatmate roommate family folks"
    )
)
_OWNERS = frozenset(listed("my our his her their"))
_SPEAKER = frozenset(listed("i ive id im ill me we weve wed were us myself"))
_OPINIONS = ("like", "dislike", "rating")
_JUDGES = ("like", "dislike", "not_interested", "rating")
# Somebody else as the subject of a clause.
_ELSE = re.compile(
    r"(?:(?:and|but|so|although|though|because|since) )?(?:hes|shes|(?:he|she|(?:my|our|his|her|"
    r"their|another)(?! (?:\w+ ){0,2}(?:favou?rite|fave|thing|cup|fans?|heart|tastes?|god))"
    r"(?: (?!and |i )\w+){0,4}?) (?:is|was|has|\w+s|\w+ed|cant|never|simply|absolutely|"
    r"just))(?![^ ])"
)
_SPEAKING = ("i", "im", "ive", "id")


def is_hearsay(part: Part) -> bool:
    """Whether a clause tells what somebody else thinks: `my sister hated it`."""
    told = [piece for piece in part.verdicts if piece.kind != "not"]
    first = next((one for one in told if one.word not in ("know", "knew")), None)
    ahead = part.words[: first.first - part.first] if first else []
    for place in range(len(ahead) - 1, -1, -1):  # whoever is nearest: "I know everyone loves it"
        if ahead[place] in _SPEAKER:
            return False
        owned = ahead[place] in _OWNERS and place + 1 < len(ahead)
        if owned or ahead[place] in OTHERS | _RELATIVES:
            return True
    return False


def spoken_for(meaning: Meaning) -> Meaning:
    """The meaning without what others think of what the user judges otherwise."""
    heard = meaning.heard
    if not heard:
        return meaning
    judged = {one.item_id for one in meaning.remarks if one.kind in _JUDGES and one not in heard}
    remarks = tuple(
        one
        for one in meaning.remarks
        if not (one in heard and one.kind in _OPINIONS and one.item_id in judged)
    )
    return replace(meaning, remarks=remarks)


def only_heard(told: Sequence[Remark], heard: Sequence[Remark], *, others: bool) -> list[Remark]:
    """What only others think, with what one more clause says; `others`: who says it."""
    new = list(told)
    return [*heard, *new] if others else [one for one in heard if one not in new]


def loved_by_others(part: Part) -> int:
    """The word before which it tells a taste of others: `my daughter loves X | I love Y`."""
    loves = any(piece.kind not in ("good", "bad", "not", "have") for piece in part.verdicts)
    if not loves or _ELSE.match(" ".join(part.words)) is None:
        return 0
    own = (place for place, word in enumerate(part.words) if word in _SPEAKING)
    return part.first + next(own, len(part.words))
