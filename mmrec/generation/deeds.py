"""What a text says that people did: the user's history and taste, and what others liked."""

from collections.abc import Sequence

from mmrec.generation.discourse import CLAIMED, Discourse, once
from mmrec.generation.facts import WISH, Past, Subject
from mmrec.generation.lexicon import (
    DEEDS,
    HISTORY_VERBS,
    LIKED,
    MODALS,
    OTHERS,
    OWN,
    PRESENT_VERBS,
)
from mmrec.generation.reading import Clause, Piece, Sentence, holding
from mmrec.generation.text import words_of

_Placed = tuple[Piece, Clause]
_NOTHING = ((Piece("mark", "", ""), Clause("")),) * 2
_HAVING = frozenset({"have", "had", "has", "own", "owns"})
_JOINING = frozenset({"and", "as", "well"})
_ASKED = frozenset({"asked", "asking", "searched", "searching", "requested"})


def judge_deeds(text: Discourse, sentence: Sentence) -> None:
    """Note every claim of a sentence about what somebody did or likes."""
    placed = [(piece, clause) for clause in sentence for piece in clause.pieces]
    who = "you"
    for at, (piece, _) in enumerate(placed):
        if piece.kind == "title" and at and placed[at - 1][0].lower == "your":
            _owned(text, piece)
        if piece.kind != "word":
            continue
        if piece.lower in OTHERS:
            who = "others"
            _not_told(text, placed, at)
        elif piece.lower in OWN:
            who = "you"
        if piece.lower in _ASKED:
            _wishes(text, placed, at)
        verb = _verb(placed, at)
        if verb and who == "others":
            _others_did(text, verb, _objects(placed, at))
        elif verb:
            _you_did(text, verb, placed, at)


def _verb(placed: Sequence[_Placed], at: int) -> str | None:
    """The verb, when a word tells what somebody did, likes or has."""
    word = placed[at][0].lower
    if word in HISTORY_VERBS:
        return word
    if at == 0 or placed[at - 1][0].lower != "you":
        return None
    if word in _HAVING:
        after = placed[at + 1][0].lower if at + 1 < len(placed) else ""
        return None if after in HISTORY_VERBS | {"also"} else "own"
    return {"like": "liked", "enjoy": "enjoyed"}.get(word, word) if word in PRESENT_VERBS else None


def _you_did(text: Discourse, verb: str, placed: Sequence[_Placed], at: int) -> None:
    clause = placed[at][1]
    rest = [piece for piece, within in placed[at + 1 :] if within is clause]
    objects = _objects(placed, at)
    values = [piece for piece in rest if piece.kind == "fact"]
    highly = any(piece.lower in {"highly", "well"} for piece in rest)
    told = f"you {verb} {', '.join(f'“{subject.title}”' for subject in objects)}".strip()
    did = [past for past in text.facts.past if _did(past, verb, highly=highly)]
    if not objects and values:
        having = [past for past in did if all(holding(past.subject, value) for value in values)]
        support = f"“{having[0].subject.title}”" if having else None
        text.claim(f"{told} {' '.join(value.text for value in values)}", "history", support)
        return
    if not objects and _openly(placed, at):
        text.claim(told, "history", f"event: {did[0].subject.title}" if did else None)
        return
    wanted = once(objects or _before(placed, at) or text.last)
    pasts = [past for past in text.pasts(wanted) if past in did]
    events = ", ".join(f"{past.kind} of “{past.subject.title}”" for past in pasts)
    whole = bool(pasts) and len(pasts) == len(wanted) and not _purpose(rest)
    text.claim(told, "history", f"event: {events}" if whole else None)


def _purpose(rest: Sequence[Piece]) -> bool:
    """`… "Heat" for the cast`: nobody knows what for."""
    title = next((i for i, piece in enumerate(rest) if piece.kind == "title"), len(rest))
    return any(piece.lower == "for" for piece in rest[title + 1 : title + 2])


