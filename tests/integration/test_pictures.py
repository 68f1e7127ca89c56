"""Cards, badges and strips of dots over HTTP, on both databases."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session

from registry import store
from registry.db import make_engine
from registry.models import Grade, Release, Snapshot
from tests.factories import make_grade, make_release, marks
from tests.integration.catalog import BEST, fill

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
    "/models/allenai/OLMo-7B/badge.png",
    "/models/allenai/OLMo-7B/badge.json?pillar=post",
    "/models/allenai/OLMo-7B/dots.svg",
    "/models/allenai/OLMo-7B/dots.png?by=pillar",
    "/models/org/never-seen/dots.png",
]
ODD_NAMES = ("badge.svg", "badge.json", "dots.png", "card.png", "changes.atom")


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


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


def test_badges_say_the_grade_and_its_day(catalog: FlaskClient):
    assert words(catalog.get("/models/allenai/OLMo-7B/badge.svg").text) == [
        "openness",
        "A 100",
        "20 Nov 2026",
    ]
    svg = catalog.get("/models/meta-llama/Llama-2-7b/badge.svg").text
    title = ElementTree.fromstring(svg).findtext(f"{SVG}title") or ""
    assert title.startswith("Openness of meta-llama/Llama-2-7b: grade F, ")
    assert title.endswith("Graded by Aperture on 20 Nov 2026")
    data = catalog.get("/models/allenai/OLMo-7B/badge.svg?pillar=data").text
    assert words(data)[:2] == ["data", "open 100"]
    post = catalog.get("/models/allenai/OLMo-7B/badge.svg?pillar=post").text
    assert words(post)[:2] == ["post-training", "n/a"]
    assert words(catalog.get("/models/org/unread/badge.svg").text) == ["openness", "not graded"]
    response = catalog.get("/models/allenai/OLMo-7B/badge.png")
    image = Image.open(BytesIO(response.data))
    assert (response.content_type, image.height, image.mode) == ("image/png", 40, "RGBA")
    told = catalog.get("/models/allenai/OLMo-7B/badge.json?pillar=data")
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert told.json == {
        "schemaVersion": 1,
        "label": "data",
        "message": "open 100, 20 Nov 2026",
        "color": "#14508c",
        "isError": False,
        "cacheSeconds": 300,
    }


def test_dots_say_what_the_page_says(catalog: FlaskClient, subtests: pytest.Subtests):
    for name in ("allenai/OLMo-7B-Instruct", "meta-llama/Llama-2-7b", "gpt2"):
        with subtests.test(name):
            criteria = catalog.get(f"/api/v1/models/{name}").json["criteria"].values()
            said = {"withheld": "withheld, as stated", "n/a": "not applicable"}
            told = [f"{c['title']}: {said.get(c['shape'], c['shape'])}" for c in criteria]
            strip = ElementTree.fromstring(catalog.get(f"/models/{name}/dots.svg").text)
            shown = [e.findtext(f"{SVG}title") or "" for e in strip.iter(f"{SVG}g")]
            assert sorted(s.lower() for s in shown) == sorted(t.lower() for t in told)
            image = Image.open(BytesIO(catalog.get(f"/models/{name}/dots.png").data))
            assert image.size == (2 * int(strip.get("width") or 0), 32)
    strip = ElementTree.fromstring(catalog.get("/models/gpt2/dots.svg?by=pillar").text)
    assert len(list(strip.iter(f"{SVG}g"))) == 5


def test_levels_of_another_rubric_are_not_told_by_criterion(client: FlaskClient, settings):
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        session.get_one(Grade, session.get_one(Release, "gpt2").grade_id).rubric_version = "0"
        session.commit()
    engine.dispose()
    strip = ElementTree.fromstring(client.get("/models/gpt2/dots.svg").text)
    assert len(list(strip.iter(f"{SVG}g"))) == 5


def test_a_new_grade_shows_at_once(client: FlaskClient, settings):
    """Though the catalog in memory may be older, as that of many releases is."""
    fill(settings)
    finder = client.application.extensions["catalog"]()
    client.application.extensions["catalog"] = lambda: finder
    paths = [
        f"/models/gpt2/{name}" for name in ("badge.svg", "badge.png", "badge.json", "dots.svg")
    ]
    before = [client.get(path) for path in paths]
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        release = session.get_one(Release, "gpt2")
        snapshot = session.get_one(Snapshot, release.snapshot_id)
        better = make_grade("gpt2", snapshot, marks(BEST))
        store.save_documents(session, {better.kept.digest: better.kept.body})
        session.add(better)
        session.flush()
        release.grade_id = better.id
        session.commit()
    engine.dispose()
    for path, old in zip(paths, before, strict=True):
        new = client.get(path, headers={"If-None-Match": old.headers["ETag"]})
        assert (new.status_code, new.data != old.data) == (200, True)
    assert words(client.get(paths[0]).text)[1] == "A 100"


def test_a_renamed_release_keeps_its_badge(catalog: FlaskClient):
    assert words(catalog.get("/models/org/old-name/badge.svg").text)[1] == "A 100"
    assert catalog.get("/models/org/old-name/badge.json").json["message"].startswith("A 100")
    dots = [catalog.get(f"/models/{n}/dots.svg").data for n in ("org/old-name", "allenai/OLMo-7B")]
    assert dots[0] == dots[1]


def test_an_unknown_release_has_a_grey_badge_and_an_unknown_pillar_none(
    catalog: FlaskClient, subtests: pytest.Subtests
):
    for name in ("badge.svg", "badge.png", "dots.svg", "dots.png"):
        with subtests.test(name):
            response = catalog.get(f"/models/no/such/{name}")
            assert response.status_code == 404
            assert response.content_type.startswith("image/")
            etag = response.headers.get("ETag", "")
            assert catalog.get(response.request.path, headers={"If-None-Match": etag}).data
    svg = catalog.get("/models/no/such/badge.svg?pillar=data").text
    assert words(svg) == ["data", "unknown"]
    assert "No release &#39;no/such&#39; is known to Aperture." in svg
    told = catalog.get("/models/no/such/badge.json")  # shields.io doesn't read a failure
    assert (told.status_code, told.json["isError"], told.json["message"]) == (200, True, "unknown")

    for asked in ("badge.svg?pillar=", "badge.png?pillar=", "badge.json?pillar=", "dots.svg?by="):
        with subtests.test(asked):
            wrong = catalog.get(f"/models/allenai/OLMo-7B/{asked}<script>")
            assert wrong.status_code == 400
            assert "there are" in wrong.text
            assert "<script>" not in wrong.text.partition("<main")[2]
    assert catalog.get("/models/no/such/badge.svg?pillar=dta").status_code == 400


def test_another_spelling_leads_to_the_release(catalog: FlaskClient):
    assert catalog.get("/models/ALLENAI/olmo-7b/badge.svg").status_code == 404


def test_repos_that_are_called_like_a_picture_have_their_page(client: FlaskClient, settings):
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        for name in ODD_NAMES:
            make_release(session, f"odd/{name}")
        session.add(
            Release.model_validate(session.get_one(Release, "gpt2"), update={"id": "a<b>&"})
        )
        session.commit()
    engine.dispose()
    for name in ODD_NAMES:
        page = client.get(f"/models/odd/{name}")
        assert page.status_code == 200
        assert f">{name}</span></h1>" in page.text
        assert client.get(f"/models/odd/{name}/badge.svg").content_type.startswith("image/svg")
    assert words(client.get("/models/a<b>&/badge.svg").text)[0] == "openness"
