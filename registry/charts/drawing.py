"""Drawing: a chart as shapes with places, for one width. Templates write them down as SVG."""

from __future__ import annotations

from registry.charts import markers
from registry.charts.axes import Scale, draw_axes, scale_for
from registry.charts.chart import Chart, Lines, Ranges, Stack, begun, fewest
from registry.charts.labels import Label, draw_labels
from registry.charts.shapes import NARROW, WIDE, Drawing, Path, Size, Text

__all__ = ["NARROW", "WIDE", "draw"]

ROW = 42
WIDEST = 56.0
"""Columns are not drawn wider than this."""


def draw(chart: Chart, size: Size) -> Drawing:
    """The drawing of a chart at a size; one that is too small to draw says so."""
    drawn = chart.drawn
    if chart.is_empty:
        told = Text("soft", 0, 20, "start", "There are too few releases to draw anything.")
        return Drawing(size._replace(height=40), [], [told])
    if isinstance(drawn, Ranges):
        return _ranges(drawn, size)
    if isinstance(drawn, Lines):
        return _lines(begun(drawn), size)
    kind = _stack if len(drawn.parts) > 1 else _columns
    return kind(begun(drawn), size, fewest(drawn.counts))


def _lines(drawn: Lines, size: Size) -> Drawing:
    drawing = Drawing(size, [], [])
    scale = scale_for(v for row in drawn.values for v in row if v is not None)
    slots = len(drawn.halves)
    draw_axes(drawing, drawn.halves, drawn.counts, scale, "")
    names = drawn.names if size is WIDE else drawn.short
    labels = []
    for n, (name, values) in enumerate(zip(names, drawn.values, strict=True)):
        points = [
            None if v is None else (size.x(at + 0.5, slots), size.y(v, scale.top))
            for at, v in enumerate(values)
        ]
        known = [p for p in points if p is not None]
        if not known:
            continue
        marker = markers.MARKERS[n]
        drawing.paths.append(Path(f"s{n + 1}", markers.line(points)))
        drawing.paths.append(Path(f"m{n + 1}", "".join(marker(*point) for point in known)))
        last = next(v for v in reversed(values) if v is not None)
        labels.append(Label(name, f"{last:.0f}", *known[-1], f"m{n + 1}", marker))
    draw_labels(drawing, labels)
    return drawing


def _stack(drawn: Stack, size: Size, least: int) -> Drawing:
    """Columns of parts that add up to all, the most open part above, of so many releases at least."""
    drawing = Drawing(size, [], [])
    scale, slots = Scale(100, 25), len(drawn.halves)
    draw_axes(drawing, drawn.halves, drawn.counts, scale, " %")
    width = min(size.plot_width / slots * 0.8, WIDEST)
    enough = [n for n, count in enumerate(drawn.counts) if count >= least]
    ceiling = [100.0] * slots
    labels = []
    for name, numbers, style in zip(drawn.names, drawn.parts, fills(len(drawn.parts)), strict=True):
        areas = ""
        for n in enough:
            share = 100 * numbers[n] / drawn.counts[n]
            middle = size.x(n + 0.5, slots)
            high, low = size.y(ceiling[n], 100), size.y(ceiling[n] - share, 100)
            ceiling[n] -= share
            areas += _area(middle - width / 2, high + 0.8, width, low - 0.8) if share else ""
            if low - high >= 18 and width >= 36:
                told = Text(f"on-{style}", middle, (low + high) / 2 + 5, "middle", _percent(share))
                drawing.texts.append(told)
            if n == enough[-1]:
                at = middle + width / 2, (low + high) / 2
                labels.append(Label(name, _percent(share), *at, style, None))
        drawing.paths.append(Path(style, areas))
    draw_labels(drawing, labels)
    return drawing


def fills(count: int) -> list[str]:
    """The styles of so many parts, from the most open to the least."""
    few = {2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 3, 5)}
    return [f"t{n}" for n in few.get(count, range(1, count + 1))]


def _columns(drawn: Stack, size: Size, least: int) -> Drawing:
    """Columns of one part of all, with their values above, of so many releases at least. They need no label: the axis
    says what they are."""
    drawing = Drawing(size._replace(right=8), [], [])
    size, slots = drawing.size, len(drawn.halves)
    shares = [
        100 * n / of if of >= least else None
        for n, of in zip(drawn.parts[0], drawn.counts, strict=True)
    ]
    scale = scale_for(share for share in shares if share is not None)
    draw_axes(drawing, drawn.halves, drawn.counts, scale, " %")
    slot = size.plot_width / slots
    width = min(slot * 0.8, WIDEST)
    areas = ""
    for n, share in enumerate(shares):
        if share is None:
            continue
        middle, high = size.x(n + 0.5, slots), size.y(share, scale.top)
        areas += _area(middle - width / 2, high, width, size.y(0, scale.top)) if share else ""
        if slot >= 30:
            words = _percent(share) if slot >= 44 else _percent(share).removesuffix(" %")
            drawing.texts.append(Text("ink", middle, high - 6, "middle", words))
    drawing.paths.append(Path("t1", areas))
    return drawing


def _area(x: float, high: float, width: float, low: float) -> str:
    return f"M{x:.1f} {low:.1f}h{width:.1f}V{min(high, low - 0.5):.1f}h-{width:.1f}z"


def _percent(share: float) -> str:
    return f"{share:.0f} %" if share >= 9.95 or not share else f"{share:.1f} %"


def _ranges(drawn: Ranges, size: Size) -> Drawing:
    """By group a dot at the median on a bar over the middle half."""
    rows = len(drawn.names)
    is_wide = size is WIDE
    left, right = (132, 96) if is_wide else (112, 84)
    floor = size.top + ROW * rows
    plot = size._replace(height=floor + 26, left=left, right=right, bottom=26)
    drawing = Drawing(plot, [], [])
    scale = scale_for(high for q in drawn.quartiles if q is not None for high in q[2:])
    for value in scale.ticks:
        x = plot.x(value, scale.top)
        drawing.paths.append(Path("grid" if value else "axis", f"M{x:.1f} {plot.top}V{floor}"))
        drawing.texts.append(Text("soft", x, floor + 20, "middle", f"{value}"))
    for n, (name, count) in enumerate(zip(drawn.names, drawn.counts, strict=True)):
        y = plot.top + ROW * (n + 0.5)
        drawing.texts.append(Text("ink", 0, y - 2, "start", name))
        drawing.texts.append(Text("tiny", 0, y + 14, "start", _releases(count)))
        _range(drawing, drawn.quartiles[n], y, scale)
    return drawing


def _range(
    drawing: Drawing, quartiles: tuple[float, float, float] | None, y: float, scale: Scale
) -> None:
    if quartiles is None:
        return
    low, middle, high = (drawing.size.x(value, scale.top) for value in quartiles)
    drawing.paths.append(Path("t3", f"M{low:.1f} {y - 6:.1f}H{high:.1f}v12H{low:.1f}z"))
    drawing.paths.append(Path("m1", markers.circle(middle, y, 6)))
    x = max(high, middle + 6) + 9
    drawing.texts.append(Text("ink", x, y + 5, "start", "", f"{quartiles[1]:.0f}"))
    told = f"({quartiles[0]:.0f}–{quartiles[2]:.0f})"
    drawing.texts.append(Text("soft", x + 22, y + 5, "start", told))


def _releases(count: int) -> str:
    return f"{count:,} release{'s' if count != 1 else ''}"
