"""What a text says of items: values, numbers, makers, what they have in common, their age."""

from collections.abc import Sequence

from mmrec.generation.discourse import Discourse, cued, once
from mmrec.generation.facts import Fact, Subject
from mmrec.generation.lexicon import (
    ACTIVE,
    KEYED,
    KEYWORDS,
    NEWER,
    OLDER,
    PRAISE,
    PRAISED,
    ROLES,
    SAMENESS,
    TASTE,
)
from mmrec.generation.reading import Clause, Piece, holding, stem
from mmrec.generation.roles import Role, of_person, role_of

_TURNS = frozenset({"", "as", "is", "are"})  # words, or a title, that leave the search
_JOINT = frozenset({"both", "another"})
_SIMILAR = frozenset({"similar", "alike", "resembles", "resemble"})
_WISHED = frozenset("asked asking search searched searching request requested".split())


def judge_attributes(text: Discourse, clause: Clause, about: Sequence[Subject]) -> None:
    """Note every claim of a clause about the items it speaks of."""
    for position, piece in enumerate(clause.pieces):
        if piece.kind == "fact":
            _value(text, clause, position, about)
        elif piece.kind == "number":
            _number(text, clause, position, about)
    pasts = [past.subject for past in text.pasts(once([*about, *text.named]))]
    if clause.has(SAMENESS):
        _sameness(text, clause, pasts)
    if clause.has(_JOINT) and not pasts and clause.of("fact"):
        _joint(text, clause)
    if clause.has(NEWER | OLDER):
        _age(text, clause, pasts)
    if clause.has(_SIMILAR):
        known = bool(text.facts.past or text.facts.query)
        text.claim("similar", "comparison", "the reasons of the score" if known else None)
    _relations(text, clause)


def _value(text: Discourse, clause: Clause, position: int, about: Sequence[Subject]) -> None:
    """A value such as a genre or a name: it must be a fact of all that the clause is about."""
    piece = clause.pieces[position]
    asked = _asked(text, clause, position)
    if asked or _praise(clause, position) or _taste(text, clause, piece):
        return
    role = _role(text, clause, position)
    bare = role is None and of_person(clause.pieces[:position], piece.columns)
    supports = []
    for subject in once([*text.compared(clause, about), *_made(text, clause, role)]):
        names = [fact.name for fact in holding(subject, piece) if _fits(text, role, fact)]
        if not names or bare:
            text.claim(piece.text, piece.columns[0], None)
            return
        supports.append(f"{names[0]} of “{subject.title}”: {piece.text}")
    text.claim(piece.text, piece.columns[0], "; ".join(supports))


def _role(text: Discourse, clause: Clause, position: int) -> Role | None:
    place = next(i for i, one in enumerate(text.sentence) if one is clause)
    following = [piece for one in text.sentence[place + 1 : place + 2] for piece in one.pieces]
    after = [*clause.pieces[position + 1 :], *following]
    return role_of(clause.pieces[:position], after, text.columns)


def _made(text: Discourse, clause: Clause, role: Role | None) -> list[Subject]:
    """What a name is told to have made in the next clause: `…, who also directed "Heat"`."""
    place = next(i for i, one in enumerate(text.sentence) if one is clause)
    following = text.sentence[place + 1 : place + 2]
    own = role and any(piece.lower == role.word for piece in clause.pieces)
    active = role and role.word in ACTIVE and not own
    return [subject for one in following for subject in one.titles] if active else []


def _fits(text: Discourse, role: Role | None, fact: Fact) -> bool:
    """Whether a fact may be told so: a keyword only where the sentence speaks of keywords."""
    keyword = any(part in fact.name for part in KEYWORDS)
    said = any(clause.has(KEYED) for clause in text.sentence)
    return (role is None or role.fits(fact.name)) and (said or not keyword)


def _praise(clause: Clause, position: int) -> bool:
    """“A natural addition”, where some colour happens to be “natural”: judged as a plain word."""
    after = [piece.lower for piece in clause.pieces[position + 1 : position + 2]]
    return clause.pieces[position].lower in PRAISE and bool(PRAISED.intersection(after))


