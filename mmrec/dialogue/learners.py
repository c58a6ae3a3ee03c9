"""The English of people who learn it, as the grammar reads it: `i watch already`, `a bag need`.

Words that name something stay; only the small words around them change, and where the verb stands.
"""

import re

from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.scales import SCALES

_START = r"(?P<start>^|[.,;:!?]\s*|\b(?:and|but|so|because|ok|sorry)\s+)"
_END = r"(?=\s*(?:$|[.,;:!?]))"
_PLEASE = r"(?P<please>(?: please| thanks| sir)*)"
_DEGREES = "|".join(f"{s.lower}|{s.higher}" for s in SCALES) + "|[a-z]+ier|better|worse"
_PLAIN = "|".join(f"{s.low}|{s.high}" for s in SCALES)
_ITEM = r"(?:the |number |last |first |second |third |it\b|that\b|this\b|these\b|those\b)"
_FEEL = r"like|love|want|need|enjoy|care|know|understand"
_WHO = r"i|we|you|they|he|she"
_SEE = r"watch|see|saw"
_SINCE = (
    r"already|before|yesterday|last (?:week|month|year|night|summer|winter)|long (?:time )?ago|"
    r"(?:\d+|two|three|many|several|few|hundred) times?|years ago|as (?:a )?(?:child|kid)|in cinema"
)
_WISH = r"search|want|need|looking|look for|find"
_EXISTS = r"exists?|have|you have|there is|is there|available"
# What is wished for, where the wish stands behind it: nothing that is a sentence of its own.
_WISHED = (
    r"(?P<wished>(?:(?!\b(?:i|you|we|it|he|she|they|me|what|which|who|that|all|as|if|when|how|why|"
    r"where|to|not|dont|cant|no|never|do|does|did|is|are|can|could|would|will|should|want|need|"
    r"show|give|find|search|start|new|such|something|anything|ones?|number|first|second|third|"
    r"fourth|fifth|last)\b)[^.,;:!?])+?)"
)
# A pattern, and what it is in the grammar's English.
_NUMERALS = (
    (r"\b(look|looking|search|searching|hunting) 4 (?=[a-z])", r"\1 for "),
    (
        r"(?<!number )(?<!size )\b4 (?=(?:me|my|an?|the|his|her|our|us|work|kids|school)\b)",
        "for ",
    ),
    (r"\b(want|need|going|what|how|where) 2 (?=[a-z]{2})", r"\1 to "),
    (
        r"\b(which|this|that|another|next|last|first|second|third|[a-z]+er) 1\b(?!\.\d| stars?)",
        r"\1 one",
    ),
)
_SMALL_WORDS = (
    (r"\b(than|then|before|after|since|from|until|till|to) (?:the )?year (?=\d{4})", r"\1 "),
    (rf"\b({_DEGREES}|(?:less|more)(?: \w+)?) then (?={_ITEM}|an? |\d)", r"\1 than "),
    (rf"\b({_DEGREES}) (?:as|that) (?={_ITEM})", r"\1 than "),
    (rf"\b({_DEGREES}|less|more) (?:as|of|that|from) (?=[$€£]?\d)", r"\1 than "),
    (rf"\bmore (?=(?:{_DEGREES})\b)", ""),
    (r"\bmore (recent|new|old|cheap|modern|classic)s\b", r"more \1"),
    (rf"\btoo much (?=(?:{_PLAIN}|scary|sad|boring|slow|violent|dark|weird)\b)", "too "),
    (rf"\b({_PLAIN}) too much\b", r"too \1"),
    (r"\b(under|below|above|over|around) (?:of|than) (?=[$€£]?\d)", r"\1 "),
    (r"(?<!\d )\b(?:until|till) (?=[$€£]?\d{1,3}\b)", "up to "),
    (r"\b(?:with|on|has) stock\b", "in stock"),
    (r"\binformations\b", "information"),
    (r"\btell about\b", "tell me about"),
    (r"\bi like more (?=the |number |that |this )", "i prefer "),
    (r"\bmore good\b", "better"),
    (r"\bsimilar (?:of|as|than|with|from|like) ", "similar to "),
    (r"\byears? (?=(?:after|before|since|between|until|till) )", ""),
    (rf"\b({NOUNS}) ((?:very |really )?(?:{_PLAIN})){_END}", r"\2 \1"),
    (r"\b(to|in) (?:my |the )?favourite(?=\s*(?:$|[.,;:!?]))", r"\1 my favourites"),
    (r"\bgive ((?:it )?(?:to|in|into|on) (?:my |the )?(?:list|cart|basket|bag)\b)", r"put \1"),
    (
        (
            rf"{_START}(?!(?:the|this|that|which|an?|any|no|each|every|what|only|or|than|like|for|in)\b)"
            r"(?P<one>[a-z]+ one) (?=(?:i|how|is|what|who|when|put|add|save|hide|delete|remove)\b)"
        ),
        r"\g<start>the \g<one> ",
    ),
    (r"\bmost good\b", "best"),
    (r"\b(more|most|less|very|so) light weight\b", r"\1 light"),
    (  # "films which directed Roman Polanski"
        (
            r"\b(\w+s (?:that|which) (?:has |have )?(?:directed|shot|filmed|wrote|drew|designed)) "
            r"(?=(?!by|in|the|it|from|a|an|this|that|on|with)\w)"
        ),
        r"\1 by ",
    ),
    (r"\b(directed|written|drawn|filmed) (?:from|for|of|with) (?=\w)", r"\1 by "),
    (
        (
            r"(?:where|(?:in|on) which|in what) (?:plays?|acts?|stars?|appears?)(?: (?:the )?"
            r"(?:actor|actress))? (?=\w)"
        ),
        "with ",
    ),
    (r"\b(?:must|should|has to|have to|needs? to) (?:to )?(play|act|star|appear)s?\b", r"\1s"),
    (r"\b(info|information|details?) (?:of|for|from|over)\b", r"\1 about"),
    (r"\b(\d+|two|three|four|five|many|several) (star|time|euro|hour)\b(?! rat)", r"\1 \2s"),
    (r"\b(kids?|child|children) (small|little|young)\b", r"\2 \1"),
    (r"\brelease (?=(?:in |year |after |before |since )?\d{4})", "released "),
    (r"^(?:sorry,? )?(?:wrong|(?:my )?mistake|error), ", "sorry, "),
    (rf"\b(like|love|enjoy)(d?) (?:it )?very{_END}", r"\1\2 very much"),
)
_VERBS = (
    (
        (
            rf"{_START}me (?=(?:very |really |so |also |not |no |dont )*"
            rf"(?:{_FEEL}|loved|liked|enjoyed|hated?|search|look|{_SEE})\b)"
        ),
        r"\g<start>i ",
    ),
    (rf"\b({_WHO}) (?:very|very much|so much|much) (?=(?:{_FEEL}|hate)\b)", r"\1 really "),
    (rf"\b({_WHO}) (?:no|not) (?=(?:{_FEEL}|watch|see)\b)", r"\1 don't "),
    (rf"\b(?:{_WHO}) (?:no|not) interest(?:ed|ing)?\b", "i'm not interested"),
    (
        rf"{_START}(?:no|not|dont|don't) (like|want|need)(?: (?:it|this|that))?(?: one)?{_END}",
        r"\g<start>i don't \2 it",
    ),
    (rf"\b(like|love|want|need|enjoy)s? not{_END}", r"don't \1"),
    (
        (
            rf"\b({_WHO}) (?:(already|also|both|all) )?(?:(?:have|has|did|was|am|are) )?(?:{_SEE}) "
            rf"(?P<since>(?:[^.,;:!?]{{1,40}} )?(?:{_SINCE}))\b"
        ),
        r"\1 have \2 seen \g<since>",
    ),
    (rf"\balready ({_WHO}) (?:have )?(?:{_SEE})\b", r"\1 have already seen"),
    (rf"\b({_WHO}) already (?:{_SEE})\b", r"\1 have already seen"),
    (rf"\b(i|we) (?:have|had) (?:{_SEE})\b", r"\1 have seen"),
    (r"\bwant (?=(?:simil[a-z]+|like)\b)", "want something "),
    (r"\bwant (?=(?:buy|see|watch|find|order|read|hear)\b)", "want to "),
    (
        r"\b(put|add|throw|drop)((?: it| this| that)?) (?:in |to |into )?(cart|basket|bag|list)\b",
        r"\1\2 in my \3",
    ),
)
_QUESTIONS = (
    (
        rf"{_START}(?P<is>(?:is|are|was|does|do|did|has|have) [^.,;:!?]+) or (?:no|not){_END}",
        r"\g<start>\g<is>",
    ),
    (
        (
            rf"{_START}(?P<what>(?:(?!\b(?:i|you|dont|don't|doesnt|doesn't|not|no|if|whether|any)\b)"
            rf"[^.,;:!?])+?) (?:is |are )?(?P<so>in stock|\w+) or (?:no|not){_END}"
        ),
        r"\g<start>is \g<what> \g<so>",
    ),
    (r"\bwhat ((?:else )?)(i|you) can\b(?!['’])", r"what \1can \2"),
    (rf"{_START}how (?:i )?(?:to )?(?:can )?use\b", r"\g<start>how do i use"),
    (r"\bhow (?:it|this) works?\b", "how does it work"),
    (r"\bhow (?:much|many) (?:is )?costs?\b", "how much is"),
    (r"\bwhat (?:costs?|is cost of) (?=\w)", "how much is "),
    (rf"{_START}(?P<mine>my (?!name)[\w ]+?) (?:is |are )?where{_END}", r"\g<start>show \g<mine>"),
    (r"\b(?:it )?is (?:it )?possible(?= (?:more|less|in|with|from)\b)", ""),
)
_ORDER = (
    (
        rf"{_START}{_WISHED} (?:i )?(?:{_WISH}){_PLEASE}{_END}",
        r"\g<start>i want \g<wished>\g<please>",
    ),
    (
        rf"{_START}{_WISHED} (?P<show>show|give)(?: me)?{_PLEASE}{_END}",
        r"\g<start>\g<show> me \g<wished>\g<please>",
    ),
    (
        rf"{_START}(?P<how>(?:in|by|with|from|for|under) [\w ]+?) (?:{_EXISTS}){_END}",
        r"\g<start>is there one \g<how>",
    ),
    (rf"{_START}{_WISHED} (?:{_EXISTS}){_END}", r"\g<start>is there \g<wished>"),
)
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (*_NUMERALS, *_SMALL_WORDS, *_VERBS, *_QUESTIONS, *_ORDER)
)


def in_plain_english(message: str) -> str:
    """The message with the small words and the order that the grammar reads."""
    for pattern, meant in _RULES:
        message = pattern.sub(meant, message)
    return re.sub(r" {2,}", " ", message)
