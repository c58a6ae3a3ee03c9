"""A number and its limit apart: `80 is the most I can spend`, `130, but not a cent more`.

Here the number and what says how it bounds stand apart; where they stand side by side, `quantities`
reads them.
"""

import re
from collections.abc import Iterator

from mmrec.dialogue.clauses import clauses, in_reason
from mmrec.dialogue.constraint import Constraint, Op
from mmrec.dialogue.measures import facts_told
from mmrec.dialogue.memories import counts_things, in_memory
from mmrec.dialogue.numerals import NUMBER, value_of
from mmrec.dialogue.questions import Asking
from mmrec.dialogue.scales import UNITS, measured_by
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import TAKEN, Message

_HAVE = r"(?:have|has|had|got|can|could|will|would|care|want|am|are|is|dare|id|ill|wish)"
_WE = r"(?:i|we|ive|weve|she|he|id|ill|wed|well|im|were|they)"
_BIT = r"(?:cent|penny|euro|dollar|buck|gram|pixel|day|minute|hour|year|bit|jot)"
_MOST = (
    r"(?:the |my |our |a |an |her |his )?(?:\w+ )?(?:most|maximum|max|limits?|ceilings?|cap|"
    r"budgets?|latest)|"
    rf"(?:all|everything|what) (?:that )?{_WE}(?: {_HAVE})?|to spend|spend|afford|tops|"
    r"(?:stops?|ends?) at|"
    r"(?:i|we) (?:(?:only|just|have|actually) )*(?:have|got)|(?:ive|weve) (?:(?:only|just) )?got|"
    r"as (?:high|far|much|late|dear|expensive|heavy|wide|big)(?: as)?|"
    rf"not (?:an?|one|a single) {_BIT} (?:more|over|later|above|beyond)|"
    r"(?:no|not|nothing|never) (?:more|higher|over|above|beyond|dearer|later)|or (?:less|under)|"
    rf"where {_WE} (?:draw the line|stop|get off)|(?:draw|drawing) the line(?: at)?|"
    r"is (?:also )?(?:ok|okay|fine|possible|doable|alright)(?: too)?|"
    r"(?:reduce|lower|tighten|cut|stretch|raise|limit|cap|bump|increase|up)(?: \w+){0,2} (?:to|at)"
)
_LEAST = (
    r"(?:the |my |our |a |an )?(?:\w+ )?(?:least|minimum|min|earliest)|as (?:early|low)(?: as)?|"
    rf"not (?:an?|one|a single) {_BIT} (?:less|under|earlier|below)|"
    r"(?:no|not|nothing|never) (?:less|lower|under|below|earlier)|or (?:more|over|above|up)"
)
_WAYS: tuple[tuple[Op, str], ...] = (("<=", _MOST), (">=", _LEAST))
_COUNTED = ("number", "no", "size", "top", "for")  # words before what is no limit
_SHORTEST = 5  # a smaller number is a count of things
_YEARS = (1880, 2100)


def find_limits(message: Message, vocabulary: Vocabulary, asking: Asking) -> Iterator[Constraint]:
    """Bounds whose number and direction stand apart in a clause; their words are taken."""
    spans = clauses(message)
    for number, (first, after) in enumerate(spans):
        goes_on = message.at(after) in ("but", "and", "not", "no", "at")
        last = spans[number + 1][1] if goes_on and number + 1 < len(spans) else after
        found = _Limit(message, vocabulary, asking, first, last).read()
        if found is not None and not in_reason(message, first):
            yield found


class _Limit:
    def __init__(
        self, message: Message, vocabulary: Vocabulary, asking: Asking, first: int, after: int
    ) -> None:
        self.message, self.vocabulary, self.asking = message, vocabulary, asking
        self.first, self.after = first, after

    def read(self) -> Constraint | None:
        """The bound that the clause states, or None."""
        said = self._number()
        if said is None:
            return None
        begin, end, value = said
        for op, pattern in _WAYS:
            cue = self._cue(pattern, begin, end)
            if cue is None:
                continue
            fact, factor = self._fact(value, self.message.at(end), op)
            if fact is None:
                return None
            behind = cue[0] >= end  # "80 is the most | I can spend on each"
            end += self.message.at(end) in UNITS
            self.message.take(min(begin, cue[0]), max(self.after if behind else end, cue[1]))
            return Constraint((fact,), op, (value * factor,))
        return None

    def _number(self) -> tuple[int, int, float] | None:
        """The one number of the clause that nobody took: its words, its value."""
        found = []
        for begin, end, match in self.message.findall(NUMBER, self.first):
            value = value_of(match.group())
            counted = self.message.at(begin - 1) in _COUNTED or value < _SHORTEST
            things = counts_things(self.message, end) and self.message.at(end) not in UNITS
            counted = counted or things or in_memory(self.message, begin)
            if end <= self.after and self.message.free(begin, end) and not counted:
                found.append((begin, end, value))
        return found[0] if len(found) == 1 else None

    def _cue(self, pattern: str, begin: int, end: int) -> tuple[int, int] | None:
        """What says how a number bounds, before it or behind it in the clause."""
        found = self.message.findall(pattern, self.first)
        spans = [(first, after) for first, after, _ in found if first < self.after]
        apart = [one for one in spans if one[1] <= begin or one[0] >= end]
        return next((one for one in apart if self.message.free(*one)), None)

    def _fact(self, value: float, unit: str, op: Op) -> tuple[str | None, float]:
        """The fact that is bounded: the one named, measured, bounded before; else the price."""
        numbers = self.vocabulary.numbers
        words = self.message.norm(self.first, self.after).replace(TAKEN, "").split()
        told = facts_told(self.message.words[self.first : self.after], self.vocabulary)
        named = [fact for fact in numbers if fact in told]
        if unit in UNITS:
            sizes = {fact: measured_by(unit, span.name) for fact, span in numbers.items()}
            held = [fact for fact, size in sizes.items() if size is not None]
            fact = next((fact for fact in held if fact in named), held[0] if held else None)
            return fact, (sizes[fact] or 1.0) if fact else 1.0
        if named:
            return named[0], 1.0
        dated = re.search(r"\b(?:late|latest|early|earliest|later|earlier)\b", " ".join(words))
        year = self.vocabulary.year
        if dated or (year and _YEARS[0] <= value <= _YEARS[1]):
            return (year if _YEARS[0] <= value <= _YEARS[1] else None), 1.0
        bound = self.asking.bound
        span = numbers.get(bound.facts[0]) if bound is not None else None
        if bound is not None and span is not None and span.low <= value <= span.high:
            return bound.facts[0], 1.0
        return (self.vocabulary.price() if op == "<=" else None), 1.0
