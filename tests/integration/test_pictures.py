"""Cards and badges over HTTP, on both databases."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session

from registry.db import make_engine
from registry.models import Release
from tests.factories import make_release
from tests.integration.catalog import fill

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [
    "/card.png",
    "/models/allenai/OLMo-7B/card.png",
    "/models/gpt2/card.png",
    "/models/org/unread/card.png",
    "/models/org/never-seen/card.png",
    "/models/allenai/OLMo-7B/badge.svg",
    "/models/allenai/OLMo-7B/badge.svg?pillar=data",
    "/models/org/never-seen/badge.svg",
]


@pytest.fixture
def catalog(client: FlaskClient, settings) -> FlaskClient:
    fill(settings)
    return client


def words(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_pictures_may_be_kept_for_five_minutes(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in PICTURES:
        with subtests.test(path):
            response = catalog.get(path)
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=300"
            again = catalog.get(path, headers={"If-None-Match": response.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")


def test_cards_are_pictures(catalog: FlaskClient, subtests: pytest.Subtests):
    for path in PICTURES[:5]:
        with subtests.test(path):
            response = catalog.get(path)
            assert response.content_type == "image/png"
            assert Image.open(BytesIO(response.data)).size == (1200, 630)


def test_badges_say_the_grade(catalog: FlaskClient):
    assert words(catalog.get("/models/allenai/OLMo-7B/badge.svg").text) == ["openness", "A 100"]
    svg = catalog.get("/models/meta-llama/Llama-2-7b/badge.svg").text
    title = ElementTree.fromstring(svg).findtext(f"{SVG}title") or ""
    assert title.startswith("Openness of meta-llama/Llama-2-7b: grade F, ")
    data = catalog.get("/models/allenai/OLMo-7B/badge.svg?pillar=data").text
    assert words(data) == ["data", "open 100"]
    post = catalog.get("/models/allenai/OLMo-7B/badge.svg?pillar=post").text
    assert words(post) == ["post-training", "n/a"]
    assert words(catalog.get("/models/org/unread/badge.svg").text) == ["openness", "not graded"]


def test_a_renamed_release_keeps_its_badge(catalog: FlaskClient):
    assert words(catalog.get("/models/org/old-name/badge.svg").text) == ["openness", "A 100"]


def test_there_is_no_such_badge(catalog: FlaskClient):
    assert catalog.get("/models/no/such/badge.svg").status_code == 404
    wrong = catalog.get("/models/allenai/OLMo-7B/badge.svg?pillar=<script>")
    assert wrong.status_code == 400
    assert "<script>" not in wrong.text.partition("<main")[2]


def test_another_spelling_leads_to_the_release(catalog: FlaskClient):
    assert catalog.get("/models/ALLENAI/olmo-7b/badge.svg").status_code == 404


def test_repos_that_are_called_like_a_picture_have_their_page(catalog: FlaskClient, settings):
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        for name in ("badge.svg", "card.png", "changes.atom"):
            make_release(session, f"odd/{name}")
        session.add(
            Release.model_validate(session.get_one(Release, "gpt2"), update={"id": "a<b>&"})
        )
        session.commit()
    engine.dispose()
    for name in ("badge.svg", "card.png", "changes.atom"):
        page = catalog.get(f"/models/odd/{name}")
        assert page.status_code == 200
        assert f">{name}</span></h1>" in page.text
        assert catalog.get(f"/models/odd/{name}/badge.svg").content_type.startswith("image/svg")
    assert words(catalog.get("/models/a<b>&/badge.svg").text)[0] == "openness"
