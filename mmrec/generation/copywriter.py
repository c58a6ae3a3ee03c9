"""Many texts at once by a model that was taught to write to plans; each is checked first.

All plans of a list go through the model in one batch. What the checker refuses is written again,
to a simpler plan and several ways, and the best of what holds is taken; the caller says it plainly
where nothing holds.
"""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol, runtime_checkable

from mmrec.config import GenerationSettings
from mmrec.generation.checker import check, grounded
from mmrec.generation.facts import Facts, seed_of
from mmrec.generation.plan import Kind, Plan, plan_of
from mmrec.generation.preference import Preference
from mmrec.generation.prompts import Message
from mmrec.generation.text import words_of
from mmrec.types import Claim, Told

# A text that states none of these says nothing ("This is a good pick for you.").
SAYS_NOTHING = {"title", "recommendation", "praise"}
_TITLE = re.compile(r'"[^"]*"')
# What a small model gets wrong now and then: one thing that is "both", a word said twice.
_SLIP = re.compile(r"\b(?:one|it|this \w+) is both\b|\b(\w+) \1\b", re.IGNORECASE)
_END = re.compile(r'[.!?]"?(?=\s|$)')


class WritesMany(Protocol):
    """What a copywriter needs of a language model."""

    def complete_many(
        self,
        prompts: Sequence[Sequence[Message]],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
    ) -> list[list[str]]:
        """`n` texts for each prompt; see `LanguageModel.complete_many`."""


@runtime_checkable
class WritesLive(Protocol):
    """A language model that shows a text while it is written."""

    def grow(
        self, prompt: Sequence[Message], *, max_new_tokens: int, temperature: float, seed: int = 0
    ) -> Iterator[str]:
        """The text so far, again and again; see `LanguageModel.grow`."""


class Written(NamedTuple):
    """A text that may be shown, and what it claims."""

    text: str
    claims: tuple[Claim, ...]


class Copywriter:
    """Writes to plans."""

    def __init__(self, model: WritesMany, settings: GenerationSettings) -> None:
        self._model = model
        self._settings = settings

    def write(
        self,
        facts: Sequence[Facts],
        kind: Kind = "explanation",
        preference: Preference | None = None,
        *,
        tried: int = 0,
    ) -> list[Written | None]:
        """One text for each of these facts, None where nothing that the model wrote may be shown.

        The texts of one call are chosen to differ from each other, and by what readers prefer as
        far as that is known. `tried` attempts failed before.
        """
        first = self._settings.choices if preference else 1
        plans = [self._plan(one, kind, place) for place, one in enumerate(facts)]
        for _ in range(tried):
            plans = [plan.simpler() for plan in plans]
        found: list[Written | None] = [None] * len(facts)
        told: set[tuple[str, str]] = set()
        for attempt in range(tried, self._settings.attempts):
            open_ = [place for place, written in enumerate(found) if written is None]
            if not open_:
                break
            texts = self._model.complete_many(
                [plans[place].messages() for place in open_],
                max_new_tokens=self._settings.max_new_tokens,
                temperature=self._settings.temperature,
                n=first if attempt == 0 else 2,
                seed=seed_of(facts[open_[0]], attempt),
            )
            for place, candidates in zip(open_, texts, strict=True):
                one = facts[place]
                fit = [t for t in candidates if not promises(t, one, self._settings.banned)]
                found[place] = best = _best(fit, one, kind, told, preference)
                if best:
                    told |= pairs_of_words(best.text)
                plans[place] = plans[place].simpler()
        return found

    def live(self, facts: Facts, preference: Preference | None = None) -> Iterator[Written | None]:
        """One text as it is written: after each sentence that may be shown, all up to there.

        What was given out is never taken back. Where the first try does not hold, the model does
        not write live, or there are several first tries to choose among, what `write` makes comes
        whole. Closing the iterator ends the writing.
        """
        tried, shown = 0, False
        choosing = preference is not None and self._settings.choices > 1
        if isinstance(self._model, WritesLive) and not choosing:
            tried = 1
            for part in self._grown(self._model, facts):
                shown = True
                yield part
        if not shown:
            yield from self.write([facts], preference=preference, tried=tried)

    def _grown(self, model: WritesLive, facts: Facts) -> Iterator[Written]:
        growing = model.grow(
            self._plan(facts, "explanation", 0).messages(),
            max_new_tokens=self._settings.max_new_tokens,
            temperature=self._settings.temperature,
            seed=seed_of(facts, 0),
        )
        for text in _sentence_by_sentence(growing):
            sound = sound_text(text, facts)
            banned = promises(text, facts, self._settings.banned)
            if sound is None or banned or not _personal(text, facts):
                return
            yield sound

    def _plan(self, facts: Facts, kind: Kind, place: int) -> Plan:
        rng = random.Random(seed_of(facts, place))
        settings = self._settings
        return plan_of(facts, rng, kind=kind, tone=settings.tone, length=settings.length)


