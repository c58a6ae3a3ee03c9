"""Shown items told apart by degree or as a group: `the older of the two`, `the other one`."""

import re
from collections.abc import Collection, Sequence

from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import find_constraints, is_trait, run_at
from mmrec.dialogue.known import Objects, Scene
from mmrec.dialogue.measures import Degree, Way, scale_of
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.people import is_role, person_at
from mmrec.dialogue.scales import SCALES
from mmrec.dialogue.titles import CONNECTORS
from mmrec.dialogue.words import Message, listed

_SUPERLATIVES = "|".join(
    f"{scale.lowest}|{scale.highest}|{scale.lower}|{scale.higher}" for scale in SCALES
)
_PLAIN = "|".join(f"{scale.low}|{scale.high}" for scale in SCALES)
_GRADED = (
    rf"(?:the|its|your) (?:{_SUPERLATIVES}|(?:{_PLAIN})(?= one)|(?:most|least|more|less) "
    rf"(?:{_PLAIN}))(?![^ ])"
)
_BEST = "|".join(f"{scale.lowest}|{scale.highest}" for scale in SCALES)
_OF_THEM = (
    r"(?:(?:all )?(?:them|these|those|all)|both|(?:the|those|these|that|all) "
    r"(?:two|three|four|five|lot|bunch|pair|couple|list))(?![^ ])"
)
_RANKS = ("first", "second", "third", "last")
_RANKED = rf"the (?P<rank>{'|'.join(_RANKS)})(?= of (?:them|those|the two|that pair)(?![^ ]))"
_COUNTS = ("two", "three", "four", "five")
_POINTING = ("all", "those", "these", "them", "that", "the", "both", "same")
_COUNTED = (
    r"(?:(?:the|those|these|that|both|all) )?(?:(?:the|of|other|same) )*(?:two|three|four|five|"
    r"pair|couple)(?: of (?:them|those|these))?(?![^ ])"
)
_VERBS_OF = {
    "like": "liked?|loved?|adored?|enjoyed|saved|kept|bookmarked|favou?red|preferred",
    "dislike": "hated?|disliked?|loathed?|rejected|hid|dismissed",
    "view": "seen|watched|saw|read|own|owned|have|bought|know",
}
_JUDGED = (
    rf"(?:(?:that|which) )?(?:i|ive|we|weve)(?: (?:have|already|just|said|told you))*(?: i)? "
    rf"(?:{'|'.join(_VERBS_OF.values())})(?![^ ])"
)
_POST = r"(?:with|by|from|in|that (?:are|have)|starring|featuring|directed by|made by|under|over)"
_ONE = NOUNS.replace("ones?", "one")
_CLOSING = frozenset(
    listed(
        "is are was were has have had do does did can could would should will goes go i ive "
        "im ill id we "
        "weve he she they you id in into on to for from with and but or so than then which that "
        "who what please pls now instead again already also too better made by of at as it its "
        "really looks look seems sounds costs cost weighs weigh came comes on off out up"
    )
)
END = frozenset(
    listed(
        "i we they he she ive im id ill weve wed hes shes theyve you it "
        "but and or only instead please is was sucks sucked rocks looks seems "
        "though except would could should might will can be do"
    )
)
STOP = frozenset(
    listed(
        "one ones has was which called made directed under over thats without the a an of in with "
        "by from about that is and for to on set where up here there listed shown"
    )
)


_DEGREES = frozenset(
    word
    for scale in SCALES
    for words in (scale.low, scale.lower, scale.high, scale.higher)
    for word in words.split("|")
)
AFTER_CALLED = frozenset(
    (
        *CONNECTORS,
        *_CLOSING,
        *_DEGREES,
        *listed(
            "out off away down aside next side does do any anymore no has had on for again as at "
            "very much so quite rather most best how what when where why because cause since every"
        ),
    )
)


def graded_at(scene: Scene, place: int) -> Objects:
    """`the oldest`, `the dearer of the two`, `the cheaper jacket`, `the better rated one`."""
    message = scene.message
    found = message.search(_GRADED, place)
    if found is None or found[0] != place:
        return Objects()
    words = message.norm(place + 1, found[1])
    if message.norm(found[1], found[1] + 2) == "the better":
        return Objects()  # "the older the better"
    scale = _scale(scene, words)
    if scale is None:
        return Objects()
    kind = run_at(message, scene.vocabulary, found[1])
    kind = kind if kind and not any(group[0].is_list for group in kind.groups) else None
    after = kind.after if kind else found[1]
    after += bool(re.fullmatch(NOUNS, message.at(after)))
    compared = re.search("er$|^more|^less|er (?:rated|known|priced|reviewed)$", words) is not None
    among, after = _among(scene, after, compared=compared)
    conditions = kind.constraints() if kind else ()
    valued = [
        (value, item.item_id)
        for item in scene.items(among)
        if isinstance(value := item.facts.get(scale[0]), int | float)
        and all(one.holds(item.facts) for one in conditions)
    ]
    if not valued:
        return Objects()
    best = (min if scale[1] == "less" else max)(valued, key=lambda pair: pair[0])
    return Objects((best[1],), after)


