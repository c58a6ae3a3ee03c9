"""Filters said in words: `only comedies`, `no horror`, `with X`, `in stock`, `not by Y`.

The words for values and facts come from the catalogue's vocabulary; only comparison words, `only`
and `no`, and nouns like `films` are known beforehand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.corrections import find_corrections
from mmrec.dialogue.cues import FILLER
from mmrec.dialogue.memories import is_told
from mmrec.dialogue.nouns import NO, NOUNS, ONLY
from mmrec.dialogue.people import find_people, is_role, latest, person, person_at
from mmrec.dialogue.quantities import find_quantities
from mmrec.dialogue.questions import Ambiguous, Asking
from mmrec.dialogue.refusals import TAKE_OUT, denied_behind, negation
from mmrec.dialogue.tales import narrated
from mmrec.dialogue.truths import find_truths
from mmrec.dialogue.values import Value
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message, listed, phrase
from mmrec.dialogue.years import find_years

_NO = re.compile(rf"(?<![^ ])(?:{NO})$")
_ONLY = re.compile(rf"(?<![^ ])(?:{ONLY})$")
_IN = re.compile(
    r"(?<![^ ])(?:(?:in|of|from|made by|by|with|the|a|an|that are|which are|is|are|be) ?)+$"
)
# Facts whose values are a filter wherever they stand: nobody searches for the word `red` there.
_ATTRIBUTES = r"colou?r|brand|material|maker|manufacturer|\bsizes?\b"
_A_GOOD = re.compile(
    r"(?<![^ ])(?:a|an|some|any)(?: (?:good|great|nice|decent|proper|really|cool|new|old))*$"
)
# A noun phrase before its last word: `i want a sad love story`, `slow, philosophical sci-fi`; not
# `a film about civil war`, nor `he solves a crime`.
_WISHED = (
    r"wants?|wanted|needs?|find|me|us|watch|see|for|after|fancy|fancies|prefers?|be|its|is|have|"
    r"having|maybe|perhaps|or|but|so|well|ok|just|only|rather|then|now|please|seek|seeking|require|"
    r"mean|meant|like|love|get|"
    r"show|give|recommend|suggest|some|any|another|good|nice|great"
)
_DESCRIBED = re.compile(
    rf"(?:^|(?<![^ ])(?:{_WISHED}) |· )(?:(?P<article>an?) )?"
    rf"(?:(?!(?:{_WISHED}|a|an|the|about|of|in|on|the|with|from|at|by|to|during|and|or|is|was|are|"
    rf"has|that|which|who|"
    r"where|what|it|he|she|they|i|we|you|my|his|her|their|no|not|films?|movies?|story|stories)"
    r"(?![^ ]))[^ ·]+ ){0,3}(?:[^ ·]+)$"
)
_GOES_ON = frozenset(
    listed(
        "to for with about on from where which that thats who whose set made released directed by "
        "starring featuring without would under over before after since between at having in "
        "provided "
        "providing"
    )
)
_WITH = ("by", "starring", "with", "featuring")
# What a category may stand behind where it is meant, and what may follow it besides the end.
_LEADS = frozenset(
    listed(
        "· and or but something anything then maybe perhaps also some more want need watch see ok "
        "okay yes well say prefer preferably ideally rather actually how another fancy after search"
    )
)
_CLOSES = frozenset(
    listed(
        "· but then instead please pls tonight now today too also again maybe though perhaps "
        "rather preferably thanks yeah right and or if as because so lol ok okay i we only just "
        "this"
    )
)
_TOGETHER = r"(?:both )?(?:at (?:once|the same time)|in one(?: (?:film|movie))?|combined|together)"
_EVENING = "nights?|evenings?|marathon|session|binge|fest"  # "a western night"
_LONGEST_HEAD = 1  # words before a category in a message of nothing else, which may be a plot
_HAN = "㐀"  # where the Chinese characters begin
_AUDIENCE = re.compile("kids?|childrens?|babies|family|families|adults|women|men|girls|boys")
_FOR = re.compile(r"(?<![^ ])for(?: (?:all|the|very|small|smaller|little|young|younger|whole))*$")
_PLACED = ("in", "about", "on", "to", "near", "around")
_HEDGES = listed("maybe also perhaps even else possibly alternatively otherwise")
_JOINTS = ("and", "or", "nor", "a", "an", "any", "either")
_BY = (
    r"(?:a )?(?:lot|lots|plenty|bit) of|full of|with|more|some|(?:made |sold )?by|from|in|"
    r"(?:suitable|fit|good|made|meant) for|(?:filed |listed |sorted )under|colou?r(?:ed)?|brand|"
    r"category|genre|size|tagged|labelled|"
    r"made of|is|are"
)


def find_constraints(
    message: Message, vocabulary: Vocabulary, asking: Asking
) -> tuple[Constraint, ...]:
    """Every filter that the message states; its words are taken.

    Raises:
        Ambiguous: a name or a number has several meanings, and none was chosen.
    """
    return (
        *find_bounds(message, vocabulary, asking),
        *find_values(message, vocabulary, asking),
    )


def find_bounds(message: Message, vocabulary: Vocabulary, asking: Asking) -> tuple[Constraint, ...]:
    """Bounds on years and other numbers; as `find_constraints`."""
    return (
        *find_corrections(message, asking.bound),
        *find_years(message, vocabulary),
        *find_quantities(message, vocabulary, asking),
    )


def find_values(message: Message, vocabulary: Vocabulary, asking: Asking) -> tuple[Constraint, ...]:
    """Names, truths and categories; as `find_constraints`."""
    people = find_people(message, vocabulary, asking)
    tags, truths = _tagged(message, vocabulary), find_truths(message, vocabulary)
    return latest((*people, *tags, *truths, *_categories(message, vocabulary)))


def is_trait(fact: str) -> bool:
    """Whether a fact holds colours, sizes, brands: a filter wherever a value of it stands."""
    return re.search(_ATTRIBUTES, fact.casefold()) is not None


def whole_value(
    message: Message, vocabulary: Vocabulary, asking: Asking, first: int, after: int
) -> tuple[Constraint, ...]:
    """The filter when words [first, after) are values and nothing else: `horror`, `tom hanks`."""
    run = run_at(message, vocabulary, first)
    if run and run.after == after:
        return run.constraints()
    rare = after == first + 1 and message.at(first) not in vocabulary.common
    placed = message.at(first - 1) in _PLACED  # "set in paris"
    known = rare and len(message.at(first)) > 3 and not placed
    found = person_at(
        message, vocabulary, first, surnames=known, slips=message.words[first].capital
    )
    if found and found[1] == after:
        try:
            return (person(found[0], "", vocabulary, asking),)
        except Ambiguous:
            if not found[2]:
                raise  # a bare surname of several is a word to search for: `london`
    return ()


@dataclass(frozen=True, slots=True)
class Run:
    """Category names in a row, words [first, after); `either`: joined by `and`, `or`, a comma."""

    groups: tuple[tuple[Value, ...], ...]
    first: int
    after: int
    either: bool

    @property
    def plural(self) -> bool:
        """Whether one is written as many, which asks for a list of them."""
        return any(value.plural for group in self.groups for value in group)

    @property
    def names(self) -> set[str]:
        """The values' own names."""
        return {group[0].value for group in self.groups}

    @property
    def facts(self) -> set[str]:
        """The facts that the values are of."""
        return {group[0].fact for group in self.groups}

    def constraints(self) -> tuple[Constraint, ...]:
        """Any of them where they are joined or can not be together; else each."""
        by_fact: dict[str, list[Value]] = {}
        for group in self.groups:
            by_fact.setdefault(group[0].fact, []).append(group[0])
        found: list[Constraint] = []
        for fact, values in by_fact.items():
            lists = (fact,) if values[0].is_list else ()
            names = tuple(dict.fromkeys(value.value for value in values))
            each = [names] if self.either or not lists else [(name,) for name in names]
            found += [Constraint((fact,), "=", one, lists) for one in each]
        return tuple(found)

    def excluded(self) -> tuple[Constraint, ...]:
        """None of them; of `no white shoes` the shoes are wanted."""
        values = [group[0] for group in self.groups]
        kind = values[-1]
        if (
            len(values) > 1
            and not (self.either or is_trait(kind.fact))
            and is_trait(values[0].fact)
        ):
            wanted = Constraint(
                (kind.fact,), "=", (kind.value,), (kind.fact,) if kind.is_list else ()
            )
            return (*Run(self.groups[:-1], self.first, self.after, self.either).excluded(), wanted)
        return tuple(
            Constraint((v.fact,), "!=", (v.value,), (v.fact,) if v.is_list else ()) for v in values
        )


