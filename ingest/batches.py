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
from mmrec.store import CatalogRow, Fragments
from mmrec.types import EncoderSpec, Item, Reject

ROWS = 256  # the real encoders take them 6 s on two cores: as long as Ctrl-C has to wait
MEDIA = 128  # rows that name a picture or a sound; prepared they take 20 MB

Checked = Iterable[tuple[Row, Item] | Reject | None]


@dataclass(slots=True)
class Batch:
    """Rows that are embedded together, and what the stages of a job find out about them.

    Attributes:
        read: how many rows of the source it stands for; `skipped` repeat earlier ones.
        items: the good ones, and `rows` of those that name a medium, by the place of their item.
        refused: rows, in the order of the source; then media of rows.
        arriving: media that were sent for over the net, by their modality and the place of their
            item.
        arrived: those of them that came, `fetched` of them anew.
        media: by modality, those of each item, once they were looked at.
        ids: of the good rows, once they were compared with the catalogue.
        changed: what is to be written; `added` of the changed rows are new to the catalogue.
        fragments: the changed rows when a worker wrote them already; they wait to be committed.
        specs: the encoders of modalities that the catalogue has not, or that is yet to be made.
        embedded: by modality, how much was embedded, in `encoding` seconds.
        took: seconds in the stages that ran in another process.
    """

    read: int = 0
    skipped: int = 0
    rejected: int = 0
    items: list[Item] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    refused: list[Reject] = field(default_factory=list)
    arriving: dict[tuple[str, int], Future[Medium]] = field(default_factory=dict)
    arrived: dict[tuple[str, int], Medium] = field(default_factory=dict)
    fetched: int = 0
    media: dict[str, list[Medium]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    changed: list[CatalogRow] = field(default_factory=list)
    fragments: Fragments | None = None
    specs: dict[str, EncoderSpec] = field(default_factory=dict)
    added: int = 0
    embedded: dict[str, int] = field(default_factory=dict)
    encoding: float = 0.0
    took: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.read

    @property
    def changes(self) -> int:
        """How many rows are to be written, or were written apart."""
        return len(self.changed) + (len(self.fragments) if self.fragments else 0)


def cut(checked: Checked) -> Iterator[Batch]:
    """Batches of at most ROWS rows, MEDIA of which name a picture or another medium."""
    batch = Batch()
    for one in checked:
        batch.read += 1
        if one is None:
            batch.skipped += 1
        elif isinstance(one, Reject):
            batch.rejected += 1
            batch.refused.append(one)
        else:
            row, item = one
            if item.image is not None or item.media:
                batch.rows[len(batch.items)] = row
            batch.items.append(item)
        if batch.read == ROWS or len(batch.rows) == MEDIA:
            yield batch
            batch = Batch()
    if batch.read:
        yield batch
