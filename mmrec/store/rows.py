"""What goes into a catalogue and what comes back from writing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mmrec.types import Floats, Item


@dataclass(frozen=True, slots=True)
class Hashes:
    """Content hashes of an item, one for each thing that may change by itself.

    `facts` covers the title, where the media lie, and the facts; `of` has one entry for each
    modality: the embedded text, the bytes of a usable picture, …; "" or no entry without one.
    Each is 16 bytes as hex.
    """

    facts: str
    of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """An item with its vectors, by modality: unit length, of the catalogue's widths.

    A modality that is missing, or None, has no vector.
    """

    item: Item
    vectors: Mapping[str, Floats | None]
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many rows of a write were new, and how many replaced one that was there."""

    added: int
    updated: int
