"""Degrees told by an image: `which is kinder on my purse` is `which is cheaper`."""

import re

_PURSE = (
    r"(?:my|me|our|the|your|his|her|one['’]s) (?:\w+ )?(?:wallet|purse|pocket|budget|savings|"
    r"bank (?:balance|account))s?"
)
_BODY = (
    r"(?:my|me|our|the|your|his|her) (?:\w+ )?"
    r"(?:back|shoulders?|arms?|knees|feet|legs|neck|head|wrists?)"
)
_SHOWN = (
    r"(?:the |our |your )?(?:cinemas?|screens?|theat(?:er|re)s?|shops?|shelves|market|big screen)"
)
_REACHES = (
    rf"(?:hits?|reach(?:ed|es)?|came to|arrived (?:in|on|at)|got (?:in)?to|landed in) {_SHOWN}"
)
_GENTLER, _GENTLEST = (
    r"(?:kinder|gentler|easier|lighter|softer)",
    r"(?:kindest|gentlest|easiest|lightest)",
)
_ENDS = r"(?=\s*(?:[.,;:?!]|$)| (?:of|than|one|two|then|please|and|but)\b)"
_OF = r"(?= of (?:the|these|those|them)\b|\s*[?.!,]|\s*$)"
_IDIOMS = tuple(
    (re.compile(rf"\b{idiom}", re.IGNORECASE), plain)
    for idiom, plain in (
        (rf"{_GENTLER} (?:on|to|for) {_PURSE}", "cheaper"),
        (rf"{_GENTLEST} (?:on|to|for) {_PURSE}", "cheapest"),
        (rf"(?:harder|tougher|heavier) (?:on|for) {_PURSE}", "dearer"),
        (rf"(?:hurts?|burdens?|dents?|empt(?:y|ies)) {_PURSE} (?:the )?least", "is the cheapest"),
        (rf"(?:hurts?|burdens?|dents?|empt(?:y|ies)) {_PURSE} less", "is cheaper"),
        (rf"(?:hurts?|burdens?|dents?|empt(?:y|ies)) {_PURSE} (?:the )?most", "is the dearest"),
        (r"sets? (?:me|us|you|one) back (?:the )?least", "is the cheapest"),
        (r"sets? (?:me|us|you|one) back less", "is cheaper"),
        (r"sets? (?:me|us|you|one) back (?:the )?more", "is dearer"),
        (rf"{_GENTLER} (?:on|for) {_BODY}", "lighter"),
        (rf"{_GENTLEST} (?:on|for) {_BODY}", "lightest"),
        (rf"(?:harder|tougher) (?:on|for) {_BODY}", "heavier"),
        (r"longer in the tooth", "older"),
        (r"(?:the )?longest in the tooth", "the oldest"),
        (rf"the (?:spring chicken|youngster|baby|newcomer){_OF}", "the newest"),
        (rf"the (?:grand?daddy|grandfather|old ?timer|veteran|fossil){_OF}", "the oldest"),
        (rf"elder{_ENDS}", "older"),
        (rf"eldest{_ENDS}", "oldest"),
        (rf"(?<=the )younger{_ENDS}", "newer"),
        (rf"(?<=the )youngest{_ENDS}", "newest"),
        (r"younger(?= than (?:it|that|this|those|the \w+ one)\b)", "newer"),
        (rf"{_REACHES} (?:the )?(?:later|more recently)", "is newer"),
        (rf"{_REACHES} (?:the )?earlier", "is older"),
        (rf"{_REACHES} (?:the )?(?:first|earliest)", "is the oldest"),
        (rf"{_REACHES} (?:the )?(?:last|latest|most recently)", "is the newest"),
        (r"of (?:a )?(?:more recent|later) (?:date|vintage|origin|making)", "newer"),
        (r"of (?:an )?(?:earlier|older) (?:date|vintage|origin|making)", "older"),
        (r"a (?:touch|shade|tad|smidgen|trifle|hair|wee bit)(?= (?:\w+er|more|less)\b)", "a bit"),
    )
)  # fmt: skip


def in_plain_degrees(message: str) -> str:
    """The message with such images as comparatives and superlatives."""
    for idiom, plain in _IDIOMS:
        message = idiom.sub(plain, message)
    return message
