"""Statements: their shape, schema, writing and form; whatever they hold, they are read or refused in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from registry.guarded_yaml import load
from registry.resources import PACKAGE, rubric
from registry.statements import LARGEST
from registry.statements.fields import Field, fields_of
from registry.statements.forms import stated, typed, typed_from, with_row, without_row
from registry.statements.parts import Asked
from registry.statements.placeholders import is_placeholder
from registry.statements.questions import questions
from registry.statements.reading import parse
from registry.statements.schema import schema
from registry.statements.shape import NO_POST, Statement
from registry.statements.writing import dump
from tests.statements import PAGE, example

VALIDATOR = Draft202012Validator(schema())


def problems(text: str) -> list[tuple[int, str, str]]:
    return [(p.line, p.path, p.message) for p in parse(text).problems]


def messages(text: str) -> str:
    return " ".join(message for _, _, message in problems(text))


# Values -----------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30
).filter(lambda t: not is_placeholder(t))
ADDRESSES = st.sampled_from(
    ["https://example.org", "http://x.example/a?b=c#d", "https://huggingface.co/datasets/a/b"]
)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    match field.asked:
        case Asked.ADDRESS:
            return ADDRESSES
        case Asked.COUNT:
            return st.integers(1, 10**12)
        case Asked.FLAG:
            return st.booleans()
        case Asked.CHOICE:
            return st.sampled_from(field.choices)
        case Asked.ROWS:
            return st.lists(rows_of(field), min_size=1, max_size=2) | st.fixed_dictionaries(
                {"withheld": TEXTS}
            )
        case Asked.GROUP:
            return group_of(field.fields)
    return TEXTS | st.sampled_from(
        ["3e-4", "12", "yes", "null ", "- x", "a: b", "# x", "1e5", "2024-01-01", "~x", "a\nb"]
    )


def group_of(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={f.key: values_of(f) for f in fields})


def rows_of(field: Field) -> st.SearchStrategy[dict[str, Any]]:
    needed = {f.key: values_of(f) for f in field.fields if f.key == "method"}
    rest = {f.key: values_of(f) for f in field.fields if f.key != "method"}
    return st.fixed_dictionaries(needed, optional=rest)


STATED = st.fixed_dictionaries(
    {"transparency": st.just(1)},
    optional={
        f.key: values_of(f) | st.just(NO_POST) if f.key == "post" else values_of(f)
        for f in fields_of(Statement)
    },
)


@settings(max_examples=120)
@given(STATED)
def test_what_is_written_is_read_again(values: dict[str, Any]):
    statement = Statement.model_validate(values)
    text = dump(statement)
    parsed = parse(text)
    assert parsed.problems == ()
    assert parsed.statement == statement
    assert VALIDATOR.is_valid(load(text))


@settings(max_examples=60)
@given(STATED)
def test_a_form_that_is_filled_in_from_a_statement_gives_it_back(values: dict[str, Any]):
    statement = Statement.model_validate(values)
    told = typed_from(statement)
    again, wrong = stated(typed(_sent(told)))
    assert wrong == ()
    assert again is not None
    # Blanks around a text and rows that say nothing are not kept.
    assert stated(typed_from(again))[0] == again


def _sent(told: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(told, str):
        return [(name, told)]
    inner = enumerate(told) if isinstance(told, list) else told.items()
    return [pair for key, value in inner for pair in _sent(value, f"{name}.{key}".lstrip("."))]


BREAKS: list[Any] = [
    None,
    "TODO",
    "n/a",
    "",
    "<name>",
    {"no such key": 1},
    ["x"],
    3,
    True,
    "http:/x",
    {"withheld": "x"},
    [],
]


@settings(max_examples=150)
@given(STATED, st.randoms(use_true_random=False), st.sampled_from(BREAKS))
def test_schema_and_parser_accept_and_refuse_the_same(values: Any, chance: Any, broken: Any):
    here: Any = values
    while True:
        key = chance.choice(list(here) if isinstance(here, dict) else range(len(here)))
        inner = here[key]
        if not (isinstance(inner, dict | list) and inner) or chance.random() < 0.3:
            here[key] = broken
            break
        here = inner
    try:
        Statement.model_validate(values)
        is_accepted = True
    except ValueError:
        is_accepted = False
    assert VALIDATOR.is_valid(values) == is_accepted, values


@settings(max_examples=150)
@given(st.text() | st.binary(max_size=300))
def test_no_text_raises(text: str | bytes):
    parsed = parse(text)
    assert (parsed.statement is None) == bool(parsed.problems)


# Problems ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "path", "words"),
    [
        ("transparency: 1\nwieghts: {}\n", 2, "wieghts", "did you mean `weights`?"),
        ("weights: {}\n", 1, "transparency", "write `transparency: 1`"),
        ("transparency: 2\n", 1, "transparency", "the version of this format"),
        (
            "transparency: 1\ndata:\n  sources:\n    name: C4\n",
            3,
            "data.sources",
            "`sources` is a list: begin each row with `- `",
        ),
        (
            "transparency: 1\ndata:\n  sources:\n    - C4\n",
            4,
            "data.sources.1",
            "A row consists of fields: `name`, `url`",
        ),
        ("transparency: 1\ncode: yes\n", 2, "code", "Fields are to stand below `code`: `training`"),
        ("transparency: 1\ndata:\n  complete: yes\n", 3, "data.complete", "true or false"),
        (
            "transparency: 1\ndata:\n  datasheet: see paper\n",
            3,
            "data.datasheet",
            "an address that begins with https://",
        ),
        (
            "transparency: 1\npost:\n  stages:\n  - method: SFT\n",
            4,
            "post.stages.1.method",
            "did you mean sft? It is one of",
        ),
        ("transparency: 1\npost: base\n", 2, "post", "write `none` for a base model"),
        (
            "transparency: 1\ncode:\n  compute:\n    count: many\n",
            4,
            "code.compute.count",
            "a whole number",
        ),
        ("transparency: 1\ndata: {}\ndata: {}\n", 3, "", "given twice"),
        ("transparency: 1\ndata: [\n", 3, "", "malformed YAML"),
        ("- x\n", 1, "", "begin with `transparency: 1`"),
        ("", 1, "", "It is empty"),
        ("transparency: 1\nweights:\n  license: {a: 1}\n", 3, "weights.license", "a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, path: str, words: str):
    [first, *_] = problems(text)
    assert first[:2] == (line, path)
    assert words in messages(text)


def test_what_must_not_be_read_is_not():
    assert "longer than 256 kB" in messages("#" * (LARGEST + 1))
    assert "nested too deeply" in messages("[" * 50_000)
    assert "not UTF-8" in parse(b"transparency: 1\n# \xff").problems[0].message
    bomb = "a: &a [x,x]\n" + "".join(f"b{i}: &b{i} [*a,*a,*a]\n" for i in range(30))
    assert "nested too deeply" in messages(bomb)


@pytest.mark.parametrize(
    "word",
    ["TODO", "todo", "N/A", "none", "-", "", "…", "???", "<your licence>", "Unknown", "[TBD]"],
)
def test_placeholders_say_nothing(word: str):
    assert is_placeholder(word)
    told = parse(f"transparency: 1\nweights:\n  license: '{word}'\ndata: '{word}'\n").statement
    assert told is not None
    assert told.weights is not None
    assert told.weights.license is None
    assert told.data is None


@pytest.mark.parametrize("word", ["MIT", "not known to us", "no", "nonetheless", "0", "C4"])
def test_words_are_no_placeholders(word: str):
    assert not is_placeholder(word)


def test_numbers_stay_as_they_were_written():
    told = parse("transparency: 1\ncode: {recipe: {learning_rate: 3e-4, duration: 12}}\n").statement
    assert told is not None
    assert told.code is not None
    assert told.code.recipe is not None
    assert (told.code.recipe.learning_rate, told.code.recipe.duration) == ("3e-4", "12")


# Documentation and form -------------------------------------------------------------------------


def test_the_documented_examples_are_statements():
    for text in re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S):
        assert problems(text) == []
        assert VALIDATOR.is_valid(load(text))
    told = parse(example()).statement
    assert told is not None
    assert parse(dump(told)).statement == told


def test_the_template_is_a_statement_that_says_nothing():
    parsed = parse((PACKAGE / "statements" / "template.yaml").read_bytes())
    assert parsed.statement is not None
    assert not list(filter(None, re.findall(r"'[^']+'", str(parsed.statement))))


def test_each_part_is_explained_by_criteria_that_there_are():
    known = {c.id for c in rubric().criteria}
    asked = {f"{s.key}.{f.key}" for s in fields_of(Statement) for f in s.fields}
    assert set(questions()) <= asked
    assert asked - set(questions()) == {"data.complete"}
    assert all(set(q.criteria) <= known and q.criteria for q in questions().values())


def test_rows_are_added_removed_and_counted_anew():
    told = typed([("data.sources.0.name", "C4"), ("data.sources.7.name", "Dolma")])
    assert [row["name"] for row in told["data"]["sources"]] == ["C4", "Dolma"]
    assert without_row(told, "data.sources.0")["data"]["sources"] == [{"name": "Dolma"}]
    assert with_row(told, "data.sources")["data"]["sources"][-1] == {}
    grown = with_row(typed([("post.stages.0.method", "sft")]), "post.stages.0.data")
    assert grown["post"]["stages"][0]["data"] == [{}]
    for odd in ("", "x", "data.sources.9", "data.sources.0.name.x", "..", "post.stages.4.data"):
        with_row(typed([("data.sources.0.name", "C4")]), odd)
        without_row(typed([("data.sources.0.name", "C4")]), odd)


def test_what_contradicts_itself_in_the_form_is_told_beside_its_field():
    told = typed(
        [
            ("base", "yes"),
            ("post.stages.0.method", "sft"),
            ("data.sources.0.name", "C4"),
            ("data.sources.withheld", "Secret."),
            ("post.stages.1.code", "not an address"),
        ]
    )
    statement, wrong = stated(told)
    assert statement is None
    assert {p.path for p in wrong} == {"base", "data.sources.withheld"}
    _, wrong = stated(typed([("post.stages.0.code", "not an address")]))
    assert [p.path for p in wrong] == ["post.stages.1.method", "post.stages.1.code"]
