"""Ink: palette, type and text of what is drawn; the light palette of the stylesheet."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import Literal

from PIL import ImageDraw, ImageFont

Colour = str
Anchor = Literal["ls", "rs", "ms"]

PALETTE: dict[str, Colour] = {
    "ground": "#f8faf9",
    "wash": "#ecf1f2",
    "rule": "#d2dbe0",
    "strong-rule": "#748997",
    "ink": "#12222f",
    "soft": "#4a5d6b",
    "accent": "#14508c",
    "light": "#e9b441",
    "mid": "#7d9ab1",
    "blade": "#1b3850",
    "accent-ink": "#ffffff",
}
"""By the names that they have as custom properties of the stylesheet."""

# The face that comes with Pillow knows little more than ASCII.
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"–": "-", "—": "-", "×": "x"}
)
_UNKNOWN = re.compile(r"[^\x20-\x7e·…‘’“”]+")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The face of everything drawn, in a size in pixels."""
    face = ImageFont.load_default(size)
    assert isinstance(face, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return face


def plain(text: str) -> str:
    """Text in letters that the face has: without accents, and with ``…`` for what it can't show."""
    spelt = unicodedata.normalize("NFKD", text.translate(_SPELT).replace("…", "\0"))
    bare = "".join(c for c in spelt if not unicodedata.combining(c)).replace("\0", "…")
    return _UNKNOWN.sub("…", bare).strip()


def width(text: str, size: int) -> float:
    """How wide a line is, in pixels."""
    return font(size).getlength(text)


def shortened(text: str, size: int, room: float) -> str:
    """As much of a line as there is room for, with ``…`` where something is left out."""
    if width(text, size) <= room:
        return text
    return f"{text[: _count(text, size, room - width('…', size))].rstrip(' -_.')}…"


def _count(text: str, size: int, room: float) -> int:
    """How many of the first letters fit."""
    return bisect_right(range(1, len(text) + 1), room, key=lambda k: width(text[:k], size))


def wrapped(text: str, size: int, room: float) -> list[str]:
    """A name in lines that fit. It breaks after ``-``, ``_``, ``.`` and spaces, else where it must."""
    lines = [""]
    for part in re.findall(r"[^-_. ]*[-_. ]?", text):
        rest = part
        if lines[-1] and width((lines[-1] + rest).rstrip(), size) > room:
            lines.append("")
        while width(rest.rstrip(), size) > room:
            count = max(1, _count(rest, size, room))
            lines[-1], rest = rest[:count], rest[count:]
            lines.append("")
        lines[-1] += rest
    return [line.strip() for line in lines if line.strip()]


def fitted(text: str, sizes: tuple[int, ...], room: float, most: int) -> tuple[int, list[str]]:
    """The largest of the sizes in which a name takes no more lines than allowed, and its lines.

    In the smallest one, what is too much is left out.
    """
    for size in sizes:
        lines = wrapped(text, size, room)
        if len(lines) <= most:
            return size, lines
    rest = shortened("".join(lines[most - 1 :]), sizes[-1], room)
    return sizes[-1], [*lines[: most - 1], rest]


def fitted_name(text: str, room: float) -> tuple[int, list[str]]:
    """Size and lines of a name: one line as long as it stays large, else two of about the same length."""
    one = fitted(text, (68, 60, 54, 48), room, 1)
    if one[1] == [text]:
        return one
    size, lines = fitted(text, (54, 50, 46, 42), room, 2)
    if "".join(lines).endswith("…"):
        return size, lines
    for narrower in range(int(room), int(room / 2), -16):
        closer = wrapped(text, size, narrower)
        if len(closer) > 2:
            break
        lines = closer
    return size, lines


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    colour: str,
    *,
    bold: bool = False,
    anchor: Anchor = "ls",
) -> None:
    """Writes a line; ``at`` is its base line. The face has one weight: bold is drawn with a stroke."""
    stroke = size / 80 if bold else 0
    draw.text(at, text, PALETTE[colour], font(size), anchor=anchor, stroke_width=stroke)