def _others_did(text: Discourse, verb: str, objects: Sequence[Subject]) -> None:
    weights = text.facts.weights
    carried = max(weights.get("behaviour", 0.0), weights.get("popularity", 0.0)) >= CLAIMED
    pasts = text.pasts(objects)
    whole = carried and all(past.weights.get("behaviour", 0.0) >= CLAIMED for past in pasts)
    titles = ", ".join(f"“{subject.title}”" for subject in objects)
    told = f"others {verb} {titles}".strip()
    text.claim(told, "history", "reason: behaviour" if whole else None)


def _not_told(text: Discourse, placed: Sequence[_Placed], at: int) -> None:
    """What others should or will do, or have, is nothing that anybody knows."""
    after, next_ = (p.lower for p, _ in (*placed[at + 1 : at + 3], *_NOTHING)[:2])
    if after in MODALS or (after in _HAVING and next_ not in HISTORY_VERBS):
        text.claim(f"{placed[at][0].text} {after}", "advice", None)


def _owned(text: Discourse, title: Piece) -> None:
    """“Your "Heat"”: it was bought."""
    bought = [past for past in text.pasts(title.subjects) if past.kind == "purchase"]
    text.claim(f"your {title.text}", "history", "event: purchase" if bought else None)


def _wishes(text: Discourse, placed: Sequence[_Placed], at: int) -> None:
    """Titles after “asked for” must be what was asked for."""
    clause = placed[at][1]
    asked = f" {' '.join(words_of(text.facts.query or ''))} "
    for piece, within in placed[at + 1 :]:
        if within is not clause or piece.lower in OWN:
            return
        if piece.kind != "title":
            continue
        wished = any(past.kind == WISH for past in text.pasts(piece.subjects))
        named = f" {' '.join(words_of(piece.text))} " in asked
        text.claim(piece.text, "query", "the request" if wished or named else None)


def _objects(placed: Sequence[_Placed], at: int) -> list[Subject]:
    """The titles that a verb speaks of: the first in its clause, and those enumerated with it."""
    later = placed[at + 1 :]
    first = next((i for i, (piece, _) in enumerate(later) if piece.kind == "title"), None)
    if first is None or later[first][1] is not placed[at][1]:
        return []
    if any(piece.lower in MODALS | OWN for piece, _ in later[:first]):
        return []
    chain, sure = [later[first][0]], 1
    for i in range(first + 1, len(later)):
        piece, _ = later[i]
        if piece.kind == "title":
            chain.append(piece)
            sure = len(chain) if _enumerated(later, i) else sure
        elif piece.lower not in _JOINING:
            break
    return [subject for piece in chain[:sure] for subject in piece.subjects]


def _enumerated(later: Sequence[_Placed], at: int) -> bool:
    """Whether the title at `at`, after another one, ends an enumeration rather than begins anew.

    `"A" and "B"` and `"A", "B", and "C".` do; `"A", "B" is …` and `"A", and "B" is …` do not.
    """
    before, clause = later[at - 1]
    if before.lower == "as":
        return True  # "as well as"
    if before.lower != "and":
        return False
    goes_on = at + 1 < len(later) and later[at + 1][1] is clause
    return clause is later[at - 2][1] or not goes_on


def _openly(placed: Sequence[_Placed], at: int) -> bool:
    """“What you liked”: some past item, not the one named before."""
    return "what" in [piece.lower for piece, _ in placed[max(0, at - 3) : at]]


def _before(placed: Sequence[_Placed], at: int) -> list[Subject]:
    """The items of the nearest title before a verb, for “…, which you liked”.

    `"A" and "B", which you liked` is of B; `"A" and "B" are both …, which you liked` is of both.
    """
    titles = [place for place in range(at) if placed[place][0].kind == "title"]
    if not titles:
        return []
    both = "both" in [piece.lower for piece, _ in placed[titles[-1] : at]]
    named = titles[-2:] if both else titles[-1:]
    return [subject for place in named for subject in placed[place][0].subjects]


def _did(past: Past, verb: str, *, highly: bool) -> bool:
    if past.feeling < 0:
        return False
    verbs = DEEDS.get(past.kind, ())
    if past.kind != "rating":
        return verb in verbs and not (highly and verb == "rated")
    if past.feeling > 0:
        return verb in (*verbs, *LIKED)
    return verb in verbs and not highly
