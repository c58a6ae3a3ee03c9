"""Training pairs: a plan as the model will read it, and one of many texts that say just that."""

import random
import re
from collections.abc import Iterator, Sequence

from mmrec.generation.adaptation import phrases
from mmrec.generation.checker import check, grounded
from mmrec.generation.facts import Facts
from mmrec.generation.plan import KINDS, TONES, Facet, Plan, plan_of
from mmrec.generation.wording import article, capital, plural

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_TRIES = 8  # texts for one plan, until the checker takes one
_DID = re.compile(
    r'^you (?P<verb>\w+(?: at)?)(?: (?P<for>for something like))? (?P<past>"[^"]*")(?P<how>.*)$'
)
_INLINE = ("kind", "year", "credit")
_APPOSED = 0.6  # the share of titles that are followed by what they are
_CLOSED = 0.12  # the share of texts that end with a word to the reader


def pairs_of(facts: Sequence[Facts], rng: random.Random) -> Iterator[tuple[Plan, str]]:
    """A plan and a true text for each of these facts, where one is found."""
    for one in facts:
        kind = rng.choices(KINDS, (0.7, 0.18, 0.12))[0]
        length = rng.choices(("short", "long"), (0.6, 0.4))[0]
        plan = plan_of(one, rng, kind=kind, tone=rng.choice(TONES), length=length)  # type: ignore[arg-type]
        for _ in range(_TRIES):
            text = text_of(plan, rng)
            if text and grounded(check(text, one)):
                yield plan, text
                break


def text_of(plan: Plan, rng: random.Random) -> str | None:
    """One way to say what a plan says; None when its parts fit no phrase."""
    aspects = list(plan.aspects)
    rng.shuffle(aspects)
    if plan.kind == "headline":
        return _headline(plan, aspects, rng)
    first, aspects = _lead(plan, aspects, rng)
    if first is None:
        return None
    sentences = [first, *(_said(plan, facet, rng) for facet in aspects)]
    if plan.tone != "plain" and rng.random() < _CLOSED:
        sentences.append(
            _expand(rng.choice(phrases.WARM if plan.tone == "warm" else phrases.LIVELY), rng)
        )
    whole = " ".join(_ended(one, rng) for one in sentences)
    lively = plan.tone == "lively" and whole[-1] == "." and rng.random() < 0.6
    return f"{whole[:-1]}!" if lively else whole


def _headline(plan: Plan, aspects: list[Facet], rng: random.Random) -> str | None:
    says = next((facet.words for facet in aspects if facet.name == "says"), None)
    phrase = np = _noun_phrase(plan, [f for f in aspects if f.name in _INLINE])
    fits = [
        p
        for p in phrases.HEADLINE
        if ("{says}" in p) == (says is not None) and ("{np}" in p.lower()) == (np is not None)
    ]
    if not fits:
        return None
    phrase = _expand(rng.choice(fits), rng)
    return phrase.format(T=f'"{plan.title}"', np=np, Np=capital(np or ""), says=says)


def _lead(plan: Plan, aspects: list[Facet], rng: random.Random) -> tuple[str | None, list[Facet]]:
    """The first sentence, and what is left to say."""
    words = _words_of(plan)
    if words is None:
        return None, aspects
    said: Facet | None = None
    if plan.lead and plan.lead.name == "you":
        ways, said = _of_past(aspects, rng)
    elif plan.lead:
        ways = phrases.LEAD_SEARCH if plan.lead.name == "search" else phrases.LEAD_POPULAR
    else:
        ways = phrases.LEAD_NOTHING
    if said:
        several, one = _shared(said.words, plan.noun)
        words |= {"both": several, "one_both": one, "says": said.words}
        aspects = [facet for facet in aspects if facet is not said]
    sentence = _expand(rng.choice(ways), rng).format(**words)
    if said and said.name == "both":
        return sentence, aspects  # it tells what the title is already
    return _apposed(plan, sentence, aspects, rng)


