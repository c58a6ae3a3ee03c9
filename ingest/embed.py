"""What is new or changed of a batch, embedded: the text, the picture, each only when it changed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b
from json import JSONEncoder
from typing import NamedTuple

import numpy as np

from ingest.batches import Batch
from ingest.encoders import Encoders
from ingest.media import DIGEST_BYTES, Picture
from ingest.report import ItemReport
from mmrec.store import Catalog, CatalogRow, Hashes, Ledger
from mmrec.store.ledger import FACTS
from mmrec.types import Bools, CatalogVectors, EncoderSpec, Floats, Item

_SPELLING = JSONEncoder(ensure_ascii=False, sort_keys=True)

Vectors = list[Floats | None]  # of each row of a batch


class Embedder:
    """Compares batches with the catalogue and embeds what it does not hold.

    Args:
        encoders: loaded at the first text or picture that is new.
        ledger: what the catalogue held when the job began.
        catalog: None while there is none.
        report: counts what is embedded.
        dry_run: compare only.
    """

    def __init__(
        self,
        encoders: Encoders,
        ledger: Ledger,
        catalog: Catalog | None,
        report: ItemReport,
        *,
        dry_run: bool,
    ) -> None:
        self._encoders = encoders
        self._ledger = ledger
        self._catalog = catalog
        self._report = report
        self._dry_run = dry_run

    def __call__(self, batch: Batch) -> Batch:
        """Fill `changed` and `added`; the pictures were looked at before."""
        self._keep_old_pictures(batch)
        pictures = batch.pictures
        items = [_placed(item, one.path) for item, one in zip(batch.items, pictures, strict=True)]
        texts = [self._encoders.item_text(item) for item in items]
        facts = [_digest(facts_of(item)) for item in items]
        text_hashes = [_digest(text) for text in texts]
        image_hashes = [one.digest for one in pictures]
        places = self._ledger.find([item.item_id for item in items])
        same_text = self._ledger.same(places, "text", text_hashes)
        same_image = self._ledger.same(places, "image", image_hashes)
        changed = np.flatnonzero(
            ~(self._ledger.same(places, FACTS, facts) & same_text & same_image)
        ).tolist()
        batch.added = int((places[changed] < 0).sum())
        hashes = [
            Hashes(facts[row], {"text": text_hashes[row], "image": image_hashes[row]})
            for row in changed
        ]
        rows = [
            _Row(items[row], texts[row], pictures[row], bool(same_text[row])) for row in changed
        ]
        made = zip(rows, *self._vectors(rows), hashes, strict=True)
        batch.changed = [
            CatalogRow(row.item, {"text": text, "image": image}, hashed)
            for row, text, image, hashed in made
        ]
        batch.pictures = []  # prepared ones are large, and done with
        return batch

    def _vectors(self, rows: Sequence["_Row"]) -> tuple[Vectors, Vectors]:
        """The text and picture vectors of changed rows: made now, or those that are there."""
        if self._dry_run or not rows:
            nothing: Vectors = [None] * len(rows)
            return nothing, nothing
        texts = iter(self._texts([row.text for row in rows if not row.same_text]))
        shown = iter(self._shown([row.picture for row in rows if row.picture.prepared is not None]))
        kept = [
            row.item.item_id
            for row in rows
            if row.same_text or (row.picture.digest and row.picture.prepared is None)
        ]
        old_texts, old_pictures = self._old(kept)
        text = [old_texts.get(row.item.item_id) if row.same_text else next(texts) for row in rows]
        image = [
            next(shown)
            if row.picture.prepared is not None
            else old_pictures.get(row.item.item_id)
            if row.picture.digest
            else None
            for row in rows
        ]
        return text, image

    def _texts(self, texts: Sequence[str]) -> Sequence[Floats]:
        if not texts:
            return ()
        encoder = self._encoders.text()
        self._report.texts_embedded += len(texts)
        return self._encoded("text", encoder.spec, lambda: encoder.encode(texts))

    def _shown(self, pictures: Sequence[Picture]) -> Sequence[Floats]:
        if not pictures:
            return ()
        import torch

        encoder = self._encoders.image()
        prepared = torch.stack([one.prepared for one in pictures])
        self._report.pictures_embedded += len(pictures)
        return self._encoded("image", encoder.spec, lambda: encoder.encode_prepared(prepared))

    def _encoded(
        self, modality: str, spec: EncoderSpec, encode: Callable[[], Floats]
    ) -> Sequence[Floats]:
        """Vectors by an encoder that fits the catalogue, its time taken down."""
        if self._catalog:
            self._catalog.require({modality: spec})
        start = time.perf_counter()
        vectors = encode()
        self._report.encoding += time.perf_counter() - start
        return list(vectors)

    def _old(self, item_ids: Sequence[str]) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """The text and picture vectors that the catalogue holds of these items."""
        if self._catalog is None or not item_ids:
            return {}, {}
        old = self._catalog.vectors_of(item_ids)
        return _there(old, old.text, old.has_text), _there(old, old.image, old.has_image)

    def _keep_old_pictures(self, batch: Batch) -> None:
        """An item whose picture cannot be used keeps the one that the catalogue has."""
        if self._catalog is None:
            return
        lost = {
            item.item_id: place
            for place, (item, one) in enumerate(zip(batch.items, batch.pictures, strict=True))
            if one.problem is not None and self._ledger.hash_of(item.item_id, "image")
        }
        for item in self._catalog.items(list(lost)) if lost else ():
            batch.pictures[lost[item.item_id]] = Picture(
                item.image, self._ledger.hash_of(item.item_id, "image")
            )


class _Row(NamedTuple):
    """A changed row: its item, the text that is embedded of it, its picture."""

    item: Item
    text: str
    picture: Picture
    same_text: bool


def facts_of(item: Item) -> str:
    """All that is stored of an item beside its vectors, in one spelling."""
    return _SPELLING.encode([item.title, item.description, item.image, dict(item.facts)])


def _placed(item: Item, image: str | None) -> Item:
    """The item with the place where its picture was found."""
    return item if item.image == image else replace(item, image=image)


def _there(old: CatalogVectors, vectors: Floats, mask: Bools) -> dict[str, Floats]:
    return {old.item_ids[place]: vectors[place] for place in mask.nonzero()[0]}


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()
