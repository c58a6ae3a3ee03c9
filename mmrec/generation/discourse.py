"""Whom a text has spoken of so far, and the claims found in it: what every judge of a clause needs.

Whom a clause is about: the items it names; "this" is the recommended item; a clause that names none
must hold for the item named last and for the recommended one. Words of comparison ("both",
"another", "the same") extend it to the past items named before.
"""

from collections.abc import Iterable, Sequence

from mmrec.generation.facts import Facts, Past, Subject
from mmrec.generation.lexicon import CUES, MODALS, OWN, TOGETHER
from mmrec.generation.reading import Clause, Piece, Sentence
from mmrec.types import Claim, Modality

CLAIMED = 0.05  # the share of a score below which a modality is no reason
_ITEM = frozenset({"it", "its", "itself"})


class Discourse:
    """The thread of one text: its facts, the items named, the claims in order."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.claims: list[Claim] = []
        self.named: list[Subject] = []  # in the text so far
        self.last: list[Subject] = []  # by the last clause that named any
        self._likened: list[Subject] = []  # by "like …" in this sentence

    def claim(self, text: str, kind: str, support: str | None) -> None:
        """Note a claim and what supports it."""
        self.claims.append(Claim(text, kind, support))

    def begin(self, sentence: Sentence) -> None:
        """A new sentence: what it likens its item to counts for all of its clauses."""
        self._likened = [
            subject
            for clause in sentence
            if clause.pieces and clause.pieces[0].lower == "like"
            for subject in clause.titles
        ]

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
        others = [past.subject for past in self.pasts(self.named)] if clause.has(TOGETHER) else []
        return once([*about, *others, *self._likened])

    def pasts(self, subjects: Iterable[Subject]) -> list[Past]:
        """The past items among some subjects."""
        wanted = [id(subject) for subject in subjects]
        return [past for past in self.facts.past if id(past.subject) in wanted]


def once(subjects: Iterable[Subject]) -> list[Subject]:
    """Each subject once, in order. Equal records of two items stay two."""
    return list({id(subject): subject for subject in subjects}.values())


def cued(pieces: Iterable[Piece], modality: Modality) -> bool:
    """Whether some word says that this modality matched."""
    return any(piece.kind == "word" and CUES.get(piece.lower) == modality for piece in pieces)


def likening(before: Piece | None, word: str) -> bool:
    """“Like” that compares, as in “a film like”: not after you, to or a modal."""
    return word == "like" and (before is None or before.lower not in MODALS | OWN)
