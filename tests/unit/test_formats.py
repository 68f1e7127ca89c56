"""Numbers, dates and addresses as people read them, and the iris mark."""

from __future__ import annotations

import re
from math import hypot
from pathlib import Path

import pytest

from registry import views
from registry.views import formats, iris


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (999, "999"),
        (1000, "1.0 k"),
        (124_439_808, "124 M"),
        (999_950_000, "1.0 B"),
        (6_738_417_664, "6.7 B"),
        (70_553_706_496, "70.6 B"),
        (1_026_000_000_000, "1.0 T"),
    ],
)
def test_sizes(value: int | None, shown: str):
    assert formats.compact(value) == shown


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


def test_code_between_backticks():
    assert formats.inline("add `a: <b>` & go") == "add <code>a: &lt;b&gt;</code> &amp; go"


def test_pillar_levels():
    levels = [formats.pillar_level(v) for v in (None, 0, 24.9, 25, 74.9, 75, 100)]
    assert levels == ["n/a", "closed", "closed", "partial", "partial", "open", "open"]


def test_the_iris_opens_with_the_score():
    radii = [iris.opening_radius(score) for score in range(101)]
    assert radii == sorted(set(radii))
    assert 0 < radii[0] < radii[-1] < iris.RIM


@pytest.mark.parametrize("score", [0, 37, 100])
def test_six_blades_reach_from_the_opening_to_the_rim(score: int):
    path = iris.blades_path(score)
    assert path.count("M") == path.count("Z") == 6
    corners = {(round(x + 50, 1), round(y + 50, 1)) for x, y in iris.hexagon(score)}
    for blade in path.rstrip("Z").split("Z"):
        inner, rim, arc_end, next_corner = re.findall(r"([\d.]+) ([\d.]+)(?=[LAZ]|$)", blade)
        assert (float(inner[0]), float(inner[1])) in corners
        assert (float(next_corner[0]), float(next_corner[1])) in corners
        for x, y in (rim, arc_end):
            assert hypot(float(x) - 50, float(y) - 50) == pytest.approx(iris.RIM, abs=0.1)


def test_the_favicon_is_the_mark():
    favicon = Path(views.__file__).parents[1] / "static" / "favicon.svg"
    assert iris.blades_path(62) in favicon.read_text(encoding="utf-8")
