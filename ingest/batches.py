"""Checked rows in batches that depend on the source alone, whatever the catalogue holds already.

What is embedded together decides the last bit of a vector. A job that goes on after a kill cuts the
same batches, and each was written whole or not at all; so it makes the very vectors of a job that
ran through.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from ingest.media import Medium
from ingest.rows import Row
from mmrec.store import CatalogRow
from mmrec.types import Item, Reject

ROWS = 256  # the real encoders take them 6 s on two cores: as long as Ctrl-C has to wait
MEDIA = 128  # rows that name a picture or a sound; prepared they take 20 MB

Checked = Iterable[tuple[Row, Item] | Reject | None]


@dataclass(slots=True)
class Batch:
    """Rows that are embedded together, and what the stages of a job find out about them.

    Attributes:
        read: how many rows of the source it stands for; `skipped` repeat earlier ones.
        rows, items: the good ones, side by side.
        refused: rows, in the order of the source; then media of rows.
        arriving: media that were sent for over the net, by their modality and the place of their
            item.
        media: by modality, those of each item, once they were looked at.
        changed: what is to be written; `added` of them are new to the catalogue.
    """

    read: int = 0
    skipped: int = 0
    rejected: int = 0
    rows: list[Row] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    refused: list[Reject] = field(default_factory=list)
    arriving: dict[tuple[str, int], Future[Medium]] = field(default_factory=dict)
    media: dict[str, list[Medium]] = field(default_factory=dict)
    changed: list[CatalogRow] = field(default_factory=list)
    added: int = 0

    def __len__(self) -> int:
        return self.read


def cut(checked: Checked) -> Iterator[Batch]:
    """Batches of at most ROWS rows, MEDIA of which name a picture or another medium."""
    batch, media = Batch(), 0
    for one in checked:
        batch.read += 1
        if one is None:
            batch.skipped += 1
        elif isinstance(one, Reject):
            batch.rejected += 1
            batch.refused.append(one)
        else:
            row, item = one
            batch.rows.append(row)
            batch.items.append(item)
            media += item.image is not None or bool(item.media)
        if batch.read == ROWS or media == MEDIA:
            yield batch
            batch, media = Batch(), 0
    if batch.read:
        yield batch
