"""The one writer of an ingest job: embeds what is new of a batch, and writes the batch whole."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.encoders import Encoders, ImageLike, TextLike
from ingest.media import Picture
from ingest.report import ItemReport
from mmrec.errors import NotFound
from mmrec.store import Catalog, CatalogRow, Hashes, Home, Ledger
from mmrec.types import CatalogVectors, Floats, Item


@dataclass(frozen=True, slots=True)
class Ready:
    """An item with all that decides whether and how it is written.

    `text` is what is embedded of it; `prepared` its picture for the encoder, None when there is
    none or the catalogue has its vector already.
    """

    item: Item
    text: str
    hashes: Hashes
    prepared: Any


class Writer:
    """The catalogue of a home, made with the first batch that is written to it."""

    def __init__(self, home: Home, encoders: Encoders, report: ItemReport) -> None:
        self._home = home
        self._encoders = encoders
        self._report = report
        self._catalog = _existing(home)
        self._ledger = self._catalog.ledger() if self._catalog else Ledger.of(())
        if self._catalog:
            _require_configured(self._catalog, encoders)

    def known_facts(self) -> Mapping[str, type]:
        """The types that facts must fit."""
        return self._catalog.fact_types() if self._catalog else {}

    def stored(self, item_id: str) -> Hashes | None:
        """The content hashes of an item when this job began, None when it was not there."""
        return self._ledger.get(item_id)

    def pictures_of(self, item_ids: Sequence[str]) -> dict[str, Picture]:
        """The pictures that the catalogue has of these of its items."""
        if self._catalog is None or not item_ids:
            return {}
        items = self._catalog.items(item_ids)
        return {item.item_id: Picture(item.image, self._hash(item, "image")) for item in items}

    def count(self) -> int:
        """How many items the catalogue holds now."""
        return self._catalog.count() if self._catalog else 0

    def write(self, fresh: Sequence[Ready]) -> None:
        """Embed what changed of these items and write them: the new ones, then the others."""
        texts, pictures = self._texts(fresh), self._pictures(fresh)
        old_texts, old_pictures = self._old_vectors(fresh)
        rows = []
        for one in fresh:
            item_id = one.item.item_id
            has_picture = one.hashes.of["image"]
            picture = pictures.get(item_id, old_pictures.get(item_id)) if has_picture else None
            text = texts.get(item_id, old_texts.get(item_id))
            rows.append(CatalogRow(one.item, {"text": text, "image": picture}, one.hashes))
        known = self._ledger.find([row.item.item_id for row in rows]) >= 0
        catalog = self._writable()
        catalog.append([row for row, old in zip(rows, known, strict=True) if not old])
        catalog.write([row for row, old in zip(rows, known, strict=True) if old])

    def finish(self) -> None:
        """Bring the indices up to date, once all is written."""
        if self._catalog:
            self._catalog.ensure_indices()

    def _texts(self, fresh: Sequence[Ready]) -> dict[str, Floats]:
        """Vectors of the texts that changed, by item."""
        changed = [one for one in fresh if self._hash(one.item, "text") != one.hashes.of["text"]]
        if not changed:
            return {}
        encoder = self._text_encoder()
        start = time.perf_counter()
        vectors = encoder.encode([one.text for one in changed])
        self._report.encoding += time.perf_counter() - start
        self._report.texts_embedded += len(changed)
        return {one.item.item_id: vector for one, vector in zip(changed, vectors, strict=True)}

    def _pictures(self, fresh: Sequence[Ready]) -> dict[str, Floats]:
        """Vectors of the pictures that changed, by item."""
        changed = [one for one in fresh if one.prepared is not None]
        if not changed:
            return {}
        import torch

        encoder = self._image_encoder()
        start = time.perf_counter()
        vectors = encoder.encode_prepared(torch.stack([one.prepared for one in changed]))
        self._report.encoding += time.perf_counter() - start
        self._report.pictures_embedded += len(changed)
        return {one.item.item_id: vector for one, vector in zip(changed, vectors, strict=True)}

    def _old_vectors(self, fresh: Sequence[Ready]) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """The text and picture vectors that the catalogue holds of these items."""
        ids = [one.item.item_id for one in fresh if self._ledger.get(one.item.item_id)]
        if self._catalog is None or not ids:
            return {}, {}
        old = self._catalog.vectors_of(ids)
        return _there(old, old.text, old.has_text), _there(old, old.image, old.has_image)

    def _hash(self, item: Item, modality: str) -> str:
        """The content hash of a modality in the catalogue, "" without one."""
        stored = self._ledger.get(item.item_id)
        return stored.of.get(modality, "") if stored else ""

    def _text_encoder(self) -> TextLike:
        encoder = self._encoders.text()
        if self._catalog:
            self._catalog.require({"text": encoder.spec})
        return encoder

    def _image_encoder(self) -> ImageLike:
        encoder = self._encoders.image()
        if self._catalog:
            self._catalog.require({"image": encoder.spec})
        return encoder

    def _writable(self) -> Catalog:
        if self._catalog is None:
            specs = {"text": self._encoders.text().spec, "image": self._encoders.image().spec}
            self._catalog = Catalog.create(self._home.catalog, specs)
        return self._catalog


def _there(old: CatalogVectors, vectors: Floats, mask: Any) -> dict[str, Floats]:
    return {old.item_ids[place]: vectors[place] for place in mask.nonzero()[0]}


def _existing(home: Home) -> Catalog | None:
    try:
        return Catalog.open(home.catalog)
    except NotFound:
        return None


def _require_configured(catalog: Catalog, encoders: Encoders) -> None:
    """Refuse other encoders before anything is read, without loading them where that is possible.

    Raises:
        EncoderMismatch: the configured model is on this machine and is another.
    """
    specs = catalog.specs
    wanted = {}
    for modality in ("text", "image"):
        found = encoders.configured(modality)
        if found:
            wanted[modality] = replace(specs[modality], name=found[0], revision=found[1])
    catalog.require(wanted)
