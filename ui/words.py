"""What the page says, in the visitor's language: one table for each, and sentences made of it."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from mmrec.dialogue import ENGLISH as ENGLISH_PHRASES
from mmrec.dialogue import Chip, Constraint, Phrases, Question, Taste
from mmrec.facts import telling_name
from mmrec.types import Event, FactValue, Item, Query, Recommendation
from ui.chinese import CHINESE, CHINESE_PHRASES
from ui.english import ENGLISH
from ui.titles import briefly, spoken

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
TABLES: Mapping[Language, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}
PHRASES: Mapping[Language, Phrases] = {"en": ENGLISH_PHRASES, "zh": CHINESE_PHRASES}
_COUNTED = ("refine", "more", "undo", "start_over")


def preferred(accepted: str) -> Language:
    """The first language of an `Accept-Language` header that the page speaks; else English."""
    for part in accepted.split(","):
        found = part.split(";")[0].strip().lower()[:2]
        if found in LANGUAGES:
            return "zh" if found == "zh" else "en"
    return "en"


def language_of(kept: str, accepted: str) -> Language:
    """The language that a visitor chose, as their browser keeps it after who they are; else its.

    Args:
        kept: who was here, quoted, and after a space the language, if one was chosen.
        accepted: an `Accept-Language` header.
    """
    return preferred(kept.partition(" ")[2] or accepted)


def _beside(before: str, after: str) -> str:
    """Two texts as Chinese sets them: a small gap where Chinese meets a word of another script."""
    meet = before[-1:] + after[:1]
    chinese = [mark for mark in meet if "\u4e00" <= mark <= "\u9fff"]
    others = [mark for mark in meet if mark.isascii() and (mark.isalnum() or mark in "()'\"&")]
    return f"{before} {after}" if chinese and others else before + after


class Words:
    """The sentences of one language.

    Args:
        language: one of `LANGUAGES`.
    """

    def __init__(self, language: Language = "en") -> None:
        self.language = language
        self._table = TABLES[language]
        self._gap = "" if language == "zh" else " "  # between sentences

    def __call__(self, key: str, *parts: object) -> str:
        """One entry of the table, its gaps filled in order."""
        if self.language == "en":
            return self._table[key].format(*parts)
        first, *others = self._table[key].split("{}")
        for part, after in zip(parts, others, strict=False):
            first = _beside(_beside(first, str(part)), after)
        return first

    def either(self, key: str, other: str, *parts: object) -> str:
        """The entry, or another one when the table has no such key."""
        return self(key if key in self._table else other, *parts)

    def welcome(
        self, user_id: str, lately: Sequence[tuple[Event, Item]], shown: Sequence[Recommendation]
    ) -> str:
        """The first line of the chat."""
        if not shown:
            return self("empty")
        if not lately:
            return self("welcome", self("new_here"))
        titles = ", ".join(dict.fromkeys(spoken(item.title) for _, item in lately))
        return self("back", user_id, titles)

    def help_text(self, titles: Sequence[str]) -> str:
        """What can be said here, with titles that are on the screen."""
        return self("help", briefly(titles[0]) if titles else self("a_title"))

    def heading(self, query: Query) -> str:
        """The heading of a list."""
        if query.image:
            return self("like_picture")
        if query.like:
            return self("more_like")
        return self("asked_for" if query.text or query.where else "for_you")

    def answer(self, intent: str, shown: Sequence[Recommendation], limits: str) -> str:
        """One line about a new list."""
        if not shown:
            return self.nothing(intent, limits)
        one = len(shown) == 1
        count = self("one_pick") if one else self("picks", len(shown))
        key = f"picks_{intent}" if intent in _COUNTED else "picks_for_you"
        inside = not self._table[key].startswith("{}")
        said = self(key, count.lower() if inside else count)
        return f"{said}{self._gap}{self('first', spoken(shown[0].item.title))}"

    def nothing(self, intent: str, limits: str) -> str:
        """What to do when nothing fits; `limits`: the filters as the user reads them."""
        if intent == "more":
            return self("that_was_all")
        return self("nothing_fits", limits) if limits else self("nothing")

    def question(self, asked: Question) -> str:
        """A question back, with its choices numbered."""
        choices = ", ".join(f"{number}) {o.label}" for number, o in enumerate(asked.options, 1))
        return f"{asked.text} {choices}"

    def compared(self, items: Sequence[Item], by: str) -> str:
        """What each of the items is like in one fact."""
        lines = []
        for item in items:
            named = f"{self._fact(by)} {self._value(item.facts[by])}" if by in item.facts else ""
            lines.append(f"{spoken(item.title)}: {named or self('unknown')}.")
        return " ".join(lines)

    def differences(self, items: Sequence[Item]) -> tuple[tuple[str, ...], ...]:
        """In what items differ, as the rows of a table: titles, then a row for each such fact."""
        names = dict.fromkeys(n for item in items for n in item.facts if telling_name(n))
        rows = [
            (self._fact(name), *(self._value(item.facts.get(name)) for item in items))
            for name in names
            if len({repr(item.facts.get(name)) for item in items}) > 1
        ]
        return (("", *(spoken(item.title) for item in items)), *rows) if rows else ()

    def profile(
        self,
        lately: Sequence[tuple[Event, Item]],
        liked: Sequence[str],
        rejected: Sequence[str],
        tastes: Sequence[Taste],
    ) -> str:
        """What is known of the visitor, in a few lines."""
        recent = dict.fromkeys(spoken(item.title) for _, item in lately)
        lines = (
            ("recent", list(recent)),
            ("you_like", [*liked, *(taste.value for taste in tastes if taste.liked)]),
            ("avoided", [*rejected, *(taste.value for taste in tastes if not taste.liked)]),
        )
        told = " ".join(f"{self(key)}: {', '.join(titles)}." for key, titles in lines if titles)
        return told or self("no_taste")

    def noted(self, kind: str, titles: Sequence[str], shown: Sequence[Recommendation]) -> str:
        """That a judgement was taken, and what came of it."""
        said = self.either(f"noted_{kind}", "noted_other", self("and").join(titles))
        return (
            f"{said}{self._gap}{self('now_first', spoken(shown[0].item.title))}" if shown else said
        )

    def chip(self, chip: Chip, title: str | None = None) -> str:
        """A part of the request as it is read; `title`: of the item that it names."""
        if chip.kind == "like":
            return self("chip_like", title or chip.label)
        if chip.kind == "picture":
            return self("chip_look", title) if title else self("chip_picture")
        if isinstance(chip.about, Constraint):
            return chip.about.told(PHRASES[self.language])
        if chip.about is not None:
            return self("chip_taste", PHRASES[self.language].value(chip.about))
        return chip.label

    def suggestions(self, shown: Sequence[Recommendation]) -> list[str]:
        """Things to try now, about what is on the screen."""
        if not shown:
            return [self("try_help"), self("start_over")]
        tries = [self("try_like", briefly(shown[0].item.title))]
        if len(shown) > 1:
            tries.append(self("try_why"))
        if len(shown) > 2:
            tries.append(self("try_dislike"))
        return [*tries, self("try_more")]

    def _fact(self, name: str) -> str:
        return PHRASES[self.language].name(name)

    def _value(self, value: FactValue | None) -> str:
        if value is None or isinstance(value, bool):
            return self({True: "yes", False: "no", None: "unknown_value"}[value])
        return ", ".join(value) if isinstance(value, list) else str(value)
