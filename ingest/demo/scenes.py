"""Motifs of drawn covers that show a place: landscapes, night skies, people in a light."""

import math
from random import Random

from ingest.demo.stage import Palette, Stage, hills, mix, sky


def mountains(stage: Stage, rng: Random, p: Palette) -> None:
    """Two peaks with snow, and the sun."""
    stage.disc(rng.uniform(0.25, 0.75), 0.3, 0.13, p.bright)
    for x, top, half, shade in ((0.25, 0.36, 0.42, 0.4), (0.72, 0.26, 0.5, 0.7)):
        peak = x + rng.uniform(-0.06, 0.06)
        stage.poly([(peak, top), (peak - half, 1.02), (peak + half, 1.02)], p.between(shade))
        cap = 0.2
        stage.poly(
            [
                (peak, top),
                (peak - half * cap, top + (1.02 - top) * cap),
                (peak - 0.02, top + 0.1),
                (peak + 0.03, top + 0.16),
                (peak + half * cap, top + (1.02 - top) * cap),
            ],
            p.light,
        )
    hills(stage, rng, 1.0, 0.12, p.deep)


def boat(stage: Stage, rng: Random, p: Palette) -> None:
    """A sailing boat on waves."""
    x = rng.uniform(0.4, 0.6)
    stage.disc(0.5, 0.5, 0.36, mix(p.ground, p.light, 0.3))
    stage.poly([(x, 0.2), (x, 0.66), (x - 0.25, 0.66)], p.light)
    stage.poly([(x + 0.02, 0.28), (x + 0.02, 0.66), (x + 0.2, 0.66)], p.bright)
    stage.poly([(x - 0.28, 0.7), (x + 0.27, 0.7), (x + 0.18, 0.82), (x - 0.2, 0.82)], p.deep)
    for row in range(3):
        hills(stage, rng, 0.86 + row * 0.09, 0.04, p.between(0.3 + row * 0.3))


def blinds(stage: Stage, rng: Random, p: Palette) -> None:
    """Somebody in front of blinds, eyes in a strip of light."""
    stage.poly([(0.1, 0.0), (0.9, 0.0), (1.0, 1.02), (0.0, 1.02)], p.between(0.2))
    for row in range(9):
        y = 0.04 + row * 0.11
        stage.rect(0.0, y, 1.0, y + 0.055, p.between(0.62))
    stage.disc(0.5, 0.46, 0.14, p.deep, 1.25)
    stage.poly([(0.1, 1.02), (0.2, 0.76), (0.42, 0.66), (0.58, 0.66), (0.8, 0.76), (0.9, 1.02)],
               p.deep)  # fmt: skip
    y = rng.uniform(0.42, 0.48)
    stage.rect(0.38, y, 0.62, y + 0.03, p.bright)


def tree(stage: Stage, rng: Random, p: Palette) -> None:
    """A lone tree before a low sun."""
    sun = rng.uniform(0.25, 0.75)
    stage.disc(sun, 0.45, 0.27, p.bright)
    hills(stage, rng, 0.9, 0.12, p.between(0.45))
    x = 1 - sun + rng.uniform(-0.08, 0.08)
    stage.line([(x, 0.95), (x, 0.5)], 0.03, p.deep)
    for step in range(7):
        angle = rng.uniform(0, 0.5) + step
        stage.disc(x + 0.1 * math.cos(angle), 0.4 + 0.08 * math.sin(angle), 0.09, p.deep)
    stage.disc(x, 0.4, 0.1, p.deep)
    hills(stage, rng, 1.0, 0.1, p.deep)


def window(stage: Stage, rng: Random, p: Palette) -> None:
    """Somebody by a lit window."""
    x = rng.uniform(0.3, 0.5)
    stage.poly([(x, 0.62), (x + 0.34, 0.62), (x + 0.62, 1.05), (x + 0.1, 1.05)],
               mix(p.ground, p.bright, 0.4))  # fmt: skip
    stage.rect(x - 0.03, 0.12, x + 0.37, 0.66, p.deep)
    stage.rect(x, 0.15, x + 0.34, 0.63, p.bright)
    stage.rect(x + 0.155, 0.15, x + 0.185, 0.63, p.deep)
    stage.rect(x, 0.37, x + 0.34, 0.4, p.deep)
    person = x + rng.uniform(0.0, 0.12)
    stage.disc(person, 0.6, 0.055, p.deep)
    stage.poly([(person - 0.1, 1.02), (person - 0.06, 0.68), (person + 0.06, 0.68),
                (person + 0.1, 1.02)], p.deep)  # fmt: skip


