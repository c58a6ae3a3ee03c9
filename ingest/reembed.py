"""Another encoder for a catalogue that is full: all vectors made anew, while the old ones serve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ingest.encoders import Embedded, Encoders
from ingest.report import NOUNS
from mmrec.config import Settings
from mmrec.errors import DataError, NotFound
from mmrec.store import Catalog, Home
from mmrec.types import Floats, Item

BATCH = 256  # items; one commit each
MOST_LOST = 0.5  # share of pictures (or sounds) that may have vanished since they were ingested

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ReembedReport:
    """What re-embedding a modality did.

    Attributes:
        made: vectors made in this run; an earlier one that was stopped may have made others.
        lost: items whose medium cannot be read any more; the next ingest reports them.
        model: what made the vectors that serve now.
    """

    modality: str
    made: int
    lost: int
    model: str

    def lines_for_people(self) -> list[str]:
        """The counts, and what is due now."""
        if not self.made + self.lost:
            return [f"{self.modality}: the vectors are of {self.model} already; nothing to do"]
        lines = [f"{self.modality}: {self.made} vectors made by {self.model}, which serves now"]
        if self.lost:
            lines.append(
                f"{self.lost} {NOUNS[self.modality]} cannot be read; ingest their items again"
            )
        return [*lines, "a ranker that was trained before does not fit: run `mmrec train`"]


def reembed(
    home: Home,
    settings: Settings,
    modality: Embedded,
    *,
    progress: Progress = lambda *_: None,
    encoders: Encoders | None = None,
) -> ReembedReport:
    """Make a modality's vectors with the configured encoder and let them serve, all at once.

    It may be stopped or killed at any moment: until the switch the old vectors serve, and the next
    run goes on.

    Raises:
        NotFound: there is no catalogue, or it has no vectors of this modality.
        ConfigError: no encoder of the modality is configured.
        DataError: most media cannot be read; the old vectors stay.
        StoreError: another process is writing.
    """
    with home.writing():
        catalog = Catalog.open(home.under(settings).catalog)
        encode = _Encode(encoders or Encoders.of(settings), modality)
        if modality not in catalog.specs:
            raise NotFound(
                f"The catalogue has no {modality} vectors yet.",
                "Ingest its sources again; that adds them.",
            )
        if catalog.specs[modality] == encode.spec:
            catalog.keep_vectors(modality)
            return ReembedReport(modality, 0, 0, encode.spec.name)
        going = catalog.reembedding(modality, encode.spec)
        total, made, lost = going.left(), 0, 0
        for items in going.batches(BATCH):
            good, vectors = encode(items)
            if good:
                going.fill([item.item_id for item in good], vectors)
            made, lost = made + len(good), lost + len(items) - len(good)
            progress(modality, made + lost, total)
        if lost > MOST_LOST * max(total, 1):
            raise DataError(
                f"{lost:,} of {total:,} {NOUNS[modality]} cannot be read any more; "
                "the old vectors stay.",
                "Put the files back where they were, then run this again.",
            )
        going.switch(settings.retrieval.index_from)
        catalog.ensure_indices(settings.retrieval.index_from)
    return ReembedReport(modality, made, lost, encode.spec.name)


class _Encode:
    """Items to those that could be embedded, and their vectors (n, D)."""

    def __init__(self, encoders: Encoders, modality: Embedded) -> None:
        self._encoders = encoders
        self._modality = modality
        self.spec = encoders.spec(modality)

    def __call__(self, items: Sequence[Item]) -> tuple[list[Item], Floats]:
        good, contents = [], []
        for item in items:
            try:
                contents.append(self._content(item))
            except DataError:  # counted by the caller, and reported by the next ingest
                continue
            good.append(item)
        if not good:
            return [], np.zeros((0, self.spec.width), np.float32)
        return good, self._encoders.encode(self._modality, contents)

    def _content(self, item: Item) -> Any:
        """What is embedded of an item: its text, or its medium, prepared."""
        if self._modality == "text":
            return self._encoders.item_text(item)
        how = self._encoders.media[self._modality]
        return how.encoder().prepare(how.open(Path(item.place(self._modality) or "")))
