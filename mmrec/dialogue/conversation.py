"""The state of a conversation: a value. Each message makes a new one; nothing is ever changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mmrec.dialogue.constraint import Constraint, joined, merged
from mmrec.dialogue.meaning import Meaning, Remark, Taste
from mmrec.dialogue.questions import Question
from mmrec.dialogue.spoken import paired
from mmrec.types import Query

_UNDO = 20  # steps that can be taken back
_REQUESTS = ("recommend", "search", "more_like")
_LIKED = ("like", "save", "cart", "purchase")


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of what was understood, which can be removed by its id.

    `kind`: constraint, words, like, picture or taste; `label`: as the user reads it in English;
    `about`: the condition, or the value of the taste, for other languages to tell.
    """

    id: str
    kind: str
    label: str
    about: Constraint | str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a user and the system agreed on so far.

    Attributes:
        constraints, texts, like, image: the running request.
        tastes: values loved or not, said in this conversation.
        liked, rejected, seen: item ids, in the order they were said.
        shown: ids of the list on the screen.
        focus: ids of the items spoken of last.
        pair: ids of the group that they are of, for `the other one`.
        said: the remarks of the last message, for `sorry, the second` to correct.
        people: names spoken of last, the latest last.
        last: the latest focus, kept over messages that speak of no item.
        question: what was asked back and is not answered yet.
        past: earlier states, the latest last, each without its own past.
    """

    constraints: tuple[Constraint, ...] = ()
    texts: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    image: str | None = None
    tastes: tuple[Taste, ...] = ()
    liked: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    said: tuple[Remark, ...] = ()
    people: tuple[str, ...] = ()
    question: Question | None = None
    past: tuple["Conversation", ...] = field(default=(), repr=False)

    @property
    def asked(self) -> bool:
        """Whether a request is running that a message could change."""
        return bool(self.constraints or self.texts or self.like or self.image)

    @property
    def judged(self) -> tuple[str, ...]:
        """The items that something was said of, which need not be shown again."""
        return (*self.liked, *self.rejected, *self.seen)

    @property
    def query(self) -> Query:
        """The whole request; loved values are words of it, hated ones are conditions already."""
        loved = [taste.value for taste in self.tastes if taste.liked]
        text = " ".join([*self.texts, *loved]) or None
        return Query(text, self.image, self.like, joined(self.constraints))

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What was understood, part by part; titles of `like` are put in by who knows them."""
        found = [Chip(f"like:{item}", "like", item) for item in self.like]
        found += [Chip("picture", "picture", "your picture")] if self.image else []
        found += [Chip(f"words:{text}", "words", f"“{text}”") for text in self.texts]
        found += [
            Chip(f"taste:{t.fact}={t.value}", "taste", f"you like {t.value}", t.value)
            for t in self.tastes
            if t.liked
        ]
        found += [Chip(f"constraint:{c.key}", "constraint", c.label, c) for c in self.constraints]
        return tuple(found)

    # --- steps ---

    def told(self, meaning: Meaning) -> "Conversation":
        """The state after a message. A question or a problem changes nothing but the question."""
        if meaning.intent == "undo":
            return self.undone()
        if meaning.question is not None or meaning.problem is not None:
            return replace(self, question=meaning.question, said=())
        after = replace(self._remarked(meaning), question=None)
        if meaning.intent == "start_over":
            after = replace(
                after, constraints=(), texts=(), like=(), image=None, tastes=(), focus=()
            )
        elif meaning.intent in _REQUESTS:
            after = replace(
                after,
                constraints=meaning.constraints,
                texts=(meaning.text,) if meaning.text else (),
                like=meaning.like,
                image=None,
                tastes=meaning.tastes or after.tastes,
            )
        elif meaning.intent == "refine" or meaning.constraints:
            after = after._refined(meaning)
        kept = self.focus if meaning.intent in ("more", "small_talk", "help", "profile") else ()
        over = meaning.intent == "start_over"
        pair, last = ((), ()) if over else (self.pair, self.last)
        people = meaning.people or self.people
        focus: tuple[str, ...] = ()
        for group in (meaning.mentioned, meaning.spoken):
            pair, focus = paired(pair, focus or self.focus, group), group or focus
        after = replace(after, focus=focus or kept, pair=pair, last=focus or last, people=people)
        after = replace(after, said=meaning.remarks)
        return after._after(self)

    def showing(self, ids: Sequence[str]) -> "Conversation":
        """With another list on the screen; no step to undo."""
        return replace(self, shown=tuple(ids))

    def pictured(self, image: str) -> "Conversation":
        """A request that begins with a picture."""
        cleared = replace(
            self, constraints=(), texts=(), like=(), image=image, focus=(), question=None
        )
        return cleared._after(self)

    def without(self, chip_id: str) -> "Conversation":
        """With one chip removed; the same state when there is no such chip."""
        kind, _, rest = chip_id.partition(":")
        changed = {
            "constraint": replace(
                self, constraints=tuple(c for c in self.constraints if c.key != rest)
            ),
            "words": replace(self, texts=tuple(text for text in self.texts if text != rest)),
            "like": replace(self, like=tuple(item for item in self.like if item != rest)),
            "taste": replace(
                self, tastes=tuple(t for t in self.tastes if f"{t.fact}={t.value}" != rest)
            ),
            "picture": replace(self, image=None),
        }.get(kind, self)
        return changed._after(self) if changed != self else self

    def forgetting(self, item_id: str) -> "Conversation":
        """With an item neither liked nor rejected nor seen any more."""
        changed = replace(
            self,
            liked=_without(self.liked, item_id),
            rejected=_without(self.rejected, item_id),
            seen=_without(self.seen, item_id),
        )
        return changed._after(self) if changed != self else self

    def undone(self) -> "Conversation":
        """The state before the last step; this one when it is the first."""
        return replace(self.past[-1], past=self.past[:-1]) if self.past else self

    def _after(self, before: "Conversation") -> "Conversation":
        return replace(self, past=(*before.past, replace(before, past=()))[-_UNDO:])

    def _remarked(self, meaning: Meaning) -> "Conversation":
        liked, rejected, seen = list(self.liked), list(self.rejected), list(self.seen)
        for remark in meaning.remarks:
            for ids in (liked, rejected):
                if remark.item_id in ids and remark.kind != "view":
                    ids.remove(remark.item_id)
            into = liked if _positive(remark.kind, remark.value) else rejected
            (seen if remark.kind == "view" else into).append(remark.item_id)
        kept = [
            t
            for t in self.tastes
            if all((t.fact, t.value) != (n.fact, n.value) for n in meaning.tastes)
        ]
        return replace(
            self,
            liked=_unique(liked),
            rejected=_unique(rejected),
            seen=_unique(seen),
            tastes=(*kept, *meaning.tastes),
        )

    def _refined(self, meaning: Meaning) -> "Conversation":
        kept = tuple(
            part
            for part in self.constraints
            if not any(fact in part.facts for fact in meaning.drops)
        )
        words = (meaning.text,) if meaning.text else ()
        return replace(
            self,
            constraints=merged(kept, meaning.constraints, widen=meaning.widen),
            texts=(*(text for text in self.texts if text not in words), *words),
            like=_unique([*self.like, *meaning.like]),
        )


def _positive(kind: str, value: float | None) -> bool:
    return kind in _LIKED or (kind == "rating" and (value or 0) >= 3)


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _without(ids: tuple[str, ...], item_id: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != item_id)
