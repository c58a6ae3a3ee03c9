"""A number by itself takes the place of the last one: `make it 80`, `no, 100`, `rather 8`."""

from collections.abc import Iterator
from dataclasses import replace

from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.numerals import NUMBER, value_of
from mmrec.dialogue.words import Message

_LEAD = (
    r"(?:(?:or |and |ok |maybe )?(?:make it|make that|lets say|say|raise it to|lower it to|"
    r"change (?:it|that) to)|actually|rather|no|sorry|i meant?)"
)
_UNIT = (
    r"(?:(?:would|will|should|might) (?:also )?do|(?:is|would be) enough|"
    r"suffices|too|then|instead|please|euros?|dollars?|bucks|kg|hours?|px|pixels)"
)
_SAID = rf"(?:{_LEAD} )?(?P<number>{NUMBER})(?: {_UNIT})*"
_ONE = ("<", "<=", ">", ">=", "=")


def find_corrections(message: Message, bound: Constraint | None) -> Iterator[Constraint]:
    """The last bound with the new number, where the message says no more; its words are taken."""
    if bound is None or bound.op not in _ONE:
        return
    for first, after, match in list(message.findall(_SAID)):
        told = all(is_aside(message, *span) for span in clauses(message) if span[1] > after)
        if (
            first <= message.start
            and told
            and message.ends_at(after)
            and message.free(first, after)
        ):
            message.take(first, after)
            yield replace(bound, values=(value_of(match["number"]),), said=None)
