"""A clause beside the wish that tells of something else, seen by its grammar: `trade is slow`.

It has a subject and a finite verb of its own, names nothing that was understood, and wishes for
nothing; or it hangs on a name, and tells of that: `Gene Hackman, who never gave up`.
"""

import re

from mmrec.dialogue.clauses import WISHES
from mmrec.dialogue.words import TAKEN, Message

# What joins a clause to another: why, against what, or in what case.
_JOINT = (
    r"(?:(?:and|but|so|or|for|as|since|because|though|although|otherwise|besides|seeing|given|that|"
    r"not|especially|particularly|mostly|mainly|which|whose|who|where|when|while|if|even|also|just|"
    r"anyway|then|now|still|well|oh|i|mean) )*"
)
_NO_SUBJECT = "to|with|without|about|by|in|on|of|from|like|no|not|only|some|any|something|anything"
_SUBJECT = rf"(?:(?!(?:{_NO_SUBJECT})(?![^ ]))[a-z]+ ){{1,4}}?"
_BE = "is|are|was|were|isnt|arent|wasnt|werent|has|have|had|hasnt|havent|hadnt"
_DO = (
    "do|does|did|dont|doesnt|didnt|can|cant|cannot|could|couldnt|will|wont|would|wouldnt|may|might"
)
_SEEM = (  # verbs that say how something is or becomes: a small class, like those above
    "go|goes|went|get|gets|got|come|comes|came|look|looks|looked|feel|feels|felt|seem|seems|seemed|"
    "turn|turns|turned|stay|stays|sound|sounds|taste|tastes|smell|smells|keep|keeps|kept|tend|tends|"
    "run|runs|ran|fall|falls|fell|make|makes|made|become|becomes|became|give|gives|gave|says?|said"
)
_WHOM = "me|us|him|her|them|you|myself|ourselves"
_TELLS = re.compile(
    rf"{_JOINT}(?:(?:i|we|he|she|they|you) [a-z]{{2,}}(?![^ ])|"
    rf"{_SUBJECT}(?:"
    rf"(?:{_BE}|{_DO}|{_SEEM})(?![^ ])|"
    rf"(?:(?:just|never|always|really|simply|only) )?[a-z]+(?:s|ed) (?:{_WHOM})(?![^ ])))"
)
# A verb whose subject was said: `never could`, `always have`.
_ELLIPSIS = re.compile(rf"(?:and |but )?(?:never|always|still) (?:{_BE}|{_DO})(?: \w+){{0,2}}")
_RELATIVE = ("who", "whose", "which", "where", "whom")


def is_tale(message: Message, first: int, after: int) -> bool:
    """Whether a clause only tells; what is asked for is understood and stands elsewhere."""
    inside = range(first, after)
    if not any(message.at(place) == TAKEN for place in range(len(message)) if place not in inside):
        return False
    said = " ".join(word.norm for word in message.words[first:after])
    if WISHES.search(said):
        return False
    if message.at(first) in _RELATIVE and first and message.at(first - 1) == TAKEN:
        return message.comma_before(first)
    if any(message.at(place) == TAKEN for place in inside):
        return False
    return tells(message, first, after) or _ELLIPSIS.fullmatch(said) is not None


def tells(message: Message, first: int, after: int) -> bool:
    """Whether a clause has a subject of its own and a finite verb."""
    return _TELLS.match(" ".join(word.norm for word in message.words[first:after])) is not None
