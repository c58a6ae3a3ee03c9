"""What says ahead of words, or behind them, that they are not wanted.

`I am not prepared to pay | over 50`, `Yellow, I think, | had better be avoided`.
"""

import re

from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.words import Message

_NOT = (
    r"(?:is|are|do|does|did|ca|wo|would|could|should|must|need|may|might)nt|not|never|cannot|"
    r"nothing|none|no(?! (?:she|he|i|we|they)(?![^ ]))|nor|neither|refuse|"
    r"unwilling|reluctant|loath|hate"
)
# What a bound is said with; between `not` and that, people put all sorts of wishes.
_SPENDS = (
    r"(?:pay|spend|cost|weigh|last|rise|stretch|part with|fork out|shell out|fork over|"
    r"splash out|lay out|run|go|be|have|come|carry|measure)(?:s|es|ing)?|is|are|having|out|to"
)
_BETWEEN = (
    r"(?:be|is|are|to|it|they|anything|something|afford|prefer|want|like|wish|intend|plan|care|"
    r"really|much|one|ones|get|see|possibly|ever|a|an|any|price|far|single|penny|cent|euro|dime)"
)
_ALLOWS = (
    r"as|whichever|but|only|just|mind|care|matter|if|and|or|with|sure|know|problem|you|so|because|"
    r"while"
)
# What a wish is refused with: `avoid anything under 4`, `we can do without films before 1980`.
_AVOID = (
    r"avoid|exclud(?:e|ing)|skip|omit|hide|remove|refuse|reject|(?:leave|rule|cut|filter|take) out|"
    r"do without|spare (?:me|us)|(?:stay|steer|keep) (?:clear of|away from)|rather not|decline"
)
_THING = rf"(?:any|anything|something|everything|all|whatever|those|(?:that|the) (?=ones?)|{NOUNS})"
# What hangs on such a thing up to its bound: `anything | with a rating of less than 4`.
_HANGS = (
    r"(?:that|which|who|of|with|at|in|from|out|a|an|the|its|i|we|you|is|are|was|were|be|been|being|"
    r"has|have|had|having|made|shot|date[ds]?|come|comes|came|goes|year|rating|price|prices|"
    rf"weight|width|height|battery|[a-z]+ed|[a-z]+ing|{NOUNS})"
)
_ASIDE = r"(?:[a-z]+ly|i (?:think|fear|believe|suppose|am afraid)|im afraid|however|alas|of course)"
_AUXILIARY = r"(?:is|are|was|were|would|will|should|shall|must|may|might|can|could|ought|do|does)"
_DENIED = rf"(?:{_AUXILIARY}(?:nt| not| never)|wont|cant|cannot|shant)"
_REFUSED = re.compile(
    rf"(?<![^ ])(?:{_NOT})(?: (?:{_BETWEEN}|{_SPENDS}))*$|"
    rf"(?<![^ ])(?:{_NOT})(?: (?!(?:{_ALLOWS}) )[a-z]+){{1,6}}? (?:{_SPENDS})"
    rf"(?: {_BETWEEN}){{0,2}}$|"
    rf"(?<![^ ])(?:(?:{_NOT})(?: (?!(?:{_ALLOWS}) )[a-z]+){{0,5}}?|{_AVOID}) {_THING}"
    rf"(?: {_HANGS}){{0,7}}$|"
    rf"(?<![^ ])(?:nothing|none|no {_THING})(?: {_HANGS}){{0,7}}$|"
    rf"(?<![^ ]){_DENIED}(?: to)?"
    r"(?: (?:have been|be|have|been|made|released|date|dated|come|out|from|shot))+$"
)
_LEFT_OUT = (
    r"excluded|left out|omitted|avoided|skipped|removed|dropped|ignored|hidden|ruled out|rejected|"
    r"filtered out|refused|discarded|disregarded|declined|thrown out|taken (?:out|off)|gone"
)
_GOOD = (  # "under 50 would not be bad" refuses nothing
    "necessary|needed|required|essential|important|vital|bad|wrong|a problem|an issue|a must|hurt|"
    "crucial|compulsory|mandatory|amiss|matter|mind|half bad|a bad \\w+|a condition|only|just"
)
# What refuses behind a bound: `anything narrower than 300 | is no use`, `… | won't be accepted`.
_BEHIND = (
    rf"(?:(?:{NOUNS}|long|wide|high|tall) )?(?:{_ASIDE} )*(?:"
    rf"(?:is|are|s|seems|{_AUXILIARY} (?:{_ASIDE} )*be) "
    r"(?:(?:way|far|just|a bit|simply|[a-z]+ly) )*"
    r"(?:too [a-z]+|an? no ?go|out(?: of the question)?|no (?:good|use|help)|of no use|excessive|"
    r"beyond (?:me|us|my \w+|our \w+)|off (?:the table|limits)|un[a-z]+able|useless|pointless|"
    r"(?:ruled|left) out|excluded)|"
    rf"{_DENIED}(?: (?:to|be|have|been|really|quite|even))*"
    rf"(?! (?:{_GOOD})(?![^ ]))(?: [a-z]+)?|"
    rf"(?:{_AUXILIARY}|please|to|ought to|needs? to|has to|have to|can)(?: {_ASIDE})*(?: to)? be "
    rf"(?:{_LEFT_OUT})|need(?:nt| not) apply|i (?:can|could) do without)"
)


