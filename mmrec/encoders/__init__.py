"""Words and pictures to unit vectors: the same objects for catalogue items and for queries."""

from typing import TYPE_CHECKING

from mmrec.encoders.pictures import open_picture
from mmrec.encoders.texts import item_text

if TYPE_CHECKING:
    from mmrec.encoders.image import ImageEncoder
    from mmrec.encoders.text import TextEncoder

__all__ = ["ImageEncoder", "TextEncoder", "item_text", "open_picture"]


def __getattr__(name: str) -> object:
    """The two models' libraries on first use: they take seconds, opening a picture needs none."""
    if name == "ImageEncoder":
        from mmrec.encoders.image import ImageEncoder

        return ImageEncoder
    if name == "TextEncoder":
        from mmrec.encoders.text import TextEncoder

        return TextEncoder
    raise AttributeError(f"module 'mmrec.encoders' has no attribute '{name}'")