def run_at(
    message: Message, vocabulary: Vocabulary, first: int, *, negated: bool = False
) -> Run | None:
    """The category names from a word on; `negated`: another `no` between them goes on."""
    joints = (*_JOINTS, "no", "not") if negated else (*_JOINTS, *_HEDGES)
    groups: list[tuple[Value, ...]] = []
    place, end, either = first, first, False
    while (found := _category_at(message, vocabulary, place)) is not None:
        groups.append(found[0])
        either = either or (len(groups) > 1 and place > end)
        comma = message.words[found[1] - 1].ends and found[1] < len(message)
        end = found[1]
        place = end
        if _noun_at(message, end) and message.at(end + 1) == "or":
            place += 1  # "a crime film or a mystery"
        fact = found[0][0].fact
        if negated and message.at(place) in ("a", "an"):
            break  # "not a thriller a western"
        while message.at(place) in joints or (
            place > end and _again(message, vocabulary, place, fact)
        ):
            place += 1
        either = either or (comma and _category_at(message, vocabulary, place) is not None)
    lists = groups and groups[0][0].is_list
    if lists and re.search(r"(?<![^ ])both(?: an?)?$", message.norm(0, first)):
        either = False
    if groups and (together := message.match(_TOGETHER, end)):
        message.take(end, together)  # "crime and comedy at once"
        either = False
    return Run(tuple(groups), first, end, either) if groups else None


