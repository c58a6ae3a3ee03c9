"""The items a message points at: places of the list, titles, `it`; joined by and, or, commas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mmrec.dialogue.references import NOUNS, reference_at
from mmrec.dialogue.titles import TitleIndex
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message

WHICH = "Which one? Name it, or its place in the list: “the second one”."


@dataclass(frozen=True, slots=True)
class Objects:
    """The items, the word after them, or a sentence about what is not there."""

    items: tuple[str, ...] = ()
    after: int = 0
    problem: str | None = None

    def __bool__(self) -> bool:
        return bool(self.items or self.problem)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Resolves what stands at a word of the message.

    `shown`: ids of the list on the screen; `focus`: the item spoken of last, for `it`.
    """

    message: Message
    titles: TitleIndex
    vocabulary: Vocabulary
    shown: Sequence[str]
    focus: str | None

    def objects(self, place: int, *, slips: bool = True) -> Objects:
        """All items named from a word on."""
        items: list[str] = []
        after = place
        while True:
            found = self._object(place, slips=slips and not items)
            if not found or found.problem:
                return found if not items else Objects(tuple(items), after)
            items += [item for item in found.items if item not in items]
            after = found.after
            place = after + (self.message.at(after) in ("and", "or", "nor"))
            if place == after and not self.message.comma_before(after):
                return Objects(tuple(items), after)

    def _object(self, place: int, *, slips: bool) -> Objects:
        if place >= len(self.message):
            return Objects()
        return self.place(place) or self._title(place, slips=slips) or self._pronoun(place)

    def place(self, place: int) -> Objects:
        """The items whose places in the list are named at a word."""
        pointed = reference_at(self.message, place, len(self.shown))
        if pointed is None:
            return Objects()
        missing = [number for number in pointed.places if not 1 <= number <= len(self.shown)]
        if missing and not self.shown:
            return Objects(problem="There is no list yet. Ask for something first.")
        if missing:
            there = len(self.shown)
            return Objects(problem=f"There is no number {missing[0]}: the list has {there}.")
        return Objects(tuple(self.shown[number - 1] for number in pointed.places), pointed.after)

    def any_place(self) -> Objects:
        """The first place of the list that is named as such (`the second one`), anywhere."""
        for place in range(len(self.message)):
            found = self.place(place)
            if found.items and re.fullmatch(NOUNS, self.message.at(found.after - 1)):
                return found
        return Objects()

    def _title(self, place: int, *, slips: bool) -> Objects:
        word = self.message.words[place]
        category = self.message.at(place) in self.vocabulary.categories
        common = category and not word.quoted and not word.capital
        found = self.titles.at(self.message, place, self.shown, slips=slips and not common)
        if found is None or (common and found.after == place + 1):
            return Objects()  # "I love horror" speaks of no title, "I love war and peace" does
        return Objects((found.item_id,), found.after)

    def _pronoun(self, place: int) -> Objects:
        many = self.message.search("(?:all (?:of )?)?(?:these|those|them)|all", place)
        if many and many[0] == place and self.message.ends_at(many[1]) and self.shown:
            return Objects(tuple(self.shown), many[1])
        found = self.message.search(rf"(?:it|this|that)(?: (?:{NOUNS}))?", place)
        if found is None or found[0] != place or not self.message.ends_at(found[1]):
            return Objects()
        return Objects((self.focus,), found[1]) if self.focus else Objects(problem=WHICH)
