"""The checker: every claim of a text, each with the fact that supports it or none.

It is strict and knows no subject: a word is either plain language (`lexicon`), or in the evidence,
or an unsupported claim. So a plot nobody gave it, an adjective of praise, a negation, a name, a
number all fail, and so does a true fact told of the wrong item (`discourse`). It errs on refusing:
what is refused is replaced by a sentence made of the facts.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from mmrec.generation.attributes import judge_attributes
from mmrec.generation.deeds import judge_deeds
from mmrec.generation.discourse import CLAIMED, OF_HISTORY, Discourse, cued, likening
from mmrec.generation.facts import Facts, Subject, facts_of
from mmrec.generation.lexicon import (
    ACTIVE,
    ADVICE,
    COUNTED,
    CUES,
    DEGREES,
    HISTORY_VERBS,
    LIKENING,
    LOOSE_ROLES,
    MARKS,
    NEGATIONS,
    NEWER,
    OLDER,
    OWN,
    PLAIN,
    PRAISE,
    PRAISED,
    PRESENT_VERBS,
    ROLES,
    SAMENESS,
    TASTE,
)
from mmrec.generation.reading import Clause, Piece, Reader, Sentence, stem
from mmrec.types import Claim, Evidence, Modality

_REQUESTS = frozenset({"search", "request", "query"})
_CAUSES = frozenset({"reason", "reasons"})
_ITSELF = {"it", "its", "this"}
_PREDICATES = frozenset(
    {"is", "are", "makes", "goes", "can", "could", "may", "might", "should", "would"}
)
_JOINS = frozenset({"and", "so"})
_POINTING = frozenset({"the", "its", "their", "this", "that"})


def check(text: str, evidence: Evidence | Facts) -> tuple[Claim, ...]:
    """Every claim of a text, in order; `support` is None where the evidence has nothing for it."""
    facts = evidence if isinstance(evidence, Facts) else facts_of(evidence)
    discourse = Discourse(facts)
    words = _Words(discourse)
    for sentence in Reader(facts).read(text):
        discourse.begin(sentence)
        words.opening = True
        judge_deeds(discourse, sentence)
        for clause in sentence:
            about = discourse.about(clause)
            _titles(discourse, clause)
            _advice(discourse, clause)
            _whose(discourse, clause)
            words.judge(clause, sentence)
            judge_attributes(discourse, clause, about)
    return tuple(discourse.claims)


def grounded(claims: Iterable[Claim]) -> bool:
    """Whether every claim is supported."""
    return all(claim.support is not None for claim in claims)


def _titles(text: Discourse, clause: Clause) -> None:
    """Titles must be known, and other words in quotation marks a passage of the description."""
    for piece in clause.pieces:
        if piece.kind == "title":
            known = "the item" if text.facts.item in piece.subjects else OF_HISTORY
            text.claim(piece.text, "title", known)
        elif piece.kind == "quote":
            text.claim(piece.text, "quote", None)
        elif piece.kind == "passage":
            of_item = clause.opener != "(" and not text.pasts(clause.titles) and not _of_past(text)
            support = "the item's description" if of_item else None
            text.claim(piece.text, "description", support)


def _advice(text: Discourse, clause: Clause) -> None:
    """What is recommended must be the item, not something of the history."""
    advising = False
    before: Piece | None = None
    for piece in clause.pieces:
        word = piece.lower if piece.kind == "word" else ""
        of_taste = before is not None and before.lower in OWN and word in PRESENT_VERBS
        if word in HISTORY_VERBS:
            advising = False
        elif word in ADVICE and not of_taste and not likening(before, word):
            advising = True
        elif word == "for" and before is not None and before.lower in _CAUSES:
            advising = True  # "the reason for" it, which is what is recommended
        elif piece.kind == "title" and advising:
            right = text.facts.item in piece.subjects
            text.claim(piece.text, "recommendation", "the item" if right else None)
            advising = False
        before = piece


def _whose(text: Discourse, clause: Clause) -> None:
    """What is called a good pick, or told with "which" and "why", must be so of the right item."""
    first = clause.pieces[0].lower if clause.pieces else ""
    if first in _PREDICATES:
        begun = _begun(text.sentence, clause)
        others = bool(begun) and text.facts.item not in begun
    elif clause.titles:
        others = text.facts.item not in clause.titles
    else:
        others = _of_past(text)
    if others and clause.has(PRAISED | {"worth"}) and not clause.has({"it", "this"}):
        text.claim("the past", "recommendation", None)
    elif first == "which" and clause.titles and clause.has(HISTORY_VERBS):
        text.claim(clause.titles[0].title, "history", None)  # "which you rated" something else
    elif first == "which" and _is_title(clause):
        text.claim(clause.titles[0].title, "comparison", None)  # one item "which is" another
    elif clause.has({"why"}) and clause.has({"is"}) and clause.has(HISTORY_VERBS):
        text.claim("why", "history", None)  # the item is no reason of what was done before
    elif clause.has({"list"}) and any(one is not text.facts.item for one in clause.titles):
        text.claim("your list", "recommendation", None)


def _is_title(clause: Clause) -> bool:
    """Whether a title stands right after "is": what a clause speaks of would be that item."""
    return any(p.lower == "is" and q.kind == "title" for p, q in pairwise(clause.pieces))


def _begun(sentence: Sentence, clause: Clause) -> list[Subject]:
    """Of whom "is a good pick" is said where other clauses stand between: "…, which you liked, is".

    The title that the sentence begins with, or else the first that a clause begins with ("After
    "Alien", which you liked, "Heat" is"); a clause after "so" or "and" begins anew.
    """
    begun: list[Subject] = []
    main = False  # whether a clause has begun with a title
    for one in takewhile(lambda other: other is not clause, sentence):
        joined = one.pieces[0].lower in _JOINS if one.pieces else False
        named = next((p for p in one.pieces if p.lower not in _JOINS), None)
        begins = named is not None and named.kind == "title"
        if one.titles and (not begun or (begins and (joined or not main))):
            begun = one.titles
        main = main or begins
    return begun


def _of_past(text: Discourse) -> bool:
    """Whether a sentence names items of the history only, and does not point at another."""
    named = [title for clause in text.sentence for title in clause.titles]
    return bool(named) and text.facts.item not in named and not text.says(_ITSELF)


class _Words:
    """Judges the single words: plain language, cues that need a reason, or something unknown."""

    def __init__(self, text: Discourse) -> None:
        self._text = text
        self._facts = text.facts
        columns = [(stem(w), f) for f in text.facts.item.facts for w in f.name.split()]
        self._measures = {word for word, fact in columns if fact.numeric}
        self._columns = {word for word, _ in columns}
        self._nouns = {stem(noun.casefold()) for noun in text.facts.nouns}
        self.opening = True  # no word of the sentence yet: a capital is no name

    def judge(self, clause: Clause, sentence: Sentence) -> None:
        """Note a claim for every word and mark that needs support."""
        for position, piece in enumerate(clause.pieces):
            if piece.kind == "mark" and piece.text not in MARKS:
                self._text.claim(piece.text, "mark-up", None)
            elif piece.kind == "query":
                asked = any(cued(part.pieces, "query") for part in sentence)
                support = f"the search “{self._facts.query}”" if asked else None
                self._text.claim(piece.text, "query", support)
            elif piece.kind == "word":
                self._word(clause, position, sentence)
            self.opening = self.opening and piece.kind == "mark"

    def _word(self, clause: Clause, position: int, sentence: Sentence) -> None:
        piece = clause.pieces[position]
        word = piece.lower
        if word in NEGATIONS or word.endswith("n't"):
            self._text.claim(piece.text, "negation", None)
        elif piece.capital and not self.opening and word != "i":
            self._text.claim(piece.text, "name", None)
        elif word in CUES or (word in {"look", "style"} and _of_looks(clause, position)):
            self._cue(piece.text, CUES.get(word, "image"), sentence)
        elif word in PRAISE:
            after = [later.lower for later in clause.pieces[position + 1 : position + 3]]
            praised = any(later in PRAISED for later in after)
            self._text.claim(piece.text, "praise", "the recommendation" if praised else None)
        elif self._overstated(clause, position):
            self._text.claim(piece.text, "overstatement", None)
        elif not self._known(clause, position):
            self._text.claim(piece.text, "word", None)

    def _overstated(self, clause: Clause, position: int) -> bool:
        """Whether a plain word claims something where it stands: a mood, a number, an excess."""
        word = clause.pieces[position].lower
        before = clause.pieces[position - 1].lower if position else ""
        after = clause.pieces[position + 1].lower if position + 1 < len(clause.pieces) else ""
        if word == "mood":
            return before == "your" or not self._text.says({"if", "when"})
        if word == "mind":
            return before == "your"
        return (word == "two" and before not in COUNTED) or (word == "too" and after in DEGREES)

    def _known(self, clause: Clause, position: int) -> bool:
        """Whether a word says nothing that needs support, where it stands."""
        word = clause.pieces[position].lower
        later = clause.pieces[position + 1 :]
        same = clause.has(SAMENESS) and stem(word) in self._columns
        if word in ACTIVE and self._actor(clause, position):
            return True
        if word in ROLES or word in LOOSE_ROLES:
            told = any(piece.kind == "fact" for piece in later) or _related(later)
            return same or told or word == "with" or (word == "by" and clause.has({"same"}))
        if stem(word) in self._columns:
            if stem(word) in self._measures:
                told = bool(clause.of("number"))
            else:
                told = bool(clause.of("fact")) or _related(later)
            return same or told
        if word == "highly":
            return clause.has({"rated"})
        if word in TASTE | {"history"}:
            return any(past.feeling >= 0 for past in self._facts.past)
        return word in PLAIN | HISTORY_VERBS | NEWER | OLDER or stem(word) in self._nouns

    def _actor(self, clause: Clause, position: int) -> bool:
        """Whether a name stands before a verb such as "directed", in its clause or the last."""
        at = next(i for i, one in enumerate(self._text.sentence) if one is clause)
        previous = self._text.sentence[at - 1].pieces if at and position <= 1 else []
        return any(piece.kind == "fact" for piece in (*clause.pieces[:position], *previous))

    def _cue(self, text: str, modality: Modality, sentence: Sentence) -> None:
        """A statement about what matched: that modality must have carried some of the score."""
        if modality == "text" and any(part.of("passage") for part in sentence):
            return  # the description is quoted, and not said to have matched
        wanted: set[Modality] = {modality}
        shares = [self._facts.weights]
        if modality == "behaviour":
            wanted.add("popularity")
        named = self._text.pasts(s for clause in sentence for s in clause.titles)
        popular = modality == "behaviour" and self._facts.weights.get("popularity", 0) >= CLAIMED
        if named and modality not in {"query", "popularity"} and not popular:
            shares = [past.weights for past in named]
        owned = text.casefold() not in _REQUESTS or self._text.says({"your"})
        right = owned and all(any(share.get(m, 0) >= CLAIMED for m in wanted) for share in shares)
        self._text.claim(text, "modality", f"reason: {modality}" if right else None)


def _related(later: Sequence[Piece]) -> bool:
    """Whether "of" and a title follow: "the director of" it, which `attributes` judges."""
    return any(p.lower == "of" and q.kind == "title" for p, q in pairwise(later))


def _of_looks(clause: Clause, position: int) -> bool:
    """Whether “look” is of a picture: “a similar look”, “for the look”; not “worth a look”."""
    before: Sequence[Piece] = clause.pieces[max(0, position - 1) : position]
    return clause.has(LIKENING) or any(piece.lower in _POINTING for piece in before)
