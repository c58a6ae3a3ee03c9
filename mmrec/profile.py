"""What is known of a user, as they may read and correct it: recent, lasting, in facts; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mmrec.facts import telling_facts
from mmrec.types import Event, Item

RECENT = 5  # liked items that count as recent
LASTING = 10  # liked items beside those, the strongest first
TRAITS = 8
MOST_VALUES = 24  # of one list fact of one item that are read
Done = tuple[Event, Item]


@dataclass(frozen=True, slots=True)
class Trait:
    """A value that what the user likes has more often than the catalogue.

    `liked` of the `of` liked items have it; `event_ids` is what it rests on.
    """

    fact: str
    value: str
    liked: int
    of: int
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the system makes of a user's events.

    Attributes:
        recent: the newest likes, newest first.
        lasting: the strongest of the older ones.
        traits: what they have in common, the most telling first.
        avoided: what the user turned down, newest first.
    """

    recent: tuple[Done, ...] = ()
    lasting: tuple[Done, ...] = ()
    traits: tuple[Trait, ...] = ()
    avoided: tuple[Done, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.recent or self.avoided)


def profile_of(
    done: Sequence[Done],
    weigh: Callable[[Event], float],
    counts: Mapping[tuple[str, str], int],
    total: int,
) -> Profile:
    """The profile that these events make.

    Args:
        done: events and their items, newest first.
        weigh: the taste that an event shows: > 0 liked, < 0 disliked.
        counts: how many items of the catalogue have a value of a fact.
        total: how many items it has.
    """
    liked = _newest(one for one in done if weigh(one[0]) > 0)
    turned = _newest(one for one in done if weigh(one[0]) < 0)
    now = {item.item_id for _, item in turned}
    liked = [one for one in liked if one[1].item_id not in now]
    older = sorted(liked[RECENT:], key=lambda one: -weigh(one[0]))
    return Profile(
        tuple(liked[:RECENT]),
        tuple(older[:LASTING]),
        tuple(_traits(liked, counts, total)),
        tuple(turned[:LASTING]),
    )


def _newest(done: Iterable[Done]) -> list[Done]:
    """One entry an item, its newest event."""
    found: dict[str, Done] = {}
    for event, item in done:
        found.setdefault(item.item_id, (event, item))
    return list(found.values())


def _traits(
    liked: Sequence[Done], counts: Mapping[tuple[str, str], int], total: int
) -> list[Trait]:
    """Values of two likes or more, by how much more often they come than by chance."""
    events: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event, item in liked:
        for fact, values in telling_facts(item):
            named = values if isinstance(values, list) else [values]
            for value in named[:MOST_VALUES]:
                if isinstance(value, str):
                    events[fact, value].append(event.event_id)
    found = []
    for (fact, value), ids in events.items():
        expected = len(liked) * counts.get((fact.replace(" ", "_"), value), 0) / max(total, 1)
        if len(ids) >= 2 and 0 < expected < len(ids):
            trait = Trait(fact, value, len(ids), len(liked), tuple(ids))
            found.append((len(ids) - expected, trait))
    return [trait for _, trait in sorted(found, key=lambda one: (-one[0], one[1].value))[:TRAITS]]
