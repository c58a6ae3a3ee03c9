"""Comparing items: `compare the first two`, `Alien vs Aliens`, `which of these is cheaper?`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mmrec.dialogue.clauses import clauses
from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.cues import ADVISE, FINDS, LIKE, WISH
from mmrec.dialogue.groups import graded_at
from mmrec.dialogue.known import Objects
from mmrec.dialogue.measures import scale_of
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.numerals import value_of
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.scales import SCALES
from mmrec.dialogue.titles import CONNECTORS
from mmrec.dialogue.words import Message

_ADJECTIVE = "|".join(
    f"{s.lower}|{s.higher}|{s.lowest}|{s.highest}|(?:more|most|less|least) (?:{s.low}|{s.high})"
    for s in SCALES
)
_DEGREE = rf"{_ADJECTIVE}|better|best|higher|highest|lower|lowest|more|most|less|least|longer"
_CUE = (
    r"compare|comparison(?: (?:of|between))?|(?:what is |what are |tell me |show me )?(?:the |"
    r"any )?(?:differences?|diff)(?: in [a-z]+)?(?: between)?|"
    r"(?:how (?:do|does|is|are)|do|does|are)(?=.* (?:compare|different|differ|stack up))|"
    r"(?:how|what is) different(?: are| is| between)?|contrast|side by side|head to head|next to "
    r"each other|against each other|(?:sets?|setting|tells?) (?:[a-z]+ ){1,3}?apart|in common|"
    r"compared (?:to|with)|(?:they|both|two) share$"
)
# What may stand between `compare` and the items.
_AHEAD = ("between", "me", "all", "please", "for", "of", "in", "the", "do", "does")
_AGAINST = "(?:compare|differ|different|compared|stack up) (?:to|with|from|against)"
_BETWEEN = (
    rf"made|released|of|the|these|those|them|two|three|four|five|both|is|are|was|were|s|has|have|"
    rf"had|costs?|"
    rf"came|come|"
    rf"comes|out|would|you|do|say|think|on|in|at|this|that|my|list|screen|page|here|there|a|got|"
    rf"looks?|"
    rf"feels?|really|actually|by|far|probably|shown|me|showed|{NOUNS}"
)
_WHICH = (
    rf"(?:and |so |then |or )*(?:which|what|who)(?: (?:{_BETWEEN}))*? "
    rf"(?P<by>{_ADJECTIVE}|better|best)(?: (?:{NOUNS}))?"
)
_YES_OR_NO = ("is", "are", "was", "were", "does", "do", "did", "isnt", "arent", "wasnt", "has")
_THAN = (
    r"(?:is |be |any |much |a lot |really |actually |have |a )*"
    rf"(?:(?:{_ADJECTIVE}|better) or )?(?:{_ADJECTIVE}|better)(?: [a-z]+)? than"
)
_HERE = (
    r"(?:out )?(?:of )?(?:here|these|those|them|all|in (?:the |this )?list|on (?:the |this "
    r")?(?:list|screen|page)|in there|you showed me|shown|please|now|then|overall|of the (?:lot|"
    r"bunch))"
    r"(?: (?:ones|two|three|four|five|here))?"
)
_NEXT_TO = (
    r"(?:right )?(?:next to|beside|alongside|versus|vs|against|up against|opposite|"
    r"compared (?:to|with)|side by side with)"
)
_BEHIND_NUMBERS = (*CONNECTORS, "please", "differ", "compare", "then", "side")
_NUMBER = r"one|two|three|four|five|six|\d{1,2}"
_EITHER = r"(?:the )?(?P<one>[a-z]+) (?:or|and|vs|versus|against) (?:the )?(?P<other>[a-z]+)"
_ARTICLES = ("the", "their", "its")
_GROUP = (
    r"(?:of|out of|from|between|among) (?:(?:all )?(?:them|those|these)(?: (?:two|three|four|"
    r"five|ones))?|(?:the|that|this|those|these) (?:two|three|four|five|pair|couple))(?![^ ])"
)
_OF = "(?:out )?of|from|between|among"
_ASKS = (
    r"(?:(?:and|but|so|then|ok|well) )*(?:how|what|in what|is|are|does|do|did|was|were|would|can|"
    r"tell me (?:how|what))"
)
_RELATING = ("to", "with", "against", "from", "beside", "alongside", "over", "than", "and", "that")
# A pronoun and what it is held against, in either order.
_RELATES = (
    r"(?:it|that|this)(?: one)? (?:[a-z]+ ){1,4}?(?:to|with|against|from|next to|beside|alongside)"
    r"(?= (?:the|number|[a-z]+$))"
)
_BEST_OF = (
    rf"(?:(?:and|so|ok|then) )*(?:{'|'.join(f'{s.lowest}|{s.highest}' for s in SCALES)})"
    rf"(?: [a-z]+){{0,2}}? (?:out of|of|among|amongst|from|between|in) (?:all )?(?:them|these|"
    rf"those|this|the|that)(?: (?:two|three|four|five|lot|bunch|list|ones|pair|couple|shown))*"
)
_LEAD = r"(?:between|of|out of|from|among|the) ?"


class Comparing:
    """Reads one sentence as a comparison; None where it is none."""

    def __init__(self, pointer: Pointer) -> None:
        self.pointer, self.message = pointer, pointer.message

    def read(self) -> tuple[Objects, str | None] | None:
        """The items, and the fact that they are compared by."""
        cue = self.message.search(_CUE)
        if cue is not None and not self._is_wish(cue[0]):
            named = self._before(cue[0]) or self._several() or self._numbered()
            named = named or self._behind(cue[1]) or self._with_it()
            return named or self._them(cue[1]), self.by()
        read = self._versus() or self._beside() or self._which() or self._is_it() or self._sorted()
        return read or self._best() or self._asked() or self._only()

    def _best(self) -> tuple[Objects, str | None] | None:
        """`longest battery among these five?`: a superlative and a group, without a verb."""
        found = self.message.search(_BEST_OF, self.message.start)
        if found is None or found != (self.message.start, len(self.message)):
            return None
        pair = self.message.search("them|those|two|pair|couple", found[0]) is not None
        ids = tuple(self._group() if pair else self.pointer.ids)
        return (Objects(ids, found[1]), self.by()) if ids else None

    def _asked(self) -> tuple[Objects, str | None] | None:
        """`how does the third hold up next to the first`: a question about two, by any verb."""
        asks = any(self.message.match(_ASKS, first) for first, _ in clauses(self.message))
        if not asks or self.message.search(f"{FINDS}|{ADVISE}|{LIKE}|{WISH}") or self._finds():
            return None
        mentions = [(at, found) for at, found in self.pointer.mentions() if self._points(at)]
        items = tuple(dict.fromkeys(item for _, found in mentions for item in found.items))
        second = mentions[1][0] if len(mentions) > 1 else 0
        if len(items) > 1 and self.message.at(second - 1) in _RELATING:
            return (Objects(items, len(self.message)), self.by()) if self._listed(items) else None
        held = len(mentions) == 1 and self.message.search(_RELATES) is not None
        found = self._with_it() if held else Objects()
        return (found, self.by()) if found else None

    def _points(self, place: int) -> bool:
        """Whether an item is named there by its place or its title, not by a word of it."""
        word = self.message.words[place]
        return word.norm in ("the", "number") or (word.capital and place > 0)

    def _listed(self, items: Sequence[str]) -> bool:
        return set(items) <= set(self.pointer.ids)

    def _several(self) -> Objects:
        """The items that the sentence names, where they are two or more."""
        named = self._named()
        return Objects(named, len(self.message)) if len(named) > 1 else Objects()

    def _named(self) -> tuple[str, ...]:
        """The items that the sentence names, but for an answer: `which of them is the oldest`."""
        mentions = self.pointer.mentions()
        found = [one.items for place, one in mentions if not graded_at(self.pointer, place)]
        # "Of the five shown, items 2 and 5": they are of a group.
        kept = [one for one in found if not any(set(other) < set(one) for other in found)]
        return tuple(dict.fromkeys(item for items in kept for item in items))

    def _with_it(self) -> Objects:
        """`how does it compare to the coat`: the one named, and the one spoken of."""
        named, focus = self._named(), tuple(self.pointer.focus)
        if set(focus) <= set(named):  # the sentence speaks of what it names: what was before?
            focus = tuple(item for item in self.pointer.pair if item not in named)[-1:]
        if len(named) != 1 or len(focus) != 1:
            return Objects()
        return Objects((focus[0], *named), len(self.message))

    def _beside(self) -> tuple[Objects, str | None] | None:
        """`put it next to the coat`, `the battery of the first against the second`."""
        for first, after, _ in self.message.findall(_NEXT_TO):
            other = self.pointer.glance(after)
            one = self.pointer.ending(first)
            ids = tuple(dict.fromkeys((*one.items, *other.items)))
            if one.items and other.items and len(ids) > 1:
                return Objects(ids, other.after), self.by()
        return None

    def _sorted(self) -> tuple[Objects, str | None] | None:
        """`the same two, by weight`."""
        found = self.pointer.glance(self.message.start)
        by = self.message.search(
            "(?:and )?(?:this time )?(?:by|in|on|for|in terms of)", found.after
        )
        if len(found.items) < 2 or by is None or by[0] != found.after:
            return None
        told = self.message.norm(by[1] + (self.message.at(by[1]) in _ARTICLES), len(self.message))
        facts = self.pointer.vocabulary.facts_called(told)
        return (found, facts[0]) if facts else None

    def _only(self) -> tuple[Objects, str | None] | None:
        """`I meant the third and the fifth`: several of the list and nothing else."""
        found = self.pointer.glance(self.message.start)
        rest = self.message.norm(found.after, len(self.message))
        listed = len(found.items) > 1 and set(found.items) <= set(self.pointer.ids)
        pointed = self.message.at(self.message.start) in ("the", "number", "numbers", "items")
        return (found, None) if listed and pointed and rest in ("", "please", "then") else None

    def _is_wish(self, cue: int) -> bool:
        """`something with a difference`: the word stands for something to find."""
        return cue > 0 and self.message.at(cue - 1) in ("with", "a", "no", "about", "by", "in")

    def _before(self, cue: int) -> Objects:
        """The items named ahead of a cue: `Alien or Heat, what is the difference`."""
        if not cue:
            return Objects()
        ahead = replace(self.pointer, message=self.message.cut(0, cue))
        for place in range(cue):
            found = ahead.glance(place)
            if len(found.items) > 1:
                return ahead.objects(place, slips=False)
        return Objects()

    def _behind(self, place: int) -> Objects:
        """The items that are listed behind a cue; what is one only is compared with another."""
        skipped = {*_AHEAD, *self.pointer.vocabulary.called}
        while self.message.at(place) in skipped and not self.pointer.objects(place):
            place += 1
        found = self.pointer.objects(place) if place < len(self.message) else Objects()
        found = found or self._kinds(place)
        if len(found.items) == 1 and (with_ := self.message.search(_AGAINST, found.after)):
            other = self.pointer.objects(with_[1])
            return Objects((*found.items, *other.items), other.after) if other.items else found
        return Objects() if len(found.items) == 1 else found

    def _them(self, place: int) -> Objects:
        """The group that was spoken of last, else the list."""
        ids = tuple(self._group())
        problem = None if ids else "There is no list yet. Ask for something first."
        return Objects(ids, place, problem)

    def _kinds(self, place: int, *, plural: bool = True) -> Objects:
        """`the two headphones`: the shown items of a kind."""
        while self.message.at(place) in ("the", "two", "three", "both", "these", "those"):
            place += 1
        run = run_at(self.message, self.pointer.vocabulary, place)
        run = run if run and (plural or not run.plural) else None
        shown = self.pointer.items(self.pointer.ids) if run else ()
        conditions = run.constraints() if run else ()
        ids = [i.item_id for i in shown if all(one.holds(i.facts) for one in conditions)]
        return Objects(tuple(ids), run.after) if run and len(ids) > 1 else Objects()

    def _versus(self) -> tuple[Objects, str | None] | None:
        """`A vs B`, `A or B?`, `the first or the second`."""
        vs = self.message.search("vs|versus|or")
        if vs is None:
            return None
        starts = [first for first, _ in clauses(self.message) if first < vs[0]]
        each = ((first, self.pointer.glance(first)) for first in starts)  # "decide: Alien or Heat?"
        first, found = next((one for one in each if one[1].after > vs[0]), (0, Objects()))
        inside = found.after > vs[0] and len(found.items) > 1
        graded = self.message.search(_ADJECTIVE, found.after)
        graded_by = graded is not None and graded == (found.after, len(self.message))
        over = self.message.ends_at(found.after) or graded_by
        if inside and (over or self.message.at(vs[0]) != "or"):
            return self.pointer.objects(first, slips=False), self.by()
        pair = self._bare_pair() if self.message.at(vs[0]) != "or" else Objects()
        return (pair, self.by()) if pair else None

    def _which(self) -> tuple[Objects, str | None] | None:
        asks = self.message.search("which|what|who")
        if asks is None or self.message.search("than") is not None or self._finds():
            return None
        if self.message.search("its|it", asks[1]) and self.message.at(asks[0]) != "which":
            return None  # "the newest of them: what is its plot"
        graded = self.message.at(asks[0]) == "which" or self.message.search(_DEGREE)
        by = self.by() if graded else None  # "which should I watch" compares by none
        several = self._several() or self._numbered() or (self._among(asks[1]) if by else Objects())
        return (several, by) if several else self._whichever()

    def _among(self, place: int) -> Objects:
        """`out of that one and the fourth, which is newer`, `of the two`."""
        if pair := self._that_one() or self._bare_pair():
            return pair
        for _, after, _ in self.message.findall(_OF):
            found = self.pointer.glance(after)
            if len(found.items) > 1:
                return found
        if group := self.message.search(_GROUP):
            return Objects(tuple(self._group()), group[1])
        return self._kinds(place, plural=False)  # "which speaker is dearer"

    def _numbered(self) -> Objects:
        """`one or two: which …`, `compare two, four and five`: bare numbers of the list."""
        found = self.message.search(
            rf"(?:{_NUMBER}) (?:(?:{_NUMBER}) )*(?:or|and|vs|versus|to|with|against) (?:{_NUMBER})"
        )
        if found is None or not self._numbers_end(found[1]):
            return Objects()
        said = self.message.norm(*found).split()
        places = [int(value_of(word)) for word in said if re.fullmatch(_NUMBER, word)]
        ids = tuple(
            self.pointer.ids[place - 1] for place in places if place <= len(self.pointer.ids)
        )
        return Objects(ids, found[1]) if len(ids) > 1 else Objects()

    def _numbers_end(self, after: int) -> bool:
        """Whether numbers end there: `two and four for me`, not `two and four stars`."""
        return self.message.ends_at(after) or self.message.at(after) in _BEHIND_NUMBERS

    def _bare_pair(self) -> Objects:
        """`boots or sneakers, what is cheaper`: shown items by their names, without articles."""
        for _, after, match in self.message.findall(_EITHER):
            named = (Message(f"the {match[side]}") for side in ("one", "other"))
            each = [replace(self.pointer, message=words).glance(0) for words in named]
            ids = tuple(item for one in each for item in one.items)
            if len(ids) == len(set(ids)) == 2:
                return Objects(ids, after)
        return Objects()

    def _that_one(self) -> Objects:
        """`which is cheaper, that one or the second`."""
        pronoun = self.message.search("it|that|this") and self.message.search("or|and|vs|versus")
        return self._with_it() if pronoun else Objects()

    def _finds(self) -> bool:
        """`which others are cheaper`: that looks for more."""
        return self.message.search("else|others|(?<!the )other|similar") is not None

    def _group(self) -> Sequence[str]:
        """What `them` are: the items spoken of last, else the list."""
        return self.pointer.focus if len(self.pointer.focus) > 1 else self.pointer.ids

    def _whichever(self) -> tuple[Objects, str | None] | None:
        """`which is the cheapest`, `which one of them costs less`."""
        for first, after, _ in self.message.findall(_WHICH):
            if first > 3 and not self.message.ends_at(first):
                continue
            place = after
            while self.pointer.vocabulary.facts_called(self.message.at(place)):
                place += 1
            place += self.message.at(place) in ("life", "time") and place > after
            if lead := self.message.search(
                _LEAD.strip(" ?") + r"(?! (?:first|second|third|last))", place
            ):
                place = lead[1] if lead[0] == place and self.message.at(place) != "the" else place
            found = self.pointer.objects(place) if place < len(self.message) else Objects()
            if found:
                return found, self.by()
            ids = self._group()
            here = self.message.search(_HERE, place)
            if ids and (
                place >= len(self.message) or (here and here == (place, len(self.message)))
            ):
                return Objects(tuple(ids), after), self.by()
        return None

    def _is_it(self) -> tuple[Objects, str | None] | None:
        """`is the first cheaper than the second`, `and the lizard, is that wider than Heat`."""
        for first, after in clauses(self.message):
            place = first + (self.message.at(first) in ("and", "but", "so", "then"))
            if self.message.at(place) not in _YES_OR_NO:
                continue
            if self.message.at(place + 1) in ("any", "some", "one", "anything", "something"):
                continue  # "is any of them lighter than the first" looks for one
            one = self.pointer.glance(place + 1)
            if one.problem and self.message.at(place + 1) == "the":
                return one, None  # "is the sixth older than the second"
            if not one.items and self.message.at(place + 1) in ("it", "that", "this"):
                one = Objects(tuple(self.pointer.focus[:1]), place + 2)
            behind = self._behind_aside(one.after)
            compared = self.message.search(_THAN, behind)
            if not one.items or compared is None or compared[0] != behind:
                continue
            other = self.pointer.objects(compared[1])
            ids = tuple(dict.fromkeys((*one.items, *other.items)))
            if other.items and len(ids) > 1 and (other.after <= after or behind > one.after):
                return Objects(ids, other.after), self.by()
        return None

    def _behind_aside(self, place: int) -> int:
        """The word behind what is said beside: `is Casablanca, which I know, | older than …`."""
        relative = self.message.at(place) in ("which", "who", "whom", "whose", "that")
        ends = (i for i in range(place + 1, len(self.message)) if self.message.words[i - 1].ends)
        return next(ends, place) if relative and self.message.ends_at(place) else place

    def by(self) -> str | None:
        """The fact that an adjective, or a fact's own name, speaks of."""
        vocabulary, asking = self.pointer.vocabulary, self.pointer.asking
        for _, _, match in self.message.findall(
            "(?:in|by|of|terms of|to) (?:the )?(?P<fact>[a-z]+)"
        ):
            told = [f for f in vocabulary.facts_called(match["fact"]) if f in vocabulary.numbers]
            if len(told) == 1:
                return told[0]  # "which is the largest in width"
        for _, _, match in self.message.findall(rf"(?P<by>{_ADJECTIVE})"):
            word = match["by"]
            graded = re.fullmatch(r"(?:more|most|less|least) (.+)", word)
            found = (
                scale_of(graded[1], vocabulary, asking, "plain")
                if graded
                else scale_of(word, vocabulary, asking, "comparative")
                or scale_of(word, vocabulary, asking, "superlative")
            )
            if found:
                return found[0]
        for _, _, match in self.message.findall(
            r"(?:by|on|in terms of|in|whose|their|the|its|best|highest|lowest|most|least|longest|"
            r"biggest|better|higher|more|less|longer)"
            r"(?= (?:the |their )?(?P<fact>[a-z]+(?: [a-z]+)?))"
        ):
            for said in (match["fact"], *match["fact"].split()):
                if facts := vocabulary.facts_called(said):
                    return facts[0]
        said = [self.message.at(i) for i in range(len(self.message))]
        numbers = (
            fact for word in said for fact in vocabulary.facts_called(word) if word != "years"
        )
        return next((fact for fact in numbers if fact in vocabulary.numbers), None)
