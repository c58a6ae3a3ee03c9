"""Titles as people say them: the article in front, the year only where no fact tells it."""

from mmrec.generation import text
from mmrec.types import Item


def spoken(title: str) -> str:
    """`Right Stuff, The (1983)` is `The Right Stuff (1983)`."""
    name, alias, year = _parts(title)
    return f"{name}{alias}" if year is None else f"{name}{alias} ({year})"


def titled(item: Item) -> str:
    """The title of an item whose facts stand beside it: a year that is one of them is left out."""
    name, alias, year = _parts(item.title)
    told = year is None or year in item.facts.values()
    return f"{name}{alias}" if told else spoken(item.title)


def briefly(title: str) -> str:
    """The least that finds it again: `Seven` for `Seven (a.k.a. Se7en) (1995)`."""
    return _parts(title)[0]


def _parts(title: str) -> tuple[str, str, int | None]:
    """The name, its alias in brackets as it stands there, the year."""
    whole, year = text.spoken(title)
    short = text.short_title(whole)
    dated = whole != title  # a title may be nothing but a year in brackets
    return text.spoken(short)[0], whole[len(short) :], year if dated else None
