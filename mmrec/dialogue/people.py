"""People and makers said by name: `by John Lasseter`, `with Tom Hanks`, `no Tarantino`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mmrec.dialogue.casting import (
    IN_IT,
    NEEDLESS,
    behind_at,
    kept_out,
    left_out_at,
    told_behind,
)
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.cues import FILLER
from mmrec.dialogue.namebook import KNOWN
from mmrec.dialogue.nouns import NO, NOUNS
from mmrec.dialogue.questions import Asking, Option
from mmrec.dialogue.refusals import ahead, negation
from mmrec.dialogue.tales import narrated
from mmrec.dialogue.titles import CONNECTORS
from mmrec.dialogue.values import Value
from mmrec.dialogue.vocabulary import CAST, MAKER, Vocabulary
from mmrec.dialogue.words import Message, phrase

_BY = (
    r"(?:directed|written|made|drawn|created|filmed|designed|shot|released|produced) by|by|from|"
    r"(?:directors?|brand|maker|creator|artist|author)(?: (?:is|be|must be|should be|has to be|"
    r"needs to be|can be|could be|may be|ought to be))?"
)
_WITH = (
    r"with|starring|(?:that|which|who|must|should|also) star|featuring|stars|has|have|having|"
    r"feat|actors?|actress|played by"
)
_ANY = (
    rf"{NOUNS}|works?|drawings?|pieces?|any(?:thing|one|body)|whatever|what(?= (?:is|was))|is|are|"
    rf"was|something|that|those|which|whose|of|named|called|"
    r"tagged|about|the|a|an|any|some|another|more|only|just|both|either"
)
_NO = re.compile(rf"(?<![^ ])(?P<no>{NO})(?: (?P<how>{_BY}|{_WITH}|{_ANY}))*$")
_HOW = re.compile(
    rf"(?<![^ ])(?P<how>{_BY}|{_WITH})(?: (?:the|both|either|preferably|only|just|ideally))*$"
)
# Without whom it can not be: `it would be improper to proceed without`.
_NEEDED = re.compile(
    r"(?<![^ ])(?:cant|cannot|can not|not|wont|never|nothing|wouldnt|couldnt|dont want|improper|"
    r"impossible|unthinkable|inconceivable|incomplete|wrong|pointless|hardly|refuse)"
    r"(?: (?!and|but|or|so|with)[a-z]+){0,4} without(?: (?:the|any|dear|good|old|a bit of))*$"
)
# Who somebody is, before the name: `by her father, Francis Ford Coppola`.
_WHO = (
    r"(?:his|her|their|that|this|my|our|a|an|the|good|old|great|dear)"
    r"(?: (?!and|or|but|with|by|from|in|of|that)[a-z]+){0,3}"
)
_HOW_WHO = re.compile(rf"(?<![^ ])(?P<how>{_BY}|{_WITH}|without) {_WHO}$")
# What may be said once more ahead of the other name: `by Spielberg or maybe one by Ron Howard`.
_REPEATED = (
    r"(?:(?:else|maybe|perhaps|possibly|even|failing that|alternatively|um|uh|er|erm|well|like|"
    r"idk|one|ones|something|anything) )*(?:(?:directed|made|drawn|done) by|by|with|"
    r"starring|featuring|from)"
)
_FAMILY = re.compile("brothers|sisters|bros|family")
_LONGEST = 5
_MAKING = ("directed", "written", "made", "created", "produced")
_COLOURS = frozenset(("red", "blue", "green", "black", "white", "brown", "grey", "gray"))
_DOMINANT = 5  # items of one person, where nobody else of that name has more than one


@dataclass(frozen=True, slots=True)
class _Said:
    """Names in a row, words [first, after): what is said of them; none where they need not be.

    `joined`: each with the word that joins it to the one before; `role`: `by` or `with`; `no`:
    they are left out; `family`: all of that surname are meant; `behind`: the role is told behind.
    """

    joined: tuple[tuple[str, tuple[Value, ...]], ...]
    first: int
    after: int
    role: str
    no: bool
    family: bool
    behind: bool = False


def find_people(message: Message, vocabulary: Vocabulary, asking: Asking) -> tuple[Constraint, ...]:
    """Conditions on names; their words are taken.

    Raises:
        Ambiguous: a surname belongs to several, and none was chosen.
    """
    return latest(tuple(_people(message, vocabulary, asking)))


def latest(said: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """The conditions but for those said anew: a name in a role, or left out; the other truth.

    A kind that is left out is so, though it was named: `White gets filthy. No white`.
    """
    return tuple(
        one
        for i, one in enumerate(said)
        if not any(_again(one, o) for o in said[i + 1 :]) and not any(_out(one, o) for o in said)
    )


def _out(one: Constraint, other: Constraint) -> bool:
    same = one.facts == other.facts and one.values == other.values and not is_role(one.facts[0])
    return same and (one.op, other.op) == ("=", "!=")


def _again(one: Constraint, later: Constraint) -> bool:
    if isinstance(one.values[0], bool):
        return one.facts == later.facts and one.values != later.values
    if one.values != later.values or not is_role(one.facts[0]):
        return False
    wider = len(one.facts) > 1 and set(one.facts) >= set(later.facts)
    return (wider and one != later) or (one.facts == later.facts and one.op != later.op)


def _people(message: Message, vocabulary: Vocabulary, asking: Asking) -> Iterator[Constraint]:
    place = 0
    while place < len(message):
        # Whether anybody may be named comes first: what stands around a name is dear to tell.
        named = person_at(message, vocabulary, place, surnames=True) is not None
        said = _said_at(message, vocabulary, place) if named else None
        if said is None:
            place += 1
            continue
        told = not said.behind and narrated(message, vocabulary, said.first)
        message.take(said.first, said.after)
        if told:
            place = said.after
            continue  # "my sister once shared a lift with Meg Ryan"
        many = [_family(said.joined[0][1], said.role)] if said.family else []
        for joint, values in () if said.family else said.joined:
            for role in ("by", "with") if said.role == "both" else (said.role,):
                one = person(values, role, vocabulary, asking)
                if joint == "or" and many[-1].facts == one.facts:
                    one = Constraint(one.facts, "=", (*many.pop().values, *one.values), one.lists)
                many.append(one)
        yield from _without(many) if said.no else many
        place = said.after


def _said_at(message: Message, vocabulary: Vocabulary, place: int) -> _Said | None:
    """The names from a word on, where it is clear that people are meant."""
    before = message.norm(0, place)
    cue = (no := negation(_NO, message, place)) or _HOW.search(before)
    cued = bool(cue or any(told_behind(message, place + words) for words in (1, 2)))
    found = person_at(message, vocabulary, place, surnames=cued)
    if found and not (cue or found[2]) and (cue := _HOW_WHO.search(before)):
        before = before[: cue.end("how")]  # "by her father, Francis Ford Coppola"
    if found is None or not (" " in phrase(found[0][0].value) or cue or found[2]):
        return None
    values, end, surname = found
    start = before.count(" ", 0, cue.start()) if cue else place
    first, role = _led(message, vocabulary, start, before)
    if surname and _FAMILY.fullmatch(message.at(end)):
        return _Said((("", values),), first, end + 1, role, bool(no), family=True)
    joined = [("", values)]
    while next_one := another(message, vocabulary, end):
        joined.append(next_one[:2])
        end = next_one[2]
    if needless := message.match(rf"{NEEDLESS} {IN_IT}", end):
        return _Said((), first, needless, "", no=False, family=False)
    if kept := kept_out(message, end, before):
        begin, out, how = kept
        return _Said(tuple(joined), begin, out, role or how, no=True, family=False)
    if left_out := left_out_at(message, end, role):
        return _Said(tuple(joined), first, *left_out, no=True, family=False)
    behind = behind_at(message, end)
    if behind:
        role, end = role or behind[0], behind[1]
    end += bool(re.fullmatch(NOUNS, message.at(end)))
    without = bool(no) and ahead(_NEEDED, message, place) is None
    return _Said(tuple(joined), first, end, role, without, False, bool(behind))


def _led(message: Message, vocabulary: Vocabulary, first: int, before: str) -> tuple[int, str]:
    """The first of the words that lead to a name, and the role they tell of."""
    role = _role(before)
    no = None if role else _NO.search(before)
    if no and (ahead := _HOW.search(before[: no.start()].rstrip())):
        return first - ahead.group().count(" ") - 1, _role(ahead.group())  # "stars neither X nor Y"
    if role == "both":
        while first > 0 and message.at(first) not in ("and", "as"):
            first -= 1
        first -= 1 + (message.at(first - 2) in _MAKING)
    elif message.at(first - 1) == "where":
        first -= 1  # "where Emma Thompson plays"
    called = vocabulary.facts_called(message.at(first - 1)) if first else ()
    if called and is_role(called[0]):  # "creator Benji Park"
        return first - 1, role or ("by" if re.search(MAKER, called[0]) else "with")
    return first, role


def _without(many: Iterable[Constraint]) -> Iterator[Constraint]:
    """None of the people, one condition each."""
    return (Constraint(c.facts, "!=", (value,), c.lists) for c in many for value in c.values)


def person_at(
    message: Message,
    vocabulary: Vocabulary,
    first: int,
    *,
    surnames: bool,
    slips: bool = True,
) -> tuple[tuple[Value, ...], int, bool] | None:
    """The values named from a word on, the word after them, whether by surname.

    A surname counts after `by`, `with`, `no` (`surnames`), or before a noun: `a Kubrick film`;
    after these a part of a name may hold a slip, or be a first name (`slips`).
    """
    if found := _whole_name(message, vocabulary, first, cued=surnames):
        return found
    word = message.at(first)
    values = vocabulary.surnames.get(word, ())
    if surnames and slips and not values and word not in CONNECTORS | FILLER:
        values = vocabulary.people.called(word) if _alone(message, first) else ()
    noun = re.fullmatch(NOUNS, message.at(first + 1)) is not None
    name = message.words[first].capital and first > 0 if first < len(message) else False
    if not values or word in vocabulary.categories or word in CONNECTORS:
        return None
    common = word in vocabulary.common or word in FILLER or word in _COLOURS
    rare = len(word) > 3 and not common and vocabulary.people.works(values) >= KNOWN
    listed = rare and _listed(message, vocabulary, first)
    if common and not name:
        return None
    if surnames or listed or (noun and (name or rare)):
        return values, first + 1, True
    return None


def _listed(message: Message, vocabulary: Vocabulary, place: int) -> bool:
    """Whether a surname stands beside another name: `hitchcock or billy wilder`."""
    joints, known = ("or", "and"), vocabulary.surnames
    before = message.at(place - 1) in joints and message.at(place - 2) in known
    after = message.at(place + 1) in joints and not message.words[place].ends
    beside = {message.at(place + 2), message.at(place + 3)} & known.keys()
    return (before and (message.ends_at(place + 1) or after)) or (after and bool(beside))


def _alone(message: Message, place: int) -> bool:
    """Whether no surname can follow a word: `with emma`, not `with emma stone`."""
    after = message.at(place + 1)
    return message.ends_at(place + 1) or after in CONNECTORS or bool(re.fullmatch(NOUNS, after))


def _whole_name(
    message: Message, vocabulary: Vocabulary, first: int, *, cued: bool
) -> tuple[tuple[Value, ...], int, bool] | None:
    """A name of several words, with a slip or two; as `person_at`."""
    for end in range(min(len(message), first + _LONGEST), first + 1, -1):
        if values := vocabulary.names.get(message.norm(first, end)):
            return values, end, False
    named = cued or (first + 1 < len(message) and message.words[first + 1].capital)
    if named and (values := vocabulary.people.begun(message.norm(first, first + 2))):
        return values, first + 2, False
    for end in range(min(len(message), first + 3), first + 1, -1):
        if {message.at(first), message.at(end - 1)} & (CONNECTORS | FILLER):
            continue
        said = message.norm(first, end)
        if values := vocabulary.people.near(said, cued=cued):
            return values, end, False
        if cued and end == first + 2 and (values := vocabulary.people.called(said)):
            return values, end, True
    return None


def is_role(fact: str, role: str = f"{MAKER}|{CAST}") -> bool:
    """Whether a fact holds makers or the cast."""
    return re.search(rf"(?<![^ ])(?:{role})(?![^ ])", phrase(fact)) is not None


def person(
    values: tuple[Value, ...], how: str, vocabulary: Vocabulary, asking: Asking
) -> Constraint:
    """The condition that a name stands for, in the facts that `how` speaks of.

    Raises:
        Ambiguous: several people have that name, and none was chosen.
    """
    values = _of_role(values, how)
    names = list(dict.fromkeys(value.value for value in values))
    counts = {
        name: sum(vocabulary.counts[v.fact, v.value] for v in values if v.value == name)
        for name in names
    }
    names.sort(key=lambda name: -counts[name])
    name = names[0]
    if (
        len(names) > 1
        and (counts[name] < _DOMINANT or counts[names[1]] > 1)
        and len({phrase(n) for n in names}) > 1
    ):
        last = phrase(name).split()[-1]
        options = [Option(one, one) for one in names]
        name = asking.choose(f"name:{last}", f"Which {last.title()}?", options)
    same = [value for value in values if value.value == name] or [
        Value(values[0].fact, name, values[0].is_list)
    ]
    facts = tuple(dict.fromkeys(value.fact for value in same))
    return Constraint(facts, "=", (name,), tuple(dict.fromkeys(v.fact for v in same if v.is_list)))


def _of_role(values: tuple[Value, ...], how: str) -> tuple[Value, ...]:
    """Those in facts of makers after `by`, in facts of the cast after `with`; else people first."""
    patterns = {"by": (MAKER,), "with": (CAST,)}.get(how, ())
    for pattern in (*patterns, f"{MAKER}|{CAST}"):
        kept = tuple(
            v for v in values if re.search(rf"(?<![^ ])(?:{pattern})(?![^ ])", phrase(v.fact))
        )
        if kept:
            return kept
    return values


def _family(values: tuple[Value, ...], how: str) -> Constraint:
    """`the Coen brothers`: any of that name, as makers or, after `with`, as cast."""
    kept = _of_role(values, how or "by")
    facts = tuple(dict.fromkeys(value.fact for value in kept))
    names = tuple(dict.fromkeys(value.value for value in kept))
    return Constraint(facts, "=", names, tuple(dict.fromkeys(v.fact for v in kept if v.is_list)))


def _role(before: str) -> str:
    if re.search(rf"(?<![^ ])(?:{_BY}) (?:and|as well as) (?:also )?(?:{_WITH})$", before):
        return "both"  # "directed by and starring"
    if re.search(rf"(?<![^ ])(?:{_BY})(?: (?:{_ANY}))*$", before):
        return "by"
    return "with" if re.search(rf"(?<![^ ])(?:{_WITH}|without)(?: (?:{_ANY}))*$", before) else ""


def another(
    message: Message, vocabulary: Vocabulary, end: int
) -> tuple[str, tuple[Value, ...], int] | None:
    """`and Meg Ryan`, `or Kubrick` after a name: how it is joined, the name, the word after."""
    joint = message.at(end) if message.at(end) in ("and", "or", "nor") else ""
    if not joint and not message.comma_before(end):
        return None
    place = end + bool(joint)
    if joint in ("or", "nor"):
        place = message.match(_REPEATED, place) or place
    found = person_at(message, vocabulary, place, surnames=True)
    return (joint, found[0], found[1]) if found else None
