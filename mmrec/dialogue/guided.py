"""A message read for one act: the items it names, or that were spoken of, and nothing else.

The rules find an act by its words and then what it is about. Where the act is known from elsewhere
(see `learned`), what is left is to find the items, wherever they stand.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mmrec.dialogue.comparing import Comparing
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import find_constraints
from mmrec.dialogue.meaning import Intent, Meaning, Remark, Taste
from mmrec.dialogue.numerals import value_of
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.questions import Ambiguous, Unresolved
from mmrec.dialogue.roles import NONE
from mmrec.dialogue.signs import Sign

_STARS = re.compile(r"(?<![^ ])([1-5]|one|two|three|four|five)(?= (?:stars?|out of)(?![^ ]))")
PRONOUN = "it|its|this|that|these|those|them|they|he|she|him|her|his"
_ALONE: tuple[Intent, ...] = (
    "more", "undo", "start_over", "profile", "recommend", "help", "small_talk"
)  # fmt: skip
_LISTS: tuple[Intent, ...] = ("search", "refine")
_WANTS = ("want", "avoid", "lift")
_UNMEANT = (NONE, *_WANTS)
REMARKS = ("like", "dislike", "not_interested", "view", "save", "cart", "rating")


@dataclass(frozen=True, slots=True)
class Guided:
    """Reads for an act.

    Args:
        pointer: resolves what the words point at.
        rules: what the rules read.
        signed: the signs of the message, each with its likeliest role.
    """

    pointer: Pointer
    rules: Meaning
    signed: Sequence[tuple[Sign, str]] = ()

    def read(self, act: str) -> Meaning | None:
        """What the message means if it is that act; None where it can not be.

        Args:
            act: an intent, or `feedback:` and the kind of the remark.
        """
        intent, _, kind = act.partition(":")
        if intent == "feedback":
            return self._remarked(kind)
        if intent in _ALONE:
            return Meaning(intent)
        reads: dict[str, Callable[[], Meaning | None]] = {
            "explain": self._explained, "compare": self._compared, "more_like": self._alike,
            "search": lambda: self._listed("search"), "refine": lambda: self._listed("refine"),
        }  # fmt: skip
        return reads[intent]() if intent in reads else None

    def _items(self, *roles: str) -> tuple[str, ...]:
        """The items whose signs have a role, in order; all that are named where none has."""
        told = [i for sign, role in self.signed if role in roles for i in sign.items]
        return tuple(dict.fromkeys(told)) or self.pointer.named()

    def _spoken_of(self) -> tuple[str, ...]:
        """The one item that was spoken of last, where a pronoun or a question can speak of it.

        Else `a slow story about two people` would be about that item rather than searched for.
        """
        message = self.pointer.message
        speaks = message.search(PRONOUN) or message.text.rstrip().endswith("?")
        return tuple(self.pointer.focus) if len(self.pointer.focus) == 1 and speaks else ()

    def _explained(self) -> Meaning | None:
        items = self._items("item") or self._spoken_of()
        return Meaning("explain", items=items[:1]) if items else None

    def _remarked(self, kind: str) -> Meaning | None:
        remarks = tuple(self._each_remark(kind))
        tastes = tuple(
            Taste(True, value.fact, value.value)
            for sign, role in self.signed if role == "love" for value in sign.values[:1]
        )  # fmt: skip
        return Meaning("feedback", remarks=remarks, tastes=tastes) if remarks or tastes else None

    def _each_remark(self, kind: str) -> list[Remark]:
        said = [(i, one) for sign, role in self.signed for one in role.split("+")
                if one in REMARKS for i in sign.items]  # fmt: skip
        if not said and kind:
            said = [(item, kind) for item in self.pointer.named() or self._spoken_of()]
        value = self._stars()
        return [
            Remark(one, item, value if one == "rating" else None)
            for item, one in dict.fromkeys(said)
            if one != "rating" or value is not None
        ]

    def _stars(self) -> float | None:
        told = [sign.numbers[0] for sign, role in self.signed if role == "stars"]
        stars = _STARS.search(self.pointer.message.line)
        return told[-1] if told else value_of(stars[1]) if stars else None

    def _compared(self) -> Meaning | None:
        items: Sequence[str] = self._items("item")
        focus = self.pointer.focus
        if len(items) == 1 and len(focus) == 1 and focus[0] != items[0]:
            items = (focus[0], *items)
        if not items:
            items = focus if len(focus) > 1 else self.pointer.ids
        if len(items) < 2:
            return None
        return Meaning("compare", items=tuple(items), by=Comparing(self.pointer).by())

    def _alike(self) -> Meaning | None:
        items = self._items("alike") or tuple(self.pointer.focus)
        conditions = self._conditions()
        if not items or conditions is None:
            return None
        return Meaning("more_like", like=items, constraints=conditions)

    def _listed(self, intent: Intent) -> Meaning | None:
        if self.rules.intent in _LISTS and not (self.rules.problem or self.rules.question):
            return replace(self.rules, intent=intent)
        conditions = self._conditions()
        wants = conditions or any(role in _WANTS for _, role in self.signed)
        if conditions is None or not wants:
            return None
        return Meaning(intent, conditions, self.rules.text, remarks=self.rules.remarks)

    def _conditions(self) -> tuple[Constraint, ...] | None:
        """The conditions beside the items that are named; None where one would be asked about."""
        for place, found in list(self.pointer.mentions()):
            if self._means(place):
                self.pointer.message.take(place, found.after)
        try:
            return find_constraints(
                self.pointer.message, self.pointer.vocabulary, self.pointer.asking
            )
        except (Ambiguous, Unresolved):
            return None

    def _means(self, place: int) -> bool:
        """Whether an item is meant by a name that begins at a word: `a drama` is a title too."""
        return not any(
            sign.first <= place < sign.after and role in _UNMEANT for sign, role in self.signed
        )
