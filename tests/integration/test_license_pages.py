"""The licence section of a release's page and of the API."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.models import Release
from registry.scoring.evidence import Evidence
from registry.settings import Settings
from tests.factories import make_crawl, make_reading, make_release, mark
from tests.integration.catalog import text_of

HUB = "https://huggingface.co"


def said(release: str, fact: str, value: str) -> Evidence:
    return Evidence(
        "weights.license",
        fact,
        value=value,
        quote=f"license: {value}",
        place="README.md:license",
        url=f"{HUB}/{release}/blob/abc/README.md",
    )


def release(session: Session, name: str, evidence: list[Evidence], mark_of: dict, **rest) -> None:
    made: Release = make_release(session, name, {"weights.license": mark_of}, **rest)
    make_reading(session, made, evidence)


def fill(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    theirs = said("meta/llama", "tag", "llama3.1")
    own = said("org/tuned", "tag", "apache-2.0")
    nothing = said("org/vague", "tag", "other")
    with Session(engine) as session:
        make_crawl(session, "hub")
        terms = mark("weights.license", "use-restricted", evidence=[theirs])
        release(session, "meta/llama", [theirs], terms, license="llama3.1")
        terms = mark("weights.license", "use-restricted", evidence=[own, theirs], via="meta/llama")
        release(session, "org/tuned", [own], terms, bases={"meta/llama": "finetune"})
        release(session, "org/vague", [nothing], mark("weights.license", "none"))
        session.commit()
    engine.dispose()


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


DROPPED = (
    "Declared Apache License 2.0; in effect: Llama 3.1 Community License, because it derives from "
    "meta/llama."
)


def test_the_api_tells_each_place_and_each_conflict(catalog: FlaskClient) -> None:
    told = catalog.get("/api/v1/models/org/tuned").json["licenses"]
    assert told["effective"] == "Llama 3.1 Community License"
    assert (told["level"], told["needs_review"]) == ("use-restricted", False)
    assert told["conflicts"] == [DROPPED]
    assert told["path"] == ["org/tuned", "meta/llama"]
    tag, card, base = told["places"]
    assert (tag["place"], tag["says"], tag["counts"]) == ("tag", "Apache License 2.0", False)
    assert (tag["quote"], tag["where"]) == ("license: apache-2.0", "README.md:license")
    assert tag["licenses"][0]["id"] == "Apache-2.0"
    assert tag["licenses"][0]["approved_by"] == "osi"
    assert (card["place"], card["says"], card["class"]) == ("card", "names no licence", None)
    assert (base["release"], base["says"], base["counts"]) == ("meta/llama", "llama3.1", True)


def test_the_page_shows_them(catalog: FlaskClient) -> None:
    page = text_of(catalog, "/models/org/tuned")
    assert "Licence, place by place" in page
    assert "In effect: Llama 3.1 Community License, use-restricted." in page
    assert DROPPED in page
    assert "Declared in the tag Apache License 2.0 open-source" in page
    vague = text_of(catalog, "/models/org/vague")
    assert "In effect: none." in vague
    assert "nothing is granted" in vague
    assert "Declared in the tag “other”" in vague


def test_a_release_without_a_grade_has_none(client: FlaskClient, settings) -> None:
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "org/new", graded=False)
        session.commit()
    engine.dispose()
    assert client.get("/api/v1/models/org/new").json["licenses"] is None
