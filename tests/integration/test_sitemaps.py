"""The sitemap and robots.txt, on both databases."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from registry.views import sitemaps
from tests.integration.catalog import fill

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROOT = "http://localhost"


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def addresses(client: FlaskClient, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/xml"
    return [e.text or "" for e in ElementTree.fromstring(response.data).iter(f"{MAP}loc")]


def everything(client: FlaskClient) -> list[str]:
    parts = addresses(client, "/sitemap.xml")
    return [a for part in parts for a in addresses(client, part.removeprefix(ROOT))]


def test_robots_are_told_of_it(client: FlaskClient):
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert f"Sitemap: {ROOT}/sitemap.xml\n" in robots.text
    assert "Disallow: /models?" in robots.text


def test_it_names_every_page_once_and_all_are_there(catalog: FlaskClient):
    found = everything(catalog)
    assert len(found) == len(set(found))
    assert f"{ROOT}/models/allenai/OLMo-7B" in found
    assert f"{ROOT}/models/c%2B%2B/100%25_%28odd%29" in found
    assert f"{ROOT}/organizations/allenai" in found
    assert not {a for a in found if "old-name" in a or "unread" in a or a.endswith("/org")}
    for address in found:
        assert catalog.get(address.removeprefix(ROOT)).status_code == 200


def test_it_says_when_a_release_was_graded(catalog: FlaskClient):
    root = ElementTree.fromstring(catalog.get("/sitemap-1.xml").data)
    graded = catalog.get("/api/v1/models/gpt2").json["graded_at"]
    assert graded[:10] in {e.text for e in root.iter(f"{MAP}lastmod")}


def test_parts_overlap_nowhere_and_leave_nothing_out(
    catalog: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    whole = everything(catalog)
    monkeypatch.setattr(sitemaps, "PART", 2)
    parts = addresses(catalog, "/sitemap.xml")
    assert len([p for p in parts if "organizations" not in p and "pages" not in p]) == 4
    assert sorted(everything(catalog)) == sorted(whole)


def test_there_is_no_such_part(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in ("/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-9.xml"):
        with subtests.test(path):
            assert catalog.get(path).status_code == 404


def test_of_an_empty_registry(client: FlaskClient):
    assert addresses(client, "/sitemap.xml") == [
        f"{ROOT}/sitemap-pages.xml",
        f"{ROOT}/sitemap-organizations.xml",
    ]
