"""One visitor's page: who they are, the chat, the list. No screen here: the page draws it.

Every verb is a generator that changes the session and yields whenever it is worth drawing, so a
streamed answer is a session drawn many times.
"""

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec

from mmrec.dialogue import TitleIndex, Turn, Vocabulary, understand
from mmrec.errors import MmrecError
from mmrec.types import Event, Query, Recommendation, new_id
from ui import words
from ui.bubbles import Bubble
from ui.cards import Status
from ui.needs import Recommends

LIST = 10
_LISTS_KEPT = 8  # a click on an older card still finds what was shown
_SECONDS_A_WORD = 0.012

Drawing = Generator[None, None, None]
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Words:
    """What the dialogue needs to know of a catalogue; made once, shared by all sessions."""

    titles: TitleIndex
    vocabulary: Vocabulary

    @classmethod
    def of(cls, recommender: Recommends) -> "Words":
        """Read all titles and facts: about a second for ten thousand items."""
        titles = recommender.titles()
        items = recommender.items(list(titles))
        return cls(TitleIndex(titles), Vocabulary.of(items, recommender.facts()))


def guarded(
    verb: Callable[Concatenate["Session", P], Drawing],
) -> Callable[Concatenate["Session", P], Drawing]:
    """A verb whose `MmrecError` becomes a line in the chat."""

    def safely(session: "Session", /, *args: P.args, **kwargs: P.kwargs) -> Drawing:
        try:
            yield from verb(session, *args, **kwargs)
        except MmrecError as error:
            session.fail(f"{error.message} {error.remedy}".strip())
            yield

    safely.__doc__ = verb.__doc__
    return safely


