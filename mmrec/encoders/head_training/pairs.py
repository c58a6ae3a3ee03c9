"""Pictures with their names, out of the unpacked packages."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from mmrec.encoders.head_training.names import clean, head_word, part_of, telling_tags
from mmrec.encoders.head_training.packages import (
    EMOJI_NAMES,
    FLUENT,
    NOTO,
    OPENCLIPART,
    OPENCLIPART_NAMES,
    STAMPS,
    unpacked,
)

_TITLE = re.compile(r"<dc:title>(.*?)</dc:title>", re.DOTALL)
_CREATOR = re.compile(r"<dc:creator>.*?<dc:title>(.*?)</dc:title>", re.DOTALL)
_TAG = re.compile(r"<rdf:li>(.*?)</rdf:li>", re.DOTALL)
# Geometric series, flags and desktop themes: their names say nothing that the picture shows.
_DROPPED = ("shapes/", "special/", "unsorted/", "buttons/", "logos/", "signs_and_symbols/flags/",
            "computer/icons/", "computer/buttons/")  # fmt: skip
_OFTEN = 12  # a title that so many pictures share is the name of a series
_EMOJI_GROUPS = range(8)  # without symbols and flags
_NOTO_SIZE = 109  # the size of the bitmaps inside the font


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture and its names: the first is what it is called, others say more."""

    source: str
    picture: Path
    texts: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.texts[0]

    @property
    def part(self) -> str:
        """`train`, `validation` or `test`: by the concept that the name's head word stands for."""
        return part_of(head_word(self.name))


def named_pictures(work: Path) -> list[Pair]:
    """Everything to learn from or to test on, in a fixed order."""
    pairs = [*_clip_art(work), *_fluent(work), *_noto(work)]
    return sorted(pairs, key=lambda pair: (pair.source, pair.picture.as_posix()))


def captioned_photos(work: Path) -> list[Pair]:
    """Photo cut-outs of Tux Paint with English captions; for judging, never for training."""
    root = unpacked(STAMPS, work) / "files/usr/share/tuxpaint/stamps"
    pairs = []
    for picture in sorted(root.rglob("*.png")):
        caption = picture.with_suffix(".txt")
        if not caption.is_file() or "symbols" in picture.relative_to(root).parts:
            continue
        first = caption.read_text(encoding="utf-8", errors="replace").strip().splitlines()[:1]
        if first and first[0].strip():
            pairs.append(Pair("photo", picture, (first[0].strip().rstrip("."),)))
    return pairs


def _clip_art(work: Path) -> list[Pair]:
    pictures = unpacked(OPENCLIPART, work) / "files/usr/share/openclipart/png"
    sheets = unpacked(OPENCLIPART_NAMES, work) / "files/usr/share/openclipart/svg"
    found = []
    for picture in sorted(pictures.rglob("*.png")):
        inside = picture.relative_to(pictures).with_suffix(".svg").as_posix()
        if inside.startswith(_DROPPED) or not (sheets / inside).is_file():
            continue
        texts = _clip_art_texts((sheets / inside).read_text(encoding="utf-8", errors="replace"))
        if texts:
            found.append(Pair("openclipart", picture, texts))
    often = Counter(pair.name for pair in found)
    return [pair for pair in found if often[pair.name] <= _OFTEN]


def _clip_art_texts(sheet: str) -> tuple[str, ...]:
    """Name and tags out of an SVG's metadata; empty when there is no name of a thing."""
    title, creator = (_first(pattern, sheet) for pattern in (_TITLE, _CREATOR))
    name = clean(title)
    if len(name) < 3 or name == clean(creator) or "theme" in name or "collection" in name:
        return ()
    tags = telling_tags(map(html.unescape, _TAG.findall(sheet)), name)
    return (name, f"{name}, {', '.join(tags)}") if tags else (name,)


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return html.unescape(match[1]).strip() if match else ""


def _emoji(work: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The code of each emoji without skin tones and joins, with its name and name plus tags."""
    file = unpacked(EMOJI_NAMES, work) / "files/package/en/data.json"
    for entry in json.loads(file.read_text(encoding="utf-8")):
        code = entry["hexcode"].removesuffix("-FE0F").lower()
        if entry.get("group") in _EMOJI_GROUPS and "-" not in code:
            tags = [tag for tag in entry.get("tags", []) if tag not in entry["label"]][:5]
            yield code, (entry["label"], ", ".join([entry["label"], *tags]))


def _fluent(work: Path) -> list[Pair]:
    folder = unpacked(FLUENT, work) / "files/package/assets"
    codes = ((folder / f"{code}.webp", texts) for code, texts in _emoji(work))
    return [Pair("fluent", picture, texts) for picture, texts in codes if picture.is_file()]


def _noto(work: Path) -> list[Pair]:
    """The font's emoji, drawn once into the work folder."""
    files = unpacked(NOTO, work) / "files"
    font = ImageFont.truetype(str(next(files.rglob("NotoColorEmoji.ttf"))), _NOTO_SIZE)
    folder = work / "noto"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for code, texts in _emoji(work):
        picture = folder / f"{code}.png"
        if not picture.is_file():
            _draw(chr(int(code, 16)), font, picture)
        if picture.stat().st_size:
            found.append(Pair("noto", picture, texts))
    return found


def _draw(character: str, font: ImageFont.FreeTypeFont, file: Path) -> None:
    """Draw one emoji; an empty file says that the font has none."""
    canvas = Image.new("RGBA", (160, 160), (255, 255, 255, 0))
    ImageDraw.Draw(canvas).text((12, 12), character, font=font, embedded_color=True)
    box = canvas.getbbox()
    if box is None:
        file.write_bytes(b"")
    else:
        canvas.crop(box).save(file)
