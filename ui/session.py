"""One visitor's page: who they are, the chat, the list. No screen here: the page draws it.

Every verb is a generator that changes the session and yields whenever it is worth drawing, so a
streamed answer is a session drawn many times. Verbs may overlap (a button while an answer is
written): each writes into its own message.
"""

import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace

from mmrec.dialogue import Turn, understand
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
        self.turn: Turn | None = None  # the last one: "it" and "but funnier" go back to it
        self.request = Turn("recommend")  # what the list on the screen answers
        self.status: Status = "start"
        self.heading = words.FOR_YOU
        self.message = ""
        self.version = 0  # of the list, so that the page redraws it only when it changed
        self._lists: dict[str, list[Recommendation]] = {}
        self._asked: dict[str, str | None] = {}  # the words that each of them answered
        self._clicked: set[str] = set()
        self._judged: set[str] = set()  # does not come back here, not even when only seen
        self._seen: set[str] = set()  # what this request has shown: "more" goes past it

    @property
    def chips(self) -> tuple[str, ...]:
        """What the running request was understood as."""
        return self.request.understood

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
        if self.turn is not None:
            self.turn = replace(self.turn, items=(item_id,))
        yield
        steps = (
            self._explain(bubble, place) if kind == "why" else self._judge(bubble, kind, [place])
        )
        yield from self._safely(bubble, steps)

    # --- the steps of a verb ---

    def _welcome(self, bubble: Bubble) -> Drawing:
        known = self._recommender.knows(self.user_id)
        lately = self._recommender.history(self.user_id, 5) if known else []
        yield from self._list(Turn("recommend"))
        yield from self._write(bubble, words.welcome(self.user_id, lately, self.shown))

    def _respond(self, bubble: Bubble, text: str, picture: str | None) -> Drawing:
        turn = self._understand(text, picture)
        if turn.problem:
            yield from self._write(bubble, turn.problem)
        elif turn.intent in ("greeting", "help"):
            titles = [place.item.title for place in self.shown]
            yield from self._write(bubble, words.help_text(turn.intent, titles))
        elif turn.intent == "explain":
            self.turn = turn
            item_id = turn.items[0]
            yield from self._explain(bubble, self._place(item_id) or item_id)
        elif turn.intent == "feedback":
            self.turn = turn
            places = [self._place(item_id) or item_id for item_id in turn.items]
            yield from self._judge(bubble, turn.kind or "like", places)
        else:
            yield from self._list(turn)
            yield from self._write(bubble, words.answer(turn, self.shown), self.chips)

    def _understand(self, text: str, picture: str | None) -> Turn:
        known = self._lexicon.current()
        turn = understand(
            text,
            titles=known.titles,
            vocabulary=known.vocabulary,
            shown=[place.item for place in self.shown],
            previous=None if picture else self.turn,
        )
        if picture is None:
            return turn
        # Words beside a picture say what else it should be; they never speak about the old list.
        wish = turn if turn.intent in ("search", "more_like") else Turn("search")
        query = replace(wish.query, image=picture)
        said = ("your picture", *wish.understood)
        return replace(wish, query=query, items=(), problem=None, understood=said)

    def _list(self, turn: Turn) -> Drawing:
        """A new list for a request; its impressions are logged."""
        if turn.intent == "more":
            turn = replace(turn, understood=self.request.understood)
        else:
            self._seen = set()
        self._redraw("loading", words.heading(turn))
        yield
        wanted = turn.query if turn.query != Query() else None
        self.shown = self._recommender.recommend(
            self.user_id, query=wanted, exclude=sorted(self._judged | self._seen), k=LIST
        )
        self.turn = self.request = replace(turn, items=())
        if self.shown:
            self._seen |= {place.item_id for place in self.shown}
            self._lists[self.shown[0].request_id] = self.shown
            self._asked[self.shown[0].request_id] = turn.query.text
            self._lists = dict(list(self._lists.items())[-_LISTS_KEPT:])
            self._recommender.show(self.user_id, self.shown)
        status: Status = "ready" if self.shown else "nothing"
        self._redraw(status, self.heading, words.nothing(turn))
        yield

    def _judge(self, bubble: Bubble, kind: str, places: Sequence[Recommendation | str]) -> Drawing:
        """Record what the visitor thinks of items, then show the list that follows from it."""
        items = [place if isinstance(place, str) else place.item_id for place in places]
        for place in places:
            self._record(kind, place)
        self._judged |= set(items)
        yield from self._list(replace(self.request, intent="recommend"))
        self.turn = replace(self.request, items=tuple(items))
        titles = [self._lexicon.current().titles.title(item_id) for item_id in items]
        yield from self._write(bubble, words.noted(kind, titles, self.shown))

    def _explain(self, bubble: Bubble, place: Recommendation | str) -> Drawing:
        bubble.text = words.READING
        yield
        asked = None if isinstance(place, str) else self._asked[place.request_id]
        explanation = self._recommender.explain(self.user_id, place, asked)
        bubble.explanation = explanation
        yield from self._write(bubble, explanation.text)

    def _record(self, kind: str, place: Recommendation | str) -> None:
        """An event, tied to the list that it came from when there was one."""
        if isinstance(place, str):
            self._recommender.record(Event(self.user_id, place, kind))
            return
        self._recommender.record(
            Event(
                self.user_id,
                place.item_id,
                kind,
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
