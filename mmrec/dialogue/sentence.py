"""One sentence of a message, read top to bottom.

Cues (`like`, `why`, `I hated`, …) say what is wanted and where a title or a place in the list may
stand; then filters are taken out; what is left over is what to search for.
"""

import re
from dataclasses import replace

from mmrec.dialogue import cues
from mmrec.dialogue.acts import act, taking_back
from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.comparing import Comparing
from mmrec.dialogue.inquiries import Inquiry
from mmrec.dialogue.meaning import Intent, Meaning
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.request import Request
from mmrec.dialogue.statements import stated
from mmrec.dialogue.verdicts import Verdicts
from mmrec.dialogue.words import ABBREVIATED, Message

_SHORT = (
    rf"(?:{'|'.join(sorted(ABBREVIATED))}|inc|no|feat|approx|etc|min|max|ca|incl|excl|"
    r"(?<!size )(?<!in )(?!i\.)[a-z])"
)
_LEAD = 12  # words in which a step is taken back
_WISHES = ("lets", "show", "give", "find")
_JOINTS = ("and", "then", "with", "but", "so")
_BREAK = re.compile(r"(?:(?<=[.!?;\n])|(?<=[.!?][)\]”]))\s+")


def sentences(message: str) -> list[str]:
    """The sentences of a message; `Dr. Strangelove` and `Monsters, Inc.` do not end one."""
    found: list[str] = []
    for part in _BREAK.split(message):
        if found and re.search(rf"(?<!\w){_SHORT}\.$", found[-1], re.IGNORECASE):
            found[-1] += f" {part}"
        elif re.search(r"\w", part) or not found:
            found.append(part)
    return [one for sentence in found for one in _taken_back(sentence)] or [""]


def _taken_back(sentence: str) -> list[str]:
    """`start over, I want shoes` is two: what is wanted is said of an empty page.

    `Start over and show me pictures` is two as well.
    """
    message = Message(sentence)
    for place in range(min(len(message), _LEAD) - 1, 0, -1):
        joined = message.at(place) in _JOINTS and place + 1 < len(message)
        begins = message.at(place) in _WISHES  # "clear it all show me bags"
        if not (joined or begins or message.words[place - 1].ends):
            continue
        if act(message.cut(0, place)) in ("start_over", "undo"):
            return [message.slice(0, place), message.text[message.words[place + joined].start :]]
    return [sentence]


_TELLING: tuple[Intent, ...] = (
    "start_over", "undo", "more", "profile", "help", "recommend", "small_talk"
)  # fmt: skip
_NOT_MINE = "not (?:for (?:me|us)|interested|my thing)"
_ARTICLES = ("a", "an", "some", "the")
_THINGS = f"something|{NOUNS}"
# What goes on behind an answer: "well rated", "no thanks to the third".
_GOES_ON = ("rated", "reviewed", "known", "received", "to")


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
        before = self.pointer.focus
        left = self.message.segments()
        self.pointer = stated(self.pointer.on_topic())
        if left and not self.message.segments():
            return Meaning("small_talk", mentioned=tuple(self.pointer.focus))
        judged = Verdicts(self.pointer, before).read()
        self.pointer = judged.pointer
        inquiry = Inquiry(self.pointer, running=self.running)
        if found := self._compared() or inquiry.read():
            found = replace(found, remarks=tuple(judged.items), tastes=tuple(judged.tastes))
            return replace(found, heard=tuple(judged.heard))
        asked = Request(
            self.pointer, running=self.running, listed=self.listed, judged=judged
        ).read()
        if asked == Meaning(asked.intent, text=asked.text, problem=asked.problem):
            return self._in_a_clause() or inquiry.left() or asked  # nothing but words
        asked = replace(asked, heard=tuple(judged.heard))
        wanted = Meaning(asked.intent, asked.constraints, asked.text)
        return (inquiry.left(asking=True) if asked == wanted else None) or asked

    def _in_a_clause(self) -> Meaning | None:
        """The act of one clause, beside others that only tell a story."""
        found: list[Intent] = []
        told = aside = True
        for first, after in clauses(self.message):
            intent = act(self.message.cut(first, after))
            if intent is not None:
                found.append(intent)
            elif not is_aside(self.message, first, after):
                said = self.message.cut(first, after)
                told = told and said.search(_THINGS) is None and said.at(0) not in _ARTICLES
                aside = False
        found = [one for one in found if told and (aside or one != "small_talk")]
        return Meaning(min(found, key=_TELLING.index)) if found else None

    def _whole(self) -> Meaning | None:
        """The intent of a sentence that is nothing but its cue, or ends with taking back."""
        intent = act(self.message) or self._ends_with()
        if intent == "small_talk" and self.pointer.focus and self.message.search(_NOT_MINE):
            return None
        return Meaning(intent) if intent else None

    def _answer(self) -> None:
        """Words in front that only answer: `no, before 1980`, `sorry, I meant …`."""
        meant = self.message.search(cues.CORRECTION)
        if meant is not None and meant[0] == 0 and meant[1] < len(self.message):
            self.message.take(*meant)
        place = 0
        while (
            self.message.at(place) in cues.ANSWERS | cues.EXCLAIMED
            and self.message.at(place + 1) not in _GOES_ON
        ):
            if self.message.words[place].ends or self.message.at(place) in cues.EXCLAIMED:
                self.message.take(0, place + 1)
            place += 1

    def _ends_with(self) -> Intent | None:
        """`that's not what I meant, start again`: what is taken back need not be understood."""
        place = taking_back(self.message)
        if not place:
            return None
        ahead = [(first, min(after, place)) for first, after in clauses(self.message)]
        ahead = [one for one in ahead if one[0] < place]
        begins = ahead[-1][1] == place < _LEAD and self.message.words[place - 1].ends
        if begins or all(is_aside(self.message, *one) for one in ahead):
            return act(self.message.cut(place, len(self.message)))
        return None

    def _compared(self) -> Meaning | None:
        found = Comparing(self.pointer).read()
        if found is None:
            return None
        objects, by = found
        return Meaning("compare", items=objects.items, by=by, problem=objects.problem)
