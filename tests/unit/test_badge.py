"""Badges: what they say, and how wide it is."""

from __future__ import annotations

from typing import Any

import pytest

from registry.badge import release_badge, shields, text_width, unknown_badge
from registry.dots import criterion_dots, pillar_dots
from registry.resources import rubric


def summary(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": "org/model",
        "score": 74.96,
        "high": 80.0,
        "letter": "B",
        "class": "open weights",
        "pillars": {"weights": 90.0, "data": 30.0, "code": 10.0, "post": None, "docs": 75.0},
    }
    return {**told, **changes}


def test_a_badge_says_letter_and_score():
    badge = release_badge(summary(), rubric())
    assert (badge.label, badge.value, badge.opening, badge.tone) == (
        "openness",
        "B 74",
        74,
        "middle",
    )
    assert badge.title == (
        "Openness of org/model: grade B, 75.0 of 100, up to 80.0; open weights. Graded by Aperture"
    )


def test_a_score_never_looks_like_a_better_letter():
    assert release_badge(summary(score=84.96, high=84.96), rubric()).value == "B 84"


def test_without_a_grade():
    nothing = summary(
        score=None, high=None, letter=None, pillars=dict.fromkeys(summary()["pillars"])
    )
    for pillar, label in (("", "openness"), ("post", "post-training")):
        badge = release_badge(nothing, rubric(), pillar)
        assert (badge.label, badge.value, badge.opening) == (label, "not graded", None)
        assert badge.title.endswith("org/model: not graded")


@pytest.mark.parametrize(
    ("pillar", "label", "value", "tone"),
    [
        ("weights", "weights", "open 90", "high"),
        ("data", "data", "partial 30", "middle"),
        ("code", "code", "closed 10", "low"),
        ("post", "post-training", "n/a", "none"),
    ],
)
def test_of_one_pillar(pillar: str, label: str, value: str, tone: str):
    badge = release_badge(summary(), rubric(), pillar)
    assert (badge.label, badge.value, badge.tone) == (label, value, tone)


def test_a_pillar_of_which_nothing_could_be_checked_is_not_called_closed():
    shapes = {c.id: "unchecked" for c in rubric().criteria}
    badge = release_badge(summary(), rubric(), "code", "", shapes)
    assert (badge.value, badge.opening, badge.tone) == ("unchecked", None, "none")
    assert badge.title == "Code of org/model: unchecked. Graded by Aperture"
    assert release_badge(summary(), rubric(), "", "", shapes).value == "B 74"


def test_there_is_no_such_pillar():
    with pytest.raises(LookupError, match="There is no pillar 'dta'; there are weights, data"):
        release_badge(summary(), rubric(), "dta")


def test_widths():
    assert text_width("") == 0
    assert text_width("openness") == 48  # as Helvetica has it at 11 px
    assert text_width("Ж") > 0


def test_with_the_day_of_the_grade():
    badge = release_badge(summary(), rubric(), "data", "21 Nov 2026")
    assert (badge.value, badge.date) == ("partial 30", "21 Nov 2026")
    assert (
        badge.title == "Data of org/model: partial, 30.0 of 100. Graded by Aperture on 21 Nov 2026"
    )
    assert shields(badge, 300)["message"] == "partial 30, 21 Nov 2026"


def test_of_what_nobody_knows():
    badge = unknown_badge("org/x", rubric())
    assert badge.title == "No release 'org/x' is known to Aperture."
    assert (badge.value, badge.opening, badge.date) == ("unknown", None, "")
    assert shields(badge, 300)["isError"]
    with pytest.raises(LookupError):
        unknown_badge("org/x", rubric(), "dta")


def test_dots_are_told_in_a_sentence():
    shapes = {c.id: "open" if c.pillar == "data" else "n/a" for c in rubric().criteria}
    strip = criterion_dots(summary(), shapes, rubric())
    assert strip.title == (
        "Openness of org/model: grade B; 19 not applicable, 5 open. Graded by Aperture"
    )
    assert [d.x for d in strip.dots] == sorted({d.x for d in strip.dots})
    told = [dot.words for dot in pillar_dots(summary(), {}, rubric()).dots]
    assert told == [
        "Weights: open",
        "Data: partial",
        "Code: closed",
        "Post-training: not applicable",
        "Documentation: open",
    ]
    shapes = {c.id: "n/a" if "evaluation" in c.id else "unchecked" for c in rubric().criteria}
    code = pillar_dots(summary(), shapes, rubric()).dots[2]
    assert (code.shape, code.words) == ("unchecked", "Code: unchecked")
