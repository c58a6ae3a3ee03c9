"""Titles as people say them: the article in front, the year only where no fact tells it."""

from mmrec.generation import text
from mmrec.types import Item


def spoken(title: str) -> str:
    """`Right Stuff, The (1983)` is `The Right Stuff (1983)`."""
    name, year = parted(title)
    return name if year is None else f"{name} ({year})"


def titled(item: Item) -> str:
    """The title of an item whose facts stand beside it: a year that is one of them is left out."""
    name, year = parted(item.title)
    told = year is None or year in item.facts.values()
    return name if told else spoken(item.title)


def briefly(title: str) -> str:
    """The least that finds it again: `Seven` for `Seven (a.k.a. Se7en) (1995)`."""
    return text.short_title(parted(title)[0])


def parted(title: str) -> tuple[str, int | None]:
    """The name with its aliases, and the year."""
    name, year = text.spoken(title)
    return name, year if name != title else None  # a title may be nothing but a year in brackets
