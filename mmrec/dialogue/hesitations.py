"""What speech leaves in a sentence and means nothing by: `um`, `you know`, `from the from the`."""

import re

from mmrec.dialogue.numerals import NUMBER

HESITATION = r"(?:u+m+|u+h+m*|e+rm+|(?-i:[Ee]r+)|e+hm+|a+hm+|h+m+|m+hm+)"
# Neither a question about what is known nor `you know what I like`.
_KNOWN = "do did what how if as that which so whether everything all anything let things to".split()
_NOT_KNOWN = "".join(rf"(?<!\b{word} )" for word in _KNOWN)
_YOU_KNOW = (
    rf"{_NOT_KNOWN}(?:you know what|you know"
    r"(?! (?:who|whom|what|which|how|why|when|where|whose|if|whether|about|of|that|any|me|my)\b))"
)
# Somebody thinks aloud; `let's see a comedy` does not.
_ALOUD = (
    r"(?:let['’]?s|let me|let us) (?:see|think)(?: now)?"
    r"(?= *[,.;:!?–—-]| (?:it|it['’]s|i|i['’]m|we|they|he|she|that['’]s|there|what)\b)"
)
_NAME = r"(?<=\w )what(?:['’]?s| is) (?:his|her|their|its) (?:name|face)(?=,? \w)"
_SAID = re.compile(
    rf"(?P<before>[,;:.!?–—…-]*)\s*(?<![\w'’])(?:{HESITATION}|{_YOU_KNOW}|{_ALOUD}|{_NAME})(?![\w'’])"
    r"(?P<after>\s*(?:[,–—…-]|\.\.+)*)",
    re.IGNORECASE,
)
# "we want like a thriller", but "something like a thriller" and "want like A Beautiful Mind".
_LIKE = re.compile(
    r"\b((?i:want|need|with|for|just|in|got)) like (?=(?:an?|some|really)\b)|"
    r"\b((?i:than|under|over|below|above|before|after|since|least|most|around|about|"
    r"got|size|take)) "
    rf"like (?=(?:\d|{NUMBER})(?!\w))"
)
_SMALL = (
    r"a|an|the|of|in|on|at|to|from|with|by|for|than|and|or|but|i|we|you|it|he|she|they|my|is|are|"
    r"was|that|this|can|could|would|i['’]m|it['’]s|we['’]re|like|maybe|something|anything|under|"
    r"over|about|around|make|show|find|give|want|not"
)
# Who begins again says small words twice, and what came after them.
_AGAIN = re.compile(
    rf"(?<![\w'’])(?P<said>(?:{_SMALL})(?: [\w'’]+){{0,4}}?)"
    r"(?:(?:(?<= [\w'’]),|(?<= [\w'’]{2}),)? (?P=said))+(?![\w'’])",
    re.IGNORECASE,
)


def fluent(message: str) -> str:
    """The message without those; one between commas may mend a slip (`the 80s, um, the 90s`)."""
    said = _AGAIN.sub(r"\g<said>", _LIKE.sub(r"\1\2 ", _SAID.sub(_silent, message))).strip()
    return said if re.search(r"\w", said) else message


def _silent(match: re.Match[str]) -> str:
    before, after = match["before"], match["after"].strip()
    if match.string[: match.start()].count('"') % 2:  # a title
        return match[0]
    if before[-1:] in (",", ";", "–", "—", "-") and after:
        return match[0]
    if not match.string[: match.start()].strip():
        return ""
    return f"{before or after} "
