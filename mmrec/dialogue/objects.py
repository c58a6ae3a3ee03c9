"""The items a message points at: places of the list, titles, `it`; joined by and, or, commas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mmrec.dialogue.clauses import clauses
from mmrec.dialogue.cues import ADVERBS, FILLER
from mmrec.dialogue.described import described_at
from mmrec.dialogue.groups import ranked_at
from mmrec.dialogue.known import Objects, Scene
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.questions import Option
from mmrec.dialogue.references import reference_at
from mmrec.dialogue.spoken import paired
from mmrec.dialogue.titles import PREPOSITIONS, Mention
from mmrec.dialogue.words import listed

WHICH = "Which one? Name it, or its place in the list: “the second one”."
_ALL = (
    r"(?:(?:the|those|these|them|both) (?:two|three|four|five)(?: of (?:them|these|those))?)|"
    r"(?:all|both|each|every(?:thing)?|any|none)(?: (?:of )?(?:these|those|them|the above))?|"
    r"(?:these|those|them)"
)
_FOLLOWS = frozenset(
    listed(
        "twice once yesterday when but and to on into is was looks only in for with before already "
        "a again please though too so yet"
    )
)
_MODALS = ("has", "have", "had", "got", "need", "want", "going", "ought", "used")
_SUBJECTS = ("it", "i", "you", "they", "he", "she", "we", "there")
WHERE = (
    r"(?:at|on|in|from) (?:the (?:very )?(?:end|top|bottom|start|head|foot) of )?"
    r"(?:the|your|this) (?:list|page|screen)"
)
_COUNTS = ("two", "three", "four", "five")
_SOME = ("a", "an", "any", "some")
_COUNTED = re.compile("|".join(_COUNTS))
_JOINTS = frozenset(
    listed("· and but so or then yes no well oh ok okay right hmm mm ah now as for")
)
_POINTING = ("the", "that", "this", "those", "these", "them")
_ASKS = ("how", "what", "who", "why", "where", "when", "whats", "whos", "did")
_DATED = ("on", "until", "till", "since", "by")  # "the party is on the ninth"
_PRONOUNS = ("it", "that", "this", "him", "her")
_IT = rf"(?:it|this|that|him|her)(?: (?:{NOUNS}))?"


class Pointer(Scene):
    """Resolves what stands at a word of the message."""

    def speaking_of(self, items: Sequence[str]) -> "Pointer":
        """The same, where `it` and `them` are these items."""
        if not items:
            return self
        pair = paired(self.pair, self.focus, items)
        return replace(self, focus=tuple(items), pair=pair, last=tuple(items))

    def on_topic(self) -> "Pointer":
        """The same, where `it` is what a clause begins with: `Heat, what is that about`."""
        begun: tuple[str, ...] = ()
        for begin, after in clauses(self.message):
            skipped = range(begin, after - 1)
            first = next((i for i in skipped if self.message.at(i) not in _JOINTS), after - 1)
            found = self.surely(first) if first < len(self.message) else Objects()
            if not found.items and self.message.at(first) in _POINTING:
                told = self.glance(first)  # "the one with Bill Murray, save that"
                bare = self.message.at(first) not in ("the", "those") and len(told.items) > 1
                told = Objects() if bare else told  # "that or the red one"
                other = self.message.at(first + 1) == "other"
                begun = begun or (() if other else told.items)
                ends = told.after == after < len(self.message)
                asks = self.message.at(told.after) in _ASKS  # "the black one how much is that"
                found = told if ends or (told.items and asks) else Objects()
            if begun and self._pronouns(0, first):
                break
            if found.items and found.after <= after:
                topic = Mention(found.items, first, found.after)
                return replace(self.speaking_of(found.items), topic=topic)
        place, told = self._placed()
        ahead = bool(self.focus) and self._pronouns(0, place)  # "how does it compare to the second"
        inside = () if ahead else told.items or self._mentioned()
        spoken = self.speaking_of(begun or inside)
        # "Like the other one, with her in it": what the other is of was spoken of before.
        other = not begun and self.message.search("the other") is not None
        return replace(spoken, last=self.last) if other else spoken

    def _pronouns(self, first: int, after: int) -> bool:
        return any(self.message.at(place) in _PRONOUNS for place in range(first, after))

    def _mentioned(self) -> tuple[str, ...]:
        """What is named inside and a pronoun speaks of: `I grew up with Heat, love it`."""
        pronoun = self.message.search("it|that|this|him|her")
        if pronoun is None:
            return ()
        ahead = (found.items for place, found in self.mentions() if 0 < place < pronoun[0])
        return next(ahead, ())

    def _rare(self, place: int, after: int) -> bool:
        """Whether words in lower case are a title's and hardly anything else."""
        said = [self.message.at(i) for i in range(place, after)]
        heard = self.vocabulary.common
        unheard = any(len(w) > 4 and not {w, w.removesuffix("s")} & heard for w in said)
        return len(said) > 2 or (len(said) > 1 and unheard)

    def surely(self, place: int) -> Objects:
        """The place of the list or the title that stands at a word, for sure."""
        silent = replace(self.asking, silent=True)
        looking = replace(self, asking=silent)
        found = ranked_at(looking, place) or looking.place(place)
        found = found or looking._title(place, slips=False)
        said = range(place, found.after)
        named = any(self.message.at(i) not in FILLER or self.message.words[i].quoted for i in said)
        return found if named else Objects()

    def glance(self, place: int) -> Objects:
        """What `objects` would find without a slip, where nothing is asked yet."""
        silent = replace(self.asking, silent=True)
        return replace(self, asking=silent).objects(place, slips=False)

    def single(self, place: int, *, anywhere: bool = False, silent: bool = False) -> Objects:
        """The item or the place of the list at a word, without a slip; no list of several.

        `anywhere`: whatever follows a title; `silent`: nothing is asked yet.
        """
        if place >= len(self.message):
            return Objects()
        looking = replace(self, asking=replace(self.asking, silent=True)) if silent else self
        found = looking.place(place) or looking._of_two(place) or described_at(looking, place)
        if found:
            return found if found.items else Objects()
        found = looking._title(place, slips=False)
        said = self.message.norm(place, found.after).split()
        if found.items and (self.message.words[place].quoted or not FILLER.issuperset(said)):
            return found
        named = self.titles.at(self.message, place, self.ids, slips=False, anywhere=anywhere)
        if named is None or not anywhere or self._common(named) or self.in_name(place, named.after):
            return Objects()
        return Objects((looking._chosen(named),), named.after)

    def in_name(self, first: int, after: int) -> bool:
        """Whether words are only the beginning of a person's name: `Emma` of `Emma Thompson`."""
        said = (self.message.norm(first, end) for end in (after + 1, after + 2))
        quoted = self.message.words[first].quoted
        return not quoted and any(one in self.vocabulary.names for one in said)

    def _common(self, found: Mention) -> bool:
        """Whether words are too common to be a title wherever they stand."""
        word = self.message.words[found.first]
        said = (self.message.at(place) for place in range(found.first, found.after))
        if FILLER.issuperset(said) and not word.quoted:
            return True
        last = self.message.words[found.after - 1]
        if (
            last.norm == "it"
            and not (last.capital or word.quoted)
            and found.after > found.first + 1
        ):
            return True  # "stick it on my list"
        rare = len(word.norm) > 5 and word.norm not in self.vocabulary.common
        alike = self.message.at(found.first - 1) in ("like", "to", "as")  # "like titanic for her"
        rare = rare and (alike or self.message.at(found.after) not in PREPOSITIONS)
        known = set(found.item_ids) & set(self.ids) or word.quoted
        capital = word.capital and found.first > 0
        return not (found.after - found.first > 1 or rare or known or capital)

    def objects(self, place: int, *, slips: bool = True) -> Objects:
        """All items named from a word on."""
        items: list[str] = []
        place += self.message.at(place) == "both" and self.message.at(place + 1) not in ("of", "")
        after = place
        while True:
            found = self._object(place, slips=slips and not items)
            if not found or found.problem:
                return found if not items else Objects(tuple(items), after)
            items += [item for item in found.items if item not in items]
            after = found.after
            place = after
            while (
                self.message.at(place) in ("and", "or", "nor", "vs", "versus", "also", "with", "to")
                and place < after + 2
            ):
                place += 1
            if place == after and not self.message.comma_before(after):
                return Objects(tuple(items), after)

    def _object(self, place: int, *, slips: bool) -> Objects:
        if place >= len(self.message):
            return Objects()
        found = (
            ranked_at(self, place)
            or self.place(place)
            or self._of_two(place)
            or described_at(self, place)
            or self._title(place, slips=slips)
            or self._pronoun(place)
        )
        where = self.message.search(WHERE, found.after) if found.items else None
        return replace(found, after=where[1]) if where and where[0] == found.after else found

    def place(self, place: int) -> Objects:
        """The items whose places in the list are named at a word."""
        pointed = reference_at(self.message, place, len(self.ids))
        if pointed is None:
            return Objects()
        missing = [number for number in pointed.places if not 1 <= number <= len(self.ids)]
        if missing and not self.ids:
            problem = "There is no list yet. Ask for something first."
            return Objects(problem=problem, after=pointed.after)
        if missing:
            there = len(self.ids)
            problem = f"There is no number {missing[0]}: the list has {there}."
            return Objects(problem=problem, after=pointed.after)
        return Objects(tuple(self.ids[number - 1] for number in pointed.places), pointed.after)

    def mentions(self) -> Iterator[tuple[int, Objects]]:
        """Where items are named, described or placed, for sure, and which; no pronouns."""
        place = 0
        while place < len(self.message):
            found = self._mention(place)
            if found.items:
                yield place, found
            place = max(found.after, place + 1) if found.items else place + 1

    def named(self) -> tuple[str, ...]:
        """All items that are named, described or placed."""
        return tuple(dict.fromkeys(i for _, found in self.mentions() for i in found.items))

    def ending(self, after: int) -> Objects:
        """The item that is named right ahead of a word, or that a pronoun there speaks of."""
        for place, found in self.mentions():
            if found.after == after:
                return replace(found, after=place)
        pronoun = self.message.at(after - 1) in ("it", "this", "that", "them", "those", "these")
        return Objects(tuple(self.focus)) if pronoun and self.focus else Objects()

    def _mention(self, place: int) -> Objects:
        looking = replace(self, asking=replace(self.asking, silent=True))
        bare = self.message.at(place).isdigit()
        found = ranked_at(looking, place) or (Objects() if bare else looking.place(place))
        found = found or looking._of_two(place) or described_at(looking, place)
        if found.items:
            return found
        found = self.surely(place)
        word = self.message.words[place]
        sure = (word.capital and place > 0) or word.quoted or self._rare(place, found.after)
        return found if sure or set(found.items) & set(self.ids) else Objects()

    def any_place(self) -> Objects:
        """The first place of the list that is named as such (`the second one`), there or not."""
        return self._placed()[1]

    def missing(self) -> Objects:
        """The problem of a place that the list has not: `whose work is the eighth?`"""
        for place in range(len(self.message)):
            before = self.message.at(place - 1)
            dated = before in _DATED or self.message.at(place + 1)[:1].isdigit()
            king = place > 1 and self.message.words[place - 1].capital  # "Henry the eighth"
            named = self.message.at(place) == "number" or not (dated or king)
            pointed = self.message.at(place) in ("the", "number") and named
            found = self.place(place) if pointed else Objects()
            counted = self.message.at(place) == "the" and self.message.at(found.after - 1).isdigit()
            if found.problem and not counted:  # "the fourth 4 stars"
                return found
        return Objects()

    def _placed(self) -> tuple[int, Objects]:
        for place in range(len(self.message)):
            found = self.place(place)
            told = self.message.at(found.after - 1)
            if found and (re.fullmatch(NOUNS, told) or self.message.at(place) == "number"):
                return place, found
        return 0, Objects()

    def _of_two(self, place: int) -> Objects:
        """`the former`, `the latter`: of the items spoken of last."""
        told = self.message.norm(place, place + 2)
        group = self.focus if len(self.focus) > 1 else self.pair
        if told in ("the latter", "the former") and len(group) > 1:
            return Objects((group[-1 if told == "the latter" else 0],), place + 2)
        return Objects()

    def _title(self, place: int, *, slips: bool) -> Objects:
        word = self.message.words[place]
        verb = self.message.at(place - 1) in _SUBJECTS[1:] or (
            self.message.at(place - 1) == "to" and self.message.at(place - 2) in _MODALS
        )
        if verb and not (word.quoted or word.capital):
            return Objects()  # "what I saved", "have to run"
        kind = place + (self.message.at(place) in _SOME)  # "not a romance"
        category = self.message.at(kind) in self.vocabulary.categories
        common = category and not word.quoted and not word.capital
        found = self.titles.at(self.message, place, self.ids, slips=slips and not common)
        last = self.message.words[found.after - 1].norm if found else ""
        named = word.quoted or word.capital or word.norm == "the"
        spoken = not named and re.fullmatch(NOUNS, last)  # "scary movie"
        if (
            found is None
            or spoken
            or (common and found.after == kind + 1)
            or (not named and found.after == place + 2 and last == "it")  # "stick it on my list"
            or self.in_name(place, found.after)
        ):
            return Objects()  # "I love horror" speaks of no title, "I love war and peace" does
        return Objects((self._chosen(found),), found.after)

    def _chosen(self, found: Mention) -> str:
        """The item of a title, or the user's choice among those that share it."""
        ids = found.item_ids
        if len(ids) == 1:
            return ids[0]
        options = [Option(self._told(item), item) for item in ids]
        name = self.message.slice(found.first, found.after)
        return self.asking.choose(f"title:{name.casefold()}", f"Which “{name}”?", options)

    def _told(self, item_id: str) -> str:
        return self.titles.title(item_id)

    def _pronoun(self, place: int) -> Objects:
        many = self.message.search(_ALL, place)
        said = self.message.norm(*many) if many and many[0] == place else ""
        passing = said == "any" and self.message.at(place - 1) == "if"  # "how, if any"
        if many and said and not passing and (self._ends(many[1]) or " of " in said):
            both = self.message.at(place) == "both"
            shown = re.search("these|above", said)
            told = len(self.focus) == 2 if both else len(self.focus) > 1 and not shown
            single = self.message.at(place) in ("those", "they") and len(self.focus) == 1
            count = _COUNTS.index(match[0]) + 2 if (match := _COUNTED.search(said)) else 0
            told = told or single or (count > 0 and len(self.focus) == count)
            if both and not told and len(self.pair) == 2:
                return Objects(tuple(self.pair), many[1])
            ids = self.focus if told else self.ids[: count or 2] if both or count else self.ids
            if ids:
                return Objects(tuple(ids), many[1])
        found = self.message.search(_IT, place)
        if found is None or found[0] != place or not self._alone(found):
            return Objects()
        if len(self.focus) == 1:
            return Objects((self.focus[0],), found[1])
        return Objects(problem=WHICH)

    def _alone(self, found: tuple[int, int]) -> bool:
        """Whether a pronoun stands for an item: `that`, `that film`, but not `that actor`."""
        word = self.message.at(found[1])
        if self.message.at(found[0]) == "that" and word in _SUBJECTS:
            return False  # "I don't want that it is old"
        if self._ends(found[1]) or found[1] - found[0] > 1 or self.message.at(found[0]) == "it":
            return True
        return word in FILLER | ADVERBS and not self.vocabulary.facts_called(word)

    def _ends(self, after: int) -> bool:
        following = self.message.at(after)
        return self.message.ends_at(after) or following in _FOLLOWS or following.isdigit()
