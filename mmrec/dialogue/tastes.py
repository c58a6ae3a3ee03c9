"""What a taste is about: `Wes Anderson and Sofia Coppola`, `musicals`, `my favourite actor`."""

import re
from collections.abc import Iterator

from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import another, person, person_at
from mmrec.dialogue.words import listed

_BESIDE = frozenset(
    listed(
        "a good the all any watching films movies anything everything by with stuff things "
        "classic some about most of"
    )
)
_PRIZED = (
    r"(?:is|are) (?:one of )?(?:my|our) (?:all time |absolute )?(?:favou?rites?|fave)"
    r"(?: (?P<role>[a-z]+))?"
)
_LONGEST = 4  # words of a value

Named = tuple[tuple[str, str], ...]  # facts, joined by a bar where it may be either, and the value


def values_at(pointer: Pointer, place: int, how: str) -> tuple[Named, int]:
    """The values named from a word on, and the word after them; `how`: `by` or `with` of a person.

    Raises:
        Ambiguous: several people have that name, and none was chosen.
    """
    message, vocabulary = pointer.message, pointer.vocabulary
    while message.at(place) in _BESIDE or vocabulary.facts_called(message.at(place)):
        place += 1
    run = run_at(message, vocabulary, place)
    if run is not None:
        return tuple((g[0].fact, g[0].value) for g in run.groups), _noun(pointer, run.after)
    found = person_at(message, vocabulary, place, surnames=True)
    named: list[tuple[str, str]] = []
    end = place
    while found is not None:
        one, end = person(found[0], how, vocabulary, pointer.asking), found[1]
        named.append(("|".join(one.facts), str(one.values[0])))
        more = another(message, vocabulary, end)
        found = (more[1], more[2], False) if more else None
    return tuple(named), _noun(pointer, end) if named else end


def prized(pointer: Pointer) -> Iterator[tuple[Named, int, int]]:
    """Values of `Tom Hanks is my favourite actor`, and the words [first, after) that say so."""
    for verb, after, match in list(pointer.message.findall(_PRIZED)):
        for place in range(max(verb - _LONGEST, 0), verb):
            named, end = values_at(pointer, place, role(match["role"] or ""))
            if named and end == verb:
                yield named, place, after
                break


def role(words: str) -> str:
    """How a person is spoken of: `by` of who makes, `with` of who plays."""
    if re.search(r"(?<![^ ])(?:by|directors?|brands?|makers?|authors?|artists?)(?![^ ])", words):
        return "by"
    return "with" if re.search(r"(?<![^ ])act(?:ors?|ress|resses)(?![^ ])", words) else ""


def _noun(pointer: Pointer, after: int) -> int:
    return after + bool(re.fullmatch(NOUNS, pointer.message.at(after)))
