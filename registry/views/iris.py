"""The iris mark: six blades around a hexagonal opening that grows with the score."""

from __future__ import annotations

from functools import cache
from math import cos, hypot, pi, sin, sqrt

RIM = 48.0
PINHOLE = 3.0
WIDEST = 42.0
CENTRE = 50.0

Point = tuple[float, float]


def opening_radius(score: float) -> float:
    """The circumradius of the opening: a pinhole at 0, nearly the rim at 100."""
    return PINHOLE + (WIDEST - PINHOLE) * min(100.0, max(0.0, score)) / 100


def hexagon(score: float) -> list[Point]:
    """The corners of the opening; it turns while it opens, as a real one does."""
    radius, turn = opening_radius(score), pi / 3 * (1 - score / 100)
    return [(radius * cos(turn + k * pi / 3), radius * sin(turn + k * pi / 3)) for k in range(6)]


@cache
def opening_path(score: int) -> str:
    """The opening as an SVG path in a square of 100."""
    return "M" + "L".join(_pair(p) for p in hexagon(score)) + "Z"


@cache
def blades_path(score: int, coarse: bool = False) -> str:
    """The six blades as one SVG path in a square of 100; ``coarse`` is enough for a small mark.

    Each blade lies between two sides of the hexagon, drawn out to the rim: the side that it closes
    and the one before.
    """
    corners = hexagon(score)
    tips = [_on_rim(corners[k], corners[(k + 1) % 6]) for k in range(6)]
    blades = [
        f"M{_pair(corners[k], coarse)}L{_pair(tips[k - 1], coarse)}"
        f"A{RIM:g} {RIM:g} 0 0 1 {_pair(tips[k], coarse)}L{_pair(corners[(k + 1) % 6], coarse)}Z"
        for k in range(6)
    ]
    return "".join(blades)


def _on_rim(start: Point, through: Point) -> Point:
    """Where the ray from one point through another meets the rim."""
    dx, dy = through[0] - start[0], through[1] - start[1]
    length = hypot(dx, dy)
    dx, dy = dx / length, dy / length
    along = start[0] * dx + start[1] * dy
    reach = -along + sqrt(along**2 + RIM**2 - start[0] ** 2 - start[1] ** 2)
    return start[0] + reach * dx, start[1] + reach * dy


def _pair(point: Point, coarse: bool = False) -> str:
    digits = 0 if coarse else 1
    return f"{point[0] + CENTRE:.{digits}f} {point[1] + CENTRE:.{digits}f}"
