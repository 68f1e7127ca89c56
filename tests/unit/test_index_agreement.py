"""Verdicts of other indexes beside our estimates."""

from __future__ import annotations

import pytest

from registry.indexes.agreement import (
    Kind,
    Ours,
    Theirs,
    agreement,
    by_item,
    cells_of,
    rank_agreement,
)
from registry.resources import indexes
from registry.scoring.rubric import UNCHECKED

KNOWN = indexes().by_id


def ours(
    release_id: str = "org/name",
    *,
    score: float = 50.0,
    levels: dict[str, str] | None = None,
    **frameworks,
):
    return Ours(release_id, frameworks, levels or {}, score)


def only(source: str, item: str, theirs: str, *estimates: Ours):
    cells = cells_of(KNOWN[source], Theirs("r", {item: theirs}, {}), estimates)
    return next(c for c in cells if c.item == item)


@pytest.mark.parametrize(
    ("theirs", "mine", "kind"),
    [
        ("open", "open", Kind.AGREE),
        ("open", "partial", Kind.NEAR),
        ("open", "closed", Kind.OPPOSITE),
        ("closed", "open", Kind.OPPOSITE),
        ("open", UNCHECKED, Kind.UNCHECKED),
    ],
)
def test_how_far_apart(theirs: str, mine: str, kind: Kind):
    assert only("osai", "paper", theirs, ours(osai={"paper": mine})).kind is kind


def test_two_words_may_be_one_step_and_data_counts_under_any_terms():
    assert (
        only("mot", "model_card", "invalid", ours(mof={"model_card": "unlicensed"})).kind
        is Kind.AGREE
    )
    assert (
        only("mot", "model_card", "missing", ours(mof={"model_card": "invalid"})).kind is Kind.NEAR
    )
    assert (
        only("mot", "datasets", "unlicensed", ours(mof={"datasets": "included"})).kind is Kind.AGREE
    )


def test_the_other_of_two_steps_is_the_opposite():
    assert only("fmti", "Crawling", "met", ours(fmti={"Crawling": "not met"})).kind is Kind.OPPOSITE


def test_of_the_releases_of_an_organization_the_best_counts():
    cell = only(
        "fmti", "Crawling", "met",
        ours("org/a", fmti={"Crawling": UNCHECKED}), ours("org/b", fmti={"Crawling": "met"}),
    )  # fmt: skip
    assert (cell.kind, cell.release_id) == (Kind.AGREE, "org/b")


def test_a_level_stands_for_a_state_where_the_index_has_no_framework():
    cell = only("osmap", "data", "open", ours(levels={"data.access": "in-part"}))
    assert (cell.ours, cell.kind) == ("partial", Kind.NEAR)
    assert (
        only("osmap", "data", "open", ours(levels={"data.access": UNCHECKED})).kind
        is Kind.UNCHECKED
    )


def test_classes_are_compared_by_the_tools_reading():
    told = Theirs("r", {}, {"class": "II"})
    estimate = ours(mof={"class": "I", "class_if_data_must_be_licensed": "III"})
    (cell,) = cells_of(KNOWN["mot"], told, [estimate])
    assert (cell.theirs, cell.ours, cell.kind) == ("II", "III", Kind.NEAR)


def test_what_is_not_known_is_not_compared():
    index = KNOWN["osai"]
    assert (
        cells_of(index, Theirs("r", {"paper": "unheard of", "nothing": "open"}, {}), [ours()]) == []
    )
    assert cells_of(index, Theirs("r", {"paper": "open"}, {}), []) == []


def test_counts_and_figures_by_item():
    index = KNOWN["osai"]
    told = [("open", "open"), ("closed", "closed"), ("open", "partial"), ("closed", UNCHECKED)]
    cells = [only("osai", "paper", a, ours(osai={"paper": b})) for a, b in told]
    found = by_item(index, cells)
    assert list(found) == ["paper"]
    assert dict(found["paper"].counts) == {
        Kind.AGREE: 2, Kind.NEAR: 1, Kind.OPPOSITE: 0, Kind.UNCHECKED: 1,
    }  # fmt: skip
    assert found["paper"].accuracy == pytest.approx(2 / 3)
    assert found["paper"].compared == 3
    assert found["paper"].kappa is not None
    assert 0 < found["paper"].kappa < 1


def test_nothing_checked_has_no_figures():
    cells = [only("osai", "paper", "open", ours(osai={"paper": UNCHECKED}))]
    found = agreement(cells, 3)
    assert (found.accuracy, found.kappa, found.compared) == (None, None, 0)


def test_the_order_of_whole_records():
    index = KNOWN["osmap"]
    told = [
        (Theirs("r", {}, {"score": s}), [ours(score=o)], [])
        for s, o in ((1, 5.0), (3, 40.0), (5, 90.0))
    ]
    assert rank_agreement(index, told) == pytest.approx(1.0)
    assert rank_agreement(index, told[:2]) is None
    assert rank_agreement(index, [(Theirs("r", {}, {"score": None}), [ours()], [])] * 4) is None
