"""One sentence of a message, read top to bottom.

Cues (`like`, `why`, `I hated`, …) say what is wanted and where a title or a place in the list may
stand; then filters are taken out; what is left over is what to search for.
"""

import re
from collections.abc import Sequence

from mmrec.dialogue import cues
from mmrec.dialogue.comparing import Comparing
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import find_bounds, find_values, whole_value
from mmrec.dialogue.critiques import find_critiques
from mmrec.dialogue.described import described_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.lifts import find_lifts
from mmrec.dialogue.meaning import Intent, Meaning
from mmrec.dialogue.moods import find_opposites
from mmrec.dialogue.objects import WHICH, Pointer
from mmrec.dialogue.remarks import Remarks
from mmrec.dialogue.sames import find_sames
from mmrec.dialogue.words import TAKEN

_SHORT = r"(?:dr|mr|mrs|ms|st|inc|jr|sr|vs|vol|no|mt|ft|feat|approx|etc|[a-z])"
_BREAK = re.compile(r"(?<=[.!?;\n])\s+")
_WHOLE: tuple[tuple[Intent, str], ...] = (
    ("small_talk", cues.SMALL_TALK),
    ("help", cues.HELP),
    ("start_over", cues.RESET),
    ("undo", cues.UNDO),
    ("more", cues.MORE),
    ("profile", cues.PROFILE),
)
_IS = r"(?:is|was|are|were|looks?|seems?|s)(?: (?:a bit|a little|way|far|much|just))*"


def sentences(message: str) -> list[str]:
    """The sentences of a message; `Dr. Strangelove` and `Monsters, Inc.` do not end one."""
    found: list[str] = []
    for part in _BREAK.split(message):
        if found and re.search(rf"(?<!\w){_SHORT}\.$", found[-1], re.IGNORECASE):
            found[-1] += f" {part}"
        elif re.search(r"\w", part) or not found:
            found.append(part)
    return found or [""]


def _settled(relative: Constraint, bounds: Sequence[Constraint]) -> bool:
    """`newer, like after 2005`: the number that is said bounds the same fact."""
    return any(
        bound.facts == relative.facts and bound.op[0] in (relative.op[0], "=", ".")
        for bound in bounds
    )


