"""Strips of dots as images, twice as large as they are meant to be seen, to be crisp."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from registry.dots import HEIGHT, Dot, Dots
from registry.drawing.ink import PALETTE

VERSION = 1
"""Rises with every change of what is drawn, so that kept pictures are asked for again."""
SCALE = 2
FINER = 4
UNIT = SCALE * FINER
RADIUS, LINE, CORNER = 4.6, 1.3, 4
DASHES = 6


@lru_cache(maxsize=256)
def dots_png(strip: Dots) -> bytes:
    """The strip as the SVG has it, as a PNG of 32 pixels in height."""
    size = strip.width * UNIT, HEIGHT * UNIT
    image, outline = Image.new("RGB", size, PALETTE["ground"]), Image.new("L", size)
    corners = (0, 0, size[0] - 1, size[1] - 1)
    ImageDraw.Draw(outline).rounded_rectangle(corners, CORNER * UNIT, 255)
    draw = ImageDraw.Draw(image)
    for dot in strip.dots:
        _dot(draw, dot)
    image.putalpha(outline)
    out = BytesIO()
    image.reduce(FINER).save(out, "PNG", compress_level=9)
    return out.getvalue()


def _dot(draw: ImageDraw.ImageDraw, dot: Dot) -> None:
    x, y, r = dot.x * UNIT, HEIGHT / 2 * UNIT, RADIUS * UNIT
    line = round(LINE * UNIT)
    colour = PALETTE["ink" if dot.shape in {"open", "partial"} else "soft"]
    outer = r + line / 2
    box = (x - outer, y - outer, x + outer, y + outer)
    if dot.shape == "n/a":
        draw.rectangle((x - 0.7 * r, y - line / 2, x + 0.7 * r, y + line / 2), colour)
        return
    if dot.shape == "unchecked":
        step = 360 / DASHES
        for k in range(DASHES):
            draw.arc(box, k * step, (k + 0.6) * step, colour, line)
        return
    if dot.shape == "open":
        draw.ellipse(box, PALETTE["light"])
    elif dot.shape == "partial":
        draw.pieslice(box, 90, 270, PALETTE["light"])
        draw.line((x, y - r, x, y + r), colour, line)
    elif dot.shape == "withheld":
        aside = 0.7 * r
        draw.line((x - aside, y + aside, x + aside, y - aside), colour, line)
    draw.ellipse(box, outline=colour, width=line)
