"""The checker: every claim of a text, each with the fact that supports it or none.

It is strict and knows no subject: a word is either plain language (`lexicon`), or in the evidence,
or an unsupported claim. So a plot nobody gave it, an adjective of praise, a negation, a name, a
number all fail, and so does a true fact told of the wrong item. It errs on refusing: what is
refused is replaced by a sentence made of the facts.

Whom a clause is about: the items it names; "this" is the recommended item; a clause that names none
must hold for the item named last and for the recommended one. Words of comparison ("both",
"another", "the same") extend it to the past items named before.
"""

from collections.abc import Iterable, Sequence

from mmrec.generation.facts import Facts, Past, Subject, facts_of
from mmrec.generation.lexicon import (
    CUES,
    DEEDS,
    HISTORY_VERBS,
    LIKED,
    LIKENING,
    LOOSE_ROLES,
    MAKERS,
    MARKS,
    MODALS,
    NEGATIONS,
    NEWER,
    OLDER,
    OTHERS,
    PLAIN,
    PRAISE,
    PRAISED,
    PRESENT_VERBS,
    ROLES,
    TOGETHER,
)
from mmrec.generation.reading import Clause, Piece, Reader, Sentence, holds, stem
from mmrec.types import Claim, Evidence, Modality

_TASTE = frozenset({"taste", "tastes", "interest", "interests"})
_ADVICE = frozenset(
    [
        "enjoy",
        "like",
        "love",
        "try",
        "want",
        "appreciate",
        "recommend",
        "recommends",
        "suggest",
        "suggests",
    ]
)
_OWN = frozenset({"your", "you", "you've", "you'd"})
_SAMENESS = frozenset({"same", "share", "shares", "sharing", "shared", "common"})
_CLAIMED = 0.05  # the share of a score below which a modality is no reason


def check(text: str, evidence: Evidence | Facts) -> tuple[Claim, ...]:
    """Every claim of a text, in order; `support` is None where the evidence has nothing for it."""
    facts = evidence if isinstance(evidence, Facts) else facts_of(evidence)
    judge = _Judge(facts)
    for sentence in Reader(facts).read(text):
        judge.sentence(sentence)
    return tuple(judge.claims)


def grounded(claims: Iterable[Claim]) -> bool:
    """Whether every claim is supported."""
    return all(claim.support is not None for claim in claims)


