"""One chat turn, understood without a large model: the seam, and the grammar behind it.

Sentences are read one after the other and added up; what is ambiguous becomes a question.
"""

import logging
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import Protocol

from mmrec.dialogue.amended import amended
from mmrec.dialogue.antecedents import Antecedents, named_in, spoken_people
from mmrec.dialogue.chinese.reading import Chinese
from mmrec.dialogue.chinese.tokens import has_han
from mmrec.dialogue.choices import is_open, without_leave
from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.clefts import uncleft
from mmrec.dialogue.constraint import either
from mmrec.dialogue.constraints import find_constraints, run_at
from mmrec.dialogue.conversation import Conversation
from mmrec.dialogue.copulas import unswallowed
from mmrec.dialogue.courtesies import in_few_words
from mmrec.dialogue.cues import WISH
from mmrec.dialogue.dictation import in_digits, in_letters
from mmrec.dialogue.hesitations import fluent
from mmrec.dialogue.holders import spoken_for
from mmrec.dialogue.idioms import in_plain_degrees
from mmrec.dialogue.known import Known
from mmrec.dialogue.learned import LearnedRoles, Said
from mmrec.dialogue.learners import in_plain_english
from mmrec.dialogue.litotes import affirmed
from mmrec.dialogue.meaning import Intent, Meaning
from mmrec.dialogue.mending import Mending
from mmrec.dialogue.narration import Narration
from mmrec.dialogue.neighbours import in_places
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.parentheses import unparenthesised
from mmrec.dialogue.passives import in_the_active
from mmrec.dialogue.people import is_role, latest
from mmrec.dialogue.questions import NEITHER, Ambiguous, Asking, Question, Unresolved
from mmrec.dialogue.ratings import is_mark
from mmrec.dialogue.repairs import repaired
from mmrec.dialogue.restated import corrects, said_again
from mmrec.dialogue.sentence import Sentence, sentences
from mmrec.dialogue.signs import signs
from mmrec.dialogue.slang import written_out
from mmrec.dialogue.swaps import swapped
from mmrec.dialogue.tales import names_only_in_tales
from mmrec.dialogue.words import Message
from mmrec.errors import MmrecError

LONGEST = 1000  # characters of a message that are read
_MOST_TELLING: tuple[Intent, ...] = (
    "compare", "explain", "more_like", "search", "refine", "profile", "more", "feedback", "undo",
    "start_over", "recommend", "help", "small_talk",
)  # fmt: skip
_REFERS = r"(?:than|after|before|like|as|to) (?:it|its|that|this|those|them)"
_TAKE_BACK = ("undo", "start_over", "more")  # what leaves behind what was said before
# Whom a tale is told of, and no plot: who speaks and theirs, and people named before.
_OURS = re.compile(r"(?i)\b(?:i|i['’]\w+|we|we['’]\w+|me|us|my|our|he|she|they['’]re)\b")
_LOG = logging.getLogger(__name__)


class Reader(Protocol):
    """Reads a message in its conversation."""

    def read(self, message: str, conversation: Conversation) -> Meaning:
        """What the message means; never an error of the user's making."""
        ...


