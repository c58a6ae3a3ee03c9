"""Clauses that tell what people did or were: `we met in 1998`; no number there is a condition.

Seen by grammar: somebody is the subject, and the verb is in the past. What people wished for in
the past is a wish still: `I was thinking of the 90s`.
"""

import re

from mmrec.dialogue.clauses import PAST, clauses
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message, listed

_IRREGULAR = "|".join(
    (*PAST, *listed("saw forgot rose chose drew laid lay spilt burnt dreamt learnt born"))
)
# "Got" is a past only where something came of it: not `I got 50 euros`.
_GOT = r"got(?= (?:[a-z]+ed|into|out|up|in|off|back|lost|stuck|it|my|our)(?![^ ]))"
_PRESENT = r"(?:(?:in|proc|succ|exc)?(?:need|feed|speed|deed|eed)|breed|bleed)(?![^ ])"
_PAST = rf"(?:{_IRREGULAR}|{_GOT}|(?!{_PRESENT})[a-z]{{2,}}ed|used to)"
_DONE = rf"(?:been|gone|done|seen|become|known|grown|given|taken|written|broken|worn|{_PAST})"
_KIN = (
    r"(?:grand)?(?:dad|daddy|pa|ma|mum|mom|mummy|mother|father)|gran|granny|granddad|"
    r"(?:uncle|aunt|auntie)(?: [a-z]+)?"
)
_OWN = (  # but for what somebody allows: `my budget was 50`
    r"(?:my|our|his|her|their|your)(?! (?:[a-z]+ )?(?:budget|limit|max|maximum|min|minimum|size|"
    r"prices?|range|choice|pick|idea|plan|taste|favou?rites?|ceiling|cap|top|most|least|allowance|"
    r"threshold|wish|request)(?![^ ]))"
)
_ONE = (
    r"(?:i|we|he|she|you|who|they|everyone|everybody|somebody|someone|nobody|"
    rf"(?:{_KIN})|{_OWN}(?: [a-z]+){{1,3}}?|"
    r"(?:the|a|an) (?:[a-z]+ )?(?:man|woman|guy|lady|chap|boy|girl|kids?|children|boss|neighbours?|"
    r"teacher|doctor|vet|nurse|friend|mate|colleague|wedding|shop|dog|cat))"
)
_OFTEN = (
    r"(?:(?:just|only|also|already|once|never|always|both|all|even|still|first|last|then|really|"
    r"almost|nearly|[a-z]+ly) )*"
)
_TOLD = (
    rf"(?:{_ONE} {_OFTEN}(?:{_PAST}|(?:have|has|had|will have|would have) {_OFTEN}{_DONE}|"
    r"(?:havent|hasnt|hadnt|never) [a-z]+|didnt (?!want|mean|say|ask|like|need)[a-z]+)|"
    rf"{_OWN} [a-z]+ (?:is|are|weighs?|costs?|measures?)$|"
    r"[a-z]+ (?:cost|gave|told|left|took|made|kept) (?:me|us|him|her|them)|"
    rf"(?:ive|weve|hes|shes|theyve|id|wed|hed|shed|youve) (?:have )?{_OFTEN}{_DONE})"
)
# What was wished, said or chosen is meant now too.
_WISHED = (
    r"(?:wanted|needed|preferred|[ei]nquired|requested|ordered|begged|demanded|insisted|suggested|"
    r"recommended|stipulated|specified|instructed|expressed|meant|said|asked|told|thought|hoped|wondered|considered|intended|"
    r"mentioned|figured|agreed|decided|settled|set|limited|capped|budgeted|saved|interested|"
    r"allowed|supposed|restricted|had in mind|(?:was|were|been) (?:[a-z]+ ){0,2}?(?:thinking|"
    r"hoping|wondering|looking|planning|going|after|considering|leaning|aiming|in the mood|"
    r"wanting|searching))"
)
_NOW = (  # what begins a wish, or speaks of a thing, between the verb and the number
    r"(?:want|wants|need|needs|like|likes|looking|show|give|find|get|prefer|only|rather|now|make|"
    r"from|films?|movies?|ones?|something|anything|stuff|under|below|over|above|less|more|budget|"
    r"costs|released|made|dated)"
)
_BEFORE = re.compile(
    rf"(?<![^ ])(?:{_TOLD})(?![^ ])(?P<between>.*)$|(?<![^ ])and {_ONE} (?:in|on|at|since)$"
)
_BEHIND = re.compile(rf"(?:[^ ]+ ){{1,2}}{_TOLD}(?![^ ])")
_LED = re.compile(
    r"(?:(?:and|so|but|back|well|oh|you know) )*(?:way )?(?:back )?"
    r"(?:in|on|since|until|by|before|after|around|during|at)(?: the)?(?: (?:year|early|late))?"
)
_NUMBERED = listed("number no seat room page platform bus tram line floor flat track gate row aged")
# Words that end in s and count nothing.
_NO_THINGS = frozenset(
    listed(
        "tops plus less this please thanks always perhaps unless across guys folks lads mates "
        "gals upwards onwards afterwards towards whatevs cents sometimes"
    )
)
_CONCEDED = re.compile(
    r"(?:because|cause|cos|although|though|even though|while|whereas) "
    r"(?!nothing|not|no|only|preferably|ideally|from|made|it|they|with|in|id|i|we)"
)


def in_memory(message: Message, place: int) -> bool:
    """Whether a word stands where somebody only tells what was."""
    begin = 0
    for first, after in clauses(message):
        goes_on = message.at(first) == "until" and not message.words[first - 1].ends
        begin = begin if goes_on else first  # "he fought | until 1945"
        if not first <= place < after:
            continue
        said = [word.norm for word in message.words[begin:after]]
        before, behind = " ".join(said[: place - begin]), " ".join(said[place - begin :])
        if _CONCEDED.match(before):
            return True
        found = _BEFORE.search(before)
        if found is not None and not re.search(rf"(?<![^ ]){_WISHED}(?![^ ])", before):
            return not re.search(rf"(?<![^ ]){_NOW}(?![^ ])", found["between"] or "")
        wished = re.search(rf"(?<![^ ]){_WISHED}(?![^ ])", behind)
        return bool(_LED.fullmatch(before) and _BEHIND.match(behind) and not wished)
    return False


def counts_things(message: Message, place: int) -> bool:
    """Whether what stands at a place, right behind a number, is what it counts: `40 | years`."""
    things = message.at(place)
    many = re.fullmatch("[a-z]{3,}s", things) is not None and things not in _NO_THINGS
    return many and not (place > 0 and message.words[place - 1].ends)


def is_told(message: Message, vocabulary: Vocabulary, first: int, after: int) -> bool:
    """Whether a colour, a brand, a size is only told of: `for 40 years`, `I wore Velto`."""
    if in_memory(message, first):
        return True
    bare = after == first + 1 and message.at(first).isdigit()
    if not bare or vocabulary.facts_called(message.at(first - 1)):
        return False  # "size 42"
    kind = bool(vocabulary.category(message.at(after)))  # "42 boots"
    return message.at(first - 1) in _NUMBERED or (counts_things(message, after) and not kind)
