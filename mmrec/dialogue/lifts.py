"""Conditions that a user lifts: `any year is fine`, `drop the price limit`, `forget the genre`."""

import re
from collections.abc import Iterator, Sequence

from mmrec.dialogue.clauses import clauses
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.cues import BAD
from mmrec.dialogue.numerals import NUMBER
from mmrec.dialogue.people import is_role
from mmrec.dialogue.vocabulary import CAST, MAKER, Vocabulary
from mmrec.dialogue.words import Message, listed, phrase
from mmrec.dialogue.years import find_years

_FACT = (
    r"(?P<fact>[a-z]+(?: (?!(?:except|but|apart|and|or|nor|the|again|too|as|either|now)(?![^ ]))"
    r"[a-z]+){0,2})"
)
_SHORTEST = 3  # letters of a surname that stands for the name
_LIMITS = (
    r"(?:filters?|limits?|limitations?|restrictions?|constraints?|conditions?|requirements?|"
    r"criteri(?:on|a)|stipulations?|rules?|caps?|ceilings?)"
)
_LIMIT = rf"(?: {_LIMITS})"
_PART = rf"(?:{_LIMIT}| (?:range|thing|part|bit|chip))"
_THE = r"(?:the |my |any |that )*"
_PLEASE = r"(?:please |can you |you can |ok |actually )*"
_REMOVE = (
    r"(?:remove|drop|forget|clear|lift|ignore|skip|lose|scrap|scratch|ditch|waive|disregard|omit|"
    r"cancel|delete|take off|get rid of|let go of|withdraw|strike|relax|loosen|ease|"
    r"revoke)(?: about)?"
)
# Verbs that keep a limit; any other does away with it: `withdraw the price limit`.
_KEEPING = (
    r"keep|set|add|raise|lower|increase|decrease|put|change|tighten|reduce|adjust|move|make|"
    r"respect|"
    r"apply|use|need|want|have|is|are|was|whats|what|which|with|within|stick|stay|under|over|by|at|"
    r"in|"
    r"of|on|for|about|beyond|above|below|and|but|or|not|no|explain|show|tell|mind|know|see|like"
)
_AGAIN = r"(?:any (?:longer|more)|anymore|again|now|too|either|as well|after all|to me|for me|then)"
_WHO = (
    (
        r"direct(?:s|ed)?|ma[dk]es?|dr[ae]ws?|drew|cr?eate[sd]?|designed|wrote|writes|produced",
        MAKER,
    ),
    (r"in it|in them|stars?|starred|plays?|played|acts?|acted|appears?|playing|starring", CAST),
)
_AHEAD = frozenset(
    listed(
        "the my your any and or both also too that so well ok okay actually now but then limit "
        "limits filter filters condition conditions restriction requirement stipulation concerning "
        "regarding pertaining respect regard with to about of on for as too"
    )
)
_NO_FACT = ("kind", "sort", "type", "stars", "money", "made", "label", "star")
_CARELESS = (
    r"(?:im |i am |were |we are |i |we )?(?:(?:dont|do not|couldnt) (?:really )?(?:care|mind)|"
    r"(?:it )?(?:doesnt|does not) (?:really )?matter(?: to me)?|(?:who|nobody|no one) cares|"
    r"not (?:really |that |too |so |very )?(?:bothered|fussed|fussy|picky|worried))"
)
_UP_TO_YOU = (
    r"(?:(?:i |we )?(?:will )?leave (?:it )?(?:entirely |completely )?(?:up )?to you|is open|"
    r"makes no difference|(?:can|may|might|could) be (?:any[a-z]+|whoever|whatever|whichever)"
    r"(?! (?:but|except|bar|other|save))|"
    r"is no object|plays no role|is not an issue|"
    r"isnt an issue|is (?:all )?(?:the )?same (?:for|to) (?:me|us)|"
    r"is of no (?:importance|consequence|concern|interest|matter))"
)
_RULES = (
    rf"{_PLEASE}(?:{_REMOVE}|without) {_THE}{_FACT}{_PART}(?: please)?",
    (rf"{_PLEASE}(?:i )?{_REMOVE} {_THE}(?:{_LIMITS}|bit|part|thing) "
    rf"(?:on|for|of|about|as to|regarding) (?:the |my )?{_FACT}"),
    (rf"{_PLEASE}(?!(?:{_KEEPING}) )[a-z]+(?: (?:out|off|away|aside|with|of))* (?:the|my|that|this|"
    rf"your) {_FACT}{_LIMIT}(?: (?:from the list|again|please|now|entirely|altogether))*"),
    rf"{_PLEASE}(?:{_REMOVE}|never ?mind) (?:the |my |that )?{_FACT}(?: {_AGAIN})*",
    rf"no (?:more )?{_FACT}{_PART}",
    (rf"(?:from |of |in |at )?any (?:other |old )?{_FACT}(?: (?:is|would be|will|works|goes|are|"
    rf"suits?(?: (?:me|us))?))*"
    rf"(?: (?:fine|ok|okay|good|alright|all right|do|now|then))*(?: (?:by|for|with) me)?"),
    (rf"(?:the )?{_FACT} (?:doesnt|does not|dont|isnt|is not|no longer) (?:really )?(?:matters?|"
    rf"important|a (?:problem|concern|issue))(?: (?:to me|anymore|now))*"),
    (rf"{_CARELESS} (?:about |what |which |how much )?(?:the |how |it |they )?{_FACT}"
    rf"(?: (?:it is|is|anymore))*"),
    rf"(?:the )?{_FACT} (?:doesnt|dont|isnt|does not|do not|is not) either",
    rf"{_CARELESS} (?:if|whether) (?:its|it is|theyre|they are) {_FACT}",
    rf"(?:the )?{_FACT} {_UP_TO_YOU}(?: to (?:me|us|him|her|them))?",
    rf"{_FACT} (?:any|whatever|whichever|anything)(?: (?:really|please|will do|goes))?",
    (rf"(?:it|they|these) (?:can|may|could|might) (?:also |just |even |well )?be {_FACT} "
    rf"(?:for all (?:i|we) care|if (?:need|needs) be|i (?:dont|wont) (?:care|mind))"),
    (rf"{_FACT} is (?:no problem|not a problem|no issue|irrelevant|not important|unimportant|up "
    rf"to you)"),
    (rf"(?:it |they )?(?:(?:doesnt|does not|dont|do not) (?:need|have) to|neednt|need not) (?:be|"
    rf"have) {_FACT}"),
    (
        rf"{_FACT} (?:is|are|would be) (?:also |totally |perfectly )?(?:fine|ok|okay|alright)"
        rf"(?: too| by me| with me| as well)?"
    ),
    (rf"{_FACT} or not(?: (?:it )?(?:i )?(?:dont|do not|doesnt|does not) (?:really )?"
    rf"(?:care|mind|matter))?"),
    rf"(?:all|every) {_FACT}(?: (?:are|is) (?:fine|ok|okay|good))?(?: please)?",
    rf"(?:whatever|whichever|regardless of|no matter (?:what|which|the)) (?:the )?{_FACT}",
)  # fmt: skip


