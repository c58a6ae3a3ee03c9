"""What one sentence asks of the list: remarks, items to be like, conditions, words to find."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from mmrec.dialogue import cues
from mmrec.dialogue.acts import act_beside
from mmrec.dialogue.constraint import Constraint
from mmrec.dialogue.constraints import find_bounds, find_values, is_trait, whole_value
from mmrec.dialogue.critiques import find_critiques
from mmrec.dialogue.inquiries import explained
from mmrec.dialogue.known import Objects
from mmrec.dialogue.leftovers import SOMETHING, Leftovers
from mmrec.dialogue.lifts import find_lifts
from mmrec.dialogue.meaning import Intent, Meaning
from mmrec.dialogue.moods import find_opposites
from mmrec.dialogue.objects import WHICH, Pointer
from mmrec.dialogue.people import is_role
from mmrec.dialogue.remarks import Remarks
from mmrec.dialogue.sames import find_sames
from mmrec.dialogue.scales import SCALES
from mmrec.dialogue.tales import tells
from mmrec.dialogue.verdicts import Verdicts
from mmrec.dialogue.words import TAKEN, listed

_IS = r"(?:is|was|are|were|looks?|seems?|s)(?: (?:a bit|a little|way|far|much|just))*"
_GRADED = "too|not|so|very|" + "|".join(
    f"{s.low}|{s.lower}|{s.high}|{s.higher}|{s.lowest}|{s.highest}" for s in SCALES
)
_ALIKE = listed(
    "similar alike comparable kind sort type vein style spirit mood manner line mould mold "
    "tradition fashion league cloth nature character ilk"
)
_ARTICLES = frozenset(listed("a an some any me us your the few more good nice now instead too"))
_LIMITS = frozenset(listed("only just strictly no not nothing without more less with from by in"))
_NEGATIONS = frozenset(listed("no not dont never without"))
_OPENS = (
    r"something|anything|(?:but|so|and|then) (?:less|more|not|without|with|from|in|a|an|some|make)|"
    r"less \w+ please"
)


def _settled(relative: Constraint, bounds: Sequence[Constraint]) -> bool:
    """`newer, like after 2005`: the number that is said bounds the same fact."""
    return any(
        bound.facts == relative.facts
        and (relative.said is not None or bound.op[0] in (relative.op[0], "=", "."))
        for bound in bounds
    )


class Request:
    """Reads one sentence as a request.

    Args:
        pointer: resolves what the words point at.
        running: whether a request is running that the sentence may change.
        listed: whether a list is on the screen.
        judged: what whole clauses of it said of items and values; their words are taken.
    """

    def __init__(
        self, pointer: Pointer, *, running: bool, listed: bool, judged: Verdicts | None = None
    ) -> None:
        self.pointer, self.message = pointer, pointer.message
        self.running, self.listed = running, listed
        self.judged = judged
        self.start = self.message.start
        self.left = Leftovers(self.message, running=running)
        self.opener = self.message.search(cues.OPENERS)
        self.anew = self.message.search(cues.ANEW)
        fresh = self.message.search(rf"(?:{cues.ANEW} )?an?")
        self.fresh = (
            fresh is not None and fresh[0] <= self.start
        )  # "i want a thriller, not too old"

    def read(self) -> Meaning:
        """The remarks, what it should be like, conditions, and the words that are left."""
        for count in list(self.message.findall(cues.COUNT)):
            self.message.take(*count[:2])
        running = self.pointer.asking.running
        lifts = find_lifts(self.message, self.pointer.vocabulary, running)
        drops = tuple(dict.fromkeys(lifts))
        remarks = Remarks(self.pointer, self.judged).read()
        self.pointer = remarks.pointer
        self._take_told({remark.item_id for remark in remarks.items})
        if remarks.problem and remarks.problem != WHICH:
            return Meaning("feedback", problem=remarks.problem)
        beside = act_beside(self.message) if remarks.items or remarks.tastes else None
        if beside in ("more", "profile") and not remarks.refused:
            told = Meaning(beside, remarks=tuple(remarks.items))
            return replace(told, tastes=tuple(dict.fromkeys(remarks.tastes)))
        like = self._like()
        if like.problem:
            return Meaning("more_like", problem=like.problem)
        told = Meaning(
            "feedback",
            like=like.items,
            remarks=tuple(remarks.items),
            tastes=tuple(dict.fromkeys(remarks.tastes)),
            drops=drops,
            constraints=tuple(remarks.refused),
        )
        meaning = self._wished(told)
        if remarks.problem and not (meaning.constraints or meaning.like):
            return Meaning("feedback", problem=remarks.problem)
        if remarks.new and meaning.intent == "recommend":
            return replace(meaning, intent="small_talk")
        return meaning

    def _take_told(self, told: Collection[str]) -> None:
        """`The one from 1979 I've meant to see, save it`: what describes it is no condition."""
        for place, found in list(self.pointer.mentions()) if told else ():
            if set(found.items) <= set(told):
                self.message.take(place, found.after)

    def _wished(self, told: Meaning) -> Meaning:
        """With the conditions and the words to search for."""
        constraints, compared = self._conditions(told.like)
        constraints = (*told.constraints, *constraints)
        self._take_facts(constraints)
        opposites = list(find_opposites(self.message))
        own, place = self.left.words()
        if place is not None and not opposites:
            found = whole_value(self.message, self.pointer.vocabulary, self.pointer.asking, *place)
            constraints, own = (*constraints, *found), None if found else own
        words = " ".join([*opposites, *([own] if own else [])]) or None
        bare = told == Meaning("feedback") and not constraints and not opposites
        if own and bare and (other := self._no_search(place)):
            return other
        if own and bare and self.message.search(cues.ADVISE) is not None:
            return Meaning("recommend")
        said = told.remarks or told.tastes
        reasons = said and not (constraints or told.like or self._wish())
        if reasons and (not opposites or self._complains(told)) and not self._opens():
            return told  # what is left are the reasons of a remark
        intent: Intent = "more_like" if told.like else "refine"
        if not (told.like or told.drops):
            shifts = bool(opposites) and (self.running or not constraints)
            intent = self._intent(constraints, words, own, shifts or compared)
        if intent in ("recommend", "small_talk") and (told.remarks or told.tastes):
            intent = "feedback"
        widen = intent == "refine" and self.message.search("too|as well|also") is not None
        unique = tuple(dict.fromkeys(constraints))
        refused = {fact for one in unique if one.op == "!=" for fact in one.facts}
        drops = tuple(fact for fact in told.drops if fact not in refused)  # "any colour, not blue"
        return replace(
            told, intent=intent, constraints=unique, text=words, drops=drops, widen=widen
        )

    def _take_facts(self, constraints: Sequence[Constraint]) -> None:
        """`Green would be the colour`: what a condition is on is no word to search for."""
        bound = {fact for one in constraints for fact in one.facts}
        called = self.pointer.vocabulary.facts_called
        left = self.message.segments() if bound else ()
        told = [span for span in self.left.clauses if bound and self._only_tells(span)]
        for first, after in left:
            if any(begin <= first < end for begin, end in told):
                continue
            for begin, end in ((i, i + size) for size in (2, 1) for i in range(first, after)):
                if end <= after and bound.intersection(called(self.message.norm(begin, end))):
                    self.message.take(begin, end)

    def _only_tells(self, span: tuple[int, int]) -> bool:
        """`Money is tight`: a clause of which nothing was understood and that says something."""
        return self.message.free(*span) and tells(self.message, *span)

    def _complains(self, told: Meaning) -> bool:
        """`Hated it, way too dark` says why; `…, but something less dark` says what else."""
        against = all(remark.kind in ("dislike", "not_interested") for remark in told.remarks)
        return against and self.message.search("but|so|something|anything|want|need|less") is None

    def _conditions(self, like: tuple[str, ...]) -> tuple[tuple[Constraint, ...], bool]:
        """All conditions, and whether one compares with what is shown."""
        if like:
            self.pointer = self.pointer.speaking_of(like)
        base = like or self._subject() or self._base()
        vocabulary, asking = self.pointer.vocabulary, self.pointer.asking
        bounds = find_bounds(self.message, vocabulary, asking)
        relative = (*find_sames(self.pointer), *find_critiques(self.pointer, base, bounds))
        compared = any(one.said is None for one in relative)  # with an item, not by itself
        kept = tuple(one for one in relative if not _settled(one, bounds))
        return (*bounds, *kept, *find_values(self.message, vocabulary, asking)), compared

    def _wish(self) -> bool:
        return self.message.search(cues.WISH) is not None

    def _opens(self) -> bool:
        """Whether a later clause begins a change: `hated it, but something funny`."""
        return self.message.search(_OPENS) is not None

    def _base(self) -> Sequence[str]:
        return self.pointer.focus if len(self.pointer.focus) == 1 else self.pointer.ids

    def _subject(self) -> Sequence[str]:
        """`the second one is too expensive`: what the sentence speaks of."""
        found = self.pointer.glance(0)
        verb = self.message.search(_IS, found.after)
        graded = verb is not None and self.message.search(_GRADED, verb[1])
        if found.items and verb and verb[0] == found.after and graded and graded[0] == verb[1]:
            found = self.pointer.objects(0, slips=False)
            self.message.take(0, found.after)
            self.pointer = self.pointer.speaking_of(found.items)
            return found.items
        return ()

    def _like(self) -> Objects:
        """The items after `like`, or before `but` (`Alien but funny`); their words are taken."""
        lead = self.message.search("why not|(?:how|what) about(?: (?:some|a|an))?")
        if lead is not None and lead[0] <= self.start:
            self.message.take(*lead)
        verb = self.message.search(cues.VERB_LIKE)
        for first, after, _ in self.message.findall(cues.LIKE):
            if verb is not None and verb[0] < after <= verb[1]:
                continue
            if self.message.at(first - 2) == "same" and self.pointer.vocabulary.facts_called(
                self.message.at(first - 1)
            ):
                continue  # "the same brand like the third"
            if found := self.pointer.objects(after) or self.pointer.single(after, anywhere=True):
                self.message.take(first, found.after)
                return found
            topic = self.pointer.topic
            if topic is not None and topic.after == first:  # "Gattaca similar"
                self.message.take(topic.first, after)
                return Objects(topic.item_ids, after)
            if self.message.at(after - 1) in _ALIKE:
                self.message.take(first, after)
                return self._spoken_of(after)
        found = self.pointer.glance(0)
        less = self.message.match("but (?:nothing|none|no|not|without|never)", found.after)
        word = self.message.words[0]
        if less and not (word.capital or word.quoted or set(found.items) & set(self.pointer.ids)):
            return Objects()  # "flowers, but nothing by Gerald"
        if found.items and (
            self.message.at(found.after) in ("but", "only")
            or (self.message.comma_before(found.after) and self.message.at(found.after) == "just")
        ):
            found = self.pointer.objects(0, slips=False)
            self.message.take(0, found.after)
            return found
        return Objects()

    def _spoken_of(self, after: int) -> Objects:
        """`something similar`: to what was spoken of last, else to the list."""
        ids = tuple(self.pointer.focus or self.pointer.ids)
        return Objects(ids, after) if ids else Objects(problem=WHICH)

    def _no_search(self, rest: tuple[int, int] | None) -> Meaning | None:
        """Words that are not to be searched for: about a place in the list, or against a mood."""
        pointed = self.pointer.any_place()
        if not pointed and rest is not None:  # "show me the second"
            bare = self.pointer.place(rest[0])
            pointed = bare if bare.after == rest[1] else pointed
        if pointed:
            return explained(pointed)
        title = self.pointer.glance(0)
        negative = self.message.search(cues.NEGATIVE)
        end = len(self.message)
        if negative is None or not self._fills(negative[0]) or end in (title.after, negative[1]):
            return None
        unwanted = self.message.slice(negative[1], end)
        problem = (
            f"I can leave out what the catalogue names, not “{unwanted}”. "
            "Say what it should be instead."
        )
        return Meaning("refine", problem=problem)

    def _fills(self, end: int) -> bool:
        """Whether all words before a place say nothing."""
        return all(self.message.at(place) in {*cues.FILLER, TAKEN} for place in range(end))

    def _intent(
        self,
        constraints: tuple[Constraint, ...],
        words: str | None,
        own: str | None,
        relative: bool,
    ) -> Intent:
        """`Only comedies`, `but funnier`, `after 1990` change the last request.

        `own`: the user's words among `words`; `relative`: compared with what is shown.
        """
        if not (constraints or words):
            return "recommend" if self.left.leaves_it() else "small_talk"
        begins = self.fresh and any(isinstance(one.values[0], str) for one in constraints)
        if relative and not begins and (self.running or (self.listed and not own)):
            return "refine"
        return "refine" if self.running and self._changes(words, constraints) else "search"

    def _changes(self, words: str | None, constraints: Sequence[Constraint]) -> bool:
        """Whether the sentence changes the running request rather than begins a new one.

        Colours, sizes, brands are no request by themselves; nor is anything but a kind of item,
        or words to search for.
        """
        facts = [fact for one in constraints for fact in one.facts]
        trait = all(map(is_trait, facts))
        kinds = not constraints or self.left.headed or any(self._kind(one) for one in constraints)
        opened = self.message.norm(*self.opener).split()[0] if self.opener else ""
        asked = words is not None and opened in ("what", "how")  # "what about a road movie"
        if ((words or kinds) and self._turns()) or (
            kinds and constraints and self._wishes_for_a_kind()
        ):
            return False
        if self.opener is not None and self.opener[0] <= self.left.begin and not asked:
            return True
        if any(self._closes(after) for _, after, _ in self.message.findall(cues.CLOSERS)):
            return True
        if self.message.search(cues.ANAPHORS) is not None:
            return True
        anew = self.anew or self.message.search(cues.ANEW)
        limits = anew is not None and self._norm(anew[1]) in ("only", "just")
        bare = limits or (
            words is None and (trait or not ((kinds and constraints) or self._something()))
        )
        if anew is not None and anew[0] <= self.start and not bare:
            return False
        return words is None or not kinds or self._comparative(words)

    def _turns(self) -> bool:
        """Whether what is wanted follows a turn: `something else entirely: a cake`."""
        turns = self.message.search(cues.NEXT)
        return turns is not None and self.message.words[turns[1] - 1].ends

    def _wishes_for_a_kind(self) -> bool:
        """`now show me jackets`, `I'd also like a western instead`: whatever stands around it."""
        said = " ".join(word.norm for word in self.message.words[:6])
        if re.match(r"(?:\w+ )?just (?:show|give|find|get) (?:me|us) (?!only|the)", said):
            return True  # "just" limits nothing here
        wishes = [*self.message.findall(cues.WISH), *self.message.findall(cues.NEXT)]
        return any(
            self._article(after) and self.message.at(first - 1) not in _NEGATIONS
            for first, after, _ in wishes
        )

    def _article(self, place: int) -> bool:
        """Whether what is wanted follows right here: an article or nothing, then a condition."""
        while self._norm(place) in _ARTICLES:
            place += 1
        return self.message.at(place) == TAKEN and self._norm(place) not in _LIMITS

    def _norm(self, place: int) -> str:
        """A word as compared, though it be taken."""
        return self.message.words[place].norm if place < len(self.message) else ""

    def _something(self) -> bool:
        return self.message.search(SOMETHING) is not None

    def _closes(self, after: int) -> bool:
        return self.message.ends_at(after) or self.message.at(after) in ("please", "then", "now")

    def _kind(self, one: Constraint) -> bool:
        """Whether a condition says what sort of item is wanted: `comedies`, `jackets`."""
        named = one.op == "=" and isinstance(one.values[0], str) and len(one.facts) == 1
        return named and not (is_trait(one.facts[0]) or is_role(one.facts[0]))

    def _comparative(self, word: str) -> bool:
        """`simpler`: one word that compares, and is none of the catalogue's."""
        compares = re.fullmatch(r"[a-z]+er", word.casefold()) is not None
        known = any(re.fullmatch(f"{s.lower}|{s.higher}", word.casefold()) for s in SCALES)
        return known or (compares and not self.pointer.vocabulary.knows(word))
