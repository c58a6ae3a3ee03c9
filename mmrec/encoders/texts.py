"""What is embedded of an item: its title, what kind of thing it is, its description."""

from collections.abc import Iterator

from mmrec.facts import telling_facts
from mmrec.types import FactValue, Item

# all-MiniLM-L6-v2 reads 256 word pieces, about 1,100 characters of English.
TEXT_LIMIT = 1000
_FACT_LIMIT = 100
_LIST_LIMIT = 8


def item_text(item: Item) -> str:
    """One text of at most `TEXT_LIMIT` characters.

    Short facts in words (genres, director, brand) come before the description, so that a long
    description does not push them out; numbers are left to filters, where they mean more.
    """
    parts = [item.title.strip(), *_facts(item)]
    if item.description:
        parts.append(item.description.strip())
    text = " ".join(
        " ".join(part if part[-1:] in ".!?" else f"{part}." for part in parts if part).split()
    )
    if len(text) <= TEXT_LIMIT:
        return text
    cut = text[:TEXT_LIMIT]
    return cut.rpartition(" ")[0] or cut


def _facts(item: Item) -> Iterator[str]:
    for name, value in telling_facts(item):
        words = _words(value)
        if words and len(words) <= _FACT_LIMIT:
            yield f"{name}: {words}"


def _words(value: FactValue) -> str:
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value[:_LIST_LIMIT])
    return value.strip() if isinstance(value, str) else ""
