"""The same seam through a larger instruct model: JSON by a schema, checked, else the grammar reads.

What the model says is taken only when every fact, value and item of it is the catalogue's own.
"""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from mmrec.dialogue.constraint import Constraint, Op
from mmrec.dialogue.conversation import Conversation
from mmrec.dialogue.known import Known
from mmrec.dialogue.meaning import Meaning, Remark, Taste
from mmrec.dialogue.reader import Reader
from mmrec.dialogue.words import phrase
from mmrec.errors import MmrecError

_LOG = logging.getLogger(__name__)
_TOKENS = 400  # the longest meaning in JSON
_EXAMPLES = 24  # values of a fact that the prompt names
_JSON = re.compile(r"\{.*\}", re.DOTALL)


class Completes(Protocol):
    """A chat model that writes the next turn: `generation.LanguageModel` is one."""

    def complete(
        self, messages: Sequence[dict[str, str]], *, max_new_tokens: int, temperature: float
    ) -> list[str]:
        """The likeliest turn first."""
        ...


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Condition(_Part):
    fact: str
    op: Op
    values: list[str | float | bool]


class _Said(_Part):
    kind: Literal["like", "dislike", "not_interested", "view", "save", "cart", "rating"]
    item: int | str
    value: float | None = None


class _Loved(_Part):
    liked: bool
    fact: str
    value: str


class _Answer(_Part):
    """What the model writes; items are places of the shown list, from 1, or titles."""

    intent: Literal[
        "recommend", "search", "more_like", "refine", "more", "explain", "compare", "feedback",
        "profile", "small_talk", "help", "undo", "start_over",
    ]  # fmt: skip
    constraints: list[_Condition] = []
    text: str | None = None
    like: list[int | str] = []
    items: list[int | str] = []
    remarks: list[_Said] = []
    tastes: list[_Loved] = []
    by: str | None = None
    drops: list[str] = []


class _Refused(Exception):
    """Why an answer of the model is not taken."""


class ModelReader:
    """Reads by an instruct model; by `grammar` when a question is open or its answer is unfit."""

    def __init__(self, model: Completes, known: Known, grammar: Reader) -> None:
        self._model, self._known, self._grammar = model, known, grammar

    def read(self, message: str, conversation: Conversation) -> Meaning:
        """What the message means; `fell_back` says why the model's answer was not taken."""
        if conversation.question is not None:
            return self._grammar.read(message, conversation)
        try:
            messages = self._prompt(message, conversation)
            written = self._model.complete(messages, max_new_tokens=_TOKENS, temperature=0.0)
            return self._meaning(written[0] if written else "", conversation)
        except (_Refused, MmrecError) as error:
            reason = str(error)
            _LOG.warning("the model's reading was not taken, the grammar read: %s", reason)
            return replace(self._grammar.read(message, conversation), fell_back=reason)

    def _prompt(self, message: str, conversation: Conversation) -> list[dict[str, str]]:
        titles = [self._known.titles.title(item) for item in conversation.shown]
        state = {
            "facts": self._facts(),
            "shown": {str(place): title for place, title in enumerate(titles, 1)},
            "request": [chip.label for chip in conversation.chips],
        }
        system = (
            "Say what the user means, as one JSON object of this schema and nothing else:\n"
            f"{json.dumps(_Answer.model_json_schema())}\n"
            "Constraints use only these facts and values. Items are numbers of the shown list or "
            f"titles.\n{json.dumps(state, ensure_ascii=False)}"
        )
        return [{"role": "system", "content": system}, {"role": "user", "content": message}]

    def _facts(self) -> dict[str, object]:
        vocabulary = self._known.vocabulary
        found: dict[str, object] = {}
        for fact, kind in vocabulary.facts.items():
            if fact in vocabulary.numbers:
                span = vocabulary.numbers[fact]
                found[fact] = {"from": span.low, "to": span.high}
            else:
                values = sorted({v for f, v in vocabulary.counts if f == fact})
                found[fact] = values[:_EXAMPLES] if kind is not bool else [True, False]
        return found

    def _meaning(self, written: str, conversation: Conversation) -> Meaning:
        match = _JSON.search(written)
        if match is None:
            raise _Refused("it wrote no JSON")
        try:
            answer = _Answer.model_validate_json(match.group())
        except ValidationError as error:
            first = error.errors()[0]
            raise _Refused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        named = {"by": answer.by} if answer.by else {}
        for fact in (*answer.drops, *named.values()):
            self._fact(fact)
        return Meaning(
            answer.intent,
            tuple(self._constraint(part) for part in answer.constraints),
            answer.text or None,
            tuple(self._item(item, conversation) for item in answer.like),
            tuple(self._item(item, conversation) for item in answer.items),
            tuple(
                Remark(part.kind, self._item(part.item, conversation), part.value)
                for part in answer.remarks
            ),
            tuple(Taste(t.liked, t.fact, self._value(t.fact, t.value)) for t in answer.tastes),
            answer.by,
            tuple(answer.drops),
            read_by="model",
        )

    def _fact(self, fact: str) -> type:
        kind = self._known.vocabulary.facts.get(fact)
        if kind is None:
            raise _Refused(f"the catalogue has no fact “{fact}”")
        return kind

    def _constraint(self, part: _Condition) -> Constraint:
        kind, span = self._fact(part.fact), part.op in ("..", "!..")
        if len(part.values) < 1 + span or (span and len(part.values) > 2):
            raise _Refused(f"{part.fact} {part.op} can not have {len(part.values)} values")
        if kind in (str, list):
            if part.op not in ("=", "!="):
                raise _Refused(f"{part.fact} has names, no numbers")
            values = tuple(self._value(part.fact, str(value)) for value in part.values)
            return Constraint((part.fact,), part.op, values, (part.fact,) if kind is list else ())
        wanted = bool if kind is bool else float
        if not all(
            isinstance(v, bool) is (kind is bool) and isinstance(v, wanted | int)
            for v in part.values
        ):
            raise _Refused(f"{part.fact} is {kind.__name__}: {part.values}")
        return Constraint((part.fact,), part.op, tuple(part.values))

    def _value(self, fact: str, said: str) -> str:
        """The catalogue's own spelling of a value."""
        self._fact(fact)
        counts = self._known.vocabulary.counts
        same = (v for f, v in counts if f == fact and phrase(v) == phrase(said))
        value = next(same, None)
        if value is None:
            raise _Refused(f"{fact} is never “{said}”")
        return value

    def _item(self, said: int | str, conversation: Conversation) -> str:
        if isinstance(said, int) or said.isdigit():
            place = int(said)
            if not 1 <= place <= len(conversation.shown):
                raise _Refused(f"the list has no number {place}")
            return conversation.shown[place - 1]
        found = self._known.titles.named(said)
        if len(found) != 1:
            raise _Refused(f"{len(found)} items are called “{said}”")
        return found[0]
