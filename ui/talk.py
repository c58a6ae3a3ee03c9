"""The chat of one visitor: messages that open, are written word by word, never left half open."""

import time
from collections.abc import Generator, Iterable
from itertools import takewhile

from mmrec.errors import MmrecError
from ui.bubbles import Bubble
from ui.words import Words

MESSAGES_KEPT = 100
SECONDS_A_WORD = 0.012
SECONDS_A_LOOK = 0.05  # whether a message's turn has come
LOOKS = 1200  # a minute: then a message goes ahead of an answer that does not come
_LOOKS_A_DRAWING = 20  # a message that waits changes nothing, and every drawing costs

Drawing = Generator[None, None, None]


class Talk:
    """The messages, newest last.

    Args:
        seconds_a_word: the pace at which answers are written.
    """

    def __init__(self, seconds_a_word: float = SECONDS_A_WORD) -> None:
        self._pace = seconds_a_word
        self.bubbles: list[Bubble] = []

    def open(self, text: str | None = None, picture: str | None = None) -> Bubble:
        """The visitor's message, if there is one, and an answer to be written."""
        said = [] if text is None else [Bubble("user", text, picture=picture)]
        answer = Bubble("assistant", pending=True)
        self.bubbles += [*said, answer]  # in place and at once: another verb may open its own
        del self.bubbles[:-MESSAGES_KEPT]
        return answer

    def turn(self, bubble: Bubble) -> Drawing:
        """Wait until every answer before this one has its first word: its list stands by then."""
        before = list(takewhile(lambda one: one is not bubble, list(self.bubbles)))
        for look in range(1, LOOKS + 1):
            if not any(one.pending and not one.text for one in before):
                return
            time.sleep(SECONDS_A_LOOK)
            if look % _LOOKS_A_DRAWING == 0:
                yield

    def write(self, bubble: Bubble, text: str, chips: tuple[str, ...] = ()) -> Drawing:
        """Write an answer word by word."""
        bubble.chips = chips
        yield from self.grow(bubble, [text])

    def grow(self, bubble: Bubble, texts: Iterable[str]) -> Drawing:
        """Write an answer that comes in parts; each text begins with the one before it."""
        written = 0
        for text in texts:
            words = text.split(" ")
            for end in range(written + 1, len(words) + 1):
                bubble.text = " ".join(words[:end])
                if self._pace:
                    time.sleep(self._pace)
                yield
            written = len(words)
        bubble.pending = False
        yield

    def safely(self, bubble: Bubble, steps: Drawing, words: Words) -> Drawing:
        """Run steps; what a person can mend is said, anything else leaves no message half open.

        The first drawing is of the message as it was opened: whoever leaves then leaves it here.
        """
        try:
            yield
            yield from steps
        except MmrecError as error:
            self.fail(bubble, f"{error.message} {error.remedy}".strip())
            yield
        finally:
            if bubble.pending:  # an unforeseen error, which the server logs, or the visitor left
                self.fail(bubble, words("broken"))

    def resume(self, bubbles: list[Bubble], words: Words) -> None:
        """Go on with messages that were kept; what was being written then will not be finished."""
        self.bubbles = bubbles
        for bubble in bubbles:
            if bubble.pending:
                self.fail(bubble, words("broken"))

    @staticmethod
    def fail(bubble: Bubble, message: str) -> None:
        """Put an error in place of an answer."""
        bubble.text, bubble.chips, bubble.tone, bubble.pending = message, (), "error", False
