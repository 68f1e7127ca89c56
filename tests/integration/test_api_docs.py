"""The pages that document the API: all that the document says is on them, and forms lead to replies."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from tests.factories import make_release
from tests.integration.catalog import fill

MOST_BYTES = 100_000


@pytest.fixture
def settings(sqlite_url: str):
    """One database is enough: the pages are drawn from code."""
    from registry.settings import Settings

    return Settings(database_url=sqlite_url, hf_endpoint="http://127.0.0.1:9", hf_token=None)


@pytest.fixture
def pages(client: FlaskClient, settings) -> FlaskClient:
    fill(settings)
    return client


def page(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, "text/html"), path
    assert len(response.data) < MOST_BYTES
    return response.text


def tags(document: dict[str, Any]) -> list[str]:
    """Those with an operation."""
    used = {o["tags"][0] for methods in document["paths"].values() for o in methods.values()}
    return [tag["name"] for tag in document["tags"] if tag["name"] in used]


def test_every_operation_and_parameter_is_on_its_page_and_in_its_form(pages: FlaskClient):
    document: dict[str, Any] = pages.get("/api/v1/openapi.json").json
    overview = page(pages, "/api/docs")
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            (tag,), name = told["tags"], told["operationId"]
            text = page(pages, f"/api/docs/{tag}")
            assert f'href="/api/docs/{tag}#{name}"' in overview
            assert f'id="{name}"' in text
            assert f"<b>{method.upper()}</b> <code>{path}</code>" in text
            assert f">{told['summary']}</a>" in unescape(text)
            for parameter in told["parameters"]:
                assert f'id="{name}.{parameter["name"]}"' in text, (name, parameter["name"])
            if method == "get":
                form = page(pages, f"/api/docs/try/{name}")
                assert all(f'name="{p["name"]}"' in form for p in told["parameters"])


def test_every_shape_and_property_is_told_once(pages: FlaskClient):
    document: dict[str, Any] = pages.get("/api/v1/openapi.json").json
    index = page(pages, "/api/docs/shapes")
    texts = [page(pages, f"/api/docs/shapes/{name}") for name in tags(document)]
    whole = unescape("".join(texts)).replace("<code>", "`").replace("</code>", "`")
    for name, schema in document["components"]["schemas"].items():
        assert whole.count(f'<section id="{name}"') == 1, name
        assert f'#{name}"' in index
        for key, told in schema.get("properties", {}).items():
            assert whole.count(f'id="{name.removesuffix("Fields")}.{key}"') == 1, (name, key)
            assert told.get("description", "") in whole


def test_links_within_the_documentation_lead_somewhere(pages: FlaskClient):
    names = tags(pages.get("/api/v1/openapi.json").json)
    paths = ["", "/shapes", *(f"{part}/{name}" for name in names for part in ("", "/shapes"))]
    texts = {f"/api/docs{path}": page(pages, f"/api/docs{path}") for path in paths}
    for path, text in texts.items():
        for address in re.findall(r'href="((?:/api/docs[^"#]*)?#[^"]*)"', text):
            where, _, anchor = address.partition("#")
            assert f'id="{anchor}"' in texts[where or path], (path, address)


def examples(client: FlaskClient) -> list[str]:
    """The addresses of all examples."""
    names = tags(client.get("/api/v1/openapi.json").json)
    text = "".join(page(client, f"/api/docs/{name}") for name in names)
    found = re.findall(r'<a href="(/api/v1/[^"]+)">Open the reply', text)
    return [unescape(address) for address in found]


def test_examples_open_replies(pages: FlaskClient):
    found = examples(pages)
    assert "/api/v1/models/allenai/OLMo-7B?fields=id,score,class" in found
    # Of what was disclosed the catalog of a test has nothing.
    missing = {"/api/v1/disclosures/1"}
    assert [a for a in found if a not in missing and pages.get(a).status_code != 200] == []


def test_examples_are_of_releases_that_the_catalog_has(client: FlaskClient, settings):
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        for name in ("some/other", "some/more"):
            make_release(session, name, {"weights.access": "open-download"}, downloads=7)
        session.commit()
    found = examples(client)
    assert "/api/v1/models/some/other?fields=id,score,class" in found or (
        "/api/v1/models/some/more?fields=id,score,class" in found
    )
    assert [a for a in found if "allenai" in a or "llama" in a] == []


def test_forms_lead_to_replies_and_say_what_is_missing(pages: FlaskClient):
    tried = pages.get("/api/docs/try/list_releases?q=olmo&letter=&class=open+data&fields=")
    assert (tried.status_code, tried.location) == (303, "/api/v1/models?q=olmo&class=open+data")
    one = pages.get("/api/docs/try/get_release?release_id=c%2B%2B/100%25_(odd)&fields=id")
    assert pages.get(one.location).json == {"id": "c++/100%_(odd)"}
    empty = pages.get("/api/docs/try/get_release?release_id=")
    assert (empty.status_code, "release_id must be given" in empty.text) == (400, True)


def test_what_is_not_there_is_a_page_for_people(pages: FlaskClient):
    for path in (
        "/api/docs/nothing",
        "/api/docs/shapes/nothing",
        "/api/docs/try/nothing",
        "/api/docs/try/look_up_releases",
    ):
        response = pages.get(path)
        assert (response.status_code, response.mimetype) == (404, "text/html")


def test_the_site_leads_there(pages: FlaskClient):
    assert page(pages, "/").count('href="/api/docs"') == 1
    assert page(pages, "/about").count('href="/api/docs"') == 2
