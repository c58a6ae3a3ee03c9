"""A message as words that can be looked at as a line, and taken out once they are understood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

_HAN = "㐀-鿿"  # Chinese is written without blanks: each character is a word
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)+|[{_HAN}]|[^\W_{_HAN}]+(?:['’`][^\W_{_HAN}]+)*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{1,120})[\"”»]|(?<!\w)['‘]([^'’]{2,120})['’](?!\w)")
_JOINED = re.compile(  # "8gb" is two words, "90s" and "4th" are one
    r"(?<![^\W_])(\d+(?:[.,]\d+)?)(?=(?:gb|tb|mb|kg|g|cm|mm|m|px|h|hrs?|hours?|mins?|minutes?|ish|"
    r"eur|euros?|usd|bucks|w|k|stars?)\b)",
    re.IGNORECASE,
)
_PLUS = re.compile(r"(?:(?<=\d)\s?|(?<=\d[a-z])|(?<=\d[a-z]{2}))\+(?!\w)")
_RANGE = re.compile(
    r"(?<=\d)\s*[-–~]\s*(?=\d)|(?<=euros)\s*[-–~]\s*(?=\d)"
)  # "10-20" reads "10 to 20"
_MONEY = re.compile(r"[$€£¥]\s?(\d+(?:[.,]\d+)*(?: ?k\b)?)|(?<=\d)\s?[$€£¥](?!\d)")  # "$20", "20€"
_SIGNS = {
    ">=": "at least",
    "≥": "at least",
    "<=": "at most",
    "≤": "at most",
    ">": "over",
    "<": "under",
    "~": "around",
    "≈": "around",
}
_SIGN = re.compile(
    r"(?:[<>]=?|[≥≤≈]|(?<!\d)(?<!\d )~)(?=\s?[$€£¥]?\s?\d)"
)  # ">= 15" reads "at least 15"
_OUT_OF = re.compile(r"(?<=\d)/(?=(?:5|10)(?!\d))")  # "4/5" reads "4 out of 5"
_DASH = re.compile(r"\s[-–]\s")
_HASH = re.compile(r"#\s?(?=(\d{1,2})\b)\d+")  # "#2" reads "number 2"
ABBREVIATED = frozenset(("vs", "dr", "mr", "mrs", "ms", "st", "jr", "sr", "vol", "mt", "ft"))
TAKEN = "·"  # stands in the line for a word that is understood, so that no pattern bridges it


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, as compared, where it stands, and what surrounds it.

    `quoted` counts the quotation it stands in (0: none); `ends`: punctuation follows it.
    """

    text: str
    norm: str
    start: int
    end: int
    quoted: int
    ends: bool

    @property
    def capital(self) -> bool:
        """Written with a capital (or a digit) in front."""
        return not self.text[0].islower()


