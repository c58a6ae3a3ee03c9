"""What a Chinese clause asks of the list: values, people, numbers, degrees, words, in English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.bounds import bounds
from mmrec.dialogue.chinese.clause import Clause
from mmrec.dialogue.chinese.grades import Grade
from mmrec.dialogue.chinese.tokens import Token

_BOTH = ("加", "加上", "外加", "又", "且", "并且", "而且", "同时")  # "动作加科幻" is both
_ROLES = {"director": "by", "creator": "by", "brand": "", "cast": "with"}


@dataclass
class Conditions:
    """What is asked for, in the order it is said.

    `values`: (value, left out, joined by `or`); `people`: (names, role, left out); `told`: bounds
    and degrees as they are; `words`: what is to be searched for.
    """

    values: list[tuple[Token, bool, bool]] = field(default_factory=list)
    people: list[tuple[list[str], str, bool, bool]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unwanted: bool = False  # whether the words are what it should not be

    def __bool__(self) -> bool:
        return bool(self.values or self.people or self.told)

    def widen(self, other: "Conditions") -> None:
        """Add values of which any is enough."""
        self.values += [(token, out, True) for token, out, _ in other.values]

    def english(self, lead: str) -> list[str]:
        """As sentences; `lead`: what opens the wish (`show me`, `only`, `make it`)."""
        words = " ".join(self.words)
        kinds = self._kinds()
        said: list[str] = []
        if kinds:
            said.append(f"{lead} {kinds} ones" + (f" about {words}" if words else ""))
        elif words and self.unwanted:
            said += [] if self else [f"no {words}"]  # "没有战争场面的" says it by the value
        elif words and (lead == "show me" or not self):
            said.append(f"{lead} something about {words}" if lead == "show me" else words)
        for names, role, out, either in self.people:
            said.append(self._person(names, role, out, either, "" if said else lead))
        said += [
            one if said or i or lead != "show me" else f"show me {_noun(one)}"
            for i, one in enumerate(self.told)
        ]
        said += self._left_out()
        return [one.strip() for one in said]

    def _kinds(self) -> str:
        wanted = [(token, either) for token, out, either in self.values if not out]
        text = ""
        for place, (token, either) in enumerate(wanted):
            same = place > 0 and token.facts == wanted[place - 1][0].facts
            joint = " or " if same and either else " "
            text += (joint if place else "") + token.english
        return text

    def _left_out(self) -> Iterator[str]:
        """One `no …` for what stands together (`白色的鞋子`), one each for the rest."""
        group: list[Token] = []
        for token, out, either in self.values:
            if not out:
                continue
            if group and (either or token.facts == group[-1].facts or token.truth):
                yield _no(group)
                group = []
            group.append(token)
        if group:
            yield _no(group)

    def _person(self, names: list[str], role: str, out: bool, either: bool, lead: str) -> str:
        joined = (" or " if either else " and ").join(names)
        if out:
            each = " or ".join(names)
            return (
                f"not by {each}"
                if role == "by"
                else f"without {each}"
                if role == "with"
                else f"no {each}"
            )
        lead = f"{lead} films" if lead == "show me" and role else lead
        return f"{lead} {role} {joined}"


def _no(group: Sequence[Token]) -> str:
    return f"{'not' if group[0].truth else 'no'} {' '.join(token.english for token in group)}"


def _noun(told: str) -> str:
    """A bound behind `show me`."""
    return told if re.match("the |cheap|highly|old|recent|popular", told) else f"items {told}"


def conditions(clause: Clause) -> Conditions:
    """What a clause asks for."""
    return _Reading(clause).read()


class _Reading:
    def __init__(self, clause: Clause) -> None:
        self.clause, self.parts = clause, clause.parts
        self.found = Conditions()
        self.out, self.either, self.joined = False, False, False
        self.role = ""

    def read(self) -> Conditions:
        """Part by part; what stands behind a list may turn it: `…都行`, `…除外`, `…演的`."""
        self.any = self.clause.has(lx.ANY)
        for place, part in enumerate(self.parts):
            if isinstance(part, Grade):
                self._grade(part, place)
            elif part.has(lx.VALUE) or (part.has(lx.NAME) and self.clause.item(part) is None):
                self._value(part, place)
            elif part.has(lx.NAME) and self._is_person(place):
                self._person(part, place)
            else:
                self._word(part, place)
        self.found.told = [
            *bounds(self.parts, self.clause.text, self.clause.before.fact),
            *self.found.told,
        ]
        if self._fronted():
            self._all_out()
        return self.found

    def _at(self, place: int) -> Token | None:
        part = self.parts[place] if 0 <= place < len(self.parts) else None
        return part if isinstance(part, Token) else None

    def _is_person(self, place: int) -> bool:
        """Whether a name that is a title too is a person here: `Frida演的`."""
        after = self._at(place + 1)
        return bool(self.role) or (after is not None and after.has(lx.BY))

    def _value(self, token: Token, place: int) -> None:
        person = token.classes.get(lx.VALUE) == "name" and set(token.facts) & {
            "director",
            "cast",
            "creator",
        }
        if person or not token.has(lx.VALUE):
            self._person(token, place)
        else:
            single = bool(self.found.values) and self.found.values[-1][0].facts == token.facts
            either = single and (
                self.either or self.any or (self.joined and not self.out) or not token.many
            )
            self.found.values.append((token, self.out, either))
        self.either = self.joined = False

    def _person(self, token: Token, place: int) -> None:
        role = self.role
        after = self._at(place + 1)
        if after is not None and after.has(lx.BY):
            role = after.classes[lx.BY]
        name = token.text
        if (
            (self.either or self.joined)
            and self.found.people
            and self.found.people[-1][2] == self.out
        ):
            names, before, out, either = self.found.people[-1]
            self.found.people[-1] = (
                [*names, name],
                role or before,
                out,
                either or self.either or self.any,
            )
        else:
            self.found.people.append(([name], role, self.out, False))
        self.either = self.joined = False

    def _grade(self, grade: Grade, place: int) -> None:
        measured = any(isinstance(p, Token) and p.quantity for p in self.parts[place + 1 :])
        if grade.how == "most" and measured:  # "最高能接受150块"
            return
        if grade.scale in self.clause.before.bounded:
            return  # "五十年代的老电影"
        if grade.how == "plain" and self.out:
            grade = replace(grade, how="less")
        base = (
            f" than {self.clause.topic}"
            if grade.how not in ("plain", "most") and self.clause.topic
            else ""
        )
        self.found.told.append(grade.compared + base if base else grade.told)

    def _word(self, token: Token, place: int) -> None:
        if token.has(lx.MOOD) and (self.out or self._less(place)):
            self.found.told.append(f"not too {token.classes[lx.MOOD]}")
        elif token.has(lx.SIGN, lx.FACT, lx.NUMBER):
            self.out = self.out and not token.has(lx.SIGN)  # "不要超过100块的红色鞋"
            self.role = _ROLES.get(token.classes.get(lx.FACT, ""), self.role)
        elif token.has(lx.BY):
            self._played(token)
        elif token.has(lx.NOT, lx.REJECT) and not self._closes(place):
            self.out = True
        elif token.has(lx.WISH, lx.ONLY, lx.INSTEAD):
            self.out = False
        elif token.has(lx.OR):
            self.either = True
        elif token.has(lx.AND):
            self.joined = token.text not in _BOTH
        elif token.has(lx.UNKNOWN, lx.MOOD, lx.HELP, lx.COMPARE):
            self._left(token)

    def _left(self, token: Token) -> None:
        if len(token.text) > 1 or not self.found.words:
            self.found.words.append(token.text)
            self.found.unwanted = self.out

    def _less(self, place: int) -> bool:
        before, after = self._at(place - 1), self._at(place + 1)
        much = before is not None and before.has(lx.TOO)
        return much or (
            after is not None and after.text == "了" and self.clause.text.startswith("太")
        )

    def _played(self, token: Token) -> None:
        """A role: of the names before it, of him, or of those that follow."""
        role = token.classes[lx.BY]
        if self.found.people:
            names, _, out, either = self.found.people[-1]
            self.found.people[-1] = (names, role, out, either)
        else:
            self.role = role

    def _closes(self, place: int) -> bool:
        """Whether a `不要` ends the clause, about what stands before it."""
        rest = [
            part
            for part in self.parts[place + 1 :]
            if isinstance(part, Grade) or not part.has(lx.OF, lx.YES)
        ]
        return not rest and self._at(place) is not None and self.parts[place].has(lx.OUT, lx.YES)  # type: ignore[union-attr]

    def _fronted(self) -> bool:
        """Whether the clause ends with what leaves all of it out: `恐怖片就算了`."""
        told = [
            part
            for part in self.parts
            if isinstance(part, Grade) or not part.has(lx.OF, lx.YES, lx.ALIKE)
        ]
        last = next(
            (p for p in reversed(self.parts) if isinstance(p, Grade) or not p.has(lx.OF)), None
        )
        return (
            bool(told)
            and isinstance(last, Token)
            and last.has(lx.OUT, lx.REJECT)
            and not last.has(lx.VALUE)
        )

    def _all_out(self) -> None:
        self.found.values = [(token, True, either) for token, _, either in self.found.values]
        self.found.people = [
            (names, role, True, either) for names, role, _, either in self.found.people
        ]
        self.found.told = [_without(told) for told in self.found.told]


def _without(told: str) -> str:
    """A bound that is left out: `90年代的不要`, `2000年以前的就算了`."""
    swapped = {"before ": "since ", "after ": "until ", "since ": "before ", "at most ": "over ",
               "under ": "at least ", "at least ": "under ", "over ": "at most "}  # fmt: skip
    for said, other in swapped.items():
        if told.startswith(said):
            return other + told.removeprefix(said)
    return f"nothing {told}" if re.match("from |between ", told) else told
