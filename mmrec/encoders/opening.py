"""The encoder of a modality, as the settings name it."""

from typing import Any, Literal

import mmrec.encoders as room
from mmrec.config import Settings
from mmrec.device import pick_device

Embedded = Literal["text", "image", "audio"]
_CLASSES = {"text": "TextEncoder", "image": "ImageEncoder", "audio": "AudioEncoder"}


def open_encoder(settings: Settings, modality: Embedded) -> Any:
    """Load it: a `TextEncoder`, an `ImageEncoder` or an `AudioEncoder`.

    Raises:
        WeightsError: it is not on this machine and cannot be had.
    """
    name = getattr(settings.encoders, modality)
    batch = getattr(settings.encoders, f"{modality}_batch")
    return getattr(room, _CLASSES[modality]).open(name, pick_device(settings.device), batch)
