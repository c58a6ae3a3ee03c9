"""Catalogues to learn from, also under other names, so that no column name is learnt."""

import csv
import random
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from mmrec.types import FactValue, Item

_HELD_OUT = 10  # of a hundred titles, never seen in training
_ROLES = {
    "director": ("author", "artist", "creator", "designer", "brand", "publisher"),
    "genres": ("category", "style", "type", "kind", "genre"),
    "cast": ("colour", "material", "topic", "series"),
    "tags": ("tags", "keywords"),
}
NOUNS = {
    "film": 0.3,
    "movie": 0.15,
    "title": 0.15,
    "book": 0.08,
    "album": 0.06,
    "product": 0.08,
    "picture": 0.08,
    "game": 0.05,
    "item": 0.05,
}
_LISTS = ("genres", "cast", "tags")


def films(file: Path) -> list[Item]:
    """The items of a table with title, year, genres, description, director, cast and tags."""
    found = []
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            facts: dict[str, FactValue] = {n: row[n].split("|") for n in _LISTS if row.get(n)}
            if row.get("year"):
                facts["year"] = int(float(row["year"]))
            if row.get("director"):
                facts["director"] = row["director"]
            found.append(
                Item(row["item_id"], row["title"], row["description"] or None, None, facts)
            )
    return found


def held_out(item: Item) -> bool:
    """Whether an item is for judging only: by its title, so it is the same in every run."""
    return blake2b(item.title.encode(), digest_size=4).digest()[0] * 100 // 256 < _HELD_OUT


def renamed(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """The same items with other names for their facts, and some facts left out."""
    names = {name: rng.choice(others) for name, others in _ROLES.items()}
    dropped = set(rng.sample(list(_ROLES), rng.randint(0, 2)))
    return [
        replace(
            item,
            description=item.description if rng.random() < 0.7 else None,
            facts={
                names.get(name, name): value
                for name, value in item.facts.items()
                if name not in dropped
            },
        )
        for item in items
    ]
