"""Labels: names beside what they name, moved apart where they would overlap."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from registry.charts.markers import Marker
from registry.charts.shapes import Drawing, Path, Text

LETTER = 7.3
"""The usual width of a letter of a label."""
LINE = 16.0
BEFORE, AFTER = 25, 2
"""What is kept free to the left of a label, for its marker, and to its right."""
FIRM = "\u00a0"
"""A space at which no line is broken."""


class Label(NamedTuple):
    """A name with a value, the point that it belongs to, and the style and marker of what it names; an area has no
    marker."""

    name: str
    value: str
    x: float
    y: float
    style: str
    marker: Marker | None


def draw_labels(drawing: Drawing, labels: Sequence[Label]) -> None:
    """Names what is drawn at its right, each at the height of its end or as near as the others let it. The labels of
    what is equally high stand in the order given."""
    size = drawing.size
    signs = int((size.right - BEFORE - AFTER) / LETTER)
    values = [label.value.replace(" ", FIRM) for label in labels]
    lines = [
        wrap(f"{label.name} {value}", signs, break_long_words=False)
        for label, value in zip(labels, values, strict=True)
    ]
    heights = [LINE * len(words) + 4 for words in lines]
    tops = placed([label.y for label in labels], heights, size.top - 6, size.height - 4)
    x = size.width - size.right + BEFORE
    for label, value, words, top, height in zip(labels, values, lines, tops, heights, strict=True):
        _mark(drawing, label, x - 10, top + height / 2)
        for n, line in enumerate(words):
            is_last = n == len(words) - 1
            told = line.removesuffix(value) if is_last else line
            y = top + LINE * (n + 1) - 1
            drawing.texts.append(Text("ink", x, y, "start", told, value if is_last else ""))


def _mark(drawing: Drawing, label: Label, x: float, y: float) -> None:
    begin = label.x + (7 if label.marker else 1)
    drawing.paths.append(Path("lead", f"M{begin:.1f} {label.y:.1f}L{x - 7:.1f} {y:.1f}"))
    square = f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10z"
    drawing.paths.append(Path(label.style, label.marker(x, y) if label.marker else square))


def placed(
    middles: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """The upper edges of boxes of these heights, around these middles or as near as they get without overlapping, in
    the same order from above; not below ``high``, and within ``low`` where they fit."""
    order = sorted(range(len(middles)), key=lambda n: middles[n])
    tops = [0.0] * len(middles)
    free = low
    for n in order:
        tops[n] = max(middles[n] - heights[n] / 2, free)
        free = tops[n] + heights[n]
    limit = high
    for n in reversed(order):
        tops[n] = min(tops[n], limit - heights[n])
        limit = tops[n]
    return tops
