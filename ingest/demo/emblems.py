"""Motifs of drawn covers that show one thing: a face, a heart, a record."""

import math
from random import Random

from ingest.demo.stage import Colour, Palette, Stage, hills, mix, sky, star


def burst(stage: Stage, rng: Random, p: Palette) -> None:
    """An explosion with rays."""
    x, y, spikes = rng.uniform(0.4, 0.6), 0.5, rng.randint(9, 14)
    turn = rng.uniform(0, 1)
    for angle in range(0, 360, 30):
        stage.pie(x, y, 1.4, (angle + turn * 30, angle + turn * 30 + 14), p.between(0.16))
    stage.poly(star(x, y, (0.44, 0.25), spikes, turn), p.deep)
    stage.poly(star(x, y, (0.35, 0.2), spikes, turn), p.bright)
    stage.poly(star(x, y, (0.2, 0.11), spikes, turn + 0.2), p.light)


def bolt(stage: Stage, rng: Random, p: Palette) -> None:
    """A bolt of lightning."""
    lean = rng.uniform(-0.06, 0.06)
    stage.disc(0.5, 0.5, 0.42, p.between(0.35))
    shape = [(0.56, 0.06), (0.27, 0.54), (0.46, 0.54), (0.38, 0.95), (0.73, 0.4), (0.52, 0.4)]
    stage.poly([(x + lean + 0.025, y + 0.025) for x, y in shape], p.deep)
    stage.poly([(x + lean, y) for x, y in shape], p.bright)


def balloons(stage: Stage, rng: Random, p: Palette) -> None:
    """Three balloons."""
    for left, top, colour in ((0.27, 0.4, p.bright), (0.72, 0.46, p.deep), (0.5, 0.27, p.light)):
        x, y = left + rng.uniform(-0.04, 0.04), top + rng.uniform(-0.05, 0.05)
        stage.line([(x, y), (x * 0.5 + 0.25, 0.75), (0.5, 1.0)], 0.008, p.deep)
        stage.poly([(x, y + 0.16), (x - 0.035, y + 0.23), (x + 0.035, y + 0.23)], colour)
        stage.disc(x, y, 0.155, colour, 1.18)
        stage.disc(x - 0.05, y - 0.07, 0.03, mix(colour, (255, 255, 255), 0.5), 1.3)


def blocks(stage: Stage, rng: Random, p: Palette) -> None:
    """A child's building blocks."""
    colours = [p.bright, p.deep, p.light, mix(p.bright, p.deep, 0.5)]
    rng.shuffle(colours)
    stage.rect(0.14, 0.62, 0.46, 0.94, colours[0])
    stage.rect(0.5, 0.62, 0.82, 0.94, colours[1])
    stage.disc(0.3, 0.46, 0.155, colours[2])
    stage.poly([(0.66, 0.27), (0.46, 0.61), (0.86, 0.61)], colours[3])
    stage.poly(star(0.3, 0.78, (0.1, 0.045), 5, 0), p.light)
    stage.disc(0.66, 0.78, 0.08, p.bright)


def bear(stage: Stage, rng: Random, p: Palette) -> None:
    """A teddy bear's face."""
    fur = rng.choice((p.deep, p.bright, mix(p.bright, p.deep, 0.45)))
    soft = mix(fur, p.light, 0.55)
    for x in (0.25, 0.75):
        stage.disc(x, 0.28, 0.14, fur)
        stage.disc(x, 0.28, 0.075, soft)
    stage.disc(0.5, 0.55, 0.36, fur)
    stage.disc(0.5, 0.67, 0.17, soft, 0.8)
    for x in (0.36, 0.64):
        stage.disc(x, 0.48, 0.045, p.light)
        stage.disc(x, 0.485, 0.026, (24, 22, 28))
    stage.disc(0.5, 0.61, 0.05, (24, 22, 28), 0.75)


def smile(stage: Stage, rng: Random, p: Palette) -> None:
    """A laughing face, sometimes winking."""
    face = p.bright if rng.random() < 0.5 else p.light
    stage.disc(0.53, 0.53, 0.4, p.between(0.25))
    stage.disc(0.5, 0.5, 0.4, face)
    stage.pie(0.5, 0.52, 0.27, (0, 180), p.deep)
    stage.disc(0.5, 0.72, 0.11, mix(p.bright, p.deep, 0.35), 0.6)
    winks = rng.random() < 0.4
    stage.disc(0.36, 0.38, 0.045, p.deep, 1.4)
    if winks:
        stage.line([(0.57, 0.4), (0.64, 0.35), (0.71, 0.4)], 0.03, p.deep)
    else:
        stage.disc(0.64, 0.38, 0.045, p.deep, 1.4)


