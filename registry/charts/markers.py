"""Markers: shapes that tell lines apart without colour, as pieces of SVG paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Point = tuple[float, float]
Marker = Callable[[float, float], str]


def circle(x: float, y: float, radius: float = 4) -> str:
    """A disc."""
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius:g} 0{arc}-{2 * radius:g} 0z"


def square(x: float, y: float) -> str:
    """A square."""
    return f"M{x - 3.8:.1f} {y - 3.8:.1f}h7.6v7.6h-7.6z"


def triangle(x: float, y: float) -> str:
    """A triangle that points up."""
    return f"M{x:.1f} {y - 4.8:.1f}l4.8 8.4h-9.6z"


def diamond(x: float, y: float) -> str:
    """A square on its corner."""
    return f"M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"


def ring(x: float, y: float) -> str:
    """A disc that its style draws hollow."""
    return circle(x, y, 3.6)


MARKERS: tuple[Marker, ...] = (circle, square, triangle, diamond, ring)
"""By line."""


def line(points: Sequence[Point | None]) -> str:
    """A line through points, with a gap where there is none."""
    drawn, is_down = "", False
    for point in points:
        if point is not None:
            drawn += f"{'L' if is_down else 'M'}{point[0]:.1f} {point[1]:.1f}"
        is_down = point is not None
    return drawn
