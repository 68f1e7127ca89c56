"""The iris mark: six curved blades around an opening that grows with the score."""

from __future__ import annotations

from functools import cache
from math import cos, hypot, pi, sin, sqrt

RIM = 48.0
PINHOLE = 3.0
WIDEST = 42.0
CENTRE = 50.0
EDGE = 70.0
"""The radius of a blade's edge: a little longer than the mark is wide, so that the edges sweep and do not curl."""

Point = tuple[float, float]
Blade = tuple[Point, Point, Point, Point]
"""Two corners of the opening with a point of the rim each: inner, outer, outer, inner."""


def opening_radius(score: float) -> float:
    """The circumradius of the opening: a pinhole at 0, nearly the rim at 100."""
    return PINHOLE + (WIDEST - PINHOLE) * min(100.0, max(0.0, score)) / 100


def turn_at(score: float) -> float:
    """How far the opening is turned, in radians: it turns while it opens, as a real one does."""
    return pi / 3 * (1 - score / 100)


def hexagon(score: float, turn: float | None = None) -> list[Point]:
    """The corners of the opening around the origin; ``turn`` has it lie as that of another score."""
    radius, turned = opening_radius(score), turn_at(score) if turn is None else turn
    return [
        (radius * cos(turned + k * pi / 3), radius * sin(turned + k * pi / 3)) for k in range(6)
    ]


def blades(score: float) -> list[Blade]:
    """The six blades around the origin.

    Each lies between two edges, the one that it closes and the one before: arcs of radius ``EDGE`` that begin at a
    corner of the opening, pass the next and end at the rim. Its outer side is the arc of the rim from the second
    point to the third.
    """
    corners = hexagon(score)
    tips = [_on_rim(corners[k], corners[(k + 1) % 6]) for k in range(6)]
    return [(corners[k], tips[k - 1], tips[k], corners[(k + 1) % 6]) for k in range(6)]


@cache
def opening_path(score: int, like: int | None = None) -> str:
    """The opening as an SVG path in a square of 100; turned as that of ``like``, if given."""
    corners = hexagon(score, None if like is None else turn_at(like))
    return f"M{_pair(corners[0])}{''.join(_edge(p) for p in corners[1:])}{_edge(corners[0])}Z"


@cache
def blades_path(score: int, coarse: bool = False) -> str:
    """The six blades as one SVG path in a square of 100; ``coarse`` is enough for a small mark."""
    return "".join(
        f"M{_pair(inner, coarse)}{_edge(start, coarse)}A{RIM:g} {RIM:g} 0 0 1 {_pair(end, coarse)}"
        f"{_edge(last, coarse, 0)}{_edge(inner, coarse, 0)}Z"
        for inner, start, end, last in blades(score)
    )


def _on_rim(start: Point, through: Point) -> Point:
    """Where an edge that begins at one corner and passes the next meets the rim.

    The edge's circle bulges away from the origin, so its centre lies beyond the origin.
    """
    middle = (start[0] + through[0]) / 2, (start[1] + through[1]) / 2
    half, apothem = hypot(through[0] - start[0], through[1] - start[1]) / 2, hypot(*middle)
    beyond = sqrt(EDGE**2 - half**2) / apothem
    centre = middle[0] * (1 - beyond), middle[1] * (1 - beyond)
    away = hypot(*centre)
    along = (RIM**2 - EDGE**2 + away**2) / (2 * away)
    across = sqrt(RIM**2 - along**2)
    x, y = centre[0] / away, centre[1] / away
    meets = [(along * x + s * across * y, along * y - s * across * x) for s in (1, -1)]
    return min(meets, key=lambda p: hypot(p[0] - through[0], p[1] - through[1]))


def _edge(to: Point, coarse: bool = False, sweep: int = 1) -> str:
    return f"A{EDGE:g} {EDGE:g} 0 0 {sweep} {_pair(to, coarse)}"


def _pair(point: Point, coarse: bool = False) -> str:
    digits = 0 if coarse else 1
    return f"{point[0] + CENTRE:.{digits}f} {point[1] + CENTRE:.{digits}f}"
