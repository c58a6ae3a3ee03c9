"""Slips in the words of the grammar and the catalogue: `watreproof`, `abuot`; names stay."""

import re
from functools import lru_cache

from mmrec.dialogue import acts, cues, nouns
from mmrec.dialogue.english import is_english
from mmrec.dialogue.numerals import NUMERALS
from mmrec.dialogue.opinions import OPINIONS
from mmrec.dialogue.scales import SCALES, UNITS
from mmrec.dialogue.spelling import Spellings, doubled, meant_by, swapped
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import listed, plain

# Letters of a word in which a slip is forgiven: of what people say most, of the grammar's words, of
# the catalogue's, and two slips.
_COMMONEST, _SHORTEST, _CATALOGUE, _TWICE = 4, 5, 6, 9
_SAID = listed(
    "something anything similar between before without except director directed starring actress "
    "second fourth another different please cheaper expensive recommend suggest compare shorter "
    "longer lighter heavier bigger smaller newest oldest interested favourite favorite watched "
    "already should released original colourful description available comedy comedies thriller "
    "weighs weigh costs lasts nineties eighties seventies sixties minutes beginning difference "
    "understand delete forgot hunting through until tomorrow yesterday weekend because everything "
    "nothing information"
)
# Words of every message, in which a swap or a lost letter is mended though they are short.
_COMMON = listed(
    "the and with like from about that than then not have for are you number first second third "
    "fourth fifth last show give find know known love loved liked hate hated seen watched want "
    "need "
    "please other others another more less back what which where when would could should does just "
    "only without after over under between older newer black white blue green brown yellow grey "
    "price rating movie movies film films actor colour size year cart list save saved hide boring "
    "great good nice least most something start over again already above below though cheap sorry"
)
_WORD = re.compile(
    r"(?<![\w'’\"“„«.-])(?:[a-z]{3,}|(?<![^.!?] )[A-Z][a-z]{2,})(?![\w'’-])"
)  # a phone writes the first word with a capital
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)  # "soooo"
_BUT = re.compile(
    r"\b(?:any|all|every) ([a-z]+) (?:but|other than|bar|barring|save)(?: for)?\b", re.IGNORECASE
)
_ONLY = re.compile(r"\b([a-z]+) only (?=\w)", re.IGNORECASE)
_OF = re.compile(rf"\b({nouns.NOUNS}) of ([\w-]+)(?=\s*(?:$|[.,;:!?]))", re.IGNORECASE)
_OWNS = re.compile(
    rf"\b([\w-]+)['’]s(?= (?:{nouns.NOUNS}|best|work|works|latest|newest|early|other)\b)",
    re.IGNORECASE,
)
_GRAMMAR = frozenset(
    word
    for text in (
        *(t for name, t in vars(cues).items() if name.isupper() and isinstance(t, str)),
        *(pattern for _, pattern in (*cues.FEEDBACK, *cues.VERDICTS)),
        *(nouns.NOUNS, nouns.NO, nouns.ONLY),
        " ".join(cues.FILLER | cues.ANSWERS | cues.EXCLAIMED),
    )
    for word in re.findall("[a-z]+", text)
)


# Words of what is said, which are no slips; but nothing is mended to them.
_SETTLED = acts.WORDS | NUMERALS | {w for _, text in OPINIONS for w in re.findall("[a-z]+", text)}


