"""Adjectives of degree as comparatives: `更便宜`, `不要太老`, `评分最高`, `有点贵`."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.tokens import Token

_Degrees = tuple[str, str, str]  # plain, compared, most
# scale -> the degrees of little and of much
_ENGLISH: dict[str, tuple[_Degrees, _Degrees]] = {
    "price": (("cheap", "cheaper", "cheapest"), ("expensive", "pricier", "most expensive")),
    "year": (("old", "older", "oldest"), ("recent", "newer", "newest")),
    "weight": (("light", "lighter", "lightest"), ("heavy", "heavier", "heaviest")),
    "length": (("short", "shorter", "shortest"), ("long", "longer", "longest")),
    "size": (("small", "smaller", "smallest"), ("big", "bigger", "biggest")),
    "width": (("narrow", "narrower", "narrowest"), ("wide", "wider", "widest")),
    "height": (("short", "shorter", "shortest"), ("tall", "taller", "tallest")),
    "rating": (
        ("badly rated", "lower rated", "worst rated"),
        ("highly rated", "better rated", "best rated"),
    ),
    "popular": (
        ("obscure", "lesser known", "least known"), ("popular", "better known", "best known"),
    ),
}  # fmt: skip
_SAME_SCALE = {"duration": "length", "battery": "length"}  # a fact whose scale has another name
_MUCH = frozenset("高大长重多好贵新晚宽")
_VAGUE = ("高", "低", "好", "多", "少", "差")
_SO = ("那么", "这么")


@dataclass(frozen=True, slots=True)
class Grade:
    """A scale, the way along it (`-`, `+`), and how: plain, compared, most, too, less."""

    scale: str
    way: str
    how: str

    @property
    def compared(self) -> str:
        """The comparative: of `too dear` and `not so dear` it is `cheaper`."""
        way = self.way if self.how not in ("too", "less") else _other(self.way)
        return _ENGLISH[self.scale][way == "+"][1]

    @property
    def told(self) -> str:
        """As a condition."""
        plain, _, most = _ENGLISH[self.scale][self.way == "+"]
        if self.how == "plain":
            return plain
        return f"the {most}" if self.how == "most" else self.compared

    def against(self, *, fewer: bool) -> str:
        """The comparative before `than`; `fewer`: an item that is less so is wanted."""
        way = _other(self.way) if fewer else self.way
        return _ENGLISH[self.scale][way == "+"][1]

    @property
    def most(self) -> str:
        """The superlative."""
        return _ENGLISH[self.scale][self.way == "+"][2]


def _other(way: str) -> str:
    return "-" if way == "+" else "+"


def graded(tokens: Sequence[Token]) -> list[Token | Grade]:
    """The tokens, where adjectives and what grades them are one."""
    kept = [t for t in tokens if set(t.classes) != {lx.FILLER} or t.text in (*_SO, "了")]
    found: list[Token | Grade] = []
    place = 0
    while place < len(kept):
        grade = _Degree(kept, place).read()
        found.append(grade[0] if grade else kept[place])
        place = grade[1] if grade else place + 1
    return found


class _Degree:
    """Reads `[fact] [not] [too | more | most] adjective [a bit | 了]` from a token on."""

    def __init__(self, tokens: Sequence[Token], first: int) -> None:
        self.tokens, self.first, self.place = tokens, first, first
        self.fact, self.how, self.negated = "", "", False

    def read(self) -> tuple[Grade, int] | None:
        """The degree, and the token after it."""
        self._lead()
        found = self._adjective()
        if found is None:
            return None
        scale, way = found
        self.place += 1
        self._trail()
        if self.negated and self.how != "too":
            way = _other(way)
        how = "less" if self.negated and self.how else self.how or "plain"
        return Grade(scale, way, how), self.place

    def _has(self, *codes: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].has(*codes)

    def _lead(self) -> None:
        if self._has(lx.FACT) and not self._has(lx.GRADE):
            self.fact = self.tokens[self.place].classes[lx.FACT]
            self.place += 1
        if self._has(lx.NOT) and not self._has(lx.GRADE):
            self.negated = True
            self.place += 1
        while self.place < len(self.tokens) and not self._has(lx.GRADE):
            token = self.tokens[self.place]
            if self.fact and token.text == "最好":  # "评价最好的"
                self.how = "most"
                return
            if token.has(lx.MOST, lx.TOO, lx.MORE, lx.ENOUGH) or token.text in _SO:
                self.how = _how(token)
            elif not (self.fact and token.text in ("要", "得", "是")):
                return
            self.place += 1

    def _adjective(self) -> tuple[str, str] | None:
        """The scale, and the way along it; that of a fact, where one is named."""
        token = self.tokens[self.place] if self.place < len(self.tokens) else None
        best = self.fact and token is not None and token.text == "最好"
        if token is None or not (token.has(lx.GRADE) or best) or self._in_a_word():
            return None
        says = token.classes.get(lx.GRADE, "")
        self.fact = self.fact or self._named()
        if self.fact:
            scale = _SAME_SCALE.get(self.fact, self.fact)
            way = "+" if token.text[-1] in _MUCH else "-"
            return (scale, way) if scale in _ENGLISH else None
        alone = self.place == self.first and not self.how
        vague = token.text in _VAGUE[2:] or (token.text in _VAGUE[:2] and alone)
        return None if vague else (says[:-1], says[-1])

    def _named(self) -> str:
        """The fact that a comparison named before: `评分比它高`, `续航哪个久`."""
        compares = any(t.has(lx.THAN, lx.WHICH, lx.COMPARE) for t in self.tokens)
        vague = self.tokens[self.place].text in (*_VAGUE, "长", "短", "久", "大", "小")
        facts = [t.classes[lx.FACT] for t in self.tokens[: self.first] if t.has(lx.FACT)]
        return facts[-1] if compares and vague and facts else ""

    def _in_a_word(self) -> bool:
        """Whether a plain adjective of one character is part of a word that nobody knows."""
        if self.how or self.fact or self.negated or len(self.tokens[self.place].text) > 1:
            return False
        if self.tokens[self.place].has(lx.FACT):
            return True  # "宽500像素"
        beside = self.tokens[max(self.place - 1, 0) : self.place + 2]
        return any(token.has(lx.UNKNOWN) for token in beside)

    def _trail(self) -> None:
        while self._has(lx.BIT) or (
            self.place < len(self.tokens) and self.tokens[self.place].text == "了"
        ):
            changed = self.tokens[self.place].text == "了"  # "贵了" is too dear
            self.place += 1
            if changed and (self.place == len(self.tokens) or self._has(lx.BIT)):
                self.how = self.how or "too"
            elif not changed:
                self.how = self.how or "compared"


def _how(token: Token) -> str:
    if token.has(lx.MOST):
        return "most"
    return "too" if token.has(lx.TOO) or token.text in _SO else "compared"
