"""How a grade is cited: in plain text and as BibTeX."""

from __future__ import annotations

from registry.citing import citation

RELEASE = {
    "id": "org/A_B-7B",
    "letter": "C",
    "score": 55.0,
    "high": 94.2,
    "revision": "b84538022398eee0d4cd",
    "last_modified": "2026-10-01T12:00:00Z",
    "graded_at": "2026-11-21T08:00:00Z",
    "rubric_version": "1.1",
}
PAGE = "https://example.org/models/org/A_B-7B"


def test_plain_text_says_what_was_read_and_when():
    assert citation(RELEASE, PAGE)["plain"] == (
        "Aperture. Openness of org/A_B-7B: grade C, 55.0 of 100, up to 94.2. "
        f"Rubric 1.1, revision b84538022398 of 2026-10-01, graded 2026-11-21. {PAGE}"
    )


def test_bibtex_escapes_what_it_would_read_as_commands():
    told = citation({**RELEASE, "id": "org/a&b_{\\x}"}, PAGE)["bibtex"]
    assert told.startswith("@misc{aperture-org-a-b-x,\n")
    assert r"title = {{Openness of org/a\&b\_\{\textbackslash{}x\}: grade C" in told
    assert f"url = {{{PAGE}}}" in told
    assert "urldate = {2026-11-21}" in told


def test_what_is_not_known_is_left_out():
    bare = {**RELEASE, "revision": None, "last_modified": None, "high": 55.0}
    assert citation(bare, PAGE)["plain"] == (
        f"Aperture. Openness of org/A_B-7B: grade C, 55.0 of 100. Rubric 1.1, graded 2026-11-21. {PAGE}"
    )
    dated = citation({**RELEASE, "revision": None}, PAGE)["plain"]
    assert "Rubric 1.1, state of 2026-10-01, graded 2026-11-21." in dated