def refused_behind(message: Message, after: int) -> int:
    """The word after what refuses the bound that ends at a place; 0 without any."""
    parted = message.words[after - 1].ends  # "cheaper, we're not made of money"
    return 0 if parted else message.match(_BEHIND, after)


# Who denies what, where verbs of any kind may stand between: `I must ask you not to include |`.
_DENIAL = (
    r"(?:(?:is|are|do|does|ca|wo|would|could|should|must|may|might)nt|not|never|cannot|nothing|"
    r"none|"
    r"no ?(?:body|one)|nor|refuse|refuses|unwilling|reluctant|loath|disinclined|unable|avoid|keep|"
    r"exclude|omit|leave out|spare|rather (?:it|they|this|that) (?:werent|wasnt|were not|was not)|"
    r"hate|no (?:wish|desire|intention|inclination|need|use|interest|room|place|time|patience|"
    r"business|appetite|point|more)|(?:fill|sick|tired|weary) of|without)"
)
# Words after which nothing is denied any more, and what is sought or held but not refused.
_BREAKS = (
    r"but|only|just|mind|care|matter|if|and|or|with|because|so|although|though|since|while|know|"
    r"sure|find|found|finding|seen|own|got|forget|remember|wait|until|more|than|better|it|him|her|"
    r"them|necessarily|problem|miss|yet|then|please|maybe|think|decide|choose|need|want|like|"
    r"say|said|mean|meant|why|how|where|when|hesitate|fail|refrain|stop|worry|suppose|doubt|believe"
)
_WISHING = (
    r"(?:to|any|anything|anyone|anybody|something|those|these|one|ones|that|which|who|what|"
    r"have|with|by|in|from|of|for|me|us|the|a|an|some|such|as|whoever|made|be|is|are|"
    r"being|it to be|at|all|see|seeing|i think|if possible|is|was|were)"
)
_DENIES = re.compile(
    rf"(?<![^ ])(?<!know )(?:{_DENIAL})"
    rf"(?: (?:really |particularly |even )?(?:want|like|need(?= to see)))?"
    rf"(?: (?:{_WISHING}|(?!(?:{_BREAKS})(?![^ ]))[a-z]+)){{1,12}}$"
)
_HELPER = (
    r"(?:is|are|was|were|be|been|being|must|should|may|can|could|shall|will|would|might|ought|had|"
    r"has|have|needs?|to|gets?|stays?|remains?|please|kindly|best|better|rather|also|all|both|"
    r"just|always|then|now|very|too|absolutely|definitely|strictly|preferably|simply|altogether)"
)
_GONE = (
    r"(?:excluded|left (?:out|off|aside|behind)|omitted|avoided|skipped|removed|dropped|ignored|"
    r"hidden|spared|gone|(?:kept|stay|stays|keep) (?:well )?(?:out|away|off)|(?:ruled|filtered|"
    r"weeded|struck|"
    r"taken|crossed|cut|thrown|sorted) (?:out|off|away)|banned|barred|banished|shunned|forbidden|"
    r"withheld|"
    r"prohibited|dispensed with|done without|passed over|disregarded|rejected|refused|eliminated|"
    r"(?:a |an )?(?:hard |big |definite |firm )?no(?: go)?(?: (?:from|for) me)?|"
    r"(?:a )?(?:disappointment|mistake|dealbreaker|deal breaker|taboo|turn off|nonstarter|"
    r"non starter)|un(?:acceptable|welcome|wanted|suitable|desirable|thinkable|bearable)|"
    r"inadmissible|intolerable|not (?:an option|for (?:me|us|him|her|them)))"
)
_OUTSIDE = (
    r"excluded|out of the (?:question|running|picture)|off (?:the (?:list|table|menu)|limits)|"
    r"out(?: of (?:it|this|that|them))?(?! of)|aside|not included"
)
_UNWANTED = (
    r"(?:wanted|welcome|allowed|acceptable|accepted|desired|permitted|admitted|tolerated|"
    r"admissible|"
    r"included|considered|shown|displayed|listed|suggested|offered|appreciated|countenanced|"
    r"entertained|bought|desirable|among (?:it|them)|part of it|present|called for|to be seen|"
    r"my thing|our thing)"
)
_NOUN = rf"(?:(?:{NOUNS}|variety|kind|sort|type|genre|category|make|brand|works?) )?"
_OUT = (
    rf"{_NOUN}(?:(?:{_HELPER} )+{_GONE}|(?:{_HELPER} )*(?:{_OUTSIDE}|(?:isnt|arent|mustnt|"
    rf"shouldnt|cant|wont|neednt|maynt|not|"
    rf"never|no longer)(?: {_HELPER})* {_UNWANTED}|(?:has|have) no (?:place|business)))"
    r"(?: (?:altogether|entirely|completely|please|at all))*"
)
# The verb ahead of what is left `out`.
TAKE_OUT = re.compile(
    r"(?<![^ ])(?:take|leave|keep|throw|kick|filter|cut|cross|rule)(?: (?:all|the|any|those|of))*$"
)
# An aside between commas: `Animation, if at all it is there, may kindly be avoided`.
_LONGEST_ASIDE = 7


