"""What a query string may hold, and the document made of declared operations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate
from pydantic import Field
from typing_extensions import TypedDict

from registry.openapi import Body, Description, Operation, Parameter, Place, Reply, document, read
from registry.openapi.parameters import MOST_PROBLEMS
from registry.shapes import Problem

LETTER = Parameter("letter", "The letter.", {"type": "string", "enum": ["A", "B"]}, many=True)
LIMIT = Parameter("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": 500})
YEAR = Parameter("year", "When.", {"type": "string", "pattern": "^20\\d\\d$", "maxLength": 9})
SINCE = Parameter("since", "From when on.", {"type": "string", "format": "date-time"})
FIELDS = Parameter("fields", "Only these.", {"type": "string", "enum": ["id", "score"]}, many=True,
                   listed=True)  # fmt: skip
NEEDED = Parameter(
    "from", "From when on.", {"type": "string", "format": "date-time"}, required=True
)
ALL = (LETTER, LIMIT, YEAR, SINCE, FIELDS)


class Item(TypedDict):
    id: str
    score: float


class Items(TypedDict):
    items: list[Item]


class Asked(TypedDict):
    ids: Annotated[list[str], Field(min_length=1)]


THING = Place("thing", "A thing.", {"type": "string"}, "it")
ABOUT = Description("A", "1.0", "About it.", "/", {"things": "Things."}, Problem)
LISTED = Operation(
    "list_things", "GET", "/things", "things", "Things", "All.",
    Reply("Things.", Items, paged=True, sparse="Item", links={"one": ("get_thing", {"thing": "$x"})}),
    ALL,
)  # fmt: skip
GOT = Operation("get_thing", "GET", "/things/{thing}", "things", "A thing", "One.", Reply("It.", Item),
                places=(THING,))  # fmt: skip
SENT = Operation("send", "POST", "/things", "things", "Send", "Sent.", Reply("Taken.", Item, status=201),
                 body=Body("Ids.", Asked, also=("text/markdown",)))  # fmt: skip
DRAWN = Operation("draw", "GET", "/things/{thing}.svg", "things", "Drawn", "A picture.",
                  Reply("It.", media="image/svg+xml"), places=(THING,))  # fmt: skip


def test_values_are_read_as_what_they_are():
    pairs = [("letter", "A"), ("letter", "B"), ("limit", "7"), ("year", "2025"),
             ("since", "2026-03-01"), ("fields", "id,score")]  # fmt: skip
    values, problems = read(ALL, pairs)
    assert problems == []
    assert values == {
        "letter": ("A", "B"),
        "limit": 7,
        "year": "2025",
        "since": datetime(2026, 3, 1, tzinfo=UTC),
        "fields": ("id", "score"),
    }
    zoned, _ = read(ALL, [("since", "2026-03-01T02:00:00+02:00")])
    assert zoned["since"] == values["since"]


@pytest.mark.parametrize(
    ("pair", "told", "nearest"),
    [
        (("leter", "A"), "There is no parameter 'leter'. Did you mean 'letter'?", "letter"),
        (("letter", "C"), "letter can't be 'C'; it can be A, B.", None),
        (("fields", "id,scores"), "fields can't be 'scores'; it can be id, score.", "score"),
        (("limit", "0"), "limit can't be '0'; it must be a whole number from 1 to 500.", None),
        (("limit", "٣"), "limit can't be '٣'; it must be a whole number from 1 to 500.", None),
        (("limit", "9" * 40), None, None),
        (("year", "1999"), "year can't be '1999'; it must look like ^20\\d\\d$.", None),
        (("year", "2" * 10), "year can't be '2222222222'; it must have at most 9 letters.", None),
        (("since", "soon"), None, None),
    ],
)
def test_what_makes_no_sense_is_told(pair, told, nearest):
    values, [problem] = read(ALL, [pair])
    assert values in ({}, {"fields": ("id",)})
    assert problem.parameter == pair[0]
    assert problem.nearest == nearest
    assert told in {None, problem.message}


def test_what_is_missing_or_given_twice_is_told():
    assert [p.message for p in read([NEEDED], [])[1]] == ["from is needed."]
    assert len(read([NEEDED], [("from", "soon")])[1]) == 1
    twice = read(ALL, [("limit", "1"), ("limit", "2")])[1]
    assert [p.message for p in twice] == ["limit is given more than once."]
    many = read(ALL, [("letter", "A")] * 60)[1]
    assert {p.message for p in many} == {"letter has more than 50 values."}


def test_a_few_problems_are_told_of_many():
    for pairs in ([(f"x{n}", "") for n in range(5000)], [("fields", "x," * 5000)]):
        values, problems = read([*ALL, NEEDED], pairs)
        assert (values, len(problems)) == ({}, MOST_PROBLEMS)


@given(
    st.lists(
        st.tuples(st.sampled_from(["letter", "limit", "year", "since", "fields", "x"]), st.text())
    )
)
def test_nothing_that_is_given_raises(pairs):  # fmt: skip
    values, problems = read(ALL, pairs)
    assert set(values) <= {p.name for p in ALL}
    assert bool(problems) or all(name in values for name, _ in pairs)


def test_the_document_is_valid_and_whole():
    made = document([LISTED, GOT, SENT, DRAWN], ABOUT)
    validate(made)
    listed, sent = made["paths"]["/things"]["get"], made["paths"]["/things"]["post"]
    assert [p["name"] for p in listed["parameters"]] == [p.name for p in ALL]
    assert listed["parameters"][0]["explode"] is True
    assert listed["parameters"][4]["explode"] is False
    reply = listed["responses"]["200"]
    assert reply["links"]["one"] == {"operationId": "get_thing", "parameters": {"thing": "$x"}}
    assert set(reply["headers"]) == {"ETag", "RateLimit", "RateLimit-Policy", "Link"}
    assert set(sent["requestBody"]["content"]) == {"application/json", "text/markdown"}
    assert {"201", "400", "413", "415"} <= set(sent["responses"])
    assert {"200", "304", "404"} <= set(made["paths"]["/things/{thing}"]["get"]["responses"])
    drawn = made["paths"]["/things/{thing}.svg"]["get"]["responses"]["200"]["content"]
    assert drawn == {"image/svg+xml": {"schema": {"type": "string"}}}


def test_of_a_sparse_reply_only_the_id_is_always_there():
    made = document([LISTED, GOT], ABOUT)
    schemas = made["components"]["schemas"]
    assert schemas["ItemFields"]["required"] == ["id"]
    assert schemas["ItemFields"]["properties"] == schemas["Item"]["properties"]
    reply = made["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]
    assert reply["schema"]["properties"]["items"]["items"]["$ref"].endswith("/ItemFields")


def test_two_operations_of_one_id_are_refused():
    with pytest.raises(ValueError, match="get_thing"):
        document([GOT, GOT], ABOUT)
