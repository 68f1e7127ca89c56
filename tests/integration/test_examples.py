"""Every example of the docs, run against a real server as its reader would run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.examples import HOST, Example, Place, examples, is_as_told, run
from tests.integration.catalog import fill
from tests.services import curl

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = [
    example
    for path in sorted(DOCS.glob("*.md"))
    for example in examples(path)
    if path.name == "api.md" or HOST in example.code
]


@pytest.fixture
def settings(sqlite_url: str):
    """One database is enough: what differs between the two is none of the docs' business."""
    from registry.settings import Settings

    return Settings(database_url=sqlite_url, hf_endpoint="http://127.0.0.1:9", hf_token=None)


def test_examples_do_what_the_docs_say(
    live_server: str, settings, browser: Browser, tmp_path: Path, subtests
):
    curl.require()
    fill(settings)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server}/about")
    place = Place(tmp_path, live_server, settings.database_url, page)
    for example in EXAMPLES:
        with subtests.test(example.file, line=example.line):
            printed = run(example, place)
            assert is_as_told(example, printed) if example.told else True, printed
    context.close()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.file}:{e.line}")
def test_every_example_says_what_comes_of_it(example: Example):
    assert example.checks_itself


def test_every_language_has_examples():
    assert {e.language for e in EXAMPLES} == {"bash", "python", "javascript", "sql"}
    assert any("import pandas" in e.code for e in EXAMPLES)
    assert any("async function*" in e.code for e in EXAMPLES)


@pytest.mark.parametrize(
    ("told_as", "told", "printed", "is_right"),
    [
        ("text", "a … c\n", "a b c\n", True),
        ("text", "a … c\n", "a b d\n", False),
        ("text", "a\n", "a\nb\n", False),
        ("json", '{"a": "…", "b": [1, "…"]}', '{"b": [1, 2], "a": {}}', True),
        ("json", '{"a": 1, "…": "…"}', '{"a": 1, "b": 2}', True),
        ("json", '{"a": 1}', '{"a": 1, "b": 2}', False),
        ("json", "[1, 2]", "[1]", False),
        ("json", '[1, "…"]', "[2, 2]", False),
        ("json", '{"a": 1}', '{"a": 1.5}', False),
    ],
)
def test_rubbish_is_noticed(told_as: str, told: str, printed: str, is_right: bool):
    assert is_as_told(Example("", 1, "bash", "", told_as, told), printed) is is_right
