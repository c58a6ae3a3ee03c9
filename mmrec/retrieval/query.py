"""How well each item answers a query: its words, its media, and the items it should be like."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL.Image import Image

from mmrec.config import RetrievalSettings
from mmrec.encoders.sounds import Sound, open_sound
from mmrec.errors import ConfigError
from mmrec.retrieval.index import CatalogIndex, standardise
from mmrec.types import Floats, Modality, Query

ANSWERED = 1.0  # deviations above the mean from which on a wish counts as answered
Words = Callable[[str, int], list[tuple[str, float]]]


class EncodesText(Protocol):
    """Words to unit vectors (n, D)."""

    def encode(self, texts: list[str]) -> Floats: ...


class EncodesPictures(Protocol):
    """Pictures, and words about pictures, to unit vectors (n, D) of one space."""

    def encode(self, images: list[Image]) -> Floats: ...
    def encode_text(self, texts: list[str]) -> Floats: ...


class EncodesSounds(Protocol):
    """Sounds, and words about sounds, to unit vectors (n, D) of one space."""

    def encode(self, sounds: list[Sound]) -> Floats: ...
    def encode_text(self, texts: list[str]) -> Floats: ...


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """How well each item (N,) answers one part of a query.

    `like` is the item that the part asks to be like; None: the words, the picture or the sound.
    """

    modality: Modality
    scores: Floats
    like: str | None = None


@dataclass(frozen=True, eq=False)
class QueryMatch:
    """How well each item (N,) answers a query that has one wish or several.

    A wish (the words, the picture, the sound, the items to be like) is the sum of its parts.
    """

    wishes: tuple[tuple[Part, ...], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all wishes."""
        return tuple(part for wish in self.wishes for part in wish)

    @cached_property
    def total(self) -> Floats:
        """(N,) how well the whole query is answered, on a standard scale.

        Of several wishes, each must be answered: a wish counts as log-sigmoid of its score, so that
        one that is answered twice over cannot stand in for one that is not answered at all.
        """
        answers = [sum_of(part.scores for part in wish) for wish in self.wishes]
        if len(answers) == 1:
            return answers[0]
        return standardise(sum_of(-np.logaddexp(0, ANSWERED - answer) for answer in answers))

    def by_modality(self) -> dict[Modality, Floats]:
        """The sum (N,) of the parts of each modality that takes part."""
        modalities = dict.fromkeys(part.modality for part in self.parts)
        return {
            modality: sum_of(part.scores for part in self.parts if part.modality == modality)
            for modality in modalities
        }


def sum_of(scores: Iterable[Floats]) -> Floats:
    """(N,) the sum of several scores."""
    total: Floats = np.sum(list(scores), axis=0, dtype=np.float32)
    return total


def _weights(balance: float) -> tuple[float, float]:
    """What a picture counts and what the wishes beside it count; 1 and 1 in the middle.

    Raises:
        ConfigError: the balance is no share.
    """
    if not 0 <= balance <= 1:
        raise ConfigError(f"The balance is {balance}.", "Give a number from 0 to 1.")
    return 2 * balance, 2 - 2 * balance


def _weighed(parts: Iterable[Part], weight: float) -> tuple[Part, ...]:
    """A wish whose scores count so much more or less."""
    if weight == 1:
        return tuple(parts)
    return tuple(replace(part, scores=part.scores * np.float32(weight)) for part in parts)


