"""People as they are called: by surname, by a first name that is one's own, with a slip."""

from collections.abc import Collection, Mapping
from functools import cached_property

from mmrec.dialogue.spelling import Spellings
from mmrec.dialogue.values import Value
from mmrec.dialogue.words import phrase

KNOWN = 4  # items with a name, from which on a part of it is enough
_DOMINANT = 3  # times as many items as the next of that first name: that one is meant
_SHORTEST = 6  # letters of a surname in which a slip is forgiven


class NameBook:
    """The names of a catalogue's people, looked up as compared.

    Args:
        names: values of more than one word, by their phrase.
        surnames: people by the last word of their name.
        counts: how many items have a value of a fact.
        words: what the catalogue's texts say; a word of them is no slip.
    """

    def __init__(
        self,
        names: Mapping[str, tuple[Value, ...]],
        surnames: Mapping[str, tuple[Value, ...]],
        counts: Mapping[tuple[str, str], int],
        words: Collection[str],
    ) -> None:
        self._names, self._surnames, self._counts, self._words = names, surnames, counts, words

    def near(self, said: str, *, cued: bool) -> tuple[Value, ...]:
        """Who has this whole name but for a slip or two; `cued`: a person is expected here."""
        parts = said.split()
        strange = any(word in self._words and word not in self.parts for word in parts)
        if len(parts) < 2 or len(said) < 8 or not set(parts) & self.parts:
            return ()
        if strange and not cued:
            return ()
        near = self._whole.closest(said, slips=1 if strange else 2)
        return self._names[near] if near and near.count(" ") == said.count(" ") else ()

    def called(self, said: str) -> tuple[Value, ...]:
        """Who is meant where a person is expected: `de niro`, `di caprio`, `scorcese`, `keanu`."""
        if " " in said:
            short, family = said.split(" ", 1)  # "leo dicaprio"
            known = [v for v in self._surnames.get(family, ()) if phrase(v.value).startswith(short)]
            joined = self._surnames.get(said.replace(" ", ""), ())
            return self._endings.get(said) or joined or tuple(known)
        if own := self._firsts.get(said):
            return own
        if len(said) < _SHORTEST or said in self._words or said in self.parts:
            return ()
        near = self._families.closest(said, slips=2 if len(said) > 8 else 1)
        return self._surnames[near] if near else ()

    def begun(self, said: str) -> tuple[Value, ...]:
        """Who is called by the first two words of a longer name: `salma hayek`, `cuba gooding`."""
        return self._beginnings.get(said, ())

    def works(self, values: Collection[Value]) -> int:
        """How many items these values stand for."""
        return sum(self._counts[value.fact, value.value] for value in values)

    @cached_property
    def parts(self) -> set[str]:
        """Every word of a name."""
        return {word for name in self._names for word in name.split()}

    @cached_property
    def _whole(self) -> Spellings:
        people = {v.value for values in self._surnames.values() for v in values}
        return Spellings(
            [n for n, v in self._names.items() if any(one.value in people for one in v)]
        )

    @cached_property
    def _families(self) -> Spellings:
        return Spellings([n for n, v in self._surnames.items() if self.works(v) >= KNOWN])

    @cached_property
    def _endings(self) -> dict[str, tuple[Value, ...]]:
        """Surnames of two words: `de niro`, `del toro`."""
        found: dict[str, tuple[Value, ...]] = {}
        for name, values in self._names.items():
            words = name.split()
            if len(words) > 2 and words[-1] in self._surnames:
                ending = " ".join(words[-2:])
                found[ending] = (*found.get(ending, ()), *values)
        return found

    @cached_property
    def _beginnings(self) -> dict[str, tuple[Value, ...]]:
        """The first two words of longer names that one person has alone."""
        people: dict[str, list[Value]] = {}
        for values in self._surnames.values():
            for value in values:
                first, second, *more = (*phrase(value.value).split(), "", "")
                if len(more) > 2 and len(second) > 3 and f"{first} {second}" not in self._names:
                    people.setdefault(f"{first} {second}", []).append(value)
        return {
            said: tuple(values)
            for said, values in people.items()
            if len({value.value for value in values}) == 1
        }

    @cached_property
    def _firsts(self) -> dict[str, tuple[Value, ...]]:
        """First names that one well-known person has alone, or nearly so."""
        people: dict[str, dict[str, list[Value]]] = {}
        for values in self._surnames.values():
            for value in values:
                first = phrase(value.value).split()[0]
                people.setdefault(first, {}).setdefault(value.value, []).append(value)
        found = {}
        for first, by_name in people.items():
            best, *others = sorted(by_name.values(), key=self.works, reverse=True)
            rival = self.works(others[0]) if others else 0
            if self.works(best) >= max(KNOWN, _DOMINANT * rival) and first not in self._surnames:
                found[first] = tuple(best)
        return found