def _scale(scene: Scene, words: str) -> tuple[str, Way] | None:
    """The fact that a degree speaks of, and which end of it is meant."""
    if graded := re.match("(most|least|more|less) (.+)", words):
        scale = scale_of(graded[2], scene.vocabulary, scene.asking, "plain")
        if scale and graded[1] in ("least", "less"):
            return scale[0], "less" if scale[1] == "more" else "more"
        return scale
    degrees: tuple[Degree, ...] = ("superlative", "comparative", "plain")
    each = (scale_of(words, scene.vocabulary, scene.asking, degree) for degree in degrees)
    return next((one for one in each if one is not None), None)


def _among(scene: Scene, after: int, *, compared: bool) -> tuple[Sequence[str], int]:
    """The items that a degree chooses from, and the word behind them.

    A comparative chooses from the group that was spoken of, a superlative from the list.
    """
    group = scene.focus if len(scene.focus) > 1 else scene.pair
    group = group if len(group) > 1 else scene.ids
    if scene.message.at(after) not in ("of", "among", "out", "from", "between"):
        return (group if compared else scene.ids), after
    of = after + 1 + (scene.message.at(after + 1) == "of")
    if (named := group_at(scene, of)).items:
        return named.items, named.after
    said = scene.message.search(_OF_THEM, of)
    if said is None or said[0] != of:
        return (group if compared else scene.ids), after
    shown = scene.message.norm(*said).startswith(("all", "the lot", "the bunch", "these"))
    return (scene.ids if shown else group), said[1]


def ranked_at(scene: Scene, place: int) -> Objects:
    """`the first of those`, `the second of the two`: by its place in the group spoken of."""
    found = next(scene.message.findall(_RANKED, place), None)
    if found is None or found[0] != place:
        return Objects()
    group, after = _among(scene, found[1], compared=True)
    rank = _RANKS.index(found[2]["rank"]) if after > found[1] else len(group)
    rank = len(group) - 1 if found[2]["rank"] == "last" else rank
    return Objects((group[rank],), after) if rank < len(group) and after > found[1] else Objects()


def group_at(scene: Scene, place: int) -> Objects:
    """`the two with John Wayne`, `those two`, `that pair`, `the two I liked`, `two by X`."""
    message = scene.message
    found = message.search(_COUNTED, place)
    if found is None or found[0] != place:
        return Objects()
    said = message.norm(*found).split()
    count = next((_COUNTS.index(word) + 2 for word in said if word in _COUNTS), 2)
    pointing = said[0] in _POINTING
    if (best := _best(scene, found[1], count)).items:
        return best
    narrowed = _narrowed(scene, found[1])
    if narrowed is not None:
        ids, after = narrowed
        return Objects(tuple(ids), after) if len(ids) == count else Objects()
    groups = _others(scene) if "other" in said else (scene.focus, scene.pair, scene.ids)
    group = next((one for one in groups if len(one) == count), ())
    if not pointing or not group or not _closes(message, found[1]):
        return Objects()
    return Objects(tuple(group), found[1])


def _others(scene: Scene) -> tuple[Sequence[str], ...]:
    """`the other four`: without what was spoken of last."""
    spoken = set(scene.last or scene.focus)
    left = [[i for i in among if i not in spoken] for among in (scene.pair, scene.ids)]
    return (*left, scene.focus)


def _best(scene: Scene, place: int, count: int) -> Objects:
    """`the two | cheapest`: the best few of the list."""
    found = scene.message.search(_BEST, place)
    scale = _scale(scene, scene.message.norm(*found)) if found and found[0] == place else None
    if found is None or scale is None:
        return Objects()
    valued = [
        (value, item.item_id)
        for item in scene.items(scene.ids)
        if isinstance(value := item.facts.get(scale[0]), int | float)
    ]
    valued.sort(key=lambda pair: pair[0], reverse=scale[1] == "more")
    after = found[1] + bool(re.fullmatch(NOUNS, scene.message.at(found[1])))
    return Objects(tuple(item for _, item in valued[:count]), after)


