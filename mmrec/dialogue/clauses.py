"""The clauses of a sentence, and which of them only tell a story.

People talk around what they want. What a clause says of a list is found by its words; what is left
of one that has a subject of its own and wishes for nothing is not searched for.
"""

import re

from mmrec.dialogue.cues import ANSWERS, EXCLAIMED
from mmrec.dialogue.nouns import DISLIKING
from mmrec.dialogue.words import Message, listed

# Pasts that have a form of their own: what tells a story has one.
PAST = listed(
    "was were had did went came took gave bought sold brought built left taught won broke "
    "lost found met began sat stood spent woke spoke heard ran fell grew drove ate drank "
    "wrote read sang slept swam threw flew wore tore caught kept made paid sent lent held "
    "hung led knew rang rode shot shut stole stuck struck swore bit blew burst cut felt "
    "fought hit hurt let lit put quit shook split"
)
_JOINED = r"ive|im|id|ill|(?:we|you|they)(?:ve|re|d|ll)|(?:he|she|it|that|there)(?:s|d|ll)"
_OTHERS = "he|she|they|people|everyone|everybody|someone|somebody|nobody"
_PRONOUN = f"i|we|you|it|there|{_OTHERS}"
_TELLER = r"friend|mate|colleague|coworker|buddy|cousin|neighbour|neighbor|teacher|guy|client"
_OWNER = r"my|our|his|her|their|your"
_VERB = (
    r"is|was|are|were|be|been|has|had|have|havent|hasnt|does|doesnt|do|dont|did|didnt|can|cant|"
    r"could|"
    r"aint|couldnt|will|wont|would|wouldnt|should|might|must|isnt|wasnt|arent|werent|says?|said|thinks?|"
    r"thought|made|makes?|got|gets?|goes|went|keeps?|kept|comes?|came|takes?|took|turns?|needs?|"
    r"wants?|"
    r"likes?|loves?|hates?|fell|tells?|told|asks?|works?|lives?|knows?|knew|just|never|always|"
    r"really"
)
_PAST = "set|put|gave|let|bought|sent|brought|built|left|taught|won|broke|lost|found|met|began"
_CALLS = "|".join(sorted(ANSWERS | EXCLAIMED | {"sorry"}))
_STORY = re.compile(
    rf"(?:(?:and|but|so|or|as|that|which|who|where|just|then|also|now|{_CALLS}|today|tonight|yesterday|tomorrow|usually|honestly|apparently|sadly|luckily|"
    rf"unfortunately|(?:this|last) (?:morning|evening|week|night|month|year)) )*(?:(?:{_JOINED}|"
    rf"{_PRONOUN}) |"
    rf"(?:{_OWNER}) (?:\w+ ){{1,3}}?(?:{_VERB}|{_PAST}|\w+ed|\w+s)(?![^ ])|"
    # "A heist that goes wrong", "a dog gets lost" is what a story is about, and searched for.
    rf"(?:everything|nothing|half of what|most of what) (?:{_JOINED}|{_PRONOUN}) |"
    rf"(?:none|all|most|some|half|neither|each) of (?:the )?\w+ (?:{_VERB})(?![^ ])|"
    rf"(?:the|a (?:{_TELLER})|both|all|these|those|that|this)(?: (?!(?:of|for|with|in|from|about|"
    rf"by|and|or|but|that|who|which|whose|where) )\w+){{0,3}}? (?:{_VERB})(?![^ ])|"
    rf"(?:in|at|on|after|for|before|during|over) (?:\w+ ){{1,5}}?(?:i|we|my \w+) (?:{_VERB})(?![^ "
    rf"]))"
)
# `… and my sister says`, but not `me and my sister tonight`.
_SUBJECT = re.compile(
    rf"(?:{_JOINED}|{_PRONOUN})(?![^ ])|"
    rf"(?:{_OWNER}) (?:\w+ ){{1,3}}?(?:{_VERB}|{_PAST}|\w+ed|\w+s)(?![^ ])"
)
# What hangs on another clause, whatever it says.
_BESIDE = re.compile(
    r"(?:because|cause|cos|when|while|if|although|until|unless|so that|in case|even if|even though|"
    r"since (?:i|we|he|she|it|they|my|im|its|every\w+|no(?:thing|body)|our|his|her|there|thats)|"
    r"as (?:i|we|he|she|they|it|im|its|were))(?![^ ])"
)
# A case that says what is wanted: `if it's under 50`, not `if I spend more than 50`.
_IN_CASE = re.compile(
    r"if (?:its?|they|theyre|possible|theres?|at all|the|you|"
    r"(?:i|we) (?:could|can|may|might))(?![^ ])"
)
WISHES = re.compile(
    rf"(?<![^ ])(?:{DISLIKING}|want|wants|wanted|wanting|need|needs|"
    r"(?<!them )(?<!it )(?<!made )(?<!more )(?<!just )(?:like|likes)"
    r"(?! (?:him|her|them|that|this|me|us)(?![^ ]))|"
    rf"(?:love|loves)(?! (?:it|that|this|them)$)|enjoy|"
    rf"enjoys|adore|"
    r"require|requires|seeking|seek|in need|looking|after|search|searching|hunting|hoping|mood|"
    r"feel like|feeling|fancy|fancies|prefer|"
    r"prefers|"
    r"rather|craving|could use|could do with|interested|into|"
    r"(?<!it )(?<!this )(?<!that )up for|keen|dying|show|"
    r"(?<!i )(?<!we )find|give|get|"
    r"recommend|suggest|should|must|has to|have to|supposed to|set in|takes place)(?![^ ])"
)
# What happens to people who are neither who speaks nor what is spoken of: a plot to search for.
_RELATIVE = re.compile(rf"(?:where|who|which) (?:{_OTHERS}) ")
_PLOT = re.compile(rf"(?:when|while|until|{_OTHERS}) ")
_OURS = re.compile(rf"(?<![^ ])(?:{_JOINED}|i|we|you|me|us|it|this|that|{_OWNER})(?![^ ])")
_MINE = re.compile(r"(?<![^ ])(?:i|ive|im|id|we|weve|me|my|our)(?![^ ])")
_PARTICIPLE = (
    r"based|directed|filmed|shot|rated|set|inspired|written|starred|drawn|featured|released|"
    r"related|"
    r"priced|made|called|named|animated"
)
# A question about us, or whether somebody is there; one that wants something has an article.
_ASKS_US = re.compile(
    r"(?:(?:and|but|so|wait|ok|okay|oh|well|now|hey|hi|hello|is|are) )*"
    r"(?:(?:what|who|where|how|why|when|whats|wheres|hows)(?: \w+){0,2} )?"
    r"(?:(?:are|were|r) (?:you|u|ya)(?! (?:showing|offering|recommending|suggesting))|"
    r"(?:is|are|was|were) your|"
    r"(?:do|does|did|are|can|could|will|would) your|"
    r"(?:do|dont|did|have|havent|can|cant|could|would|will|should) (?:you|u|ya)"
    r"(?!.* (?:a|an|any|some|something|anything|have|got|stock|sell|the|more|less|that|which)(?![^ "
    r"])))"
    r"(?![^ ])"
)
# What happened around here, beside a clause that tells of it too.
_HAPPENED = re.compile(
    rf"(?:the|a) (?:\w+ ){{1,3}}?(?:(?!{_PARTICIPLE})\w{{2,}}ed (?:a|the|my|our|in|on|at|all|up)|"
    r"(?:will|wont|would|rang|went|came|broke|fell|died|ran|got|blew|froze|has|have|had)(?! (?:by|"
    r"in)))"
    r"(?![^ ])"
)
# How it is with somebody or something: `the train's late again`, `pizza's nearly here`.
_IS_SO = re.compile(
    r"(?:(?:and|but|so|well|oh|the|my|our|his|her|their|sorry) )*\w+['’]s (?:(?:nearly|almost|just|"
    r"not|"
    r"always|never|still|already|so|too|really|finally) )*(?:late|here|at|on|in|gone|off|out|over|"
    r"coming|going|due|back|up|down|ill|sick|away|broken|asleep|home|til|until|tomorrow|today|"
    r"tonight|next|done|about|ready|"
    r"waiting|calling|ringing|crying|paying|\w+ing)(?![^ ])"
)
# What happened to who speaks, who is not named: `moved into my flat`, `been a long week`.
_DROPPED = re.compile(
    r"(?:(?:and|but|so|well|oh|just|never|finally|only|already) )*"
    rf"(?!{_PARTICIPLE}|loved|liked|watched|hated|enjoyed|disliked|need)"
    r"(?:\w{2,}ed|been|had|got|went|came|spent|woke|broke|lost|spoke|told|said|heard|ran|fell|"
    r"forgot|left) (?:just |only |right |straight |all )*(?:a|an|the|my|our|to|into|in|on|at|from|"
    r"up|"
    r"out|off|down|over|through|back|home|all|about|with|for|some|another|such|no|another|one|it)"
    r"(?![^ ])"
)
# How things stand meanwhile: `lights off`, `kids asleep`, `snow falling outside`.
_STANDS = re.compile(
    r"(?:(?:the|my|our|all|with the|with) )?\w+ (?:(?:\w+ing|are|is|all|fast|already) )*(?:off|out|"
    r"outside|inside|upstairs|downstairs|asleep|ready|over|away|here|home|in bed|gone|done)"
)
_THANKS = re.compile(
    r"(?:so |very |well |ok |and |but |oh )*(?:many thanks|thanks|thank you|cheers|much obliged|"
    r"obliged|"
    r"greetings|regards|love|congratulations|good (?:morning|evening|afternoon|day|night)|happy "
    r"\w+|"
    r"sorry|apologies|pardon|forgive)(?: \w+){0,3} (?:from|for|to|about|with|in)(?![^ ])"
)
_TAG = re.compile(  # "don't I"
    r"(?:am|arent|aint|is|isnt|was|wasnt|do|dont|does|doesnt|did|didnt|have|havent|has|hasnt|can|"
    r"cant|could|couldnt|will|wont|would|wouldnt|should|shouldnt) (?:i|we|you|he|she|it|they|there)"
)
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
    "thats",
    "its",
)  # "what is so special"
_NOW = ("now", "then", "so", "also", "still", "really", "just", "today", "tonight")
_BEFORE_SUBJECT = frozenset(listed("and but or as since if cause cos where who which"))


