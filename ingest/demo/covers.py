"""A drawn cover for every film that comes without a picture, from its title and its genres.

They let text, image and behaviour all be tried with nothing but the offline pack. Each says on
its face that it is drawn. One input always gives one picture; Pillow's own font is enough.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import uuid4

from PIL import Image, ImageDraw, ImageFont

from ingest.demo.stage import Colour, Palette, Stage, mix
from ingest.demo.styles import PLAIN, STYLES, Style, leading

SIZE = (240, 360)
LABEL = "drawn cover"
_STYLE_VERSION = 1  # raise it when the drawing changes, so that old covers are drawn again
_SCALE = 2  # drawn larger, then shrunk: smooth edges
_WIDTH, _HEIGHT = SIZE[0] * _SCALE, SIZE[1] * _SCALE
_MARGIN = 34
_ART = _WIDTH - 2 * 22  # the picture's side
_TITLE_SIZES = range(64, 25, -2)
_TITLE_HEIGHT = 178


@dataclass(frozen=True, slots=True)
class Film:
    """What a cover is drawn from."""

    item_id: str
    title: str
    year: str
    genres: tuple[str, ...]

    @property
    def key(self) -> str:
        """A digest of everything the drawing depends on."""
        parts = (str(_STYLE_VERSION), self.item_id, self.title, self.year, *self.genres)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CoverReport:
    """How many covers were drawn, and how many were there already."""

    drawn: int
    kept: int


def films_of(items: Path) -> list[Film]:
    """The films of an items.csv as `ingest.demo.movielens` writes it."""
    with items.open(encoding="utf-8", newline="") as stream:
        return [
            Film(
                row["item_id"],
                row["title"],
                row["year"],
                tuple(filter(None, row["genres"].split("|"))),
            )
            for row in csv.DictReader(stream)
        ]


def draw_covers(
    films: Sequence[Film], folder: Path, progress: Callable[[int, int], None] | None = None
) -> CoverReport:
    """Draw `<item_id>.jpg` for each film into `folder`; keep those drawn from the same inputs.

    `progress` is told how many of how many are done. Each file is whole or absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = 0
    for done, film in enumerate(films, start=1):
        file = folder / f"{film.item_id}.jpg"
        if _key_of(file) != film.key:
            _save(draw_cover(film), file, film.key)
            drawn += 1
        if progress:
            progress(done, len(films))
    return CoverReport(drawn, len(films) - drawn)


def draw_cover(film: Film) -> Image.Image:
    """The cover of one film, an RGB picture of `SIZE`."""
    rng = Random(film.key)  # seeded by a string: the same on every machine
    telling = leading(film.genres)
    style = STYLES[telling[0]] if telling else PLAIN
    palette = _palette(style, telling, rng)
    canvas = _backdrop(palette, rng)
    draw = ImageDraw.Draw(canvas)
    title_first = rng.random() < 0.3
    art_top = _HEIGHT - _ART - 70 if title_first else 26
    rng.choice(style.motifs)(Stage(draw, (_WIDTH - _ART) / 2, art_top, _ART), rng, palette)
    _lettering(draw, film, palette, title_first=title_first)
    return canvas.resize(SIZE, Image.Resampling.LANCZOS)


def _palette(style: Style, telling: Sequence[str], rng: Random) -> Palette:
    """The leading genre's colours; a second genre lends a touch of its accent."""
    palette = style.palette.turned(rng)
    if len(telling) < 2:
        return palette
    accent = mix(palette.bright, STYLES[telling[1]].palette.bright, 0.35)
    return Palette(palette.ground, palette.deep, accent, palette.light)


def _backdrop(palette: Palette, rng: Random) -> Image.Image:
    top = mix(palette.ground, palette.light, rng.uniform(0.0, 0.18))
    bottom = palette.between(rng.uniform(0.08, 0.25))
    ramp = Image.linear_gradient("L").resize((_WIDTH, _HEIGHT))
    return Image.composite(
        Image.new("RGB", (_WIDTH, _HEIGHT), bottom), Image.new("RGB", (_WIDTH, _HEIGHT), top), ramp
    )


def _lettering(draw: ImageDraw.ImageDraw, film: Film, p: Palette, *, title_first: bool) -> None:
    """The band with title, year and genres, and the small line that says what this is."""
    top = 0 if title_first else _HEIGHT - 236
    bottom = 216 if title_first else _HEIGHT
    draw.rectangle([0, top, _WIDTH, bottom], fill=p.deep)
    edge = bottom - 7 if title_first else top
    draw.rectangle([0, edge, _WIDTH, edge + 7], fill=p.bright)
    font, lines = _fit(film.title, _TITLE_HEIGHT - (40 if film.year or film.genres else 0))
    y = float(top + (22 if title_first else 26))
    for line in lines:
        draw.text((_MARGIN, y), line, p.light, font, stroke_width=1, stroke_fill=p.light)
        y += font.size * 1.08
    genres = " / ".join(film.genres[:2])
    below = "  ·  ".join(part for part in (film.year, genres) if part)
    small = _font(25)
    draw.text((_MARGIN, y + 10), below, _readable(p.bright, p.deep), small)
    tiny = _font(19)
    at = (_WIDTH - _MARGIN, _HEIGHT - 14)
    behind = p.between(0.2) if title_first else p.deep
    draw.text(at, LABEL, _readable(mix(p.light, behind, 0.35), behind), tiny, anchor="rs")


def _fit(title: str, height: float) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which the title fits the band, and its lines."""
    for size in _TITLE_SIZES:
        font = _font(size)
        lines = _wrap(title, font)
        if len(lines) * size * 1.08 <= height and all(_fits(line, font) for line in lines):
            break
    most = max(1, int(height // (font.size * 1.08)))
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(lines[most - 1] + "…", font)]
    return font, [_shortened(line, font) for line in lines]


def _wrap(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if _fits(longer, font) or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fits(line: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(line) <= _WIDTH - 2 * _MARGIN


def _shortened(line: str, font: ImageFont.FreeTypeFont) -> str:
    while not _fits(line, font) and len(line) > 1:
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType, so it has no font that scales")
    return font


def _readable(colour: Colour, behind: Colour) -> Colour:
    """The colour, moved towards white or black until it stands out from what is behind it."""
    dark = _light_of(behind) < 128
    goal: Colour = (255, 255, 255) if dark else (0, 0, 0)
    for share in (0.0, 0.25, 0.5, 0.75):
        moved = mix(colour, goal, share)
        if abs(_light_of(moved) - _light_of(behind)) > 95:
            return moved
    return goal


def _light_of(colour: Colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _key_of(file: Path) -> str | None:
    """The key a cover was drawn from (kept in its JPEG comment); None when it must be drawn."""
    try:
        with Image.open(file) as picture:
            comment = picture.info.get("comment", b"")
    except OSError:  # absent, or not a picture
        return None
    return comment.decode("ascii", "replace") if isinstance(comment, bytes) else str(comment)


def _save(picture: Image.Image, file: Path, key: str) -> None:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=88, comment=key.encode("ascii"))
    unfinished = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        unfinished.write_bytes(packed.getvalue())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