def plain(text: str) -> str:
    """A word or phrase as compared: no case, no accents, no apostrophes."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(mark for mark in folded if not unicodedata.combining(mark))
    return re.sub(r"['’`]", "", kept)


def phrase(text: str) -> str:
    """The words of a text as compared, one blank between: `Monsters, Inc.` is `monsters inc`."""
    return " ".join(_TOKEN.findall(plain(text)))


def listed(words: str) -> tuple[str, ...]:
    """A text of words as a tuple of words: how the grammar writes its lists."""
    return tuple(words.split())


class Message:
    """The words of one message; every parser takes those that it understood."""

    def __init__(self, text: str) -> None:
        self.text, self.words = _parsed(text)
        self._taken = [False] * len(self.words)
        self._now = [word.norm for word in self.words]
        self._line: str | None = None
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, first: int, after: int) -> "Message":
        """Words [first, after) as a message of their own."""
        return Message(self.slice(first, after))

    @property
    def line(self) -> str:
        """The words as compared, one blank between; taken ones are dots."""
        if self._line is None:
            self._line = " ".join(self._now)
        return self._line

    def _offset(self, place: int) -> int:
        """Where a word begins in the line."""
        if not self._starts:
            ends = accumulate(len(word) + 1 for word in self._now)
            self._starts = [0, *ends]
        return self._starts[min(place, len(self._now))]

    @property
    def start(self) -> int:
        """The first word that is not taken; 0 where all are."""
        return self._taken.index(False) if False in self._taken else 0

    def at(self, place: int) -> str:
        """The word as compared at a place; "" beyond the end, a dot where it is taken."""
        return self._now[place] if 0 <= place < len(self._now) else ""

    def norm(self, first: int, after: int) -> str:
        """Words [first, after) as compared, as far as there are."""
        return " ".join(self._now[max(first, 0) : max(after, 0)])

    def said(self, first: int, after: int) -> str:
        """Words [first, after) as compared, taken or not."""
        return " ".join(word.norm for word in self.words[first:after])

    def free(self, first: int, after: int) -> bool:
        """Whether nobody took any of words [first, after)."""
        return not any(self._taken[first:after])

    def take(self, first: int, after: int) -> None:
        """Mark words [first, after) as understood."""
        self._line, self._starts = None, []
        for place in range(first, after):
            self._taken[place], self._now[place] = True, TAKEN

    def search(self, pattern: str, start: int = 0) -> tuple[int, int] | None:
        """The words [first, after) of the first match that begins at `start` or later."""
        return next(((first, after) for first, after, _ in self.findall(pattern, start)), None)

    def match(self, pattern: str, place: int) -> int:
        """The word after a pattern that stands right at a word; 0 where it does not."""
        if place >= len(self):
            return 0
        found = _whole(pattern).match(self.line, self._offset(place))
        return place + found.group().count(" ") + 1 if found else 0

    def findall(self, pattern: str, start: int = 0) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Every match of a pattern over whole words of the line, with its words [first, after)."""
        line = self.line
        for match in _whole(pattern).finditer(line, self._offset(start)):
            first = line.count(" ", 0, match.start())
            yield first, first + match.group().count(" ") + 1, match

    def ends_at(self, after: int) -> bool:
        """Whether a phrase may end before this place: the end, punctuation, or a taken word."""
        return after >= len(self) or self.words[after - 1].ends or self._taken[after]

    def comma_before(self, place: int) -> bool:
        """Whether a comma stands between the word before this place and the word at it."""
        if not 0 < place < len(self):
            return False
        return "," in self.text[self.words[place - 1].end : self.words[place].start]

    def segments(self) -> list[tuple[int, int]]:
        """The runs [first, after) of words that nobody took."""
        runs: list[tuple[int, int]] = []
        for place in range(len(self)):
            if self._taken[place]:
                continue
            if runs and runs[-1][1] == place:
                runs[-1] = (runs[-1][0], place + 1)
            else:
                runs.append((place, place + 1))
        return runs

    def slice(self, first: int, after: int) -> str:
        """Words [first, after) as the user wrote them."""
        return self.text[self.words[first].start : self.words[after - 1].end]


@cache
def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])")


@lru_cache(maxsize=32)  # one turn makes many messages of the same sentence
def _parsed(text: str) -> tuple[str, tuple[Word, ...]]:
    """A text with signs spelt out, and its words."""
    text = _SIGN.sub(lambda match: f" {_SIGNS[match[0]]} ", text)
    text = _MONEY.sub(lambda match: f"{match[1] or ''} euros", text)
    text = _OUT_OF.sub(" out of ", _PLUS.sub(" plus ", _RANGE.sub(" to ", text)))
    text = _JOINED.sub(r"\1 ", _HASH.sub(r"number \1", text.replace("&", " and ")))
    return text, tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    quotations = [match.span() for match in _QUOTED.finditer(text)]
    for token in _TOKEN.finditer(text):
        norm = phrase(token.group())
        if not norm:
            continue
        inside = (
            number
            for number, (start, end) in enumerate(quotations, 1)
            if start < token.start() < end
        )
        after = text[token.end() : token.end() + 3]
        if norm in ABBREVIATED and after[:1] == ".":  # "Kramer vs. Kramer" is one phrase
            after = after[1:]
        follows = after[:2].strip()
        yield Word(
            token.group(),
            norm.replace(" ", ""),
            *token.span(),
            quoted=next(inside, 0),
            ends=bool(follows)
            and not after.startswith(' "')  # a quotation that begins
            and (follows[0] in ',.;:!?()[]…"”»—' or bool(_DASH.match(after))),
        )
