"""Questions about one item: `why the second one?`, `who directed it?`, `number one waterproof?`."""

import re
from dataclasses import replace

from mmrec.dialogue import cues
from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.described import described_at
from mmrec.dialogue.groups import graded_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.meaning import Meaning
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import WHICH, Pointer
from mmrec.dialogue.titles import CONNECTORS
from mmrec.dialogue.words import Message

_YES_OR_NO = (
    "is",
    "are",
    "was",
    "were",
    "does",
    "has",
    "did",
    "would",
    "will",
    "isnt",
    "doesnt",
    "wasnt",
    "do",
    "arent",
)
_OPEN = ("who", "whom", "whose", "what", "when", "where", "how", "which")
ASKING = (*_YES_OR_NO, *_OPEN)
_RELATIVE = (
    "when",
    "where",
    "which",
    "who",
    "whose",
)  # "from the sixties, when they had orchestras"
_IT = ("it", "that", "this", "they", "those", "these")
_BEFORE_TITLE = (*_YES_OR_NO, "in", "of", "about", "like", "i")
_ASPECTS = ("plot", "story", "summary", "info", "details", "ending", "trailer", "reviews", "cast")
_EMBEDS = (
    rf"(?:idea|curious|sure|ask|tell|tell me|tell us|know|say|wonder|wondering|enquire|inquire|"
    rf"check) "
    rf"(?:{'|'.join(_OPEN)}|whether|if|why)"
)
_OF_IT = (  # a question about one item, whichever it is
    r"(?:what|who|when|where|how(?: [a-z]+)?) (?:is|was|does|did|made|directed) (?:in )?(?:it|that)"
    r"(?: (?:about|like|cost|weigh|made|last|come out))?"
)
_IS_IT = (  # but "is it possible to", "is it just me"
    rf"(?:{'|'.join(_YES_OR_NO)}) it(?!.* (?:to|if|that|me|you|possible|ok|okay|matter)(?![^ ]))"
)
_MUST = ("has to", "have to")
_NO_SUBJECT = ("than", "like", "as", "to", "from", "except", "without")
_WANTS = rf"{cues.WISH}|(?:can|could|would|will|may|might|shall) (?:you|i|we)|{cues.LIKE}"
_TAG = (
    r"(?:(?:is|was|are|were|does|did|do|has|have|had|can|could|will|would|wont|wouldnt|isnt|"
    r"wasnt|arent|werent|doesnt|didnt|dont|hasnt|havent|hadnt) (?:(?P<who>he|she|they)|it|that|"
    r"there)|right)"
)
_CLOSE = ("then", "anyway", "exactly", "really", "though", "again")
_DETERMINERS = ("the", "number", "that", "this")
_JOINTS = ("·", "and", "but", "so", "then", "or", "ok", "well", "also", "wait")


def explained(found: Objects) -> Meaning:
    """That an item is to be explained."""
    return Meaning("explain", items=found.items[:1], problem=found.problem)


