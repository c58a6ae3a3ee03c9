"""One chat turn, understood without a large model: read top to bottom.

Cues (`like`, `why`, `I hated`, …) say what is wanted and where a title or a place in the list may
stand; then filters are taken out; what is left over is what to search for.
"""

from collections.abc import Sequence
from dataclasses import replace

from mmrec.dialogue import cues
from mmrec.dialogue.constraints import find_constraints, whole_value
from mmrec.dialogue.objects import WHICH, Objects, Pointer
from mmrec.dialogue.titles import TitleIndex
from mmrec.dialogue.turn import Intent, Turn
from mmrec.dialogue.vocabulary import Constraint, Vocabulary, joined, merged
from mmrec.dialogue.words import TAKEN, Message
from mmrec.types import Item, Query

LONGEST = 1000  # characters of a message that are read


def understand(
    message: str,
    *,
    titles: TitleIndex,
    vocabulary: Vocabulary,
    shown: Sequence[Item] = (),
    previous: Turn | None = None,
) -> Turn:
    """What a message asks for.

    Args:
        message: the user's words; at most `LONGEST` characters are read.
        titles: every title of the catalogue.
        vocabulary: the words of the catalogue's facts.
        shown: the list on the screen, in its order; `the second one` points into it.
        previous: the last turn, if any; `only comedies` changes its request, `it` is its item.
    """
    words = Message(message[:LONGEST])
    ids = [item.item_id for item in shown]
    only = ids[0] if len(ids) == 1 else None
    last = previous.items[0] if previous and len(previous.items) == 1 else only
    return _Reader(words, Pointer(words, titles, vocabulary, ids, last), previous).read()


