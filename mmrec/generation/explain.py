"""Explanations: the model writes, the checker reads, only what is true of the facts is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from mmrec.config import EventSettings, GenerationSettings
from mmrec.generation.checker import check, grounded
from mmrec.generation.constraint import Vocabulary
from mmrec.generation.copywriter import Copywriter, WritesMany
from mmrec.generation.facts import Facts, facts_of, seed_of
from mmrec.generation.instructions import Instructed
from mmrec.generation.plan import Kind
from mmrec.generation.preference import Preference
from mmrec.generation.prompts import Message, messages_of, reads_well, vocabulary_of
from mmrec.generation.soundness import SAYS_NOTHING, Written, promises
from mmrec.generation.wording import opening, plain_sentences
from mmrec.types import Event, Evidence, Explanation, Item

_KEPT = 2048  # texts
Task = tuple[Evidence, Sequence[tuple[Event, Item]]]  # and the user's events with their items


class Writer(WritesMany, Protocol):
    """What an explainer needs of a language model."""

    @property
    def adapted(self) -> bool:
        """Whether it was taught to write to plans."""

    @property
    def model_id(self) -> str:
        """Which model and which revision."""

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
        opening: str = "",
        vocabulary: Vocabulary | None = None,
    ) -> list[str]:
        """`n` texts, the likeliest first; see `LanguageModel.complete`."""


class Explainer:
    """Says why an item is recommended, in words that were checked before anyone saw them."""

    def __init__(
        self,
        model: Writer,
        settings: GenerationSettings,
        events: EventSettings | None = None,
        preference: Callable[[], Preference | None] = lambda: None,
    ) -> None:
        """`preference`: what readers prefer at the moment; asked at every call."""
        self._model = model
        self._preference = preference
        self._settings = settings
        self._events = events or EventSettings()
        self._copywriter = _copywriter(model, settings)
        self._known: dict[str, Written | None] = {}

    @property
    def nouns(self) -> tuple[str, ...]:
        """What one item is called."""
        return self._settings.nouns

    def explain(self, evidence: Evidence, past: Sequence[tuple[Event, Item]] = ()) -> Explanation:
        """An explanation whose every claim is supported by the evidence.

        Args:
            evidence: the item, what carried its score, the words of the query.
            past: the user's events with their items, as far as at hand: without them nothing can be
                said about what the item has in common with them, nor how they were rated.
        """
        (explanation,) = self.explain_many([(evidence, past)])
        return explanation

    def explain_many(self, tasks: Sequence[Task], kind: Kind = "explanation") -> list[Explanation]:
        """An explanation (or another kind of text) for each task, written together.

        Those of one call are chosen to differ in what they say and how.
        """
        facts = [
            facts_of(evidence, past, self._events, self._settings.nouns) for evidence, past in tasks
        ]
        preference = self._preference()
        keys = [_key(one, kind, preference) for one in facts]
        new = {key: one for key, one in zip(keys, facts, strict=True) if key not in self._known}
        every = list(new.values())
        texts = (
            self._copywriter.write(every, kind, preference)
            if self._copywriter
            else [self._written(one) for one in every]
        )
        known = {key: self._known[key] for key in keys if key in self._known}
        known |= dict(zip(new, texts, strict=True))
        self._remember(known)
        return [
            self._explanation(known[key], one, evidence)
            for key, one, (evidence, _) in zip(keys, facts, tasks, strict=True)
        ]

    def explain_live(
        self, evidence: Evidence, past: Sequence[tuple[Event, Item]] = ()
    ) -> Iterator[Explanation]:
        """The same as it is written: each one that comes begins with the one before it.

        A sentence comes when it has passed the checker, and is never taken back. Closing the
        iterator ends the writing. A model that cannot write live gives its whole text at once.
        """
        facts = facts_of(evidence, past, self._events, self._settings.nouns)
        preference = self._preference()
        key = _key(facts, "explanation", preference)
        if self._copywriter is None or key in self._known:
            yield self.explain(evidence, past)
            return
        shown = None
        for shown in self._copywriter.live(facts, preference):
            yield self._explanation(shown, facts, evidence)
        self._remember({key: shown})

    def _remember(self, texts: Mapping[str, Written | None]) -> None:
        """What was written need not be written again: it depends on no more than its key."""
        self._known |= texts
        for key in list(self._known)[: max(0, len(self._known) - _KEPT)]:
            self._known.pop(key, None)

    def _explanation(
        self, written: Written | None, facts: Facts, evidence: Evidence
    ) -> Explanation:
        by: Literal["model", "facts"] = "model" if written else "facts"
        text, claims = written or plain(facts)
        return Explanation(text, claims, evidence, True, self._model.model_id, by)

    def _written(self, facts: Facts) -> Written | None:
        """The model's likeliest text, or else one of a few sampled ones, if it may be shown.

        It may when it is grounded, says something and reads well. Most often the first text does,
        and the price of the others is saved.
        """
        others = self._settings.attempts - 1
        begun = opening(facts)
        for temperature, n in ((0.0, 1), (self._settings.temperature, others))[: 1 + (others > 0)]:
            texts = self._model.complete(
                messages_of(facts),
                max_new_tokens=self._settings.max_new_tokens,
                temperature=temperature,
                n=n,
                seed=seed_of(facts),
                opening=begun,
                vocabulary=vocabulary_of(facts, begun),
            )
            for text in texts:
                claims = check(text, facts)
                says = any(claim.kind not in SAYS_NOTHING for claim in claims)
                banned = promises(text, facts, self._settings.banned)
                if grounded(claims) and says and not banned and reads_well(text):
                    return Written(text, claims)
        return None


def _key(facts: Facts, kind: Kind, preference: Preference | None) -> str:
    """All that a text depends on, under one writer."""
    return f"{kind}:{facts!r}:{preference!r}"


def _copywriter(model: Writer, settings: GenerationSettings) -> Copywriter | None:
    """Who writes to plans: a model that was taught to, or one that is told how and writes freely.

    None for a small model that was not taught: it is held to the words of the facts.
    """
    if model.adapted:
        return Copywriter(model, settings)
    free = settings.free or settings.endpoint is not None
    return Copywriter(Instructed(model), settings) if free else None


def plain(facts: Facts) -> Written:
    """The fullest plain sentence of the facts that passes the same checker."""
    for text in plain_sentences(facts):
        claims = check(text, facts)
        if grounded(claims):
            return Written(text, claims)
    raise AssertionError("the last plain sentence claims nothing")
