"""Small pictures of items, each under the digest of its bytes: no request names a file."""

import colorsys
import logging
import zlib
from collections import OrderedDict
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from mmrec.types import Item
from ui import safe

BOX = (260, 390)  # pixels: a card is at most 260 wide on a dense screen
ADDRESS = "pictures"  # of the page, in front of a digest
_PIXELS = 64_000_000
_KEPT = 4096  # pictures of about 20 kB
# Only what Pillow decodes by itself: EPS would start Ghostscript.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
_log = logging.getLogger(__name__)


class Drawn:
    """The pictures that were drawn into a page, for its browser to fetch; the oldest go."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()

    def add(self, picture: bytes) -> str:
        """Keep a picture; its key."""
        key = sha256(picture).hexdigest()[:32]
        with self._lock:
            self._pictures[key] = picture
            self._pictures.move_to_end(key)
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        return key

    def get(self, key: str) -> bytes | None:
        """A picture (WebP); None when nobody drew it."""
        with self._lock:
            return self._pictures.get(key)


DRAWN = Drawn()


def picture_html(item: Item) -> str:
    """The picture of an item, or a drawing with its initials when it has none."""
    picture = _thumbnail_of(item)
    if picture is None:
        return placeholder(item.title)
    return f'<img src="{ADDRESS}/{DRAWN.add(picture)}" alt="" loading="lazy" decoding="async">'


def placeholder(title: str) -> str:
    """A quiet drawing for an item without a picture: its initials on a colour of its own."""
    hue = zlib.crc32(title.encode()) % 360 / 360
    dark, light = (_colour(hue, lightness) for lightness in (0.28, 0.42))
    words = [word for word in title.split() if word[0].isalnum()]
    initials = safe.text("".join(word[0] for word in words[:2]).upper() or "?")
    name = f"g{zlib.crc32(title.encode()):08x}"
    return (
        '<svg viewBox="0 0 200 300" aria-hidden="true" preserveAspectRatio="xMidYMid slice">'
        f'<defs><linearGradient id="{name}" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="{light}"/><stop offset="1" stop-color="{dark}"/>'
        f'</linearGradient></defs><rect width="200" height="300" fill="url(#{name})"/>'
        '<text x="100" y="168" text-anchor="middle" font-size="64" font-weight="600" '
        f'fill="#fff" fill-opacity=".8">{initials}</text></svg>'
    )


def _colour(hue: float, lightness: float) -> str:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, 0.32)
    return f"#{int(red * 255):02x}{int(green * 255):02x}{int(blue * 255):02x}"


def _thumbnail_of(item: Item) -> bytes | None:
    if not item.image:
        return None
    path = Path(item.image)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return None  # a URL, or a file that went away: the drawing stands in for it
    return _thumbnail(path, stamp)


@lru_cache(maxsize=2048)
def _thumbnail(path: Path, stamp: int) -> bytes | None:  # noqa: ARG001  a changed file is another entry
    try:
        with Image.open(path, formats=_FORMATS) as picture:
            if picture.width * picture.height > _PIXELS:
                return None
            picture.draft("RGB", BOX)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        _log.warning("Picture %s cannot be shown: %s", path.name, error)
        return None
    upright.thumbnail(BOX)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    flat.save(out, "WEBP", quality=78, method=2)
    return out.getvalue()