def clauses(message: Message) -> list[tuple[int, int]]:
    """The words [first, after) of each clause: punctuation ends one, and so does a joint."""
    starts = [place for place in range(1, len(message)) if _breaks(message, place)]
    return list(zip([0, *starts], [*starts, len(message)], strict=True)) if message else []


def clause_at(message: Message, place: int) -> tuple[int, int]:
    """The words [first, after) of the clause that a word stands in."""
    return next(one for one in clauses(message) if one[0] <= place < one[1])


def _breaks(message: Message, place: int) -> bool:
    word = message.words[place].norm
    if message.words[place - 1].ends:
        return True
    if word in _JOINTS:
        return word != "so" or message.words[place - 1].norm not in _COPULAS
    before = message.words[place - 1].norm
    if before in ("only", "even") or (word == "as" and before in ("long", "far", "much")):
        return False  # "as long as it's under fifty"
    if message.words[place - 1].norm in _COPULAS and word in ("who", "where", "which"):
        return False  # "that's where he shone"
    if word not in _BEFORE_SUBJECT:
        return False
    ahead = [one.norm for one in message.words[place + 1 : place + 7]]
    if ahead[:1] and ahead[0] in _NOW:
        del ahead[0]  # "and now I need"
    return _SUBJECT.match(" ".join(ahead)) is not None


