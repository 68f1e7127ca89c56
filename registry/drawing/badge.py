"""Badges as images, where no SVG is shown: twice as large as they are meant to be seen, to be crisp."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from registry.badge import SIZE, Badge
from registry.drawing.ink import PALETTE, plain, width, write
from registry.drawing.mark import mark

VERSION = 1
"""Rises with every change of what is drawn, so that kept pictures are asked for again."""
SCALE = 2
FINER = 4
HEIGHT = 20
CORNER, INNER_CORNER = 4, 3
ICON, BASE_LINE = 14, 14
TEXT = SIZE * SCALE


@lru_cache(maxsize=256)
def badge_png(badge: Badge) -> bytes:
    """The badge as the SVG has it, as a PNG of 40 pixels in height."""
    label, value, date = plain(badge.label), plain(badge.value), plain(badge.date)
    left = 25 + _room(label) + 8
    right = left + 8 + _room(value) + 8
    whole = right + 7 + _room(date) + 7 if date else right
    image = _ground(badge.colour, left, right, whole)
    draw = ImageDraw.Draw(image)
    image.paste(mark(badge.opening or 0, ICON * SCALE, pale=badge.opening is None), (12, 6))
    for text, at, colour in (
        (label, 25, "ink"),
        (value, left + 8, "accent-ink"),
        (date, right + 7, "soft"),
    ):
        write(draw, (at * SCALE, BASE_LINE * SCALE), text, TEXT, colour)
    image.putalpha(_outline(whole))
    out = BytesIO()
    image.save(out, "PNG", compress_level=9)
    return out.getvalue()


def _room(text: str) -> int:
    """Pixels that a text takes as it is meant to be seen."""
    return round(width(text, TEXT) / SCALE)


def _ground(colour: str, left: int, right: int, whole: int) -> Image.Image:
    """Light under label and date, and the colour under the value and around all."""
    unit = SCALE * FINER
    image = Image.new("RGB", (whole * unit, HEIGHT * unit), colour)
    draw = ImageDraw.Draw(image)
    light = (unit, unit, (whole - 1) * unit - 1, (HEIGHT - 1) * unit - 1)
    draw.rounded_rectangle(light, INNER_CORNER * unit, PALETTE["ground"])
    draw.rectangle((left * unit, 0, right * unit - 1, HEIGHT * unit), colour)
    return image.reduce(FINER)


def _outline(whole: int) -> Image.Image:
    unit = SCALE * FINER
    mask = Image.new("L", (whole * unit, HEIGHT * unit))
    corners = (0, 0, whole * unit - 1, HEIGHT * unit - 1)
    ImageDraw.Draw(mask).rounded_rectangle(corners, CORNER * unit, 255)
    return mask.reduce(FINER)
