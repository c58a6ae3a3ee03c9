"""Clefts as plain sentences: `what I can't stand is musicals` is `I can't stand musicals`."""

import re

_START = r"(?P<start>^|[.,;:!?]\s*|\b(?:and|but|so|because|well|no|yes|ok) )"
_WHO = r"(?:(?:i|we)(?:['’]?(?:m|re|d|ve|ll))?|(?:my|our) \w+)"
_TOLD = rf"(?P<told>{_WHO} (?:(?!about\b|is\b|are\b|was\b)[\w'’]+ ){{0,6}}?[\w'’]+)"
_IS = r"(?:is|are|was|were|would be|will be)"
_ROLES = r"(?:actor|actress|director|first|second|third|fourth|fifth|last|number|most|least)"
_WHAT = rf"(?:what|all|the (?!{_ROLES}\b)(?:(?:one|only|main) )?[a-z]+(?: that| which)?)"
_CLEFT = re.compile(
    rf"{_START}{_WHAT} {_TOLD}(?: (?:most|best))? {_IS} "
    r"(?!(?:that|how|when|if|because|it|this)\b)(?=\w)",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    rf"{_START}(?P<what>(?!(?:the|this|that|it|they|these|those|which|number|what|who)\b)"
    rf"(?:[\w'’-]+ ){{1,4}}?){_IS} what {_TOLD}(?=\s*(?:[.,;:!?]|$))",
    re.IGNORECASE,
)

# "Yellow is a colour (that) I can't stand", "Horror is a thing which I have never been able to abide"
_IDENTIFIED = re.compile(
    rf"{_START}(?P<what>(?!(?:there|here|it|this|that|they|these|those|which|what|who|one|something|"
    rf"anything)\b)(?:(?!(?:i|we|you)\b)[\w'’-]+ ){{1,4}}?){_IS} (?:an?|one|the (?:one|kind|sort|only)) "
    rf"(?:[a-z-]+ ){{0,3}}?(?:(?:that|which|whom) )?(?={_WHO} )",
    re.IGNORECASE,
)
_INTERRUPTED = re.compile(  # "What I cannot abide, and you may quote me, is musicals"
    rf"{_START}(?P<what>{_WHAT} {_TOLD}), (?:and|as|if|i|to|in|for) [^,.;?!]{{2,60}}, (?={_IS} )",
    re.IGNORECASE,
)
_NOTHING = re.compile(  # "there's nothing I hate more than musicals", "if there's one thing I hate, it's"
    rf"{_START}(?:if )?there(?:['’]?s| is| are) (?:nothing|one thing|few things|no \w+)(?: that)? {_TOLD}"
    r"(?:(?: more| as much| better| worse)? than|,? it(?:['’]?s| is)) (?=\w)",
    re.IGNORECASE,
)
_ABLE = re.compile(r"\b(?P<who>i|we)(?:['’]ve| have) never(?: once)? been able to ", re.IGNORECASE)


def uncleft(message: str) -> str:
    """The message with what a cleft sets apart back behind its verb."""
    message = _INTERRUPTED.sub(r"\g<start>\g<what> ", message)
    message = _NOTHING.sub(r"\g<start>\g<told> ", message)
    message = _ABLE.sub(r"\g<who> can never ", message)
    message = _IDENTIFIED.sub(r"\g<start>\g<what>", message)
    message = _CLEFT.sub(r"\g<start>\g<told> ", message)
    return _REVERSED.sub(
        lambda found: f"{found['start']}{found['told']} {found['what']}".rstrip(), message
    )
