"""A picture file, however odd, as plain RGB; or a reason why it is none."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from mmrec.encoders.sizes import unfit_size
from mmrec.errors import DataError, first_line

BYTE_LIMIT = 50_000_000
PIXEL_LIMIT = 64_000_000  # below Pillow's own alarm; 64 million pixels take 190 MB as RGB
# Only formats that Pillow decodes by itself: EPS would start Ghostscript.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "ICO", "PPM")
_BLANK_RANGE = 8  # of 255; JPEG noise on one colour stays below
_BLANK_SIDE = 64
# What Pillow's decoders raise on damaged files.
_DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)


def open_picture(source: Path | bytes) -> Image.Image:
    """Read a picture: RGB, upright, transparency on white, the first frame of an animation.

    Raises:
        DataError: missing, too large, not a picture, damaged, or of one colour (whose vector
            would be noise).
    """
    name = source.name if isinstance(source, Path) else "picture"
    data = _read(source, name)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > PIXEL_LIMIT:
                raise _refuse(name, f"{width} x {height} pixels, more than {PIXEL_LIMIT:,}")
            picture.seek(0)
            plain = _on_white(ImageOps.exif_transpose(picture))
    except UnidentifiedImageError:
        raise _refuse(name, f"not a picture ({_looks_like(data)})") from None
    except Image.DecompressionBombError:
        raise _refuse(name, f"more than {PIXEL_LIMIT:,} pixels") from None
    except _DAMAGE as error:
        reason = first_line(error)
        raise _refuse(name, f"damaged: {reason}") from None
    if is_blank(plain):
        raise _refuse(name, "blank: a single colour")
    return plain


def is_blank(picture: Image.Image) -> bool:
    """Is an RGB picture a single colour, but for compression noise?"""
    small = picture.resize(
        (min(picture.width, _BLANK_SIDE), min(picture.height, _BLANK_SIDE)), Image.Resampling.BOX
    )
    return bool(np.ptp(np.asarray(small), axis=(0, 1)).max() <= _BLANK_RANGE)


def _read(source: Path | bytes, name: str) -> bytes:
    reason = unfit_size(source, BYTE_LIMIT)
    if reason is not None:
        raise _refuse(name, reason)
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        raise _refuse(name, (error.strerror or "cannot be read").lower()) from None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        picture = _eight_bits(picture)
    if picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        white = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(white, coloured).convert("RGB")
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits, stretched to 8: Pillow would clip it to white."""
    values = np.nan_to_num(np.asarray(picture, dtype=np.float32))
    spread = float(np.ptp(values))
    stretched = (values - values.min()) * (255.0 / spread if spread else 0.0)
    return Image.fromarray(stretched.astype(np.uint8))


def _looks_like(data: bytes) -> str:
    start = data[:60]
    if start.isascii() and start.decode("ascii").replace("\n", " ").isprintable():
        return f"it starts with text: {start[:40].decode('ascii').strip()!r}"
    return "no format that is read here"


def _refuse(name: str, reason: str) -> DataError:
    return DataError(f"{name}: {reason}.", "Give a JPEG, PNG, WebP or GIF picture.")
