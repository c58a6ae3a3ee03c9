"""The clauses of a sentence, and which of them only tell a story.

People talk around what they want. What a clause says of a list is found by its words; what is left
of one that has a subject of its own and wishes for nothing is not searched for.
"""

import re

from mmrec.dialogue.nouns import DISLIKING
from mmrec.dialogue.words import Message, listed

_JOINED = r"ive|im|id|ill|weve|wed|were|youve|youre|hes|shes|theyre|theyve|its|itll|thats|theres"
_OTHERS = "he|she|they|people|everyone|everybody|someone|somebody|nobody"
_PRONOUN = f"i|we|you|it|there|{_OTHERS}"
_TELLER = r"friend|mate|colleague|coworker|buddy|cousin|neighbour|neighbor|teacher|guy|client"
_OWNER = r"my|our|his|her|their|your"
_VERB = (
    r"is|was|are|were|be|been|has|had|have|havent|hasnt|does|doesnt|do|dont|did|didnt|can|cant|"
    r"could|"
    r"couldnt|will|wont|would|wouldnt|should|might|must|isnt|wasnt|arent|werent|says?|said|thinks?|"
    r"thought|made|makes?|got|gets?|goes|went|keeps?|kept|comes?|came|takes?|took|turns?|needs?|"
    r"wants?|"
    r"likes?|loves?|hates?|fell|tells?|told|asks?|works?|lives?|knows?|knew|just|never|always|"
    r"really"
)
_STORY = re.compile(
    rf"(?:(?:and|but|so|or|as|that|which|who|where|well|yes|no|oh|ok|okay|right|just|then|also|now|"
    rf"sorry|hmm|hey|hi) )*(?:(?:{_JOINED}|{_PRONOUN}) |"
    rf"(?:{_OWNER}) (?:\w+ ){{1,3}}?(?:{_VERB}|\w+ed|\w+s)(?![^ ])|"
    # "A heist that goes wrong", "a dog gets lost" is what a story is about, and searched for.
    rf"(?:the|a (?:{_TELLER})|both|all|these|those|that|this)(?: (?!(?:of|for|with|in|from|about|"
    rf"by|and|or|but|that|who|which|whose|where) )\w+){{0,3}}? (?:{_VERB})(?![^ ]))"
)
# What hangs on another clause, whatever it says.
_BESIDE = re.compile(
    r"(?:because|cause|cos|when|while|if|although|until|unless|so that|in case|even if|even though|"
    r"since (?:i|we|he|she|it|they|my|im|its)|as (?:i|we|he|she|they|it|im|its|were))(?![^ ])"
)
_WISH = re.compile(
    rf"(?<![^ ])(?:{DISLIKING}|want|wants|wanted|wanting|need|needs|like|likes|love|loves|enjoy|"
    rf"enjoys|adore|"
    r"require|requires|seeking|seek|in need|looking|after|search|searching|hunting|hoping|mood|"
    r"feel like|feeling|fancy|fancies|prefer|"
    r"prefers|"
    r"rather|craving|could use|could do with|interested|into|up for|keen|dying|show|find|give|get|"
    r"recommend|suggest|should|must|has to|have to|supposed to|set in|takes place)(?![^ ])"
)
# What happens to people who are neither who speaks nor what is spoken of: a plot to search for.
_RELATIVE = re.compile(rf"(?:where|who|which) (?:{_OTHERS}) ")
_PLOT = re.compile(rf"(?:when|while|until|{_OTHERS}) ")
_OURS = re.compile(rf"(?<![^ ])(?:{_JOINED}|i|we|you|me|us|it|this|that|{_OWNER})(?![^ ])")
_MINE = re.compile(r"(?<![^ ])(?:i|ive|im|id|we|weve|me|my|our)(?![^ ])")
_JOINTS = frozenset(listed("because so when while although though until unless"))
_COPULAS = (
    "is",
    "was",
    "are",
    "were",
    "not",
    "isnt",
    "be",
    "looks",
    "seems",
)  # "what is so special"
_BEFORE_SUBJECT = frozenset(listed("and but or as since if cause cos where who which"))


def clauses(message: Message) -> list[tuple[int, int]]:
    """The words [first, after) of each clause: punctuation ends one, and so does a joint."""
    starts = [place for place in range(1, len(message)) if _breaks(message, place)]
    return list(zip([0, *starts], [*starts, len(message)], strict=True)) if message else []


def _breaks(message: Message, place: int) -> bool:
    word, after = message.words[place].norm, message.words[place + 1 :][:1]
    if message.words[place - 1].ends:
        return True
    if word in _JOINTS:
        return word != "so" or message.words[place - 1].norm not in _COPULAS
    if message.words[place - 1].norm in ("only", "even"):
        return False
    subject = after[0].norm if after else ""
    return (
        word in _BEFORE_SUBJECT
        and re.fullmatch(f"{_JOINED}|{_PRONOUN}|{_OWNER}", subject) is not None
    )


def in_reason(message: Message, place: int) -> bool:
    """Whether a word stands in a clause that gives a reason: `because old ones bore me`."""
    spans = (one for one in clauses(message) if one[0] <= place < one[1])
    return any(_BESIDE.match(_said(message, *span)) is not None for span in spans)


def is_aside(message: Message, first: int, after: int) -> bool:
    """Whether a clause tells a story and wishes for nothing; words that were taken count too."""
    said = _said(message, first, after)
    alone = (first, after) == (0, len(message))
    if (_RELATIVE.match(said) or (alone and _PLOT.match(said))) and not _OURS.search(said):
        return False
    told = _STORY.match(f"{said} ") is not None and _WISH.search(said) is None
    return told or _BESIDE.match(said) is not None


def is_own(message: Message, first: int, after: int) -> bool:
    """Whether a clause speaks of who speaks and wishes for nothing: `story of my life`."""
    said = _said(message, first, after)
    return _MINE.search(said) is not None and _WISH.search(said) is None


def _said(message: Message, first: int, after: int) -> str:
    """Words [first, after) as compared, the taken ones too."""
    return " ".join(word.norm for word in message.words[first:after])
