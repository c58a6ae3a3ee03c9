"""Slips in the grammar's own words: `watreproof`, `cheeper`, `direceted`; names are left alone."""

import re

from mmrec.dialogue import cues, nouns
from mmrec.dialogue.scales import SCALES, UNITS
from mmrec.dialogue.spelling import Spellings
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import listed, plain

_SHORTEST = 6  # letters of a word in which a slip is forgiven
_SAID = listed(
    "something anything similar between before without except director directed starring actress "
    "second fourth another different please cheaper expensive recommend suggest compare shorter "
    "longer lighter heavier bigger smaller newest oldest interested favourite favorite watched "
    "already should released original colourful description available comedy comedies thriller "
    "weighs weigh costs lasts nineties eighties seventies sixties minutes"
)
# Words of every message, in which a swap or a lost letter is mended though they are short.
_COMMON = listed(
    "the and with like from about that than then not have for are you number first second third "
    "fourth fifth last show give find know known love loved liked hate hated seen watched want "
    "need "
    "please other others another more less back what which where when would could should does just "
    "only without after over under between older newer black white blue green brown yellow grey "
    "price rating movie movies film films actor colour size year cart list save saved hide boring "
    "great good nice least most something start over again already above below though"
)
_WORD = re.compile(r"(?<![\w'’\"“„«.-])[a-z]{3,}(?![\w'’-])")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)  # "soooo"
_BUT = re.compile(r"\b(?:any|all|every) ([a-z]+) (?:but|other than)\b", re.IGNORECASE)
_OWNS = re.compile(
    rf"\b([\w-]+)['’]s(?= (?:{nouns.NOUNS}|best|work|works|latest|newest|early|other)\b)",
    re.IGNORECASE,
)
_GRAMMAR = frozenset(
    word
    for text in (
        *(text for text in vars(cues).values() if isinstance(text, str)),
        *(pattern for _, pattern in (*cues.FEEDBACK, *cues.VERDICTS)),
        *(nouns.NOUNS, nouns.NO, nouns.ONLY),
        " ".join(cues.FILLER | cues.ANSWERS | cues.EXCLAIMED),
    )
    for word in re.findall("[a-z]+", text)
)


class Mending:
    """Rewrites unknown words that are one slip from a word that the grammar reads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        scales = " ".join(
            f"{s.low} {s.lower} {s.lowest} {s.high} {s.higher} {s.highest}" for s in SCALES
        )
        said = {*_SAID, *UNITS, *re.findall("[a-z]+", scales)}
        said |= {word for name in (*vocabulary.called, *vocabulary.truths) for word in name.split()}
        self._known = said | _GRAMMAR | set(_COMMON)
        plain_words = {*_COMMON, *(w for w in vocabulary.categories if w.isalpha() and len(w) > 3)}
        self._slips = {slip: word for word in sorted(plain_words) for slip in _slips(word)}
        self._spellings = Spellings([word for word in said if len(word) >= _SHORTEST])

    def mended(self, message: str) -> str:
        """The message as it was probably meant; quotes and capitals stay as they are."""
        message = _DRAWN_OUT.sub(self._shortened, message)
        message = _BUT.sub(self._except, message)
        message = _OWNS.sub(self._made_by, message)
        quoted = [match.span() for match in re.finditer(r"[\"“„«][^\"”»]*[\"”»]", message)]
        return _WORD.sub(
            lambda match: (
                match.group()
                if any(start < match.start() < end for start, end in quoted)
                else self._meant(match.group())
            ),
            message,
        )

    def _shortened(self, match: re.Match[str]) -> str:
        """`soooo` is so, `coool` is cool."""
        start, end = match.span()
        before = re.search(r"[a-z]*$", match.string[:start], re.IGNORECASE)
        after = re.match(r"[a-z]*", match.string[end:], re.IGNORECASE)
        twice = f"{before[0] if before else ''}{match[1] * 2}{after[0] if after else ''}"
        return match[1] * (2 if plain(twice) in self._known else 1)

    def _except(self, match: re.Match[str]) -> str:
        """`any colour but white` leaves white out, `any film but funny` leaves out nothing."""
        known = self._vocabulary.facts_called(plain(match[1]))
        return f"any {match[1]} except" if known else match.group()

    def _made_by(self, match: re.Match[str]) -> str:
        """`Fincher's films` are films by Fincher."""
        known = plain(match[1]) in self._vocabulary.surnames
        return f"by {match[1]}" if known else match.group()

    def _meant(self, word: str) -> str:
        if plain(word) in self._known or self._vocabulary.names_or_knows(word):
            return word
        if word in self._slips:
            return self._slips[word]
        if len(word) < _SHORTEST - 1:
            return word
        near = self._spellings.closest(word, slips=1)
        ending = near is not None and {word, near} in ({word, f"{word}s"}, {near, f"{near}s"})
        return near if near is not None and not ending else word


def _slips(word: str) -> set[str]:
    """A word with two letters swapped, or, of four letters on, one of them lost or doubled."""
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    if len(word) < 4:
        return swapped - {word}
    lost = {word[:i] + word[i + 1 :] for i in range(1, len(word))} if len(word) > 4 else set()
    doubled = {word[:i] + word[i] + word[i:] for i in range(len(word))}
    return (swapped | lost | doubled) - {word}
