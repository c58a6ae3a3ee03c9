"""What a clause is made of: items, values, opinions, marks, and words that say nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import Run
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.opinions import BESIDE, OPINIONS
from mmrec.dialogue.people import person
from mmrec.dialogue.ratings import MARK, stars
from mmrec.dialogue.tastes import role
from mmrec.dialogue.values import Value
from mmrec.dialogue.words import Message, listed

_PLACED = ("cart", "save", "not_interested", "view")  # kinds that a place can tell: "in my basket"
_PLACES = frozenset(
    listed("as in into to on onto for inside off from out cart basket trolley aside away")
)


@dataclass(frozen=True)
class Piece:
    """Words [first, after) of a kind: an item, a value, `it`, an opinion, a mark, or nothing.

    `place`: an opinion that is a place to put things; `idle`: it may also say nothing.
    """

    kind: str
    first: int
    after: int
    items: tuple[str, ...] = ()
    value: float | None = None
    run: Run | None = None
    person: tuple[Value, ...] = ()
    word: str = ""
    place: bool = False
    idle: bool = False

    def named(self, pointer: Pointer) -> Sequence[Constraint]:
        """The conditions that the value stands for.

        Raises:
            Ambiguous: several people have that name, and none was chosen.
        """
        if self.run is not None:
            groups = [group[0] for group in self.run.groups]
            return [
                Constraint((v.fact,), "=", (v.value,), (v.fact,) if v.is_list else ())
                for v in groups
            ]
        how = role(self.word) or ("with" if self.word.endswith("with") else "")
        return [person(self.person, how, pointer.vocabulary, pointer.asking)]

    def refused(self, pointer: Pointer) -> Sequence[Constraint]:
        """The conditions that leave the value out; as `named`."""
        return self.run.excluded() if self.run else [one.inverse() for one in self.named(pointer)]


@dataclass
class Part:
    """One clause; `known`: every word of it is understood; `joint`: the word that joins it."""

    first: int
    joint: str = ""
    after: int = 0
    known: bool = True
    asks: bool = False
    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[str]:
        """The items that it names."""
        return [i for piece in self.pieces if piece.kind == "item" for i in piece.items]

    @property
    def excepted(self) -> list[str]:
        """The items that it leaves out: `all of them except the third`."""
        return [i for piece in self.pieces if piece.kind == "except" for i in piece.items]

    @property
    def values(self) -> list[Piece]:
        """The values that it names."""
        return [piece for piece in self.pieces if piece.kind == "value"]

    @property
    def named(self) -> list[Piece]:
        """The items and values, or the pronoun that stands for them."""
        named = [piece for piece in self.pieces if piece.kind in ("item", "value")]
        return named or ([self.pronoun] if self.pronoun else [])

    @property
    def pronoun(self) -> Piece | None:
        """The word that stands for items."""
        return next((piece for piece in self.pieces[::-1] if piece.kind == "it"), None)

    @property
    def verdicts(self) -> list[Piece]:
        """The opinions and marks."""
        none = ("item", "value", "it", "except", "")
        return [piece for piece in self.pieces if piece.kind not in none]

    @property
    def starts_named(self) -> bool:
        """Whether it names what it is about ahead of the verdict."""
        told = self.verdicts
        return bool(self.named) and (not told or self.named[0].first < told[0].first)

    @property
    def lists(self) -> bool:
        """Whether it ends with an item behind a verb, so that others may follow."""
        return bool(self.pieces) and self.pieces[-1].kind == "item" and bool(self.verdicts)

    @property
    def places(self) -> bool:
        """Whether it names items and where to put them, without a verb."""
        told = self.verdicts
        return self.starts_named and bool(told) and all(piece.place for piece in told)

    def join(self, other: "Part") -> None:
        """Go on with another clause."""
        self.after, self.known, self.asks = other.after, self.known and other.known, other.asks
        self.pieces += other.pieces
        self.words += other.words

    @property
    def owns(self) -> bool:
        """Whether it tells of having: `I have it`, not `I have seen it`."""
        kinds = {piece.kind for piece in self.pieces}
        return "have" in kinds and "view" not in kinds

    @property
    def gives(self) -> bool:
        """Whether it has a verb of rating."""
        return any(piece.kind == "give" for piece in self.pieces)


def opinions_in(message: Message) -> dict[int, Piece]:
    """The opinions, by their first word; the longest of each."""
    longest: dict[int, Piece] = {}
    for kind, pattern in OPINIONS:
        for first, after, _ in message.findall(pattern):
            if first not in longest or longest[first].after < after:
                said = message.norm(first, after)
                idle = said in BESIDE or said in ("for me", "for us")
                place = kind in _PLACED and message.at(first) in _PLACES
                longest[first] = Piece(kind, first, after, word=said, place=place, idle=idle)
    for first, after, match in message.findall(MARK):
        if match["stars"] or match["of"]:
            longest[first] = Piece("mark", first, after, value=stars(match))
    return longest
