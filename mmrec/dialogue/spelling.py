"""Names written with a slip or two, found among many; and the slips that fingers make."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache

_SHORTEST = 5  # letters of a name in which a slip is forgiven
_LIKELY = 60  # names that share most with what was written, which are looked at closely
_SURE = 6  # letters of a word that another letter does not make another word
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SOUNDS = (
    "aeiou",
    "iy",
    "sc",
    "sz",
    "ck",
    "kq",
    "vw",
    "gj",
)  # letters that are written for each other


def _near(letter: str) -> frozenset[str]:
    """The keys beside a letter, above and below, and the letters that sound like it."""
    found = {other for sound in _SOUNDS if letter in sound for other in sound}
    for y, row in enumerate(_ROWS):
        x = row.find(letter)
        if x >= 0:
            found |= {*row[max(x - 1, 0) : x + 2]}
            found |= {*_ROWS[y - 1][x : x + 2]} if y > 0 else set()
            found |= {*_ROWS[y + 1][max(x - 1, 0) : x + 1]} if y < len(_ROWS) - 1 else set()
    return frozenset(found - {letter})


_NEAR = {letter: _near(letter) for letter in _LETTERS}


def swapped(word: str) -> Iterator[str]:
    """The words that two neighbouring letters of a word may have changed places in."""
    for i in range(len(word) - 1):
        if word[i] != word[i + 1]:
            yield f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}"


def doubled(word: str) -> Iterator[str]:
    """The words of which a word may have doubled or halved a letter."""
    for i in range(len(word)):
        if word[i : i + 1] == word[i + 1 : i + 2]:
            yield word[:i] + word[i + 1 :]
        else:
            yield word[:i] + word[i] + word[i:]


def meant_by(word: str) -> Iterator[str]:
    """What a word may have been before one slip, the likeliest slip first.

    Two letters changed places, one was doubled or halved, lost or added, or a neighbouring key or
    a like sound was written, which in short words is as likely to be another word. The first letter
    is a sure one.
    """
    yield from swapped(word)
    yield from doubled(word)
    for i in range(1, len(word) + 1):
        yield from (f"{word[:i]}{letter}{word[i:]}" for letter in _LETTERS)
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
    for i in range(1, len(word)) if len(word) >= _SURE else ():
        yield from (word[:i] + letter + word[i + 1 :] for letter in sorted(_NEAR.get(word[i], ())))


class Spellings:
    """Names as compared; `closest` forgives one slip, two from nine letters on."""

    def __init__(self, names: Collection[str]) -> None:
        self._pieces: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for piece in _pieces(name):
                self._pieces[piece].append(name)
        self._remembered = lru_cache(maxsize=10_000)(self._closest)  # one turn asks many times

    def closest(self, name: str, slips: int | None = None) -> str | None:
        """The name that was probably meant; None where none is within so many slips."""
        return self._remembered(name, slips) if len(name) >= _SHORTEST else None

    def _closest(self, name: str, slips: int | None) -> str | None:
        allowed = slips or (1 if len(name) < 9 else 2)
        shared = Counter[str]()
        for piece in _pieces(name):
            shared.update(self._pieces.get(piece, ()))
        likely = [known for known, _ in shared.most_common(_LIKELY) if len(known) >= _SHORTEST]
        scored = [(distance(name, known, allowed), known) for known in likely]
        best = min(scored, default=(allowed + 1, ""))
        return best[1] if best[0] <= allowed else None


def distance(one: str, other: str, limit: int) -> int:
    """Edits between two texts, where swapping two neighbours is one edit; `limit` + 1 if more.

    Optimal string alignment, Boytsov 2011, https://doi.org/10.1145/1963190.1963191, section 2.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            swapped = i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs
            row.append(min(cost, older[j - 2] + 1) if swapped else cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _pieces(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
