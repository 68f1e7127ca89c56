"""The pages on other people's frameworks, on both databases."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.resources import frameworks, rubric
from registry.scoring.evidence import Evidence
from registry.scoring.frameworks import estimate
from registry.scoring.marks import Mark
from tests.factories import make_release
from tests.integration.catalog import fill, text_of

OLMO = "/models/allenai/OLMo-7B/frameworks"
LLAMA = "/models/meta-llama/Llama-2-7b/frameworks"


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def test_all_five_side_by_side(catalog: FlaskClient):
    shown = text_of(catalog, OLMO)
    for framework in frameworks():
        assert framework.title in shown
        assert framework.differs in shown
    assert "Why they differ" in shown
    assert "never those indexes’ own verdicts" in shown


def test_what_is_met_missing_and_unchecked(catalog: FlaskClient):
    shown = text_of(catalog, LLAMA)
    assert "Missing" in shown
    assert "Could not be checked" in shown  # no reader has told of components here
    assert "does not meet it" in shown.lower()
    page = catalog.get(LLAMA).text
    assert 'href="/models/meta-llama/Llama-2-7b#weights.license"' in page


def test_the_release_leads_there(catalog: FlaskClient):
    page = catalog.get("/models/allenai/OLMo-7B").text
    assert f'href="{OLMO}#mof"' in page
    assert f'href="{OLMO}"' in page
    assert "Under other rubrics" in page


def test_renamed_and_unknown_releases(catalog: FlaskClient):
    moved = catalog.get("/models/org/old-name/frameworks")
    assert (moved.status_code, moved.headers["Location"]) == (308, OLMO)
    assert catalog.get("/models/no/such/frameworks").status_code == 404
    assert "no grade yet" in text_of(catalog, "/models/org/never-seen/frameworks")


def test_a_repo_may_be_called_frameworks(client: FlaskClient, settings):
    fill(settings)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "acme/frameworks", {"weights.access": "open-download"})
        session.commit()
    engine.dispose()
    assert (
        '<h1><span class="id">frameworks</span></h1>' in client.get("/models/acme/frameworks").text
    )
    assert "Under other rubrics" in text_of(client, "/models/acme/frameworks/frameworks")


def test_evidence_of_components_is_quoted(client: FlaskClient, settings):
    fill(settings)
    told = Evidence(
        "components.inference_code",
        "repository",
        value="acme/run",
        quote="Run it with our <i>code</i>.",
        place="README.md:4",
    )
    mark = Mark("components.inference_code", "found", None, None, "Told.", (told,), speaks=True)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "acme/brook", told={"components": [mark]})
        session.commit()
    engine.dispose()
    page = client.get("/models/acme/brook/frameworks").text
    assert "Run it with our &lt;i&gt;code&lt;/i&gt;." in page
    assert 'href="/cards/acme/brook#L4"' in page


def test_the_five_are_explained(catalog: FlaskClient):
    shown = text_of(catalog, "/frameworks")
    for framework in frameworks():
        assert framework.note in shown
        for item in framework.items:
            assert item.title in shown, item.id
        for name in framework.unsettled:
            assert name in shown
    for component in rubric().components:
        assert component.criterion.title in shown
    assert 'href="/frameworks"' in catalog.get("/methodology").text


def test_the_api_has_the_shape_of_the_export(catalog: FlaskClient):
    told = catalog.get("/api/v1/models/allenai/OLMo-7B").json
    empty = {f.id: estimate(f, []).flat for f in frameworks()}
    assert {f: set(v) for f, v in told["frameworks"].items()} == {
        f: set(v) for f, v in empty.items()
    }
    for framework in frameworks():
        items = told["framework_items"][framework.id]["items"]
        assert set(items) == {item.id for item in framework.items}
        for item, finding in items.items():
            assert finding["state"] == told["frameworks"][framework.id][item]
