"""Cards as pictures: size, palette, what fits, and that they differ with what they show."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import registry
from registry.drawing.card import LEFT, RIGHT, TEXT_ROOM, Card, release_card, site_card
from registry.drawing.ink import PALETTE, fitted_name, plain, shortened, width, wrapped
from registry.drawing.mark import mark

CSS = Path(registry.__file__).parent / "static" / "aperture.css"
PILLARS = (("Weights", 100.0), ("Data", 12.0), ("Code", 0.0), ("Post-training", None), ("Docs", 50))
CARD = Card("allenai", "OLMo-7B", "A", 92.4, 95.0, "open source AI", PILLARS, "21 Nov 2026")
CARDS = {
    "graded": CARD,
    "lowest": replace(CARD, letter="F", score=0.0, high=0.0, openness="closed"),
    "highest": replace(CARD, score=100.0, high=100.0),
    "long": replace(CARD, organization="an-organization-" * 6, name="A-Long.Name_" * 8),
    "one word": replace(CARD, organization="", name="x" * 96),
    "not Latin": replace(CARD, organization="組織", name="模型-Über-7B"),
    "not graded": Card("org", "unread", pillars=tuple((name, None) for name, _ in PILLARS)),
    "nothing": Card("", ""),
}


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def rgb(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(PALETTE[name][1:]))


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_is_a_png_with_free_margins(card: Card):
    picture = opened(release_card(card))
    assert picture.size == (1200, 630)
    for margin in ((0, 12, LEFT - 4, 630), (RIGHT + 4, 12, 1200, 630), (0, 600, 1200, 630)):
        assert picture.crop(margin).getcolors() == [
            ((margin[2] - margin[0]) * (margin[3] - margin[1]), rgb("ground"))
        ]


def test_the_same_card_is_the_same_picture():
    drawn = release_card(CARD)
    release_card.cache_clear()
    assert release_card(replace(CARD)) == drawn


def test_each_card_looks_different():
    assert len({release_card(card) for card in CARDS.values()} | {site_card()}) == len(CARDS) + 1


def test_the_site_has_a_card():
    assert opened(site_card()).size == (1200, 630)


def test_a_bar_is_as_long_as_the_score():
    row = opened(release_card(CARD)).crop((LEFT, 480, RIGHT, 481))
    accented = [x for x in range(row.width) if row.getpixel((x, 0)) == rgb("light")]
    assert accented[:187] == list(range(187)), "weights are full"
    assert 20 <= sum(217 <= x < 404 for x in accented) <= 26, "data are at 12 of 100"
    assert not [x for x in accented if 434 <= x < 838], "code is at 0, post-training does not apply"


def test_the_palette_is_the_one_of_the_stylesheet():
    light = CSS.read_text(encoding="utf-8").partition("@media")[0]
    known = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    assert {name: known.get(name) for name in PALETTE} == PALETTE


def test_the_mark_opens_with_the_score():
    def opening(score: int) -> int:
        image = mark(score, 200)
        return {c: n for n, c in image.getcolors(1 << 20)}.get(rgb("light"), 0)

    sizes = [opening(score) for score in (0, 25, 50, 75, 100)]
    assert sizes == sorted(sizes)
    assert sizes[-1] > 10 * max(1, sizes[0])


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("OLMo-2_7B.v1", "OLMo-2_7B.v1"),
        ("Überß é", "Uberss e"),
        ("模型-7B", "…-7B"),
        ("a\nb\x00c", "a…b…c"),
        ("“open”…", "“open”…"),
        ("a–b", "a-b"),
        ("", ""),
    ],
)
def test_text_is_written_in_letters_that_the_face_has(written: str, drawn: str):
    assert plain(written) == drawn


@given(st.text(max_size=120))
def test_any_name_fits(name: str):
    size, lines = fitted_name(plain(name), TEXT_ROOM)
    assert len(lines) <= 2
    assert all(width(line, size) <= TEXT_ROOM for line in lines)


@given(st.text(alphabet="abc-_. W", max_size=60))
def test_wrapping_loses_nothing(name: str):
    lines = wrapped(name.strip(), 40, 300)
    assert "".join("".join(lines).split()) == "".join(name.split())


def test_what_is_shortened_says_so():
    assert shortened("a" * 100, 30, 200).endswith("a…")
    assert shortened("short", 30, 200) == "short"
