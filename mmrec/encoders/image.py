"""Pictures (and words about pictures) to unit vectors of one space, by any open_clip model."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Self

import numpy as np
import open_clip
import torch
from PIL.Image import Image
from torch import Tensor
from torchvision.transforms import Compose, Normalize

from mmrec.device import autocast
from mmrec.encoders.fusing import fold_batch_norms
from mmrec.encoders.rows import unit_rows
from mmrec.errors import WeightsError, first_line
from mmrec.types import EncoderSpec, Floats
from mmrec.weights import Located, locate

# On a CPU the activations of a larger batch leave the cache: 14 against 21 ms a picture and core.
_CPU_BATCH = 4
_PREPROCESSING = ("size", "mode", "mean", "std", "interpolation", "resize_mode", "fill_color")


class ImageEncoder:
    """A loaded open_clip model. Safe to call from threads."""

    def __init__(
        self,
        model: Any,
        transform: Compose,
        tokenizer: Any,
        *,
        spec: EncoderSpec,
        device: torch.device,
        batch: int,
    ) -> None:
        self.spec = spec
        self.device = device
        self.batch = min(batch, _CPU_BATCH) if device.type == "cpu" else batch
        self._model = model
        self._fit, self._normalize = _split(transform)
        self._tokenizer = tokenizer
        self._turn = Lock()  # fast tokenizers may not be used by two threads at once

    @classmethod
    def open(cls, name: str, device: torch.device, batch: int) -> Self:
        """Load a model by `offline`, folder, or hub name such as `ViT-B-32/laion2b_s34b_b79k`.

        Raises:
            WeightsError: it is not here, or not a model that open_clip loads.
        """
        found = locate("image", name)
        source = f"local-dir:{found.folder}"
        try:
            model, _, transform = open_clip.create_model_and_transforms(
                source, device=device, pretrained_text=False
            )
            tokenizer = open_clip.get_tokenizer(source)
        except Exception as error:
            raise _unloadable(found, error) from error
        model = model.eval().requires_grad_(False)
        fold_batch_norms(model.visual)
        model = model.to(memory_format=torch.channels_last)
        spec = _spec(found, model)
        return cls(model, transform, tokenizer, spec=spec, device=device, batch=batch)

    def prepare(self, image: Image) -> Tensor:
        """One RGB picture in the network's size: (3, H, W) uint8. Thread-safe, CPU.

        Bytes, not numbers: a quarter of the memory while it waits, and no torch in the thread.
        """
        return torch.from_numpy(np.array(self._fit(image))).permute(2, 0, 1)

    def encode(self, images: Sequence[Image]) -> Floats:
        """Unit vectors (n, D), float32, of RGB pictures, in their order."""
        parts = [
            self.encode_prepared(
                torch.stack([self.prepare(image) for image in images[at : at + self.batch]])
            )
            for at in range(0, len(images), self.batch)
        ]
        return np.concatenate(parts) if parts else self._none()

    def encode_prepared(self, pictures: Tensor) -> Floats:
        """Unit vectors (n, D), float32, of prepared pictures (n, 3, H, W) uint8.

        n may exceed a batch.
        """
        if not len(pictures):
            return self._none()
        parts = [self._forward(chunk) for chunk in torch.split(pictures, self.batch)]
        return np.concatenate(parts)

    def encode_text(self, texts: Sequence[str]) -> Floats:
        """Unit vectors (n, D), float32, of words, in the space of the pictures."""
        parts = []
        for at in range(0, len(texts), self.batch):
            with self._turn:
                tokens = self._tokenizer(list(texts[at : at + self.batch]))
            with torch.inference_mode(), autocast(self.device):
                vectors = self._model.encode_text(tokens.to(self.device), normalize=True)
            parts.append(unit_rows(vectors))
        return np.concatenate(parts) if parts else self._none()

    def _forward(self, chunk: Tensor) -> Floats:
        if self.device.type == "cuda":
            chunk = chunk.pin_memory()
        moved = chunk.to(self.device, non_blocking=True)
        # channels_last: 53 against 31 pictures a second (Lite0, 2 CPU threads).
        ready = self._normalize(moved.float().div_(255)).to(memory_format=torch.channels_last)
        with torch.inference_mode(), autocast(self.device):
            vectors = self._model.encode_image(ready, normalize=True)
        return unit_rows(vectors)

    def _none(self) -> Floats:
        return np.empty((0, self.spec.width), dtype=np.float32)


def _split(transform: Compose) -> tuple[Callable[[Image], Image], Normalize]:
    """open_clip's steps for one picture: those that fit it, and what is done to its numbers.

    The step between them, picture to tensor, is done here, on bytes.
    """
    *fit, _, normalize = transform.transforms
    return Compose(fit), normalize


def _spec(found: Located, model: Any) -> EncoderSpec:
    steps = {name: model.visual.preprocess_cfg.get(name) for name in _PREPROCESSING}
    with torch.inference_mode():
        size = model.visual.image_size
        height, width = size if isinstance(size, tuple | list) else (size, size)
        device = next(model.parameters()).device
        probe = model.encode_image(torch.zeros(1, 3, height, width, device=device))
    return EncoderSpec(
        name=found.name,
        revision=found.revision,
        width=int(probe.shape[-1]),
        preprocessing=", ".join(f"{name} {_plain(value)}" for name, value in steps.items()),
    )


def _plain(value: object) -> str:
    return "x".join(str(part) for part in value) if isinstance(value, tuple | list) else str(value)


def _unloadable(found: Located, error: Exception) -> WeightsError:
    reason = first_line(error)
    return WeightsError(
        f"open_clip cannot load '{found.name}' from {found.folder}: {reason}.",
        "Choose another image model.",
    )
