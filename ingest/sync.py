"""What left a source leaves the catalogue, when a job is asked to keep the two in step."""

from array import array
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ingest.batches import Batch
from ingest.facts import as_text
from ingest.sweep import sweep
from mmrec.errors import DataError
from mmrec.store import Catalog, Home
from mmrec.types import Reject

SHARE = 0.5  # of the catalogue that may go without being asked for: more is likely a wrong source


class Kept:
    """The ids of all rows of a source, refused ones too: 8 bytes each.

    Args:
        column: of the source, that holds the ids.
    """

    def __init__(self, column: str) -> None:
        self._column = column
        self._hashes = array("q")
        self._nameless: Reject | None = None

    def take(self, batch: Batch) -> None:
        """Take down the ids of a batch that came to its end."""
        self._hashes.extend(map(hash, batch.ids))
        for one in batch.refused:
            name = as_text(one.row.get(self._column)) if one.field else ""
            self._nameless = self._nameless if name else one
            self._hashes.append(hash(name))

    def gone(self, catalog: Catalog, most: int | None) -> list[str]:
        """The items of the catalogue that no row named.

        Raises:
            DataError: a refused row has no id, so that nobody knows which item it was; or more
                would go than `most`, by default half of the catalogue.
        """
        if self._nameless is not None:
            raise DataError(
                f"Line {self._nameless.line} of {self._nameless.file} was refused and has no id "
                "that can be read, so nothing was deleted; the good rows were written.",
                "Mend the line, then run this again.",
            )
        kept = np.unique(np.frombuffer(self._hashes, np.int64))
        gone = [
            item_id
            for ids in catalog.ids()
            for item_id, stays in zip(ids, np.isin([hash(i) for i in ids], kept), strict=True)
            if not stays
        ]
        there = catalog.count()
        limit = int(there * SHARE) if most is None else most
        if len(gone) > limit:
            raise DataError(
                f"{len(gone):,} of {there:,} items are not in the source, more than the {limit:,} "
                "that may be deleted; nothing was deleted, the rows of the source were written.",
                "Check the source, or allow it with `--max-deletes`.",
            )
        return gone


def delete_items(home: Home, item_ids: Iterable[str], file: Path | None) -> dict[str, int]:
    """Delete the named items: how many were asked for, and how many of them were there.

    Raises:
        DataError: no id is given, or the file of ids cannot be read.
        NotFound: there is no catalogue.
    """
    wanted = dict.fromkeys(item_ids)
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{file} cannot be read: {error}.", "Give one id a line.") from None
        wanted |= dict.fromkeys(line.strip() for line in lines if line.strip())
    if not wanted:
        raise DataError("No id is given.", "Name ids, or a file of them with --file.")
    with home.writing():
        catalog = Catalog.open(home.catalog)
        deleted = catalog.delete(wanted)
        sweep(home, catalog)
    return {"asked": len(wanted), "deleted": deleted}
