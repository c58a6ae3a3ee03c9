"""Many texts at once by a model that was taught to write to plans; each is checked first.

All plans of a list go through the model in one batch. What the checker refuses is written again,
to a simpler plan and several ways, and the best of what holds is taken; the caller says it plainly
where nothing holds.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, runtime_checkable

from mmrec.config import GenerationSettings
from mmrec.generation.facts import Facts, seed_of
from mmrec.generation.plan import Kind, Plan, plan_of
from mmrec.generation.preference import Preference
from mmrec.generation.prompts import Message
from mmrec.generation.soundness import (
    Written,
    apart,
    bears_more,
    promises,
    sound_part,
    sound_text,
    whole_sentences,
)
from mmrec.generation.text import words_of
from mmrec.types import Told

_AGAIN = 2  # texts of each simpler plan, where the first try failed
SIDE_BY_SIDE = 3  # live texts: one step of three takes hardly longer than of one, and one may fail


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
    """A language model that shows texts while they are written."""

    def grow(
        self,
        prompts: Sequence[Sequence[Message]],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
    ) -> Iterator[Mapping[int, str]]:
        """Those texts that go on, by number, again and again; see `LanguageModel.grow`."""


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
    ) -> list[Written | None]:
        """One text for each of these facts, None where nothing that the model wrote may be shown.

        The texts of one call are chosen to differ from each other, and by what readers prefer as
        far as that is known.
        """
        first = self._settings.choices if preference else 1
        plans = [self._plan(one, kind, place) for place, one in enumerate(facts)]
        found: list[Written | None] = [None] * len(facts)
        told: set[tuple[str, str]] = set()
        # What failed once is tried in all the other ways in one batch: that takes no longer.
        for ways in (range(1), range(1, self._settings.attempts)):
            tries = [
                (place, plans[place].simpler(times))
                for place, written in enumerate(found)
                if written is None
                for times in ways
            ]
            if not tries:
                continue
            texts = self._model.complete_many(
                [plan.messages() for _, plan in tries],
                max_new_tokens=self._settings.max_new_tokens,
                temperature=self._settings.temperature,
                n=first if ways.start == 0 else _AGAIN,
                seed=seed_of(facts[tries[0][0]], ways.start),
            )
            for (place, _), candidates in zip(tries, texts, strict=True):
                if found[place] is not None:
                    continue
                one = facts[place]
                fit = [t for t in candidates if not promises(t, one, self._settings.banned)]
                found[place] = best = _best(fit, one, kind, told, preference)
                if best:
                    told |= pairs_of_words(best.text)
        return found

    def live(self, facts: Facts, preference: Preference | None = None) -> Iterator[Written | None]:
        """One text as it is written: after each sentence that may be shown, all up to there.

        What was given out is never taken back; None, where nothing that was written may be shown.
        Where the model does not write live, or there are several first tries to choose among, what
        `write` makes comes whole. Closing the iterator ends the writing.
        """
        choosing = preference is not None and self._settings.choices > 1
        if not isinstance(self._model, WritesLive) or choosing:
            yield from self.write([facts], preference=preference)
            return
        plan = self._plan(facts, "explanation", 0)
        rounds = [([plan], SIDE_BY_SIDE)]
        if again := [plan.simpler(times) for times in range(1, self._settings.attempts)]:
            rounds.append((again, _AGAIN))
        for tried, (plans, copies) in enumerate(rounds):
            shown = False
            for part in self._grown(self._model, facts, plans, copies, tried):
                shown = True
                yield part
            if shown:
                return
        yield None

    def _grown(
        self, model: WritesLive, facts: Facts, plans: Sequence[Plan], copies: int, tried: int
    ) -> Iterator[Written]:
        """Of several texts that grow, the one whose first sentence comes first and may be shown."""
        growing = model.grow(
            [plan.messages() for plan in plans],
            max_new_tokens=self._settings.max_new_tokens,
            temperature=self._settings.temperature,
            n=copies,
            seed=seed_of(facts, tried),
        )
        banned = self._settings.banned
        racing = {number: _Growing(facts, banned) for number in range(len(plans) * copies)}
        for news in growing:
            if not racing.keys() & news.keys():
                break  # those that count have ended
            for number, text in news.items():
                # A sentence is whole when the next one has begun.
                if number in racing and (more := racing[number].goes_on(text, begun=True)):
                    yield more
                    racing = {number: racing[number]}  # the others are given up
            racing = {number: one for number, one in racing.items() if not one.failed}
            if not racing:
                return
        for one in racing.values():
            if more := one.goes_on(one.text, begun=False):
                yield more
                return

    def _plan(self, facts: Facts, kind: Kind, place: int) -> Plan:
        rng = random.Random(seed_of(facts, place))
        settings = self._settings
        return plan_of(facts, rng, kind=kind, tone=settings.tone, length=settings.length)


class _Growing:
    """One text that grows, checked after each sentence.

    Attributes:
        text: all of it so far.
        failed: a sentence is wrong, so what comes after it may not be shown either.
    """

    def __init__(self, facts: Facts, banned: Sequence[str]) -> None:
        self.text = self._whole = ""
        self.failed = False
        self._facts, self._banned = facts, banned

    def goes_on(self, text: str, *, begun: bool) -> Written | None:
        """What may be shown of it now, where that is more than before.

        `begun`: its last word may be the beginning of one.
        """
        self.text = text
        whole = whole_sentences(text.rpartition(" ")[0] if begun else text)
        if self.failed or whole == self._whole or not apart(whole):
            return None
        self._whole = whole
        self.failed = promises(whole, self._facts, self._banned) or not bears_more(
            whole, self._facts
        )
        if self.failed or not _personal(whole, self._facts):
            return None
        return sound_text(whole, self._facts)


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


def pairs_of_words(text: str) -> set[tuple[str, str]]:
    """The pairs of neighbouring words of a text: what `distinct-2` counts (Li et al. 2016)."""
    words = words_of(text)
    return set(pairwise(words))


def _repeats(text: str, told: set[tuple[str, str]]) -> float:
    own = pairs_of_words(text)
    return len(own & told) / max(1, len(own))
