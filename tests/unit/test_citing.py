"""Citations, as text and for BibTeX."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from registry.citing import citation, escaped

TODAY = date(2026, 12, 3)
LINK = "https://aperture.example/models/org/a_b"
DETAIL: dict[str, Any] = {
    "id": "org/a_b",
    "letter": "B",
    "score": 74.0,
    "class": "open weights",
    "rubric_version": "1.1",
    "graded_at": "2025-11-21T10:00:00Z",
}


def test_as_text():
    assert citation(DETAIL, LINK, TODAY).text == (
        "Aperture. (2025). Openness of org/a_b [grade B, 74.0 of 100, open weights; rubric 1.1, "
        f"graded 21 November 2025]. Accessed 3 December 2026. {LINK}"
    )


def test_for_bibtex():
    assert citation(DETAIL, LINK, TODAY).bibtex == (
        "@misc{aperture-org-a-b-2025,\n"
        "  title = {{Openness of org/a\\_b}},\n"
        "  author = {{Aperture}},\n"
        "  year = {2025},\n"
        f"  howpublished = {{\\url{{{LINK}}}}},\n"
        "  note = {grade B, 74.0 of 100, open weights; rubric 1.1, graded 21 November 2025; "
        "accessed 3 December 2026}\n}"
    )


def test_without_a_grade():
    told = citation({**DETAIL, "letter": None, "graded_at": None}, LINK, TODAY)
    assert told.text == f"Aperture. (2026). Openness of org/a_b. Accessed 3 December 2026. {LINK}"
    assert "note = {accessed 3 December 2026}" in told.bibtex


@pytest.mark.parametrize("odd", ["a}b{c", "100%_(odd)", "a\\b", "a$b&c#d~e^f", "a\nb", '"q"'])
def test_braces_stay_in_pairs_and_nothing_is_left_to_tex(odd: str):
    bibtex = citation({**DETAIL, "id": f"org/{odd}"}, LINK + odd, TODAY).bibtex
    bare = bibtex.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert bibtex.count("\n") == 6
    assert bibtex.startswith("@misc{aperture-org-")


def test_escaping():
    assert escaped("50% of {a_b} & $c #1 ~^\\") == (
        r"50\% of \{a\_b\} \& \$c \#1 \textasciitilde{}\textasciicircum{}\textbackslash{}"
    )
