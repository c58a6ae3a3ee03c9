"""What stands between commas inside a clause, left out: `The third, I must say, is a bore`.

Only between what is spoken of and its verb; what hangs on another word is not touched.
"""

import re

_VERB = (
    r"(?:is|isn['’]?t|are|was|wasn['’]?t|were|am|be|has|hasn['’]?t|have|had|may|might|can|can['’]?t|"
    r"could|should|must|will|won['’]?t|would|do|does|doesn['’]?t|did|didn['’]?t|struck|strikes|left|"
    r"leaves|gets?|got|gave|gives|deserves?|goes|went|bored|bores|looks?|seems?|never|(?:i|we)"
    r"(?:['’]?(?:ve|d|m|re|ll))?|me|love[ds]?|like[ds]?|hate[ds]?|found|find|saw|watched|adored?)"
)
_OPENS = (
    r"(?:if|as|to|in|on|by|for|from|come|mind|though|although|however|without|with|so|at|all|and|or|"
    r"alas|sadly|honestly|frankly|admittedly|curiously|strangely|funnily|oddly|incidentally|"
    r"actually|personally|unfortunately|i|we|you|sir|bless|god|lord|dear|believe|truth|like|of|"
    r"too|also|then|meanwhile|instead|"
    # What others say of it: "which I am told that others admire".
    r"(?:which|who)(?= (?:(?:i|we) (?:am|are|was|were|hear|heard|gather|understand)|(?!i |we |ive "
    r"|my |our )[a-z])))"
)
# What is spoken of: a noun with what determines it; a bare name only ahead of a stock phrase.
_JOINT = r"(?:(?:and|but|so|while|whilst|whereas|although|though|as for|now) )?"
_NO_VERB = r"(?!(?:is|are|was|were|has|have|do|did|i|we|you|he|she|they|it|what|which)\b)"
_NOUN = rf"(?:the|that|this|those|these|number|item|both|nor|neither|no\.)(?: {_NO_VERB}[\w'’&-]+){{0,6}}"
_NAME = rf"{_NO_VERB}[\w'’&-]+(?: {_NO_VERB}[\w'’&-]+){{0,3}}"
_STOCK = (
    r"(?:though|however|mind you|on the (?:other hand|contrary)|(?:by|in) (?:contrast|comparison)|"
    r"(?:i|we)(?: (?:must|have to|am|['’]?m|do))* (?:regret(?: to say)?|fear|confess|say|admit|am "
    r"afraid|afraid|sorry to say|bound to say|gather)|to (?:be|tell)[^,]{2,20}|alas|sadly|frankly|"
    r"honestly|for (?:one|my part))"
)
_PAUSE = r"(?:, | [–—-] )"
_BEGINS = rf"(?:(?:^|(?<![A-Z])[.;!?:] |, (?=the )){_JOINT}|, (?:and|but|while|whilst|whereas) )"
_ASIDE = re.compile(
    rf"(?P<head>{_BEGINS}{_NOUN}){_PAUSE}(?P<said>{_OPENS}\b[^,.;:!?()]{{0,70}}){_PAUSE}(?={_VERB}\b)|"
    rf"(?P<name>{_BEGINS}{_NAME}){_PAUSE}{_STOCK}{_PAUSE}(?={_VERB}\b)",
    re.IGNORECASE,
)
# "The fifth is, to my mind, the loveliest".
_INSIDE = re.compile(
    r"(?<!what it )(?P<be>\b(?:is|was|are|were)), (?:(?:to|in|for) (?:my|our|me|us)\b|if (?:i|you|we)\b|"
    r"without |(?:i|we) (?:must|think|believe|suppose|feel|find|say|confess|admit|fear|am|dare)\b)"
    r"[^,.;:!?]{2,50}, ",
    re.IGNORECASE,
)
_DEALS = re.compile(  # what an aside may not hold, for it is said of the item too
    r"\b(?:own|bought|seen|saw|watched|love[ds]?|hated?|like[ds]?|save|hide|with|under|from|over)\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(r"with (?:respect|apologies|regret|all|the greatest|due)", re.IGNORECASE)


def unparenthesised(message: str) -> str:
    """The message without asides between what is spoken of and its verb."""
    return _ASIDE.sub(_left, _INSIDE.sub(r"\g<be> ", message))


def _left(found: re.Match[str]) -> str:
    said = found["said"]
    if found["name"]:
        return f"{found['name']} "
    told = said.casefold().startswith(("which", "who"))
    kept = not told and _DEALS.search(said) and not _HOLDING.match(said)
    return found.group() if kept else f"{found['head']} "
