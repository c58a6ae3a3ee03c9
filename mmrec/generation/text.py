"""Catalogue text is data: cleaned before a prompt, cut into tokens before a check."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["word", "number", "mark"]

# Chat templates of all families use angle brackets, pipes or bracketed roles for their own tokens.
_TEMPLATE = re.compile(
    r"<\|[^<>]{0,40}\|>|</?s>|\[/?(?:INST|SYS)\]|<</?SYS>>|<[^<>]{0,200}>", re.IGNORECASE
)
_MARKUP = re.compile(r"https?://\S+|www\.\S+|[<>{}\[\]|`*_#~^\\]+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
_YEAR_SUFFIX = re.compile(r"\s*\(((?:18|19|20)\d\d)\)$")
_FILED = re.compile(
    r"^(?P<front>a\.k\.a\. )?(?P<rest>.+?), "
    r"(?P<article>The|An?|L[aeo]s?|L'|Il|El|Der|Die|Das|Det|Den)(?P<more>:.+)?$"
)
_ALIASES = re.compile(r"(?: \([^()]+\))+$")
_IN_BRACKETS = re.compile(r"(?<=\()[^()]+(?=\))")
_ALIAS = re.compile(r"^(?P<title>[^()]+?)\s*\([^()]+\)$")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|\S")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark of a text, with where it stands."""

    text: str
    kind: TokenKind
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The token for comparing: lower case."""
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        """Whether a word begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()


def clean(text: str, limit: int) -> str:
    """One line of plain text: no control characters, mark-up, addresses or template tokens.

    Quotation marks become single ones, so that a value cannot end a quoted title. What is longer
    than `limit` characters is cut at a word and ends in "…".
    """
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    for _ in range(3):  # removing one mark must not make another
        plain = _MARKUP.sub(" ", _TEMPLATE.sub(" ", plain))
    plain = " ".join(plain.replace('"', "'").split())
    if len(plain) <= limit:
        return plain
    return plain[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def spoken(title: str) -> tuple[str, int | None]:
    """A title as people say it, and the year in brackets at its end if there is one.

    "Godfather, The (1972)" is ("The Godfather", 1972); an alias in brackets is said so too.
    """
    suffix = _YEAR_SUFFIX.search(title)
    year = int(suffix[1]) if suffix else None
    bare = _YEAR_SUFFIX.sub("", title) or title
    name = _ALIASES.sub("", bare)
    alias = _IN_BRACKETS.sub(lambda found: _unfiled(found[0]), bare[len(name) :])
    return _unfiled(name) + alias, year


def _unfiled(name: str) -> str:
    """“Crow, The: Wicked Prayer” is “The Crow: Wicked Prayer”."""
    filed = _FILED.match(name)
    if filed is None:
        return name
    gap = "" if filed["article"].endswith("'") else " "
    before, after = filed["front"] or "", filed["more"] or ""
    return f"{before}{filed['article']}{gap}{filed['rest']}{after}"


def short_title(title: str) -> str:
    """A title without the alias in brackets at its end."""
    alias = _ALIAS.match(title)
    return alias["title"] if alias else title


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text. Hyphens inside words part them; possessive endings are dropped."""
    found = []
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        piece = match[0]
        first = piece[0]
        kind: TokenKind = "number" if first.isdigit() else "word" if first.isalpha() else "mark"
        if kind == "word" and piece.casefold().endswith("'s"):
            piece = piece[:-2]
        if piece:
            found.append(Token(piece, kind, match.start(), match.start() + len(piece)))
    return found


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text for comparing: lower case, without marks."""
    return tuple(token.lower for token in tokens_of(text) if token.kind != "mark")


def joined(parts: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last
