"""Judges of the docs pillar: from facts to levels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.scoring.case import Verdict
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.judges import JUDGES
from tests.unit.cases import case, criterion

ITEMS = [
    "intended-use",
    "limitations",
    "training-data",
    "training-procedure",
    "evaluation",
    "architecture",
    "license",
    "usage",
    "contact",
]


def verdict(criterion_id: str, *evidence: Evidence) -> Verdict:
    asked = criterion(criterion_id)
    return JUDGES[asked.judge](case(evidence), asked)


@pytest.mark.parametrize(
    ("count", "level"),
    [
        (0, "none"),
        (2, "none"),
        (3, "partial"),
        (5, "partial"),
        (6, "comprehensive"),
        (9, "comprehensive"),
    ],
)
def test_card(count: int, level: str) -> None:
    told = [Evidence("docs.card", item) for item in ITEMS[:count]]
    assert verdict("docs.card", *told).level == level


def test_the_card_s_reason_names_what_is_there_and_what_is_missing() -> None:
    told = [Evidence("docs.card", item) for item in ("license", "usage", "evaluation")]
    reason = verdict("docs.card", *told).reason
    assert "evaluation, licence and how to use it (3 of 9 items)" in reason
    assert "training data" in reason


@given(st.sets(st.sampled_from(ITEMS)), st.sampled_from(ITEMS))
def test_telling_more_never_lowers_the_card(items: set[str], more: str) -> None:
    asked = criterion("docs.card")
    before = verdict("docs.card", *(Evidence("docs.card", i) for i in sorted(items)))
    after = verdict("docs.card", *(Evidence("docs.card", i) for i in sorted({*items, more})))
    assert asked.rank(after.level) <= asked.rank(before.level)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (("report",), "detailed"),
        (("blog", "report"), "detailed"),
        (("earlier", "blog"), "partial"),
        (("method",), "partial"),
        (("blog",), "partial"),
        ((), "none"),
    ],
)
def test_paper(facts: tuple[str, ...], level: str) -> None:
    assert (
        verdict("docs.paper", *(Evidence("docs.paper", f, value="T") for f in facts)).level == level
    )


def test_review() -> None:
    report = Evidence("docs.paper", "report", value="Brook")
    venue = Evidence("docs.review", "venue", value="ICLR")
    part = Evidence("docs.review", "venue-of-part", value="ICLR")
    assert verdict("docs.review", report, venue).level == "full"
    assert verdict("docs.review", part).level == "partial"
    assert verdict("docs.review", report).level == "none"


def test_training_summary() -> None:
    assert verdict("docs.training_summary").level == "none"
    found = Evidence("docs.training_summary", "summary")
    assert verdict("docs.training_summary", found).level == "published"


def test_an_unread_card_is_unchecked() -> None:
    unread = Evidence("card", "card", Outcome.UNCHECKED, value="HTTP 500")
    for name in ("card", "paper", "review", "training_summary"):
        assert verdict(f"docs.{name}", unread).level == "unchecked"


def test_what_other_criteria_credit_counts_among_the_nine() -> None:
    told = [Evidence("docs.card", item) for item in ("license", "usage")]
    data = Evidence("data.sources", "corpus", value="Ripple")
    assert verdict("docs.card", *told).level == "none"
    assert verdict("docs.card", *told, data).level == "partial"