def _narrowed(scene: Scene, place: int) -> tuple[list[str], int] | None:
    """The shown items that what stands behind a count narrows down to, and the word after it."""
    message = scene.message
    judged = message.search(_JUDGED, place)
    if judged is not None and judged[0] == place:
        verb = message.at(judged[1] - 1)
        kind = next(kind for kind, verbs in _VERBS_OF.items() if re.fullmatch(verbs, verb))
        return list(scene.judged.get(kind, ())), judged[1]
    if re.fullmatch(NOUNS, message.at(place)) and message.at(place + 1) == "of":
        place += 2  # "the two pairs of | shoes"
    if (person := _of_person(scene, place)) is not None:
        items = scene.items(scene.ids)
        return [i.item_id for i in items if person.holds(i.facts)], place + 2
    run = run_at(message, scene.vocabulary, place)
    conditions = list(run.constraints()) if run else []
    after = run.after if run else place
    if run is None and (named := by_name(scene, place)):
        run = run_at(message, scene.vocabulary, named[1])  # "two Billy Wilder comedies"
        conditions = [named[0], *(run.constraints() if run else ())]
        after = run.after if run else named[1]
    after += bool(re.fullmatch(NOUNS, message.at(after)))
    post = message.search(_POST, after)
    if post is not None and post[0] == after:
        end = description_end(message, post[1], END)
        words = Message(message.slice(after, end))
        conditions += find_constraints(words, scene.vocabulary, scene.asking)
        after = end
        if set(left_words(words)) - STOP:
            return None
    if not conditions:
        return None
    items = scene.items(scene.ids)
    return [i.item_id for i in items if all(one.holds(i.facts) for one in conditions)], after


def by_name(scene: Scene, place: int) -> tuple[Constraint, int] | None:
    """`the two | Hitchcocks`, `the | Tom Hanks ones`: a person, and the word after the name."""
    message, known = scene.message, scene.vocabulary
    word = message.at(place)
    found = person_at(message, known, place, surnames=False, slips=False)
    surname = known.surnames.get(word) or known.surnames.get(word.removesuffix("s"), ())
    values, after = (found[0], found[1]) if found else (surname, place + 1)
    facts = tuple(dict.fromkeys(value.fact for value in values))
    names = tuple(dict.fromkeys(value.value for value in values))
    return (Constraint(facts, "=", names), after) if values else None


def _of_person(scene: Scene, place: int) -> Constraint | None:
    """`with him`, `of theirs`: whom or whose the request names."""
    said = scene.message.norm(place, place + 2)
    if re.fullmatch("(?:with|by|from|of|starring) (?:him|her|them|his|hers|theirs|those)", said):
        traits = [fact for fact in scene.vocabulary.facts if is_role(fact) or is_trait(fact)]
        return scene.asking.named(traits)
    return None


def other_at(scene: Scene, place: int) -> Objects:
    """`the other one`, `the other speaker`: of the pair, or of two on the screen."""
    message, topic = scene.message, scene.topic
    spoken = tuple(scene.last or scene.focus)[-1:]
    if message.norm(place, place + 2) != "the other" or not spoken:
        return Objects()
    if topic is not None and topic.first == place:
        return Objects(topic.item_ids, topic.after)
    run = run_at(message, scene.vocabulary, place + 2)
    after = run.after if run else place + 2
    after += bool(re.fullmatch(_ONE, message.at(after)))
    if not (message.ends_at(after) or message.at(after) in closers(scene)):
        return Objects()
    conditions = run.constraints() if run else ()
    for among in (scene.pair, scene.ids):
        left = [
            item.item_id
            for item in scene.items(among)
            if item.item_id not in spoken and all(one.holds(item.facts) for one in conditions)
        ]
        if len(left) == 1:
            return Objects((left[0],), after)
    return Objects()


def closers(scene: Scene) -> Collection[str]:
    """The words that may follow a noun phrase: `is the other one | waterproof`."""
    return AFTER_CALLED | scene.vocabulary.truths.keys()


def _closes(message: Message, after: int) -> bool:
    """Whether a noun phrase may end there: a verb, a preposition or punctuation follows."""
    return message.ends_at(after) or message.at(after) in _CLOSING


def description_end(message: Message, first: int, stops: frozenset[str]) -> int:
    """Where a description from a word on ends: at a stop word or punctuation."""
    for end in range(first, len(message)):
        if message.at(end) in stops or (end > first and message.words[end - 1].ends):
            return end
    return len(message)


def left_words(words: Message) -> list[str]:
    """The words that nobody took."""
    return [words.at(place) for first, after in words.segments() for place in range(first, after)]
