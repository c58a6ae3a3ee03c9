"""Means with their intervals as an inline SVG: one line each, on a common scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10

from mmrec.evaluation.metrics import Interval

NAMES, SCALE, VALUES = 210, 430, 70  # widths in pixels
LINE, HEAD = 26, 26  # heights in pixels
TICKS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a plot. `main` is drawn in the colour of the ranker."""

    name: str
    value: Interval
    main: bool = False


def plot(marks: Sequence[Mark], title: str) -> str:
    """An SVG of the marks that have a value; the scale always holds 0. `title`: for all readers."""
    shown = [mark for mark in marks if isfinite(mark.value.mean)]
    low = min([0.0, *(mark.value.low for mark in shown)])
    high = max([low + 1e-6, *(mark.value.high for mark in shown)])
    height = HEAD + LINE * len(shown)
    parts = [_axis(low, high, height)]
    parts += [_mark(mark, HEAD + LINE * n, low, high) for n, mark in enumerate(shown)]
    size = f'viewBox="0 0 {NAMES + SCALE + VALUES} {height}"'
    return f'<svg role="img" {size}><title>{escape(title)}</title>{"".join(parts)}</svg>'


def _mark(mark: Mark, top: int, low: float, high: float) -> str:
    value, middle = mark.value, top + LINE // 2
    kind = "main" if mark.main else "other"
    left, right, centre = (_x(one, low, high) for one in (value.low, value.high, value.mean))
    return (
        f'<text x="{NAMES - 12}" y="{middle + 4}" text-anchor="end">{escape(mark.name)}</text>'
        f'<line class="{kind}" x1="{left:.1f}" x2="{right:.1f}" y1="{middle}" y2="{middle}"/>'
        f'<circle class="{kind}" cx="{centre:.1f}" cy="{middle}" r="4.5"/>'
        f'<text x="{NAMES + SCALE + 12}" y="{middle + 4}">{value.mean:.4f}</text>'
    )


def _axis(low: float, high: float, height: int) -> str:
    """Ticks at round numbers; 0 is the stronger line."""
    step = _step(high - low)
    first, last = round(low / step - 0.5), round(high / step + 0.5)
    parts = []
    for tick in (number * step for number in range(first, last + 1)):
        if not low <= tick <= high:
            continue
        x, kind = _x(tick, low, high), "zero" if abs(tick) < step / 2 else "tick"
        parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{height}"/>')
        parts.append(
            f'<text class="tick" x="{x:.1f}" y="12" text-anchor="middle">{tick:.4g}</text>'
        )
    return "".join(parts)


def _step(width: float) -> float:
    """1, 2 or 5 times a power of ten, so that there are about TICKS of them."""
    rough = width / TICKS
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)


def _x(value: float, low: float, high: float) -> float:
    return NAMES + SCALE * (value - low) / (high - low)
