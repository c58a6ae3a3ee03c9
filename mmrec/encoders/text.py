"""Texts to unit vectors, by any sentence-transformers model."""

from collections.abc import Sequence
from threading import Lock
from typing import Self

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from mmrec.device import autocast
from mmrec.errors import WeightsError, first_line
from mmrec.types import EncoderSpec, Floats
from mmrec.weights import Located, locate

# On a CPU the activations of a larger batch leave the cache: 31 against 51 ms a description and
# core; it also holds texts of more like length.
_CPU_BATCH = 16


class TextEncoder:
    """A loaded text model. Safe to call from threads: calls take turns."""

    def __init__(self, model: SentenceTransformer, spec: EncoderSpec, batch: int) -> None:
        self.spec = spec
        self._model = model
        self._batch = min(batch, _CPU_BATCH) if model.device.type == "cpu" else batch
        self._turn = Lock()  # fast tokenizers may not be used by two threads at once

    @classmethod
    def open(cls, name: str, device: torch.device, batch: int) -> Self:
        """Load a model by `offline`, folder or hub name.

        Raises:
            WeightsError: it is not here, or not a model that sentence-transformers loads.
        """
        found = locate("text", name)
        disable_progress_bar()  # type: ignore[no-untyped-call]  # for a load of 0.3 s
        try:
            model = SentenceTransformer(
                str(found.folder),
                device=str(device),
                trust_remote_code=False,
                local_files_only=True,
            )
        except Exception as error:
            raise _unloadable(found, error) from error
        return cls(model.eval(), _spec(found, model), batch)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors (n, D), float32, in the order of the texts.

        Give large chunks: texts are sorted by length within one call, so that a batch holds
        texts of like length.
        """
        if not texts:
            return np.empty((0, self.spec.width), dtype=np.float32)
        with self._turn, autocast(self._model.device):
            vectors = self._model.encode(
                list(texts),
                batch_size=self._batch,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        # Made unit again in float32: a GPU's bf16 is off by up to a percent.
        exact: Floats = np.array(vectors, dtype=np.float32)
        exact /= np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), 1e-12)
        return exact


def _spec(found: Located, model: SentenceTransformer) -> EncoderSpec:
    width = model.get_embedding_dimension()
    if width is None:
        raise _unloadable(found, ValueError("it does not tell its vectors' width"))
    return EncoderSpec(
        name=found.name,
        revision=found.revision,
        width=width,
        preprocessing=f"first {model.max_seq_length} tokens, unit length",
    )


def _unloadable(found: Located, error: Exception) -> WeightsError:
    reason = first_line(error)
    return WeightsError(
        f"sentence-transformers cannot load '{found.name}' from {found.folder}: {reason}.",
        "Choose another text model (models that need their own code are not run).",
    )
