"""Shapes: what a drawing is made of, and the sizes that it is made for."""

from __future__ import annotations

from typing import NamedTuple


class Size(NamedTuple):
    """A drawing's size, and what is left free around the plot: for numbers, labels and years."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def plot_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        return self.height - self.top - self.bottom

    def x(self, place: float, slots: int) -> float:
        """Where a place stands on an axis of so many slots."""
        return self.left + self.plot_width * place / slots

    def y(self, value: float, top: float) -> float:
        """Where a value stands on an axis from 0 to ``top``."""
        return self.top + self.plot_height * (1 - value / top)


WIDE = Size("wide", 736, 370, 46, 190, 12, 50)
NARROW = Size("narrow", 358, 330, 44, 114, 12, 50)


class Path(NamedTuple):
    """Lines or areas of one style."""

    style: str
    d: str


class Text(NamedTuple):
    """Words at a place; ``anchor``: start, middle or end. ``strong`` follows the words in bold."""

    style: str
    x: float
    y: float
    anchor: str
    words: str
    strong: str = ""


class Drawing(NamedTuple):
    """Shapes to be drawn one upon the other."""

    size: Size
    paths: list[Path]
    texts: list[Text]