def _of_past(aspects: list[Facet], rng: random.Random) -> tuple[Sequence[str], Facet | None]:
    """Leads that speak of the past, and the aspect that they say with it."""
    for name, ways, share in (("both", phrases.LEAD_BOTH, 0.6), ("says", phrases.LEAD_SAYS, 0.6)):
        facet = next((one for one in aspects if one.name == name), None)
        if facet and rng.random() < share:
            return ways, facet
    return phrases.LEAD_PAST, None


def _apposed(
    plan: Plan, sentence: str, aspects: list[Facet], rng: random.Random
) -> tuple[str, list[Facet]]:
    """The sentence with a few words on what the title is, and what is left to say."""
    title = f'"{plan.title}"'
    inline = [facet for facet in aspects if facet.name in _INLINE]
    if not inline or sentence.count(title) != 1 or rng.random() > _APPOSED:
        return sentence, aspects
    np = _noun_phrase(plan, inline)
    head, tail = sentence.split(title)
    if not tail:
        tail = _expand(rng.choice(phrases.APPOSED), rng).format(np=np)
    elif tail[0] in " ,:":
        tail = f", {np}{',' if tail[0] == ' ' else ''}{tail}"
    else:
        return sentence, aspects
    return f"{head}{title}{tail}", [facet for facet in aspects if facet not in inline]


def _words_of(plan: Plan) -> dict[str, str] | None:
    words = {"T": f'"{plan.title}"'}
    if plan.lead is None or plan.lead.name == "popular":
        return words
    if plan.lead.name == "search":
        return words | {"q": f'"{plan.lead.words}"'}
    did = _DID.match(plan.lead.words)
    if did is None:
        return None
    said = f"you {did['verb']}{did['how']}" if not did["for"] else ""
    if not said:
        return words | {
            "did": plan.lead.words,
            "Did": capital(plan.lead.words),
            "past": did["past"],
            "you_did": "you asked for",
        }
    return words | {
        "did": plan.lead.words,
        "Did": capital(plan.lead.words),
        "past": did["past"],
        "you_did": said,
    }


def _said(plan: Plan, facet: Facet, rng: random.Random) -> str:
    """A sentence for one aspect."""
    past = _DID.match(plan.lead.words) if plan.lead and plan.lead.name == "you" else None
    ways: Sequence[str] = {
        "kind": phrases.KIND, "both": phrases.BOTH, "tie": phrases.TIE.get(facet.words, ()),
        "age": phrases.AGE, "year": phrases.YEAR, "credit": phrases.CREDIT, "tags": phrases.TAGS,
        "fact": phrases.FACT, "says": phrases.SAYS,
    }[facet.name]  # fmt: skip
    noun = plan.noun
    several, one = _shared(facet.words, noun)
    words = {facet.name: facet.words, "both": several, "one_both": one}
    return _expand(rng.choice(ways), rng).format(
        **words, noun=noun, a_noun=f"{article(noun)} {noun}",
        a_kind=f"{article(facet.words)} {facet.words}", past=past["past"] if past else "it",
    )  # fmt: skip


def _shared(words: str, noun: str) -> tuple[str, str]:
    """What both are and what one is: `crime films`, `a crime film`; `films by …`, `a film by …`."""
    several = plural(noun)
    if not words.endswith(f" {several}"):
        return f"{several} {words}", f"{article(noun)} {noun} {words}"
    return words, f"{article(words)} {words.removesuffix(several)}{noun}"


def _noun_phrase(plan: Plan, inline: Sequence[Facet]) -> str | None:
    if not inline:
        return None
    found = {facet.name: facet.words for facet in inline}
    kind = f"{found['kind']} {plan.noun}" if "kind" in found else plan.noun
    year = f" from {found['year']}" if "year" in found else ""
    credit = f" {found['credit']}" if "credit" in found else ""
    return f"{article(kind)} {kind}{year}{credit}"


def _expand(phrase: str, rng: random.Random) -> str:
    while found := _CHOICE.search(phrase):
        phrase = phrase[: found.start()] + rng.choice(found[1].split("|")) + phrase[found.end() :]
    return phrase


def _ended(sentence: str, rng: random.Random) -> str:
    sentence = " ".join(_expand(sentence, rng).split())
    return capital(sentence) if sentence[-1] in ".!?" else f"{capital(sentence)}."