def denied_behind(message: Message, place: int) -> int:
    """The word after what says that the words before a place are left out; 0 without."""
    starts = [place]
    if message.comma_before(place):
        ends = range(place + 1, min(place + _LONGEST_ASIDE, len(message)))
        starts += [end for end in ends if message.comma_before(end)][:1]
    for start in starts:
        if after := message.match(_OUT, start):
            return after
    return 0


def negation(pattern: re.Pattern[str], message: Message, place: int) -> re.Match[str] | None:
    """What negates the words from a place on: what the pattern says, or a verb denied."""
    return ahead(pattern, message, place) or ahead(_DENIES, message, place, asides=True)


def ahead(
    pattern: re.Pattern[str], message: Message, place: int, *, asides: bool = False
) -> re.Match[str] | None:
    """What stands right ahead of a place, where no comma ends it: not `no, only comedies`.

    `asides`: one between two commas ends nothing: `nor, I must add, would we like | horror`.
    """
    found = pattern.search(message.norm(0, place))
    words = found.group().count(" ") + 1 if found else 0
    commas = sum(map(message.comma_before, range(place - words + 1, place + 1)))
    aside = asides and commas == 2 and not message.comma_before(place)
    return found if aside or not commas else None


def refused_from(message: Message, place: int) -> int:
    """Where the words begin that refuse the bound at a place; the place itself without any."""
    no = _REFUSED.search(message.norm(0, place))
    begin = place - (no.group().count(" ") + 1 if no else 0)
    parted = any(word.ends for word in message.words[begin:place])
    return place if parted else begin  # "no, over 50"