class _Judge:
    """Goes through the clauses of a text in order and remembers whom they spoke of."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.claims: list[Claim] = []
        self.named: list[Subject] = []  # in the text so far
        self.last: list[Subject] = []  # by the last clause that named any
        self.fields = {stem(w) for fact in facts.item.facts for w in fact.name.split()}
        self.nouns = {stem(noun.casefold()) for noun in facts.nouns}

    def sentence(self, sentence: Sentence) -> None:
        """Judge one sentence: statements about people first, then clause by clause."""
        flat = [piece for clause in sentence for piece in clause.pieces]
        told = self._told(sentence)
        first = True
        for clause in sentence:
            about = self._about(clause)
            self._titles(clause)
            self._advice(clause)
            self._words(clause, flat, first=first)
            for position, piece in enumerate(clause.pieces):
                if piece.kind == "fact":
                    self._value(piece, clause, about, self._role(clause, position))
                elif piece.kind == "number":
                    self._number(piece, clause, about)
            self._comparison(clause, about)
            first = first and not clause.pieces
        self.claims.extend(told)

    # -- whom a clause is about

    def _about(self, clause: Clause) -> list[Subject]:
        named = clause.titles
        if clause.has({"this"}):
            named = [*named, self.facts.item]
        if named:
            self.named += named
            self.last = named
        if clause.opener == "(":
            return self.last or [self.facts.item]
        about = named or [*self.last, self.facts.item]
        return [*about, self.facts.item] if clause.has({"it", "its", "itself"}) else about

    def _pasts(self, subjects: Iterable[Subject]) -> list[Past]:
        wanted = [id(subject) for subject in subjects]
        return [past for past in self.facts.past if id(past.subject) in wanted]

    # -- one kind of claim each

    def _claim(self, text: str, kind: str, support: str | None) -> None:
        self.claims.append(Claim(text, kind, support))

    def _titles(self, clause: Clause) -> None:
        for piece in clause.pieces:
            if piece.kind == "title":
                is_item = self.facts.item in piece.subjects
                self._claim(piece.text, "title", "the item" if is_item else "the user's history")
            elif piece.kind == "quote":
                self._claim(piece.text, "quote", None)
            elif piece.kind == "passage":
                about_item = clause.opener != "(" and not self._pasts(clause.titles)
                support = "the item's description" if about_item else None
                self._claim(piece.text, "description", support)

    def _value(self, piece: Piece, clause: Clause, about: list[Subject], role: str | None) -> None:
        """A value such as a genre or a name: it must be a fact of all that the clause is about."""
        if self._asked(clause, piece) or self._taste(clause, piece):
            return
        subjects = list(about)
        if clause.has(TOGETHER):
            subjects += [past.subject for past in self._pasts(self.named)]
        found = [(subject, holds(subject, piece)) for subject in _once(subjects)]
        support = "; ".join(
            f"{fact.name} of “{subject.title}”: {piece.text}"
            for subject, fact in found
            if fact and _role_fits(role, fact.name)
        )
        whole = all(fact and _role_fits(role, fact.name) for _, fact in found)
        self._claim(piece.text, piece.columns[0], support if whole else None)

    def _number(self, piece: Piece, clause: Clause, about: list[Subject]) -> None:
        subjects = list(about)
        if clause.has(TOGETHER):
            subjects += [past.subject for past in self._pasts(self.named)]
        words = {stem(word.lower) for word in clause.of("word")}
        supports = []
        for subject in _once(subjects):
            for fact in subject.facts:
                named = fact.year or words & {stem(word) for word in fact.name.split()}
                if fact.numeric and named and piece.text in fact.values:
                    supports.append(f"{fact.name} of “{subject.title}”: {piece.text}")
                    break
            else:
                self._claim(piece.text, "number", None)
                return
        self._claim(piece.text, "number", "; ".join(supports))

    def _role(self, clause: Clause, position: int) -> str | None:
        """The word before a name that says what it did: "directed by", "starring"."""
        role = None
        for piece in clause.pieces[:position]:
            if piece.kind == "word" and (piece.lower in ROLES or piece.lower in LOOSE_ROLES):
                keep = piece.lower == "by" and role in ROLES and role != "by"
                role = role if keep else piece.lower
            elif piece.kind == "title":
                role = None
        return role

    def _asked(self, clause: Clause, piece: Piece) -> bool:
        """A value that stands in a clause about the search, and was searched for."""
        if not self.facts.query or not _cued(clause, "query"):
            return False
        asked = f" {' '.join(map(stem, self.facts.query.casefold().split()))} "
        if f" {' '.join(map(stem, piece.lower.split()))} " not in asked:
            return False
        self._claim(piece.text, "query", f"the search “{self.facts.query}”")
        return True

    def _taste(self, clause: Clause, piece: Piece) -> bool:
        """A value told of the user's taste: some past item that was liked must have it."""
        if not (clause.has(_TASTE) and clause.has({"your"})):
            return False
        liked = [p for p in self.facts.past if p.feeling > 0 and holds(p.subject, piece)]
        support = f"“{liked[0].subject.title}”: {piece.text}" if liked else None
        self._claim(f"your taste: {piece.text}", "history", support)
        return True

    def _advice(self, clause: Clause) -> None:
        """What is recommended must be the item, not something of the history."""
        advising = False
        for before, piece in zip([None, *clause.pieces], clause.pieces, strict=False):
            word = piece.lower if piece.kind == "word" else ""
            after_you = before is not None and before.lower in _OWN and word in PRESENT_VERBS
            if word in HISTORY_VERBS:
                advising = False
            elif word in _ADVICE and not after_you and not _likening(before, word):
                advising = True
            elif piece.kind == "title" and advising:
                right = self.facts.item in piece.subjects
                self._claim(piece.text, "recommendation", "the item" if right else None)
                advising = False

    def _words(self, clause: Clause, sentence: Sequence[Piece], *, first: bool) -> None:
        """Words that are neither plain language nor known facts, and cues that need a reason."""
        for position, piece in enumerate(clause.pieces):
            if piece.kind == "mark" and piece.text not in MARKS:
                self._claim(piece.text, "mark-up", None)
            elif piece.kind == "query":
                support = f"the search “{self.facts.query}”" if _cued(clause, "query") else None
                self._claim(piece.text, "query", support)
            elif piece.kind == "word":
                opens = first and not any(p.kind == "word" for p in clause.pieces[:position])
                self._word(clause, position, sentence, opens=opens)

    def _word(
        self, clause: Clause, position: int, sentence: Sequence[Piece], *, opens: bool
    ) -> None:
        piece = clause.pieces[position]
        word = piece.lower
        after = [p.lower for p in clause.pieces[position + 1 : position + 3]]
        if word in NEGATIONS or word.endswith("n't"):
            self._claim(piece.text, "negation", None)
        elif piece.capital and not opens and word != "i":
            self._claim(piece.text, "name", None)
        elif word in CUES or (word in {"look", "style"} and clause.has(LIKENING)):
            self._cue(piece.text, CUES.get(word, "image"), sentence)
        elif word in ROLES or word in LOOSE_ROLES:
            self._role_word(clause, position)
        elif word in PRAISE:
            praised = any(w in PRAISED for w in after)
            self._claim(piece.text, "praise", "said of the recommendation" if praised else None)
        elif stem(word) in self.fields:
            self._field_word(clause, position)
        elif word == "highly":
            if not clause.has({"rated"}):
                self._claim(piece.text, "word", None)
        elif word not in PLAIN | HISTORY_VERBS | NEWER | OLDER and stem(word) not in self.nouns:
            self._claim(piece.text, "word", None)

    def _cue(self, text: str, modality: Modality, sentence: Sequence[Piece]) -> None:
        """A statement about what matched: that modality must have carried some of the score."""
        named = self._pasts(s for piece in sentence for s in piece.subjects)
        wanted: set[Modality] = {modality}
        if modality == "behaviour":
            wanted.add("popularity")
        shares = [p.weights for p in named] if named and modality != "query" else []
        if modality in {"popularity", "query"} or not shares:
            shares = [self.facts.weights]
        right = all(any(share.get(m, 0) >= _CLAIMED for m in wanted) for share in shares)
        if modality == "behaviour" and self.facts.weights.get("popularity", 0) >= _CLAIMED:
            right = True
        self._claim(text, "modality", f"reason: {modality}" if right else None)

    def _role_word(self, clause: Clause, position: int) -> None:
        """A role word needs the name or value it introduces, unless only sameness is claimed."""
        piece = clause.pieces[position]
        introduces = any(p.kind == "fact" for p in clause.pieces[position + 1 :])
        same = clause.has(_SAMENESS) and stem(piece.lower) in self.fields
        if not (introduces or same or piece.lower == "with"):
            self._claim(piece.text, "role", None)

    def _field_word(self, clause: Clause, position: int) -> None:
        """The name of a column says nothing alone; it needs a value, or words of sameness."""
        values = [p for p in clause.pieces if p.kind in {"fact", "number"}]
        if not values and not clause.has(_SAMENESS):
            self._claim(clause.pieces[position].text, "word", None)

    def _comparison(self, clause: Clause, about: list[Subject]) -> None:
        pasts = self._pasts(_once([*about, *self.named]))
        if clause.has(_SAMENESS):
            self._sameness(clause, pasts)
        if clause.has(frozenset({"both", "another"})) and not pasts and clause.of("fact"):
            self._claim("both", "comparison", None)
        if clause.has(NEWER | OLDER):
            self._age(clause, pasts)
        if clause.has(frozenset({"similar", "alike", "resembles", "resemble"})):
            known = bool(pasts) or _cued(clause, "query") or self.facts.item in self.named
            ok = known and bool(self.facts.past or self.facts.query)
            self._claim("similar", "comparison", "the reasons of the score" if ok else None)

    def _sameness(self, clause: Clause, pasts: list[Past]) -> None:
        """“The same director”, “a shared genre”: that column must have a value in common."""
        columns = [
            fact.name
            for fact in self.facts.item.facts
            if {stem(w) for w in fact.name.split()} & {stem(p.lower) for p in clause.of("word")}
        ]
        for name in columns:
            common = [
                fact for past in pasts for fact in self.facts.shared(past) if fact.name == name
            ]
            ok = bool(pasts) and len(common) == len(pasts)
            values = ", ".join(common[0].values) if ok else None
            self._claim(f"same {name}", "comparison", values and f"{name} in common: {values}")
        if not columns and not clause.of("fact") and not clause.of("number"):
            self._claim("same", "comparison", None)

    def _age(self, clause: Clause, pasts: list[Past]) -> None:
        """“Newer than …”: by the years of the item and of the one past item compared with."""
        ours = self.facts.item.year
        theirs = pasts[0].subject.year if len(pasts) == 1 else None
        first = clause.titles[0] if clause.titles else self.facts.item
        turned = first is not self.facts.item and len(clause.titles) > 1
        support = None
        if ours is not None and theirs is not None and not turned:
            right = ours > theirs if clause.has(NEWER) else ours < theirs
            support = f"{ours} against {theirs}" if right else None
        self._claim("newer" if clause.has(NEWER) else "older", "comparison", support)

    # -- what people did

    def _told(self, sentence: Sentence) -> list[Claim]:
        """The statements of a sentence about what the user, or other people, did."""
        told: list[Claim] = []
        flat = [(piece, clause) for clause in sentence for piece in clause.pieces]
        who = "you"
        for at, (piece, clause) in enumerate(flat):
            if piece.kind != "word":
                continue
            before = flat[at - 1][0] if at else None
            if piece.lower in OTHERS:
                who = "others"
            elif piece.lower in _OWN:
                who = "you"
            verb = self._deed(piece, before)
            if verb:
                rest = [p for p, c in flat[at + 1 :] if c is clause]
                objects = _objects(flat, at)
                claim = self._deed_claim(verb, who, objects, rest)
                told.append(claim)
        return told

    def _deed(self, piece: Piece, before: Piece | None) -> str | None:
        """The verb, when a word tells what somebody did or likes."""
        if piece.lower in HISTORY_VERBS:
            return piece.lower
        if before is not None and before.kind == "word" and before.lower == "you":
            if piece.lower in PRESENT_VERBS:
                return {"like": "liked", "enjoy": "enjoyed"}.get(piece.lower, piece.lower)
            if piece.lower in {"have", "had"}:
                return None
        return None

    def _deed_claim(
        self, verb: str, who: str, objects: list[Subject], rest: Sequence[Piece]
    ) -> Claim:
        text = f"{who} {verb} {', '.join(f'“{subject.title}”' for subject in objects)}".strip()
        highly = any(piece.lower in {"highly", "well"} for piece in rest)
        if who == "others":
            return Claim(text, "history", self._others_did(objects))
        values = [piece for piece in rest if piece.kind == "fact"]
        if not objects and values:
            did = [p for p in self.facts.past if _did(p, verb, highly=highly)]
            having = [p for p in did if all(holds(p.subject, value) for value in values)]
            text = f"{text} {' '.join(value.text for value in values)}"
            return Claim(text, "history", (having and f"“{having[0].subject.title}”") or None)
        objects = objects or self.last
        pasts = self._pasts(objects)
        if not objects:  # "what you liked"
            pasts = [past for past in self.facts.past if _did(past, verb, highly=highly)][:1]
        right = bool(pasts) and len(pasts) >= len(_once(objects))
        right = right and all(_did(past, verb, highly=highly) for past in pasts)
        events = ", ".join(f"{past.kind} of “{past.subject.title}”" for past in pasts)
        return Claim(text, "history", f"event: {events}" if right else None)

    def _others_did(self, objects: list[Subject]) -> str | None:
        weights = self.facts.weights
        if weights.get("behaviour", 0) < _CLAIMED and weights.get("popularity", 0) < _CLAIMED:
            return None
        for past in self._pasts(objects):
            if past.weights.get("behaviour", 0) < _CLAIMED:
                return None
        return "reason: behaviour"


