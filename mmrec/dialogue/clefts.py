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


def uncleft(message: str) -> str:
    """The message with what a cleft sets apart back behind its verb."""
    message = _CLEFT.sub(r"\g<start>\g<told> ", message)
    return _REVERSED.sub(
        lambda found: f"{found['start']}{found['told']} {found['what']}".rstrip(), message
    )
