"""Numbers, dates and addresses as people read them, and the iris mark."""

from __future__ import annotations

import re
from math import hypot
from pathlib import Path

import pytest

from registry import views
from registry.views import formats, iris
from registry.views.formats import spelled


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (999, "999"),
        (1000, "1.0\u00a0k"),
        (124_439_808, "124\u00a0M"),
        (999_950_000, "1.0\u00a0B"),
        (6_738_417_664, "6.7\u00a0B"),
        (70_553_706_496, "70.6\u00a0B"),
        (1_026_000_000_000, "1.0\u00a0T"),
    ],
)
def test_sizes(value: int | None, shown: str):
    assert formats.compact(value) == shown


def test_names_stay_on_one_line():
    shown = formats.unbroken("a <b>, o-7b-chat and o-7b, not o-7bs", ["o-7b", "o-7b-chat"])
    assert shown == (
        'a &lt;b&gt;, <span class="id">o-7b-chat</span> and <span class="id">o-7b,</span> not o-7bs'
    )


def test_amounts_in_words():
    assert spelled(15 * 10**12) == "15 trillion"
    assert spelled(1_400 * 10**9) == "1.4 trillion"
    assert spelled(312_500_000_000) == "312.5 billion"
    assert spelled(299_892_736_000) == "299.9 billion"


def test_numbers_and_dates():
    assert formats.number(12345) == "12,345"
    assert formats.number(None) == "–"
    assert formats.day("2025-03-12T00:00:00Z") == "12 Mar 2025"
    assert formats.day(None) == "–"
    assert formats.day("long ago") == "long ago"
    assert formats.points(0.25) == "0.25"
    assert [formats.percent(n, 1000) for n in (0, 4, 996, 1000)] == [
        "0 %",
        "0.4 %",
        "100 %",
        "100 %",
    ]
    assert formats.percent(0, 0) == "0 %"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/models",
        "",
        None,
        "http://[",
        " ",
    ],
)
def test_only_addresses_of_the_web_become_links(address: str | None):
    assert formats.external(address) == ""


def test_an_address_of_the_web():
    assert formats.external("https://arxiv.org/abs/1") == "https://arxiv.org/abs/1"
    assert formats.bare("https://www.example.org/a/") == "example.org/a"


def test_the_revision_that_an_address_is_pinned_to():
    assert (
        formats.revision("https://hub/o/m/blob/b84538022398eee0/README.md?code=true#L1")
        == "b845380"
    )
    assert formats.revision("https://hub/o/m/tree/b84538022398eee0") == "b845380"
    assert formats.revision("https://hub/o/m/blob/main/README.md") == ""
    assert formats.revision(None) == ""


def test_code_between_backticks():
    assert formats.inline("add `a: <b>` & go") == "add <code>a: &lt;b&gt;</code> &amp; go"


def test_pillar_levels():
    levels = [formats.pillar_level(v) for v in (None, 0, 24.9, 25, 74.9, 75, 100)]
    assert levels == ["n/a", "closed", "closed", "partial", "partial", "open", "open"]


def test_the_iris_opens_with_the_score():
    radii = [iris.opening_radius(score) for score in range(101)]
    assert radii == sorted(set(radii))
    assert 0 < radii[0] < radii[-1] < iris.RIM


ARC = re.compile(r"A([\d.]+) \S+ 0 0 ([01]) ([\d.]+) ([\d.]+)")


@pytest.mark.parametrize("score", [0, 37, 100])
def test_six_blades_reach_from_the_opening_to_the_rim(score: int):
    path = iris.blades_path(score)
    corners = {(round(x + 50, 1), round(y + 50, 1)) for x, y in iris.hexagon(score)}
    blades = path.rstrip("Z").split("Z")
    assert len(blades) == 6
    for blade in blades:
        start = tuple(map(float, re.findall(r"M([\d.]+) ([\d.]+)", blade)[0]))
        radii, sweeps, *ends = zip(*ARC.findall(blade), strict=True)
        out, along, back, closing = [(float(x), float(y)) for x, y in zip(*ends, strict=True)]
        assert radii == ("70", "48", "70", "70")
        assert sweeps == ("1", "1", "0", "0")
        assert start in corners
        assert back in corners
        assert closing == start
        for x, y in (out, along):
            assert hypot(x - 50, y - 50) == pytest.approx(iris.RIM, abs=0.1)


@pytest.mark.parametrize("score", [0, 37, 99])
def test_an_edge_is_one_arc_from_corner_to_rim(score: int):
    """The edge bulges away from the middle: its circle holds both corners and the tip."""
    inner, _, tip, last = iris.blades(score)[0]
    for x, y in (inner, last, tip):
        assert hypot(x, y) <= iris.RIM + 1e-9
    chord = hypot(last[0] - inner[0], last[1] - inner[1])
    assert hypot(tip[0] - inner[0], tip[1] - inner[1]) > chord


def test_how_far_it_may_open_is_drawn_around_the_opening():
    around = re.findall(r"([\d.]+) ([\d.]+)(?=[AZ])", iris.opening_path(90, 40))
    turn = iris.turn_at(40)
    expected = iris.hexagon(90, turn)
    assert [tuple(map(float, p)) for p in around[:6]] == [
        (round(x + 50, 1), round(y + 50, 1)) for x, y in expected
    ]


def test_a_small_mark_is_drawn_once_in_a_page(app):
    with app.test_request_context("/"):
        drawn = app.jinja_env.get_template("_iris.svg").module.iris
        first, second, other = drawn(62.3, 26), drawn(61.8, 18), drawn(None, 26)
    assert "<symbol" in first
    assert "<symbol" not in second
    assert re.findall('href="([^"]+)"', first + second + other) == [
        "#iris-62",
        "#iris-62",
        "#iris-none",
    ]


def test_the_favicon_is_the_mark():
    favicon = Path(views.__file__).parents[1] / "static" / "favicon.svg"
    assert iris.blades_path(62) in favicon.read_text(encoding="utf-8")