def _again(message: Message, vocabulary: Vocabulary, place: int, fact: str) -> bool:
    """Whether a word leads to another value as the first was led to: `brand X or | brand Y`."""
    word = message.at(place)
    return word in ("in", "with", "from", "by", "of") or fact in vocabulary.facts_called(word)


def _category_at(
    message: Message, vocabulary: Vocabulary, first: int
) -> tuple[tuple[Value, ...], int] | None:
    for after in range(min(len(message), first + 4), first, -1):
        if values := vocabulary.category(message.norm(first, after)):
            return values, after
    return None


def _tagged(message: Message, vocabulary: Vocabulary) -> Iterator[Constraint]:
    """`tagged frog`: a keyword that people gave items."""
    for first, after, _ in list(
        message.findall(r"(?:with the )?(?:tagged|tags?|keywords?)(?: as| with)?")
    ):
        for end in range(min(len(message), after + 4), after, -1):
            if values := vocabulary.keywords.get(message.norm(after, end)):
                no = _NO.search(before := message.norm(0, first))
                message.take(before.count(" ", 0, no.start()) if no else first, end)
                names = tuple(dict.fromkeys(value.value for value in values))
                facts = tuple(dict.fromkeys(value.fact for value in values))
                lists = tuple(v.fact for v in values[:1] if v.is_list)
                yield Constraint(facts, "!=" if no else "=", names, lists)
                break


def _categories(message: Message, vocabulary: Vocabulary) -> list[Constraint]:
    found: list[Constraint] = []
    place = end = 0  # `end`: of the last wanted one
    refused: set[str] = set()
    asked: set[str] = set()  # facts of one value each that have it
    while place < len(message):
        called = bool(vocabulary.facts_called(message.at(place - 1)))  # "not brand Norda"
        before = message.norm(0, place - called)
        no = negation(_NO, message, place - called)
        run = run_at(message, vocabulary, place, negated=no is not None)
        known = run is not None and (refused.intersection(run.names) or run.facts <= asked)
        denied = run is not None and not no and refused.issuperset(run.names)
        maker = run is not None and not no and all(map(is_role, run.facts))
        denied = denied or (maker and narrated(message, vocabulary, place))
        if run is not None and (denied or (known and _told(message, place))):
            message.take(place, run.after)  # "not yellow, my ex had a yellow one"
            continue
        trait = run and any(map(is_trait, run.facts))
        told = run and trait and is_told(message, vocabulary, run.first, run.after)
        if run is None or told or message.at(place - 1) in ("my", "our"):
            place += 1
            continue
        place = run.after
        out = _left_out(message, run)
        if not no and out:
            verb = TAKE_OUT.search(before)
            message.take(before.count(" ", 0, verb.start()) if verb else run.first, out[1])
            refused.update(run.names)
            found += run.excluded()
        elif no:
            noun = _noun_at(message, run.after)
            message.take(before.count(" ", 0, no.start()), run.after + noun)
            refused.update(run.names)
            found += run.excluded()
        elif _named(message, vocabulary, run) or _asked(message, run, before):
            only = _ONLY.search(before) or _IN.search(before) or _for_whom(message, run, before)
            only = only or _named(message, vocabulary, run)
            start = before.count(" ", 0, only.start()) if only else run.first
            named = run.groups[0][0].fact in vocabulary.facts_called(message.at(run.after))
            message.take(start, run.after + (named or _noun_at(message, run.after)))
            wanted = list(run.constraints())
            joint = start - 1
            while message.at(joint) in _HEDGES:
                joint -= 1
            if end and message.at(joint) == "or" and not message.norm(end, joint).strip("· "):
                message.take(joint, start)
                wanted = _either(found.pop(), wanted)
            found += wanted
            asked |= {group[0].fact for group in run.groups if not group[0].is_list}
            end = run.after
    return found


