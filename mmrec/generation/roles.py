"""How a name or a value belongs to a thing, as a text puts it: "directed by", "the colour is", …"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from mmrec.generation.lexicon import ACTIVE, LOOSE_ROLES, MAKERS, PEOPLE, ROLES
from mmrec.generation.reading import Piece, stem

_PASSIVE = frozenset({"by", "in", "of", "from", "with", "for"})  # after "directed", "made"
_HELPERS = frozenset({"and", "also", "has", "have", "who", "both"})
_BEING = frozenset({"is", "are", "was", "were"})
_ARTICLES = frozenset({"the", "a", "an", "also", "both"})
_NOTHING = (Piece("mark", "", ""),) * 2
_ENDS_COLUMN = frozenset({"in", "from", "for"})


@dataclass(frozen=True, slots=True)
class Role:
    """The word that says how, and what must stand in the name of the column."""

    word: str
    parts: tuple[str, ...]

    def fits(self, column: str) -> bool:
        """Whether a value of this column may be told so."""
        if self.word in LOOSE_ROLES:
            return not any(part in column for part in MAKERS)
        return any(part in column for part in self.parts)


def role_of(before: Sequence[Piece], after: Sequence[Piece], columns: Iterable[str]) -> Role | None:
    """The role in which a value stands, by the words before and after it; None without one.

    Args:
        before: the pieces of its clause before it.
        after: the pieces after it, of the next clause as well.
        columns: the stems of the words in the columns' names.
    """
    known = frozenset(columns)
    return _active(after, known) or _told(before, known)


def of_person(before: Sequence[Piece], columns: Iterable[str]) -> bool:
    """Whether a person is told to be what is shown: "a drawing of Jon Perry"."""
    nearest = before[-1].lower if before else ""
    return nearest == "of" and all(any(part in name for part in PEOPLE) for name in columns)


def _told(before: Sequence[Piece], columns: frozenset[str]) -> Role | None:
    role: Role | None = None
    previous = ""
    for piece in before:
        word = piece.lower
        if piece.kind == "title" and previous != "of":
            role = None
        elif piece.kind == "word" and (word in ROLES or word in LOOSE_ROLES):
            told_already = word == "by" and role is not None and role.word in ROLES
            role = role if told_already else Role(word, ROLES.get(word, ()))
        elif piece.kind == "word" and stem(word) in columns:
            role = Role(word, (stem(word),))
        elif role and role.word not in ROLES and word in _ENDS_COLUMN:
            role = None
        previous = word
    return role


def _active(after: Sequence[Piece], columns: frozenset[str]) -> Role | None:
    """“… directed”, “… star in”, “… is the author of”: what the person before the verb did."""
    pieces = [piece for piece in after if piece.kind != "mark"]
    rest = list(dropwhile(lambda piece: piece.kind == "fact" or piece.lower in _HELPERS, pieces))
    verb, object_ = (piece.lower for piece in (*rest, *_NOTHING)[:2])
    if verb in _BEING:
        noun = next((p.lower for p in rest[1:] if p.lower not in _ARTICLES), "")
        parts = ROLES.get(noun) or (stem(noun),) * (stem(noun) in columns)
        return Role(noun, parts) if parts and any(p.kind == "title" for p in rest) else None
    if verb not in ACTIVE:
        return None
    # `directed by …` and `stars Amy Adams` speak of the thing, not of the name before.
    passive = object_ in _PASSIVE and not verb.startswith("star")
    names_another = len(rest) > 1 and rest[1].kind == "fact"
    return None if passive or names_another else Role(verb, ACTIVE[verb])