class _Reader:
    def __init__(self, message: Message, pointer: Pointer, previous: Turn | None) -> None:
        self.message = message
        self.pointer = pointer
        self.previous = previous
        self.opener = message.search(cues.OPENERS)

    def read(self) -> Turn:
        if not self.message:
            return self._about("help")
        if self.message.words[0].ends and self.message.at(0) in cues.ANSWERS:
            self.message.take(0, 1)
        if self._is_all(cues.GREETING):
            return self._about("greeting")
        if self._is_all(cues.HELP):
            return self._about("help")
        if self._is_all(cues.RESET):
            return Turn("recommend", understood=("starting over",))
        if self._is_all(cues.MORE):
            return self._about("more", understood=("others of the same",))
        return self._explain() or self._feedback() or self._verdict() or self._request()

    def _is_all(self, pattern: str) -> bool:
        return self.message.search(pattern) == (0, len(self.message))

    def _about(self, intent: Intent, **changes: object) -> Turn:
        """A turn that leaves the running request as it is."""
        last = self.previous or Turn("recommend")
        kept = Turn(intent, last.query, constraints=last.constraints)
        return replace(kept, **changes)  # type: ignore[arg-type]

    # --- why? ---

    def _explain(self) -> Turn | None:
        pointed = self.pointer.place(0)
        if pointed and self.message.norm(pointed.after, len(self.message)) in ("", "please"):
            return self._explained(pointed)  # "number 3", and nothing else
        cue = self.message.search(cues.WHY)
        if cue is None or cue[0] > 3:
            return None
        place = cue[1]
        while place < len(self.message):
            if found := self.pointer.objects(place):
                return self._explained(found)
            skip = self.message.search(cues.AFTER_WHY, place)
            if skip is None or skip[0] != place:
                return None
            place = skip[1]
        focus = self.pointer.focus
        return self._explained(Objects((focus,)) if focus else Objects(problem=WHICH))

    def _explained(self, found: Objects) -> Turn:
        return self._about("explain", items=found.items[:1], problem=found.problem)

    # --- I liked, I hated, not interested ---

    def _feedback(self) -> Turn | None:
        for kind, pattern in cues.FEEDBACK:
            cue = self.message.search(pattern)
            if cue is None or cue[0] > 4:
                continue
            found = self.pointer.objects(cue[1])
            if found.problem:
                return self._about("feedback", kind=kind, problem=found.problem)
            if found.items:
                return self._told(kind, found.items)
        return None

    def _verdict(self) -> Turn | None:
        """`The third one was boring`, `Heat is my favourite`."""
        found = self.pointer.objects(0, slips=False)
        for kind, verdict in cues.VERDICTS if found.items else ():
            match = self.message.search(verdict, found.after)
            if match is not None and match[0] == found.after:
                return self._told(kind, found.items)
        return None

    def _told(self, kind: str, items: tuple[str, ...]) -> Turn:
        verb = kind.replace("_", " ")
        said = tuple(f"{verb}: {self.pointer.titles.title(item)}" for item in items)
        return self._about("feedback", items=items, kind=kind, understood=said)

    # --- like X, only Y, words ---

    def _request(self) -> Turn:
        if self.message.search("why not") == (0, 2):
            self.message.take(0, 2)
        like = self._like()
        if like.problem:
            return self._about("more_like", problem=like.problem)
        constraints = find_constraints(self.message, self.pointer.vocabulary)
        text, place = self._rest()
        if place is not None:
            whole = whole_value(self.message, self.pointer.vocabulary, *place)
            constraints, text = (*constraints, *whole), None if whole else text
        if like.items:
            return self._turn("more_like", text, like.items, constraints)
        if text and not constraints and (other := self._no_search(place)):
            return other
        if self._refines(constraints, text):
            return self._refined(constraints, text)
        return self._turn("search" if text or constraints else "recommend", text, (), constraints)

    def _like(self) -> Objects:
        """The items after `like`, or before `but` (`Alien but funny`); their words are taken."""
        verb = self.message.search(cues.VERB_LIKE)
        for first, after, _ in self.message.findall(cues.LIKE):
            if verb is not None and verb[0] < after <= verb[1]:
                continue
            if found := self.pointer.objects(after):
                self.message.take(first, found.after)
                return found
        found = self.pointer.objects(0, slips=False)
        if found.items and self.message.at(found.after) == "but":
            self.message.take(0, found.after)
            return found
        return Objects()

    def _no_search(self, rest: tuple[int, int] | None) -> Turn | None:
        """Words that are not to be searched for: about a place in the list, or against a mood."""
        pointed = self.pointer.any_place()
        if not pointed and rest is not None:  # "show me the second"
            bare = self.pointer.place(rest[0])
            pointed = bare if bare.after == rest[1] else pointed
        if pointed:
            return self._explained(pointed)
        title = self.pointer.objects(0, slips=False)
        negative = self.message.search(cues.NEGATIVE)
        end = len(self.message)
        if negative is None or negative[0] != 0 or end in (title.after, negative[1]):
            return None
        unwanted = self.message.slice(negative[1], end)
        problem = (
            f"I can leave out what the catalogue names, not “{unwanted}”. "
            "Say what it should be instead."
        )
        return self._about("refine", problem=problem)

    def _refines(self, constraints: tuple[Constraint, ...], text: str | None) -> bool:
        """`Only comedies`, `but funnier`, `after 1990` change the last request."""
        if self.previous is None or not (constraints or text):
            return False
        anew = text is not None and self.message.search("(?:what|how) about") is not None
        if self.opener is not None and self.opener[0] == 0 and not anew:
            return True
        begins_with_filter = self.message.at(0) == TAKEN
        return begins_with_filter and not text and all(c.kind != "only" for c in constraints)

    def _refined(self, constraints: tuple[Constraint, ...], text: str | None) -> Turn:
        assert self.previous is not None
        last = self.previous.query
        words = " ".join(part for part in (last.text, text) if part) or None
        parts = merged(self.previous.constraints, constraints)
        return self._turn("refine", words, last.like, parts, last.image)

    def _turn(
        self,
        intent: Intent,
        text: str | None,
        like: tuple[str, ...],
        constraints: tuple[Constraint, ...],
        image: str | None = None,
    ) -> Turn:
        said = [f"like {self.pointer.titles.title(item)}" for item in like]
        said += ["your picture"] if image else []
        said += [f"“{text}”"] if text else []
        said += [part.label for part in constraints]
        query = Query(text=text, image=image, like=like, where=joined(constraints))
        return Turn(intent, query, like, None, constraints, tuple(said))

    def _rest(self) -> tuple[str | None, tuple[int, int] | None]:
        """What nobody took, without what people say around it; and where, if in one piece."""
        kept = [run for run in map(self._trim, self.message.segments()) if run is not None]
        text = " ".join(self.message.slice(*run) for run in kept)
        return text or None, kept[0] if len(kept) == 1 else None

    def _trim(self, run: tuple[int, int]) -> tuple[int, int] | None:
        first, after = run
        while first < after and self.message.at(first) in cues.FILLER:
            first += 1
        while after > first and self.message.at(after - 1) in cues.FILLER:
            after -= 1
        return (first, after) if first < after else None