class Mending:
    """Rewrites unknown words that are one slip from a word that the grammar reads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        scales = " ".join(
            f"{s.low} {s.lower} {s.lowest} {s.high} {s.higher} {s.highest}" for s in SCALES
        )
        said = {*_SAID, *UNITS, *re.findall("[a-z]+", scales)}
        said |= {word for name in (*vocabulary.called, *vocabulary.truths) for word in name.split()}
        self._known = said | {"latter", "former"} | _GRAMMAR | set(_COMMON)
        self._plain = {*_COMMON, *(w for w in vocabulary.categories if w.isalpha() and len(w) > 3)}
        self._spellings = Spellings([word for word in said if len(word) >= _TWICE - 2])
        self._remembered = lru_cache(maxsize=10_000)(self._meant)  # words recur

    def mended(self, message: str) -> str:
        """The message as it was probably meant; quotes and capitals stay as they are."""
        message = _DRAWN_OUT.sub(self._shortened, message)
        message = _BUT.sub(self._except, message)
        message = _ONLY.sub(self._limited, message)
        message = _OF.sub(self._films_by, message)
        message = _OWNS.sub(self._made_by, message)
        quoted = [match.span() for match in re.finditer(r"[\"“„«][^\"”»]*[\"”»]", message)]
        return _WORD.sub(
            lambda match: (
                match.group()
                if any(start < match.start() < end for start, end in quoted)
                else self._cased(match.group())
            ),
            message,
        )

    def _shortened(self, match: re.Match[str]) -> str:
        """`soooo` is so, `coool` is cool."""
        start, end = match.span()
        before = re.search(r"[a-z]*$", match.string[:start], re.IGNORECASE)
        after = re.match(r"[a-z]*", match.string[end:], re.IGNORECASE)
        head, tail = (part[0] if part else "" for part in (before, after))
        once, twice = (plain(f"{head}{match[1] * count}{tail}") for count in (1, 2))
        knows = self._vocabulary.knows
        double = twice in self._known or (knows(twice) and once not in self._known)
        return match[1] * (1 + double)

    def _except(self, match: re.Match[str]) -> str:
        """`any colour but white` leaves white out, `any film but funny` leaves out nothing."""
        known = self._vocabulary.facts_called(plain(match[1]))
        return f"any {match[1]} except" if known else match.group()

    def _limited(self, match: re.Match[str]) -> str:
        """`colour only black` limits the colour."""
        known = self._vocabulary.facts_called(plain(match[1]))
        return f"only {match[1]} " if known else match.group()

    def _films_by(self, match: re.Match[str]) -> str:
        """`films of Kubrick` are by him; those of war are about it."""
        said, vocabulary = plain(match[2]), self._vocabulary
        known = said in vocabulary.surnames and said not in vocabulary.common
        return f"{match[1]} by {match[2]}" if known else match.group()

    def _made_by(self, match: re.Match[str]) -> str:
        """`Fincher's films` are films by Fincher."""
        known = plain(match[1]) in self._vocabulary.surnames
        return f"by {match[1]}" if known else match.group()

    def _cased(self, word: str) -> str:
        """The word that was meant, with a capital where it was written with one."""
        meant = self._remembered(word.lower())
        return meant.capitalize() if word[0].isupper() else meant

    def _meant(self, word: str) -> str:
        """The word that was probably meant: one people say, then the grammar's, the catalogue's."""
        forms = {plain(word), plain(word).removesuffix("s")}
        settled = forms & (self._known | _SETTLED) or is_english(plain(word))
        if settled or self._vocabulary.names_or_knows(word):
            return word
        slips = meant_by(word) if len(word) >= _COMMONEST else swapped(word)
        said = [one for one in slips if _other(word, one)]
        found = [one for one in said if one in self._plain]
        if not found and len(word) >= _SHORTEST:
            found = [one for one in said if len(one) >= _SHORTEST and one in self._known]
        if not found and len(word) >= _CATALOGUE:
            sure = (*swapped(word), *(doubled(word) if len(word) > _CATALOGUE else ()))
            found = [one for one in sure if self._vocabulary.knows(one)]
        if not found and len(word) >= _TWICE:
            return self._spellings.closest(word, slips=2) or word
        return found[0] if found else word


def _other(one: str, word: str) -> bool:
    """Whether two words are not forms of one: `filters` is no slip for `filter`.

    Nor is a longer word a slip for what denies: `ardent` is not `aren't`.
    """
    if word.endswith("nt") and len(one) > len(word):
        return False
    short, long = sorted((one, word), key=len)
    ends = ("d", "r") if short.endswith("e") else ("ed", "er")
    return long not in (f"{short}{end}" for end in ("s", *ends))
