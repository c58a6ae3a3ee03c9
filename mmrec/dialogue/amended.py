"""What the rules read of a message, amended where what was learned is sure of something else.

Rules know exactly what a condition is; what was learned knows how people put it. So an act, the
side of a condition, what a name is there for, and the words to search for follow what was learned
where it is much likelier.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmrec.dialogue.constraint import Constraint, shown
from mmrec.dialogue.constraints import whole_value
from mmrec.dialogue.guided import REMARKS, Guided
from mmrec.dialogue.learned import Told
from mmrec.dialogue.meaning import Intent, Meaning, Remark, Taste
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.questions import Ambiguous, Unresolved
from mmrec.dialogue.roles import ABOUT, ABOUT_YEARS, NONE, WORDS, bound, names, roles
from mmrec.dialogue.signs import Sign
from mmrec.dialogue.words import Message

# What was learned is believed where it is likely by itself, and so many times likelier than what
# the rules read; more odds are needed where they found that something can not be done.
_ACT, _ACT_ODDS, _PROBLEM_ODDS = 0.3, 3.0, 30.0
_ROLE, _ROLE_ODDS = 0.7, 20.0
_WORD, _LEFT_OUT = 0.75, 0.95
_SHORT = 5  # words of a contrast, with its `but`
_CERTAIN = 0.99  # from which on even a word among those that are searched for is left out

_SEARCHES: tuple[Intent, ...] = ("search", "refine", "more_like", "recommend")
_ITEMLESS = ("search", "refine", "more", "undo", "start_over", "profile", "recommend", "help")
_LISTS = (*_SEARCHES, "feedback")
_AMENDED = (*_LISTS, "explain", "compare")
_QUESTIONS = ("explain", "compare")
_BOUNDS = ("<", "<=", ">", ">=", "around")


def amended(meaning: Meaning, told: Told, signs: Sequence[Sign], pointer: Pointer) -> Meaning:
    """The meaning, with what was learned in place of what the rules got wrong.

    Args:
        meaning: what the rules read.
        told: what was learned of the message.
        signs: the words that it tells the roles of.
        pointer: resolves what the words of the whole message point at.
    """
    if [sign.kind for sign in signs] == ["word"]:
        return meaning  # one word is what rules know it as, or what is searched for: `funny`
    act = _other_act(meaning, told)
    if act is None and (meaning.question or meaning.problem):
        return meaning
    changed = _searched(meaning, told, signs, pointer.message)
    if act is not None:
        signed = [(sign, told.likely(i)[0]) for i, sign in enumerate(signs)]
        fresh = replace(pointer, message=Message(pointer.message.text))
        changed = Guided(fresh, changed, signed).read(act) or changed
    if changed.question or changed.problem:
        return meaning
    if changed.intent in _AMENDED:
        changed = _Amending(changed, pointer).all(told, signs)
    if changed.intent in _QUESTIONS:
        changed = replace(changed, constraints=())  # those of a tale beside the question
    exact = replace(changed, text=meaning.text)
    return changed if exact == meaning else replace(changed, read_by="learned")


def _other_act(meaning: Meaning, told: Told) -> str | None:
    """The act that is believed in place of the rules', if one is.

    What they ask back stays asked, but for an act that needs no item.
    """
    read = "ask" if meaning.question else "problem" if meaning.problem else meaning.intent
    act = told.act
    intent = act.partition(":")[0]
    if intent == read or (read == "ask" and intent not in _ITEMLESS):
        return None
    odds = _PROBLEM_ODDS if read == "problem" and intent not in _ITEMLESS else _ACT_ODDS
    chances = told.intents
    believed = chances[intent] >= _ACT and chances[intent] > odds * chances[read]
    return act if believed else None


def _searched(meaning: Meaning, told: Told, signs: Sequence[Sign], message: Message) -> Meaning:
    """With the words to search for as they were learned: those of a tale are none."""
    if meaning.intent not in _SEARCHES:
        return meaning
    read = roles(signs, meaning)
    likely = [told.likely(i) for i in range(len(signs))]
    contrast = _contrast(meaning, signs)
    kept = [  # no item of that name may be meant and its words be searched for: `a tree`
        (role if i < contrast and chance >= _sure(role, before) and not sign.items else before)
        == WORDS
        for i, (sign, (role, chance), before) in enumerate(zip(signs, likely, read, strict=True))
    ]
    runs: list[tuple[int, int]] = []
    for i, sign in enumerate(signs):
        # No hole is cut into what stands together: `loses his memory and hunts a killer`.
        inside = any(kept[:i]) and any(kept[i + 1 :]) and likely[i][1] < _CERTAIN
        if not (kept[i] or (inside and read[i] == WORDS)):
            continue
        if runs and runs[-1][1] == sign.first:
            runs[-1] = (runs[-1][0], sign.after)
        else:
            runs.append((sign.first, sign.after))
    text = " ".join(message.slice(*run) for run in runs) or None
    return replace(meaning, text=text)


def _contrast(meaning: Meaning, signs: Sequence[Sign]) -> int:
    """The sign from which a message ends in what should be different: `like Alien | but funny`."""
    said = [sign.text.casefold() for sign in signs]
    ends = [i for i in range(max(len(said) - _SHORT, 0), len(said)) if said[i] in ("but", "only")]
    return ends[-1] if meaning.intent == "more_like" and ends else len(signs)


def _sure(role: str, before: str) -> float:
    return _LEFT_OUT if before == WORDS and role != WORDS else _WORD


@dataclass(slots=True)
class _Amending:
    """One meaning, changed sign by sign."""

    meaning: Meaning
    pointer: Pointer

    def all(self, told: Told, signs: Sequence[Sign]) -> Meaning:
        lists = self.meaning.intent in _LISTS
        read = roles(signs, self.meaning)
        for i, (sign, before) in enumerate(zip(signs, read, strict=True)):
            role, chance = told.likely(i)
            sure = chance >= _ROLE and chance > _ROLE_ODDS * told.roles[i].get(before, 0.0)
            if not sure or role == before or WORDS in (role, before):
                continue
            if sign.values and lists and not self._counted(sign):
                self._name(sign, role)
            elif sign.numbers and lists:
                self._number(sign, role, before)
            elif role == "lift" and lists:
                self.meaning = replace(self.meaning, drops=(*self.meaning.drops, sign.facts[0]))
        for item in dict.fromkeys(one.item_id for one in self.meaning.remarks):
            self._item(item, [told.likely(i) for i, one in enumerate(signs) if item in one.items])
        return self.meaning

    def _counted(self, sign: Sign) -> bool:
        """Whether what may be a value is a number here: the 40 of `at most 40 euros` is no size."""
        return any(
            shown(value) == sign.text
            for one in self.meaning.constraints for value in one.values
            if not isinstance(value, str)
        )  # fmt: skip

    def _name(self, sign: Sign, role: str) -> None:
        rest = tuple(
            left for one in self.meaning.constraints if (left := _without(one, sign)) is not None
        )
        tastes = tuple(
            one
            for one in self.meaning.tastes
            if (one.fact, one.value) not in {(v.fact, v.value) for v in sign.values}
        )
        wanted = self._conditions(sign)
        if role in ("want", "avoid", "hate", "love") and not wanted:
            return
        if role in ("avoid", "hate"):
            wanted = tuple(
                Constraint(one.facts, "!=", (value,), one.lists)
                for one in wanted for value in one.values
            )  # fmt: skip
        if role in ("love", "hate"):
            tastes += tuple(
                Taste(role == "love", one.facts[-1], str(value))
                for one in wanted for value in one.values
            )  # fmt: skip
        added = wanted if role in ("want", "avoid", "hate") else ()
        self.meaning = replace(self.meaning, constraints=(*rest, *added), tastes=tastes)

    def _conditions(self, sign: Sign) -> tuple[Constraint, ...]:
        if sign.run:
            return sign.run.constraints()
        message = Message(self.pointer.message.text)
        try:
            return whole_value(
                message, self.pointer.vocabulary, self.pointer.asking, sign.first, sign.after
            )
        except (Ambiguous, Unresolved):
            return ()

    def _item(self, item: str, told: Sequence[tuple[str, float]]) -> None:
        """What is remarked of an item, by the roles of all signs that point at it."""
        kinds = {kind for role, _ in told for kind in role.split("+")}
        if not told or min(chance for _, chance in told) < _ROLE or "rating" in kinds:
            return
        kept = [one for one in self.meaning.remarks if one.item_id != item]
        kept += [Remark(kind, item) for kind in REMARKS if kind in kinds]
        if kept or self.meaning.intent != "feedback":
            self.meaning = replace(self.meaning, remarks=tuple(kept))

    def _number(self, sign: Sign, role: str, before: str) -> None:
        held = next((one for one in self.meaning.constraints if bound(sign, one)), None)
        if held is None or isinstance(held.values[0], str):
            return  # a size is a name, of which nothing is more or less
        kept = [one for one in self.meaning.constraints if one is not held]
        if role in _BOUNDS and before in (*_BOUNDS, "=") and sign.kind != "decade":
            kept.append(_bounded(held, role, sign.numbers[0]))
        elif role not in (NONE, "stars"):
            return
        self.meaning = replace(self.meaning, constraints=tuple(kept))


def _without(one: Constraint, sign: Sign) -> Constraint | None:
    """The condition without the sign's values; None where nothing is left."""
    if not names(sign, one):
        return one
    said = {value.value for value in sign.values}
    left = tuple(value for value in one.values if value not in said)
    return replace(one, values=left, said=None) if left else None


def _bounded(held: Constraint, role: str, number: float) -> Constraint:
    if role == "around":
        by = ABOUT_YEARS if held.facts[0].endswith("year") else number * ABOUT
        return Constraint(held.facts, "..", (number - by, number + by))
    return Constraint(held.facts, role, (number,))  # type: ignore[arg-type]  # one of `_BOUNDS`
