"""How well each item answers a query: its words, its picture, and the items it should be like."""

from collections.abc import Callable
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


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """How well each item (N,) answers one part of a query.

    `like` is the item that the part asks to be like; None: the words or the picture.
    """

    modality: Modality
    scores: Floats
    like: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class QueryMatch:
    """How well each item (N,) answers a query: part by part, and in all."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> Floats:
        """(N,) the sum of the parts."""
        total: Floats = np.sum([part.scores for part in self.parts], axis=0, dtype=np.float32)
        return total

    def by_modality(self) -> dict[Modality, Floats]:
        """The sum (N,) of the parts of each modality that takes part."""
        sums: dict[Modality, Floats] = {}
        for part in self.parts:
            sums[part.modality] = sums.get(part.modality, np.float32(0)) + part.scores
        return sums


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
        parts: list[Part] = []
        if query.text:
            parts.append(Part("text", self._meaning(query.text)))
            if self._settings.described_look > 0 and self._index.vectors.has_image.any():
                parts.append(Part("image", self._described(query.text)))
        if query.image:
            vector = self._image_encoder().encode([open_picture(Path(query.image))])[0]
            parts.append(Part("image", self._index.image_match(vector)))
        for item_id in query.like:
            parts += self._likeness(item_id, 1 / len(query.like))
        return QueryMatch(tuple(parts))

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

    def _described(self, text: str) -> Floats:
        vector = self._image_encoder().encode_text([text])[0]
        return self._settings.described_look * self._index.image_match(vector)

    def _likeness(self, item_id: str, weight: float) -> list[Part]:
        row = int(self._index.rows([item_id])[0])
        look = weight * self._settings.image_weight
        matches: tuple[tuple[Modality, Floats | None, float], ...] = (
            ("text", self._index.like("text", row), weight - look),
            ("image", self._index.like("image", row), look),
        )
        there = sum(share for _, scores, share in matches if scores is not None)
        return [
            Part(modality, scores * (share * weight / there), item_id)
            for modality, scores, share in matches
            if scores is not None and there > 0
        ]
