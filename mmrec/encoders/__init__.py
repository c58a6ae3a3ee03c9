"""Words, pictures and sounds to unit vectors: the same objects for items and for queries."""

from typing import TYPE_CHECKING

from mmrec.encoders.pictures import open_picture
from mmrec.encoders.sounds import open_sound
from mmrec.encoders.texts import item_text

if TYPE_CHECKING:
    from mmrec.encoders.audio import AudioEncoder
    from mmrec.encoders.image import ImageEncoder
    from mmrec.encoders.text import TextEncoder

__all__ = [
    "AudioEncoder",
    "ImageEncoder",
    "TextEncoder",
    "item_text",
    "open_picture",
    "open_sound",
]


def __getattr__(name: str) -> object:
    """The models' libraries on first use: they take seconds, opening a picture needs none."""
    if name == "AudioEncoder":
        from mmrec.encoders.audio import AudioEncoder

        return AudioEncoder
    if name == "ImageEncoder":
        from mmrec.encoders.image import ImageEncoder

        return ImageEncoder
    if name == "TextEncoder":
        from mmrec.encoders.text import TextEncoder

        return TextEncoder
    raise AttributeError(f"module 'mmrec.encoders' has no attribute '{name}'")
