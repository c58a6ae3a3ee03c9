"""The numbers of a Chinese clause as bounds: what they are of may stand before or behind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.grades import Grade
from mmrec.dialogue.chinese.numerals import Quantity
from mmrec.dialogue.chinese.tokens import Token

_INVERSE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "=", "~": "~"}
_BEHIND = ("以上", "以下", "以内", "左右", "起步", "打底", "封顶", "上下", "起")
NUMERIC = ("price", "rating", "weight", "battery", "width", "height", "duration")
_YEARS = range(1900, 2100)


@dataclass
class _Measure:
    number: Quantity
    fact: str
    sign: str
    out: bool
    either: bool

    def english(self) -> str:
        """The bound as the grammar reads it."""
        number, fact = self._typed(), self.fact
        if self.out and self.sign == "=" and number.kind == "year":
            return f"nothing {number.told('=')}"
        sign = _INVERSE[self.sign] if self.out else self.sign
        named = fact if fact and number.kind not in ("year", "money", "size") else ""
        return f"{named} {number.told(sign)}".strip()

    def _typed(self) -> Quantity:
        """The number, with what it measures by the fact where it has no unit."""
        number, fact = self.number, self.fact
        if number.kind:
            return number
        if fact == "year" or (not fact and number.first in _YEARS):
            return replace(number, kind="year")
        if fact == "price":
            return replace(number, kind="money", unit="yuan")
        return replace(number, kind="size") if fact == "size" else number


def bounds(parts: Sequence[Token | Grade], text: str, fact: str) -> list[str]:
    """Every bound that the parts of a clause state.

    `text`: the clause as written; `fact`: what the clause before named.
    """
    reading = _Bounds(fact)
    for place, part in enumerate(parts):
        if isinstance(part, Grade):
            reading.graded(part, parts[place + 1 :])
        elif part.quantity is not None:
            reading.number(part.quantity, budget="预算" in text)
        else:
            reading.word(part)
    return reading.english()


class _Bounds:
    def __init__(self, fact: str) -> None:
        self.found: list[_Measure] = []
        self.before, self.facts = fact, [""]
        self.sign, self.out, self.either = "", False, False

    def graded(self, grade: Grade, rest: Sequence[Token | Grade]) -> None:
        """`最高200`: a superlative ahead of a number bounds it."""
        if grade.how == "most" and any(isinstance(p, Token) and p.quantity for p in rest):
            self.sign = "<=" if grade.way == "+" else ">="

    def number(self, number: Quantity, *, budget: bool) -> None:
        """A number, with the fact and the sign before it."""
        sign = number.sign if number.sign != "=" else self.sign or "="
        fact = self.facts[0] or ("" if number.kind else self.before)
        if budget and fact == "price" and sign == "=" and number.last is None:
            sign = "<="
        if self.either and not fact and not number.kind and self.found:
            fact = "size" if self.found[-1].number.kind == "size" else self.found[-1].fact
        for one in [fact, *self.facts[1:]]:  # "宽高都要大于300像素"
            self.found.append(_Measure(number, one, sign, self.out, self.either))
        self.facts, self.sign, self.either = [""], "", False

    def word(self, token: Token) -> None:
        """What stands around numbers."""
        if token.has(lx.SIGN):
            self._signed(token)
        if token.has(lx.FACT):
            self._named(token.classes[lx.FACT])
        if token.has(lx.NOT) and not token.has(lx.SIGN):
            self.out = True
        elif token.has(lx.WISH, lx.ONLY, lx.INSTEAD):
            self.out = False
        self.either = self.either or token.has(lx.OR)

    def _signed(self, token: Token) -> None:
        last = self.found[-1] if self.found else None
        if token.text in _BEHIND and last is not None and last.sign == "=":
            last.sign = token.classes[lx.SIGN]  # "30小时续航起步"
        else:
            self.sign = _INVERSE[token.classes[lx.SIGN]] if self.out else token.classes[lx.SIGN]
            self.out = False

    def _named(self, fact: str) -> None:
        last = self.found[-1] if self.found else None
        if last is not None and not last.fact and last.number.kind not in ("year", "size"):
            last.fact = fact  # "4分以上的评分"
        elif fact in NUMERIC and self.facts[0] in NUMERIC:
            self.facts = list(dict.fromkeys([*self.facts, fact]))
        else:
            self.facts = [fact]

    def english(self) -> list[str]:
        """The bounds; sizes that may be either are one."""
        told: list[str] = []
        for one in self.found:
            said = one.english()
            if one.either and told and said.startswith("size ") and told[-1].startswith("size "):
                told[-1] += f" or {said.removeprefix('size ')}"
            else:
                told.append(said)
        return told
