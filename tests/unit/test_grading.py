"""Sums, bounds and lineage, over hand-made marks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.resources import rubric as rubric_in_force
from registry.scoring.case import Base
from registry.scoring.lineage import in_order, with_lineage
from registry.scoring.marks import Mark
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, parse_rubric
from registry.scoring.totals import pillar_scores, total_score
from tests.unit.test_rubric import TINY

RUBRIC = rubric_in_force()
CRITERION = parse_rubric(TINY).criterion("data.access")


def bounds(levels: dict[str, str]) -> tuple[float, float]:
    marks = [Mark.of(c, levels[c.id], "", ()) for c in RUBRIC.criteria]
    low = pillar_scores(RUBRIC, {m.criterion: m.points for m in marks})
    high = pillar_scores(RUBRIC, {m.criterion: m.ceiling for m in marks})
    return total_score(RUBRIC, low), total_score(RUBRIC, high)


LEVELS = st.fixed_dictionaries(
    {
        c.id: st.sampled_from([*(level.id for level in c.levels), UNCHECKED, NOT_APPLICABLE])
        for c in RUBRIC.criteria
    }
)


@given(LEVELS, st.data())
def test_bounds_contain_whatever_the_unchecked_turns_out_to_be(levels, data):
    low, high = bounds(levels)
    settled = {
        c.id: data.draw(st.sampled_from([level.id for level in c.levels]))
        if levels[c.id] == UNCHECKED
        else levels[c.id]
        for c in RUBRIC.criteria
    }
    score, same = bounds(settled)
    assert score == same
    assert 0 <= low <= score <= high <= 100


@given(LEVELS, st.sampled_from(RUBRIC.criteria))
def test_one_criterion_that_opens_or_closes(levels, criterion):
    assume(levels[criterion.id] != NOT_APPLICABLE)
    unchecked = bounds(levels | {criterion.id: UNCHECKED})
    worst, best = criterion.levels[-1].id, criterion.levels[0].id
    closed, opened = (bounds(levels | {criterion.id: level}) for level in (worst, best))
    assert closed[0] <= unchecked[0] <= opened[0]
    assert closed[1] <= unchecked[1] <= opened[1]


def test_what_does_not_apply_leaves_the_sum():
    best = {c.id: c.levels[0].id for c in RUBRIC.criteria}
    post = {c.id: NOT_APPLICABLE for c in RUBRIC.of_pillar("post")}
    assert bounds(best) == bounds(best | post) == (100, 100)
    worst = {c.id: c.levels[-1].id for c in RUBRIC.criteria}
    half = worst | {c.id: c.levels[0].id for c in RUBRIC.of_pillar("data")}
    weights = {p.id: p.weight for p in RUBRIC.pillars}
    assert bounds(half)[0] == pytest.approx(100 * weights["data"] / sum(weights.values()), abs=0.05)
    applicable = sum(weights.values()) - weights["post"]
    assert bounds(half | post)[0] == pytest.approx(100 * weights["data"] / applicable, abs=0.05)
    assert bounds({c.id: NOT_APPLICABLE for c in RUBRIC.criteria}) == (0, 0)


# Lineage ----------------------------------------------------------------------------------------


def own(level: str, *, speaks: bool = True) -> Mark:
    return replace(Mark.of(CRITERION, level, "Own words.", ()), speaks=speaks)


def base(
    level: str | None, name: str = "o/base", relation: str = "finetune", via: str = ""
) -> Base:
    if level is None:
        return Base(name, relation, None)
    mark = replace(Mark.of(CRITERION, level, "The base says so.", ()), via=via)
    return Base(name, relation, {CRITERION.id: mark})


def level(rule: str, mine: Mark, *bases: Base, cap: str = "", publisher: str = "me") -> str:
    return with_lineage(mine, replace(CRITERION, inherit=rule, cap=cap), bases, publisher).level


SILENT = own("closed", speaks=False)


@pytest.mark.parametrize(
    ("rule", "mine", "bases", "expected"),
    [
        ("never", SILENT, [base("open", relation="quantized")], "closed"),
        ("copies", SILENT, [base("open", relation="quantized")], "open"),
        ("copies", SILENT, [base("open", relation="copy")], "open"),
        ("copies", SILENT, [base("open")], "closed"),
        ("copies", own("part"), [base("open", relation="quantized")], "part"),
        ("copies", SILENT, [base("open", relation="quantized"), base("open")], "closed"),
        ("derived", SILENT, [base("open")], "open"),
        ("derived", SILENT, [], "closed"),
        ("derived", own("closed"), [base("open")], "closed"),
        ("derived", own("part"), [base("open")], "part"),
        ("derived", SILENT, [base(None)], "unchecked"),
        ("derived", SILENT, [base("unchecked")], "unchecked"),
        ("derived", SILENT, [base("n/a")], "n/a"),
        ("derived", SILENT, [base("open"), base("part", "o/two")], "part"),
        ("derived", SILENT, [base("open"), base("closed", "o/two")], "closed"),
        ("derived", SILENT, [base("open"), base(None, "o/two")], "unchecked"),
        ("derived", SILENT, [base("unchecked"), base("closed", "o/two")], "closed"),
        ("derived", SILENT, [base("n/a"), base("part", "o/two")], "part"),
        ("ceiling", own("open"), [base("part")], "part"),
        ("ceiling", own("part"), [base("open")], "part"),
        ("ceiling", own("open"), [base(None)], "open"),
        ("ceiling", own("open"), [base(None), base("part", "o/two")], "part"),
        ("ceiling", own("open"), [base("closed")], "open"),  # silence binds nobody
        ("ceiling", own("unchecked"), [base("part")], "unchecked"),
        ("ceiling", own("open"), [base("unchecked")], "open"),
        ("ceiling", own("open"), [base("part", "me/base")], "open"),  # whose rights they are
    ],
)
def test_inheritance(rule: str, mine: Mark, bases: list[Base], expected: str):
    assert level(rule, mine, *bases) == expected


def test_what_nobody_could_read_may_disclose_more_than_the_base():
    unread = own("unchecked", speaks=False)
    rule = replace(CRITERION, inherit="derived")
    assert with_lineage(unread, rule, (base("closed"),)).level == "unchecked"
    inherited = with_lineage(unread, rule, (base("part"),))
    assert (inherited.level, inherited.points, inherited.ceiling) == ("part", 0.5, 1.0)
    assert with_lineage(unread, rule, (base("n/a"),)).level == "n/a"


def test_a_cap_holds_for_what_was_changed_and_not_for_copies():
    assert level("derived", SILENT, base("open"), cap="part") == "part"
    assert level("derived", SILENT, base("open", relation="quantized"), cap="part") == "open"
    assert level("derived", SILENT, base("closed"), cap="part") == "closed"
    assert level("derived", SILENT, base("unchecked"), cap="part") == "unchecked"


def test_what_is_inherited_names_where_it_comes_from():
    rule = replace(CRITERION, inherit="derived")
    assert with_lineage(SILENT, rule, (base("open"),)).via == "o/base"
    assert with_lineage(SILENT, rule, (base("open", via="o/root"),)).via == "o/root"
    assert not with_lineage(SILENT, rule, (base("open"),)).speaks
    assert with_lineage(own("part"), rule, (base("open"),)).via == ""


def test_the_bounds_of_what_is_missing():
    mark = with_lineage(SILENT, replace(CRITERION, inherit="derived"), (base(None),))
    assert (mark.points, mark.ceiling) == (0, 1)


# Order ------------------------------------------------------------------------------------------


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.lists(st.sampled_from("abcdefghxyz"), max_size=4, unique=True).map(tuple),
    )
)
def test_bases_come_first_whatever_the_graph(parents):
    ordered = list(in_order(parents))
    assert sorted(name for name, _ in ordered) == sorted(parents)
    place = {name: number for number, (name, _) in enumerate(ordered)}
    for name, bases in ordered:
        assert set(bases) <= set(parents[name])
        assert all(place[b] < place[name] for b in bases if b in place)


def test_only_the_edge_that_closes_a_cycle_is_left_out():
    assert dict(in_order({"a": ("b",), "b": ("c",), "c": ("a", "x")})) == {
        "c": ("x",),
        "b": ("c",),
        "a": ("b",),
    }
    assert dict(in_order({"a": ("a", "x")})) == {"a": ("x",)}


def test_a_long_lineage():
    chain = {str(n): (str(n + 1),) for n in range(5000)}
    assert next(iter(in_order(chain)))[0] == "4999"
