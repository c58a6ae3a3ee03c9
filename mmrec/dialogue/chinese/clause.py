"""One Chinese clause: the items it points at, what else its words are, and what went before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.grades import Grade, graded
from mmrec.dialogue.chinese.tokens import Token

Part = Token | Grade


@dataclass(frozen=True, slots=True)
class Before:
    """What the clauses before said, in the same message.

    `topic`: the item spoken of, in English; `several`: the items named last, where they were many;
    `wished`: a wish began that named nothing yet; `people`: names were given; `told`: something of
    the list was said; `bounded`: the scales that numbers anywhere in the message bound; `focused`:
    the message before spoke of one item; `fact`: what a clause named that has no number.
    """

    topic: str | None = None
    several: tuple[str, ...] = ()
    wished: bool = False
    people: bool = False
    told: bool = False
    bounded: frozenset[str] = frozenset()
    focused: bool = False
    fact: str = ""


class Clause:
    """The parts of a clause, without what says nothing."""

    def __init__(self, tokens: Sequence[Token], before: Before) -> None:
        self.text = "".join(token.text for token in tokens)
        self.before, self.topic = before, before.topic
        parts = [part for part in _determined(_described(graded(tokens))) if _says(part)]
        self.parts = _counted(parts)

    def without(self, parts: Iterable[Part], topic: str | None) -> "Clause":
        """The clause without some of its parts, about another item."""
        left = Clause((), self.before)
        gone = {id(part) for part in parts}
        left.parts = [part for part in self.parts if id(part) not in gone]
        left.text, left.topic = self.text, topic
        return left

    def has(self, *codes: str) -> bool:
        """Whether a word of one of these classes is there."""
        return any(isinstance(part, Token) and part.has(*codes) for part in self.parts)

    def tokens(self, *codes: str) -> list[Token]:
        """The words of these classes."""
        return [part for part in self.parts if isinstance(part, Token) and part.has(*codes)]

    def said(self, *codes: str) -> set[str]:
        """The words of these classes, as written."""
        return {token.text for token in self.tokens(*codes)}

    def near(self, place: int, reach: int, *codes: str) -> bool:
        """Whether a word of these classes stands so many parts before a place."""
        parts = self.parts[max(place - reach, 0) : place]
        return any(isinstance(part, Token) and part.has(*codes) for part in parts)

    @property
    def grades(self) -> list[Grade]:
        """The adjectives of degree."""
        return [part for part in self.parts if isinstance(part, Grade)]

    @property
    def numbers(self) -> list[Token]:
        """The quantities."""
        return self.tokens(lx.NUMBER)

    def item(self, part: Part) -> str | None:
        """The item that a part points at, in English; a pronoun stands for the topic."""
        if isinstance(part, Grade):
            return None
        if part.has(lx.PLACE, lx.THESE):
            return part.english
        if part.has(lx.IT):
            return self.topic or "it"
        return part.english if part.classes.get(lx.NAME) == "title" else None

    def object(self, part: Part) -> str | None:
        """An item, also by a superlative (`最便宜的`) or a name that nobody knows."""
        if isinstance(part, Grade):
            return f"the {part.most} one" if part.how == "most" else None
        unknown = part.has(lx.NAME) and not part.has(lx.VALUE)
        return self.item(part) or (part.text if unknown else None)

    @property
    def items(self) -> list[str]:
        """Every item that is pointed at."""
        named = [item for part in self.parts if (item := self.item(part))]
        return [one for item in named for one in _each(item)]

    @property
    def objects(self) -> list[Part]:
        """The parts that can be objects of a verb."""
        return [part for part in self.parts if self.object(part)]

    @property
    def count(self) -> int:
        """How many items are pointed at."""
        return sum(part.count for part in self.tokens(*lx.ITEMS) if self.item(part))

    @property
    def focus(self) -> str | None:
        """The one item that the clause speaks of, or the one before."""
        items = self.items
        return items[0] if len(items) == 1 and self.count == 1 else self.topic

    @property
    def factual(self) -> bool:
        """Whether anything of the catalogue is named."""
        named = self.has(lx.VALUE, lx.NAME, lx.FACT, lx.NUMBER)
        return named or bool(self.grades)


def _each(item: str) -> list[str]:
    """`number 1 and number 3` are two."""
    return item.split(" and ") if item.startswith("number ") else [item]


def _counted(parts: list[Part]) -> list[Part]:
    """The parts, where bare numbers that are compared are places: `1和2哪个新`."""
    words = [part for part in parts if isinstance(part, Token)]
    asks = any(part.has(lx.WHICH, lx.COMPARE) for part in words)
    if not asks or any(part.has(lx.PLACE, lx.NAME) for part in words):
        return parts
    return [_place(part) or part for part in parts]


def _place(part: Part) -> Token | None:
    number = None if isinstance(part, Grade) else part.quantity
    if number is None or number.kind or number.sign != "=" or number.first not in range(1, 21):
        return None
    return Token(str(number.first), {lx.PLACE: ""}, f"number {number.first:g}")


def _says(part: Part) -> bool:
    return isinstance(part, Grade) or set(part.classes) != {lx.FILLER}


def _described(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, where `白色那个`, `最便宜的那双`, `Tom Hanks演的那部` are one that points."""
    done: list[Part] = []
    for place, part in enumerate(parts):
        follows = parts[place + 1] if place + 1 < len(parts) else None
        pronoun = isinstance(part, Token) and part.has(lx.IT)
        fact = isinstance(follows, Token) and follows.has(lx.FACT, lx.LIMIT)
        those = isinstance(part, Token) and part.has(lx.THESE) and part.text in ("那些", "这些")
        if those and done and isinstance(done[-1], Token) and done[-1].has(lx.OF, lx.BY):
            continue  # "Tom Hanks演的那些"
        if pronoun and fact and part.text[-1] in "个种位家":  # type: ignore[union-attr]
            continue  # "这个牌子", but "这部导演是谁"
        found = _description(done) if pronoun and part.text[0] in "那这" else None  # type: ignore[union-attr]
        if found is None:
            done.append(part)
        else:
            done[found[0] :] = [found[1]]
    yield from done