def profiles(stage: Stage, rng: Random, p: Palette) -> None:
    """Two faces, turned to each other."""
    gap = rng.uniform(0.01, 0.05)
    for side, colour in ((-1, p.bright), (1, p.deep)):
        face = [(0.12, 0.1), (0.1, 0.34), (0.1, 0.38), (0.0, 0.55), (0.02, 0.58), (0.1, 0.585),
                (0.06, 0.64), (0.05, 0.67), (0.1, 0.69), (0.06, 0.73), (0.09, 0.84), (0.2, 0.86),
                (0.27, 0.9), (0.28, 1.25), (0.75, 1.25), (0.75, 0.4), (0.7, 0.05),
                (0.4, -0.06)]  # fmt: skip
        stage.soft([(0.5 + side * (x + gap), y) for x, y in face], colour)


def road(stage: Stage, rng: Random, p: Palette) -> None:
    """A road to the moon."""
    bend = rng.uniform(-0.2, 0.2)
    stage.disc(0.5 + bend, 0.42, 0.2, p.light)
    hills(stage, rng, 0.62, 0.08, p.between(0.4))
    stage.rect(-0.06, 0.6, 1.06, 1.05, p.between(0.6))
    stage.poly([(0.485 + bend, 0.6), (0.515 + bend, 0.6), (0.75, 1.05), (0.25, 1.05)], p.deep)
    for y0, y1 in ((0.64, 0.68), (0.73, 0.8), (0.87, 1.0)):
        shift = bend * (1.05 - (y0 + y1) / 2) / 0.45
        half = 0.006 + (y0 - 0.6) * 0.05
        stage.rect(0.5 + shift - half, y0, 0.5 + shift + half, y1, p.bright)


def castle(stage: Stage, rng: Random, p: Palette) -> None:
    """A castle by night."""
    sky(stage, rng, p.light, 36)
    stage.disc(0.5, 0.46, 0.34, p.between(-0.25) if max(p.ground) < 200 else p.light)
    for x, high, half in ((0.5, 0.36, 0.08), (0.32, 0.5, 0.065), (0.68, 0.46, 0.065)):
        top = high + rng.uniform(-0.03, 0.03)
        stage.rect(x - half, top, x + half, 1.02, p.deep)
        stage.poly([(x - half - 0.03, top), (x + half + 0.03, top), (x, top - 0.19)], p.bright)
        stage.pill(x - 0.018, top + 0.08, x + 0.018, top + 0.17, p.bright)
    stage.rect(0.2, 0.78, 0.8, 1.02, p.deep)
    stage.pie(0.5, 0.93, 0.07, (180, 360), p.bright)
    stage.rect(0.43, 0.93, 0.57, 1.02, p.bright)


def noir(stage: Stage, rng: Random, p: Palette) -> None:
    """A man in a hat under a lamp."""
    x = rng.uniform(0.35, 0.65)
    stage.poly([(x, 0.06), (x - 0.42, 1.05), (x + 0.42, 1.05)], p.light)
    stage.disc(x, 0.98, 0.4, mix(p.light, p.ground, 0.35), 0.2)
    stage.line([(x, -0.6), (x, 0.1)], 0.014, p.deep)
    stage.poly([(x - 0.09, 0.12), (x + 0.09, 0.12), (x + 0.035, 0.04), (x - 0.035, 0.04)], p.deep)
    stage.disc(x, 0.55, 0.055, p.deep, 1.15)
    stage.rect(x - 0.11, 0.49, x + 0.11, 0.512, p.deep)
    stage.rect(x - 0.06, 0.43, x + 0.06, 0.5, p.deep)
    stage.poly([(x - 0.13, 0.98), (x - 0.09, 0.63), (x + 0.09, 0.63), (x + 0.13, 0.98)], p.deep)


def bats(stage: Stage, rng: Random, p: Palette) -> None:
    """Bats over a graveyard."""
    stage.disc(0.5, 0.42, 0.3, p.bright)
    for left, y, size in ((0.4, 0.36, 0.17), (0.68, 0.55, 0.11), (0.24, 0.62, 0.09)):
        x = left + rng.uniform(-0.06, 0.06)
        wing = [(0, -0.25), (0.1, -0.4), (0.15, -0.2), (0.5, -0.5), (1, -0.2), (0.75, -0.1),
                (0.65, 0.15), (0.4, 0), (0.25, 0.25), (0, 0.4)]  # fmt: skip
        both = wing + [(-a, b) for a, b in reversed(wing)]
        stage.poly([(x + a * size, y + b * size) for a, b in both], p.deep)
    hills(stage, rng, 1.0, 0.1, p.deep)
    for x in (0.2, 0.5, 0.78):
        stage.rect(x, 0.8, x + 0.03, 1.02, p.deep)
        stage.rect(x - 0.035, 0.84, x + 0.065, 0.87, p.deep)


