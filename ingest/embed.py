"""What is new or changed of a batch, embedded: text, picture, …, each only when it changed."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from json import JSONEncoder
from typing import Any, NamedTuple

import numpy as np

from ingest.batches import Batch
from ingest.encoders import Embedded, Encoders
from ingest.media import DIGEST_BYTES, Medium
from mmrec.store import Catalog, CatalogRow, Hashes, Ledger
from mmrec.store.ledger import FACTS
from mmrec.types import Bools, EncoderSpec, Floats, Ints, Item

_SPELLING = JSONEncoder(ensure_ascii=False, sort_keys=True)

Vectors = list[Floats | None]  # of each changed row of a batch


class Embedder:
    """Compares batches with the catalogue and embeds what it does not hold.

    Args:
        encoders: loaded at the first text or medium that is new.
        ledger: what the catalogue held when the job began.
        catalog: None while there is none.
        dry_run: compare only.
    """

    def __init__(
        self,
        encoders: Encoders,
        ledger: Ledger,
        catalog: Catalog | None,
        *,
        dry_run: bool,
    ) -> None:
        self._encoders = encoders
        self._ledger = ledger
        self._catalog = catalog
        self._dry_run = dry_run

    def __call__(self, batch: Batch) -> Batch:
        """Fill `ids`, `changed` and what it took; the media were looked at before."""
        self._keep_old_media(batch)
        items = [_placed(item, batch.media, place) for place, item in enumerate(batch.items)]
        facts = [_digest(facts_of(item)) for item in items]
        places = self._ledger.find([item.item_id for item in items])
        contents = self._contents(batch, items, places)
        same = self._ledger.same(places, FACTS, facts)
        for content in contents.values():
            same &= content.same
        changed = np.flatnonzero(~same).tolist()
        batch.added = int((places[changed] < 0).sum())
        batch.ids = [item.item_id for item in items]
        vectors = self._vectors(batch, contents, changed)
        batch.changed = [
            CatalogRow(
                items[row],
                {modality: of_rows[at] for modality, of_rows in vectors.items()},
                Hashes(facts[row], {name: one.hashes[row] for name, one in contents.items()}),
            )
            for at, row in enumerate(changed)
        ]
        batch.specs = self._missing() if changed else {}
        batch.items, batch.media = [], {}  # large, and done with
        return batch

    def _missing(self) -> dict[str, EncoderSpec]:
        """The encoders of the modalities that the catalogue is to have, and has not."""
        if self._dry_run:
            return {}
        there = self._catalog.specs if self._catalog else {}
        modalities = self._encoders.modalities
        return {str(one): self._encoders.spec(one) for one in modalities if one not in there}

    def _contents(
        self, batch: Batch, items: Sequence[Item], places: Ints
    ) -> dict[Embedded, "_Content"]:
        """What each row holds of each modality."""
        texts = [self._encoders.item_text(item) for item in items]
        hashes = [_digest(text) for text in texts]
        same = self._ledger.same(places, "text", hashes)
        fresh = [None if known else text for text, known in zip(texts, same.tolist(), strict=True)]
        contents: dict[Embedded, _Content] = {"text": _Content(hashes, same, fresh)}
        for modality in self._encoders.media:
            media = batch.media[modality]
            hashes = [one.digest for one in media]
            same = self._ledger.same(places, modality, hashes)
            contents[modality] = _Content(hashes, same, [one.prepared for one in media])
        return contents

    def _vectors(
        self, batch: Batch, contents: Mapping[Embedded, "_Content"], rows: Sequence[int]
    ) -> dict[Embedded, Vectors]:
        """By modality, the vectors of changed rows: made now, or those that are there."""
        if self._dry_run or not rows:
            return {modality: [None] * len(rows) for modality in contents}
        item_ids = [batch.ids[row] for row in rows]
        made = {
            modality: iter(self._made(batch, modality, [content.fresh[row] for row in rows]))
            for modality, content in contents.items()
        }
        kept = {
            modality: [
                item_id for item_id, row in zip(item_ids, rows, strict=True) if one.kept(row)
            ]
            for modality, one in contents.items()
        }
        old = self._old(kept)
        return {
            modality: [
                old[modality].get(item_id) if content.fresh[row] is None else next(made[modality])
                for item_id, row in zip(item_ids, rows, strict=True)
            ]
            for modality, content in contents.items()
        }

    def _made(self, batch: Batch, modality: Embedded, fresh: Sequence[Any]) -> Sequence[Floats]:
        """Vectors of what is not None, by an encoder that fits the catalogue."""
        there = [one for one in fresh if one is not None]
        if not there:
            return ()
        spec = self._encoders.spec(modality)
        if self._catalog:
            self._catalog.require({modality: spec})
        batch.embedded[modality] = len(there)
        start = time.perf_counter()
        vectors = self._encoders.encode(modality, there)
        batch.encoding += time.perf_counter() - start
        return list(vectors)

    def _old(self, kept: Mapping[Embedded, Sequence[str]]) -> dict[Embedded, dict[str, Floats]]:
        """By modality, the vectors that the catalogue holds of these items, by id."""
        found: dict[Embedded, dict[str, Floats]] = {modality: {} for modality in kept}
        wanted = list(dict.fromkeys(item_id for ids in kept.values() for item_id in ids))
        if self._catalog is None or not wanted:
            return found
        old = self._catalog.vectors_of(wanted)
        for modality, item_ids in kept.items():
            if item_ids:
                vectors, there = old.of(modality)
                rows = {item_id: row for row, item_id in enumerate(old.item_ids) if there[row]}
                found[modality] = {one: vectors[rows[one]] for one in item_ids if one in rows}
        return found

    def _keep_old_media(self, batch: Batch) -> None:
        """An item whose picture (or sound) cannot be used keeps the one that the catalogue has."""
        if self._catalog is None:
            return
        for modality, media in batch.media.items():
            lost = {
                item.item_id: place
                for place, (item, one) in enumerate(zip(batch.items, media, strict=True))
                if one.problem is not None and self._ledger.hash_of(item.item_id, modality)
            }
            for item in self._catalog.items(list(lost)) if lost else ():
                known = self._ledger.hash_of(item.item_id, modality)
                media[lost[item.item_id]] = Medium(item.place(modality), known)


class _Content(NamedTuple):
    """What the rows of a batch hold of one modality.

    Attributes:
        hashes: of each; "" without any.
        same: which of them the catalogue holds.
        fresh: what is to be embedded of each; None: nothing, or it is known.
    """

    hashes: Sequence[str]
    same: Bools
    fresh: Sequence[Any]

    def kept(self, row: int) -> bool:
        """Whether the row has something whose vector the catalogue holds."""
        return self.fresh[row] is None and bool(self.hashes[row])


def facts_of(item: Item) -> str:
    """All that is stored of an item beside its vectors, in one spelling."""
    told = [item.title, item.description, item.image, dict(item.facts)]
    return _SPELLING.encode([*told, dict(item.media)] if item.media else told)


def _placed(item: Item, media: Mapping[str, Sequence[Medium]], row: int) -> Item:
    """The item with the places where its media were found."""
    found = {modality: path for modality, of in media.items() if (path := of[row].path) is not None}
    image = found.pop("image", None)
    if item.image == image and item.media == found:
        return item
    return replace(item, image=image, media=found)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()