def disguise(stage: Stage, rng: Random, p: Palette) -> None:
    """Glasses, nose and moustache."""
    stage.disc(0.5, 0.47, 0.42, p.bright if rng.random() < 0.6 else mix(p.ground, p.light, 0.5))
    for x in (0.31, 0.69):
        stage.disc(x, 0.4, 0.15, p.light)
        stage.ring(x, 0.4, 0.16, 0.035, p.deep)
        stage.disc(x + rng.uniform(-0.05, 0.05), 0.41, 0.035, p.deep)
    stage.line([(0.45, 0.38), (0.55, 0.38)], 0.03, p.deep)
    stage.disc(0.5, 0.53, 0.085, mix(p.bright, p.deep, 0.3), 1.2)
    for side in (-1, 1):
        stage.disc(0.5 + side * 0.12, 0.69, 0.14, p.deep, 0.45)
        stage.poly(
            [(0.5 + side * 0.2, 0.64), (0.5 + side * 0.36, 0.62), (0.5 + side * 0.2, 0.74)],
            p.deep,
        )


def hat(stage: Stage, rng: Random, p: Palette) -> None:
    """A face in the shadow of a hat."""
    tilt = rng.uniform(-0.04, 0.04)
    stage.disc(0.5, 0.62, 0.2, p.between(0.55), 1.5)
    stage.poly([(0.3, 0.36), (0.36, 0.12), (0.5, 0.17), (0.64, 0.12), (0.7, 0.36)], p.deep)
    stage.rect(0.3, 0.31, 0.7, 0.37, p.bright)
    stage.poly([(0.08, 0.42 + tilt), (0.3, 0.36), (0.7, 0.36), (0.92, 0.42 - tilt),
                (0.5, 0.47)], p.deep)  # fmt: skip
    stage.poly([(0.12, 1.02), (0.26, 0.78), (0.5, 0.92), (0.74, 0.78), (0.88, 1.02)], p.deep)
    stage.poly([(0.5, 0.92), (0.45, 1.02), (0.55, 1.02)], p.bright)


def lens(stage: Stage, rng: Random, p: Palette) -> None:
    """A camera's lens."""
    stage.disc(0.5, 0.5, 0.42, p.between(0.3))
    for r, colour in ((0.34, p.deep), (0.27, p.light), (0.2, p.bright), (0.13, p.deep)):
        stage.disc(0.5, 0.5, r, colour)
    x, y = rng.choice(((0.44, 0.44), (0.56, 0.44)))
    stage.disc(x, y, 0.045, p.light)
    stage.disc(0.86, 0.14, 0.045, p.bright)


def globe(stage: Stage, rng: Random, p: Palette) -> None:
    """A globe with one place marked."""
    stage.disc(0.5, 0.5, 0.38, p.deep)
    for width in (0.38, 0.24, 0.09):
        stage.oval(0.5, 0.5, width, 0.38, p.light)
    for y, half in ((0.5, 0.38), (0.32, 0.335), (0.68, 0.335)):
        stage.line([(0.5 - half, y), (0.5 + half, y)], 0.009, p.light)
    stage.disc(rng.uniform(0.35, 0.65), rng.uniform(0.35, 0.65), 0.05, p.bright)


def masks(stage: Stage, rng: Random, p: Palette) -> None:
    """The two masks of the theatre."""
    glad = rng.random() < 0.5
    for x, y, colour, up in ((0.37, 0.4, p.light, glad), (0.64, 0.6, p.bright, not glad)):
        stage.poly([(x - 0.24, y - 0.26), (x + 0.24, y - 0.26), (x + 0.22, y + 0.08),
                    (x, y + 0.32), (x - 0.22, y + 0.08)], colour)  # fmt: skip
        for eye in (-0.1, 0.1):
            stage.disc(x + eye, y - 0.1, 0.05, p.deep, 0.6)
        middle, span = (y + 0.03, (15, 165)) if up else (y + 0.15, (195, 345))
        stage.pie(x, middle, 0.12, span, p.deep)


def crystal(stage: Stage, rng: Random, p: Palette) -> None:
    """A crystal ball."""
    sky(stage, rng, p.light, 24)
    stage.poly([(0.28, 0.98), (0.72, 0.98), (0.64, 0.8), (0.36, 0.8)], p.deep)
    stage.disc(0.5, 0.52, 0.33, mix(p.ground, p.light, 0.35))
    stage.disc(0.47, 0.48, 0.24, mix(p.ground, p.light, 0.6))
    stage.poly(star(0.5, 0.52, (0.19, 0.05), 4, rng.uniform(-0.2, 0.2)), p.bright)


