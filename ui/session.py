"""One visitor's page: who they are, the chat, the list. No screen here: the page draws it.

Every verb is a generator that changes the session and yields whenever it is worth drawing, so a
streamed answer is a session drawn many times. Verbs may overlap (a button while an answer is
written): each writes into its own message.
"""

import time
from collections.abc import Generator, Iterable
from dataclasses import replace

from mmrec.dialogue import Chip, Conversation, Meaning, Remark
from mmrec.errors import MmrecError
from mmrec.types import Event, Query, Recommendation, new_id
from ui import words
from ui.bubbles import Bubble
from ui.cards import Status
from ui.lexicon import Lexicon
from ui.needs import Recommends

LIST = 10
_LISTS_KEPT = 8  # a click on an older card still finds what was shown
_MESSAGES_KEPT = 100
_SECONDS_A_WORD = 0.012
_JUDGEMENTS = ("like", "dislike", "not_interested")

Drawing = Generator[None, None, None]


def newcomer() -> str:
    """A fresh user id."""
    return f"guest-{new_id()[:8]}"


class Session:
    """The state of one page, and the verbs that a visitor has.

    Args:
        recommender: what answers.
        lexicon: what the dialogue knows of the catalogue.
        seconds_a_word: the pace at which answers are written.
    """

    def __init__(
        self, recommender: Recommends, lexicon: Lexicon, *, seconds_a_word: float = _SECONDS_A_WORD
    ) -> None:
        self._recommender = recommender
        self._lexicon = lexicon
        self._pace = seconds_a_word
        self.identify("")

    def identify(self, user_id: str) -> None:
        """Who is here; everything else is as on an empty page."""
        self.user_id = user_id
        self.bubbles: list[Bubble] = []
        self.shown: list[Recommendation] = []
        self.conversation = Conversation()
        self.status: Status = "start"
        self.heading = words.FOR_YOU
        self.message = ""
        self.version = 0  # of the list, so that the page redraws it only when it changed
        self._lists: dict[str, list[Recommendation]] = {}
        self._asked: dict[str, str | None] = {}  # the words that each of them answered
        self._clicked: set[str] = set()
        self._seen: set[str] = set()  # what this request has shown: "more" goes past it

    @property
    def parts(self) -> tuple[Chip, ...]:
        """What the running request was understood as; each part can be removed by its id."""
        titles = self._lexicon.current().titles
        return tuple(
            replace(chip, label=f"like {titles.title(chip.label)}") if chip.kind == "like" else chip
            for chip in self.conversation.chips
        )

    @property
    def chips(self) -> tuple[str, ...]:
        """The same as labels."""
        return tuple(chip.label for chip in self.parts)

    # --- verbs ---

    def start(self, user_id: str | None = None) -> Drawing:
        """Begin as a known user, or as a new one (None, or an id without events)."""
        version = self.version
        self.identify((user_id or "").strip() or newcomer())
        self.version = version + 1
        bubble = self._open()
        yield from self._safely(bubble, self._welcome(bubble))

    def say(self, text: str, picture: str | None = None) -> Drawing:
        """One chat turn: words, a picture, or both."""
        if not self.user_id:
            yield from self.start()
        bubble = self._open(text.strip(), picture)
        yield
        yield from self._safely(bubble, self._respond(bubble, text.strip(), picture))

    def remove(self, chip_id: str) -> Drawing:
        """Take one part of the request away; a part that is not there changes nothing."""
        label = next((chip.label for chip in self.parts if chip.id == chip_id), None)
        if label is None:
            return
        bubble = self._open(words.removed(label))
        self.conversation = self.conversation.without(chip_id)
        yield
        yield from self._safely(bubble, self._relist(bubble, Meaning("refine")))

    def undo(self) -> Drawing:
        """Go back to the state before the last step."""
        yield from self.say(words.UNDO)

    def press(self, kind: str, request_id: str, item_id: str) -> Drawing:
        """A button of a card: like, dislike, not_interested, why; or click, when it is opened.

        What comes from the browser is checked: only items that were shown can be pressed.
        """
        place = self._place(item_id, request_id)
        if place is None or kind not in (*_JUDGEMENTS, "click", "why"):
            return
        if kind == "click":
            if item_id not in self._clicked:
                self._clicked.add(item_id)
                self._record(kind, place)
            return
        bubble = self._open(words.pressed(kind, place.item.title))
        self.conversation = replace(self.conversation, focus=(item_id,))
        yield
        steps = self._explain(bubble, place) if kind == "why" else self._judge(bubble, kind, place)
        yield from self._safely(bubble, steps)

    # --- the steps of a verb ---

    def _welcome(self, bubble: Bubble) -> Drawing:
        known = self._recommender.knows(self.user_id)
        lately = self._recommender.history(self.user_id, 5) if known else []
        yield from self._list(Meaning("recommend"))
        yield from self._write(bubble, words.welcome(self.user_id, lately, self.shown))

    def _respond(self, bubble: Bubble, text: str, picture: str | None) -> Drawing:
        meaning = self._understand(text, picture)
        problem = meaning.problem or (meaning.question and words.question(meaning.question))
        nothing = meaning.intent == "undo" and not self.conversation.past
        self.conversation = self.conversation.told(meaning)
        if problem or nothing:
            yield from self._write(bubble, problem or words.NOTHING_TO_UNDO)
        elif meaning.intent in ("small_talk", "help"):
            titles = [place.item.title for place in self.shown]
            yield from self._write(bubble, words.help_text(meaning.intent, titles))
        elif meaning.intent == "profile":
            yield from self._write(bubble, self._profile())
        elif meaning.intent == "explain":
            item_id = meaning.items[0]
            yield from self._explain(bubble, self._place(item_id) or item_id)
        elif meaning.intent == "compare":
            items = self._recommender.items(meaning.items)
            yield from self._write(bubble, words.compared(items, meaning.by))
        else:
            yield from self._relist(bubble, meaning)

    def _relist(
        self, bubble: Bubble, meaning: Meaning, pressed: Recommendation | None = None
    ) -> Drawing:
        """Record what was said of items, or `pressed`, then show the list that follows."""
        for remark in meaning.remarks:
            place = pressed or self._place(remark.item_id) or remark.item_id
            self._record(remark.kind, place, remark.value)
        yield from self._list(meaning)
        titles = [self._lexicon.current().titles.title(r.item_id) for r in meaning.remarks]
        if titles:
            noted = words.noted(meaning.remarks[0].kind, titles, self.shown)
            yield from self._write(bubble, noted)
        else:
            answer = words.answer(meaning.intent, self.shown, self._limits())
            yield from self._write(bubble, answer, self.chips)

    def _understand(self, text: str, picture: str | None) -> Meaning:
        """What a message means; beside a picture, words say what else it should be."""
        before = self.conversation
        if picture is None:
            return self._lexicon.reader().read(text, before)
        self.conversation = before.pictured(picture)
        if not text:
            return Meaning("refine")
        meaning = self._lexicon.reader().read(text, replace(self.conversation, shown=()))
        wish = meaning if meaning.intent in ("search", "more_like", "refine") else Meaning("refine")
        return replace(wish, intent="refine", problem=None, question=None)

    def _limits(self) -> str:
        return ", ".join(chip.label for chip in self.parts if chip.kind == "constraint")

    def _profile(self) -> str:
        lately = self._recommender.history(self.user_id, 10)
        titles = self._lexicon.current().titles
        liked = [titles.title(item) for item in self.conversation.liked]
        rejected = [titles.title(item) for item in self.conversation.rejected]
        return words.profile(lately, liked, rejected, self.conversation.tastes)

    def _list(self, meaning: Meaning) -> Drawing:
        """A new list for the running request; its impressions are logged."""
        if meaning.intent != "more":
            self._seen = set()
        query = self.conversation.query
        self._redraw("loading", words.heading(query))
        yield
        self.shown = self._recommender.recommend(
            self.user_id,
            query=query if query != Query() else None,
            exclude=sorted(self._seen | set(self.conversation.judged)),
            k=LIST,
        )
        self.conversation = self.conversation.showing([place.item_id for place in self.shown])
        if self.shown:
            self._seen |= {place.item_id for place in self.shown}
            self._lists[self.shown[0].request_id] = self.shown
            self._asked[self.shown[0].request_id] = query.text
            self._lists = dict(list(self._lists.items())[-_LISTS_KEPT:])
            self._recommender.show(self.user_id, self.shown)
        status: Status = "ready" if self.shown else "nothing"
        self._redraw(status, self.heading, words.nothing(meaning.intent, self._limits()))
        yield

    def _explain(self, bubble: Bubble, place: Recommendation | str) -> Drawing:
        bubble.text = words.READING
        yield
        asked = None if isinstance(place, str) else self._asked[place.request_id]
        explanation = self._recommender.explain(self.user_id, place, asked)
        bubble.explanation = explanation
        yield from self._write(bubble, explanation.text)

    def _judge(self, bubble: Bubble, kind: str, place: Recommendation) -> Drawing:
        meaning = Meaning("feedback", remarks=(Remark(kind, place.item_id),))
        self.conversation = self.conversation.told(meaning)
        yield from self._relist(bubble, meaning, place)

    def _record(self, kind: str, place: Recommendation | str, value: float | None = None) -> None:
        """An event, tied to the list that it came from when there was one."""
        if isinstance(place, str):
            self._recommender.record(Event(self.user_id, place, kind, value))
            return
        self._recommender.record(
            Event(
                self.user_id,
                place.item_id,
                kind,
                value,
                request_id=place.request_id,
                position=place.rank,
                propensity=place.propensity,
                model_id=place.model_id,
                source="+".join(place.sources),
            )
        )

    def _place(self, item_id: str, request_id: str | None = None) -> Recommendation | None:
        """Where an item was shown: in that list, else in the latest that had it."""
        lists: Iterable[list[Recommendation]] = reversed(self._lists.values())
        if request_id is not None:
            lists = [self._lists.get(request_id, [])]
        return next((r for shown in lists for r in shown if r.item_id == item_id), None)

    def _redraw(self, status: Status, heading: str, message: str = "") -> None:
        self.status, self.heading, self.message = status, heading, message
        self.version += 1

    # --- messages ---

    def _open(self, text: str | None = None, picture: str | None = None) -> Bubble:
        """The visitor's message, if there is one, and an answer to be written."""
        if text is not None:
            self.bubbles.append(Bubble("user", text, picture=picture))
        answer = Bubble("assistant", pending=True)
        self.bubbles = [*self.bubbles, answer][-_MESSAGES_KEPT:]
        return answer

    def _write(self, bubble: Bubble, text: str, chips: tuple[str, ...] = ()) -> Drawing:
        """Write an answer word by word."""
        bubble.text, bubble.chips = "", chips
        for word in text.split(" "):
            bubble.text += f" {word}" if bubble.text else word
            if self._pace:
                time.sleep(self._pace)
            yield
        bubble.pending = False
        yield

    def _safely(self, bubble: Bubble, steps: Drawing) -> Drawing:
        """Run steps; what a person can mend is said, anything else leaves no message half open."""
        try:
            yield from steps
        except MmrecError as error:
            self._fail(bubble, f"{error.message} {error.remedy}".strip())
            yield
        finally:
            if bubble.pending:  # an unforeseen error, which the server logs, or the visitor left
                self._fail(bubble, words.BROKEN)

    def _fail(self, bubble: Bubble, message: str) -> None:
        bubble.text, bubble.chips, bubble.tone, bubble.pending = message, (), "error", False
        if self.status == "loading":
            self._redraw("ready" if self.shown else "error", self.heading, message)
