"""What is to be done with an item, said in the passive: `might the third be kept for me?`.

Questions, wishes and conditions of that kind become `the third should be kept for me`; what only
leads up to an opinion (`may I be permitted to mention that`) is left out.
"""

import re

_MAY = r"(?:might|may|could|can|would|should|shall|will)"
_SOFT = r"(?:(?:please|possibly|perhaps|kindly|also|then|now|just|instead|too) )*"
_WHAT = r"(?P<what>(?:(?!be\b)[\w'’.&-]+ ){1,7}?)"
# Deeds that can be done for one who asks: a small class, that of `opinions`.
_DONE = (
    r"(?:kept|saved|put|set|added|placed|hidden|removed|taken|struck|dropped|dismissed|deleted|"
    r"marked|flagged|noted|reserved|held|bookmarked|discarded|skipped|crossed|moved|stored|banished|"
    r"thrown|withdrawn|excluded|omitted|spared|shown|laid)"
)
_BE = rf"be (?P<how>(?:[a-z]+ly )*){_SOFT}(?P<done>{_DONE})\b"
_REST = r"(?P<rest>[^,.;?!]*)\??"
_WERE = rf"(?:be|were|was) (?P<how>(?:[a-z]+ly )*){_SOFT}(?P<done>{_DONE})\b"
_START = r"(?P<start>^|[.;:!?,] |\b(?:and|but|so) )"
_ASKS = (
    r"(?:(?:i|we)(?: would|['’]d| should| must| do)?(?: only| just| very much| also)? (?:ask|request|"
    r"beg|suggest|propose|prefer|wish|like|want|insist)|it is (?:hereby |kindly |humbly )?(?:requested|"
    r"asked|suggested|desired)|it would (?:\w+ )?(?:please|suit|help|delight) (?:me|us)|(?:i|we)(?: do)? wonder|(?:i|we)['’ ]?(?:m|re|am|are|was|were) wondering)"
    r"(?:,? too,?)?(?: please)?(?: that| if| whether)?(?: it)?"
)
_MENTION = (
    r"(?:mention|say|add|remark|confess|note|observe|point out|tell you|admit|state|declare|reveal|"
    r"own|report)"
)
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (
        # "Were the third to be removed, I should not be sorry"
        (
            rf"{_START}(?:were|should) {_WHAT}(?:to )?{_BE}(?P<rest>[^,.;?!]*),? (?:i|we)\b[^.;?!]*",
            r"\g<start>\g<what>should be \g<done>\g<rest>",
        ),
        # "I would ask that the fourth be saved", "I wonder whether the bag might be kept"
        (
            rf"\b{_ASKS} {_WHAT}{_SOFT}(?:{_MAY} )?{_SOFT}{_WERE}{_REST}",
            r"\g<what>should be \g<done>\g<rest>",
        ),
        # "Might the third be kept?"
        (
            rf"{_START}(?:{_MAY}|let) (?!i\b|we\b){_WHAT}{_SOFT}{_BE}{_REST}",
            r"\g<start>\g<what>should be \g<done>\g<rest>",
        ),
        # "have that one removed", "have it hidden"
        (
            rf"\b(?:(?:please|do|kindly) )*(?:have|get|see) (?P<what>(?:it|that|this|them|these|those|the)(?: [\w'’]+){{0,4}}?) (?:be |to be )?(?P<done>{_DONE})\b",
            r"\g<what> should be \g<done>",
        ),
        # "I would be grateful never to be shown it again"
        (
            rf"\b(?:i|we)(?: {_MAY}|['’]d) (?:be \w+|prefer|rather|sooner|as soon|just as soon)(?: it)? (?:never|not)(?: to)?(?: have to)? (?:be shown|see|be offered) ",
            "do not show me ",
        ),
        # "and may I ask you who stars in it"
        (
            rf"\b{_MAY} (?:i|we) (?:(?:just|also|perhaps|please) )?(?:ask|enquire|inquire)(?: you)?,? (?=(?:what|who|which|how|when|where|whose)\b)",
            "",
        ),
        (
            rf"\bit (?:is (?:only |but )?(?:fair|right|true|just) to (?:say|tell you|add|mention)|(?:has to|must) be (?:said|confessed|admitted|added)) that |\b(?:i|we) suppose (?:i|we) (?:ought to|should|must) {_MENTION} that ",
            "",
        ),
        (
            rf"\b(?:{_MAY} (?:i|we)|(?:i|we) (?:must|should|feel bound to|have to|am bound to)|let me|allow me to|permit me to)(?: also| just| perhaps| now| first)*(?: be (?:permitted|allowed|so bold as))?(?: to)? (?:(?:begin|start|open) by [a-z]+ing|{_MENTION}) that ",
            "",
        ),
        (
            r"\b(?:(?:would|could|will) you )?(?:please )?do (?:me|us) the (?:kindness|favou?r|honou?r|courtesy|service) of (?=(?:sav|keep|add|putt|hid|remov|tak|reserv|mark)ing\b)",
            "",
        ),
    )
)


def in_the_active(message: str) -> str:
    """The message with deeds that are asked for in the passive as plain demands."""
    for pattern, meant in _RULES:
        message = pattern.sub(meant, message)
    return message
