"""Which facts of an item say something about the thing itself, for a text, a sentence or a card."""

from collections.abc import Iterator
from functools import lru_cache

from mmrec.types import FactValue, Item

# Columns that identify or locate.
_PLUMBING = ("id", "ids", "url", "uri", "path", "image", "source", "hash", "file", "sku")


def telling_facts(item: Item) -> Iterator[tuple[str, FactValue]]:
    """Name, as words, and value of each fact but ids, addresses, flags and what is empty.

    A column is known by the last word of its name: `imdb_id`, `image_source`.
    """
    for name, value in item.facts.items():
        words = telling_name(name)
        if not words or isinstance(value, bool):
            continue
        if isinstance(value, str) and ("://" in value or not value.strip()):
            continue
        if value != []:
            yield words, value


@lru_cache(maxsize=4096)
def telling_name(name: str) -> str:
    """A column's name as words, "" for one that identifies or locates."""
    words = name.replace("_", " ").replace("-", " ").split()
    return "" if not words or words[-1].casefold() in _PLUMBING else " ".join(words)
