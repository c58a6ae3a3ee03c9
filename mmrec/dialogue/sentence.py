"""One sentence of a message, read top to bottom.

Cues (`like`, `why`, `I hated`, …) say what is wanted and where a title or a place in the list may
stand; then filters are taken out; what is left over is what to search for.
"""

import re
from dataclasses import replace

from mmrec.dialogue import cues
from mmrec.dialogue.acts import act
from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.comparing import Comparing
from mmrec.dialogue.described import described_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.meaning import Intent, Meaning
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import WHICH, Pointer
from mmrec.dialogue.request import Request, explained

_SHORT = r"(?:dr|mr|mrs|ms|st|inc|jr|sr|vs|vol|no|mt|ft|feat|approx|etc|[a-z])"
_BREAK = re.compile(r"(?<=[.!?;\n])\s+")


def sentences(message: str) -> list[str]:
    """The sentences of a message; `Dr. Strangelove` and `Monsters, Inc.` do not end one."""
    found: list[str] = []
    for part in _BREAK.split(message):
        if found and re.search(rf"(?<!\w){_SHORT}\.$", found[-1], re.IGNORECASE):
            found[-1] += f" {part}"
        elif re.search(r"\w", part) or not found:
            found.append(part)
    return found or [""]


_TELLING: tuple[Intent, ...] = (
    "start_over", "undo", "more", "profile", "help", "recommend", "small_talk"
)  # fmt: skip
_WELL = ("rated", "reviewed", "known", "received")  # "well rated"


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
        whole = self._whole()
        if whole is None:
            self._answer()
            whole = self._whole()
        if whole is not None:
            return whole
        self.pointer = self.pointer.on_topic()
        if found := self._compared() or self._explain():
            return found
        asked = Request(self.pointer, running=self.running, listed=self.listed).read()
        if asked == Meaning(asked.intent, text=asked.text):  # nothing but words
            return self._in_a_clause() or asked
        return asked

    def _in_a_clause(self) -> Meaning | None:
        """The act of one clause, beside others that only tell a story."""
        found: list[Intent] = []
        for first, after in clauses(self.message):
            intent = act(self.message.cut(first, after))
            if intent is not None:
                found.append(intent)
            elif not is_aside(self.message, first, after):
                return None
        return Meaning(min(found, key=_TELLING.index)) if found else None

    def _whole(self) -> Meaning | None:
        """The intent of a sentence that is nothing but its cue, or ends with taking back."""
        intent = act(self.message) or self._ends_with()
        return Meaning(intent) if intent else None

    def _answer(self) -> None:
        """Words in front that only answer: `no, before 1980`, `sorry, I meant …`."""
        meant = self.message.search(cues.CORRECTION)
        if meant is not None and meant[0] == 0 and meant[1] < len(self.message):
            self.message.take(*meant)
        place = 0
        while (
            self.message.at(place) in cues.ANSWERS | cues.EXCLAIMED
            and self.message.at(place + 1) not in _WELL
        ):
            if self.message.words[place].ends or self.message.at(place) in cues.EXCLAIMED:
                self.message.take(0, place + 1)
            place += 1

    def _ends_with(self) -> Intent | None:
        """`that's not what I meant, start again`: what is taken back need not be understood."""
        commas = (p for p in range(min(len(self.message), 8)) if self.message.comma_before(p))
        ends = (act(self.message.cut(place, len(self.message))) for place in commas)
        return next((intent for intent in ends if intent in ("start_over", "undo")), None)

    def _compared(self) -> Meaning | None:
        found = Comparing(self.pointer).read()
        if found is None:
            return None
        objects, by = found
        return Meaning("compare", items=objects.items, by=by, problem=objects.problem)

    # --- why? ---

    def _explain(self) -> Meaning | None:
        asked = self._pointed() or self._asked() or self._questioned()
        return explained(asked) if asked else self._why()

    def _pointed(self) -> Objects:
        """`number 3`, `the cheapest one`, and nothing else."""
        described = described_at(self.pointer, 0)
        single = re.fullmatch(NOUNS, self.message.at(described.after - 1)) or not self.running
        single = single and not self.message.at(described.after - 1).endswith("ones")
        pointed = self.pointer.place(0) or (described if single else Objects())
        rest = self.message.norm(pointed.after, len(self.message))
        return pointed if rest in ("", "please") else Objects()

    def _asked(self) -> Objects:
        """`is the second one in stock?`, `is it any good?`, `is Alien scary?`."""
        about = self.message.search("(?:and |so )?(?:what|how) about")
        if about is not None and about[0] <= self.message.start:  # "and what about The Matrix?"
            told = self.pointer.glance(about[1])
            listed = told.items and told.items[0] in self.pointer.ids
            return told if listed and told.after == len(self.message) else Objects()
        for _, after, _ in self.message.findall(cues.WHAT_IS):
            last = self.message.search(cues.WHAT_IS_ENDS, after)
            end = last[0] if last else len(self.message)
            asked = (
                replace(self.pointer, message=self.message.cut(after, end)) if after < end else None
            )
            found = asked.surely(0) if asked else Objects()
            if found.items and asked and found.after == len(asked.message):
                return found
        first = self.message.start + 1
        if self.message.at(first - 1) not in ("is", "are", "was", "does", "has", "did"):
            return Objects()
        for end in range(len(self.message) - 1, first, -1):
            cut = self.message.cut(first, end)
            named = self.pointer.titles.at(cut, 0, self.pointer.ids, slips=False)
            if named and len(named.item_ids) == 1 and named.item_ids[0] in self.pointer.ids:
                return Objects(named.item_ids)
        spoken = self.message.at(first) in ("it", "that", "this") and len(self.message) > first + 1
        if spoken and len(self.pointer.focus) == 1:
            return Objects(tuple(self.pointer.focus))
        found = self.pointer.glance(first)
        return self.pointer.objects(first, slips=False) if found.items else Objects()

    def _questioned(self) -> Objects:
        """`number one waterproof?`: a question that begins with an item."""
        topic, text = self.pointer.topic, self.message.text.rstrip()
        if topic is None or not text.endswith(("?", "？")) or topic.first > self.message.start:
            return Objects()
        whole = len(clauses(self.message)) == 1 and topic.after < len(self.message)
        goes_on = self.message.at(topic.after) in ("but", "only", "or", "and", "just", "with")
        alike = self.message.search(cues.LIKE) is not None
        return Objects(topic.item_ids) if whole and not (goes_on or alike) else Objects()

    def _why(self) -> Meaning | None:
        cue = self.message.search(cues.WHY)
        if cue is None or (cue[0] > 3 and not self.message.comma_before(cue[0])):
            return None
        place = cue[1]
        while place < len(self.message):
            if found := self.pointer.objects(place):
                return explained(found)
            skip = self.message.search(cues.AFTER_WHY, place)
            if skip is None or skip[0] != place:
                return None
            place = skip[1]
        focus = tuple(self.pointer.focus[:1])
        return explained(Objects(focus) if focus else Objects(problem=WHICH))
