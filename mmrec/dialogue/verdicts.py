"""Clauses that are nothing but a verdict on items or values: `Rear Window she has already seen`.

A clause is read whole, in any order: it names what it speaks of and what is thought of it, and
every other word says nothing by itself. A clause with any other word is left to other readers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.cues import ANSWERS, EXCLAIMED
from mmrec.dialogue.holders import OTHERS, is_hearsay, loved_by_others, only_heard
from mmrec.dialogue.meaning import Remark, Taste
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.phrases import parts
from mmrec.dialogue.pieces import Part, Piece
from mmrec.dialogue.questions import Option
from mmrec.dialogue.words import TAKEN, listed

_LIKERS = frozenset(listed("i we they everyone everybody kids she he ive weve"))
_WISHING = frozenset(listed("would id wed to could should might you youd"))
_JUDGING = frozenset(listed("like liked love loved hate hated enjoy enjoyed adore adored dislike"))
_ALSO = frozenset(listed("too also so same along well both"))
_FOUND = frozenset(listed("found thought think find consider considered call called what such"))
_DEEDS = ("save", "cart", "not_interested")
_OPPOSITE = {
    "like": "dislike",
    "good": "dislike",
    "dislike": "like",
    "bad": "like",
    "fan": "dislike",
}
_MEANS = {
    "tire": "like",
    "fan": "like",
    "good": "like",
    "bad": "dislike",
    "bear": "dislike",
    "want": "not_interested",
}
_OPEN = frozenset(listed("who whom whose what when where how which why if whether unless"))
_AUXILIARIES = frozenset(
    listed(
        "is are was were does did do has have had should shall would could can will isnt arent "
        "wasnt didnt doesnt dont cant hasnt havent"
    )
)
_SUBJECTS = frozenset(
    listed("i you we he she it they the this that these those there my our your his her anyone")
)
_DETERMINERS = frozenset(listed("the a my of this that true"))
_TELLERS = frozenset(listed("i we ive weve my our"))
_POLITE = frozenset(listed("can could would will"))
_SHOWN = re.compile("(?:on|in) (?:the|your|this|that) list")
_OCCASIONS = listed("evening night day morning afternoon weekend weather date company trip")
_POINTING = ("the", "those", "these", "that")
_ASKED_WITH = ("with", "by", "starring")
_INTERJECTION = 4  # words

Verdict = tuple[str, float | None]  # a kind of remark; the stars of a rating


@dataclass
class Verdicts:
    """Reads the clauses of a sentence that only judge; their words are taken."""

    pointer: Pointer
    before: Sequence[str] = ()  # the items spoken of ahead of this sentence
    items: list[Remark] = field(default_factory=list)
    tastes: list[Taste] = field(default_factory=list)
    refused: list[Constraint] = field(default_factory=list)  # what a hated value asks for
    about: list[Piece] = field(default_factory=list)  # the values spoken of last
    waiting: list[Part] = field(default_factory=list)  # named so far, with no verdict yet
    last: tuple[Verdict, ...] = ()  # the verdicts of the clause before
    topical: bool = False  # whether a clause that was left speaks of an item
    spoken: bool = False  # whether an item is named by now
    heard: list[Remark] = field(default_factory=list)  # what somebody else thinks
    leading: bool = False  # whether they stood ahead of what they are about

    def read(self) -> "Verdicts":
        """All of them, in the order of the words."""
        said = parts(self.pointer)
        for place, part in enumerate(said):
            following = said[place + 1] if place + 1 < len(said) else None
            if self.waiting and self._interjected(part, following):
                self.waiting.append(part)
            elif not part.known or (part.verdicts and self._asks(part)):
                self._leave(part)
            elif part.named or part.verdicts:
                self._judge(part, following)
        return self

    def _interjected(self, part: Part, following: Part | None) -> bool:
        """`War films, by contrast, I detest`: a few words between what is named and the verdict."""
        judges = following is not None and bool(following.verdicts) and not following.named
        few = part.after - part.first <= _INTERJECTION and not part.pieces
        return judges and few and not part.known and part.joint == ","

    def _leave(self, part: Part) -> None:
        self.waiting, self.last = [], ()
        first = part.pieces[0] if part.pieces else None
        begins = first is not None and first.first <= part.first + bool(part.joint)
        self.topical = begins and first is not None and first.kind == "item"
        if part.items:
            self._speak(part.items)

    def _judge(self, part: Part, following: Part | None) -> None:
        verdicts = self._verdicts(part)
        if not verdicts:
            self._leave(part) if verdicts is None else self._named(part, following)
            return
        own = bool(part.items or part.values)
        joined = [
            one
            for one in self.waiting
            if not own or (part.joint and part.starts_named) or _same(one, part)
        ]
        if self._on_items(part, joined, verdicts) or self._on_values(part, joined, verdicts):
            self.waiting, self.last = [], tuple(verdicts)
            self.leading = not part.starts_named
        else:
            self._leave(part)

    def _named(self, part: Part, following: Part | None) -> None:
        """A clause with no verdict of its own: it shares the last one, or waits for the next."""
        alone = following is not None and following.known and not following.named
        bare = alone and following is not None and bool(following.verdicts)
        echoes = bool(part.verdicts) or part.words[-1:] in (["does"], ["did"])
        also = self.leading or echoes or bool(_ALSO & set(part.words))
        if not self.last and any(piece.kind == "not" for piece in part.verdicts):
            self._leave(part)  # "not the first"
            return
        last = self._echoed(part)
        if last and also and not bare:
            listed = part.values and part.joint == "and" and self._on_values(part, [], last)
            if listed or (part.items and self._on_items(part, [], last)):
                return
        self.waiting = [*self.waiting, part] if part.joint or not self.waiting else [part]
        if part.items:
            self._speak([item for one in self.waiting for item in one.items])

    def _echoed(self, part: Part) -> list[Verdict]:
        """The last verdicts as a clause repeats them: `so is the third`, `Big I didn't`."""
        last = [one for one in self.last if one[0] != "rating"]
        negated = any(piece.kind == "not" for piece in part.verdicts)
        affirmed = part.words[-1:] in (["does"], ["did"]) and ("dislike", None) in last
        if not (negated or affirmed) or {"nor", "neither"} & set(part.words):
            return last
        return [(_OPPOSITE[kind], None) for kind, _ in last if kind in ("like", "dislike")]

    def _described(self, part: Part, verdicts: Sequence[Verdict]) -> list[str]:
        """The item on the list that a value stands for, if one is dealt with: `save the blue ones`.

        Raises:
            Ambiguous: several are that.
        """
        deeds = {kind for kind, _ in verdicts} <= {*_DEEDS, "view"} and not part.items
        found: list[str] = []
        for piece in part.values if deeds else ():
            pointing = self.pointer.message.at(piece.first - 1) in _POINTING
            if not pointing or piece.run is None:
                return []
            genre = any(group[0].is_list for group in piece.run.groups)
            if genre and (piece.run.plural or ("not_interested", None) in verdicts):
                return []
            message, wanted = self.pointer.message, piece.named(self.pointer)
            items = self.pointer.items(self.pointer.ids)
            fits = [i for i in items if all(one.holds(i.facts) for one in wanted)]
            said = message.slice(piece.first - 1, piece.after)
            options = [Option(item.title, item.item_id) for item in fits]
            if not fits or (len(fits) > 1 and (genre or ("not_interested", None) in verdicts)):
                return []  # "hide the headphones" leaves out all of them
            one = len(fits) == 1
            key, text = f"which:{said.casefold()}", f"Which one: {said}?"
            found.append(fits[0].item_id if one else self.pointer.asking.choose(key, text, options))
        return found

    def _on_items(self, part: Part, joined: Sequence[Part], verdicts: Sequence[Verdict]) -> bool:
        items = self._described(part, verdicts)
        if not items and any(one.values for one in (part, *joined)):
            return False
        if self.about and not (items or part.items):
            return False
        items = items or [item for one in (*joined, part) for item in self._meant(one)]
        if not items and part.pronoun is not None and not joined:
            items = self._referred(part, part.pronoun)
        elif not items and (self.items or joined or self.topical or self._leaves_out(part)):
            items = list(self.pointer.focus)
        listed = set(items) <= set(self.pointer.ids)
        if not items or (("view", None) in verdicts and part.owns and not listed):
            return False
        told = [Remark(kind, item, value) for kind, value in verdicts for item in items]
        self.heard = only_heard(told, self.heard, others=is_hearsay(part))
        self.items += [remark for remark in told if remark not in self.items]
        self.about = []
        self._take(part, joined)
        self._speak(items)
        return True

    def _leaves_out(self, part: Part) -> bool:
        """`(I saw Heat.) I like very much.`: who judges is said, and what was spoken of is not."""
        message = self.pointer.message
        outside = (*range(part.first), *range(part.after, len(message)))
        whole = all(message.at(place) in (*ANSWERS, *EXCLAIMED, TAKEN) for place in outside)
        told = [piece for piece in part.verdicts if piece.kind != "not"]
        refused = len(told) < len(part.verdicts) and all(one.kind == "want" for one in told)
        verbs = refused or _JUDGING.issuperset(one.word.partition(" ")[0] for one in told)
        return whole and verbs and len(self.pointer.focus) == 1 and not part.asks

    def _meant(self, part: Part) -> Iterator[str]:
        """The items of a clause; what could be several is asked about."""
        for piece in part.pieces:
            if piece.kind == "item":
                found = self.pointer.single(piece.first, anywhere=True)
                yield from (found.items or piece.items)[: len(piece.items)]

    def _referred(self, part: Part, piece: Piece) -> list[str]:
        """All but what is left out, or but what was spoken of just now: `hide the rest`."""
        if piece.word == "all":
            told = part.excepted or [remark.item_id for remark in self.items]
            return [item for item in self.pointer.ids if item not in told]
        if piece.word == "same":
            return list(self.pointer.focus)
        return [item for item in self._meant_by(piece) if item not in part.excepted]

    def _meant_by(self, piece: Piece) -> Sequence[str]:
        """What a pronoun stands for: ahead of all that is named here, what was spoken of before."""
        pointer = self.pointer
        topic = pointer.topic
        ahead = topic is not None and topic.first < piece.first
        ahead = ahead or any(place < piece.first for place, _ in pointer.mentions())
        if self.before and not (self.spoken or ahead):
            pointer = pointer.speaking_of(self.before)
        if "both" in piece.word and len(pointer.focus) == 2:
            return pointer.focus
        article = pointer.message.norm(piece.first, piece.first + 2) == "the both"
        words = pointer.message.cut(piece.first + article, piece.after)
        return replace(pointer, message=words).glance(0).items

    def _on_values(self, part: Part, joined: Sequence[Part], verdicts: Sequence[Verdict]) -> bool:
        about = [piece for one in (*joined, part) for piece in one.values]
        if not about and part.pronoun is not None and not part.items:
            about = self.about
        kinds = {kind for kind, _ in verdicts}
        if not about or len(kinds) != 1 or not kinds <= {"like", "dislike"}:
            return False
        if not part.values and any(v.word in _ASKED_WITH for one in joined for v in one.values):
            self._take(part, ())  # "with Cary Grant, he was so handsome": he is asked for
            return True
        liked, said = kinds == {"like"}, {(one.fact, one.value) for one in self.tastes}
        self.about = about
        others = loved_by_others(part)
        for piece in (one for one in about if one.first >= others):
            if any(
                ("|".join(c.facts), str(c.values[0])) in said for c in piece.named(self.pointer)
            ):
                continue  # "I can't stand horror, my wife loves it"
            wanted = piece.named(self.pointer)
            told = [Taste(liked, "|".join(one.facts), str(v)) for one in wanted for v in one.values]
            self.tastes += told
            self.refused += [] if liked else piece.refused(self.pointer)
        # "With Cary Grant, my wife loves him" is a condition still.
        self._take(part, () if others else joined)
        return True

    def _take(self, part: Part, joined: Sequence[Part]) -> None:
        for one in (part, *joined):
            self.pointer.message.take(one.first, one.after)

    def _speak(self, items: Sequence[str]) -> None:
        """What was spoken of last is what the rest of the message calls `it`."""
        self.pointer = self.pointer.speaking_of(tuple(dict.fromkeys(items)))
        self.spoken = True

    def _asks(self, part: Part) -> bool:
        """Whether a clause is a question or a condition; `could you save it?` is neither."""
        rest = [word for word in part.words if word not in ("and", "but", "then")]
        opens, follows = [*rest, "", ""][:2]
        if opens in ("what", "how") and follows in ("a", "an"):
            return False
        deed = any(piece.kind in (*_DEEDS, "move") for piece in part.verdicts)
        polite = _POLITE & set(part.words) and "you" in part.words and deed
        first = part.pieces[0] if part.pieces else None
        tells = (
            first is not None and first.kind in (*_DEEDS, "move") and opens in first.word.split()
        )
        polite = polite or tells  # "add it to my list?"
        relative = opens == "which" and follows in _TELLERS  # "Heat, which I loved"
        asks = (opens in _OPEN and not relative) or (opens in _AUXILIARIES and follows in _SUBJECTS)
        return not polite and (asks or part.asks)

    def _verdicts(self, part: Part) -> list[Verdict] | None:
        """What a clause says of what it names; None where it says something else."""
        found: list[Verdict] = []
        held = any(piece.place for piece in part.verdicts)
        negated = False
        told = part.verdicts
        for piece, following in zip_longest(told, told[1:]):
            if piece.kind == "not":
                negated = True
                continue
            if following is not None and (piece.after, "mark") == (following.first, following.kind):
                continue  # "a solid 4"
            if following is not None and (piece.after, "fan") == (following.first, following.kind):
                continue  # "a great admirer"
            verdict = self._verdict(part, piece, negated, held=held)
            if verdict is None:
                return None
            adjective = following is not None and {piece.kind, following.kind} <= {"good", "bad"}
            if verdict[0] and not (adjective and following and piece.after == following.first):
                found.append(verdict)
            negated = negated and not verdict[0]  # "I can't say | I care for it"
        if part.owns and len({kind for kind, _ in found}) > 1:
            found = [one for one in found if one != ("view", None)] or found
        return list(dict.fromkeys(found))

    def _verdict(self, part: Part, piece: Piece, negated: bool, *, held: bool) -> Verdict | None:
        """The verdict of a phrase: "" where it says nothing here, None where it is no verdict."""
        kind = piece.kind
        nothing: Verdict | None = ("", None)
        if kind in ("mark", "number"):
            rated = kind == "mark" or part.gives or self._rated()
            return ("rating", piece.value) if rated else None
        # "I'd like the third in my basket"
        wished = kind == "want" or (kind.startswith("like") and _WISHING & set(part.words))
        put = held and kind in (*_DEEDS, "have", "move") and not piece.place
        deed = any(one.kind in _DEEDS and one.first > piece.first for one in part.verdicts)
        shown = piece.place and _SHOWN.fullmatch(piece.word) is not None
        shown = shown and (
            self._needs_no_place(part) or any(one.kind == "not_interested" for one in part.verdicts)
        )
        if ((held or deed) and wished) or put or shown:
            return nothing  # also "I did adore the last one on your list"
        if kind == "give":
            marked = any(other.kind in ("mark", "number") for other in part.pieces)
            return nothing if marked or piece.idle else None
        if kind in _DEEDS or piece.word == "add":
            return None if negated else (kind if kind in _DEEDS else "cart", None)
        if kind in ("bear", "want", "tire", "move"):
            meant = (_MEANS[kind], None) if negated and kind in _MEANS else None
            return meant or (nothing if piece.idle and not negated else None)
        return self._thought(part, piece, negated)

    def _needs_no_place(self, part: Part) -> bool:
        """Whether a clause says what is thought of an item, and puts it nowhere."""
        kinds = {piece.kind for piece in part.verdicts if not piece.place}
        return bool(kinds - {"not"}) and not kinds & {*_DEEDS, "have", "move", "want"}

    def _thought(self, part: Part, piece: Piece, negated: bool) -> Verdict | None:
        kind, before = piece.kind, set(part.words[: piece.first - part.first])
        likers = before & _LIKERS or part.words[:1] == ["me"]
        noun = piece.word == "love" and part.words[piece.first - part.first - 1] in _DETERMINERS
        if before & _WISHING or (noun and before) or (kind == "like?" and not likers):
            return None
        if kind == "fan" and not self._fans(part, piece):
            return ("", None) if piece.idle else None
        if kind in ("view", "have"):
            known = piece.word in ("know", "knew")
            told = known and self.pointer.message.at(piece.after) in OTHERS | {"that"}
            # "I know everyone loves it" is no view.
            return None if negated else ("" if told else "view", None)
        if kind in ("good", "bad"):
            if self.pointer.message.at(piece.after) in _OCCASIONS:
                return None  # "awful evening, but the film I loved"
            behind = part.named and (part.named[0].first < piece.first or before & _FOUND)
            if not (behind or (not part.named and self._goes_on())):
                return None
        kind = kind.removesuffix("?")
        return (_OPPOSITE[kind], None) if negated else (_MEANS.get(kind, kind), None)

    def _fans(self, part: Part, piece: Piece) -> bool:
        """Whether somebody is a fan of what is named: `a Bond fan`, `big fan from Bond`."""
        return any(
            piece.first == one.after or one.first - piece.after in (0, 1) for one in part.named
        ) or (part.starts_named and self.pointer.message.at(piece.after) == "of")

    def _goes_on(self) -> bool:
        """Whether an exclamation is about what came before: `seen it, great film`."""
        thought = any(kind in ("like", "dislike", "view", "rating") for kind, _ in self.last)
        return bool(self.waiting) or thought or self.topical

    def _rated(self) -> bool:
        return any(kind == "rating" for kind, _ in self.last)


def _same(one: Part, other: Part) -> bool:
    """Whether two clauses name the same: `James Stewart, I love James Stewart`."""
    named = {piece.person or piece.run for piece in one.values}
    return bool(named) and named == {piece.person or piece.run for piece in other.values}
