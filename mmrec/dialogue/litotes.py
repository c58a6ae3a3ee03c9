"""Understatements as plain wishes: `I would not say no to a thriller` is `I want a thriller`.

A denial of a word that itself denies is a wish: `not averse to`, `no objection to`.
"""

import re

_DENIAL = (
    r"(?:(?:not|never|hardly|cannot)|(?:would|should|do|does|did|could|must|wo|ca|is|are)n['’]?t|no|"
    r"nothing)"
)
_WHO = (
    r"(?:find (?:my|our|one)sel(?:f|ves) )?(?:(?:would|could|can|will|do|does|should|am|is|are|be|"
    r"have|has|['’]?d|['’]ve|['’]m) )?"
)
_DEGREE = (
    r"(?:(?:be|been|at all|exactly|entirely|really|quite|in the least|ever|altogether|by any means|"
    r"to|have|has|got|any|anything|particular|strictly|wholly|totally|completely|the least) )*"
)
_ADVERSE = (
    r"(?:averse|opposed|adverse|disinclined|reluctant|unwilling|allergic|hostile|immune|unhappy)"
    r"(?: (?:to|with|about))?(?: (?:see|watch|have|try|get|own|wear|consider|seeing|watching|"
    r"having|trying))?|"
    r"against|say no to|object(?:ions?)?(?: at all| whatsoever)?(?: against)? to|"
    r"harm in|turn down|turn (?:up )?(?:my|our|his|her|their) noses? (?:up )?at|sneeze at|pass up|"
    r"(?:be )?sorry (?:to (?:see|get|have|watch)|with)"
)
# Before what is wanted: an article, or a word that can not begin an indirect question.
_SUPPOSED = (
    r"(?:mind|object to)(?= (?:an?|some|something|anything|one|another|seeing|watching|having|"
    r"trying)\b)"
)
_WISH = re.compile(
    rf"\b{_WHO}{_DENIAL} {_DEGREE}(?:{_ADVERSE})(?=\s+\w)|"
    rf"(?<!\w)(?:would(?:n['’]?t| not| never)|['’]d not) {_DEGREE}{_SUPPOSED}",
    re.IGNORECASE,
)
_WELCOME = re.compile(
    rf"\b(?:would|will|could|is|are|wo) ?(?:not|never|n['’]?t) {_DEGREE}"
    r"(?:go amiss|come amiss|unwelcome|out of place|unacceptable|objectionable|go to waste)\b",
    re.IGNORECASE,
)


def affirmed(message: str) -> str:
    """The message with what it does not deny said as a wish."""
    message = _WELCOME.sub("would be nice", message)
    return _WISH.sub(lambda found: " want" if found[0][0] in "'’" else "want", message)