class Sentence:
    """Reads one sentence.

    Args:
        pointer: resolves what the words point at.
        running: whether a request is running that the sentence may change.
        listed: whether a list is on the screen.
    """

    def __init__(self, pointer: Pointer, *, running: bool, listed: bool) -> None:
        self.pointer, self.message = pointer, pointer.message
        self.running, self.listed = running, listed

    def read(self) -> Meaning:
        """The meaning of the sentence by itself."""
        if not self.message:
            return Meaning("help")
        for intent, pattern in _WHOLE:
            if self._is_all(pattern):
                return Meaning(intent)
        self._answer()
        for intent, pattern in _WHOLE:
            if self._is_all(pattern):
                return Meaning(intent)
        for intent in ("start_over", "undo"):
            if self._ends_with(dict(_WHOLE)[intent]):
                return Meaning(intent)
        self.start = self._start
        self.opener = self.message.search(cues.OPENERS)
        self.opened = self.message.at(self.opener[0]) if self.opener else ""
        return self._compared() or self._explain() or self._rest_of_it()

    def _answer(self) -> None:
        """Words in front that only answer: `no, before 1980`, `ok cool, now …`."""
        place = 0
        while self.message.at(place) in cues.ANSWERS:
            if self.message.words[place].ends or self.message.at(place) in cues.EXCLAIMED:
                self.message.take(0, place + 1)
            place += 1

    def _ends_with(self, pattern: str) -> bool:
        """`that's enough, start again`."""
        return any(
            after == len(self.message) and first < 5 and self.message.comma_before(first)
            for first, after, _ in self.message.findall(pattern)
        )

    @property
    def _start(self) -> int:
        """The first word that is not taken."""
        places = range(len(self.message))
        return next((place for place in places if self.message.at(place) != TAKEN), 0)

    def _is_all(self, pattern: str) -> bool:
        first = self._start
        return re.fullmatch(pattern, self.message.norm(first, len(self.message))) is not None

    def _compared(self) -> Meaning | None:
        found = Comparing(self.pointer).read()
        if found is None:
            return None
        objects, by = found
        return Meaning("compare", items=objects.items, by=by, problem=objects.problem)

    # --- why? ---

    def _explain(self) -> Meaning | None:
        pointed = self.pointer.place(0) or described_at(self.pointer, 0)
        if pointed and self.message.norm(pointed.after, len(self.message)) in ("", "please"):
            return self._explained(pointed)  # "number 3", and nothing else
        if self.message.at(self.start) in ("is", "are", "was", "does", "has", "did"):
            if self.pointer.glance(self.start + 1).items:  # "is the second one in stock?"
                return self._explained(self.pointer.objects(self.start + 1, slips=False))
        cue = self.message.search(cues.WHY)
        if cue is None or (cue[0] > 3 and not self.message.comma_before(cue[0])):
            return None
        if subject := self.pointer.glance(self.start).items:  # "number 4 looks ok, what is it about"
            self.pointer = self.pointer.speaking_of(subject)
        place = cue[1]
        while place < len(self.message):
            if found := self.pointer.objects(place):
                return self._explained(found)
            skip = self.message.search(cues.AFTER_WHY, place)
            if skip is None or skip[0] != place:
                return None
            place = skip[1]
        focus = tuple(self.pointer.focus[:1])
        return self._explained(Objects(focus) if focus else Objects(problem=WHICH))

    def _explained(self, found: Objects) -> Meaning:
        return Meaning("explain", items=found.items[:1], problem=found.problem)

    # --- I liked it; like X, only Y, words ---

    def _rest_of_it(self) -> Meaning:
        drops = tuple(dict.fromkeys(find_lifts(self.message, self.pointer.vocabulary)))
        remarks = Remarks(self.pointer).read()
        if remarks.problem:
            return Meaning("feedback", problem=remarks.problem)
        self.pointer = remarks.pointer
        lead = self.message.search("why not|(?:how|what) about(?: (?:some|a|an))?")
        if lead is not None and lead[0] <= self.start:
            self.message.take(*lead)
        like = self._like()
        if like.problem:
            return Meaning("more_like", problem=like.problem)
        if like.items:
            self.pointer = self.pointer.speaking_of(like.items)
        base = like.items or self._subject() or self._base()
        vocabulary, asking = self.pointer.vocabulary, self.pointer.asking
        bounds = find_bounds(self.message, vocabulary, asking)
        relative = (*find_sames(self.pointer), *find_critiques(self.pointer, base))
        compared = any(one.said is None for one in relative)  # with an item, not by itself
        relative = tuple(one for one in relative if not _settled(one, bounds))
        constraints = (
            *bounds,
            *relative,
            *find_values(self.message, vocabulary, asking),
        )
        opposites = list(find_opposites(self.message))
        text, place = self._words()
        if place is not None and not opposites:
            whole = whole_value(self.message, vocabulary, asking, *place)
            constraints, text = (*constraints, *whole), None if whole else text
        words = " ".join([*opposites, *([text] if text else [])]) or None
        said = bool(remarks.items or remarks.tastes or drops)
        if text and not constraints and not like and not said and not opposites:
            if other := self._no_search(place):
                return other
        intent = self._intent(
            constraints, words, like.items, bool(drops), bool(opposites) or compared, bool(text)
        )
        if intent == "recommend" and (remarks.items or remarks.tastes):
            intent = "feedback"
        if (
            intent == "search"
            and remarks.items
            and not self._wish()
            and not constraints
            and not like.items
        ):
            intent, words = "feedback", None  # the rest of a remark: its reasons
        return Meaning(
            intent,
            tuple(dict.fromkeys(constraints)),
            words,
            like.items,
            remarks=tuple(remarks.items),
            tastes=tuple(dict.fromkeys(remarks.tastes)),
            drops=drops,
            widen=self.message.search("too|as well|also") is not None and intent == "refine",
        )

    def _wish(self) -> bool:
        return self.message.search(cues.ANEW) is not None

    def _base(self) -> Sequence[str]:
        return self.pointer.focus if len(self.pointer.focus) == 1 else self.pointer.ids

    def _subject(self) -> Sequence[str]:
        """`the second one is too expensive`: what the sentence speaks of."""
        found = self.pointer.glance(0)
        verb = self.message.search(_IS, found.after)
        if found.items and verb is not None and verb[0] == found.after:
            found = self.pointer.objects(0, slips=False)
            self.message.take(0, found.after)
            self.pointer = self.pointer.speaking_of(found.items)
            return found.items
        return ()

    def _like(self) -> Objects:
        """The items after `like`, or before `but` (`Alien but funny`); their words are taken."""
        verb = self.message.search(cues.VERB_LIKE)
        for first, after, _ in self.message.findall(cues.LIKE):
            if verb is not None and verb[0] < after <= verb[1]:
                continue
            if found := self.pointer.objects(after):
                self.message.take(first, found.after)
                return found
            if self.message.at(after - 1) in ("similar", "alike", "kind", "sort", "type"):
                self.message.take(first, after)
                return self._spoken_of(after)
        found = self.pointer.glance(0)
        if found.items and (
            self.message.at(found.after) in ("but", "only")
            or self.message.comma_before(found.after)
            and self.message.at(found.after) == "just"
        ):
            found = self.pointer.objects(0, slips=False)
            self.message.take(0, found.after)
            return found
        return Objects()

    def _spoken_of(self, after: int) -> Objects:
        """`something similar`: to what was spoken of last, else to the list."""
        ids = tuple(self.pointer.focus or self.pointer.ids)
        return Objects(ids, after) if ids else Objects(problem=WHICH)

    def _no_search(self, rest: tuple[int, int] | None) -> Meaning | None:
        """Words that are not to be searched for: about a place in the list, or against a mood."""
        pointed = self.pointer.any_place()
        if not pointed and rest is not None:  # "show me the second"
            bare = self.pointer.place(rest[0])
            pointed = bare if bare.after == rest[1] else pointed
        if pointed:
            return self._explained(pointed)
        title = self.pointer.glance(0)
        negative = self.message.search(cues.NEGATIVE)
        end = len(self.message)
        if negative is None or negative[0] != 0 or end in (title.after, negative[1]):
            return None
        unwanted = self.message.slice(negative[1], end)
        problem = (
            f"I can leave out what the catalogue names, not “{unwanted}”. "
            "Say what it should be instead."
        )
        return Meaning("refine", problem=problem)

    def _intent(
        self,
        constraints: tuple[Constraint, ...],
        text: str | None,
        like: tuple[str, ...],
        lifted: bool,
        relative: bool,
        own: bool,
    ) -> Intent:
        """`Only comedies`, `but funnier`, `after 1990` change the last request."""
        if like:
            return "more_like"
        if lifted:
            return "refine"
        if not (constraints or text):
            return "recommend"
        anew = self.message.search(cues.ANEW)
        if relative and (self.running or (self.listed and not own)):
            return "refine"
        if not self.running:
            return "search"
        asked = text is not None and self.opener is not None and self.opened in ("what", "how")
        if self.opener is not None and self.opener[0] <= self.start and not asked:
            return "refine"
        if self.message.search(cues.CLOSERS) is not None:
            return "refine"
        if anew is not None and anew[0] <= self.start:
            return "search"
        alone = text is not None and re.fullmatch(r"[a-z]+er", text.casefold()) is not None
        alone = alone and not self.pointer.vocabulary.knows(text or "")
        return "search" if text and not alone else "refine"

    def _words(self) -> tuple[str | None, tuple[int, int] | None]:
        """What nobody took, without what people say around it; and where, if in one piece."""
        kept = [run for run in map(self._trim, self.message.segments()) if run is not None]
        text = " ".join(self.message.slice(*run) for run in kept)
        return text or None, kept[0] if len(kept) == 1 else None

    def _trim(self, run: tuple[int, int]) -> tuple[int, int] | None:
        first, after = run
        while first < after and self.message.at(first) in cues.FILLER and not self._hyphen(first):
            first += 1
        while (
            after > first
            and self.message.at(after - 1) in cues.FILLER
            and not self._hyphen(after - 2)
        ):
            after -= 1
        return (first, after) if first < after else None

    def _hyphen(self, place: int) -> bool:
        """Whether a word is joined to the next one: `feel-good`."""
        return place >= 0 and self.message.text[self.message.words[place].end :].startswith("-")