class QueryMatcher:
    """Scores a whole catalogue against a query.

    Words are matched by meaning (text vectors), by the look they describe (the image encoder's own
    text tower against pictures) and literally (BM25); a picture is matched against pictures; an
    item to be like is matched by all of its vectors. Sounds are matched as pictures are, where the
    catalogue has any and an encoder of them is configured. Each match is standardised over the
    catalogue, so that matches can be added.
    """

    def __init__(
        self,
        index: CatalogIndex,
        words: Words,
        text_encoder: Callable[[], EncodesText],
        image_encoder: Callable[[], EncodesPictures],
        settings: RetrievalSettings,
        *,
        audio_encoder: Callable[[], EncodesSounds] | None = None,
    ) -> None:
        self._index = index
        self._words = words
        self._text_encoder = text_encoder
        self._image_encoder = image_encoder
        self._settings = settings
        self._audio_encoder = audio_encoder

    def match(self, query: Query, open_picture: Callable[[Path], Image]) -> QueryMatch:
        """Match a query that asks for something against every item.

        Raises:
            DataError: the picture or the sound cannot be read.
            ConfigError: a sound is given, and the catalogue or the settings know of none.
            NotFound: an item to be like is not in the catalogue.
        """
        beside = bool(query.text or query.audio or query.like)
        picture, others = _weights(query.balance) if query.image and beside else (1.0, 1.0)
        wishes: list[tuple[Part, ...]] = []
        if query.text:
            wishes.append(_weighed(self._words_wish(query.text, query.where), others))
        if query.image:
            vector = self._image_encoder().encode([open_picture(Path(query.image))])[0]
            look = Part("image", self._index.image_match(vector, query.where))
            wishes.append(_weighed((look,), picture))
        if query.audio:
            heard = Part("audio", self._heard(Path(query.audio), query.where))
            wishes.append(_weighed((heard,), others))
        likeness = [
            part
            for item_id in query.like
            for part in self._likeness(item_id, 1 / len(query.like), query.where)
        ]
        if likeness:
            wishes.append(_weighed(likeness, others))
        return QueryMatch(tuple(wishes))

    def _words_wish(self, text: str, where: str | None) -> tuple[Part, ...]:
        parts = [Part("text", self._meaning(text, where))]
        if self._settings.described_look > 0 and self._index.vectors.has_image.any():
            parts.append(Part("image", self._described(text, where)))
        if self._settings.described_sound > 0 and self._audio_encoder and self._has_sounds():
            vector = self._audio_encoder().encode_text([text])[0]
            sounds = self._settings.described_sound * self._index.match("audio", vector, where)
            parts.append(Part("audio", sounds))
        return tuple(parts)

    def _has_sounds(self) -> bool:
        return "audio" in self._index.vectors.others

    def _heard(self, file: Path, where: str | None) -> Floats:
        remedy = "Set encoders.audio and ingest the catalogue with it."
        if self._audio_encoder is None:
            raise ConfigError("No encoder of sounds is configured.", remedy)
        if not self._has_sounds():
            raise ConfigError("No item of the catalogue has a sound.", remedy)
        vector = self._audio_encoder().encode([open_sound(file)])[0]
        return self._index.match("audio", vector, where)

    def _meaning(self, text: str, where: str | None) -> Floats:
        meaning = self._index.text_match(self._text_encoder().encode([text])[0], where)
        literal = np.zeros(len(self._index), dtype=np.float32)
        for item_id, score in self._words(text, self._settings.per_source):
            if item_id in self._index.row_of:
                literal[self._index.row_of[item_id]] = score
        best = float(literal.max(initial=0.0))
        if best > 0:
            literal *= self._settings.literal_weight / best
        return meaning + literal

    def _described(self, text: str, where: str | None) -> Floats:
        vector = self._image_encoder().encode_text([text])[0]
        return self._settings.described_look * self._index.image_match(vector, where)

    def _likeness(self, item_id: str, weight: float, where: str | None) -> list[Part]:
        row = int(self._index.rows([item_id])[0])
        look = weight * self._settings.image_weight
        matches: list[tuple[Modality, Floats | None, float]] = [
            ("text", self._index.like("text", row, where), weight - look),
            ("image", self._index.like("image", row, where), look),
        ]
        if self._has_sounds():
            sound = weight * self._settings.audio_weight
            matches.append(("audio", self._index.like("audio", row, where), sound))
        there = sum(share for _, scores, share in matches if scores is not None)
        return [
            Part(modality, scores * (share * weight / there), item_id)
            for modality, scores, share in matches
            if scores is not None and there > 0
        ]