class GrammarReader:
    """Reads by the catalogue's own vocabulary and a grammar of English and Chinese phrases."""

    def __init__(self, known: Known, learned: LearnedRoles | None = None) -> None:
        self._known, self._learned = known, learned
        self._mending = Mending(known.vocabulary)
        self._chinese = Chinese(known.titles, known.vocabulary)

    def read(self, message: str, conversation: Conversation) -> Meaning:
        """What a message asks for; at most `LONGEST` characters are read."""
        message = message[:LONGEST]
        asked = conversation.question
        value = self._answered(asked, message) if asked is not None else None
        if asked is not None and value is not None:
            if value == NEITHER:
                return Meaning("small_talk")
            return self._decided(asked.message, conversation, {**asked.decided, asked.key: value})
        if conversation.said and corrects(message):
            pointer = self._pointer(message, conversation)
            if again := said_again(pointer, message, conversation.said):
                return again
        return self._surer(message, conversation, self._decided(message, conversation, {}))

    def said(self, message: str, conversation: Conversation) -> Said:
        """A message as `LearnedRoles` sees it, in training as in serving."""
        return _said(self._pointer(message, conversation), conversation)

    def _pointer(self, message: str, conversation: Conversation) -> Pointer:
        """What the words of the whole message point at; nothing is asked back."""
        scene = self._scene(conversation, Asking(silent=True))
        said = in_places(self._meant(self._plain(message), scene), scene)
        return replace(scene, message=Message(said))

    def _surer(self, message: str, conversation: Conversation, meaning: Meaning) -> Meaning:
        """The meaning, amended by what was learned."""
        if self._learned is None or has_han(message):
            return meaning
        pointer = self._pointer(message, conversation)
        said = _said(pointer, conversation)
        try:
            told = self._learned.told(said)
        except MmrecError as error:
            _LOG.warning("no message is told by what was learned: %s", error)
            return replace(meaning, fell_back=str(error))
        return amended(meaning, told, said.signs, pointer)

    def _answered(self, asked: Question, message: str) -> str | None:
        """The option that a reply chooses, by its place, its label, or what the item is."""
        chinese = has_han(message)
        reply = self._chinese.as_answer(message) if chinese else self._plain(message)
        values = [option.value for option in asked.options]
        if asked.key.startswith("name:"):
            words = Message(reply)
            named = named_in(words, self._known.vocabulary, 0, len(words))
            return asked.chosen(reply) if set(named) <= set(values) else None
        value = asked.answered(reply)
        if value is not None or not asked.key.startswith(("title:", "which:")):
            return value
        try:
            found = Pointer(Message(reply), self._known, values, (), Asking()).objects(0)
            conditions = find_constraints(Message(reply), self._known.vocabulary, Asking())
        except Ambiguous:
            return None
        fits = [
            item.item_id
            for item in self._known.items(values if conditions else ())
            if all(one.holds(item.facts) for one in conditions)
        ]
        if not found.items and len(fits) == 1:
            return fits[0]
        return found.items[0] if len(found.items) == 1 and found.items[0] in values else None

    def _plain(self, message: str, conversation: Conversation | None = None) -> str:
        """The message in English, without abbreviations and slips in the grammar's words."""
        if has_han(message):
            shown, focus = (conversation.shown, conversation.focus) if conversation else ((), ())
            return self._chinese.in_english(message, len(shown), focused=len(focus) == 1)
        said = in_letters(fluent(message), self._known.vocabulary)
        said = in_digits(said, self._known.titles.named)
        said = in_few_words(in_the_active(unparenthesised(unswallowed(said))))
        said = self._mending.mended(written_out(in_plain_degrees(said)))
        return in_plain_english(uncleft(affirmed(said)))

    @staticmethod
    def _meant(message: str, scene: Pointer) -> str:
        """The message without what it takes back, or puts something else in the place of."""
        return repaired(swapped(message, scene), scene)

    def _decided(
        self, message: str, conversation: Conversation, decided: dict[str, str]
    ) -> Meaning:
        try:
            asking = Asking(decided, running=conversation.constraints)
            return self._read(self._plain(message, conversation), conversation, asking)
        except Ambiguous as one:
            question = Question(message, one.key, one.text, one.options, decided)
            return Meaning("ask", question=question)
        except Unresolved as one:
            return Meaning("refine", problem=str(one))

    def _read(self, message: str, conversation: Conversation, asking: Asking) -> Meaning:
        scene = self._scene(conversation, asking)
        message = self._meant(message, scene)
        one_of = is_open(message)
        texts = list(self._joined(sentences(without_leave(message)), conversation))
        heard = self._heard(texts, scene, conversation, told=True)
        heard = heard or self._only_tales(message, texts, scene, conversation)
        wanted = either(heard.constraints) if one_of else None
        return replace(heard, constraints=wanted) if wanted else heard

    def _only_tales(
        self, message: str, texts: Sequence[str], scene: Pointer, conversation: Conversation
    ) -> Meaning:
        """A message of which every sentence narrates: what it says all the same, but no words."""
        told = self._heard(texts, scene, conversation, told=False) or Meaning("small_talk")
        words = told.intent in ("search", "refine") and told == Meaning(told.intent, text=told.text)
        # "Someone keeps a secret" is a plot.
        return Meaning("small_talk") if words and _OURS.search(message) else told

    def _heard(
        self, texts: Sequence[str], scene: Pointer, conversation: Conversation, *, told: bool
    ) -> Meaning | None:
        """The sentences added up; `told`: without those that narrate, if others say something."""
        running, listed = conversation.asked, bool(conversation.shown)
        read: list[Meaning] = []
        wished: list[Meaning] = []
        doubt: Meaning | None = None  # a sentence that could not be resolved
        people: tuple[str, ...] = ()
        narrated = False
        for place, said in enumerate(texts):
            scene = replace(scene, message=Message(in_places(said, scene)))
            text = Antecedents(scene, people, conversation.people).resolved()
            scene = replace(scene, message=Message(text))
            others = [*texts[:place], *texts[place + 1 :]] if told else None
            heard = _sentence(scene, others, running=running, listed=listed)
            narrated = narrated or heard is None
            meaning = self._unless_told(heard or Meaning("small_talk"), text)
            if meaning.problem:
                doubt = doubt or meaning
                continue
            if meaning.intent in _TAKE_BACK:
                doubt = None
            if not meaning.spoken:
                meaning = replace(meaning, mentioned=_spoken_of(scene, text))
            named = spoken_people(meaning, text, self._known.vocabulary)
            if people and set(people) & set(named):
                read, wished = _without_names(read, named), _without_names(wished, named)
            people = named or people
            if _only_told(text) and wished:
                meaning = _beside(meaning, wished)
            begins = bool(read) and read[-1].intent == "start_over"
            read.append(meaning)
            if begins or not _idle(meaning, text):
                wished.append(meaning)
            scene = scene.speaking_of(meaning.spoken or meaning.mentioned)
            running = running and meaning.intent != "start_over"
        if doubt is not None:
            return doubt
        firm = any(meaning.intent != "small_talk" for meaning in wished)
        if narrated and not firm:
            return None
        whole = spoken_for(reduce(added, wished if firm else read))
        return replace(
            whole,
            people=people,
            remarks=tuple(dict.fromkeys(whole.remarks)),
        )

    def _unless_told(self, meaning: Meaning, text: str) -> Meaning:
        """The meaning, but of a sentence that only tells of somebody no words to search for."""
        words = meaning == Meaning(meaning.intent, text=meaning.text)
        told = words and names_only_in_tales(Message(text), self._known.vocabulary)
        return Meaning("small_talk") if told else meaning

    def _asks_of(self, words: Message, following: Message) -> bool:
        """Whether a value is named and judged in the next sentence: `Musicals? Hate them.`."""
        run = run_at(words, self._known.vocabulary, 0)
        return (
            run is not None and run.after == len(words) and following.search("it|them") is not None
        )

    def _scene(self, conversation: Conversation, asking: Asking) -> Pointer:
        """What the first sentence can speak of."""
        focus: Sequence[str] = conversation.focus
        if not focus and len(conversation.shown) == 1:
            focus = conversation.shown
        judged = {
            "like": conversation.liked, "dislike": conversation.rejected, "view": conversation.seen
        }  # fmt: skip
        return Pointer(
            Message(""),
            self._known,
            conversation.shown,
            focus,
            asking,
            pair=conversation.pair,
            last=conversation.last,
            judged=judged,
        )

    def _joined(self, texts: Sequence[str], conversation: Conversation) -> Iterator[str]:
        """The sentences; one that only names an item begins the next: `Heat! I loved that.`

        One that only gives stars, or begins with `or`, goes on with the one before: `I own the
        first. 5 stars.`, `Black. Or grey.`
        """
        before = ""
        for text, following in pairwise(texts):
            words = Message(before + text)
            goes_on = Message(following)
            scene = Pointer(words, self._known, conversation.shown, (), Asking(silent=True))
            joins = is_mark(goes_on) or goes_on.at(0) == "or" or self._asks_of(words, goes_on)
            named = None if joins else scene.on_topic().topic
            if joins or (named is not None and named.after == len(words)):
                before = f"{(before + text).rstrip('.!?; ')}, "
            else:
                yield before + text
                before = ""
        yield before + texts[-1]


