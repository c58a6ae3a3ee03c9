"""A clause beside the wish that tells of something else, seen by its grammar: `trade is slow`.

It has a subject and a finite verb of its own, names nothing that was understood, and wishes for
nothing; or it hangs on a name, and tells of that: `Gene Hackman, who never gave up`.
"""

import re

from mmrec.dialogue.clauses import WISHES, clause_at
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import TAKEN, Message, listed

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
# Who somebody tells of, and what they do that chooses nothing: `my sister once met …`.
_WHO = (
    r"(?:he|hes|she|shes|they|theyve|theyre|everyone|everybody|somebody|someone|"
    r"nobody|people|folks|another (?:one|man|woman|guy|friend)|one of (?:my|our|his|her|their) \w+|"
    r"(?:my|our|his|her|their) (?:(?!and|in|with|by|of)[\w-]+ ){0,3}?[\w-]+|"
    r"the (?:\w+man|\w+woman|dog|cat|baby|kids?|ladies|lads|girls|boys|man|woman|guy|girl|boy|"
    r"lady|lad|bloke|"
    r"nurse|neighbou?rs?|boss|doctor|barber|teacher|"
    r"postman|landlord|chap|fellow|old man|old lady|vicar|priest)(?: (?!that|who)[\w-]+){0,3}?|"
    r"(?:uncle|aunt|auntie|aunty|granny|grandma|grandpa|grandad|nan|nana|gran|mum|mom|dad|"
    r"frau|herr|"
    r"mr|mrs|miss|cousin|old)(?: \w+){0,2}?)"
)
_DOES = (
    r"(?:(?:once|never|always|really|still|just|also|ever|only|even|has|have|had|is|was|are|were|s|"
    r"did|does|do|would|will|can|could|cant|dont|doesnt|used to) )*"
    r"(?!(?:in|with|by|from|for|no|not|without|only|about|of|on|at)(?![^ ]))[a-z]+(?![^ ])"
)
_MINE = (
    r"(?:i|ive|we|weve|id) (?:(?:once|never|always|even|also|just|both|all) )*(?:was|were|had|have|"
    r"did|used to|met|saw|went|grew|came|knew|lived|shook|sat|ran|stood|spent|[a-z]{3,}ed)(?![^ ])"
)
_SAYS = re.compile(
    r"(?<![^ ])(?:say|says|said)(?: (?:with|by|no|not|without|only|definitely|maybe|nothing|"
    r"one|something|anything|a|the)(?![^ ])|$)"
)
_NARRATES = re.compile(
    rf"{_JOINT}(?:(?:every|each|last|this|one) \w+ )?(?:{_MINE}|{_WHO} (?={_DOES}))"
)
_MY_FRIEND = re.compile(
    r"(?<![^ ])(?:my|our|his|her|their) (?:(?:old|best|good|dear|late|big|little|new) )*(?:friend|"
    r"mate|boss|neighbou?r|uncle|aunt|cousin|brother|sister|colleague|husband|wife|son|daughter|"
    r"teacher|doctor|dentist|landlord|grandson|nephew|niece|cat|dog)$"
)
_THEY = re.compile(
    rf"{_JOINT}(?!my (?:favou?rite|heart|taste))(?:{_WHO})(?: (?:just|really|always|never|simply))*"
)
_NOBODY = frozenset(
    listed("what which who whose where when how why you it this that there is do perhaps maybe")
)
_ITEM_WITH = re.compile(  # "whether there might be one with"
    rf"(?<![^ ])(?:{NOUNS}|something|anything|nothing|there|that|which) "
    r"(?:(?:directed |made |drawn )?by|with|from|starring|featuring|has|have)$"
)
_CHOOSES = re.compile(
    r"(?<![^ ])(?:think|thinking|guess|mean|means|meant|suppose|reckon|insists?|"
    r"insisted|insisting|votes?|voted|picks?|picked|chose|chosen|chooses?|choose|asks?|asked|"
    r"asking|"
    r"begs?|begging|demands?|decided?|settled|suggests?|suggested|in mind|wouldnt mind|dont mind|"
    r"stick|sticking|go|going|start|try|see|watch|watching|lets|hope|wish|wishes|wished|request|"
    r"requests|requested|referring|refer|talking|put us on|prescribed|ordered|take|only|except|"
    r"without|instead|sooner|rather|gather|wonder|wondering|hanker\w*|crav\w+|yen|ought)(?![^ ])"
)
_LOOKS = re.compile(
    r"(?:named|called|christened) after|(?:bumped|ran|run|walked|burst|turned|went|crashed) into|"
    r"(?:(?:look|looked|looking|sound|sounded|act|acted|walk|talk|draw|paint|write|cook|laugh|whistle|dance|dress|"
    r"smile|sing|smell|was|"
    r"is|just)"
    r"s?|spitting image) (?:(?:a|bit|lot|little|so|very|much|exactly|just|nothing|"
    r"something|rather) )*"
    r"like(?![^ ])"
)
_RELATIVE = ("who", "whose", "which", "where", "whom")


