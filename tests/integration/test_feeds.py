"""The feeds over HTTP, on both databases."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.models import Release
from tests.integration.catalog import fill

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def feed(client: FlaskClient, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def titles(root: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


def test_the_newest_grades_come_first(catalog: FlaskClient):
    root = feed(catalog, "/models.atom")
    ids = [title.partition(":")[0] for title in titles(root)]
    assert ids == [
        "TheBloke/Llama-2-7B-GGUF",
        "meta-llama/Llama-2-7b",
        "c++/100%_(odd)",
        "gpt2",
        "allenai/OLMo-7B-Instruct",
        "allenai/OLMo-7B",
    ]
    names = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(names)) == len(names)


def test_a_feed_holds_what_the_list_holds(catalog: FlaskClient, subtests: pytest.Subtests):
    for query in ("data=open", "q=llama", "organization=allenai&derived=no", "letter=E", "page=9"):
        with subtests.test(query):
            root = feed(catalog, f"/models.atom?{query}")
            listed = catalog.get(f"/api/v1/models?{query.replace('page=9', '')}").json["items"]
            graded = {item["id"] for item in listed if item["letter"]}
            assert {title.partition(":")[0] for title in titles(root)} == graded


def test_its_title_says_what_it_holds(catalog: FlaskClient):
    root = feed(catalog, "/models.atom?data=open&q=olmo&sort=name&page=3")
    assert root.findtext(f"{ATOM}title") == (
        "Newly graded: mentions “olmo”; data is open · Aperture"
    )
    assert root.findtext(f"{ATOM}id") == "tag:localhost,2026:/models.atom?q=olmo&data=open"


def test_a_mistaken_filter_is_told(catalog: FlaskClient):
    response = catalog.get("/models.atom?data=opne")
    assert response.status_code == 400
    assert response.json["nearest"] == "open"


def test_an_unchanged_feed_is_not_sent_again(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in ("/models.atom", "/models.atom?q=nothing", "/models/gpt2/changes.atom"):
        with subtests.test(path):
            response = catalog.get(path)
            assert response.headers["Cache-Control"] == "public, max-age=300"
            again = catalog.get(path, headers={"If-None-Match": response.headers["ETag"]})
            assert again.status_code == 304


def test_control_characters_do_not_break_a_feed(client: FlaskClient, settings):
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        session.get_one(Release, "gpt2").license = "a\x0b\x1b<b>"
        session.commit()
    engine.dispose()
    root = feed(client, "/models.atom?q=gpt2")
    assert "a\ufffd\ufffd&lt;b&gt;" in (root.findtext(f"{ATOM}entry/{ATOM}summary") or "")


def test_changes_of_a_release(catalog: FlaskClient):
    root = feed(catalog, "/models/allenai/OLMo-7B/changes.atom")
    assert root.findtext(f"{ATOM}title") == "Changes of allenai/OLMo-7B · Aperture"
    assert titles(root) == ["allenai/OLMo-7B: First seen."]
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Aperture"
    assert "Its first grade is 100.0 (A), open source AI." in (
        entry.findtext(f"{ATOM}summary") or ""
    )
    assert titles(feed(catalog, "/models/org/old-name/changes.atom")) == titles(root)
    assert catalog.get("/models/no/such/changes.atom").status_code == 404
