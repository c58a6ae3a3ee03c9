"""A Chinese message in the words that the grammar reads."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.clause import Before, Clause
from mmrec.dialogue.chinese.conditions import Conditions
from mmrec.dialogue.chinese.frames import told
from mmrec.dialogue.chinese.said import Said
from mmrec.dialogue.chinese.tokens import Token, Tokens, has_han
from mmrec.dialogue.titles import TitleIndex
from mmrec.dialogue.vocabulary import Vocabulary

_BACK = re.compile(r"place -(\d+)")
_SCALES = {
    "year": "year",
    "money": "price",
    "weight": "weight",
    "time": "length",
    "stars": "rating",
}
_NAMING = frozenset(
    (lx.VALUE, lx.FACT, lx.AND, lx.OR, lx.OF, lx.FILLER, lx.ASK, lx.LIKE, lx.HATE, lx.MOOD, lx.YES)
)
_JUDGING = frozenset(
    (
        lx.LIKE,
        lx.HATE,
        lx.OUT,
        lx.REJECT,
        lx.ANY,
        lx.FILLER,
        lx.NOT,
        lx.ADVISE,
        lx.TALK,
        lx.TOO,
        lx.MOST,
        lx.HELP,
        lx.ALIKE,
        lx.YES,
    )
)

_SAYING = (
    lx.LIKE, lx.HATE, lx.SEEN, lx.SAVE, lx.CART, lx.REJECT, lx.OUT, lx.MARK, lx.ASK, lx.WHICH,
    lx.COMPARE,
)  # fmt: skip


class Chinese:
    """Tells Chinese messages in English; titles and values stay as the catalogue has them."""

    def __init__(self, titles: TitleIndex, vocabulary: Vocabulary) -> None:
        self._tokens = Tokens(titles, vocabulary)

    def in_english(self, message: str, shown: int = 0, *, focused: bool = False) -> str:
        """The message in canonical English sentences; one without Chinese as it is.

        `shown`: how many items are listed, for places that are counted from the end; `focused`:
        whether the message before spoke of one item, which a question without any is about.
        """
        if not has_han(message):
            return message
        said = self._said(message, focused=focused)
        most = max((one.weight for one in said), default=0)
        if most == 1 and any(one.sentences == ("hello",) for one in said):
            return "hello"  # "真贴心,谢谢你"
        kept = [one for one in said if one.weight == most and one.sentences]
        sentences = dict.fromkeys(sentence for one in kept for sentence in one.sentences)
        told = ". ".join(sentences) or "hello"
        return _BACK.sub(lambda match: f"number {shown + 1 - int(match[1])}", told)

    def as_answer(self, message: str) -> str:
        """A reply to a question: only what it names, where it does nothing else."""
        if not has_han(message):
            return message
        clauses = [Clause(tokens, Before()) for tokens in self._tokens.clauses(message)]
        named = [one for one in clauses if one.items or one.has(lx.VALUE, lx.NAME, lx.NUMBER)]
        if len(named) == 1 and (answer := _named(named[0])):
            return answer
        if not named and any(clause.has(lx.REJECT, lx.OUT) for clause in clauses):
            return "neither"
        return self.in_english(message)

    def _said(self, message: str, *, focused: bool) -> list[Said]:
        clauses = _joined(self._tokens.clauses(message))
        before = Before(bounded=_bounded(clauses), focused=focused)
        said: list[Said] = []
        loved: Conditions | None = None
        for tokens in clauses:
            clause = Clause(tokens, before)
            one = told(clause)
            if loved is not None and one.weight < 3 and clause.has(lx.WISH, lx.ADVISE):
                one = Said(tuple(loved.english("show me")))  # "喜欢Ridley Scott,推荐几部"
            if one.sentences and one.sentences[0].startswith("i love"):
                loved = one.conditions or loved
            if said and (wider := _widened(said[-1], one)):
                said[-1] = wider
            else:
                said.append(one)
            names = any(t.classes.get(lx.VALUE) == "name" for t in clause.tokens(lx.VALUE))
            before = replace(
                before,
                topic=one.topic or clause.focus,
                several=tuple(clause.items) if len(clause.items) > 1 else before.several,
                wished=one.weight < 3 and (clause.has(lx.WISH) or before.wished),
                people=before.people or names,
                told=before.told or one.weight == 3,
                fact=next((t.classes[lx.FACT] for t in clause.tokens(lx.FACT)), before.fact),
            )
        return said


def _joined(clauses: Sequence[list[Token]]) -> list[list[Token]]:
    """The clauses, where one that only names values is one with its verdict: `恐怖片,算了`."""
    joined: list[list[Token]] = []
    for tokens in clauses:
        if joined and (_of_values(joined[-1], tokens) or _of_items(joined[-1], tokens)):
            joined[-1] = [*joined[-1], *tokens]
        else:
            joined.append(tokens)
    return joined


def _of_values(named: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Whether a clause is a verdict on values that the one before only names."""
    judging = _JUDGING - {lx.FILLER, lx.YES}
    return _only(named, _NAMING, {lx.VALUE, lx.FACT}) and _only(tokens, _JUDGING, judging)


def _of_items(named: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Whether a clause says something of several items that the one before only names."""
    items = [token for token in named if token.has(*lx.ITEMS)]
    rest = {lx.AND, lx.OR, lx.OF, lx.FILLER, lx.YES}
    bare = all(token.has(*lx.ITEMS) or rest & set(token.classes) for token in named)
    says = any(token.has(*_SAYING) for token in tokens)
    own = any(token.has(*lx.ITEMS, lx.VALUE, lx.WISH) for token in tokens)
    return sum(token.count for token in items) > 1 and bare and says and not own


def _only(tokens: Sequence[Token], codes: frozenset[str], some: set[str] | frozenset[str]) -> bool:
    """Whether all words are of these classes, and some of those."""
    return all(codes & set(t.classes) for t in tokens) and any(
        some & set(t.classes) for t in tokens
    )


def _bounded(clauses: Sequence[list[Token]]) -> frozenset[str]:
    """The scales that numbers bound: `五十年代的老电影` asks for nothing by `老`."""
    said = [token.quantity for tokens in clauses for token in tokens if token.quantity]
    kinds = {one.kind or ("money" if one.sign != "=" else "") for one in said}
    return frozenset(_SCALES[kind] for kind in kinds & set(_SCALES))


def _widened(one: Said, other: Said) -> Said | None:
    """Two clauses as one, where the second adds to the first: `要棕色的,黑色也可以`."""
    if not (other.also and one.conditions and other.conditions and one.conditions.values):
        return None
    one.conditions.widen(other.conditions)
    return replace(one, sentences=tuple(one.conditions.english(one.lead)))


def _named(clause: Clause) -> str | None:
    """The one thing that a clause names and does nothing with."""
    beside = (
        lx.LIKE,
        lx.HATE,
        lx.SEEN,
        lx.SAVE,
        lx.CART,
        lx.WISH,
        lx.ALIKE,
        lx.THERE,
        lx.NOT,
        lx.ASK,
    )
    said = clause.tokens(lx.PLACE, lx.NAME, lx.VALUE, lx.NUMBER)
    if clause.has(*beside) or len(said) != 1:
        return None
    if said[0].quantity is not None:
        return f"the {said[0].quantity.first:g} one"
    return said[0].english.strip('"')
