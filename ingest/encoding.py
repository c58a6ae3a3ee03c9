"""The encoding of a text file: given, marked, UTF-8, or guessed and said so; never silent mojibake.

A text is read with `surrogateescape`: a byte that its encoding does not know becomes a lone
surrogate, which no checked field may hold, so its row is refused and the others are kept.
"""

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from mmrec.errors import ConfigError, did_you_mean

ERRORS = "surrogateescape"
SAMPLE = 1 << 16  # bytes of lines that are not ASCII, for guessing
_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets and shops write. charset-normalizer knows a hundred more, and takes a short
# text in Latin letters for one of those as gladly as for the one that everybody uses.
CANDIDATES = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "cp949", "gb18030", "big5")
FIRST_CHOICE = "cp1252"
_NEAR = 0.05  # of mess: within it the first choice wins
_LOST = re.compile("[\udc80-\udcff]")


class Encoding(NamedTuple):
    """A codec's name, and what was assumed in choosing it, None when nothing was."""

    codec: str
    note: str | None = None


def given(name: str) -> Encoding:
    """The encoding that the user names.

    Raises:
        ConfigError: Python knows no such encoding of text.
    """
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)
    except LookupError:
        near = did_you_mean(name, ["utf-8", "utf-16", "latin-1", *CANDIDATES])
        raise ConfigError(f"--encoding: '{name}' is no encoding that is known.", near) from None
    return Encoding("utf-8-sig" if codec == "utf-8" else codec)


def detect(chunks: Iterable[bytes]) -> Encoding:
    """The encoding of a whole file: a later byte may be the first that is not ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")(ERRORS)
    longer = lost = 0  # bytes that are part of a longer UTF-8 character; bytes that fit none
    sample = bytearray()
    for place, chunk in enumerate(chunks):
        if place == 0 and (marked := _marked(chunk)):
            return marked
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        longer += max(0, len(chunk) - len(text))
        lost += len(_LOST.findall(text))
        if len(sample) < SAMPLE:
            sample += _not_ascii(chunk)[: SAMPLE - len(sample)]
    lost += len(decoder.getstate()[0])
    if not lost:
        return Encoding("utf-8-sig")
    if longer > lost:  # chance makes no UTF-8: this is a file of UTF-8 with some damaged rows
        return Encoding(
            "utf-8-sig", f"{lost:,} bytes are not UTF-8; rows that hold one are refused"
        )
    codec = _guess(bytes(sample))
    return Encoding(codec, f"not UTF-8: read as {codec}, a guess; `--encoding NAME` says it better")


def _marked(start: bytes) -> Encoding | None:
    """By a byte-order mark, or by the zero bytes that UTF-16 without a mark is full of."""
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return Encoding(codec, None if codec == "utf-8-sig" else f"read as {codec}, so marked")
    head = start[:1024]
    for first, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = head[first::2].count(0), head[1 - first :: 2].count(0)
        if zeros > len(head) // 4 and not others:
            return Encoding(codec, f"read as {codec}, by its zero bytes; `--encoding` overrules it")
    return None


def _not_ascii(chunk: bytes) -> bytes:
    return b"\n".join(line for line in chunk.splitlines() if not line.isascii())


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(CANDIDATES), enable_fallback=False)
    best = found.best()
    if best is None:
        return FIRST_CHOICE
    near = [match.encoding for match in found if match.chaos <= best.chaos + _NEAR]
    return FIRST_CHOICE if FIRST_CHOICE in near else best.encoding
