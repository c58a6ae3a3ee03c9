"""Finding catalogue titles in a message: without year, with moved article, with a slip or two.

Titles are full of common words (`It`, `Heat`, `Big`), so a title counts only where the grammar
expects one, ends where a phrase may end, and a pronoun needs a capital, quotes or the year.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mmrec.dialogue.words import Message, listed, phrase

_YEAR = re.compile(r"\s*\((\d{4})\)\s*$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ARTICLES = "the|a|an|la|le|les|l|il|lo|gli|el|los|las|der|die|das|den|det|de|het|o|os|un|une|une"
_MOVED = re.compile(rf"^(.*), ({_ARTICLES})$", re.IGNORECASE)
_AKA = re.compile(r"^(?:a\.?k\.?a\.?|also known as|or)\s+", re.IGNORECASE)
_LONGEST = 14  # words of a title that are looked at
PRONOUNS = frozenset(
    listed(
        "it its this that these those them they he she him her his one ones you me us we i all "
        "both some any more something anything nothing everything"
    )
)
CONNECTORS = frozenset(
    listed(
        "but and or nor with without only no not from after before since between in on that "
        "which who except instead please too though however because as also if for about "
        "starring directed set then than is was are were looks seems made by just yet "
        "recommended suggested shown listed here there again"
    )
)
# After these a single lower-case word is the user's own: "I hate waiting in line".
_PREPOSITIONS = frozenset(listed("in on for about by set if that who which as at made"))


@dataclass(frozen=True, slots=True)
class Mention:
    """Words [first, after) name an item; `exact`: without correcting a slip."""

    item_id: str
    first: int
    after: int
    exact: bool


class TitleIndex:
    """All titles of a catalogue, by every name they go by.

    Where several items share a name, a shown one wins, then the year in the message, then the
    first in the order of `titles`.
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = dict(titles)
        self._items: dict[str, tuple[str, ...]] = {}
        self._years = {
            item_id: match[1]
            for item_id, title in self.titles.items()
            if (match := _YEAR.search(title))
        }
        full: dict[str, list[str]] = defaultdict(list)
        partial: dict[str, list[str]] = defaultdict(list)
        for item_id, title in self.titles.items():
            names = _names(title)
            for name in names:
                full[name].append(item_id)
            head = phrase(title.split(":")[0]) if ":" in title else ""
            if head and head not in names:
                partial[head].append(item_id)
        self._items = {name: tuple(ids) for name, ids in (partial | full).items()}
        self._pieces = _pieces_of(self._items)

    def __len__(self) -> int:
        return len(self.titles)

    def title(self, item_id: str) -> str:
        """The title as the catalogue has it."""
        return self.titles.get(item_id, item_id)

    def at(
        self, message: Message, first: int, shown: Collection[str] = (), *, slips: bool = True
    ) -> Mention | None:
        """The title that begins at a word, or just after its article; the longest that fits."""
        starts = [first, first + 1] if message.at(first) == "the" else [first]
        for start in starts:
            if (mention := self._exact(message, start, shown)) is not None:
                return mention
        return self._near(message, starts[-1], shown) if slips else None

    def _exact(self, message: Message, first: int, shown: Collection[str]) -> Mention | None:
        for after in range(min(len(message), first + _LONGEST), first, -1):
            ids = self._items.get(message.norm(first, after))
            if not ids:
                continue
            year = message.at(after) if re.fullmatch(r"\d{4}", message.at(after)) else None
            dated = [item_id for item_id in ids if self._years.get(item_id) == year]
            if year and dated:
                return Mention(dated[0], first, after + 1, exact=True)
            if _ends(message, first, after) and _is_name(message, first, after):
                return Mention(_prefer(ids, shown), first, after, exact=True)
        return None

    def _near(self, message: Message, first: int, shown: Collection[str]) -> Mention | None:
        last = min(len(message), first + 8)
        for after in range(last, first, -1):
            name = message.norm(first, after)
            if len(name) >= 5 and _ends(message, first, after):
                found = self._closest(name)
                if found:
                    return Mention(_prefer(self._items[found], shown), first, after, exact=False)
        return None

    def _closest(self, name: str) -> str | None:
        allowed = 1 if len(name) < 9 else 2
        shared = Counter[str]()
        for piece in _pieces(name):
            shared.update(self._pieces.get(piece, ()))
        likely = [known for known, _ in shared.most_common(60) if len(known) >= 5]
        scored = [(distance(name, known, allowed), known) for known in likely]
        best = min(scored, default=(allowed + 1, ""))
        return best[1] if best[0] <= allowed else None


def distance(one: str, other: str, limit: int) -> int:
    """Edits between two texts, where swapping two neighbours is one edit; `limit` + 1 if more.

    Optimal string alignment, Boytsov 2011, https://doi.org/10.1145/1963190.1963191, section 2.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            swapped = i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs
            row.append(min(cost, older[j - 2] + 1) if swapped else cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _names(title: str) -> set[str]:
    """Every name a title goes by: `Seven (a.k.a. Se7en) (1995)` is `seven` and `se7en`."""
    undated = _YEAR.sub("", title)
    parts = [_BRACKETS.sub(" ", undated), *_BRACKETS.findall(undated)]
    names: set[str] = set()
    for part in (_AKA.sub("", part.strip()) for part in parts):
        if moved := _MOVED.match(part):
            names |= {phrase(moved[1]), phrase(f"{moved[2]} {moved[1]}")}
        names.add(phrase(part))
    return names - {""}


def _ends(message: Message, first: int, after: int) -> bool:
    quoted = message.words[first].quoted
    if quoted:
        closed = after >= len(message) or message.words[after].quoted != quoted
        opened = first == 0 or message.words[first - 1].quoted != quoted
        return closed and opened
    if message.ends_at(after):
        return True
    common = after == first + 1 and not message.words[first].capital
    return message.at(after) in (CONNECTORS - _PREPOSITIONS if common else CONNECTORS)


def _is_name(message: Message, first: int, after: int) -> bool:
    """Not a pronoun or a connector, unless written as a name."""
    if any(message.at(place) not in PRONOUNS | CONNECTORS for place in range(first, after)):
        return True
    word = message.words[first]
    return bool(word.quoted) or (word.capital and first > 0 and word.norm != "i")


def _prefer(ids: tuple[str, ...], shown: Collection[str]) -> str:
    return next((item_id for item_id in ids if item_id in shown), ids[0])


def _pieces(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _pieces_of(names: Collection[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for piece in _pieces(name):
            index[piece].append(name)
    return dict(index)
