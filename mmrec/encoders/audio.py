"""Sounds (and words about sounds) to unit vectors of one space, by any CLAP model."""

from collections.abc import Sequence
from math import gcd
from threading import Lock
from typing import Any, Self, cast

import numpy as np
import torch
from scipy.signal import resample_poly
from torch import Tensor
from transformers import AutoTokenizer, ClapFeatureExtractor, ClapModel
from transformers.utils.logging import disable_progress_bar

from mmrec.device import autocast
from mmrec.encoders.rows import unit_rows
from mmrec.encoders.sounds import Sound
from mmrec.errors import WeightsError, first_line
from mmrec.types import EncoderSpec, Floats
from mmrec.weights import Located, locate


class AudioEncoder:
    """A loaded CLAP model. Safe to call from threads.

    Of a sound that is longer than the model hears at once, it hears the middle: the feature
    extractor would take a random part, and another one each time.
    """

    def __init__(
        self,
        model: Any,
        extractor: Any,
        tokenizer: Any,
        *,
        spec: EncoderSpec,
        device: torch.device,
        batch: int,
    ) -> None:
        self.spec = spec
        self._model = model
        self._extractor = extractor
        self._tokenizer = tokenizer
        self._device = device
        self._batch = batch
        self._turn = Lock()  # fast tokenizers may not be used by two threads at once

    @classmethod
    def open(cls, name: str, device: torch.device, batch: int) -> Self:
        """Load a model by folder or hub name, such as `laion/clap-htsat-unfused`.

        Raises:
            WeightsError: it is not here, or not a CLAP model of transformers.
        """
        found = locate("audio", name)
        disable_progress_bar()  # type: ignore[no-untyped-call]  # for a load of a second
        try:
            model: Any = ClapModel.from_pretrained(found.folder, local_files_only=True)
            extractor = ClapFeatureExtractor.from_pretrained(found.folder, local_files_only=True)
            tokenizer = AutoTokenizer.from_pretrained(found.folder, local_files_only=True)
        except Exception as error:
            raise _unloadable(found, error) from error
        model = model.to(device).eval().requires_grad_(False)
        spec = _spec(found, model, extractor)
        return cls(model, extractor, tokenizer, spec=spec, device=device, batch=batch)

    def prepare(self, sound: Sound) -> Tensor:
        """One sound as the network's spectrogram: (C, T, F) float32. Thread-safe, CPU."""
        rate = self._extractor.sampling_rate
        shared = gcd(rate, sound.rate)
        samples = resample_poly(sound.samples, rate // shared, sound.rate // shared)
        spare = max(0, len(samples) - self._extractor.nb_max_samples)
        heard = samples[spare // 2 : len(samples) - (spare - spare // 2)]
        made = self._extractor(heard, sampling_rate=rate, return_tensors="pt")
        return cast("Tensor", made["input_features"][0].float())

    def encode(self, sounds: Sequence[Sound]) -> Floats:
        """Unit vectors (n, D), float32, in the order of the sounds."""
        if not sounds:
            return self._none()
        return self.encode_prepared(torch.stack([self.prepare(sound) for sound in sounds]))

    def encode_prepared(self, spectrograms: Tensor) -> Floats:
        """Unit vectors (n, D), float32, of prepared sounds (n, C, T, F); n may exceed a batch."""
        if not len(spectrograms):
            return self._none()
        parts = []
        for chunk in torch.split(spectrograms, self._batch):
            # None is longer than what the model hears at once: `prepare` saw to that.
            longer = torch.zeros(len(chunk), 1, dtype=torch.bool, device=self._device)
            with torch.inference_mode(), autocast(self._device):
                made = self._model.get_audio_features(chunk.to(self._device), longer)
            parts.append(unit_rows(made.pooler_output))
        return np.concatenate(parts)

    def encode_text(self, texts: Sequence[str]) -> Floats:
        """Unit vectors (n, D), float32, of words, in the space of the sounds."""
        parts = []
        for at in range(0, len(texts), self._batch):
            with self._turn:
                tokens = self._tokenizer(
                    list(texts[at : at + self._batch]),
                    padding=True,
                    truncation=True,
                    max_length=_text_limit(self._model),
                    return_tensors="pt",
                ).to(self._device)
            with torch.inference_mode(), autocast(self._device):
                made = self._model.get_text_features(tokens.input_ids, tokens.attention_mask)
            parts.append(unit_rows(made.pooler_output))
        return np.concatenate(parts) if parts else self._none()

    def _none(self) -> Floats:
        return np.empty((0, self.spec.width), dtype=np.float32)


def _text_limit(model: Any) -> int:
    """Tokens that the text tower reads: RoBERTa's positions begin after its padding token."""
    config = model.config.text_config
    return int(config.max_position_embeddings) - int(config.pad_token_id) - 1


def _spec(found: Located, model: Any, extractor: Any) -> EncoderSpec:
    return EncoderSpec(
        name=found.name,
        revision=found.revision,
        width=int(model.config.projection_dim),
        preprocessing=(
            f"mono, {extractor.sampling_rate} Hz, middle {extractor.max_length_s} s, "
            f"{extractor.feature_size} mels, {extractor.padding}"
        ),
    )


def _unloadable(found: Located, error: Exception) -> WeightsError:
    reason = first_line(error)
    return WeightsError(
        f"transformers cannot load '{found.name}' from {found.folder} as CLAP: {reason}.",
        "Choose another audio model, such as laion/clap-htsat-unfused.",
    )
