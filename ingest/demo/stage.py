"""What the motifs of drawn covers are made with: palettes, and a square to draw on.

A `Stage` is a square whose corners are (0, 0) and (1, 1); lengths are shares of its width.
"""

import colorsys
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import ImageColor, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Four colours that go together: the ground, its darkest, its accent and its lightest."""

    ground: Colour
    deep: Colour
    bright: Colour
    light: Colour

    def turned(self, rng: Random) -> "Palette":
        """A sister palette: the same mood, a little to one side."""
        hue, shine = rng.uniform(-0.035, 0.035), rng.uniform(0.9, 1.08)
        return Palette(
            _shift(self.ground, hue, shine),
            _shift(self.deep, hue, 1.0),
            _shift(self.bright, hue / 2, 1.0),
            self.light,
        )

    def between(self, share: float) -> Colour:
        """A colour on the way from the ground (0) to the deep (1)."""
        return mix(self.ground, self.deep, share)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _shift(colour: Colour, hue: float, shine: float) -> Colour:
    h, s, v = colorsys.rgb_to_hsv(*(part / 255 for part in colour))
    red, green, blue = colorsys.hsv_to_rgb((h + hue) % 1, s, min(1.0, v * shine))
    return round(red * 255), round(green * 255), round(blue * 255)


def palette(*codes: str) -> Palette:
    """A palette from four colours as six hexadecimal digits."""
    ground, deep, bright, light = (ImageColor.getrgb(f"#{code}")[:3] for code in codes)
    return Palette(ground, deep, bright, light)


class Stage:
    """A square of a drawing, addressed in shares of its width."""

    def __init__(self, draw: ImageDraw.ImageDraw, left: float, top: float, size: float) -> None:
        self.draw, self.left, self.top, self.size = draw, left, top, size

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [(self.left + x * self.size, self.top + y * self.size) for x, y in points]

    def disc(self, x: float, y: float, r: float, fill: Colour, squash: float = 1.0) -> None:
        """A filled circle, or an ellipse when `squash` (height over width) is not 1."""
        corners = self._at([(x - r, y - r * squash), (x + r, y + r * squash)])
        self.draw.ellipse([*corners[0], *corners[1]], fill=fill)

    def ring(self, x: float, y: float, r: float, width: float, fill: Colour) -> None:
        """A circle's outline."""
        corners = self._at([(x - r, y - r), (x + r, y + r)])
        self.draw.ellipse(
            [*corners[0], *corners[1]], outline=fill, width=max(1, round(width * self.size))
        )

    def oval(self, x: float, y: float, across: float, down: float, fill: Colour) -> None:
        """An ellipse's thin outline, `across` and `down` from its middle."""
        corners = self._at([(x - across, y - down), (x + across, y + down)])
        self.draw.ellipse([*corners[0], *corners[1]], outline=fill, width=4)

    def poly(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self.draw.polygon(self._at(points), fill=fill)

    def soft(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon with its corners cut three times (Chaikin's algorithm)."""
        for _ in range(3):
            pairs = list(zip(points, [*points[1:], points[0]], strict=True))
            points = [
                (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
                for a, b in pairs
                for share in (0.25, 0.75)
            ]
        self.poly(points, fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        """A filled rectangle."""
        corners = self._at([(x0, y0), (x1, y1)])
        self.draw.rectangle([*corners[0], *corners[1]], fill=fill)

    def pill(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        """A rectangle with round ends."""
        corners = self._at([(x0, y0), (x1, y1)])
        radius = min(x1 - x0, y1 - y0) * self.size / 2
        self.draw.rounded_rectangle([*corners[0], *corners[1]], radius, fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A thick line through the points, with round joints."""
        self.draw.line(self._at(points), fill=fill, width=round(width * self.size), joint="curve")

    def pie(self, x: float, y: float, r: float, span: Point, fill: Colour) -> None:
        """A slice of a disc over a span of angles, in degrees clockwise from three o'clock."""
        corners = self._at([(x - r, y - r), (x + r, y + r)])
        self.draw.pieslice([*corners[0], *corners[1]], *span, fill=fill)


def star(x: float, y: float, radii: Point, spikes: int, turn: float) -> list[Point]:
    """The corners of a star between an outer and an inner radius; `turn` in radians."""
    points = []
    for step in range(spikes * 2):
        radius = radii[step % 2]
        angle = turn + math.pi * step / spikes
        points.append((x + radius * math.sin(angle), y - radius * math.cos(angle)))
    return points


def hills(stage: Stage, rng: Random, base: float, height: float, fill: Colour) -> None:
    """Rolling ground up to `height` above `base`, down to the bottom."""
    phase, waves = rng.uniform(0, 6.28), rng.uniform(0.8, 1.7)
    ridge = [
        (x / 40, base - height * (0.5 + 0.5 * math.sin(phase + waves * 6.28 * x / 40)))
        for x in range(-2, 43)
    ]
    stage.poly([*ridge, (1.05, 1.7), (-0.05, 1.7)], fill)


def sky(stage: Stage, rng: Random, fill: Colour, count: int) -> None:
    """Small stars, also above the stage."""
    for _ in range(count):
        stage.disc(rng.random(), rng.uniform(-0.6, 0.95), rng.choice((0.004, 0.006, 0.01)), fill)
