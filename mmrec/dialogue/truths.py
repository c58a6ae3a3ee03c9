"""Facts that are true or false, by their name: `waterproof`, `in stock`, `not out of stock`."""

import re
from collections.abc import Iterator

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message

_NO = (
    r"(?:not|no|isnt|arent|non|without|nothing|never|neednt|(?:dont|doesnt|cant|wont|wouldnt|"
    r"shouldnt|mustnt|couldnt) ?(?:need to|have to|need|want|like|use)?)"
    r"(?: (?:be|to be|a|an|thats|that is|anything|ones?|necessarily|risk|buy|get|want|order|end up "
    r"with|go for|have|like|see|those|the|any|really|something|stuff))*"
)
_LEAD = (
    r"(?:(?:that|thats|which|must|should|has|have|to|is|are|be|only|just|currently|really|still|"
    r"its|"
    r"needs?|actually|available|show me|what is|anything|stuff|make sure|they are|theyre|it "
    r"is|if) )*"
)


def find_truths(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    """Conditions on truths in order; their words are taken. `out of X` denies `in X`."""
    found = sorted(_found(message, vocabulary), key=lambda one: one[0])
    yield from (condition for _, condition in found)


def _found(message: Message, vocabulary: Vocabulary) -> Iterator[tuple[int, Constraint]]:
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
                    yield first, Constraint((fact,), "=", (true is not bool(match["no"]),))
