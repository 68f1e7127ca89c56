"""The mark: the iris as an image, in the geometry that the pages have it in."""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, hypot, pi, sin, sqrt

from PIL import Image, ImageDraw

from registry.drawing.ink import PALETTE
from registry.views import iris

FINER = 4
"""How many times larger it is drawn than shown: what is reduced has smooth edges."""
STEPS = 12
"""Points on the arc of a blade."""


@lru_cache(maxsize=16)  # a large one takes 0.3 MB
def mark(score: int, size: int, high: int | None = None, *, pale: bool = False) -> Image.Image:
    """The iris in a square of ``size`` pixels on the light ground. ``pale``: there is no grade."""
    drawn = size * FINER
    unit = drawn / (2 * (iris.RIM + 1))
    image = Image.new("RGB", (drawn, drawn), PALETTE["ground"])
    draw = ImageDraw.Draw(image)

    def placed(points: list[iris.Point]) -> list[iris.Point]:
        return [(drawn / 2 + x * unit, drawn / 2 + y * unit) for x, y in points]

    light, dark = ("rule", "strong-rule") if pale else ("light", "blade")
    draw.ellipse([*placed([(-47, -47)]), *placed([(47, 47)])], PALETTE[light])
    seam = max(FINER, round(_seam(size) * unit))
    for blade in iris.blades(score):
        outline = placed(_outline(blade))
        draw.polygon(outline, PALETTE[dark])
        draw.line([*outline, outline[0]], PALETTE["ground"], seam, joint="curve")
    if high is not None and high - score >= 1:
        corners = iris.hexagon(high, iris.turn_at(score))
        edges = zip(corners, [*corners[1:], corners[0]], strict=True)
        around = [point for a, b in edges for point in _arc(a, b, iris.EDGE)[1:]]
        _dots(draw, placed(around), max(FINER / 2, 0.8 * unit))
    return image.reduce(FINER)


def _seam(size: int) -> float:
    """The width of the line between blades, of 100: a small mark needs wider ones."""
    return 4.5 if size < 40 else 2.5 if size < 90 else 1.4


def _outline(blade: iris.Blade) -> list[iris.Point]:
    """The points around a blade, as its path on the pages goes."""
    inner, start, end, last = blade
    return [
        *_arc(inner, start, iris.EDGE),
        *_arc(start, end, iris.RIM),
        *_arc(last, end, iris.EDGE)[::-1],
        *_arc(inner, last, iris.EDGE)[::-1],
    ]


def _arc(start: iris.Point, end: iris.Point, radius: float) -> list[iris.Point]:
    """Points of the shorter clockwise arc from one point to another."""
    (x1, y1), (x2, y2) = start, end
    half = hypot(x2 - x1, y2 - y1) / 2
    away = sqrt(max(0.0, radius**2 - half**2)) / (2 * half)
    centre = (x1 + x2) / 2 - (y2 - y1) * away, (y1 + y2) / 2 + (x2 - x1) * away
    begin = atan2(y1 - centre[1], x1 - centre[0])
    turn = (atan2(y2 - centre[1], x2 - centre[0]) - begin) % (2 * pi)
    angles = [begin + turn * k / STEPS for k in range(STEPS + 1)]
    return [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in angles]


def _dots(draw: ImageDraw.ImageDraw, points: list[iris.Point], radius: float) -> None:
    for x, y in points[::2]:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), PALETTE["light"])
