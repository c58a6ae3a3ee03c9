"""What a user thinks: of items (`I loved the second one`), of values (`can't stand musicals`)."""

import re
from collections.abc import Sequence

from mmrec.dialogue import cues
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.meaning import Remark, Taste
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import is_role, person_at
from mmrec.dialogue.ratings import find_ratings
from mmrec.dialogue.tales import of_others
from mmrec.dialogue.tastes import prized, role, values_at
from mmrec.dialogue.verdicts import Verdicts
from mmrec.dialogue.words import listed

_STARTS = frozenset(
    [
        "",
        "·",
        *listed(
            "and but or i also really we just then so because since ive which yes well found "
            "thought think find"
        ),
    ]
)
_CLAUSES = frozenset(
    listed(
        "and but so can show give find any something more what i do please because though "
        "with only just save hide now then next"
    )
)
_I = frozenset(listed("i ive we im my id"))
_ENDS_TASTE = frozenset(
    listed("and but so a very especially too most fan fans lover nut buff person guy girl")
)
_UNWANTED = "no|not|without|no more|except|anything but"
_WISH = ("id", "would", "to", "wed", "might", "youd", "you", "people")
# Words before which a cue is none: "a jacket to go with it", "why did you choose it".
_NO_CUE = {
    "cart": ("to", "you"),
    "like": ("think", *_WISH),
    "dislike": ("that", "who", "people"),
}
_CART = "(?:cart|basket|bag)"
_TRAIL = (
    rf"(?:to|in|into|on|for) (?:my |the )?(?:list|watchlist|wishlist|favou?rites|saved|saves|cart|"
    rf"basket|bag|later)|for later|again|already|before|anymore|any more|from (?:the |my )?list|"
    rf"(?:off|out of) (?:the |my )?list|please|(?:from )?now|twice|ever|too|as well|a lot|so much|"
    rf"very much|much|at all|(?:{NOUNS})"
)


