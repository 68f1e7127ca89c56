"""Paints: the look of a chart that is downloaded, on a light ground, with no stylesheet beside it."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

INK, SOFT, RULE, GROUND = "#12222f", "#4a5d6b", "#d2dbe0", "#ffffff"
DEEP, BRIGHT, MIDDLE, PALE, FAINT = "#14508c", "#4272a2", "#a1b9d1", "#d0dce8", "#eef1f4"


def _fill(colour: str, edge: str = "none") -> str:
    return f'fill="{colour}" stroke="{edge}"'


def _line(colour: str, dashes: str = "", width: float = 2) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linejoin="round"{dashed}'


PAINTS: Mapping[str, str] = {
    "grid": _line(RULE, width=1),
    "axis": _line(SOFT, width=1),
    "lead": _line(SOFT, width=0.8),
    "s1": _line(DEEP, width=2.5), "m1": _fill(DEEP),
    "s2": _line(INK), "m2": _fill(INK),
    "s3": _line(BRIGHT, "7 3"), "m3": _fill(BRIGHT),
    "s4": _line(SOFT, "2 3"), "m4": _fill(SOFT),
    "s5": _line(INK, "9 3 2 3"), "m5": f'fill="{GROUND}" stroke="{INK}" stroke-width="1.8"',
    "t1": _fill(DEEP), "on-t1": f'fill="{GROUND}" font-size="13"',
    "t2": _fill(BRIGHT), "on-t2": f'fill="{GROUND}" font-size="13"',
    "t3": _fill(MIDDLE), "on-t3": f'fill="{INK}" font-size="13"',
    "t4": _fill(PALE), "on-t4": f'fill="{INK}" font-size="13"',
    "t5": _fill(FAINT, SOFT), "on-t5": f'fill="{INK}" font-size="13"',
    "t6": _line(SOFT, "2 2", 1), "on-t6": f'fill="{INK}" font-size="13"',
    "ink": f'fill="{INK}" font-size="14"',
    "soft": f'fill="{SOFT}" font-size="13"',
    "tiny": f'fill="{SOFT}" font-size="12"',
}  # fmt: skip
"""Attributes by style."""


def lines_of(text: str, signs: int) -> list[str]:
    """A text in lines of at most so many signs: SVG breaks none itself."""
    return wrap(text, signs)
