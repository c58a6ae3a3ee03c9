"""Facts that are true or false, by their name: `waterproof`, `in stock`, `not out of stock`."""

import re
from collections.abc import Iterator

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message

_NO = (
    r"(?:not|no|isnt|arent|non|without|nothing|never|dont need|doesnt need to|doesnt have to|dont "
    r"want|"
    r"neednt)(?: (?:be|to be|a|an|thats|that is|anything|ones?|necessarily))*"
)
_LEAD = (
    r"(?:(?:that|thats|which|must|should|has|have|to|is|are|be|only|just|currently|really|still|"
    r"its|"
    r"needs?|actually|available|show me|what is|anything|stuff|make sure|they are|theyre|it "
    r"is|if) )*"
)


def find_truths(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    """Conditions on truths; their words are taken. `out of X` denies `in X`."""
    for said in sorted(vocabulary.truths, key=len, reverse=True):
        fact, inside = vocabulary.truths[said], re.fullmatch("in (.+)", said)
        forms = [(rf"{_LEAD}{re.escape(said)}", True)]
        if inside:
            forms.append((rf"{_LEAD}(?:sold )?out of {re.escape(inside[1])}|sold out", False))
            forms.append((rf"{_LEAD}on {re.escape(inside[1])}", True))
        for form, true in forms:
            for first, after, match in list(message.findall(rf"(?P<no>{_NO} )?(?:{form})")):
                if message.free(first, after):
                    message.take(first, after)
                    yield Constraint((fact,), "=", (true is not bool(match["no"]),))
