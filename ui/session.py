"""One visitor's session: the verbs that a visitor has. No screen here: the page draws it.

Every verb is a generator that changes the session and yields whenever it is worth drawing, so a
streamed answer is a session drawn many times. Verbs may overlap (a button while an answer is
written): each writes into its own message. A message waits, below its line, until what was asked
before it has its list: its words may be about that list.
"""

from collections.abc import Sequence
from dataclasses import replace

from mmrec.dialogue import Meaning, Remark
from mmrec.types import new_id
from ui.bubbles import Bubble
from ui.keeping import session_of
from ui.lists import PAGES
from ui.steps import Steps
from ui.talk import Drawing
from ui.titles import spoken
from ui.words import Language, Words

_PRESSED = ("like", "dislike", "not_interested", "why", "look")


def newcomer() -> str:
    """A fresh user id."""
    return f"guest-{new_id()[:8]}"


class Session(Steps):
    """The verbs of one page; see `State` for what it is made with."""

    def start(self, user_id: str | None = None) -> Drawing:
        """Begin as a known user, or as a new one (None, or an id that is not known).

        A conversation that this user left is gone on with.
        """
        whole = self.take_up((user_id or "").strip() or newcomer())
        if whole is None:
            bubble = self.talk.open()
            yield from self._run(bubble, self._welcome(bubble), keep=False)
            return
        bubble = Bubble("assistant", pending=True)  # said only when there is something to say
        yield from self._run(bubble, self._resumed(bubble, whole=whole), keep=False)
        if not whole or bubble.tone == "error":
            self.bubbles.append(bubble)
            yield

    def take_up(self, user_id: str) -> bool | None:
        """Be this user, in the conversation that they left; None when there is none.

        False: the picture of its request is gone. No list is made.
        """
        self.identify(user_id)
        text = self._recommender.memory.kept(user_id)
        kept = session_of(text) if text else None
        return None if kept is None else self.restore(kept)

    def say(self, text: str, picture: str | None = None) -> Drawing:
        """One chat turn: words, a picture, or both."""
        if not self.user_id:
            yield from self.start()
        self.page = "for_you"
        bubble = self.talk.open(text.strip(), picture)
        yield from self._run(bubble, self._respond(bubble, text.strip(), picture))

    def remove(self, chip_id: str) -> Drawing:
        """Take one part of the request away; a part that is not there changes nothing."""
        label = next((chip.label for chip in self.parts if chip.id == chip_id), None)
        if label is not None:
            self.conversation = self.conversation.without(chip_id)
            yield from self._step(self.words("without", label), Meaning("refine"))

    def undo(self) -> Drawing:
        """Go back to the state before the last step; judgements of that step are forgotten."""
        bubble = self.talk.open(self.words("undo"))
        yield from self._run(bubble, self._undo(bubble))

    def start_over(self) -> Drawing:
        """Drop the whole request."""
        meaning = Meaning("start_over")
        self.conversation = self.conversation.told(meaning)
        yield from self._step(self.words("start_over"), meaning)

    def weigh(self, balance: float) -> Drawing:
        """Set the weight of the picture against the words, from 0 to 1."""
        self.balance = min(max(balance, 0.0), 1.0)
        share = round(100 * self.balance)
        yield from self._step(self.words("weighed", share, 100 - share), Meaning("refine"))

    def press(self, kind: str, request_id: str, item_id: str) -> Drawing:
        """A button of a card: like, dislike, not_interested, look, why, save; open shows details.

        What comes from the browser is checked: only items that were shown can be pressed.
        """
        place = self.showing.place(item_id, request_id)
        if place is None:
            return
        if kind == "open":
            yield from self._open(place)
        elif kind == "save":
            self.visitor.save(place)
            self.redraw()
            yield
        elif kind in _PRESSED and (kind != "look" or place.item.image):
            self.detail, self.page = None, "for_you"
            bubble = self.talk.open(self.words(f"pressed_{kind}", spoken(place.item.title)))
            self.conversation = replace(self.conversation, focus=(item_id,))
            self.redraw()
            yield from self._run(bubble, self._pressed(bubble, kind, place))

    def close(self) -> Drawing:
        """Close the details."""
        self.detail = None
        yield

    def go(self, page: str) -> Drawing:
        """Turn to another page."""
        self.page = next((known for known in PAGES if known == page), self.page)
        self.showing.add_items(self.visitor.items())  # what is listed there can be pressed
        self.redraw()
        yield

    def speak(self, language: Language) -> Drawing:
        """Another language for the page; what was said stays as it was said."""
        self.words = Words(language)
        self.redraw()
        yield

    def forget(self, event_ids: Sequence[str]) -> Drawing:
        """Delete what the log knows of these; undo brings it back."""
        gone = self.visitor.forget(event_ids)
        if not gone:
            return
        before = self.conversation
        item_ids = list(dict.fromkeys(event.item_id for event in gone))
        for item_id in item_ids:
            self.conversation = self.conversation.forgetting(item_id)
        self._forgotten = [*self._forgotten, (self.conversation.past, before, tuple(gone))]
        titles = self.words("and").join(self._title(item_id) for item_id in item_ids)
        bubble = self.talk.open(self.words("forgot_line", titles))
        yield from self._run(bubble, self._forgot(bubble, titles))

    def rate(self, bubble_id: str, *, helpful: bool) -> Drawing:
        """Say of an explanation that it helped, or not; said again, it is taken back."""
        rated = next((one for one in self.bubbles if one.bubble_id == bubble_id), None)
        if rated is None or rated.explanation is None or rated.pending:
            return
        bubble = Bubble("assistant", pending=True)  # said only when something is wrong
        yield from self._run(bubble, self._rate(bubble, rated, helpful=helpful))
        if bubble.tone == "error":
            self.bubbles.append(bubble)
            yield

    def begin(self, item_ids: Sequence[str]) -> Drawing:
        """A newcomer's choice: likes of items that were offered."""
        chosen = [item for item in self.starters if item.item_id in item_ids]
        if not chosen:
            return
        self.starters, self._settled = [], True
        meaning = Meaning("feedback", remarks=tuple(Remark("like", i.item_id) for i in chosen))
        self.conversation = self.conversation.told(meaning)
        titles = self.words("and").join(spoken(item.title) for item in chosen)
        yield from self._step(self.words("chosen", titles), meaning)

    def not_now(self) -> Drawing:
        """Put the first choice away."""
        self.starters, self._settled = [], True
        self.redraw()
        yield
