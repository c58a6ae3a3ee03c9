"""Words and pictures to unit vectors: the same objects for catalogue items and for queries."""

from mmrec.encoders.image import ImageEncoder
from mmrec.encoders.item_text import item_text
from mmrec.encoders.pictures import open_picture
from mmrec.encoders.text import TextEncoder

__all__ = ["ImageEncoder", "TextEncoder", "item_text", "open_picture"]