def ghost(stage: Stage, rng: Random, p: Palette) -> None:
    """A ghost before a red moon."""
    stage.disc(rng.uniform(0.25, 0.75), 0.36, 0.3, p.bright)
    stage.pie(0.5, 0.48, 0.25, (180, 360), p.light)
    stage.rect(0.25, 0.47, 0.75, 0.84, p.light)
    for x in (0.3333, 0.5, 0.6667):
        stage.pie(x, 0.83, 0.0834, (0, 180), p.light)
    for x in (0.4, 0.6):
        stage.disc(x, 0.48, 0.05, p.deep, 1.4)
    stage.disc(0.5, 0.65, 0.055, p.deep, 1.5)


def skull(stage: Stage, rng: Random, p: Palette) -> None:
    """A skull."""
    stage.disc(0.5, 0.48, 0.45, p.bright if rng.random() < 0.6 else p.between(0.4))
    stage.disc(0.5, 0.43, 0.28, p.light)
    stage.rect(0.36, 0.6, 0.64, 0.8, p.light)
    for x in (0.385, 0.615):
        stage.disc(x, 0.47, 0.085, p.deep, 1.05)
    stage.poly([(0.5, 0.55), (0.46, 0.63), (0.54, 0.63)], p.deep)
    for x in (0.43, 0.5, 0.57):
        stage.rect(x - 0.008, 0.69, x + 0.008, 0.8, p.deep)


def notes(stage: Stage, rng: Random, p: Palette) -> None:
    """Two notes of music."""
    tilt = rng.uniform(0.02, 0.12)
    stage.disc(0.52, 0.5, 0.42, p.between(0.4))
    stage.poly([(0.36, 0.22 + tilt), (0.74, 0.22 - tilt + 0.06), (0.74, 0.33 - tilt + 0.06),
                (0.36, 0.33 + tilt)], p.bright)  # fmt: skip
    stage.line([(0.375, 0.25 + tilt), (0.375, 0.76)], 0.03, p.bright)
    stage.line([(0.725, 0.3 - tilt), (0.725, 0.68)], 0.03, p.bright)
    for x, y in ((0.29, 0.76), (0.64, 0.68)):
        stage.disc(x, y, 0.1, p.light, 0.78)


def record(stage: Stage, rng: Random, p: Palette) -> None:
    """A record."""
    stage.disc(0.5, 0.5, 0.42, p.deep)
    for r in (0.36, 0.3, 0.24):
        stage.ring(0.5, 0.5, r, 0.006, p.between(0.5))
    stage.disc(0.5, 0.5, 0.16, p.bright)
    stage.disc(0.5, 0.5, 0.03, p.light)
    turn = rng.uniform(0, 60)
    stage.pie(0.5, 0.5, 0.4, (200 + turn, 212 + turn), p.between(0.55))
    stage.disc(0.5, 0.5, 0.16, p.bright)
    stage.disc(0.5, 0.5, 0.03, p.light)


def magnifier(stage: Stage, rng: Random, p: Palette) -> None:
    """An eye behind a magnifying glass."""
    x, y = rng.uniform(0.38, 0.46), rng.uniform(0.36, 0.44)
    stage.line([(x + 0.18, y + 0.18), (x + 0.46, y + 0.48)], 0.1, p.deep)
    stage.line([(x + 0.2, y + 0.2), (x + 0.3, y + 0.3)], 0.06, p.bright)
    stage.disc(x, y, 0.28, p.bright)
    stage.disc(x, y, 0.23, mix(p.ground, p.light, 0.55))
    stage.disc(x, y, 0.15, p.light, 0.6)
    stage.disc(x, y, 0.075, p.deep)
    stage.disc(x - 0.03, y - 0.03, 0.02, p.light)


def keyhole(stage: Stage, rng: Random, p: Palette) -> None:
    """Light through a keyhole."""
    stage.pill(0.24, 0.08, 0.76, 0.94, p.deep)
    stage.pill(0.28, 0.12, 0.72, 0.9, p.between(0.5))
    glow = rng.choice((p.bright, p.light))
    stage.disc(0.5, 0.42, 0.13, glow)
    stage.poly([(0.5, 0.4), (0.39, 0.74), (0.61, 0.74)], glow)


def _heart(stage: Stage, x: float, y: float, size: float, fill: Colour) -> None:
    points = []
    for step in range(60):
        t = 2 * math.pi * step / 60
        across = 16 * math.sin(t) ** 3
        up = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((x + across * size / 16, y - up * size / 16))
    stage.poly(points, fill)