def _spoken_of(scene: Pointer, text: str) -> tuple[str, ...]:
    """What a sentence speaks of that asks for others: `older than Heat`, `one like that`."""
    words = Message(text)
    named = replace(scene, message=words).named()
    return named or (tuple(scene.focus) if words.search(_REFERS) else ())


def _sentence(
    scene: Pointer, others: Sequence[str] | None, *, running: bool, listed: bool
) -> Meaning | None:
    """One sentence, without the clauses that narrate if its rest says something.

    None where all of it narrates, beside the other sentences.
    """
    if others is not None:
        narration = Narration(scene)
        if narration.whole(others):
            return None
        if rest := narration.rest():
            bare = replace(scene, message=Message(rest))
            meaning = Sentence(bare, running=running, listed=listed).read()
            if meaning.intent != "small_talk" and not _idle(meaning, rest):
                return meaning
            if others:
                return None
    return Sentence(scene, running=running, listed=listed).read()


def _said(pointer: Pointer, conversation: Conversation) -> Said:
    return Said(signs(pointer), conversation.asked, len(pointer.focus))


def _without_names(read: Iterable[Meaning], named: Collection[str]) -> list[Meaning]:
    """What was read but for sentences that only name whom a later one speaks of.

    `Julie Delpy, right! Anything else with her?`
    """
    return [one for one in read if not _only_names(one, named)]


