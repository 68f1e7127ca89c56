"""The linter over HTTP: the page and the API, what the registry knows, and that nothing is written."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from sqlalchemy import event

from registry.cli import main
from registry.linting.draft import LARGEST
from registry.shapes.drafts import DraftReport
from tests.integration.catalog import fill

CARD = "---\nlicense: mit\nbase_model: allenai/OLMo-7B\n---\n\n# Nimbus 7B\n\nSee <link to the data>.\n"


@pytest.fixture
def filled(settings, app: Flask) -> FlaskClient:
    """The app with the catalog, whose database refuses to be written."""
    fill(settings)

    def refuse(_connection, _cursor, statement: str, *_rest: object) -> None:
        assert statement.split()[0].upper() not in {"INSERT", "UPDATE", "DELETE"}, statement

    event.listen(app.extensions["engine"], "before_cursor_execute", refuse)
    return app.test_client()


def test_a_draft_over_the_api_and_on_the_page(filled: FlaskClient):
    told = filled.post("/api/v1/lint", json={"card": CARD, "id": "acme/nimbus-7b"})
    assert told.status_code == 200
    report = TypeAdapter(DraftReport).validate_python(told.json)
    # What the registry knows of the base counts.
    assert report["criteria"]["weights.base"]["level"] == "open"
    assert report["criteria"]["data.access"]["via"] == "allenai/OLMo-7B"
    assert report["criteria"]["weights.access"]["level"] == "unchecked"
    as_text = filled.post("/api/v1/lint", data=CARD.encode(), content_type="text/markdown")
    assert as_text.json["criteria"]["weights.base"]["level"] == "open"
    there = filled.post("/api/v1/lint", json={"card": CARD, "files": ["model.safetensors"]})
    assert there.json["criteria"]["weights.access"]["level"] == "open-download"

    page = filled.post("/lint", data={"card": CARD, "id": "acme/nimbus-7b", "weights": "auto"})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "See &lt;link to the data&gt;." in page.text
    assert 'value="auto" selected' in page.text
    assert "The weights are in the repo, behind a gate that opens by itself." in page.text
    assert "<strong>Line 8.</strong>" in page.text


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"json": {}}, 400, "card"),
        ({"json": {"card": "# A", "id": "a b"}}, 400, "/id"),
        ({"json": {"card": "# A", "gated": "maybe"}}, 400, "/gated"),
        ({"data": b"\xff", "content_type": "text/markdown"}, 400, "UTF-8"),
        ({"data": b"# A", "content_type": "text/html"}, 415, "text/markdown"),
        ({"data": b"a" * (LARGEST + 1), "content_type": "text/markdown"}, 413, "1,048,576"),
    ],
    ids=["nothing", "id", "gate", "bytes", "kind", "size"],
)
def test_what_can_not_be_linted_is_a_problem(client: FlaskClient, sent, status: int, words: str):
    answer = client.post("/api/v1/lint", **sent)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert words in answer.text


def test_the_form(filled: FlaskClient):
    empty = filled.get("/lint")
    assert "nothing is stored" in empty.text
    assert 'href="/lint?example=yes"' in empty.text
    assert "# Nimbus 7B Instruct" in filled.get("/lint?example=yes").text
    known = filled.get("/lint?id=meta-llama/Llama-2-7b").text
    assert "Use is under the &lt;b&gt;Llama 2&lt;/b&gt; Community License." in known
    assert 'value="meta-llama/Llama-2-7b"' in known
    assert 'value="manual" selected' in known
    for odd in ("no/such", "%00", "a" * 900):
        assert filled.get(f"/lint?id={odd}").status_code == 200
    assert (
        'href="/lint?id=meta-llama/Llama-2-7b"' in filled.get("/models/meta-llama/Llama-2-7b").text
    )
    for sent, words in (({"card": " "}, "Paste a card"), ({"card": CARD, "id": "a b"}, "no id")):
        answer = filled.post("/lint", data=sent)
        assert answer.status_code == 400
        assert words in answer.text
    assert filled.post("/lint", data={"card": "a" * (LARGEST + 1)}).status_code == 413


def test_the_command_takes_what_the_registry_knows(settings):
    fill(settings)
    words = ["lint", "-", "--format", "json"]
    environment = {"DATABASE_URL": settings.database_url}
    for more, level in (([], "unchecked"), (["--registry"], "open")):
        told = CliRunner(env=environment).invoke(main, [*words, *more], input=CARD)
        assert json.loads(told.output)["criteria"]["weights.base"]["level"] == level


def test_without_a_linter_it_says_so(app: Flask):
    del app.extensions["linter"]
    assert app.test_client().post("/lint", data={"card": "# A"}).status_code == 503
