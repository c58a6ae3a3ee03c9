"""The clauses of a sentence, each cut into its pieces."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.described import called_at, told_at
from mmrec.dialogue.holders import OTHERS, SAYING
from mmrec.dialogue.known import Objects
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.numerals import value_of
from mmrec.dialogue.objects import WHERE, Pointer
from mmrec.dialogue.opinions import BESIDE, COME_TO, KINDLY, TAIL, TELLS_THAT
from mmrec.dialogue.people import person_at
from mmrec.dialogue.pieces import Part, Piece, opinions_in
from mmrec.dialogue.pronouns import ALL, EVERYTHING, EXCEPT, IT, SAME
from mmrec.dialogue.words import TAKEN, listed

_OF = ("of", "by", "from", "with", "about")
# What may begin a clause that judges: "whilst I love the first, the second bores me".
_JOINTS = frozenset(
    listed("and but so whereas while whilst although though hence therefore yet then thus")
)
_SCOPES = frozenset(listed("with in from by for about like to under over"))
_WISHES = frozenset(listed("want need show find give recommend suggest similar something anything"))
_THOUGHTS = ("like", "like?", "dislike", "good", "bad", "view", "bear", "tire")
_ADJECTIVES = ("good", "bad")
_TAKERS = ("save", "cart", "not_interested", "move", "like", "like?", "dislike", "view")
# Nouns of opinion, and the prepositions that join them to what they are of.
_GOVERNED = ("not_interested", "fan", "like", "dislike", "good", "bad")
_GOVERNING = frozenset(listed("on to of from for about at"))
_DEGREES = frozenset(listed("big huge massive real true total major serious"))
_DETERMINERS = frozenset(listed("the that this your a"))
_ARTICLES = frozenset(listed("a an such the my"))
_OWNERS = frozenset(listed("my our his her their"))
# What begins a subject, and what it is followed by: "all of our members have seen it".
_QUANTIFIERS = _OWNERS | frozenset(listed("all most some half many both everyone everybody nobody"))
_AUXILIARIES = frozenset(listed("have has had is are was were do does did really just already all"))
_LONGEST_SUBJECT = 6  # words


def parts(pointer: Pointer) -> list[Part]:
    """The clauses of a message that holds an opinion; none where it holds none."""
    told = opinions_in(pointer.message)
    found: list[Part] = []
    for part in _Scan(pointer, told).parts() if told else ():
        if found and part.joint and found[-1].lists and part.places:
            found[-1].join(part)  # "add Heat | and Big to my list"
        else:
            found.append(part)
    return found


class _Scan:
    def __init__(self, pointer: Pointer, told: dict[int, Piece]) -> None:
        self.pointer, self.message, self.told = pointer, pointer.message, told
        self.judged = False  # whether the clause before holds an opinion
        self.rated = any(piece.kind == "mark" for piece in told.values())

    def parts(self) -> Iterator[Part]:
        place, last = 0, len(self.message)
        part = Part(0)
        while place < last:
            joint = self.message.at(place)
            if (
                (self._joins(place) or self._runs_on(part, place))
                and not self._excepted(part, place)
                and (part.pieces or part.words or joint == TAKEN)
            ):
                yield self._closed(part, place)
                part = Part(place, joint)
            end = self._next(part, place)
            begins = f"{TELLS_THAT}|to|{COME_TO}" if place == part.first else COME_TO
            frame = self.message.match(begins, place) == end
            part.words += ["" if frame else self.message.at(i) for i in range(place, end)]
            place = end
            if self.message.words[end - 1].ends:
                yield self._closed(part, end)
                part = Part(end, "," if self.message.comma_before(end) else "")
        yield self._closed(part, last)

    def _runs_on(self, part: Part, place: int) -> bool:
        """Whether another judgement begins: `the bag is great | the boot I hate`."""
        if not (part.known and part.named and any(p.kind in _THOUGHTS for p in part.verdicts)):
            return False
        told = self.told.get(place)
        if told is not None and told.kind in _TAKERS:
            return bool(self._item(told.after).items)
        if self.message.at(place) in ("i", "we"):
            ahead = (self.told.get(i) for i in range(place + 1, place + 4))
            verb = next((one for one in ahead if one and one.kind in _THOUGHTS), None)
            return verb is not None and bool(self._item(verb.after).items)
        found = self._item(place) if self.message.at(place) in _DETERMINERS else Objects()
        behind = range(found.after, min(found.after + _LONGEST_SUBJECT, len(self.message)))
        ours = any((one := self.told.get(i)) and one.kind in _THOUGHTS for i in behind)
        return bool(found.items) and ours

    def _closed(self, part: Part, after: int) -> Part:
        part.after = after
        mark = self.message.text[self.message.words[after - 1].end :][:2].strip() if after else ""
        part.asks = mark.startswith("?")
        self.judged = bool(part.verdicts) or (self.judged and bool(part.items))
        return part

    def _next(self, part: Part, place: int) -> int:
        """Add the piece at a word to a clause; the word after it."""
        word = self.message.at(place)
        joins = word == TAKEN or (word in _JOINTS and place == part.first)
        if joins or not part.known:  # nothing more is asked of a clause that is left
            return place + 1
        if self._governs(part, place) or self._qualifies(place):
            return place + 1
        framed = place == part.first and self.message.match(TELLS_THAT, place)
        if passed := framed or self.message.match(KINDLY, place) or self._subject(part, place):
            return passed
        piece = None if self._trails(part, place) else self._piece(part, place)
        if piece is None and (self._trails(part, place) or self._thought(part)):
            return self._tail(part, place)
        if piece is None:
            judged = part.named and (told := self.told.get(place + 1)) and told.kind in _ADJECTIVES
            judged = judged and word not in ("or", "sounds", "sound", "sounded", "something")
            part.known = bool(judged)  # "that is plain ugly": by how much, whatever the word
            return place + 1
        if piece.kind:
            part.pieces.append(piece)
        return piece.after

    def _governs(self, part: Part, place: int) -> bool:
        """Whether a preposition only joins: `a hard pass | on that one`, `along | with it`."""
        if self.message.at(place) == "with" and self._it(place + 1) is not None:
            return True
        told = part.pieces[-1] if part.pieces else None
        if told is None and self.message.at(place) in ("to", "of", "for"):  # "to her I am devoted"
            return place == part.first and self._about(place + 1)[1] is not None
        stranded = self._ends(place + 1) or self.message.at(place + 1) in TAIL
        if told is not None and told.kind == "fan" and told.after == place and part.named:
            return self.message.at(place) == "of" and stranded  # "her I've been a fan of"
        joins = told is not None and told.after == place and told.kind in _GOVERNED
        if not joins or part.named or self.message.at(place) not in _GOVERNING:
            return False
        item, value = self._about(place + 1)
        fan = told is not None and told.kind == "fan"
        return bool(item or self._it(place + 1) or (fan and value))

    def _ends(self, after: int) -> bool:
        return after >= len(self.message) or self.message.words[after - 1].ends

    def _qualifies(self, place: int) -> bool:
        """Whether a word only says what sort of admirer somebody is: `a lifelong soft spot for`."""
        ahead = {self.message.at(place - 1), self.message.at(place - 2)}
        following = (self.told.get(place + 1), self.told.get(place + 2))
        noun = any(
            one is not None and (one.kind == "fan" or " for" in one.word) for one in following
        )
        unknown = place not in self.told and self._value(place) is None
        return noun and bool(ahead & _ARTICLES) and unknown

    def _subject(self, part: Part, place: int) -> int:
        """The verb behind who holds an opinion, whoever that is: `all of our members have seen`."""
        begins = place == part.first + bool(part.joint in ("and", "but"))
        word = self.message.words[place]
        if not begins or word.norm not in _QUANTIFIERS | OTHERS or self._it(place):
            return 0
        for end in range(place + 1, min(place + _LONGEST_SUBJECT, len(self.message))):
            told = None if word.norm in OTHERS else self.told.get(end)
            if told is not None and told.kind in _THOUGHTS:
                return end
            auxiliary = self.message.at(end) in _AUXILIARIES and word.norm not in OTHERS
            if auxiliary and (end + 1 in self.told):
                return end
            item = self._item(end).items and self.message.at(end - 1) not in _OWNERS
            if item and self._says(end - 1):
                return end  # "my son thinks (that) the third is dull"
            if item or self._joins(end) or self.message.words[end].ends:
                break
        return 0

    def _says(self, place: int) -> bool:
        place -= self.message.at(place) == "that"
        return self.message.at(place) in SAYING

    def _trails(self, part: Part, place: int) -> bool:
        """Whether the rest of a clause begins: when, with whom, why."""
        word = self.message.at(place)
        if word == "like":  # "seen it like ten times"
            return self._thought(part) and part.named[0].after <= place
        told = any(piece.kind not in ("not", "move", "give") for piece in part.verdicts)
        told = told or (self.judged and part.joint == "and" and bool(part.items))
        number = word == "a" and self._number(part, place + 1) is not None
        aim = word == "for" and not part.named  # "three for the second"
        that = word == "that" and self._it(place) is not None and not part.named
        return word in TAIL and told and not (self._leads(place) or number or aim or that)

    def _thought(self, part: Part) -> bool:
        """Whether a clause has said of what it speaks and what is thought of that."""
        return bool(part.named) and any(piece.kind in _THOUGHTS for piece in part.verdicts)

    def _leads(self, place: int) -> bool:
        """Whether a word begins an opinion of several words: `in my basket`."""
        told = self.told.get(place)
        return told is not None and told.kind != "not"

    def _tail(self, part: Part, place: int) -> int:
        """The end of a clause that only says when, with whom or why."""
        end = place
        while end < len(self.message) and not self._joins(end):
            scoped = self.message.at(end) in _SCOPES
            value = scoped and self._value(end + 1) is not None
            times = self.message.at(end + 1) in ("times", "years", "hours")
            number = self.message.at(end).isdigit() and not times
            if number or value or self.message.at(end) in _WISHES:
                part.known = False
            end += 1
            if self.message.words[end - 1].ends:
                break
        return end

    def _joins(self, place: int) -> bool:
        """Whether a word begins another clause: `seen it too often so hide it`."""
        told = self.told.get(place + 1)
        so = (
            self.message.at(place) == "so"
            and told is not None
            and told.kind in ("cart", "save", "not_interested", "move")
        )
        return so or self.message.at(place) in ("and", "but", "whereas", "hence", TAKEN)

    def _piece(self, part: Part, place: int) -> Piece | None:
        """What stands at a word; None where it is not known."""
        told = self.told.get(place)
        if excepted := self._excepted(part, place):
            return excepted
        number = self._number(part, place)
        if number is not None and (told is None or told.kind != "mark"):
            return number
        item, value = self._about(place)
        if item is not None and (
            told is None or item.after > told.after - self._named(part, place)
        ):
            return item
        firm = told if told is not None and told.kind != "have" else None
        return firm or value or self._it(place) or told or self._idle(part, place)

    def _excepted(self, part: Part, place: int) -> Piece | None:
        """`except the third and Heat`, of several that are spoken of."""
        told = part.pronoun or (place == part.first and self.message.search(ALL, place))
        after = self.message.match(EXCEPT, place) if told else 0
        items: list[str] = []
        while after and (found := self._item(after)).items:
            items += found.items
            end = after = found.after
            after += self.message.at(after) in ("and", "or", "nor")
            if after == end and not self.message.comma_before(after):
                break
        return Piece("except", place, end, items=tuple(items)) if items else None

    def _about(self, place: int) -> tuple[Piece | None, Piece | None]:
        """The item at a word, or else the value."""
        found = self._item(place)
        idle = self.message.at(place) in BESIDE and not found.items
        value = None if idle else self._value(place)
        if found.items and (value is None or value.after <= found.after):
            return Piece("item", place, found.after, items=found.items), None
        return None, value

    def _named(self, part: Part, place: int) -> bool:
        """Whether a word is written as a name: `I loved Saw`."""
        return self.message.words[place].capital and place > part.first

    def _it(self, place: int) -> Piece | None:
        if after := self.message.match(EVERYTHING, place):
            return Piece("it", place, after, word="all")
        if after := self.message.match(SAME, place):
            return Piece("it", place, after, word="same")
        it = self.message.search(IT, place)
        if it is None or it[0] != place or self._conjunction(it):
            return None
        following = self.told.get(it[1])
        ours = self.message.at(place - 1) in ("we", "they", "you", "weve", "theyve")
        if self.message.at(place) == "both" and following and (ours or following.kind in _THOUGHTS):
            return None  # "we both loved it"
        return Piece("it", place, it[1])

    def _idle(self, part: Part, place: int) -> Piece | None:
        """A word that says nothing by itself."""
        word = self.message.at(place)
        adverb = word.endswith("ly") and len(word) > 4
        fact = bool(self.pointer.vocabulary.facts_called(word))
        before = fact and self._value(place + 1) is not None  # "brand Norda"
        before = before or (fact and bool(part.values))  # "Norda is a brand I love"
        degree = word in _DEGREES and (place + 1 in self.told or self._value(place + 1) is not None)
        when = word == "last" and self.message.at(place + 1) in BESIDE
        idle = word in BESIDE or adverb or before or degree or when
        idle = idle or re.fullmatch(NOUNS, word) is not None
        return Piece("", place, place + 1) if idle else None

    def _conjunction(self, it: tuple[int, int]) -> bool:
        """`I think that the second is great`: no item is meant."""
        return self.message.at(it[0]) == "that" and bool(self._item(it[1]).items)

    def _number(self, part: Part, place: int) -> Piece | None:
        """A bare number behind an item: `The Shining 4`, `rate it 3`."""
        word = self.message.at(place)
        if place >= len(self.message):
            return None
        full = self.message.at(place - 1) in ("solid", "full", "good", "strong", "weak", "clear")
        ahead = self.message.at(place + 1) in ("for", "to") and (self.rated or full)
        ends = self.message.ends_at(place + 1) or self.message.at(place + 1) in (
            "for",
            "and",
            "but",
            "from",
            "please",
        )
        small = re.fullmatch(r"[1-5]|[0-5][.,]5|one|two|three|four|five", word)
        if (
            small is None
            or not (ahead or (ends and part.named))
            or self.message.at(place - 1) in ("number", "no", "the")
        ):
            return None
        kind = "mark" if full else "number"
        return Piece(kind, place, place + 1, value=value_of(word))

    def _item(self, place: int) -> Objects:
        """The item at a word, with where it stands: `the crown at the head of the list`."""
        found = self._named_at(place)
        where = self.message.match(WHERE, found.after) if found.items else 0
        return replace(found, after=where) if where else found

    def _named_at(self, place: int) -> Objects:
        if place >= len(self.message):
            return Objects()
        word, written = self.message.at(place), self.message.words[place]
        name = written.quoted or (written.capital and (place > 0 or written.ends))
        if word == "i" or (word in BESIDE - _DETERMINERS and not (name or self._titled(place))):
            return Objects()
        before = self.message.at(place - 1)
        every = self.message.match(EVERYTHING, place) or before in ("all", "any", "no")
        if every or (before in _OWNERS and not name):
            return Objects()  # "the rest", "all the horror stuff", "our house"
        found = self.pointer.single(place, anywhere=True, silent=True)
        if not found and self._bare(place):
            found = called_at(self.pointer, place)
        found = found or told_at(self.pointer, place)
        if not found and self._leads(place + 2):  # "the second shoddy"
            ordinal = replace(self.pointer, message=self.message.cut(place, place + 2)).place(0)
            found = replace(ordinal, after=place + 2)
        adjective = found.after == place + 1 and not written.capital
        fan = (told := self.told.get(place + 1)) is not None and told.kind == "fan"
        if adjective and (fan or self._value(place + 1) is not None):
            return Objects()  # "a big Hitchcock fan", "big fan of Hitchcock"
        last = found.after - 1
        marked = self.rated and re.fullmatch("[0-5]|one|two|three|four|five", self.message.at(last))
        if marked and len(found.items) > 1:  # "the second 3"
            found = Objects(found.items[:1], last)
        said = [self.message.at(i) for i in range(place, found.after)]
        if said[:1] == ["the"] and (BESIDE.issuperset(said) or said[-1] in ("stuff", "things")):
            return Objects()  # "the kids", "the romance stuff"
        fact = any(map(self.pointer.vocabulary.facts_called, said))
        return Objects() if fact and not (name and found.after > place + 1) else found

    def _titled(self, place: int) -> bool:
        """Whether words of which not all are idle are a title: `pretty woman`."""
        found = self.pointer.titles.at(self.message, place, slips=False, anywhere=True)
        said = {self.message.at(i) for i in range(place, found.after)} if found else set()
        return found is not None and found.first == place and not said <= BESIDE

    def _bare(self, place: int) -> bool:
        """Whether a noun without an article may stand at a word: `hide crown`, `bee is cute`."""
        before = self.told.get(place - 1)
        verb = before is not None and before.kind in _TAKERS
        starts = place == 0 or self.message.words[place - 1].ends or self._joins(place - 1)
        return (verb or starts) and self._value(place) is None

    def _value(self, place: int) -> Piece | None:
        message, vocabulary = self.message, self.pointer.vocabulary
        if place >= len(message):
            return None
        begin, word = place, message.at(place)
        noun = re.fullmatch(NOUNS, word) is not None or word in ("anything", "everything", "stuff")
        lead = place + 1 if noun and message.at(place + 1) in _OF else place
        if message.at(lead) in _OF:
            lead += 1
        how = message.norm(begin, lead)
        if run := run_at(message, vocabulary, lead):
            end = run.after + bool(re.fullmatch(NOUNS, message.at(run.after)))
            return Piece("value", begin, end, run=run)
        fan = re.fullmatch("fans?|lovers?|nuts?|buffs?", message.at(lead + 1)) is not None
        found = person_at(message, vocabulary, lead, surnames=lead > begin or fan, slips=False)
        if found is None:
            return None
        end = found[1] + bool(re.fullmatch(NOUNS, message.at(found[1])))
        return Piece("value", begin, end, person=found[0], word=how)
