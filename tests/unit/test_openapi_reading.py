"""An OpenAPI document as a page shows it: kinds in words, what is told where, and addresses to ask at."""

from __future__ import annotations

import pytest

from registry.openapi import Body, Description, Operation, Parameter, Place, Reply, document
from registry.openapi.asking import address, curl, example
from registry.openapi.kinds import kind_of
from registry.openapi.reading import reference
from registry.openapi.told import Described, Reference
from registry.shapes import PillarScores, Problem, Summary

SCORES = {"$ref": "#/components/schemas/PillarScores"}
MANY = tuple(Parameter(f"p{n}", "One of many.") for n in range(12))
RELEASE = Place("release_id", "An id.", {"type": "string", "maxLength": 200}, "org/some name")
FIELDS = Parameter(
    "fields",
    "Some properties.",
    {"type": "string", "enum": ["id", "score"]},
    many=True,
    listed=True,
    example=["id", "score"],
)
LETTER = Parameter(
    "letter", "Letters.", {"type": "string", "enum": ["A", "B"]}, many=True, example=["A", "B"]
)


def made() -> Reference:
    path = "/api/v1/models/{release_id}"
    listed = Operation(
        "list_them", "GET", "/api/v1/models", "many", "All", "Told.\n\nAt length.",
        Reply("All of them.", Summary), (LETTER, FIELDS, *MANY),
    )  # fmt: skip
    counted = Operation(
        "count_them", "GET", "/api/v1/counts", "many", "Counts", "Told.",
        Reply("Counts.", {"type": "object", "properties": {"n": {"type": "integer"}}}), MANY,
    )  # fmt: skip
    one = Operation(
        "get_one", "GET", path, "one", "One", "Told.",
        Reply("It.", Summary, sparse="Summary"), (FIELDS,), (RELEASE,),
    )  # fmt: skip
    sent = Operation(
        "send_one", "POST", "/api/v1/sent", "one", "Send", "Told.", Reply("Done.", PillarScores),
        body=Body("It.", {"type": "object"}, ("text/markdown",), {"it": "isn't"}),
    )  # fmt: skip
    tags = {"many": "Many.", "one": "One.", "none": "Nothing."}
    about = Description("T", "1.0", "Text.", "/", tags, Problem)
    return reference(document([listed, counted, one, sent], about))


def operation(name: str) -> Described:
    found = made().operation(name)
    assert found
    return found


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "maxLength": 200}, "text, at most 200 letters"),
        ({"type": "string", "minLength": 1, "maxLength": 9}, "text, 1 to 9 letters"),
        ({"type": "string", "format": "date-time"}, "moment (ISO 8601)"),
        ({"type": "integer", "minimum": 1, "maximum": 500}, "whole number, 1 to 500"),
        ({"type": "integer", "minimum": 1}, "whole number, at least 1"),
        ({"type": ["number", "null"]}, "number or null"),
        ({"anyOf": [SCORES, {"type": "null"}]}, "PillarScores or null"),
        ({"type": "array", "items": SCORES, "maxItems": 5}, "list of PillarScores, at most 5"),
        ({"type": "object", "additionalProperties": SCORES}, "object, each value: PillarScores"),
        ({"type": "object", "additionalProperties": False}, "object"),
        ({"type": "string", "pattern": "^[0-9]$"}, "text like ^[0-9]$"),
        ({}, "any value"),
    ],
)
def test_kinds_in_words(schema: dict[str, object], words: str) -> None:
    assert kind_of(schema).words == words


def test_names_of_shapes_values_and_examples_stand_apart() -> None:
    letters = {"enum": ["A", "B"], "examples": ["A"]}
    kind = kind_of({"anyOf": [{"type": "array", "items": letters}, SCORES]})
    assert [part.text for part in kind.parts if part.is_shape] == ["PillarScores"]
    assert (kind.values, kind.examples) == (("A", "B"), ("A",))


def test_tags_without_operations_are_left_out() -> None:
    told = made()
    assert [(tag.name, len(tag.operations)) for tag in told.tags] == [("many", 2), ("one", 2)]
    assert told.operation("nothing") is None


def test_what_an_earlier_operation_tells_is_named_only() -> None:
    counted = operation("count_them")
    assert counted.told == ()
    assert [(s.operation, len(s.names)) for s in counted.shared] == [("list_them", len(MANY))]
    assert [i.name for i in operation("get_one").told] == ["release_id", "fields"]
    assert len(operation("list_them").told) == len(operation("list_them").parameters) == 14


def test_parameters_replies_and_errors() -> None:
    one = operation("get_one")
    place, fields = one.parameters
    assert (place.place, place.required, place.example) == ("path", True, ("org/some name",))
    assert (fields.repeated, fields.kind.values, fields.example) == (
        False,
        ("id", "score"),
        ("id,score",),
    )
    assert one.reply.contents[0].kind.words == "SummaryFields"
    assert [a.status for a in one.others][:3] == [304, 308, 400]
    assert one.others[2].contents[0].kind.words == "Problem"
    assert [i.name for i in operation("count_them").reply.contents[0].items] == ["n"]
    sent = operation("send_one")
    assert [c.media for c in sent.body] == ["application/json", "text/markdown"]


def test_a_sparse_shape_says_whose_properties_it_has() -> None:
    shapes = made().shapes
    assert (shapes["SummaryFields"].tag, shapes["Summary"].tag) == ("one", "many")
    assert [s.name for s in made().shapes_of("one")] == ["SummaryFields"]
    assert (shapes["SummaryFields"].items, shapes["SummaryFields"].sparse) == ((), "Summary")
    scores = {i.name: i for i in shapes["PillarScores"].items}
    assert (scores["post"].kind.words, scores["post"].required) == (
        "number, 0 to 100 or null",
        True,
    )


def test_addresses_leave_out_what_is_empty_and_need_what_is_needed() -> None:
    one, many = operation("get_one"), operation("list_them")
    told = {"release_id": ["a b/c?"], "fields": ["id,score"], "other": ["x"]}
    assert address(one, told) == "/api/v1/models/a%20b/c%3F?fields=id,score"
    assert (
        address(many, {"letter": ["A", "", "B"], "p1": [""]}) == "/api/v1/models?letter=A&letter=B"
    )
    with pytest.raises(ValueError, match="release_id must be given"):
        address(one, {"release_id": [""]})


def test_examples_are_those_that_are_known_or_declared() -> None:
    one = operation("get_one")
    assert example(one, {}) == {"release_id": ["org/some name"], "fields": ["id,score"]}
    assert example(operation("list_them"), {})["letter"] == ["A", "B"]
    assert example(one, {"release_id": ["x/y"]})["release_id"] == ["x/y"]


def test_command_lines_are_quoted() -> None:
    assert curl(operation("get_one"), "http://h/a?b&c") == "curl 'http://h/a?b&c'"
    told = curl(operation("send_one"), "http://h/a")
    assert told.startswith("curl http://h/a -H 'Content-Type: application/json' --data-binary ")
    assert told.endswith("""'{"it": "isn'"'"'t"}'""")
