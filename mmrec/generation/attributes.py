"""What a text says of items: values, numbers, makers, what they have in common, their age."""

from collections.abc import Sequence

from mmrec.generation.discourse import Discourse, cued, once
from mmrec.generation.facts import Subject
from mmrec.generation.lexicon import (
    LOOSE_ROLES,
    MAKERS,
    NEWER,
    OLDER,
    ROLES,
    SAMENESS,
    TASTE,
)
from mmrec.generation.reading import Clause, Piece, holding, stem

_JOINT = frozenset({"both", "another"})
_SIMILAR = frozenset({"similar", "alike", "resembles", "resemble"})


def judge_attributes(text: Discourse, clause: Clause, about: Sequence[Subject]) -> None:
    """Note every claim of a clause about the items it speaks of."""
    for position, piece in enumerate(clause.pieces):
        if piece.kind == "fact":
            _value(text, clause, position, about)
        elif piece.kind == "number":
            _number(text, clause, piece, about)
    pasts = [past.subject for past in text.pasts(once([*about, *text.named]))]
    if clause.has(SAMENESS):
        _sameness(text, clause, pasts)
    if clause.has(_JOINT) and not pasts and clause.of("fact"):
        text.claim("both", "comparison", None)
    if clause.has(NEWER | OLDER):
        _age(text, clause, pasts)
    if clause.has(_SIMILAR):
        known = bool(text.facts.past or text.facts.query)
        text.claim("similar", "comparison", "the reasons of the score" if known else None)


def _value(text: Discourse, clause: Clause, position: int, about: Sequence[Subject]) -> None:
    """A value such as a genre or a name: it must be a fact of all that the clause is about."""
    piece = clause.pieces[position]
    if _asked(text, clause, piece) or _taste(text, clause, piece):
        return
    role = _role(clause.pieces[:position])
    supports = []
    for subject in text.compared(clause, about):
        names = [fact.name for fact in holding(subject, piece) if _role_fits(role, fact.name)]
        if not names:
            text.claim(piece.text, piece.columns[0], None)
            return
        supports.append(f"{names[0]} of “{subject.title}”: {piece.text}")
    text.claim(piece.text, piece.columns[0], "; ".join(supports))


def _number(text: Discourse, clause: Clause, piece: Piece, about: Sequence[Subject]) -> None:
    """A number: a year needs no name; any other needs the name of its column in the clause."""
    words = {stem(word.lower) for word in clause.of("word")}
    supports = []
    for subject in text.compared(clause, about):
        names = [
            fact.name
            for fact in subject.facts
            if fact.numeric
            and piece.text in fact.values
            and (fact.year or words & {stem(word) for word in fact.name.split()})
        ]
        if not names:
            text.claim(piece.text, "number", None)
            return
        supports.append(f"{names[0]} of “{subject.title}”: {piece.text}")
    text.claim(piece.text, "number", "; ".join(supports))


def _asked(text: Discourse, clause: Clause, piece: Piece) -> bool:
    """A value that stands in a clause about the search, and was searched for."""
    if not text.facts.query or not cued(clause.pieces, "query"):
        return False
    asked = f" {' '.join(map(stem, text.facts.query.casefold().split()))} "
    if f" {' '.join(map(stem, piece.lower.split()))} " not in asked:
        return False
    text.claim(piece.text, "query", f"the search “{text.facts.query}”")
    return True


def _taste(text: Discourse, clause: Clause, piece: Piece) -> bool:
    """A value told of the user's taste: some past item that was liked must have it."""
    if not (clause.has(TASTE) and clause.has({"your"})):
        return False
    liked = [past for past in text.facts.past if past.feeling > 0 and holding(past.subject, piece)]
    support = f"“{liked[0].subject.title}”: {piece.text}" if liked else None
    text.claim(f"your taste: {piece.text}", "history", support)
    return True


def _role(before: Sequence[Piece]) -> str | None:
    """The word before a name that says what it did: "directed by", "starring"."""
    role: str | None = None
    for piece in before:
        if piece.kind == "title":
            role = None
        elif piece.kind == "word" and (piece.lower in ROLES or piece.lower in LOOSE_ROLES):
            told_already = piece.lower == "by" and role in ROLES
            role = role if told_already else piece.lower
    return role


def _role_fits(role: str | None, column: str) -> bool:
    if role is None:
        return True
    if role in LOOSE_ROLES:
        return not any(part in column for part in MAKERS)
    return any(part in column for part in ROLES[role])


def _sameness(text: Discourse, clause: Clause, pasts: Sequence[Subject]) -> None:
    """“The same director”, “a shared genre”: that column must have a value in common."""
    words = {stem(piece.lower) for piece in clause.of("word")}
    names = [f.name for f in text.facts.item.facts if words & {stem(w) for w in f.name.split()}]
    for name in names:
        common = [
            fact
            for past in text.pasts(pasts)
            for fact in text.facts.shared(past)
            if fact.name == name
        ]
        every = bool(pasts) and len(common) == len(pasts)
        support = f"{name} in common: {', '.join(common[0].values)}" if every else None
        text.claim(f"same {name}", "comparison", support)
    if not names and not clause.of("fact") and not clause.of("number"):
        text.claim("same", "comparison", None)


def _age(text: Discourse, clause: Clause, pasts: Sequence[Subject]) -> None:
    """“Newer than …”: by the years of the item and of the one past item compared with."""
    ours, theirs = text.facts.item.year, pasts[0].year if len(pasts) == 1 else None
    titles = clause.titles
    if len(titles) == 2 and titles[0] is not text.facts.item:
        ours, theirs = theirs, ours
    support = None
    if ours is not None and theirs is not None:
        right = ours > theirs if clause.has(NEWER) else ours < theirs
        support = f"{ours} against {theirs}" if right else None
    text.claim("newer" if clause.has(NEWER) else "older", "comparison", support)