def _determined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, where `那双红的夹克` is one that points; `这部喜剧` is the one spoken of."""
    that: Token | None = None
    said: list[str] = []
    for part in parts:
        value = isinstance(part, Token) and part.has(lx.VALUE) and not part.truth
        if that is not None and isinstance(part, Token) and (value or (said and part.has(lx.OF))):
            said += [part.english] if value else []
            continue
        if that is not None:
            yield _one(f"the {' '.join(said)} one") if said and that.text[0] == "那" else that
        that, said = None, []
        if isinstance(part, Token) and part.has(lx.IT) and part.text[-1] in lx.MEASURES:
            that = part
        else:
            yield part
    if that is not None:
        yield _one(f"the {' '.join(said)} one") if said and that.text[0] == "那" else that


def _description(done: Sequence[Part]) -> tuple[int, Token] | None:
    """What the last parts say of `the … one`: where they begin, and the item."""
    said = [(i, part) for i, part in enumerate(done) if isinstance(part, Grade) or _names(part)]
    if not said:
        return None
    place, part = said[-1]
    if isinstance(part, Grade):
        told = part.most if part.how == "most" else part.compared
        return place, _one(f"the {told} one")
    if part.has(lx.BY) and len(said) > 1 and isinstance(name := said[-2][1], Token):
        return said[-2][0], _one(f"the one {part.classes[lx.BY]} {name.text}")
    if part.classes.get(lx.NAME) == "title":
        return place, part
    told = _value(part)
    return (place, _one(f"the {told} one")) if told else None


def _value(part: Token) -> str:
    """What tells an item apart: `白色`, `1933年`."""
    if part.has(lx.VALUE):
        return part.english
    number = part.quantity
    return f"{number.first:g}" if number and number.kind in ("year", "money") else ""


def _names(part: Token) -> bool:
    return part.text != "了" and not part.has(lx.OF, lx.FILLER)


def _one(english: str) -> Token:
    return Token(english, {lx.PLACE: "described"}, english)
