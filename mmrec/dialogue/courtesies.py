"""Long courteous sentences in few words: `I should be glad if you would show me X` is `show me X`.

A frame says who would feel what if something were done; only what is to be done is kept.
"""

import re

_MAY = r"(?:would|could|might|may|can|should|will|shall)"
_WE = rf"(?:(?:my [a-z]+ and )?(?:i|we)(?: {_MAY}|['’](?:d|ll))?)"
_NOT = rf"(?:(?:do|did|{_MAY}) not|(?:do|did|would|should|could)n['’]?t|won['’]?t)"
_MUCH = (
    r"(?:(?:very|most|so|really|rather|quite|truly|extremely|much|only|too|just|more than|ever so|"
    r"[a-z]+ly) )*"
)
_KIND = r"(?:very )?(?:good|kind|gracious|nice|obliging|helpful|generous|patient|sweet)"
_GLAD = (
    r"(?:grateful|obliged|delighted|glad|happy|pleased|thankful|indebted|overjoyed|honou?red|"
    r"appreciative|thrilled)"
)
_FAVOUR = (
    rf"(?:be (?:so {_KIND} (?:as )?|{_KIND} enough )to|have the (?:goodness|kindness|courtesy) to|"
    r"do (?:me|us) the (?:kindness|favou?r|honou?r|courtesy|service) (?:to|and))"
)
# What softens the verb of a favour.
_SOFT = (
    rf"(?:(?:{_FAVOUR}|see your way (?:clear )?to|possibly|perhaps|kindly|please|be able to|manage "
    r"to|happen to|be willing to|care to|try to|help (?:me|us) (?:to )?(?=find|choose|pick|see|get)) )*"
)
_YOU = rf"you (?:{_MAY} )?{_SOFT}"
_WONDER = (
    rf"{_WE}(?:['’](?:m|re|ve been)| (?:do|was|were|am|are|have been|had been|be))? {_MUCH}(?:wonder(?:ing|ed)?|"
    r"hop(?:e|ing|ed)|curious|trust|wish(?:ing)?|(?:like|wish|want) to (?:know|ask|enquire|inquire))"
)
_FEEL = (
    rf"(?:{_WE} (?:be {_MUCH}{_GLAD}|{_MUCH}(?:appreciate|welcome)(?: it)?(?: (?:very|so) much)?)|"
    rf"it would be {_MUCH}(?:lovely|wonderful|splendid|marvellous|nice|(?:a )?(?:great |real |"
    rf"most )?(?:{_KIND}|help|pleasure|treat|kindness)(?: of you)?))"
)
_ASK = (
    rf"(?:{_MAY} (?:i|we) (?:just |perhaps |please )?|{_WE} (?:must |have to )?)"
    r"(?:ask|beg|request|trouble|entreat|persuade|bother|impose (?:up)?on|prevail (?:up)?on)(?: you)?"
)
# Items that a subject is wished to be of: `if it were a comedy`.
_WERE = r"if (?P<what>[^,.;?!]{2,40}?) (?:were to|was to|were|was|could|might|would)(?: be)? "
_UNWILLING = (
    rf"(?:i|we)(?: {_NOT} (?:{_MUCH})(?:wish|care|like|want|desire|choose|intend|mean)|(?: {_MAY})? have no "
    r"(?:wish|desire|intention|inclination))"
)
_STARS = r"(?:\d|one|two|three|four|five)(?: (?:stars?|marks?|points?|out of)| to\b)"
_FRAMES = (
    (rf"(?:{_WONDER}|{_FEEL}) (?:if |whether |that )?{_YOU}(?:have|know of|stock|sell|own)(?! to)", "do you have"),
    (rf"(?:{_WONDER}|{_FEEL}) (?:if |whether |that )?{_YOU}(?=[a-z])", ""),
    (rf"(?:{_WONDER}|{_FEEL}) (?:if |whether |that )?(?:i|we) (?:{_MAY} )?{_SOFT}(?=[a-z])", "i want to "),
    (rf"{_WONDER} (?:if|whether|that) there (?:{_MAY} be|is|are|was|were)", "is there"),
    (rf"{_WONDER},? (?=(?:what|which|who|whose|where|when|how|why)\b)", ""),
    (rf"{_FEEL} {_WERE}", r"\g<what> should be "),
    (rf"(?:{_FEEL} (?:for|of|with)|{_ASK} for) ", "i want "),
    (rf"{_WE} (?:appreciate|welcome) (?=(?:an?|some|something|anything)\b)", "i want "),
    (rf"{_FEEL} to (?=see|have|find|watch|hear|get|buy|own|receive)", "i want to "),
    (r"(?:is|was|would) it (?:be )?(?:really |perhaps )?too much to ask (?:for|to have) ", "i want "),
    (rf"{_ASK} (?:to )(?=[a-z])", ""),
    (rf"(?:{_MAY} you )?(?:please )?{_FAVOUR} ", ""),
    (r"(?:may|might) (?:i|we) (?:perhaps |please |just )?see ", "show me "),
    (
        rf"{_WE} {_MUCH}(?:prefer not to|{_MUCH}(?:rather|sooner|prefer) not) (?:have|own|receive) ",
        "i don't want ",
    ),
    (rf"{_WE} (?:{_MUCH}rather|{_MUCH}sooner|{_MUCH}prefer) not (?:to )?(?=see|watch|spend|pay|buy|go|own|get)", "i don't want to "),
    (rf"{_UNWILLING} (?:to|of) ", "i don't want to "),
    (rf"(?:i|we) {_NOT} (?:{_MUCH})(?:wish|care) for (?=an?\b|any|some)", "i don't want "),
    (rf"{_WE} (?:{_MUCH})(?:wish|desire|long|yearn) (?P<to>to|for) ", r"i want \g<to> "),
    (r"(?P<who>i|we) (?:would|should)(?: (?:very|really|so|most|dearly|quite|much))+ (?=like|love)", r"\g<who> would "),
    (rf"{_WE} (?:(?:like|want|wish) to )(?=(?:rate|award|give (?:[a-z]+ ){{0,3}}?(?:an? )?{_STARS})\b)", ""),
    (r"(?<=(?:want|like) to )be (?:shown|offered|given)(?= )", "see"),
    (r"(?<=want to )(?:purchase|acquire|obtain|procure)(?= )", "buy"),
    (r"what you (?:might |may )?(?:have|offer|stock|sell)(?: to offer)? (?:in the way|by way) of ", "some "),
)  # fmt: skip
_END = r"(?=\s*(?:[,.;!?–—]|$))"
_THINKS = (
    r"(?:think|believe|suppose|imagine|fancy|trust|gather|understand|daresay|dare say|expect|presume|"
    r"reckon|feel|find|hear|hope|fear|confess|admit|must (?:say|confess|admit|own)|am told|do believe|"
    r"(?:should|would) (?:think|say|imagine))"
)
# A condition that is none: it asks for leave.
_LEAVE = (
    r"(?:(?:i|we|one) (?:may|might|could|can|dare)(?: (?:be|so|make|say|ask|put|call|trouble|venture|"
    r"express|add|use|remark|mention|permit|presume|speak|beg)\b[^,.;?!]{0,40})?|"
    rf"you (?:will|would|could|can|may|might|do not|don['’]?t|won['’]?t)?(?: (?:kindly|please|ever|so))*"
    rf"(?: ?(?:forgive|excuse|pardon|permit|allow|indulge|mind|bear with|oblige|please)\b[^,.;?!]{{0,30}}|"
    rf"(?:be )?so {_KIND}(?: as to (?:look|do so|try|help|oblige)(?: me| us| for me)?)?)|"
    r"(?:it|that|this|such a thing)(?: (?:is|be|isn['’]?t|is not|wouldn['’]?t be|would not be|can|could|would|might|"
    r"may|were|was|be|not))* (?:too much (?:trouble|bother|to ask)|asking too much|(?:any |an? |no |too great an? )?"
    r"(?:trouble|bother|imposition|inconvenience)|possible|helped|arranged|managed|done|avoided|convenient|"
    r"permitted|allowed|agreeable|acceptable|all the same to you|how it is done)|"
    r"(?:at all |in any way |humanly )?possible|need be|necessary|convenient|permitted|feasible|memory serves(?: me)?(?: \w+)?|"
    r"(?:i|we) (?:remember|recall)(?: \w+ly)?|(?:i am|i['’]m) not (?:mistaken|wrong))"
)
_IN_PASSING = (
    r"(?:at your (?:earliest )?(?:convenience|leisure)|with your (?:permission|leave)|by your leave|truth be told|"
    r"to tell (?:you )?the truth|needless to say|as a matter of fact|all things considered|for preference|"
    r"for (?:an?|some|the) [a-z ]{2,30} like (?:me|us|myself|ourselves)|for the sake of (?:my|our) [a-z]+|"
    r"should such a thing exist|if it pleases? you|in the (?:least|slightest)|"
    r"(?:up)?on (?:reflection|consideration|second thoughts?|further thought))"
)
_ADDRESSED = (
    r"(?:(?<=,)|(?<=\bsir)|(?<=day)|(?<=morning)|(?<=evening)|(?<=afternoon)|(?<=hello))\s*"
    r"(?:my |kind |good |dear |young |old )+(?:sir|madam|man|lady|fellow|chap|boy|girl|friend|one)?"
)
_SORRY = (
    r"^(?:and |but |so |well,? )?i(?: am|['’]m) (?:so |very |most |terribly |dreadfully )*(?:sorry|afraid)"
    r"(?: to (?:say|trouble you|bother you|be a nuisance)(?: that)?)?,? (?:but )?"
)
# What hangs on the wish and has no finite verb: `…, my wife being fond of him`.
_ABSOLUTE = (
    r",\s*(?:with )?(?:the|my|our|his|her|their) (?:[a-z]+ ){1,4}?(?:being|having)\b[^,.;?!]*"
)
# What parts a subject from its verb: `The price, I have since been persuaded, | is immaterial`.
_PARTS = (
    r"(?:(?:i|we|he|she|they|it|if|though|although|as|having|however|needless|frankly|honestly|"
    r"(?:up)?on (?:second|reflection|balance|the (?:whole|other))|in (?:my|our|all|truth|the end|"
    r"fact)|to (?:my|our|be|tell)|after all|all|for (?:what|my))\b[^,.;?!]{0,50}?)"
)
_FINITE = (
    r"(?:is|are|was|were|isn['’]?t|aren['’]?t|may|might|can|could|should|must|has|have|had|does|do|"
    r"doesn['’]?t|don['’]?t|will|would|needs?|ought|no longer)\b(?! (?:i|you|we|it|he|she|they)\b)"
)
_SUBJECT = r"(?P<subject>(?:^|(?<=[.;!?] ))(?:[\w'’-]+ ){0,4}[\w'’-]+)"
_ASIDES = (
    _ABSOLUTE,
    rf"\s*,\s*(?:as |or so |so |or |and )?(?:i|we|he|she|they) {_THINKS}{_END}",
    rf"\s*,?\s*\bif {_LEAVE}(?: for you| with you| to ask)?{_END}",
    rf"^(?:and |but |so )?if {_LEAVE}\s*,",
    rf"\b{_IN_PASSING}\b,?",
    rf"{_ADDRESSED}{_END}",
    _SORRY,
)
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (
        (rf"{_SUBJECT},\s*{_PARTS},\s*(?={_FINITE})", r"\g<subject> "),
        *((aside, "") for aside in _ASIDES),
        *((rf"(?<![\w'’]){frame}", meant) for frame, meant in _FRAMES),
    )
)


def in_few_words(message: str) -> str:
    """The message without frames, leave asked for, and forms of address."""
    said = message
    for pattern, meant in _RULES:
        said = pattern.sub(meant, said)
    said = said.strip(" ,")
    return said if re.search(r"\w", said) else message