def _sentence_by_sentence(growing: Iterator[str]) -> Iterator[str]:
    """The whole sentences of a growing text; one is whole when the next one has begun."""
    text = given = ""
    for text in growing:
        whole = whole_sentences(text.rpartition(" ")[0])
        if whole != given and _apart(whole):
            given = whole
            yield given
    whole = whole_sentences(text)
    if whole != given and _apart(whole):
        yield whole


def _best(
    candidates: Sequence[str],
    facts: Facts,
    kind: Kind,
    told: set[tuple[str, str]],
    preference: Preference | None = None,
) -> Written | None:
    """Of the texts that hold: one that speaks of this user, and repeats least of this list.

    What readers prefer is weighed against repetition: a text that only repeats is worth one less.
    """
    sound = [one for text in candidates if (one := sound_part(text, facts, kind))]

    def cost(one: Written) -> tuple[bool, float]:
        worth = preference.worth([Told(*one)]) if preference else 0.0
        return not _personal(one.text, facts), _repeats(one.text, told) - worth

    return min(sound, key=cost, default=None)


def _personal(text: str, facts: Facts) -> bool:
    """Whether a text names something of the user's own, as far as anything is known."""
    return not facts.past or any(name in text for past in facts.past for name in past.subject.names)


def sound_text(text: str, facts: Facts, kind: Kind = "explanation") -> Written | None:
    """A text as it may be shown: whole sentences, every claim supported, something said."""
    whole = text.strip() if kind == "headline" else whole_sentences(text)
    if not whole or (facts.item.title and not any(name in whole for name in facts.item.names)):
        return None
    sentences = [part.strip() for part in _END.split(whole) if part.strip()]
    if len(sentences) != len(set(sentences)) or _SLIP.search(_TITLE.sub("", whole)):
        return None
    claims = check(whole, facts)
    says = kind == "headline" or any(claim.kind not in SAYS_NOTHING for claim in claims)
    return Written(whole, claims) if says and grounded(claims) else None


def sound_part(text: str, facts: Facts, kind: Kind = "explanation") -> Written | None:
    """As many of the first sentences of a text as may be shown: a false one ends it."""
    if kind == "headline":
        return sound_text(text, facts, kind)
    ends = [found.end() for found in _END.finditer(text)]
    parts = (sound_text(text[:end], facts, kind) for end in reversed(ends) if _apart(text[:end]))
    return next((part for part in parts if part), None)


def _apart(text: str) -> bool:
    """Whether the end of a text is the end of a sentence: a full stop in a title is none."""
    return text.count('"') % 2 == 0


def promises(text: str, facts: Facts, banned: Sequence[str]) -> bool:
    """Whether a text makes one of the claims that the configuration bans, outside of a title."""
    for subject in (facts.item, *(past.subject for past in facts.past)):
        for name in subject.names:
            text = text.replace(name, "")
    told = f" {' '.join(words_of(text))} "
    return any(f" {' '.join(words_of(phrase))} " in told for phrase in banned)


def whole_sentences(text: str) -> str:
    """The text up to its last full stop: what was cut off in the middle is left out."""
    ends = [found.end() for found in _END.finditer(text)]
    return text[: ends[-1]].strip() if ends else ""


def pairs_of_words(text: str) -> set[tuple[str, str]]:
    """The pairs of neighbouring words of a text: what `distinct-2` counts (Li et al. 2016)."""
    words = words_of(text)
    return set(pairwise(words))


def _repeats(text: str, told: set[tuple[str, str]]) -> float:
    own = pairs_of_words(text)
    return len(own & told) / max(1, len(own))
