"""Finding catalogue titles in a message: without year, with moved article, with a slip or two.

Titles are full of common words (`It`, `Heat`, `Big`), so a title counts only where the grammar
expects one, ends where a phrase may end, and a pronoun needs a capital, quotes or the year.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mmrec.dialogue.cues import FILLER
from mmrec.dialogue.scales import COMPARATIVES
from mmrec.dialogue.spelling import Spellings
from mmrec.dialogue.words import Message, listed, phrase

_YEAR = re.compile(r"\s*\((\d{4})\)\s*$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ARTICLES = "the|a|an|la|le|les|l|il|lo|gli|el|los|las|der|die|das|den|det|de|het|o|os|un|une|une"
_MOVED = re.compile(rf"^(.*), ({_ARTICLES})$", re.IGNORECASE)
_AKA = re.compile(r"^(?:a\.?k\.?a\.?|also known as|or)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"(?<![^ ])[a-z](?: [a-z])+(?![^ ])")  # "l a confidential"
_GOES_ON = frozenset(listed("of and or in for with from to on at who that where a the vs"))
_TELLING = 11  # letters of the first words that name an item alone
_LONGEST = 14  # words of a title that are looked at
PRONOUNS = frozenset(
    listed(
        "it its this that these those them they he she him her his one ones you me us we i all "
        "both some any more something anything nothing everything"
    )
)
CONNECTORS = COMPARATIVES | frozenset(
    listed(
        "apart but and or nor with without only no not from after before since between in on that "
        "which who except instead please too though however because as also if for about "
        "starring directed set then than is was are were looks seems made by just yet "
        "to off out come came weigh weighs differ compare arent isnt wasnt werent sounds sound "
        "have look sucks sucked rocks last "
        "yesterday once twice already vs versus "
        "better "
        "never always still i id im we wed ive weve youve hes shes they theyve gets got gets "
        "deserves though way so "
        "tonight "
        "honestly really obviously sorry would could should might works fits maybe both what it "
        "like "
        "into onto at during until till she he they deserves "
        "recommended suggested picked chosen selected shown listed here there again "
        "how when where why"
    )
)
# After these a single lower-case word is the user's own: "I hate waiting in line".
PREPOSITIONS = frozenset(
    listed("to in into on onto for about by set if that who which as at made during until till")
)


_MEASURED = re.compile(
    r"(?:at (?:least|most|all)|ages|years|a long time|(?:so|too) many|more than|[a-z]+ly(?! \w)|"
    r"(?:to|for) (?:me|us)|(?:an? "
    r")?(?:\d|one|two|three|four|five)(?: (?:stars?|out|of|from)| *$)|a (?:lot|few|hundred|"
    r"thousand|million|couple|dozen|while|bit)|so "
    r"much|very much|"
    r"(?:\w+ )?(?:hundred|thousand|million|dozen)? ?times)(?![^ ])"
)
_DOES = re.compile(
    r"(?!directed|rated|animated|released|based|related|inspired|themed|coloured|colored|dubbed|"
    r"set)"
    r"[a-z]{2,}ed|made|had|gave|kept|left|blew|took|needs|means|meant"
)
_NUMBER = re.compile(r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred")
_TIMES = re.compile(r"times?|stars?|points?|years?|hours?|minutes?|days?|of")
_COUNTED = ("stars", "star", "out", "of", "points")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words [first, after) name these items: several where they share the name."""

    item_ids: tuple[str, ...]
    first: int
    after: int


