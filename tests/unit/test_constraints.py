"""What an alternative has to meet: defaults, what the address says, and dropping one."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from registry.constraints import Constraints, constraints, defaults_for
from registry.resources import rubric

DEFAULTS = {"max_size": "10b", "task": "text-generation", "derived": "no"}


def asked(query: str = "", defaults: dict[str, str] | None = None) -> Constraints:
    return constraints(parse_qsl(query), DEFAULTS if defaults is None else defaults, rubric())


@pytest.mark.parametrize(
    ("parameters", "bound"),
    [
        (70e6, "1b"), (5e8, "1b"), (1.24e9, "4b"), (3e9, "4b"), (7e9, "10b"), (8e9, "10b"),
        (13e9, "40b"), (32e9, "100b"), (70e9, "100b"), (405e9, ""), (-1, ""), (0, ""),
    ],
)  # fmt: skip
def test_by_default_about_twice_as_large_at_most(parameters: float, bound: str):
    assert defaults_for(int(parameters), "", derived=True).get("max_size", "") == bound


def test_defaults_follow_the_release():
    assert defaults_for(int(7e9), "text-generation", derived=False) == DEFAULTS
    assert defaults_for(-1, "", derived=True) == {}


def test_defaults_apply_where_the_address_says_nothing():
    wanted = asked()
    assert {n: v for n, (v,) in wanted.chosen.items()} == DEFAULTS
    assert wanted.query() == ""
    assert {c.field: c.without for c in wanted.chips()} == {
        "max_size": "max_size=any", "task": "task=any", "derived": "derived=any",
    }  # fmt: skip


def test_a_dropped_default_stays_dropped():
    wanted = asked("task=any&language=de")
    assert "task" not in wanted.chosen
    assert wanted.query() == "task=any&language=de"
    by_field = {c.field: c.without for c in wanted.chips()}
    assert by_field["language"] == "task=any"
    assert by_field["max_size"] == "max_size=any&task=any&language=de"
    assert asked(by_field["max_size"]).query() == by_field["max_size"]


def test_what_repeats_a_default_is_left_out_of_the_address():
    assert asked("task=text-generation&max_size=10b&page=2").query() == "page=2"
    assert asked("page=2").without("task").query() == "task=any"


def test_dropping_everything():
    assert asked("license_class=open-source").free().chosen == {}
    assert asked(asked().free().query()).chosen == {}


def test_every_filter_of_the_lists_works():
    wanted = asked("data=open&data=partial&memory_4bit=8")
    assert wanted.chosen["data"] == ("open", "partial")
    (chip,) = [c for c in wanted.chips() if c.field == "data"]
    assert chip.sentence == "data is open or data is open in part"
    assert "data" not in asked(chip.without).chosen


def test_what_makes_no_sense_is_told():
    wanted = asked("max_size=huge&tsk=x&license_class=free")
    assert [p.parameter for p in wanted.problems] == ["tsk", "license_class", "max_size"]
    assert wanted.max_size == ""
