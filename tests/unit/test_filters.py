"""What a query string asks for."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.filters import MAX_LIMIT, MAX_PAGE, Asked, parse
from registry.resources import rubric


def asked(query: str) -> Asked:
    return parse(parse_qsl(query, keep_blank_values=True), rubric())


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=olmo", "mentions “olmo”"),
        ("data=open", "data is open"),
        ("weights=partial", "weights are open in part"),
        ("post=closed", "post-training is closed or undisclosed"),
        ("class=open+weights", "class is open weights"),
        ("class=Open-Weights", "class is open weights"),
        ("letter=a", "grade is A"),
        ("license_class=non-commercial", "licence forbids commercial use"),
        ("license=apache-2.0", "declares the licence apache-2.0"),
        ("organization=allenai", "published by allenai"),
        ("task=text-generation", "made for text-generation"),
        ("language=de", "made for the language German"),
        ("language=zlm", "made for the language zlm"),
        ("claim=uncontradicted", "claims no more than was found"),
        ("derived=no", "not derived from another release"),
        ("min_downloads=10000", "at least 10,000 downloads"),
    ],
)
def test_a_filter_says_itself_and_can_be_removed(query: str, sentence: str):
    (chip,) = asked(query).chips()
    assert chip.sentence == sentence
    assert chip.without == ""


def test_each_filter_can_be_removed_alone():
    chips = asked("q=llama&data=open&data=partial&letter=A&sort=likes&page=3").chips()
    assert [(c.sentence, c.without) for c in chips] == [
        ("mentions “llama”", "data=open&data=partial&letter=A&sort=likes"),
        ("data is open", "q=llama&data=partial&letter=A&sort=likes"),
        ("data is open in part", "q=llama&data=open&letter=A&sort=likes"),
        ("grade is A", "q=llama&data=open&data=partial&sort=likes"),
    ]


def test_a_value_is_added_and_taken_away():
    assert asked("data=open").toggled("data", "partial") == "data=open&data=partial"
    assert asked("data=open&data=partial").toggled("data", "open") == "data=partial"
    assert asked("page=4").toggled("letter", "B") == "letter=B"


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("licence=mit", "licence", "license"),
        ("organisation=allenai", "organisation", "organization"),
        ("xyzzy=1", "xyzzy", None),
        ("data=opne", "data", "open"),
        ("letter=Z", "letter", None),
        ("sort=download", "sort", "downloads"),
        ("limit=many", "limit", None),
        ("limit=0", "limit", None),
        ("page=-1", "page", None),
        ("min_downloads=lots", "min_downloads", None),
    ],
)
def test_what_makes_no_sense_is_told_with_the_nearest(
    query: str, parameter: str, nearest: str | None
):
    made = asked(query)
    (problem,) = made.problems
    assert (problem.parameter, problem.nearest) == (parameter, nearest)
    assert made.chosen == {}


@pytest.mark.parametrize("query", ["", "q=", "q=++", "data=&letter=&min_downloads=", "q=%00"])
def test_empty_fields_ask_for_nothing(query: str):
    made = asked(query)
    assert made.chips() == ()
    assert made.problems == ()


def test_orders():
    assert asked("").sort == "score"
    assert asked("q=olmo").sort == "relevance"
    assert asked("q=olmo&sort=likes").sort == "likes"
    assert asked("sort=relevance").sort == "score"
    assert asked("sort=post").sort == "post"


def test_bounds_are_kept():
    made = asked("limit=99999&page=99999999999999999999999")
    assert (made.limit, made.page) == (MAX_LIMIT, MAX_PAGE)
    assert asked("page=3&limit=20").offset == 40


def test_the_query_leads_back_to_the_same():
    made = asked("q=c%2B%2B+%25&license=apache-2.0&data=open&data=closed&sort=name&limit=7&page=2")
    again = asked(made.query())
    assert (again.q, again.chosen, again.order, again.limit, again.page) == (
        made.q,
        made.chosen,
        made.order,
        made.limit,
        made.page,
    )


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=300))))
def test_any_query_string_is_survived(pairs: list[tuple[str, str]]):
    made = parse(pairs, rubric())
    made.query().encode("ascii")
    assert all(chip.sentence for chip in made.chips())
    assert all(problem.message for problem in made.problems)


@given(st.text(max_size=3000))
def test_any_search_is_survived(q: str):
    made = parse([("q", q)], rubric())
    assert len(made.q) <= 200
    assert "\0" not in made.q