def _number(text: Discourse, clause: Clause, position: int, about: Sequence[Subject]) -> None:
    """A number: a year needs no name; any other needs the name of its column in the clause."""
    number = clause.pieces[position].text
    supports = []
    for subject in text.compared(clause, about):
        beside, nearest = _columns_near(subject, clause, position)
        names = [
            fact.name
            for fact in subject.facts
            if fact.numeric
            and number in fact.values
            and (beside in {"", *_stems(fact)} if fact.year else nearest in _stems(fact))
        ]
        if not names:
            text.claim(number, "number", None)
            return
        supports.append(f"{names[0]} of “{subject.title}”: {number}")
    text.claim(number, "number", "; ".join(supports))


def _columns_near(subject: Subject, clause: Clause, position: int) -> tuple[str, str]:
    """The stems of words that name a numeric column: right after the number, and nearest to it."""
    columns = {word for fact in subject.facts if fact.numeric for word in _stems(fact)}
    named = {
        place: stem(piece.lower)
        for place, piece in enumerate(clause.pieces)
        if piece.kind == "word" and stem(piece.lower) in columns
    }
    nearest = min(named, key=lambda place: abs(place - position), default=-1)
    return named.get(position + 1, ""), named.get(nearest, "")


def _stems(fact: Fact) -> set[str]:
    return {stem(word) for word in fact.name.split()}


def _asked(text: Discourse, clause: Clause, position: int) -> bool:
    """A value that stands in a clause about the search: it was searched for, or may not stand so.

    "You searched for horror" speaks of the search alone; "fits your search as a horror film" of
    the item.
    """
    piece = clause.pieces[position]
    if not cued(clause.pieces, "query"):
        return False
    asked = f" {' '.join(map(stem, (text.facts.query or '').casefold().split()))} "
    if f" {' '.join(map(stem, piece.lower.split()))} " in asked:
        text.claim(piece.text, "query", f"the search “{text.facts.query}”")
        return True
    words = ["" if p.kind == "title" else p.lower for p in clause.pieces[:position]]
    wish = max((i for i, word in enumerate(words) if word in _WISHED), default=None)
    alone = wish is not None and "for" in words[wish:] and not _TURNS.intersection(words[wish:])
    if alone:
        text.claim(piece.text, "query", None)
    return alone


def _taste(text: Discourse, clause: Clause, piece: Piece) -> bool:
    """A value told of the user's taste: the item and some past item that was liked have it."""
    if not (clause.has(TASTE) and clause.has({"your"})):
        return False
    liked = [past for past in text.facts.past if past.feeling > 0 and holding(past.subject, piece)]
    both = liked and holding(text.facts.item, piece)
    support = f"“{liked[0].subject.title}”: {piece.text}" if both else None
    text.claim(f"your taste: {piece.text}", "history", support)
    return True


def _joint(text: Discourse, clause: Clause) -> None:
    """“Another horror film”, naming nothing before: some past item has all that is said."""
    values = clause.of("fact")
    having = [
        past.subject
        for past in text.facts.past
        if past.feeling >= 0 and all(holding(past.subject, value) for value in values)
    ]
    also = (having and clause.has({"another"})) or (having and text.together())
    text.claim("another", "comparison", f"“{having[0].title}”" if also else None)


def _relations(text: Discourse, clause: Clause) -> None:
    """“By the director of …”: the item has that column in common with the past item named."""
    if clause.of("fact"):
        return
    for word, of, title in zip(clause.pieces, clause.pieces[1:], clause.pieces[2:], strict=False):
        if of.lower != "of" or title.kind != "title" or word.kind != "word":
            continue
        parts = ROLES.get(word.lower) or (stem(word.lower),) * (stem(word.lower) in text.columns)
        if not parts:
            continue
        pasts = text.pasts(title.subjects)
        common = [
            f for past in pasts for f in text.facts.shared(past) if Role("", parts).fits(f.name)
        ]
        support = f"{common[0].name} in common: {', '.join(common[0].values)}" if common else None
        text.claim(f"{word.text} of {title.text}", "comparison", support)


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
