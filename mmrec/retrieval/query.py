"""How well each item answers a query: its words, its picture, and the items it should be like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL.Image import Image

from mmrec.config import RetrievalSettings
from mmrec.retrieval.index import CatalogIndex
from mmrec.types import Floats, Modality, Query

Words = Callable[[str, int], list[tuple[str, float]]]


class EncodesText(Protocol):
    """Words to unit vectors (n, D)."""

    def encode(self, texts: list[str]) -> Floats: ...


class EncodesPictures(Protocol):
    """Pictures, and words about pictures, to unit vectors (n, D) of one space."""

    def encode(self, images: list[Image]) -> Floats: ...
    def encode_text(self, texts: list[str]) -> Floats: ...


@dataclass(frozen=True, slots=True)
class QueryMatch:
    """How well each item (N,) answers a query: in all, and by modality (they add up to it)."""

    total: Floats
    parts: Mapping[Modality, Floats]


class QueryMatcher:
    """Scores a whole catalogue against a query.

    Words are matched by meaning (text vectors), by the look they describe (the image encoder's own
    text tower against pictures) and literally (BM25); a picture is matched against pictures; an
    item to be like is matched by both of its vectors. Each match is standardised over the catalogue
    and they are added, so that "like A, but B" asks for both.
    """

    def __init__(
        self,
        index: CatalogIndex,
        words: Words,
        text_encoder: Callable[[], EncodesText],
        image_encoder: Callable[[], EncodesPictures],
        settings: RetrievalSettings,
    ) -> None:
        self._index = index
        self._words = words
        self._text_encoder = text_encoder
        self._image_encoder = image_encoder
        self._settings = settings

    def match(self, query: Query, open_picture: Callable[[Path], Image]) -> QueryMatch:
        """Match a query that asks for something against every item.

        Raises:
            DataError: the picture cannot be read.
            NotFound: an item to be like is not in the catalogue.
        """
        by_text = np.zeros(len(self._index), dtype=np.float32)
        by_image = np.zeros(len(self._index), dtype=np.float32)
        if query.text:
            by_text += self._meaning(query.text)
            by_image += self._settings.described_look * self._look_of(query.text)
        if query.image:
            vector = self._image_encoder().encode([open_picture(Path(query.image))])[0]
            by_image += self._index.image_match(vector)
        if query.like:
            text, image = self._likeness(query.like)
            by_text += text
            by_image += image
        parts: dict[Modality, Floats] = {"text": by_text, "image": by_image}
        return QueryMatch(by_text + by_image, parts)

    def _meaning(self, text: str) -> Floats:
        meaning = self._index.text_match(self._text_encoder().encode([text])[0])
        literal = np.zeros(len(self._index), dtype=np.float32)
        for item_id, score in self._words(text, self._settings.per_source):
            if item_id in self._index.row_of:
                literal[self._index.row_of[item_id]] = score
        best = float(literal.max(initial=0.0))
        if best > 0:
            literal *= self._settings.literal_weight / best
        return meaning + literal

    def _look_of(self, text: str) -> Floats:
        if self._settings.described_look == 0 or not self._index.vectors.has_image.any():
            return np.zeros(len(self._index), dtype=np.float32)
        return self._index.image_match(self._image_encoder().encode_text([text])[0])

    def _likeness(self, item_ids: tuple[str, ...]) -> tuple[Floats, Floats]:
        rows = self._index.rows(item_ids)
        vectors, share = self._index.vectors, self._settings.image_weight
        nothing = np.zeros(len(self._index), dtype=np.float32)
        text = self._index.mean(vectors.text, vectors.has_text, rows)
        image = self._index.mean(vectors.image, vectors.has_image, rows)
        by_text = nothing if text is None else (1 - share) * self._index.text_match(text)
        by_image = nothing if image is None else share * self._index.image_match(image)
        spread = float((by_text + by_image).std()) or 1.0
        return by_text / spread, by_image / spread