class Remarks:
    """Reads the remarks of one sentence; their words are taken."""

    def __init__(self, pointer: Pointer, judged: Verdicts | None = None) -> None:
        self.pointer, self.message = pointer, pointer.message
        self.items: list[Remark] = judged.items if judged else []
        self.tastes: list[Taste] = judged.tastes if judged else []
        self.problem: str | None = None
        # What a hated value asks for.
        self.refused: list[Constraint] = judged.refused if judged else []
        self.new = False

    def read(self) -> "Remarks":
        """What no whole clause told: cues in the order of the words, then verdicts."""
        self._rated()
        self._unseen()
        self._unwanted()
        self._verdicts(settled=False)
        for named, first, after in prized(self.pointer):
            self.tastes += [Taste(True, fact, value) for fact, value in named]
            self.message.take(first, after)
        found = [
            (first, rank, kind, after)
            for rank, (kind, pattern) in enumerate(cues.FEEDBACK)
            for first, after, _ in self.message.findall(pattern)
        ]
        for first, _, kind, after in sorted(found):
            if self.message.free(first, after) and self._may_start(first, kind):
                self._cue(first, after, kind)
        for first, after, kind in self._bare():
            if not self.items and self.message.free(first, after) and self.pointer.focus:
                self._told(kind, Objects(tuple(self.pointer.focus), after), first)
        self._verdicts()
        return self

    def _unseen(self) -> None:
        """`I haven't seen it yet`: an item is spoken of, and nothing is noted of it."""
        for first, after, _ in list(self.message.findall(cues.UNSEEN)):
            found = self.pointer.objects(after)
            if found.items:
                self.new = True
                self._told("", Objects(found.items, found.after), first)
                self.items = [remark for remark in self.items if remark.kind]

    def _unwanted(self) -> None:
        """`no star wars`: a title of several words where a value might stand."""
        for first, after, _ in list(self.message.findall(_UNWANTED)):
            found = self.pointer.glance(after) if self.message.free(first, after + 1) else None
            alone = self.message.at(first) == "except"
            word = self.message.at(after)
            rare = len(word) > 5 and word not in self.pointer.vocabulary.common
            shown = found is not None and set(found.items) & set(self.pointer.ids)
            alone = alone or rare or bool(shown)
            if found is not None and found.items and (alone or found.after - after > 1):
                place = self.pointer.place(after)
                run = run_at(self.message, self.pointer.vocabulary, after)
                person = person_at(self.message, self.pointer.vocabulary, after, surnames=False)
                ends = self.message.ends_at(found.after) or self.message.at(found.after) == "please"
                if not (place or run or person) and ends:
                    self._told("not_interested", self.pointer.objects(after, slips=False), first)

    def _may_start(self, first: int, kind: str) -> bool:
        before = self.message.at(first - 1)
        asked = before in ("did", "do", "would", "should", "could", "can", "will") and first > 0
        if asked and not (kind != "like" and self.message.at(first - 2) == "you"):
            return False  # but "you can remove Big"
        if before in _NO_CUE.get(kind, ()) or (kind == "save" and self._stars(first)):
            return False
        if (topic := self.pointer.topic) is not None and topic.after == first:
            return True
        if kind in ("like", "view") and self.message.at(first) not in _I:
            return before in _STARTS or self.message.comma_before(first)
        return kind != "like" or self.message.at(first) != "id"

    def _stars(self, first: int) -> bool:
        """`films that star Tom Hanks`: a person follows."""
        if self.message.at(first) != "star":
            return False
        known = self.pointer.vocabulary
        return person_at(self.message, known, first + 1, surnames=False) is not None

    def _bare(self) -> list[tuple[int, int, str]]:
        """`not for me`, `seen it already`: of what was spoken of last."""
        patterns = (
            ("view", r"(?:already )?(?:seen|watched) (?:it|that)(?: already| before)?"),
            ("not_interested", r"(?:its |thats )?not (?:for me|my thing|interested|my taste)"),
            (
                "dislike",
                r"thumbs down|(?:i )?(?:hated|disliked|didnt like|didnt enjoy) (?:it|that)",
            ),
            (
                "cart",
                (
                    rf"(?:in|into|to) (?:my |the |our )?{_CART}(?: (?:it|they) goe?s?| with (?:it|"
                    rf"that|them|those))"
                ),
            ),
            ("like", r"thumbs up|(?:i )?(?:really )?(?:loved|liked|enjoyed) (?:it|that)"),
        )
        line = len(self.message)
        return [
            (first, after, kind)
            for kind, pattern in patterns
            for first, after, _ in self.message.findall(pattern)
            if first == 0 and after == line
        ]

    def _cue(self, first: int, after: int, kind: str) -> None:
        place = after
        while (
            self.message.at(place)
            in ("also", "both", "that", "film", "movie", "called", "watching")
            and place < after + 2
            and not self.pointer.objects(place)
            and self.message.at(place + 1) not in ("it", "they", "i", "you")
        ):
            place += 1
        named = person_at(self.message, self.pointer.vocabulary, place, surnames=False)
        owned = kind == "view" and self.message.at(after - 1) in ("own", "have", "got", "bought")
        found = self.pointer.objects(place, slips=named is None and not owned)
        if owned and not set(found.items) <= set(self.pointer.ids):
            return  # "I have got two hours to kill"
        if found.problem:
            self.problem = self.problem or found.problem
        elif found.items:
            self._told(kind, found, first)
        elif self._fronted(first, after, kind):
            self._told(kind, Objects(tuple(self.pointer.focus), after), first)
        elif kind in ("like", "dislike") and self.message.at(after - 1) != "prefer":
            self._taste(first, after, liked=kind == "like")
            self._fronted_taste(first, after, liked=kind == "like")

    def _fronted_taste(self, first: int, after: int, *, liked: bool) -> None:
        """`Musicals I really can't bear`: the value stands ahead of the verb."""
        ends = self._no_object(after)
        for place in range(max(first - 3, 0), first) if ends else ():
            run = run_at(self.message, self.pointer.vocabulary, place)
            reached = run.after if run else 0
            reached += bool(self.pointer.vocabulary.facts_called(self.message.at(reached)))
            reached += bool(re.fullmatch(NOUNS, self.message.at(reached)))
            begins = place == self.message.start or self.message.at(place - 1) in ("the", "all")
            if run is not None and reached == first and begins:
                self.message.take(place, after)
                self.tastes += [Taste(liked, g[0].fact, g[0].value) for g in run.groups]
                self.refused += () if liked else run.excluded()

    def _fronted(self, first: int, after: int, kind: str) -> bool:
        """`Roman Holiday we saw and loved every minute`: a verb whose object came before."""
        topic = self.pointer.topic
        spoken = topic is not None and topic.after == first
        joined = self.message.at(first - 1) in ("and", "but") and bool(self.items)
        ends = self._no_object(after)
        late = topic is not None and not self.items and kind not in ("like", "dislike")
        return (spoken or joined or late) and ends and bool(self.pointer.focus)

    def _no_object(self, after: int) -> bool:
        word = self.message.at(after)
        return self.message.ends_at(after) or word in cues.ADVERBS or word.endswith("ly")

    def _told(self, kind: str, found: Objects, first: int) -> None:
        told = [Remark(kind, item) for item in found.items]
        self.items += [remark for remark in told if remark not in self.items]
        end = found.after
        while (trail := self.message.search(_TRAIL, end)) and trail[0] == end:
            end = trail[1]
        self.message.take(first, end)
        topic = self.pointer.topic
        if topic is not None and set(found.items) <= set(topic.item_ids):
            self.message.take(topic.first, topic.after)
        self._spoken(found.items)

    def _spoken(self, items: Sequence[str]) -> None:
        """What was spoken of last is what the rest of the message calls `it`."""
        self.pointer = self.pointer.speaking_of(tuple(dict.fromkeys(items)))

    def _taste(self, first: int, after: int, *, liked: bool) -> None:
        named, end = values_at(self.pointer, after, role(self.message.norm(first, after)))
        if not named or (liked and not self._taste_ends(end)):
            return
        people = all(is_role(fact) for facts, _ in named for fact in facts.split("|"))
        if people and of_others(self.message, self.pointer.vocabulary, first):
            self.message.take(first, end)
            return
        self.tastes += [Taste(liked, fact, value) for fact, value in named]
        if liked:  # what is disliked stays, to become a condition
            self.message.take(first, end)

    def _taste_ends(self, end: int) -> bool:
        return self.message.ends_at(end) or self.message.at(end) in _ENDS_TASTE

    def _verdicts(self, *, settled: bool = True) -> None:
        """`The third one was boring`, `Heat is my favourite`; `settled`: all titles are read."""
        for place in range(len(self.message)):
            before = self.message.at(place - 1)
            if before not in _STARTS and not self.message.comma_before(place):
                continue
            if self.message.at(place) in ("·", ""):
                continue
            found = self.pointer.glance(place)
            vague = (
                settled
                and found.problem is not None
                and self.message.at(place) in ("it", "this", "that")
            )
            for kind, verdict in cues.VERDICTS if found.items or vague else ():
                match = self.message.search(verdict, found.after)
                if match is not None and vague:  # "that one looks good": which?
                    self.problem = found.problem if match[0] == self._spoke(place) else self.problem
                elif match is not None and match[0] == found.after:
                    found = self.pointer.objects(place, slips=False)
                    end = match[1]
                    end = self._to_clause(end)
                    if self.message.at(end - 1) == "than":
                        end = max(end, self.pointer.objects(end).after)
                    self._told(kind, Objects(found.items, end), place)
                    break

    def _spoke(self, place: int) -> int:
        """The word after `it` or `that one`."""
        return place + 1 + bool(re.fullmatch(NOUNS, self.message.at(place + 1)))

    def _to_clause(self, end: int) -> int:
        """The end of a verdict's clause: `the best | christmas movie of all time`."""
        if self.message.at(end - 1) == "than":
            return end
        last = end
        while last < len(self.message) and not self.message.ends_at(last):
            if self.message.at(last) in _CLAUSES:
                return end if last - end > 6 else last
            last += 1
        return last if last - end <= 6 else end

    def _rated(self) -> None:
        """`I'd give Heat 4 stars`: the marks, which are taken first."""
        for items, value, spans in list(find_ratings(self.pointer)):
            self.items += [Remark("rating", item, value) for item in items]
            for first, after in spans:
                self.message.take(first, after)
            self._spoken(items)
