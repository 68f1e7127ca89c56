"""One shape for page, API and export."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.documents import plain
from registry.improving import improvements
from registry.level_shapes import shape
from registry.models import Grade, Release, Snapshot
from registry.queries import Dossier, Relative
from registry.resources import rubric
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.marks import Mark
from registry.serialize import card_url, detail, summary
from tests.factories import NOW, as_opened, document, make_grade, mark, marks

DENIED = Evidence(
    "data.access",
    "withheld",
    Outcome.DENIED,
    quote="We do not release the data.",
    place="README.md:12",
    url="https://huggingface.co/org/base/blob/abc/README.md#L12",
)


def a_release(**fields) -> Release:
    return Release(
        **{
            "id": "org/name",
            "organization": "org",
            "outcome": "found",
            "license": "mit",
            "seen_at": NOW,
            "changed_at": NOW,
            "last_modified": datetime(2025, 3, 12, 1, 2, 3, tzinfo=UTC),
            **fields,
        }
    )


def a_snapshot(**metadata) -> Snapshot:
    said = document(plain(metadata))
    return Snapshot(
        kind="model",
        repo_id="org/name",
        digest="",
        revision="abc",
        page="https://huggingface.co/org/name",
        metadata_digest=said.digest,
        said=said,
        card_digest="00",
        card_outcome="found",
        source="hub",
        taken_at=NOW,
    )


def a_grade(levels=None, **told) -> Grade:
    return make_grade("org/name", a_snapshot(), marks(levels), **told)


def a_dossier(grade: Grade | None, **fields) -> Dossier:
    snapshot = a_snapshot(**fields.pop("details", {}))
    return Dossier(a_release(**fields), grade, snapshot, (), (), {})


def test_a_summary_holds_these_and_no_others():
    told = summary(a_release(), a_grade({"weights.access": "open-download"}), ["org/base"])
    assert " ".join(told) == (
        "id organization score high letter class pillars base_models license license_class "
        "parameters task downloads likes created_at last_modified checked total url"
    )
    assert told["base_models"] == ["org/base"]
    assert told["last_modified"] == "2025-03-12T01:02:03Z"
    assert told["url"] == "/models/org/name"
    assert list(told["pillars"]) == ["weights", "data", "code", "post", "docs"]


def test_without_a_grade_what_depends_on_it_is_null():
    told = summary(a_release(), None)
    assert told["score"] is told["letter"] is told["class"] is None
    assert set(told["pillars"].values()) == {None}
    assert detail(a_dossier(None), rubric())["criteria"] == {}


def test_the_detail_names_the_card_line_of_each_quote():
    inherited = mark("data.access", "closed", evidence=[DENIED], via="org/base")
    told = detail(a_dossier(a_grade({"data.access": inherited})), rubric())
    criterion = told["criteria"]["data.access"]
    assert criterion["via"] == "org/base"
    assert criterion["shape"] == "withheld"
    assert criterion["evidence"][0]["card_url"] == "/cards/org/base#L12"
    assert criterion["evidence"][0]["quote"] == "We do not release the data."
    assert told["revision"] == "abc"


def test_what_is_observed_beside_the_criteria_is_told_with_its_evidence():
    (sets,) = (
        c.criterion for c in rubric().components if c.criterion.id.endswith("evaluation_data")
    )
    found = Mark.of(
        sets, "found", "It is told.", (replace(DENIED, criterion=sets.id, quote="MMLU"),)
    )
    told = detail(a_dossier(a_grade(components=[found])), rubric())
    assert list(told["components"]) == [sets.id]
    observed = told["components"][sets.id]
    assert (observed["title"], observed["level"]) == ("evaluation data", "found")
    assert [e["quote"] for e in observed["evidence"]] == ["MMLU"]
    assert observed["evidence"][0]["card_url"]


def test_improvements_are_ranked_and_add_up():
    made = marks({"post.code": "n/a", "data.access": "unchecked"})
    stored = {m.criterion: as_opened(m) for m in made}
    found = improvements(stored, rubric())
    gains = [r["gain"] for r in found if r["level"] != "unchecked"]
    assert gains == sorted(gains, reverse=True)
    assert "post.code" not in {r["criterion"] for r in found}
    assert found[-1]["criterion"] == "data.access"
    # All pillars begin at nothing, so the steps to the best of each sum up to everything.
    assert sum(r["gain"] for r in found) == pytest.approx(100, abs=1.5)


def test_bounds_of_pillars():
    told = detail(a_dossier(a_grade({"data.access": "unchecked"})), rubric())
    assert told["pillars_high"]["data"] > told["pillars"]["data"] == 0


def test_lineage():
    base = Relative("org/base", "finetune", 1, True, "C", 55.5, "org/name")
    older = Relative("org/older", "", 2, False, None, None, "org/base")
    found = a_dossier(a_grade())
    told = detail(
        Dossier(found.release, found.grade, found.snapshot, (base, older), (), {}), rubric()
    )
    assert told["base_models"] == ["org/base"]
    assert [b["known"] for b in told["lineage"]["bases"]] == [True, False]


@pytest.mark.parametrize(
    ("criterion", "level", "drawn"),
    [
        ("data.access", "downloadable", "open"),
        ("data.access", "in-part", "partial"),
        ("data.access", "undisclosed", "undisclosed"),
        ("data.access", "closed", "withheld"),
        ("weights.license", "none", "undisclosed"),
        ("post.code", "n/a", "n/a"),
        ("post.code", "unchecked", "unchecked"),
    ],
)
def test_shapes(criterion: str, level: str, drawn: str):
    made = mark(criterion, level)
    assert shape(rubric().criterion(criterion), made.level, made.points) == drawn


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("README.md:12", "/cards/org/name#L12"),
        ("README.md:2001", "/cards/org/name?page=2#L2001"),
        ("README.md:license", "/cards/org/name#front-license"),
        ("README.md", "/cards/org/name"),
    ],
)
def test_the_address_of_a_line(place: str, address: str):
    assert card_url("org/name", place) == address
