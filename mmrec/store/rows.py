"""What goes into a catalogue and what comes back from writing it."""

from dataclasses import dataclass

from mmrec.types import Floats, Item


@dataclass(frozen=True, slots=True)
class Hashes:
    """Content hashes of an item, one for each thing that may change by itself.

    `text` covers the embedded text, `image` the bytes of a usable picture ("" without one),
    `facts` the title, the picture's path and the facts.
    """

    text: str
    image: str
    facts: str


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """An item with its vectors: unit length, of the catalogue's widths, or None when missing."""

    item: Item
    text: Floats | None
    image: Floats | None
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many rows of a write were new, and how many replaced one that was there."""

    added: int
    updated: int