def in_reason(message: Message, place: int) -> bool:
    """Whether a word stands in a clause that gives a reason: `because old ones bore me`."""
    spans = (one for one in clauses(message) if one[0] <= place < one[1])
    said = [message.said(*span) for span in spans]
    return any(_BESIDE.match(one) is not None and _IN_CASE.match(one) is None for one in said)


def is_aside(message: Message, first: int, after: int) -> bool:
    """Whether a clause tells a story and wishes for nothing; words that were taken count too."""
    said = message.said(first, after)
    alone = (first, after) == (0, len(message))
    if (_RELATIVE.match(said) or (alone and _PLOT.match(said))) and not _OURS.search(said):
        return False
    written = message.slice(first, after).casefold()
    if WISHES.search(said) is None and (_IS_SO.match(written) or _tells(said, alone=alone)):
        return True
    added = first > 0 and (_STANDS.fullmatch(said) or _TAG.fullmatch(said)) is not None
    return added or _BESIDE.match(said) is not None


def _tells(said: str, *, alone: bool) -> bool:
    """Whether a clause that wishes for nothing has a subject of its own, or speaks to us."""
    if _STORY.match(f"{said} ") or _ASKS_US.match(said) or _THANKS.match(said):
        return True
    if not alone and _HAPPENED.match(said):
        return True
    return _DROPPED.match(said) is not None and (not alone or _MINE.search(said) is not None)


def is_own(message: Message, first: int, after: int) -> bool:
    """Whether a clause speaks of who speaks and wishes for nothing: `story of my life`."""
    said = message.said(first, after)
    return _MINE.search(said) is not None and WISHES.search(said) is None
