"""What pages say of themselves to search engines and in previews, on both databases."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.models import Release
from tests.integration.catalog import fill

ROOT = "http://localhost"
ALTERNATES = r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="([^"]+)">'


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def canonical(page: str) -> str | None:
    found = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    return unescape(found[1]) if found else None


def told(page: str) -> dict[str, str]:
    """The tags of previews."""
    found = re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def data(page: str) -> dict[str, Any] | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else None


CANONICALS = [
    ("/", "/"),
    ("/models", "/models"),
    ("/models?utm_source=x&fbclid=y", "/models"),
    ("/models?sort=data&limit=5", "/models"),
    ("/models?letter=B&letter=A&data=OPEN", "/models?data=open&letter=A&letter=B"),
    ("/models?data=open&letter=A&letter=B&sort=name", "/models?data=open&letter=A&letter=B"),
    ("/models?page=2&q=llama", "/models?q=llama&page=2"),
    ("/models?data=nonsense", "/models"),
    ("/models/allenai/OLMo-7B?utm_source=x", "/models/allenai/OLMo-7B"),
    ("/models/c++/100%25_(odd)", "/models/c%2B%2B/100%25_%28odd%29"),
    ("/leaderboard?nothing=best", "/leaderboard"),
    ("/organizations/allenai", "/organizations/allenai"),
    ("/methodology?x=1", "/methodology"),
]


def test_canonical_addresses(catalog: FlaskClient, subtests: pytest.Subtests):
    for path, expected in CANONICALS:
        with subtests.test(path):
            page = catalog.get(path).text
            assert canonical(page) == ROOT + expected
            assert told(page)["og:url"] == ROOT + expected
            assert ('content="noindex, follow"' in page) == ("?" in expected)


def test_an_error_is_not_listed(catalog: FlaskClient):
    page = catalog.get("/nothing").text
    assert 'content="noindex, follow"' in page
    assert canonical(page) is None


def test_previews_of_a_release(catalog: FlaskClient):
    tags = told(catalog.get("/models/allenai/OLMo-7B").text)
    assert tags["og:title"] == "allenai/OLMo-7B: grade A, open source AI"
    assert tags["og:description"] == tags["description"]
    assert tags["og:type"] == "article"
    assert tags["og:image"] == f"{ROOT}/models/allenai/OLMo-7B/card.png"
    assert tags["og:image:alt"] == "allenai/OLMo-7B: grade A, 100.0 of 100"
    assert tags["twitter:card"] == "summary_large_image"
    assert told(catalog.get("/models/org/unread").text)["og:image:alt"] == "org/unread: not graded"


def test_every_preview_has_its_picture(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in ("/", "/models", "/models/gpt2", "/models/c++/100%25_(odd)", "/nothing"):
        with subtests.test(path):
            image = told(catalog.get(path).text)["og:image"]
            assert catalog.get(image.removeprefix(ROOT)).content_type == "image/png"


def test_other_formats(catalog: FlaskClient):
    links = re.findall(ALTERNATES, catalog.get("/models?data=open&page=1&utm=1").text)
    assert links == [
        ("application/json", "/api/v1/models?data=open"),
        ("application/atom+xml", "/models.atom?data=open"),
        ("application/atom+xml", "/changes.atom?data=open"),
    ]
    for path in ("/models/allenai/OLMo-7B", "/organizations/allenai"):
        links += re.findall(ALTERNATES, catalog.get(path).text)
    assert len(links) == 6
    assert not re.findall(ALTERNATES, catalog.get("/organizations/nobody").text)
    for kind, href in links:
        assert catalog.get(unescape(href)).mimetype == kind


def test_linked_data_of_a_release(catalog: FlaskClient):
    graph = (data(catalog.get("/models/allenai/OLMo-7B").text) or {})["@graph"]
    assert graph[0]["review"]["reviewRating"]["ratingValue"] == 100.0
    assert graph[0]["url"] == f"{ROOT}/models/allenai/OLMo-7B"
    assert data(catalog.get("/models/allenai/OLMo-7B/frameworks").text) is None
    assert data(catalog.get("/").text)["@graph"][0]["@type"] == "WebSite"
    assert data(catalog.get("/organizations/allenai").text)["@graph"][0]["name"] == "allenai"


def test_linked_data_can_not_break_out(client: FlaskClient, settings):
    fill(settings)
    bad = "</script><script>alert(1)</script><!--"
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        session.get_one(Release, "gpt2").license = bad
        session.commit()
    engine.dispose()
    page = client.get("/models/gpt2").text
    assert "<script>alert" not in page
    assert (data(page) or {})["@graph"][0]["license"]["name"] == bad
