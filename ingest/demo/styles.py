"""How each genre looks on a drawn cover: its palette and its motifs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from ingest.demo.emblems import (
    badge,
    balloons,
    bear,
    blocks,
    bolt,
    burst,
    crystal,
    disguise,
    eye,
    ghost,
    globe,
    hat,
    hearts,
    helmet,
    keyhole,
    lens,
    magnifier,
    masks,
    notes,
    record,
    rose,
    shapes,
    skull,
    smile,
    target,
)
from ingest.demo.scenes import (
    bats,
    blinds,
    boat,
    castle,
    desert,
    mountains,
    noir,
    plane,
    planet,
    profiles,
    road,
    rocket,
    saucer,
    stairs,
    tree,
    window,
)
from ingest.demo.stage import Palette, Stage, palette

Motif = Callable[[Stage, Random, Palette], None]


@dataclass(frozen=True, slots=True)
class Style:
    """How one genre looks."""

    palette: Palette
    motifs: tuple[Motif, ...]


# From the most telling genre to the least: the first that a film has gives its picture.
STYLES: dict[str, Style] = {
    "Film-Noir": Style(palette("8f8d86", "121214", "d9d4c4", "f6f2e6"), (noir, blinds)),
    "Western": Style(palette("e39a52", "6e2a1b", "c8452c", "fff0cf"), (desert, badge)),
    "Horror": Style(palette("2a1620", "0a0508", "b5161f", "efe6d6"), (ghost, skull, bats)),
    "Sci-Fi": Style(palette("16224d", "070b1e", "36cfd6", "eaf6ff"), (planet, rocket, saucer)),
    "War": Style(palette("8a8a5c", "2f3320", "c9602f", "f1ebd4"), (plane, helmet)),
    "Musical": Style(palette("c2377c", "3c103c", "ffd166", "fff2f6"), (notes, record)),
    "Documentary": Style(palette("d9d0bd", "34424e", "c8553d", "fbf7ee"), (lens, globe)),
    "Fantasy": Style(palette("6a4aa3", "24173f", "f3c552", "efe6ff"), (castle, crystal)),
    "Animation": Style(palette("ff9f43", "2b3a8c", "ff4d6d", "fffbee"), (blocks, balloons)),
    "Children's": Style(palette("7ccdec", "27548a", "ffd34f", "ffffff"), (bear, balloons)),
    "Mystery": Style(palette("24505f", "0b1d26", "e7c35a", "eaf2f2"), (magnifier, keyhole)),
    "Crime": Style(palette("4a4f5c", "14161c", "d83b3b", "f0e9da"), (hat, blinds)),
    "Romance": Style(palette("f3a9ab", "8a1f40", "e5344f", "fff4ef"), (hearts, rose)),
    "Adventure": Style(palette("2f9187", "123f3e", "f6b042", "fdf3da"), (mountains, boat)),
    "Action": Style(palette("d93a2b", "3a1013", "ffb72e", "fff2de"), (burst, bolt)),
    "Thriller": Style(palette("35505a", "0d181d", "f1701f", "f1ede3"), (target, eye, stairs)),
    "Comedy": Style(palette("f9cb3c", "46301c", "ee4f5f", "fff8e2"), (smile, disguise)),
    "Drama": Style(
        palette("8796a8", "263142", "e6a07c", "f6eee2"),
        (tree, window, profiles, road, masks),
    ),
}
PLAIN = Style(palette("9aa5a8", "2f3a3f", "d8b26e", "f5f3ec"), (shapes,))


def leading(genres: Sequence[str]) -> list[str]:
    """The genres that have a style, the most telling first."""
    return [genre for genre in STYLES if genre in genres]
