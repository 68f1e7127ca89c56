"""Cards: the picture that stands for a page where its address is shared, 1200 by 630 pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from registry.drawing.ink import PALETTE, fitted_name, font, plain, shortened, width, write
from registry.drawing.mark import mark

SIZE = (1200, 630)
VERSION = 1
"""Rises with every change of what is drawn, so that kept cards are asked for again."""

LEFT, RIGHT = 72, 1128
IRIS = 312
TEXT_ROOM = RIGHT - LEFT - IRIS - 48
COLUMN_GAP = 30
VERDICT = 372
"""The base line of letter and class."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a release shows.

    Scores are of 0 to 100; ``high`` is the score if all that is unchecked were open. A pillar is its name and score,
    None where it does not apply. Without a ``letter`` the release is not graded.
    """

    organization: str
    name: str
    letter: str | None = None
    score: float = 0.0
    high: float = 0.0
    openness: str = ""
    pillars: tuple[tuple[str, float | None], ...] = ()
    graded_on: str = ""


@lru_cache(maxsize=128)
def release_card(card: Card) -> bytes:
    """The card of a release, as a PNG."""
    image = _ground()
    draw = ImageDraw.Draw(image)
    _names(draw, card)
    graded = card.letter is not None
    high = round(card.high) if graded and card.high - card.score >= 1 else None
    drawn = mark(round(card.score) if graded else 0, IRIS, high, pale=not graded)
    image.paste(drawn, (RIGHT - IRIS, 58))
    if graded:
        _verdict(draw, card)
    else:
        write(draw, (LEFT, VERDICT - 50), "Not graded", 52, "ink", bold=True)
        write(draw, (LEFT, VERDICT), "Nobody has read yet how open it is.", 30, "soft")
    _pillars(draw, card)
    _foot(image, draw, f"graded {card.graded_on}" if card.graded_on else "")
    return _png(image)


@lru_cache(maxsize=1)
def site_card() -> bytes:
    """The card of the site itself, and of pages that have none of their own, as a PNG."""
    image = _ground()
    draw = ImageDraw.Draw(image)
    image.paste(mark(62, 360), (RIGHT - 360, 96))
    for line, text in enumerate(("How open is this", "“open” language", "model, really?")):
        write(draw, (LEFT, 196 + 84 * line), text, 72, "ink", bold=True)
    write(draw, (LEFT, 442), "Weights, data, code, post-training and", 30, "soft")
    write(draw, (LEFT, 482), "documents of language models, graded.", 30, "soft")
    _foot(image, draw, "every grade with the words it rests on")
    return _png(image)


def _ground() -> Image.Image:
    image = Image.new("RGB", SIZE, PALETTE["ground"])
    ImageDraw.Draw(image).rectangle((0, 0, SIZE[0], 11), PALETTE["blade"])
    return image


def _names(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """Writes who and what, in the middle of the room above the verdict."""
    size, lines = fitted_name(plain(card.name) or "…", TEXT_ROOM)
    line = 96
    organization = shortened(plain(card.organization), 32, TEXT_ROOM)
    if organization.strip("…"):
        write(draw, (LEFT, line), organization, 32, "soft")
    line += 14
    for text in lines:
        line += round(size * 1.08)
        write(draw, (LEFT, line), text, size, "ink", bold=True)


def _verdict(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """Letter, score with its bound, and class, between the names and the pillars."""
    letter = card.letter or ""
    bearing, _, right, _ = font(140).getbbox(letter, anchor="ls")
    write(draw, (LEFT - bearing, VERDICT), letter, 140, "ink", bold=True)
    x = LEFT + round(right - bearing) + 34
    score = f"{card.score:.1f}"
    write(draw, (x, VERDICT - 50), score, 56, "ink", bold=True)
    of = " of 100"
    if card.high - card.score >= 0.05:
        of += f", up to {card.high:.1f}"
    write(draw, (x + width(score, 56) + 4, VERDICT - 50), of, 32, "soft")
    words = plain(card.openness[:1].upper() + card.openness[1:])
    write(draw, (x, VERDICT), shortened(words, 36, RIGHT - IRIS - x - 24), 36, "ink")


def _pillars(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """A column for each pillar: name, figure and bar."""
    count = max(1, len(card.pillars))
    column = (RIGHT - LEFT - COLUMN_GAP * (count - 1)) / count
    for k, (name, score) in enumerate(card.pillars):
        x = LEFT + k * (column + COLUMN_GAP)
        figure, colour = ("n/a", "soft") if score is None else (f"{score:.0f}", "ink")
        if card.letter is None:
            figure = ""
        bold = score is not None
        write(draw, (x + column, 456), figure, 28, colour, bold=bold, anchor="rs")
        room = column - width(figure, 28) - 4
        write(draw, (x, 456), shortened(plain(name), 21, room), 21, "soft")
        _bar(draw, x, column, score)


def _bar(draw: ImageDraw.ImageDraw, x: float, column: float, score: float | None) -> None:
    box = (x, 474, x + column, 488)
    if score is None:
        draw.rectangle(box, outline=PALETTE["rule"], width=2)
        return
    draw.rectangle(box, PALETTE["rule"])
    if score > 0:
        draw.rectangle((x, 474, x + max(3.0, column * score / 100), 488), PALETTE["light"])


def _foot(image: Image.Image, draw: ImageDraw.ImageDraw, right: str) -> None:
    draw.line((LEFT, 532, RIGHT, 532), PALETTE["rule"], 2)
    image.paste(mark(62, 38), (LEFT, 557))
    write(draw, (LEFT + 52, 587), "Aperture", 32, "ink", bold=True)
    write(draw, (RIGHT, 586), plain(right), 26, "soft", anchor="rs")


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", compress_level=4)
    return out.getvalue()
