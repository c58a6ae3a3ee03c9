"""The words of a sentence that nobody took: what of them is to be searched for, what is talk."""

import re
from collections.abc import Iterator

from mmrec.dialogue import cues
from mmrec.dialogue.clauses import clauses, is_aside, is_own
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.tales import is_tale
from mmrec.dialogue.words import TAKEN, Message, listed

SOMETHING = rf"something|anything|(?!show [a-z])(?:{NOUNS.removeprefix('ones?|')})"
_GOOD_ONE = (
    "(?:what|whats|anything|something) (?:is |are |really )?(?:good|worth|nice|decent|fun|best|on)"
)
_YOU_CHOOSE = (
    r"(?:(?:and|so|please|just|then) )*(?:you|u)(?: just| please)? (?:pick|choose|select|decide)"
)
_CHOOSES = (
    r"(?:pick|choose|select|decide|recommend|suggest|surprise|dig|sort)(?: out| up)?|"
    r"what to (?:watch|see|get|buy|read|pick|choose|put|play|try)"
)
_VERBS = frozenset(
    listed(
        "i my we our he she they theyd should must has have had need needs can could would will "
        "wont "
        "is are was were do does did to changed let lets"
    )
)


class Leftovers:
    """Tells the words to search for from what people say around them.

    Args:
        message: the sentence, before anything of the request is taken.
        running: whether a request is running that the sentence may change.
    """

    def __init__(self, message: Message, *, running: bool) -> None:
        self.message, self.running = message, running
        self.start = message.start
        self.clauses = clauses(message)
        self.aside = False  # whether words were left that only tell a story
        self.headed = False  # whether they begin with words to search for
        self.begin = self.start  # the first word after what only leads up to it
        self.leads = [first for first, _ in self.clauses[1:] if self._led(first)]

    def words(self) -> tuple[str | None, tuple[int, int] | None]:
        """What nobody took, without what people say around it; and where, if in one piece."""
        self.begin = self._begin()
        left = (run for run in self._left() if run[0] >= self.begin)
        runs = [run for run in map(self._trim, left) if run is not None]
        kept = [run for run in runs if not self._says_little(run)]
        self.aside = len(kept) < len(runs)
        if self.aside and not self._names(0, len(self.message)):
            kept = [run for run in kept if not is_own(self.message, *self._clause(run))]
        taken = (i for i in range(self.start, len(self.message)) if self.message.at(i) == TAKEN)
        self.headed = bool(kept) and kept[0][0] < next(taken, len(self.message))
        self.headed = self.headed and self._is_name(*kept[0])
        text = " ".join(self.message.slice(*run) for run in kept)
        return text or None, kept[0] if len(kept) == 1 else None

    def leaves_it(self) -> bool:
        """Whether a clause that tells no tale wishes for something, whatever it be."""
        if self.message.search(cues.ADVISE) or self.message.search(_GOOD_ONE):
            return True
        for first, after in self.clauses:
            said = Message(self.message.slice(first, after))
            if is_aside(self.message, first, after) and not said.match(_YOU_CHOOSE, 0):
                continue
            if said.search(_CHOOSES) or said.search(cues.WISH) or said.search(SOMETHING):
                return True
        return False

    def _says_little(self, run: tuple[int, int]) -> bool:
        """Words in a clause that only tells a story, or what any item is called."""
        noun = run[1] - run[0] == 1 and re.fullmatch(NOUNS, self.message.at(run[0])) is not None
        span = self._clause(run)
        tells = is_aside(self.message, *span) or is_tale(self.message, *span)
        return tells or (noun and len(self.message) > 1)

    def _begin(self) -> int:
        """Where the request begins: `one more thing: red`, `on reflection, only comedies`."""
        led = (
            first
            for first in self.leads
            if self.message.free(self.start, first) and not self._names(self.start, first)
        )
        return next(led, self.start)

    def _led(self, place: int) -> bool:
        """Whether what stands before a clause only leads up to it."""
        between = self.message.text[
            self.message.words[place - 1].end : self.message.words[place].start
        ]
        opens = self.message.search(cues.OPENERS, place)
        return ":" in between or (self.running and opens is not None and opens[0] == place)

    def _names(self, first: int, after: int) -> bool:
        """Whether words speak of what is wanted: `vampire films: after 1990`."""
        said = self.message.cut(first, after)
        return said.search(cues.WISH) is not None or said.search(SOMETHING) is not None

    def _is_name(self, first: int, after: int) -> bool:
        """Whether words can name what is wanted: `spy movies`, not `the battery should last`."""
        said = {self.message.at(place) for place in range(first, after)}
        noun = re.fullmatch(NOUNS, self.message.at(after)) is not None
        many = re.fullmatch("[a-z]+[^s]s", self.message.at(after - 1)) is not None
        return (noun or many) and after - first < 4 and not said & _VERBS

    def _left(self) -> Iterator[tuple[int, int]]:
        """The runs of words that nobody took, each within one clause."""
        for first, after in self.message.segments():
            cuts = [start for start, _ in self.clauses if first < start < after]
            yield from zip([first, *cuts], [*cuts, after], strict=True)

    def _clause(self, run: tuple[int, int]) -> tuple[int, int]:
        return next(one for one in self.clauses if one[0] <= run[0] < one[1])

    def _trim(self, run: tuple[int, int]) -> tuple[int, int] | None:
        first, after = run
        while first < after and self._says_nothing(first) and not self._hyphen(first):
            first += 1
        while after > first and self._says_nothing(after - 1) and not self._hyphen(after - 2):
            after -= 1
        left = range(first, after)
        idle = all(self._idle(i) and not self._hyphen(i) for i in left)
        return (first, after) if not idle else None

    def _idle(self, place: int) -> bool:
        """Whether a word names nothing unless it stands among others that do."""
        word = self.message.at(place)
        return word in cues.WHEN or word.removesuffix("s") in cues.FILLER

    def _says_nothing(self, place: int) -> bool:
        word = self.message.at(place)
        return word in cues.FILLER or (word.endswith("ly") and word not in cues.NO_ADVERBS)

    def _hyphen(self, place: int) -> bool:
        """Whether a word is joined to the next one: `feel-good`."""
        return place >= 0 and self.message.text[self.message.words[place].end :].startswith("-")
