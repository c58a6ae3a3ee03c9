"""The pictures of a batch: found, read and prepared in a few threads, for the encoder to take."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ingest.batches import Batch
from ingest.check import image_bytes
from ingest.encoders import Encoders
from ingest.media import Picture, look, look_inside
from ingest.rows import Row
from mmrec.store import Ledger
from mmrec.types import Item

THREADS = 2  # decoding runs beside the encoder, which wants the cores for itself
NOTHING = Picture()


class Looker:
    """Looks at the pictures that the rows of a batch name.

    Args:
        images: the folder that pictures are relative to; None: the one of each source file.
        media: the folder where pictures are kept that rows hold as bytes.
        column: of the source, that names the picture or holds it.
        encoders: opens and prepares them.
        ledger: a picture whose bytes the catalogue knows is not prepared.
        dry_run: see whether each can be read, prepare none.
    """

    def __init__(
        self,
        images: Path | None,
        media: Path,
        encoders: Encoders,
        ledger: Ledger,
        *,
        column: str,
        dry_run: bool,
    ) -> None:
        self._images = images
        self._media = media
        self._column = column
        self._encoders = encoders
        self._ledger = ledger
        self._dry_run = dry_run
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pictures")

    def __call__(self, batch: Batch) -> Batch:
        """Fill `pictures`, and refuse those that cannot be used."""
        named = [place for place, item in enumerate(batch.items) if item.image]
        batch.pictures = [NOTHING] * len(batch.items)
        found = self._pool.map(lambda at: self._look(batch.rows[at], batch.items[at]), named)
        for place, picture in zip(named, found, strict=True):
            batch.pictures[place] = picture
            if picture.problem is not None:
                batch.refused.append(batch.rows[place].reject("image", picture.problem))
        batch.rows = []  # with the raw cells, which are large and done with
        return batch

    def close(self) -> None:
        """End the threads; what they have not begun is not done."""
        self._pool.shutdown(cancel_futures=True)

    def _look(self, row: Row, item: Item) -> Picture:
        known = self._ledger.hash_of(item.item_id, "image")
        content = image_bytes(row.values.get(self._column))
        if content is not None:
            keep = not self._dry_run
            return look_inside(content, self._media, known, self._prepare, keep=keep)
        root = self._images or Path(row.file).parent
        return look(item.image, root, known, self._prepare)

    def _prepare(self, source: Path | bytes) -> Any:
        picture = self._encoders.open_picture(source)
        return None if self._dry_run else self._encoders.image().prepare(picture)
