"""Front matter: split off as the Hub does, read as YAML 1.2, and never trusted."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.cards import parse_card
from crawlers.frontmatter import MAX_INDEX, split_front_matter


def fields(yaml: str) -> dict:
    parsed, error = split_front_matter(f"---\n{yaml}\n---\nText\n")[0].parsed()
    assert error == ""
    return parsed


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("language: no", "no"),
        ("language: [no, en, yes, on]", ["no", "en", "yes", "on"]),
        ("date: 2024-01-01", "2024-01-01"),
        ("time: 12:30:45", "12:30:45"),
        ("n: 012", "012"),
        ("n: 0x1F", "0x1F"),
        ("n: 1_000", "1_000"),
        ("n: -12", -12),
        ("n: 7.5e-1", 0.75),
        ("n: .5", 0.5),
        ("n: 1.", 1.0),
        ("n: 12345678901234567890123", 12345678901234567890123),
        ("b: true", True),
        ("b: False", False),
        ('b: "true"', "true"),
        ("x: ~", None),
        ("x:", None),
        ("x: |\n  a\n  b", "a\nb"),
        ("x: !python/object/apply:os.system [ls]", ["ls"]),
        ("x: !!binary aGk=", "aGk="),
        ("x: !!set {a, b}", {"a": None, "b": None}),
        ("x: {1: a, true: b, ~: c}", {"1": "a", "true": "b", "~": "c"}),
        ("x: 'it''s'", "it's"),
        ("x: &a [1]", [1]),
        ("😀: 你好", "你好"),
    ],
)
def test_values(yaml: str, expected: object):
    (value,) = fields(yaml).values()
    assert value == expected
    assert type(value) is type(expected)
    json.dumps(value)


def test_aliases_and_merges():
    told = fields("a: &a {x: 1, y: 2}\nb: *a\nc:\n  <<: *a\n  y: 3")
    assert told["b"] == {"x": 1, "y": 2}
    assert told["c"] == {"x": 1, "y": 3}


BOMBS = {
    "brackets": "a: " + "[" * 100_000,
    "braces": "a: " + "{" * 100_000,
    "dashes": "- " * 50_000,
    "wide dashes": "-  " * 50_000,
    "tabbed dashes": "-\t" * 50_000,
    "keys": "? " * 50_000,
    "mixed": "- ? " * 30_000,
    "stairs": "\n".join(" " * n + "a:" for n in range(1500)),
    "even brackets": "a: " + "[" * 50_000 + "]" * 50_000,
    "in a list": "x:\n" + "- [{a: " * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_depth_bombs(name: str):
    began = time.perf_counter()
    parsed, error = split_front_matter(f"---\n{BOMBS[name]}\n---\n")[0].parsed()
    assert (parsed, bool(error)) == ({}, True)
    assert time.perf_counter() - began < 5


def test_alias_bombs():
    doubling = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)
    )
    parsed, error = split_front_matter(f"---\n{doubling}---\n")[0].parsed()
    assert (parsed, error) == ({}, "the YAML is nested too deeply to be read safely")


@pytest.mark.parametrize("yaml", ["a: &a [*a]", "a: &a {b: *a}", "&a ? *a : b"])
def test_circles(yaml: str):
    parsed, error = split_front_matter(f"---\n{yaml}\n---\n")[0].parsed()
    assert (parsed, error[:9]) == ({}, "malformed")


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("a: [1", "malformed YAML: did not find expected ',' or ']' in line 3"),
        ("a: b: c", "malformed YAML: mapping values are not allowed in this context in line 2"),
        ("x: 1\n\ta: 2", "malformed YAML"),
        ("a: *nowhere", "malformed YAML: found undefined alias"),
        ("a: \x00", "malformed YAML"),
        ("a: 1\n--- # x\nb: 2", "malformed YAML"),
        ("[a, b]", "the YAML is not a mapping of fields"),
        ("just text", "the YAML is not a mapping of fields"),
        ("? [a]\n: b", "malformed YAML"),
        ("%TAG x", "malformed YAML"),
    ],
)
def test_what_is_malformed(yaml: str, words: str):
    parsed, error = split_front_matter(f"---\n{yaml}\n---\n")[0].parsed()
    assert parsed == {}
    assert error.startswith(words)


@pytest.mark.parametrize(
    ("text", "yaml", "body", "line"),
    [
        ("---\na: 1\n---\nText", "a: 1", "Text", 4),
        ("---\r\na: 1\r\n---\r\nText", "a: 1", "Text", 4),
        ("\n\n---\na: 1\n---\nText", "a: 1", "Text", 6),
        ("---\na: 1\n---", "a: 1", "", 3),
        ("---\na: 1\n---  \nText", "a: 1", "Text", 4),
        ("---\na: 1\n----\nText", "", "---\na: 1\n----\nText", 1),
        ("Text\n---\na: 1\n---\n", "", "Text\n---\na: 1\n---\n", 1),
        ("---\na: 1\nText", "", "---\na: 1\nText", 1),
        ("", "", "", 1),
        ("---\na: 1\n---\nText\n\n---\nMore", "a: 1", "Text\n\n---\nMore", 4),
    ],
)
def test_splitting(text: str, yaml: str, body: str, line: int):
    front, rest, first_line = split_front_matter(text)
    assert (front.text, rest, first_line) == (yaml, body, line)


def test_a_byte_order_mark_is_no_text():
    card = parse_card(b"\xef\xbb\xbf---\nlicense: mit\n---\n# T\n")
    assert (card.front, card.encoding_error) == ({"license": "mit"}, "")


def test_long_benchmark_results_are_cut_and_nothing_else():
    results = "".join(f"  - task: t{n}\n    value: {n}\n" for n in range(20_000))
    yaml = f"tags: [x]\nmodel-index:\n- name: m\n  results:\n{results}license: mit"
    began = time.perf_counter()
    told = fields(yaml)
    assert time.perf_counter() - began < 1
    assert (told["license"], told["tags"]) == ("mit", ["x"])
    read = told["model-index"][0]["results"]
    assert 100 < len(read) < MAX_INDEX
    assert read[0] == {"task": "t0", "value": 0}


def test_results_cut_in_the_middle_of_a_value_are_read_whole():
    yaml = 'model-index: \n- "' + "x\n  " * 10_000 + '"\nlicense: mit'
    assert fields(yaml)["license"] == "mit"


@given(st.text(alphabet="ab-:[]{}&*!?|>'\"#%@, \n\t0123456789\x00é😀", max_size=80))
def test_it_never_raises(yaml: str):
    parsed, error = split_front_matter(f"---\n{yaml}\n---\n")[0].parsed()
    assert isinstance(parsed, dict)
    assert isinstance(error, str)
    json.dumps(parsed)
