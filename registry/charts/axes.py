"""Axes: a light grid with numbers, and half-years with how many releases each tells of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from registry.charts.shapes import Drawing, Path, Text

LETTER = 7.0
"""The usual width of a figure at the smallest size."""


class Scale(NamedTuple):
    """An axis from 0 to ``top``, with a line every ``step``."""

    top: int
    step: int

    @property
    def ticks(self) -> range:
        return range(0, self.top + 1, self.step)


SCALES = (
    Scale(5, 1),
    Scale(10, 2),
    Scale(20, 5),
    Scale(40, 10),
    Scale(60, 20),
    Scale(80, 20),
    Scale(100, 25),
)


def scale_for(values: Iterable[float]) -> Scale:
    """The shortest scale that has room for values of 0 to 100."""
    most = max(values, default=0.0)
    return next((scale for scale in SCALES if most <= scale.top * 0.97), SCALES[-1])


def draw_axes(
    drawing: Drawing, halves: Sequence[int], counts: Sequence[int], scale: Scale, unit: str
) -> None:
    """Draws the grid, and below it the half-years with the numbers of releases: by year where there is little room."""
    size, paths, texts = drawing
    right = size.left + size.plot_width
    levels = {value: size.y(value, scale.top) for value in scale.ticks}
    grid = "".join(f"M{size.left} {y:.1f}H{right}" for value, y in levels.items() if value)
    paths += [Path("grid", grid), Path("axis", f"M{size.left} {levels[0]:.1f}H{right}")]
    for value, y in levels.items():
        texts.append(Text("soft", 0, y + 4, "start", f"{value}{unit}"))
    _draw_halves(drawing, halves, counts)


def _draw_halves(drawing: Drawing, halves: Sequence[int], counts: Sequence[int]) -> None:
    size, paths, texts = drawing
    floor = size.top + size.plot_height
    slots = len(halves)
    slot = size.plot_width / slots
    by_half = max(len(short(n)) for n in counts) * LETTER + 6 <= slot
    new_years = [n for n, half in enumerate(halves) if half % 2 == 0 and n]
    paths.append(Path("grid", "".join(f"M{size.x(n, slots):.1f} {floor}v40" for n in new_years)))
    for n, count in enumerate(counts):
        if by_half:
            told = short(count)
            texts.append(Text("tiny", size.x(n + 0.5, slots), floor + 16, "middle", told))
    for year in sorted({half // 2 for half in halves}):
        places = [n for n, half in enumerate(halves) if half // 2 == year]
        room, x = slot * len(places), size.x((places[0] + places[-1] + 1) / 2, slots)
        words = f"{year}" if room >= 34 else f"’{year % 100:02}"
        texts.append(Text("soft", x, floor + 36, "middle", words))
        told = short(sum(counts[n] for n in places))
        if not by_half and len(told) * LETTER <= room:
            texts.append(Text("tiny", x, floor + 16, "middle", told))


def short(count: int) -> str:
    """A number of releases in at most four signs."""
    if count < 1000:
        return str(count)
    thousands = count / 1000
    if thousands < 9.95:
        return f"{thousands:.1f}k"
    return f"{thousands:.0f}k" if thousands < 999.5 else f"{thousands / 1000:.1f}M"