class TitleIndex:
    """All titles of a catalogue, by every name they go by.

    Where several items share a name, those on the screen win, then the year in the message, then
    those whose own title it is rather than a part or a by-name.
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = dict(titles)
        self._years = {
            item_id: match[1]
            for item_id, title in self.titles.items()
            if (match := _YEAR.search(title))
        }
        ranked: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for item_id, title in self.titles.items():
            for name, rank in _names(title).items():
                ranked[name][rank].append(item_id)
        for name, ids in _beginnings(self.titles).items():
            if len(ids) == 1 and name not in ranked:
                ranked[name][3] = ids
        self._items = {name: tuple(ids[min(ids)]) for name, ids in ranked.items()}
        self._all = {
            name: tuple(i for one in ids.values() for i in one) for name, ids in ranked.items()
        }
        self._spellings = Spellings(self._items)

    def __len__(self) -> int:
        return len(self.titles)

    def title(self, item_id: str) -> str:
        """The title as the catalogue has it."""
        return self.titles.get(item_id, item_id)

    def named(self, name: str) -> tuple[str, ...]:
        """The items that go by a whole name; none where there is no such."""
        dated = _YEAR.search(name)
        ids = self._all.get(phrase(_YEAR.sub("", name)), ())
        same = tuple(i for i in ids if dated and self._years.get(i) == dated[1])
        return same or ids

    def at(
        self,
        message: Message,
        first: int,
        shown: Collection[str] = (),
        *,
        slips: bool = True,
        anywhere: bool = False,
    ) -> Mention | None:
        """The title that begins at a word, or just after its article; the longest that fits.

        `anywhere`: whatever word follows it.
        """
        starts = [first, first + 1] if message.at(first) in ("the", "a") else [first]
        for start in starts:
            if (mention := self._exact(message, start, shown, anywhere=anywhere)) is not None:
                return mention
        return self._near(message, starts[-1], shown) if slips else None

    def _exact(
        self, message: Message, first: int, shown: Collection[str], *, anywhere: bool = False
    ) -> Mention | None:
        for after in range(min(len(message), first + _LONGEST), first, -1):
            name = message.norm(first, after)
            ids = self._items.get(name)
            if not ids:
                continue
            skip = message.at(after) in ("from", "of")
            year = message.at(after + skip)
            dated = tuple(i for i in self._all[name] if self._years.get(i) == year)
            if dated:
                return Mention(dated, first, after + skip + 1)
            known = any(item_id in shown for item_id in self._all[name])
            ends = anywhere or _ends(message, first, after, shown=known)
            if ends and _is_name(message, first, after):
                return Mention(_prefer(ids, self._all[name], shown), first, after)
        return None

    def _near(self, message: Message, first: int, shown: Collection[str]) -> Mention | None:
        last = min(len(message), first + 8)
        for after in range(last, first, -1):
            name = message.norm(first, after)
            talk = FILLER.issuperset(name.split())  # "the other" is no slip of "Mother"
            if len(name) >= 5 and not talk and _ends(message, first, after):
                found = self._spellings.closest(name)
                if found:
                    ids = _prefer(self._items[found], self._all[found], shown)
                    return Mention(ids, first, after)
        return None


def _names(title: str) -> dict[str, int]:
    """Every name a title goes by, and how near it is: 0 its own, 1 a by-name, 2 its first part.

    `Seven (a.k.a. Se7en) (1995)` is `seven` and `se7en`.
    """
    undated = _YEAR.sub("", title)
    own = _BRACKETS.sub(" ", undated)
    names: dict[str, int] = {}
    for part in (_AKA.sub("", part.strip()) for part in (own, *_BRACKETS.findall(undated))):
        rank = int(bool(names))
        moved = _MOVED.match(part)
        if moved:
            names.setdefault(phrase(f"{moved[2]} {moved[1]}"), rank)
        names.setdefault(phrase(moved[1] if moved else part), rank + bool(moved))
        if moved:
            names.setdefault(phrase(part), 1)
    if ":" in title:
        names.setdefault(phrase(title.split(":", maxsplit=1)[0]), 2)
    for name, rank in list(names.items()):
        names.setdefault(_INITIALS.sub(lambda match: match[0].replace(" ", ""), name), rank)
    names.pop("", None)
    return names


def _beginnings(titles: Mapping[str, str]) -> Mapping[str, list[str]]:
    """The items whose titles begin with telling words: `eternal sunshine`, `dr strangelove`."""
    found: dict[str, list[str]] = defaultdict(list)
    for item_id, title in titles.items():
        head, *rest = _BRACKETS.sub(" ", _YEAR.sub("", title)).split(",")
        words = phrase(head).split()
        whole = len(words) if rest else 0  # "crouching tiger"
        cut = next((place for place, word in enumerate(words) if word in _GOES_ON), whole)
        begun = words[words[:1] == ["the"] : cut]
        telling = len(begun) > 1 and sum(map(len, begun)) >= _TELLING
        if telling and not set(begun) & (PRONOUNS | CONNECTORS):
            found[" ".join(begun)].append(item_id)
    return found


def _ends(message: Message, first: int, after: int, *, shown: bool = False) -> bool:
    """Whether a title may end there; `shown`: a common word needs less where it surely is one."""
    quoted = message.words[first].quoted
    if quoted:
        closed = after >= len(message) or message.words[after].quoted != quoted
        opened = first == 0 or message.words[first - 1].quoted != quoted
        return closed and opened
    counted = message.at(after).isdigit() and message.at(after + 1) in _COUNTED  # "Heat 4 stars"
    found = first > 0 and message.at(first - 1) in ("found", "thought")  # "I found Heat dull"
    measured = _MEASURED.match(message.norm(after, after + 3))  # "I enjoyed Gladiator a lot"
    does = _DOES.fullmatch(message.at(after))  # "Nightcrawler creeped me out"
    if message.ends_at(after) or counted or found or measured or does:
        return True
    common = after == first + 1 and not (message.words[first].capital or shown)
    return message.at(after) in (CONNECTORS - PREPOSITIONS if common else CONNECTORS)


def _is_name(message: Message, first: int, after: int) -> bool:
    """Not a pronoun or a connector, unless written as a name."""
    if _NUMBER.fullmatch(message.norm(first, after)) and _TIMES.fullmatch(message.at(after)):
        return False  # "three times"
    words = range(first + (message.at(first) == "the"), after)  # "the one" is no title either
    if any(message.at(place) not in PRONOUNS | CONNECTORS for place in words):
        return True
    word = message.words[words[0]] if words else message.words[first]
    return bool(word.quoted) or (word.capital and first > 0 and word.norm != "i")


def _prefer(
    ids: tuple[str, ...], every: tuple[str, ...], shown: Collection[str]
) -> tuple[str, ...]:
    return tuple(item_id for item_id in every if item_id in shown) or ids