_MATTER = (
    r"(?:matters?|counts?|care|mind|applys?|applies|apply|bother(?:s|ed)?|fuss(?:ed|y)|picky|"
    r"important|relevant|crucial|essential|needed|necessary|required|critical|"
    r"(?:an? )?(?:issue|problem|concern|matter|factor|requirement|must|obstacle|limit))"
)
# What says of whatever stands in its clause that it makes no difference.
_INDIFFERENT = (
    r"(?:no longer|not|doesnt|does not|dont|do not|isnt|is not|arent|never|wont|neednt|need not|"
    r"no)(?: (?:really|actually|that|so|very|all that|be|an?|any|much|have to|need to|necessarily|"
    rf"longer|too|even))* {_MATTER}|irrelevant|"
    rf"(?:neither|nor (?:does|do|is|are))(?: [a-z]+){{1,8}}? {_MATTER}|"
    r"(?:neither|not) here (?:n?or) there|past caring|beside the point|all one to (?:me|us)|"
    r"of no (?:(?:great|real|further|particular|more) )?(?:importance|consequence|concern|interest|"
    r"moment|account|significance)|"
    r"(?:a matter of )?(?:[a-z]+ )?(?:indifference|indifferent) to (?:me|us)|"
    r"(?:doesnt|dont|no longer|wont) (?:bothers?|troubles?|concerns?|worry|worries|interests?) "
    r"(?:me|us)|"
    r"unimportant|immaterial|negotiable|"
    r"(?:who|nobody|no one) cares|could(?:nt)? care less|"
    r"(?:is|are) (?:now |totally |completely )?(?:open|flexible|up to you|no object|whatever)"
)
# What does away with the facts ahead of it: `the width may be disregarded`, `the year can go`.
_LIFTED = (
    r"(?:(?:is|are|has|have|ought)(?: to)?|can|may|could|might|should|must|shall|will|stands?)"
    r"(?: (?:now|also|all|both|just|please|be|been|hereby|regarded as|considered(?: as)?|deemed|"
    r"[a-z]+ly))* (?:go(?: now)?|dropped|"
    r"ignored|disregarded|lifted|"
    r"removed|withdrawn|forgotten|scrapped|waived|cancelled|deleted|cleared|left (?:out|open)|"
    r"neglected|set aside|taken (?:off|out|away)|relaxed|vary|differ|"
    r"anything|anybody|anyone|whatever|any|every(?:one|thing)?|"
    r"(?:equal|(?:all )?the same) (?:to|for) (?:me|us)|"
    r"(?:to|for) (?:me|us) (?:all )?(?:the )?(?:same|equal))"
    r"(?! (?:up|to|over|down|as|from|on|but))"
)
_ANYONE = r"any(?:one|body) (?:can|may|could|will|goes|is|at all)"
_NEEDLESS = (
    r"(?:it |they |that |you )?(?:(?:doesnt|does not|dont|do not|no longer|not) (?:need|needs|have|"
    r"has) to|neednt|need not)(?: (?:be|have|come|stick|keep|limit yourself|stay))*"
    r"(?: (?:by|from|in|with|starring|an?|tagged|the|to))*|"
    r"(?:it|they|that) (?:can|may|could|might) (?:also |just |well )?(?:be|come) without"
)
# Speaks of an earlier condition, which stands no more: `forget what I said about green`.
_RETRACTED = (
    r"take (?:that|it|this|what i said) back (?:about|on|regarding)|"
    rf"(?:{_REMOVE}|never ?mind|take back) (?:about )?(?:what|whatever|all|everything|anything|the "
    r"(?:bit|part|thing)) (?:that )?(?:i|we) (?:\w+ )?(?:said|asked|told you|mentioned|wanted|"
    r"wrote|typed)(?: \w+)? (?:about|for|of|on|regarding|concerning)"
)
_LIST = rf"(?:(?:and|or|nor|plus) )?(?:also |about |the |my |that )*(?P<fact>[a-z]+)(?: {_AGAIN})*"


