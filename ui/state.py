"""The state of one visitor's page: who they are, the request, the list; and all of it on paper."""

from dataclasses import replace
from pathlib import Path

from mmrec.dialogue import Chip, Conversation
from mmrec.types import Event, Item, Query, Recommendation
from ui.bubbles import Bubble
from ui.details import Detail
from ui.keeping import Kept
from ui.lexicon import Lexicon
from ui.lists import Page, Request, Status
from ui.needs import Recommends
from ui.showing import Showing
from ui.talk import SECONDS_A_WORD, Talk
from ui.titles import spoken
from ui.visitor import Visitor
from ui.words import Language, Words


class State:
    """What a page draws.

    Args:
        recommender: what answers.
        lexicon: what the dialogue knows of the catalogue.
        language: of the page.
        seconds_a_word: the pace at which answers are written.
    """

    def __init__(
        self,
        recommender: Recommends,
        lexicon: Lexicon,
        *,
        language: Language = "en",
        seconds_a_word: float = SECONDS_A_WORD,
    ) -> None:
        self._recommender = recommender
        self._lexicon = lexicon
        self._pace = seconds_a_word
        self.words = Words(language)
        self.version = 0  # of the list, so that the page redraws it only when it changed
        self.identify("")

    def identify(self, user_id: str) -> None:
        """Who is here; everything else is as on an empty page."""
        self.user_id = user_id
        self.visitor = Visitor(self._recommender, self._lexicon, user_id)
        self.talk = Talk(self._pace)
        self.showing = Showing()
        self.shown: list[Recommendation] = []
        self.starters: list[Item] = []
        self.conversation = Conversation()
        self.balance = 0.5  # of a picture against the words
        self.page: Page = "for_you"
        self.detail: Detail | None = None
        self.status: Status = "start"
        self._intent = "recommend"
        self._seen: set[str] = set()  # what this request has shown: "more" goes past it
        self._looks: dict[str, str] = {}  # items by their picture, for requests that hold it
        # What was forgotten: where the conversation stood after it and before it, and the events.
        self._forgotten: list[tuple[tuple[Conversation, ...], Conversation, tuple[Event, ...]]] = []
        self._settled = False  # a newcomer's first choice is made or put away
        self.redraw()

    @property
    def bubbles(self) -> list[Bubble]:
        """The messages of the chat."""
        return self.talk.bubbles

    @property
    def parts(self) -> tuple[Chip, ...]:
        """What the running request was understood as; each part can be removed by its id."""
        return tuple(
            replace(chip, label=self.words.chip(chip, self._named(chip)))
            for chip in self.conversation.chips
        )

    @property
    def chips(self) -> tuple[str, ...]:
        """The same as labels."""
        return tuple(chip.label for chip in self.parts)

    @property
    def query(self) -> Query:
        """The whole request."""
        return replace(self.conversation.query, balance=self.balance)

    @property
    def request(self) -> Request:
        """The request as the list shows it."""
        query = self.query
        both = query.image and (query.text or query.like)
        return Request(self.parts, bool(self.conversation.past), self.balance if both else None)

    @property
    def heading(self) -> str:
        """Of the list."""
        item = self._looks.get(self.conversation.image or "")
        return (
            self.words("looks_like", self._title(item)) if item else self.words.heading(self.query)
        )

    @property
    def message(self) -> str:
        """What stands in place of an empty list."""
        if self.status == "error":
            return self.words("broken")
        return self.words.nothing(self._intent, self._limits())

    @property
    def tries(self) -> list[str]:
        """Lines to say with one press: the choices of an open question, else things to try."""
        asked = self.conversation.question
        if asked is not None:
            return [option.label for option in asked.options]
        return self.words.suggestions(self.shown)

    # --- on paper ---

    def kept(self) -> Kept:
        """What is left of it when the server stops."""
        return Kept(self.conversation, self.bubbles, self._looks, self.balance, self._settled)

    def restore(self, kept: Kept) -> bool:
        """The conversation as it was left; False when a picture of the request is gone."""
        self.conversation = kept.conversation
        self.talk.resume(kept.bubbles, self.words)
        self._looks, self.balance, self._settled = dict(kept.looks), kept.balance, kept.settled
        for bubble in self.bubbles:
            if bubble.picture and not Path(bubble.picture).exists():
                bubble.picture = None
        image = self.conversation.image
        whole = image is None or Path(image).exists()
        if not whole:
            self.conversation = self.conversation.without("picture")
        return whole

    def redraw(self) -> None:
        """The list is not what was drawn last."""
        self.version += 1

    def _title(self, item_id: str) -> str:
        return spoken(self._lexicon.current().titles.title(item_id))

    def _named(self, chip: Chip) -> str | None:
        """The title of the item that a chip is about."""
        if chip.kind == "like":
            return self._title(chip.id.partition(":")[2])
        item = self._looks.get(self.conversation.image or "")
        return self._title(item) if chip.kind == "picture" and item else None

    def _limits(self) -> str:
        return ", ".join(chip.label for chip in self.parts if chip.kind == "constraint")