def hearts(stage: Stage, rng: Random, p: Palette) -> None:
    """Two hearts, or one in another."""
    stage.disc(0.5, 0.47, 0.45, mix(p.ground, p.light, 0.35))
    if rng.random() < 0.5:
        _heart(stage, 0.4, 0.42, 0.27, p.deep)
        _heart(stage, 0.6, 0.54, 0.27, p.bright)
    else:
        _heart(stage, 0.5, 0.47, 0.38, p.bright)
        _heart(stage, rng.uniform(0.44, 0.56), 0.45, 0.15, p.light)


def rose(stage: Stage, rng: Random, p: Palette) -> None:
    """A rose."""
    stem = rng.uniform(0.44, 0.56)
    stage.line([(stem, 0.45), (0.5, 1.05)], 0.022, p.deep)
    stage.disc(stem + 0.1, 0.76, 0.09, p.deep, 0.42)
    stage.disc(stem - 0.09, 0.86, 0.09, p.deep, 0.42)
    for ring, count, radius in ((0.17, 8, 0.12), (0.09, 6, 0.1)):
        colour = p.bright if ring > 0.1 else mix(p.bright, p.light, 0.35)
        turn = rng.uniform(0, 1)
        for step in range(count):
            angle = turn + 2 * math.pi * step / count
            stage.disc(stem + ring * math.cos(angle), 0.36 + ring * math.sin(angle), radius, colour)
    stage.disc(stem, 0.36, 0.08, mix(p.bright, p.deep, 0.45))


def target(stage: Stage, rng: Random, p: Palette) -> None:
    """A target with cross-hairs."""
    x, y = rng.uniform(0.42, 0.58), 0.5
    for step, r in enumerate((0.42, 0.32, 0.22, 0.12)):
        stage.disc(x, y, r, p.bright if step % 2 == 0 else p.deep)
    stage.disc(x, y, 0.04, p.light)
    stage.rect(x - 0.6, y - 0.008, x + 0.6, y + 0.008, p.light)
    stage.rect(x - 0.008, -0.5, x + 0.008, 1.5, p.light)


def eye(stage: Stage, rng: Random, p: Palette) -> None:
    """A wide open eye."""
    lid = [(0.04 + 0.92 * s / 30, 0.5 - 0.27 * math.sin(math.pi * s / 30)) for s in range(31)]
    lower = [(x, 1.0 - y) for x, y in reversed(lid)]
    stage.poly(lid + lower, p.light)
    stage.disc(0.5, 0.5, 0.23, p.bright)
    stage.disc(0.5, 0.5, 0.12, p.deep)
    stage.disc(rng.choice((0.45, 0.55)), 0.44, 0.035, p.light)
    for s in range(4, 27, 4):
        x, y = lid[s]
        stage.line([(x, y), (x + (x - 0.5) * 0.28, y - 0.11)], 0.016, p.deep)


def helmet(stage: Stage, rng: Random, p: Palette) -> None:
    """A soldier's helmet."""
    stage.disc(rng.uniform(0.4, 0.6), 0.42, 0.36, p.bright)
    stage.pie(0.5, 0.62, 0.33, (180, 360), p.deep)
    stage.pill(0.09, 0.58, 0.91, 0.67, p.deep)
    stage.poly(star(0.5, 0.46, (0.09, 0.04), 5, 0), p.light)
    stage.line([(0.24, 0.66), (0.42, 0.9), (0.58, 0.9), (0.76, 0.66)], 0.025, p.deep)
    hills(stage, rng, 1.02, 0.06, p.between(0.7))


def badge(stage: Stage, rng: Random, p: Palette) -> None:
    """A sheriff's star."""
    turn = rng.uniform(-0.12, 0.12)
    stage.disc(0.5, 0.5, 0.42, p.between(0.35))
    stage.poly(star(0.5, 0.5, (0.36, 0.17), 5, turn), p.light)
    for step in range(5):
        angle = turn + 2 * math.pi * step / 5
        stage.disc(0.5 + 0.36 * math.sin(angle), 0.5 - 0.36 * math.cos(angle), 0.045, p.light)
    stage.disc(0.5, 0.5, 0.12, p.deep)
    stage.disc(0.5, 0.5, 0.09, p.bright)


def shapes(stage: Stage, rng: Random, p: Palette) -> None:
    """Three discs, for a film that says nothing of itself."""
    for colour in (p.between(0.4), p.bright, p.deep):
        stage.disc(rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7), rng.uniform(0.15, 0.3), colour)