class Session:
    """The state of one page, and the verbs that a visitor has."""

    def __init__(
        self, recommender: Recommends, lexicon: Words, *, seconds_a_word: float = _SECONDS_A_WORD
    ) -> None:
        self._recommender = recommender
        self._lexicon = lexicon
        self._pace = seconds_a_word
        self._lists: dict[str, list[Recommendation]] = {}
        self._clicked: set[str] = set()
        self.user_id = ""
        self.known = False
        self.bubbles: list[Bubble] = []
        self.shown: list[Recommendation] = []
        self.turn: Turn | None = None
        self.status: Status = "start"
        self.heading = ""
        self.message = ""
        self.hidden: set[str] = set()  # what this visitor judged: it does not come back here
        self._seen: set[str] = set()  # what this request has shown: "more" goes past it
        self.version = 0  # of the list, so that the page redraws it only when it changed

    @property
    def chips(self) -> tuple[str, ...]:
        """What the running request was understood as."""
        return words.chips_of(self.turn)

    # --- verbs ---

    @guarded
    def start(self, user_id: str | None = None) -> Drawing:
        """Begin as a known user, or as a new one (None, or an id without events)."""
        self.user_id = (user_id or "").strip() or f"guest-{new_id()[:8]}"
        self.bubbles, self.turn, self.hidden, self._seen = [], None, set(), set()
        self._lists, self._clicked, self.shown = {}, set(), []
        self._redraw("loading", words.FOR_YOU)
        yield
        self.known = self._recommender.knows(self.user_id)
        lately = self._recommender.history(self.user_id, 5) if self.known else []
        yield from self._list(Turn("recommend"))
        yield from self._speak(words.welcome(self.user_id, lately, self.shown))

    @guarded
    def say(self, text: str, picture: str | None = None) -> Drawing:
        """One chat turn: words, a picture, or both."""
        if not self.user_id:
            yield from self.start(None)
        text = text.strip()
        self.bubbles.append(Bubble("user", text, picture=picture))
        self.bubbles.append(Bubble("assistant", pending=True))
        yield
        turn = self._understand(text, picture)
        if turn.problem:
            yield from self._answer(turn.problem)
        elif turn.intent in ("greeting", "help"):
            titles = [place.item.title for place in self.shown]
            yield from self._answer(words.help_text(turn.intent, titles))
        elif turn.intent == "explain":
            self.turn = turn
            yield from self._explain(turn.items[0])
        elif turn.intent == "feedback":
            self.turn = turn
            yield from self._judge(turn.kind or "like", turn.items)
        else:
            yield from self._list(turn)
            yield from self._answer(words.answer(turn, self.shown), words.chips_of(turn))

    @guarded
    def press(self, kind: str, request_id: str, item_id: str) -> Drawing:
        """A button of a card: like, dislike, not_interested, click or why.

        What comes from the browser is checked: only items that were shown can be pressed.
        """
        place = self._place(item_id, request_id)
        if place is None or kind not in ("like", "dislike", "not_interested", "click", "why"):
            return
        if kind == "click":
            if item_id not in self._clicked:
                self._clicked.add(item_id)
                self._record(kind, place)
            return
        asked = words.pressed(kind, place.item.title)
        self.bubbles += [Bubble("user", asked), Bubble("assistant", pending=True)]
        if self.turn is not None:
            self.turn = replace(self.turn, items=(item_id,))
        yield
        if kind == "why":
            yield from self._explain(item_id)
        else:
            yield from self._judge(kind, (item_id,), request_id)

    def fail(self, message: str) -> None:
        """Say what went wrong; a list that was loading becomes an error state."""
        self.bubbles = [bubble for bubble in self.bubbles if not bubble.pending]
        self.bubbles.append(Bubble("assistant", message, tone="error"))
        if self.status == "loading":
            self._redraw("ready" if self.shown else "error", self.heading, message)

    # --- the steps of a verb ---

    def _understand(self, text: str, picture: str | None) -> Turn:
        turn = understand(
            text,
            titles=self._lexicon.titles,
            vocabulary=self._lexicon.vocabulary,
            shown=[place.item for place in self.shown],
            previous=None if picture else self.turn,
        )
        if picture is None:
            return turn
        # Words beside a picture say what else it should be; they never speak about the old list.
        wish = turn if turn.intent in ("search", "more_like") else Turn("search")
        said = ("your picture", *wish.understood)
        return replace(wish, query=replace(wish.query, image=picture), items=(), understood=said)

    def _list(self, turn: Turn) -> Drawing:
        """A new list for a request; its impressions are logged."""
        if turn.intent != "more":
            self._seen = set()
        self.heading = words.heading(turn)
        self._redraw("loading", self.heading)
        yield
        wanted = turn.query if turn.query != Query() else None
        self.shown = self._recommender.recommend(
            self.user_id, query=wanted, exclude=sorted(self.hidden | self._seen), k=LIST
        )
        self.turn = replace(turn, items=())
        self._keep(self.shown)
        self._redraw("ready" if self.shown else "nothing", self.heading, words.nothing(turn))
        yield

    def _keep(self, shown: Sequence[Recommendation]) -> None:
        if not shown:
            return
        self._seen |= {place.item_id for place in shown}
        self._lists[shown[0].request_id] = list(shown)
        for oldest in list(self._lists)[:-_LISTS_KEPT]:
            del self._lists[oldest]
        self._recommender.show(self.user_id, shown)

    def _judge(self, kind: str, item_ids: Sequence[str], request_id: str | None = None) -> Drawing:
        """Record what the visitor thinks of items, then show the list that follows from it."""
        for item_id in item_ids:
            self._record(kind, self._place(item_id, request_id), item_id)
        self.hidden |= set(item_ids)
        self.known = True
        turn = self.turn or Turn("recommend")
        yield from self._list(replace(turn, intent="recommend", items=()))
        self.turn = replace(turn, items=tuple(item_ids))
        titles = [self._lexicon.titles.title(item_id) for item_id in item_ids]
        yield from self._answer(words.noted(kind, titles, self.shown))

    def _explain(self, item_id: str) -> Drawing:
        self._pending().text = words.READING
        yield
        explanation = self._recommender.explain(self.user_id, self._place(item_id) or item_id)
        self._pending().explanation = explanation
        yield from self._answer(explanation.text)

    def _record(self, kind: str, place: Recommendation | None, item_id: str = "") -> None:
        event = Event(self.user_id, place.item_id if place else item_id, kind)
        if place is not None:
            event = replace(
                event,
                request_id=place.request_id,
                position=place.rank,
                propensity=place.propensity,
                model_id=place.model_id,
                source="+".join(place.sources),
            )
        self._recommender.record(event)

    def _place(self, item_id: str, request_id: str | None = None) -> Recommendation | None:
        """Where an item was shown: in that list, else in the latest that had it."""
        lists: Iterable[list[Recommendation]] = reversed(self._lists.values())
        if request_id is not None:
            lists = [self._lists.get(request_id, [])]
        return next((r for shown in lists for r in shown if r.item_id == item_id), None)

    def _redraw(self, status: Status, heading: str, message: str = "") -> None:
        self.status, self.heading, self.message = status, heading, message
        self.version += 1

    def _pending(self) -> Bubble:
        """The answer that is being written."""
        if not self.bubbles or not self.bubbles[-1].pending:
            self.bubbles.append(Bubble("assistant", pending=True))
        return self.bubbles[-1]

    def _speak(self, text: str) -> Drawing:
        yield from self._answer(text)

    def _answer(self, text: str, chips: tuple[str, ...] = ()) -> Drawing:
        """Write an answer word by word."""
        bubble = self._pending()
        bubble.text, bubble.chips = "", chips
        for word in text.split(" "):
            bubble.text += f" {word}" if bubble.text else word
            if self._pace:
                time.sleep(self._pace)
            yield
        bubble.pending = False
        yield