# A limit that a user thinks better of: `the price limit was silly`, `the Tom Hanks ban is harsh`.
_REGRETTED = (
    rf"(?:{_LIMITS}|bans?|veto|exclusion|embargo)(?: (?:on|of|for) (?:the )?[a-z]+)? "
    rf"(?:is|was|were|are|seems?|looks?)(?: [a-z]+)*? "
    rf"(?:too [a-z]+|(?:a )?mistakes?|wrong|unnecessary|needless|unreasonable|unfair|harsh|hasty|"
    rf"daft|over the top|excessive|foolish|{BAD})"
)
_TAKEN_AWAY = (
    rf"{_PLEASE}(?:so |just |then )*(?:{_REMOVE}|take) (?P<it>it|that|them|those)"
    rf"(?: (?:off|away|out|altogether|entirely|please|again|then))*"
)
# What lets in again what was left out: `horror is allowed after all`, `the ban on Tinko is over`.
_ALLOWED = (
    r"(?:is|are|can|may|would be|will be)(?: (?:now|also|be|actually|back|come|[a-z]+ly))* "
    r"(?:allowed|permitted|ok|okay|fine|alright|acceptable|welcome|back|in|over|lifted|off)"
    r"(?: (?:in|now|again|after all|too|with me|by me|on|as well))*|(?:allow|permit|readmit|"
    rf"bring back)|(?:{_REMOVE}|end) (?:the )?(?:bans?|veto|embargo|exclusion)"
)
# What goes with a lift and says no more: `…, it can be any`, `I was too strict`, `the size stays`.
_ECHOED = (
    rf"{_TAKEN_AWAY}|(?:it |they |that )?{_LIFTED}(?: one)?|"
    rf"(?:[a-z]+ )*(?:too|so|overly|over) (?:strict|picky|fussy|harsh|narrow|demanding|specific|"
    rf"hasty|choosy|particular)(?: there| then| before| earlier)?|"
    rf"(?:but )?(?:keep (?:the |my )?{_FACT}|(?:the |my )?(?P<kept>[a-z]+)(?:{_LIMIT})? "
    r"(?:(?:should|can|must|has to) )?"
    r"(?:stays?|remains?|stands?|still (?:stands|counts|applies|holds|matters)))"
    rf"(?: (?:in|put|on|the same|as (?:it|they) (?:is|was|are|were)))?"
)


