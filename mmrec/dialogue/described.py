"""Items of the shown list told apart by what they are: `the cheapest`, `the one with Tom Hanks`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mmrec.dialogue.adjectives import BLAMING, PRAISING
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import find_constraints, run_at, whole_value
from mmrec.dialogue.cues import BAD, FILLER, GOOD, WHEN, WISH
from mmrec.dialogue.groups import (
    END,
    STOP,
    by_name,
    closers,
    description_end,
    graded_at,
    group_at,
    left_words,
    other_at,
)
from mmrec.dialogue.known import Objects, Scene
from mmrec.dialogue.nouns import NO, NOUNS, ONLY
from mmrec.dialogue.questions import Option
from mmrec.dialogue.titles import CONNECTORS
from mmrec.dialogue.words import Message, listed, phrase
from mmrec.types import Item

_THE_ONE = (
    rf"(?:the|that|this) (?:{NOUNS}) (?:with|by|from|in|about|that is|that has|that was|which is|"
    rf"called|starring|where|of|made|directed|under|over|for|thats|set|without)"
)
# "Leave out | the white ones", "only | the old ones": conditions, of no shown item in particular.
_WANTED = re.compile(rf"(?<![^ ])(?:{NO}|{ONLY}|{WISH})(?: me| us| all)?$")
_AUXILIARIES = ("is", "are", "was", "were", "do", "does", "did", "isnt", "arent", "doesnt", "dont")
_VERBS = ("is", "are", "was", "were", "has", "looks")
# What an item may be called by what it is about: `the ballet lad`, `the heist story`.
_TOLD = r"lad|lass|boy|girl|guy|bloke|chap|fella|lady|kid|story|tale|number|caper"
# A word behind these is where or what for, and no item: `a coat for the office`.
_WHERE = ("in", "on", "to", "for", "from", "into", "with", "by", "during", "near", "without")
_MADE = (
    r"(?:has |had )?(?:directed|made|did|does|drew|shot|wrote|designed|created|painted)|"
    r"(?:is|was|s|plays?|played|stars?|starred|appears?|appeared|acts?|acted|turns up|pops up) in"
)
_POINTING = ("that", "this", "those", "these", "them")
_DETERMINERS = ("the", *_POINTING)
_TELLS = rf"(?:{NOUNS}) (?:with|that|which|who|from|about|by)"  # a noun and what tells it apart
_ARTICLES = ("the", "a", "an", "any", "some")
_EPITHETS = frozenset(
    listed(
        "poor little wee old big dear silly odd strange weird funny great damn damned bloody lonely"
    )
) | frozenset(word for word in f"{GOOD}|{BAD}|{PRAISING}|{BLAMING}".split("|") if word.isalpha())
_THERE = (
    r"(?:up |over |down |out |right )?(?:there|here)|in the (?:middle|corner|centre|background)"
)
# No item stands behind these: `a green one`, `which one`, `the last one` has its own reader.
_NO_NAMES = frozenset(
    listed("a an any another some which what each every no not only the that this")
)
_ALIKE = (
    ("backpack", "rucksack", "knapsack"), ("sneaker", "trainer"), ("coat", "overcoat"),
    ("boat", "ship"), ("buds", "earbuds"), ("bag", "purse"), ("headphones", "cans"),
)  # fmt: skip


def described_at(scene: Scene, place: int) -> Objects:
    """The shown item that the words from a place on describe."""
    message = scene.message
    pronoun = message.at(place) in _POINTING and not _determines(message, place)
    if not scene.ids or pronoun or message.words[place].quoted:
        return Objects()
    found = (
        group_at(scene, place)
        or other_at(scene, place)
        or graded_at(scene, place)
        or _valued(scene, place)
        or _the_one(scene, place)
        or _made_by(scene, place)
        or _called(scene, place)
        or _bare_one(scene, place)
    )
    where = message.match(_THERE, found.after) if found.items else 0
    return replace(found, after=where) if where else found


def _determines(message: Message, place: int) -> bool:
    """Whether a demonstrative goes with a noun: `that red coat`, not `that or the red one`."""
    following = message.at(place + 1)
    of = message.at(place) == "them" and message.at(place - 1) in (*_WHERE, "of")
    ends = message.words[place].ends or following in CONNECTORS | WHEN or following in _ARTICLES
    bare = re.fullmatch(NOUNS, following) and not message.match(_TELLS, place + 1)
    return not (of or ends or bare)


def _valued(scene: Scene, place: int) -> Objects:
    """`the red one`, `that lovely horror film`, `the Kubrick one`, `the 1999 one`."""
    message = scene.message
    if message.at(place) not in _DETERMINERS:
        return Objects()
    begin = _behind_epithets(message, place + 1)
    for after in range(begin + 1, min(len(message), begin + 4) + 1):
        if message.at(after - 2) in _VERBS:
            break  # "the matrix is one of …"
        noun = message.at(after - 1)
        if re.fullmatch(_TOLD, noun):
            words = set(message.norm(begin, after - 1).split())
            if one := _worded(scene, words, after, ""):
                return one
        if not re.fullmatch(NOUNS, noun):
            continue
        if after - 1 == begin:
            return Objects()
        inside = Message(message.slice(begin, after - 1))
        return _narrowed(scene, place, inside, after)
    return _kind(scene, place, begin)


def _behind_epithets(message: Message, place: int) -> int:
    """The word behind adjectives that tell nothing apart: `that | poor old | jacket`."""
    while message.at(place) in _EPITHETS and not message.words[place].ends:
        place += 1
    return place + 2 if message.norm(place, place + 2) in ("pair of", "set of") else place


def _narrowed(scene: Scene, place: int, inside: Message, after: int) -> Objects:
    """The shown items that the words between `the` and `one` or `ones` tell apart."""
    noun, said = scene.message.at(after - 1), scene.message.slice(place, after)
    words, found = set(inside.line.split()), _conditions(scene, inside)
    many = noun.endswith("s") and noun != "series"
    if many and _WANTED.search(scene.message.norm(0, place)):
        return Objects((), after)
    if not found:
        return _worded(scene, words, after, "" if many else said)
    fits = _fits(scene, found)  # "the Tom Hanks ones": all that fit
    return Objects(tuple(fits), after) if many else _single(scene, fits, after, said)


def _kind(scene: Scene, place: int, begin: int) -> Objects:
    """`the jacket`, `the small red speaker`, where one such thing is shown."""
    demonstrative = scene.message.at(place) in ("that", "this")  # "that western" on the screen
    for start in range(begin, begin + 3):
        run = run_at(scene.message, scene.vocabulary, start)
        if run is None:
            continue
        said = {scene.message.at(i) for i in range(begin, start)}
        told = (
            said - STOP or demonstrative
        )  # "the prison drama", but "the drama" speaks of all of them
        if run.plural or (any(group[0].is_list for group in run.groups) and not told):
            return Objects()
        held = scene.items(_fits(scene, run.constraints()))
        ids = [i.item_id for i in held if said <= set(_words(i))]
        if len(ids) > 1:  # "the bag": of two bags the one that is called so
            told = {scene.message.at(i) for i in range(start, run.after)}
            called = [i for i in ids if told <= set(_both(phrase(scene.titles.title(i)).split()))]
            ids = called if len(called) == 1 else ids
        following = scene.message.at(run.after)
        ends = scene.message.ends_at(run.after) or following in closers(scene)
        return (
            _single(scene, ids, run.after, scene.message.slice(place, run.after))
            if ends
            else Objects()
        )
    return Objects()


def _called(scene: Scene, place: int) -> Objects:
    """`the bee`, `the leather bag`: words that one shown item alone has in its title or facts."""
    if scene.message.at(place) not in _DETERMINERS:
        return Objects()
    begin = _behind_epithets(scene.message, place + 1)
    called = called_at(scene, place + 1) or (begin > place + 1 and called_at(scene, begin))
    return called or _asked_of(scene, place)


def _asked_of(scene: Scene, place: int) -> Objects:
    """`are the nuns funny`: by a word of its description, where a question asks about it."""
    message = scene.message
    asked = message.at(place - 1) in _AUXILIARIES and message.at(place - 2) not in ("what", "who")
    return told_at(scene, place) if asked else Objects()


def told_at(scene: Scene, place: int) -> Objects:
    """`the nuns`: a word that one shown item alone has in its description."""
    message = scene.message
    pointing = message.at(place) in ("the", "those") and message.at(place - 1) not in _WHERE
    return called_at(scene, place + 1, told=True) if pointing else Objects()


def _bare_one(scene: Scene, place: int) -> Objects:
    """`keanu one`, `toy one`: the shown item that alone has the word in its title or facts."""
    message = scene.message
    word = message.at(place)
    plain = word in FILLER or word in STOP or word in _NO_NAMES
    if not word.isalpha() or message.at(place + 1) != "one" or plain:
        return Objects()
    if message.at(place - 1) in _NO_NAMES:
        return Objects()
    if _conditions(scene, Message(word)):
        return Objects()  # "horror one please" wishes for one
    fits = [item.item_id for item in scene.items(scene.ids) if word in _names(item)]
    return Objects((fits[0],), place + 2) if len(fits) == 1 else Objects()


def called_at(scene: Scene, first: int, *, told: bool = False) -> Objects:
    """The same without an article: `bee is cute`; `told`: by the words of its description too."""
    message, vocabulary = scene.message, scene.vocabulary
    for after in range(first + 3, first, -1):
        said = [message.at(i) for i in range(first, after)]
        run = run_at(message, vocabulary, first)
        common = any(w in FILLER or w in STOP or vocabulary.facts_called(w) for w in said)
        ends = message.ends_at(after) or message.at(after) in closers(scene)
        ends = ends or message.at(first - 2) in _AUXILIARIES  # "do the boots run small"
        if after > len(message) or common or not ends or (run and run.after == after):
            continue
        fits = [
            i.item_id
            for i in scene.items(scene.ids)
            if set(said) <= set((_words if told else _names)(i))
        ]
        if len(fits) == 1:
            return Objects((fits[0],), after)
    return Objects()


def _conditions(scene: Scene, words: Message) -> Sequence[Constraint]:
    """What short words ask for, when they are understood to the last."""
    vocabulary, asking = scene.vocabulary, scene.asking
    if re.fullmatch(r"[12]\d{3}", words.line) and vocabulary.year:
        return (Constraint((vocabulary.year,), "=", (int(words.line),)),)
    run = run_at(words, vocabulary, 0)
    if run and run.after == len(words):
        return run.constraints()
    if found := whole_value(words, vocabulary, asking, 0, len(words)):
        return found
    if len(words) == 1 and (values := vocabulary.surnames.get(words.line)):
        facts = tuple(dict.fromkeys(value.fact for value in values))
        return (Constraint(facts, "=", tuple(value.value for value in values)),)
    found = find_constraints(words, vocabulary, asking)
    return found if not words.segments() else ()


def _fits(scene: Scene, conditions: Sequence[Constraint]) -> list[str]:
    items = scene.items(scene.ids)
    return [i.item_id for i in items if all(one.holds(i.facts) for one in conditions)]


def _single(scene: Scene, fits: Sequence[str], after: int, said: str) -> Objects:
    if not fits:
        return Objects()
    if len(fits) == 1:
        return Objects((fits[0],), after)
    options = [Option(scene.titles.title(item), item) for item in fits]
    return Objects(
        (scene.asking.choose(f"which:{said.casefold()}", f"Which one: {said}?", options),), after
    )


def _the_one(scene: Scene, place: int) -> Objects:
    """`the one with Tom Hanks`, `the one about sharks`, `the one from 1999`."""
    message = scene.message
    found = message.search(_THE_ONE, place)
    many = re.fullmatch(r"ones|films|movies|items|things|pictures|products", message.at(place + 1))
    if found is None or found[0] != place or many:
        return Objects()
    left = description_end(message, found[1], END)
    by = message.at(found[1] - 1) == "by"  # of people: "that one by heart" describes nothing
    worded = () if by else message.norm(found[1], left).split()
    if one := _worded(scene, set(worded), left, ""):
        return one
    if valued := _by_value(scene, place, found[1]):
        return valued
    words = Message(message.slice(found[1] - 1, left) if left > found[1] else "")
    find_constraints(words, scene.vocabulary, scene.asking)  # takes what it understands
    wanted = set() if by else set(left_words(words)) - STOP - {"who"}
    items = scene.items(scene.ids) if wanted else ()
    had = {item.item_id: len(wanted & set(_words(item))) for item in items}
    most = max(had.values(), default=0)
    fits = [item for item, count in had.items() if most and count == most]
    if most < len(wanted) and len(fits) > 1:
        return Objects()
    return _single(scene, fits, left, message.slice(place, max(left, found[1])))


def _by_value(scene: Scene, place: int, begin: int) -> Objects:
    """`the one with Tom Hanks | gets four stars`: by the longest words that are conditions."""
    message = scene.message
    whole = description_end(message, begin, END - {"and", "or"})
    for end in range(whole, begin, -1):
        words = Message(message.slice(begin - 1, end))
        conditions = find_constraints(words, scene.vocabulary, scene.asking)
        if conditions and set(left_words(words)) <= STOP:
            said = message.slice(place, end)
            return _single(scene, _fits(scene, conditions), end, said) or Objects(
                problem=f"Nothing in the list is “{said}”."
            )
    return Objects()


def _made_by(scene: Scene, place: int) -> Objects:
    """`the one that Kubrick made`, `the film Tom Hanks is in`: by who did it or is in it."""
    message = scene.message
    begin = message.match(rf"(?:the|that|this) (?:{NOUNS})(?: (?:that|which))?", place)
    who = by_name(scene, begin) if begin else None
    after = message.match(_MADE, who[1]) if who else 0
    if not who or not after:
        return Objects()
    return _single(scene, _fits(scene, [who[0]]), after, message.slice(place, after))


def _worded(scene: Scene, words: set[str], after: int, said: str) -> Objects:
    """The items whose title, description or facts have all the words."""
    wanted = words - STOP
    items = scene.items(scene.ids) if wanted else ()
    fits = [item.item_id for item in items if wanted <= set(_words(item))]
    return _single(scene, fits, after, said) if said or len(fits) == 1 else Objects()


def _names(item: Item) -> list[str]:
    """The words of an item's title and facts, in the singular and the plural."""
    values = [v for v in item.facts.values() if isinstance(v, str | list)]
    facts = [v if isinstance(v, str) else " ".join(v) for v in values]
    words = _both(phrase(" ".join((item.title, *facts))).split())
    return [*words, *_both([other for group in _ALIKE if {*group} & {*words} for other in group])]


def _words(item: Item) -> list[str]:
    return [*_names(item), *_both(phrase(item.description or "").split())]


def _both(words: list[str]) -> list[str]:
    return [*words, *(word.removesuffix("s") for word in words), *(f"{word}s" for word in words)]