def _either(one: Constraint, others: list[Constraint]) -> list[Constraint]:
    """`dramas from the 90s or comedies`: one or the other, where they are of one fact."""
    first, *rest = others
    if first.facts != one.facts or one.op != "=":
        return [one, *others]
    return [Constraint(one.facts, "=", (*one.values, *first.values), one.lists), *rest]


def _told(message: Message, place: int) -> bool:
    """Whether a word stands in a clause that only tells a story."""
    return any(is_aside(message, *c) for c in clauses(message) if c[0] <= place < c[1])


def _left_out(message: Message, run: Run) -> tuple[int, int] | None:
    """What says behind values that they are left out: `horror is out`, `romance no`."""
    if out := denied_behind(message, run.after):
        return run.after, out
    said = message.at(run.after) == "no" and not message.words[run.after - 1].ends
    last = message.ends_at(run.after + 1) or message.at(run.after + 1) in ("please", "thanks")
    return (run.after, run.after + 1) if said and last else None


def _named(message: Message, vocabulary: Vocabulary, run: Run) -> re.Match[str] | None:
    """The name of the fact before its value: `size 42`, `in colour red`."""
    if run.groups[0][0].fact in vocabulary.facts_called(message.at(run.first - 1)):
        return re.search(r"(?:(?:in|of|the|with|a) )*[^ ]+$", message.norm(0, run.first))
    return None


def _asked(message: Message, run: Run, before: str) -> bool:
    """Whether a value is meant as a filter, not as a word to search for."""
    if any(is_trait(group[0].fact) for group in run.groups):
        return True
    if message.at(run.first) > _HAN:
        return True  # a Chinese word for a category is no word to search for
    if _ONLY.search(before) or run.plural or _noun_at(message, run.after):
        return True
    by = re.search(rf"(?<![^ ])(?:{_BY})(?: (?:the|a))?$", before) is not None
    return by or _for_whom(message, run, before) is not None or _stands_alone(message, run)


def _for_whom(message: Message, run: Run, before: str) -> re.Match[str] | None:
    """`a funny movie for small children`: a kind that is named by who it is for."""
    named = message.norm(run.first, run.after)
    return _FOR.search(before) if _AUDIENCE.fullmatch(named) else None


def _stands_alone(message: Message, run: Run) -> bool:
    """`red, under 20 euros`, `a cheap red jacket in blue`: short values beside other filters."""
    before, after = message.at(run.first - 1), message.at(run.after)
    led = before in _LEADS or run.first == 0 or message.ends_at(run.first)
    article = _A_GOOD.search(message.norm(0, run.first)) is not None
    ends = message.ends_at(run.after) or after in _CLOSES
    single = message.norm(run.first, run.after)
    one = run.groups[-1][0]
    known = ends or after in _GOES_ON or after in FILLER or after.isdigit()
    if not one.is_list and phrase(one.value) == f"{single}s" and known:
        return True  # `a bluetooth speaker` of the category `speakers`
    if (ends or after in _GOES_ON) and not is_role(one.fact) and _described(message, run.first):
        return True
    if message.match("in (?:it|them|there|the mix)", run.after):
        return True  # "as long as there is sci-fi in it"
    return after in _WITH or ((article or led) and (ends or after in _GOES_ON))


def _described(message: Message, first: int) -> bool:
    """Whether the words of the clause before a category only describe it: `a sad | romance`."""
    start = next((i for i in range(first, 0, -1) if message.words[i - 1].ends), 0)
    found = _DESCRIBED.search(message.norm(start, first))
    if found is None or any(is_aside(message, *c) for c in clauses(message) if c[0] == start):
        return False
    bare = found.start() == start == 0 and not found["article"] and message.free(0, len(message))
    return not bare or first <= _LONGEST_HEAD


def _noun_at(message: Message, place: int) -> bool:
    return re.fullmatch(f"{NOUNS}|{_EVENING}|related|themed", message.at(place)) is not None