def find_lifts(
    message: Message, vocabulary: Vocabulary, running: Sequence[Constraint] = ()
) -> list[str]:
    """The facts whose conditions are lifted; their words are taken.

    `running`: the conditions so far, of which a value may be named (`yellow no longer counts`).
    """
    found: list[str] = []
    for first, after in clauses(message):
        found += _retracted(message, vocabulary, first, after, running)
        found += _indifferent(message, vocabulary, first, after, running)
    found += _ruled(message, vocabulary)
    found = found or _taken_away(message, vocabulary)
    for first, after, match in list(message.findall(_ECHOED)) if found else ():
        kept = match["kept"] or match["fact"]
        known = kept is None or vocabulary.facts_called(kept)
        if known and message.free(first, after) and message.ends_at(after):
            message.take(first, after)
    return found


def _taken_away(message: Message, vocabulary: Vocabulary) -> list[str]:
    """`I set a weight limit before, please drop it`: the facts that a pronoun speaks of."""
    for first, _, _ in message.findall(_TAKEN_AWAY):
        said = re.findall(rf"(?<![^ ])([a-z]+) (?={_LIMITS}(?![^ ]))", message.norm(0, first))
        return [fact for word in said for fact in vocabulary.facts_called(word)]
    return []


def _retracted(
    message: Message, vocabulary: Vocabulary, first: int, after: int, running: Sequence[Constraint]
) -> Iterator[str]:
    """The facts of what a user said and takes back."""
    cue = message.search(_RETRACTED, first)
    if cue is None or cue[1] >= after:
        return
    places = range(cue[1], after)
    runs = (run_at(message, vocabulary, place) for place in places)
    facts = _held(message, cue[1], after, running) or tuple(
        fact for place in places for fact in vocabulary.facts_called(message.at(place))
    )
    dated = any(re.fullmatch(r"(?:1[89]|20)\d\d|\d\d(?:\d\d)?s", message.at(p)) for p in places)
    facts = facts or tuple(group[0].fact for run in runs if run for group in run.groups)
    facts = facts or ((vocabulary.year,) if dated and vocabulary.year else ())
    if facts:
        message.take(cue[0], after)
        yield from dict.fromkeys(facts)


def _indifferent(
    message: Message, vocabulary: Vocabulary, first: int, after: int, running: Sequence[Constraint]
) -> Iterator[str]:
    """The facts of a clause that says they make no difference."""
    cue = next((m[:2] for m in message.findall(_INDIFFERENT, first) if m[1] <= after), None)
    cue = cue or _lifted(message, vocabulary, first, after)
    cue = cue or next((m[:2] for m in message.findall(_REGRETTED, first) if m[1] <= after), None)
    refused = [one for one in running if one.op == "!="]
    several = message.search("or|either", first) is not None
    allowed = cue is None and not several and _held(message, first, after, refused)
    cue = message.search(_ALLOWED, first) if allowed else cue
    cue = cue if cue is None or cue[1] <= after else None
    needless = message.search(_NEEDLESS, first)
    said = message.norm(first, after)
    if cue is None and needless is not None and needless[1] < after:
        facts = _called(message.norm(first, needless[0]), vocabulary)
        facts = (
            facts
            or _held(message, first, after, running)
            or tuple(fact for name, fact in vocabulary.truths.items() if f" {name} " in f" {said} ")
        )
        facts = facts or _dated(message, vocabulary, first, after)
        that = re.search(r"that ([a-z]+)$", said)
        facts = facts or (vocabulary.facts_called(that[1]) if that else ())
    elif cue is None or re.search(rf"(?<![^ ])(?:{NUMBER}|but|except)(?![^ ])", said):
        return
    else:
        facts = () if allowed else _called(said, vocabulary)
        facts = facts or _held(message, first, after, refused if allowed else running)
        facts = facts or _role(said, vocabulary) or _of_name(message, vocabulary, first, after)
    if facts:
        message.take(first, after)
        yield from facts