def is_tale(message: Message, first: int, after: int) -> bool:
    """Whether a clause only tells; what is asked for is understood and stands elsewhere."""
    inside = range(first, after)
    if not any(message.at(place) == TAKEN for place in range(len(message)) if place not in inside):
        return False
    said = message.said(first, after)
    if WISHES.search(said):
        return False
    if message.at(first) in _RELATIVE and first and message.at(first - 1) == TAKEN:
        return message.comma_before(first)
    if any(message.at(place) == TAKEN for place in inside):
        return False
    return tells(message, first, after) or _ELLIPSIS.fullmatch(said) is not None


def tells(message: Message, first: int, after: int) -> bool:
    """Whether a clause has a subject of its own and a finite verb."""
    return _TELLS.match(message.said(first, after)) is not None


def narrated(message: Message, vocabulary: Vocabulary, place: int) -> bool:
    """Whether a name at a word stands in a tale of somebody: `she looks like | Grace Kelly`."""
    first, _ = clause_at(message, place)
    said = message.said(first, place)
    if _MY_FRIEND.search(said):
        return True
    if first and said.startswith("who ") and _THEY.fullmatch(_clause_before(message, first)):
        return True  # "my nephew, who fancies himself the next Quentin Tarantino"
    if said in ("like", "just like", "as in", "not unlike", "after") and first:
        return narrated(message, vocabulary, first - 1)  # "her boy is called Tom, like Tom Cruise"
    chosen = (_CHOOSES, _SAYS, _ITEM_WITH)
    if WISHES.search(_LOOKS.sub("", said)) or any(one.search(said) for one in chosen):
        return False
    if _NARRATES.match(f"{said} ") is not None:
        return True
    return _is_somebody(message, vocabulary, first, place) and tells(message, first, place)


def _clause_before(message: Message, place: int) -> str:
    """The words of the clause ahead of a word."""
    return message.said(*clause_at(message, place - 1))


def of_others(message: Message, vocabulary: Vocabulary, place: int) -> bool:
    """Whether somebody else does what a word says: `Bert | can't stand`, `my wife | loves`."""
    first, _ = clause_at(message, place)
    said = message.said(first, place)
    return _THEY.fullmatch(said) is not None or (
        first < place and _is_somebody(message, vocabulary, first, place + 1)
    )


def _is_somebody(message: Message, vocabulary: Vocabulary, first: int, after: int) -> bool:
    """Whether words [first, after) begin with a name unknown here, and a verb: `Ivo has`."""
    while message.words[first].norm in ("and", "but", "so", "or") and first < after:
        first += 1
    word = message.words[first]
    named = (vocabulary.names.get(message.norm(first, first + size)) for size in (2, 3))
    known = word.norm.removesuffix("s") in vocabulary.common or any(named)
    known = known or word.norm in _NOBODY or word.norm.endswith("ly")
    proper = word.capital and not known and after > first + 1
    verb = rf"(?:{_BE}|{_DO}|{_SEEM}|[a-z]+(?:s|ed))"
    own = word.text.endswith(("'s", "’s")) or message.match(rf"{verb}(?! by)", first + 1)
    return proper and bool(own)


def names_only_in_tales(message: Message, vocabulary: Vocabulary) -> bool:
    """Whether somebody of the catalogue is named, and only told of."""
    spans = ((i, i + size) for i in range(len(message)) for size in (2, 3))
    named = [first for first, after in spans if message.norm(first, after) in vocabulary.names]
    return bool(named) and all(narrated(message, vocabulary, place) for place in named)