def _objects(flat: Sequence[tuple[Piece, Clause]], at: int) -> list[Subject]:
    """The titles that a verb speaks of: the first in its clause, and those enumerated with it."""
    later = flat[at + 1 :]
    first = next((i for i, (p, _) in enumerate(later) if p.kind == "title"), None)
    if first is None or later[first][1] is not flat[at][1]:
        return []
    if any(piece.lower in MODALS | _OWN for piece, _ in later[:first]):
        return []
    chain, sure = [later[first][0]], 1
    for i in range(first + 1, len(later)):
        piece, _ = later[i]
        if piece.kind == "title":
            chain.append(piece)
            sure = len(chain) if _enumerated(later, i) else sure
        elif piece.lower != "and":
            break
    return [subject for piece in chain[:sure] for subject in piece.subjects]


def _enumerated(later: Sequence[tuple[Piece, Clause]], at: int) -> bool:
    """Whether the title at `at`, after another one, ends an enumeration rather than begins anew.

    `"A" and "B"` and `"A", "B", and "C".` do; `"A", "B" is …` and `"A", and "B" is …` do not.
    """
    before, clause = later[at - 1]
    if before.lower != "and":
        return False
    goes_on = at + 1 < len(later) and later[at + 1][1] is clause
    return clause is later[at - 2][1] or not goes_on


def _did(past: Past, verb: str, *, highly: bool) -> bool:
    if past.feeling < 0:
        return False
    verbs = DEEDS.get(past.kind, ())
    if past.kind == "rating":
        if highly and past.feeling <= 0:
            return False
        verbs = (*verbs, *LIKED) if past.feeling > 0 else verbs
    return verb in verbs


def _role_fits(role: str | None, column: str) -> bool:
    makers = any(part in column for part in MAKERS)
    if role is None:
        return True
    if role in LOOSE_ROLES:
        return not makers
    return any(part in column for part in ROLES[role])


def _cued(clause: Clause, modality: Modality) -> bool:
    return any(p.kind == "word" and CUES.get(p.lower) == modality for p in clause.pieces)


def _likening(before: Piece | None, word: str) -> bool:
    """“Like” that compares, as in “a film like”: not after you, to or a modal."""
    return word == "like" and (before is None or before.lower not in MODALS | _OWN)


def _once(subjects: Iterable[Subject]) -> list[Subject]:
    return list({id(subject): subject for subject in subjects}.values())