def _called(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that words call by name."""
    words = (word for word in said.split() if word not in _NO_FACT)
    return tuple(fact for word in words for fact in vocabulary.facts_called(word))


def _of_name(message: Message, vocabulary: Vocabulary, first: int, after: int) -> tuple[str, ...]:
    """`Tom Hanks is no must`: the facts of a whole name, those of the cast first."""
    for place in range(first, after - 1):
        for end in range(after, place + 1, -1):
            values = vocabulary.names.get(message.norm(place, end), ())
            roles = [value.fact for value in values if is_role(value.fact)]
            if roles:
                return tuple(f for f in roles if is_role(f, CAST))[:1] or tuple(roles)
    return ()


def _lifted(
    message: Message, vocabulary: Vocabulary, first: int, after: int
) -> tuple[int, int] | None:
    """What does away with facts, where the clause names nothing else ahead of it."""
    for begin, end, found in message.findall(rf"{_LIFTED}|(?P<anyone>{_ANYONE})", first):
        subject = [message.at(place) for place in range(first, begin)]
        facts = [word for word in subject if vocabulary.facts_called(word)]
        others = set(subject) - {*facts, *_AHEAD}
        if end <= after and not others and (facts or found["anyone"]):
            return begin, end
    return None


def _held(
    message: Message, first: int, after: int, running: Sequence[Constraint]
) -> tuple[str, ...]:
    """The facts of running conditions on a value that stands among words [first, after)."""
    said = f" {message.norm(first, after)} "
    return tuple(
        fact
        for one in running
        for fact in one.facts
        if any(isinstance(v, str) and _says(said, phrase(v)) for v in one.values)
    )


def _says(said: str, name: str) -> bool:
    """Whether words hold a name, or its last word: `Hanks is no must`."""
    last = name.rpartition(" ")[2]
    return f" {name} " in said or (len(last) > _SHORTEST and f" {last} " in said)


def _role(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """`who directed it doesn't matter`: the facts of who does that."""
    for verbs, role in _WHO:
        if re.search(
            rf"(?<![^ ])(?:who(?:s|ever)?|any(?:one|body)) (?:\w+ )*(?:{verbs})(?![^ ])", said
        ):
            return tuple(fact for fact in vocabulary.facts if is_role(fact, role))
    when = re.search(r"(?<![^ ])(?:when|how old) (?:its?|theyre|they|that|those)(?![^ ])", said)
    return tuple(vocabulary.facts_called("year")) if when else ()


def _dated(message: Message, vocabulary: Vocabulary, first: int, after: int) -> tuple[str, ...]:
    """`you needn't stick to the fifties`: the year, where a clause names one."""
    dated = any(find_years(message.cut(first, after), vocabulary))
    return (vocabulary.year,) if dated and vocabulary.year else ()


def _ruled(message: Message, vocabulary: Vocabulary) -> Iterator[str]:
    for rule in _RULES:
        for first, after, match in list(message.findall(rule)):
            if not message.free(first, after):
                continue
            facts, end = _facts(message, vocabulary, match["fact"], first, after)
            if facts and not _goes_on(message, vocabulary, end):
                message.take(first, end)
                limited = message.at(end) in ("except", "apart")  # "any colour except black"
                yield from () if limited else facts
                yield from _listed(message, vocabulary, end)


def _listed(message: Message, vocabulary: Vocabulary, place: int) -> Iterator[str]:
    """`… the weight, and the rating too`: facts that stand beside one that is lifted."""
    while place < len(message):
        found = next(message.findall(_LIST, place), None)
        facts = vocabulary.facts_called(found[2]["fact"]) if found and found[0] == place else ()
        joined = message.at(place) in ("and", "or", "nor", "plus") or message.comma_before(place)
        if found is None or not (facts and joined):
            return
        message.take(place, found[1])
        yield from facts
        place = found[1]


def _goes_on(message: Message, vocabulary: Vocabulary, after: int) -> bool:
    """Whether a kind of item follows: `any waterproof headphones` lifts nothing."""
    word = message.at(after - 1)
    return word in vocabulary.truths and bool(vocabulary.category(message.at(after)))


def _facts(
    message: Message, vocabulary: Vocabulary, word: str, first: int, after: int
) -> tuple[tuple[str, ...], int]:
    """The facts of a name, or of a value (`the horror filter`)."""
    word = re.sub("^(?:not|non|no) ", "", word)
    for said in (
        word,
        word.replace("out of ", "in ").replace("sold out", "in stock"),
        word.split(maxsplit=1)[0],
    ):
        if found := vocabulary.facts_called(said):
            return found, after - (
                said != word
                and after - first > 1
                and message.at(after - 1) == word.rsplit(maxsplit=1)[-1]
            )
    if re.search(f"{_PART}|to be", message.norm(first, after)):
        for place in range(first, after):
            if run := run_at(message, vocabulary, place):
                return tuple(group[0].fact for group in run.groups), after
    return (), after