def _only_told(text: str) -> bool:
    """Whether a sentence only tells: `I'd lose a black one down the couch`."""
    message = Message(text)
    return all(is_aside(message, *span) for span in clauses(message)[:1])


def _beside(told: Meaning, wished: Iterable[Meaning]) -> Meaning:
    """What a tale says, without conditions on what was wished for ahead of it."""
    facts = {fact for one in wished for limit in one.constraints for fact in limit.facts}
    kept = tuple(one for one in told.constraints if not facts.intersection(one.facts))
    if kept == told.constraints:
        return told
    bare = told == Meaning(told.intent, told.constraints, told.text)
    return Meaning("small_talk") if bare and not kept else replace(told, constraints=kept)


def _only_names(meaning: Meaning, named: Collection[str]) -> bool:
    bare = Meaning(meaning.intent, text=meaning.text, constraints=meaning.constraints)
    return meaning == bare and all(
        len(one.facts) > 1 or (is_role(one.facts[0]) and set(one.values) <= set(named))
        for one in meaning.constraints
    )


def _idle(meaning: Meaning, text: str) -> bool:
    """Whether a sentence left only words that nobody asked for: `Film night! A comedy, please`."""
    words = replace(meaning, mentioned=()) == Meaning("search", text=meaning.text)
    return words and Message(text).search(f"{WISH}|something|anything|{NOUNS}") is None


def added(one: Meaning, other: Meaning) -> Meaning:
    """Two sentences of one message as one meaning: the more telling intent leads."""
    started = "start_over" in (one.intent, other.intent)
    intent = min(one.intent, other.intent, key=_MOST_TELLING.index)
    if started and intent in ("refine", "undo"):
        intent = "search" if intent == "refine" else "start_over"
    return replace(
        one,
        intent=intent,
        constraints=latest(tuple(dict.fromkeys((*one.constraints, *other.constraints)))),
        text=" ".join(part for part in (one.text, other.text) if part) or None,
        like=tuple(dict.fromkeys((*one.like, *other.like))),
        items=tuple(dict.fromkeys((*one.items, *other.items))),
        remarks=tuple(dict.fromkeys((*one.remarks, *other.remarks))),
        tastes=tuple(dict.fromkeys((*one.tastes, *other.tastes))),
        by=one.by or other.by,
        heard=(*one.heard, *other.heard),
        drops=tuple(dict.fromkeys((*one.drops, *other.drops))),
        widen=one.widen or other.widen,
        mentioned=other.mentioned or one.mentioned,
        problem=one.problem or other.problem,
    )
