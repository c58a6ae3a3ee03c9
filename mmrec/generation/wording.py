"""Plain sentences made of the facts: openings for the model, and what stands in for it."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from mmrec.generation.facts import WISH, Fact, Facts, Past, Subject
from mmrec.generation.lexicon import DESCRIBING, MAKERS
from mmrec.generation.text import joined

_CAST = ("cast", "star", "act")
_DEEDS = {
    "like": "you liked",
    "rating": "you rated",
    "purchase": "you bought",
    "save": "you saved",
    "view": "you viewed",
    "click": "you looked at",
}
_TIES = {
    "text": "their descriptions are alike",
    "image": "their pictures look alike",
    "audio": "their sounds are alike",
    "behaviour": "they go together for many people",
}


def leading_past(facts: Facts) -> Past | None:
    """The past item to name: the heaviest that was not disliked, unless the query weighs more."""
    past = next((past for past in facts.past if past.feeling >= 0), None)
    if past and facts.query and facts.weights.get("query", 0.0) > past.weight:
        return None
    return past


def deed(past: Past) -> str:
    """What the user did, as half a sentence: `you rated "Heat" highly`."""
    title = f'"{past.subject.title}"'
    if past.kind == WISH:
        return f"you asked for something like {title}"
    if past.kind not in _DEEDS:
        return f"{title} is in your history"
    highly = " highly" if past.kind == "rating" and past.feeling > 0 else ""
    return f"{_DEEDS[past.kind]} {title}{highly}"


def openings(facts: Facts) -> list[str]:
    """True beginnings of a sentence about why the item is here, one for each way to put it."""
    title = f'"{facts.item.title}"'
    past = leading_past(facts)
    if past is None and facts.query and facts.weights.get("query"):
        return [f'{title} matches your search for "{facts.query}":', f"{title} fits your search:"]
    if past is None:
        if facts.weights.get("popularity"):
            return [f"{title} is popular with people here:", f"{title} is a popular"]
        return [f"{title} is"]
    done = deed(past)
    ways = [f"Because {done},", f"Since {done},", f"{capital(done)}, so"]
    alike = {
        "text": f"{capital(done)}, and the description of {title} is close to it:",
        "image": f"{capital(done)}, and {title} has a similar look:",
    }
    extra = alike.get(past.modality)
    return [*ways, extra] if extra else ways


def opening(facts: Facts) -> str:
    """One of the openings, always the same for the same item and reason."""
    ways = openings(facts)
    return ways[_turn(facts, len(ways))]


def plain_sentences(facts: Facts) -> Iterator[str]:
    """Sentences made of nothing but the facts, the fullest first; the last holds of anything."""
    title = f'"{facts.item.title}"'
    past = leading_past(facts)
    about = described(facts.item, facts.nouns)
    if past:
        done = deed(past)
        ties = ties_of(facts, past)
        lead = (f"Because {done}, you may enjoy {title}", f"{capital(done)}, so try {title}")
        if ties:
            yield f"{lead[_turn(facts, 2)]}: {ties[0]}.{_rest(facts, ties[1:])}"
            yield f"{lead[0]}: {ties[0]}."
        yield f"{lead[0]}."
    if facts.query and facts.weights.get("query"):
        start = f'{title} matches your search for "{facts.query}"'
        yield f"{start}: it is {about}."
        yield f"{start}."
    if facts.weights.get("query"):
        yield f"{title} matches your search: it is {about}."
    if facts.weights.get("popularity"):
        yield f"{title} is popular with people here: it is {about}."
        yield f"{title} is popular with people here."
    yield f"{title} is {about}."
    yield f"{title} is a suggestion for you."
    yield "This is a suggestion for you."


def ties_of(facts: Facts, past: Past) -> list[str]:
    """What ties the item to a past one: common facts first, then what the ranker saw."""
    shared = facts.shared(past)
    noun = plural(facts.nouns[0])
    found = []
    describing = next((fact for fact in shared if _is(fact, DESCRIBING)), None)
    makers = next((fact for fact in shared if _is(fact, MAKERS)), None)
    cast = next((fact for fact in shared if _is(fact, _CAST)), None)
    tags = next((fact for fact in shared if "tag" in fact.name), None)
    others = [f for f in shared if f not in (describing, makers, cast, tags) and not f.numeric]
    if describing:
        found.append(f"both are {joined(lowered(describing.values[:3]))} {noun}")
    if makers:
        found.append(f"both are by {joined(makers.values[:2])}")
    if cast:
        found.append(f"both star {joined(cast.values[:2])}")
    found += [f"both have the {fact.name} {fact.values[0]}" for fact in others[:1]]
    if tags and not found:
        found.append(f"both are tagged {joined(tags.values[:3])}")
    tie = _TIES.get(past.modality)
    return [*found, tie] if tie else found


def described(subject: Subject, nouns: Sequence[str]) -> str:
    """An item in a few words: "a crime and thriller film from 1995"."""
    describing = next((fact for fact in subject.facts if _is(fact, DESCRIBING)), None)
    kind = f"{joined(lowered(describing.values[:3]))} {nouns[0]}" if describing else nouns[0]
    year = f" from {subject.year}" if subject.year else ""
    return f"{article(kind)} {kind}{year}"


def credits_of(subject: Subject) -> list[str]:
    """Who made an item and who is in it: `directed by Michael Mann`, `starring Al Pacino`."""
    found = []
    for fact in subject.facts:
        if fact.numeric:
            continue
        if "direct" in fact.name:
            found.append(f"directed by {joined(fact.values[:2])}")
        elif "publish" in fact.name:
            found.append(f"published by {joined(fact.values[:2])}")
        elif _is(fact, MAKERS):
            found.append(f"by {joined(fact.values[:2])}")
        elif _is(fact, _CAST):
            found += [f"starring {joined(fact.values[:2])}"]
    return found


def is_describing(fact: Fact) -> bool:
    """Whether a fact's values can stand before a noun: "a crime film"."""
    return _is(fact, DESCRIBING)


def lowered(values: Sequence[str]) -> list[str]:
    """Values as common words: "Sci-Fi" is "sci-fi", but "IMAX" stays."""
    return [value.lower() if value.istitle() else value for value in values]


def article(word: str) -> str:
    """The indefinite article before a word, by its first letter."""
    return "an" if word[:1].lower() in "aeiou" else "a"


def plural(noun: str) -> str:
    """The plural of a regular English noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _rest(facts: Facts, ties: Sequence[str]) -> str:
    """A second sentence: one more tie, else the item's year and makers."""
    if ties:
        return f" {capital(ties[0])}."
    known = [f"from {facts.item.year}"] if facts.item.year else []
    known += credits_of(facts.item)[:1]
    return f" This {facts.nouns[0]} is {', '.join(known)}." if known else ""


def _is(fact: Fact, stems: Sequence[str]) -> bool:
    return not fact.numeric and any(part in fact.name for part in stems)


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _turn(facts: Facts, ways: int) -> int:
    """A number below `ways` that depends on nothing but the item and the first reason."""
    past = facts.past[0].subject.title if facts.past else ""
    return sha256(f"{facts.item.title}\x1f{past}".encode()).digest()[0] % ways