def planet(stage: Stage, rng: Random, p: Palette) -> None:
    """A planet with a ring."""
    sky(stage, rng, p.light, 60)
    x, y, r = rng.uniform(0.42, 0.58), rng.uniform(0.42, 0.55), rng.uniform(0.2, 0.26)
    stage.disc(x, y, r * 1.85, p.bright, 0.24)
    stage.disc(x, y, r * 1.55, p.ground, 0.2)
    stage.disc(x, y, r, mix(p.bright, p.light, 0.35))
    stage.pie(x, y, r, (20, 200), mix(p.bright, p.deep, 0.45))
    stage.disc(rng.uniform(0.1, 0.25), 0.16, 0.05, p.light)


def rocket(stage: Stage, rng: Random, p: Palette) -> None:
    """A rocket among stars."""
    sky(stage, rng, p.light, 50)
    x = rng.uniform(0.45, 0.55)
    stage.disc(x, 0.48, 0.42, p.between(-0.18))
    sky(stage, rng, p.light, 10)
    stage.poly([(x - 0.07, 0.74), (x + 0.07, 0.74), (x, 0.97)], (255, 140, 50))
    for side in (-1, 1):
        stage.poly([(x + side * 0.08, 0.52), (x + side * 0.21, 0.76), (x + side * 0.08, 0.72)],
                   p.bright)  # fmt: skip
    stage.disc(x, 0.46, 0.12, p.light, 2.45)
    stage.rect(x - 0.14, 0.745, x + 0.14, 0.77, p.between(-0.18))
    stage.poly([(x - 0.085, 0.26), (x, 0.12), (x + 0.085, 0.26)], p.bright)
    stage.disc(x, 0.42, 0.055, p.ground)


def saucer(stage: Stage, rng: Random, p: Palette) -> None:
    """A flying saucer with its beam."""
    sky(stage, rng, p.light, 40)
    x = rng.uniform(0.4, 0.6)
    stage.poly([(x - 0.12, 0.42), (x + 0.12, 0.42), (x + 0.34, 1.05), (x - 0.34, 1.05)],
               mix(p.ground, p.bright, 0.35))  # fmt: skip
    stage.pie(x, 0.35, 0.16, (180, 360), p.light)
    stage.disc(x, 0.38, 0.33, p.bright, 0.3)
    for step in (-0.2, 0.0, 0.2):
        stage.disc(x + step, 0.39, 0.03, p.deep)


def stairs(stage: Stage, rng: Random, p: Palette) -> None:
    """Somebody on a staircase to a lit door."""
    side = rng.choice((False, True))
    for step in range(7):
        x0, x1 = step / 7, 1.0
        if side:
            x0, x1 = 0.0, 1 - step / 7
        stage.rect(x0, 0.92 - step * 0.11, x1, 1.06, p.between(0.2 + step * 0.11))
    x, y = (0.1, 0.06) if side else (0.82, 0.06)
    stage.rect(x - 0.06, y - 0.02, x + 0.12, y + 0.22, p.bright)
    step = 3 if side else 4
    x, y = (step + 0.5) / 7, 0.92 - 3 * 0.11
    stage.disc(x, y - 0.27, 0.035, p.light)
    stage.soft([(x - 0.06, y), (x - 0.05, y - 0.24), (x + 0.05, y - 0.24), (x + 0.06, y)], p.light)


def plane(stage: Stage, rng: Random, p: Palette) -> None:
    """A war plane before the sun."""
    stage.disc(0.5, 0.48, 0.38, mix(p.ground, p.light, 0.4))
    stage.disc(0.5, 0.48, 0.3, p.bright)
    y = rng.uniform(0.42, 0.5)
    stage.pill(0.46, y - 0.26, 0.54, y + 0.3, p.deep)
    stage.poly([(0.5, y - 0.1), (0.94, y + 0.08), (0.94, y + 0.15), (0.5, y + 0.07),
                (0.06, y + 0.15), (0.06, y + 0.08)], p.deep)  # fmt: skip
    stage.poly([(0.5, y + 0.2), (0.67, y + 0.29), (0.67, y + 0.33), (0.33, y + 0.33),
                (0.33, y + 0.29)], p.deep)  # fmt: skip


def desert(stage: Stage, rng: Random, p: Palette) -> None:
    """A cactus in the desert sun."""
    stage.disc(rng.uniform(0.5, 0.75), 0.42, 0.24, p.light)
    hills(stage, rng, 0.84, 0.07, mix(p.ground, p.deep, 0.4))
    hills(stage, rng, 0.98, 0.07, p.deep)
    x = rng.uniform(0.24, 0.4)
    stage.pill(x - 0.045, 0.3, x + 0.045, 1.0, p.deep)
    for side, y in ((-1, 0.6), (1, 0.52)):
        far = x + side * 0.17
        stage.pill(min(x, far) - 0.02, y, max(x, far) + 0.02, y + 0.065, p.deep)
        stage.pill(far - 0.033, y - 0.17, far + 0.033, y + 0.06, p.deep)
