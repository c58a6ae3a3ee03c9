"""Whom a text has spoken of so far, and the claims found in it: what every judge of a clause needs.

Whom a clause is about: the items it names; "this" is the recommended item; a clause that names none
must hold for the item named last and for the recommended one. Words of comparison ("both",
"another", "the same") extend it to the past items named before.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from mmrec.generation.facts import Facts, Past, Subject
from mmrec.generation.lexicon import CUES, ECHOES, MODALS, OWN, TOGETHER
from mmrec.generation.reading import Clause, Piece, Sentence, stem
from mmrec.types import Claim, Modality

OF_HISTORY = "the user's history"  # what supports a title that is not the item's
CLAIMED = 0.05  # the share of a score below which a modality is no reason
_ITEM = frozenset({"it", "its", "itself"})


class Discourse:
    """The thread of one text: its facts, the items named, the claims in order."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.claims: list[Claim] = []
        self.named: list[Subject] = []  # in the text so far
        self.last: list[Subject] = []  # by the last clause that named any
        self.sentence: Sentence = []
        subjects = (facts.item, *(past.subject for past in facts.past))
        names = {f.name for one in subjects for f in one.facts if not f.numeric}
        self.columns = frozenset(stem(word) for name in names for word in name.split())
        self._likened: list[Subject] = []  # by "like …" in this sentence

    def claim(self, text: str, kind: str, support: str | None) -> None:
        """Note a claim and what supports it."""
        self.claims.append(Claim(text, kind, support))

    def begin(self, sentence: Sentence) -> None:
        """A new sentence: what it likens its item to counts for all of its clauses."""
        self.sentence = sentence
        if _echoing(sentence[0]) and sentence[0].titles:
            self.claim(sentence[0].titles[0].title, "comparison", None)
        self._likened = [
            subject
            for clause in sentence
            if clause.pieces and clause.pieces[0].lower == "like"
            for subject in clause.titles
        ]

    def says(self, words: set[str]) -> bool:
        """Whether one of the words stands in this sentence as a plain word."""
        return any(clause.has(words) for clause in self.sentence)

    def about(self, clause: Clause) -> list[Subject]:
        """The items that what a clause says must hold for."""
        named = clause.titles
        if clause.has({"this"}):
            named = [*named, self.facts.item]
        if named:
            self.named += named
            self.last = named
        if clause.opener == "(":
            return self.last or [self.facts.item]
        about = named or [*self.last, self.facts.item]
        return once([*about, self.facts.item] if clause.has(_ITEM) else about)

    def compared(self, clause: Clause, about: Sequence[Subject]) -> list[Subject]:
        """Whom a value is told of: those the clause is about, and those it compares them with."""
        others = self.together() if clause.has(TOGETHER) else []
        return once([*about, *others, *self._likened, *self._echoed(clause)])

    def together(self) -> list[Subject]:
        """The past items that "both" may mean: those named before, else later in the sentence."""
        later = [subject for clause in self.sentence for subject in clause.titles]
        pasts = self.pasts(self.named) or self.pasts(later)
        return [past.subject for past in pasts]

    def _echoed(self, clause: Clause) -> list[Subject]:
        """The titles of the clauses after this one that say the same of them: `as is "Heat"`."""
        place = next(i for i, one in enumerate(self.sentence) if one is clause)
        after = takewhile(_echoing, self.sentence[place + 1 :])
        return [subject for one in after for subject in one.titles]

    def pasts(self, subjects: Iterable[Subject]) -> list[Past]:
        """The past items among some subjects."""
        wanted = [id(subject) for subject in subjects]
        return [past for past in self.facts.past if id(past.subject) in wanted]


def _echoing(clause: Clause) -> bool:
    """Whether a clause says nothing of its own: titles and words such as "so is"."""
    own = [piece for piece in clause.pieces if piece.kind not in {"title", "mark"}]
    words = {piece.lower for piece in own}
    return bool(words) and words <= ECHOES and (words != {"and"} or not clause.titles)


def once(subjects: Iterable[Subject]) -> list[Subject]:
    """Each subject once, in order. Equal records of two items stay two."""
    return list({id(subject): subject for subject in subjects}.values())


def cued(pieces: Iterable[Piece], modality: Modality) -> bool:
    """Whether some word says that this modality matched."""
    return any(piece.kind == "word" and CUES.get(piece.lower) == modality for piece in pieces)


def likening(before: Piece | None, word: str) -> bool:
    """“Like” that compares, as in “a film like”: not after you, to or a modal."""
    return word == "like" and (before is None or before.lower not in MODALS | OWN)