class Inquiry:
    """Reads one sentence as a question about an item.

    Args:
        pointer: resolves what the words point at.
        running: whether a request is running that the sentence may change.
    """

    def __init__(self, pointer: Pointer, *, running: bool) -> None:
        self.pointer, self.message, self.running = pointer, pointer.message, running

    def read(self) -> Meaning | None:
        """The item that is asked about, or None."""
        asked = self._pointed() or self._what_about() or self._short() or self._question()
        asked = asked or self._in_passing()
        if asked and (gone := self.pointer.missing()) and not self.pointer.named():
            return explained(gone)  # "what is number eight, can you tell me about that"
        return explained(asked) if asked else self._why()

    def left(self, *, asking: bool = False) -> Meaning | None:
        """The place of the list among the words that nobody took: what is said is about it.

        `asking`: only where the message ends as a question, `do you have the first in red?`.
        """
        if asking and not self._asks():
            return None
        for place in range(len(self.message)):
            found = self.pointer.place(place)
            free = self.message.at(place - 1) != "than" and self._sets_apart(found.after)
            if len(found.items) == 1 and self.message.at(place) in _DETERMINERS and free:
                return explained(found)
        gone = Objects() if asking else self.pointer.missing()
        return explained(gone) if gone else None

    def _sets_apart(self, after: int) -> bool:
        """Whether a place ends here: `the last.`, `the last one`, not `the last man on earth`."""
        noun = re.fullmatch(NOUNS, self.message.at(after - 1)) is not None
        return noun or self.message.ends_at(after) or self.message.at(after) in CONNECTORS

    def _pointed(self) -> Objects:
        """`number 3`, `the cheapest one`, and nothing else."""
        first = self.message.start
        described = described_at(self.pointer, first)
        single = re.fullmatch(NOUNS, self.message.at(described.after - 1)) or not self.running
        single = single and not self.message.at(described.after - 1).endswith("ones")
        pointed = self.pointer.place(first) or (described if single else Objects())
        if self.message.at(0) in ("and", "or", "so") and self._asks():  # "and the boots?"
            pointed = self.pointer.single(1, silent=True)
        rest = self.message.norm(pointed.after, len(self.message))
        return pointed if rest in ("", "please", "i mean", "i meant", "then") else Objects()

    def _what_about(self) -> Objects:
        """`and what about The Matrix?`, where it is on the screen."""
        about = self.message.search("(?:and |so )?(?:what|how) about")
        if about is None or about[0] > self.message.start:
            return Objects()
        told = self.pointer.glance(about[1])
        one = len(told.items) == 1 and not self.message.at(told.after - 1).endswith("ones")
        listed = one and told.items[0] in self.pointer.ids
        return told if listed and told.after == len(self.message) else Objects()

    def _short(self) -> Objects:
        """`number one waterproof?`, `roman holiday plot?`: a question that begins with an item."""
        first, last = self.message.start, len(self.message)
        if (
            self._aspect(last - 1, last)
            and last - first > 1
            and (found := self._whole(first, last - 1))
        ):
            return found
        if found := self._aspect_of(first, last):
            return found
        topic = self.pointer.topic
        ahead = topic and (self.message.at(i) for i in range(self.message.start, topic.first))
        if topic is None or not set(ahead or ()) <= set(_JOINTS):
            return Objects()
        if not (
            (self._asks() and not self._asks_us())
            or self.message.at(topic.after) in ("how", "what", "who", "when", "why")
        ):
            return Objects()
        whole = self._one_clause() and topic.after < len(self.message)
        goes_on = self.message.at(topic.after) in ("but", "only", "or", "and", "just", "with")
        alike = self.message.search(cues.LIKE) is not None
        if not whole or goes_on or alike:
            return Objects()
        asked = self.pointer.single(topic.first)  # asks where several are called so
        return asked if asked.after == topic.after else Objects(topic.item_ids)

    def _aspect_of(self, first: int, last: int) -> Objects:
        """`weight of the third?`, `the plot of Big?`"""
        of = next(
            (i for i in range(first, last) if self.message.at(i) in ("of", "for", "on")), last
        )
        if not self._asks() or of == first or not self._aspect(of - 1, of) or of - first > 3:
            return Objects()
        found = self.pointer.glance(of + 1) if of + 1 < last else Objects()
        return found if found.after == last else Objects()

    def _one_clause(self) -> bool:
        """Whether the sentence is one clause, but for what is said beside it."""
        return all(is_aside(self.message, *clause) for clause in clauses(self.message)[1:])

    def _question(self) -> Objects:
        """A clause that begins as a question and names an item."""
        for begin, after in clauses(self.message):
            skipped = range(begin, after - 1)
            first = next((i for i in skipped if self.message.at(i) not in _JOINTS), after - 1)
            embedded = self._embedded(first, after)
            asked = embedded != first and not self._finds(embedded, after)
            if asked and (found := self._inside(embedded + 1, after, any_item=True)):
                return found
            word = self.message.at(first)
            if word in _RELATIVE and first > self.message.start and not self._asks():
                continue
            asked_of_us = (
                word in ("would", "will", "are", "were") and self.message.at(first + 1) == "you"
            )
            asked_of_us = asked_of_us or self.message.norm(first, first + 2) in _MUST
            if word == "do" and self.message.at(first + 1) not in ("the", "they", "those", "these"):
                continue
            if word not in ASKING or asked_of_us or self._finds(first, after):
                continue
            if found := self._inside(first + 1, after, any_item=word in _YES_OR_NO):
                return found
            of_it = self.message.search(_OF_IT, first) == (first, after)
            of_it = of_it or (self._asks() and self.message.match(_IS_IT, first) > 0)
            if of_it and not self.pointer.focus:
                return Objects(problem=WHICH)
            if word in _OPEN and self._aspect(first, after) and len(self.pointer.focus) == 1:
                return Objects(tuple(self.pointer.focus))  # "what is the plot?"
        return Objects()

    def _embedded(self, first: int, after: int) -> int:
        """The word at which a question begins that another asks: `tell me who made it`."""
        asks = self.message.search(_EMBEDS, first)
        return asks[1] - 1 if asks is not None and asks[1] <= after else first

    def _aspect(self, first: int, after: int) -> bool:
        """Whether a question ends with what is asked about: `what is the running time`."""
        last = self.message.at(after - 1)
        known = last in _ASPECTS or bool(self.pointer.vocabulary.facts_called(last))
        return known and after - first < 6

    def _finds(self, first: int, after: int) -> bool:
        """Whether a question looks for other items: `what else is like it`."""
        clause = self.message.cut(first, after)
        ends = ("", *_CLOSE)  # "what is it like then"
        alike = any(clause.at(end) not in ends for _, end, _ in clause.findall(cues.LIKE))
        alike = alike and self.message.at(first) not in ("did", "have", "would", "will")
        return alike or clause.search(f"{cues.FINDS}|{cues.ADVISE}") is not None

    def _asks(self) -> bool:
        return self.message.text.rstrip().endswith(("?", "？"))

    def _asks_us(self) -> bool:
        """Whether the question is one about us: `the third is too dear, are you joking?`"""
        first = clauses(self.message)[-1][0]
        return first > 0 and self.message.match("(?:are|were) you", first) > 0

    def _in_passing(self) -> Objects:
        """`he wasn't in the third one, was he?`: a question that names one item somewhere."""
        if not self._asks() or self.message.search(_WANTS) or self._finds(0, len(self.message)):
            return Objects()
        if any(self.message.search(pattern) for _, pattern in cues.FEEDBACK):
            return Objects()
        tag = next(self.message.findall(_TAG), None)
        if tag is None or not tag[0] or not (tag[1] == len(self.message) or tag[2]["who"]):
            return Objects()
        if found := self._named(0, len(self.message)):
            return found
        told = self.message.cut(0, tag[0]).search("it|that|this(?! one)")
        return Objects(tuple(self.pointer.focus[:1])) if told else Objects()

    def _inside(self, first: int, after: int, *, any_item: bool) -> Objects:
        """The item named among words; `any_item`: also one that is described right there."""
        for place in range(first, after):
            for end in range(after, place, -1):
                if found := self._whole(place, end):
                    return found
        pronoun = self._pronoun(first, after)
        if not (pronoun and self.pointer.topic) and (found := self._named(first, after)):
            return found
        if pronoun:
            missing = (self.pointer.place(place) for place in range(first))
            if gone := next((one for one in missing if one.problem), None):
                return gone  # "the seventh, what is that about"
            if len(self.pointer.focus) == 1:
                return Objects(tuple(self.pointer.focus))
        found = self.pointer.glance(first) if any_item else Objects()
        return self.pointer.objects(first, slips=False) if found.items else Objects()

    def _pronoun(self, first: int, after: int) -> bool:
        return any(self.message.at(place) in _IT for place in range(first, after))

    def _named(self, first: int, after: int) -> Objects:
        """The only item that is described or placed among words, and compared with nothing."""
        inside = [place for place, _ in self.pointer.mentions() if first <= place < after]
        if len(inside) != 1 or self.message.at(inside[0] - 1) in _NO_SUBJECT:
            return Objects()
        opens = self.message.at(inside[0] - 1) in ("is", "are", "was", "were") and inside[0] > 1
        if opens and self.message.at(inside[0] - 2) in _OPEN and graded_at(self.pointer, inside[0]):
            return Objects()  # "what is the cheapest jacket"
        return self.pointer.objects(inside[0], slips=False)

    def _whole(self, first: int, after: int) -> Objects:
        """The item that words [first, after) name, to the last of them."""
        if self.message.norm(first, after) == "last":
            return Objects()  # "how long does it last"
        inside = replace(self.pointer, message=self.message.cut(first, after))
        found = inside.surely(0)
        if not found.items or found.after < after - first or self.pointer.in_name(first, after):
            return Objects()
        word = self.message.words[first]
        articles = self.message.at(first) in ("the", "a", "an")
        rare = (
            after - first - articles > 1
            or (word.capital and first > 0)
            or set(found.items) & set(self.pointer.ids)
        )
        after_verb = self.message.at(first - 1) in _BEFORE_TITLE
        ends = self.message.ends_at(after) or self.message.at(after) in ("about", "like", "again")
        if not (rare or (after_verb and ends)):
            return Objects()
        return Objects(inside.objects(0, slips=False).items)  # asks where several are called so

    def _named_after(self, place: int) -> Meaning | None:
        """The item that is named after `why`, or that is shown there: `why do I see a bee`."""
        shown = re.sub(
            r"(?<![^ ])(?:an?|some)(?= )", "the", self.message.norm(place, len(self.message))
        )
        for pointer in (self.pointer, replace(self.pointer, message=Message(shown))):
            found = (
                one
                for first, one in pointer.mentions()
                if first >= place or pointer is not self.pointer
            )
            if named := next(found, None):
                return explained(named)
        # "Why did Heat end up here": whatever follows a title on the screen.
        each = (self.pointer.single(i, anywhere=True) for i in range(place, len(self.message)))
        listed = (one for one in each if one.items and one.items[0] in self.pointer.ids)
        found_listed = next(listed, None)
        return explained(found_listed) if found_listed else None

    def _why(self) -> Meaning | None:
        line = self.message.norm(self.message.start, len(self.message))
        if len(self.pointer.focus) == 1 and re.fullmatch(cues.TELL_MORE, line):
            return explained(Objects(tuple(self.pointer.focus)))
        cue = self.message.search(cues.WHY)
        known = cue is not None and self.message.at(cue[0]) in ("know", "tell", "say")
        if cue is None or (cue[0] > 3 and not (known or self.message.ends_at(cue[0]))):
            return None
        place = cue[1]
        if self.message.match("to [a-z]+", place):
            return None  # "tell me what to watch"
        while place < len(self.message):
            if found := self.pointer.objects(place, slips=place == cue[1]):
                return explained(found)
            skip = self.message.search(cues.AFTER_WHY, place)
            if skip is None or skip[0] != place:
                return self._named_after(cue[1])
            place = skip[1]
        focus = tuple(self.pointer.focus[:1])
        return explained(Objects(focus) if focus else Objects(problem=WHICH))
