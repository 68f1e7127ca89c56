"""Claims and bounds on the release's page and in the API, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.db import make_engine
from registry.scoring.claims import measured_claims
from registry.scoring.evidence import Evidence
from registry.scoring.unread import Document
from tests.factories import make_release, mark, marks
from tests.integration.catalog import text_of

CLAIM = Evidence(
    "claim", "open-source", quote="Brook is an open-source model.", place="README.md:3"
)
TERMS = Evidence("weights.license", "tag", quote="license: llama2", place="metadata:tags")
PAPER = Document("paper", "Brook: A Report", "https://arxiv.org/abs/2999.00001")


@pytest.fixture
def page(client: FlaskClient, settings):
    """Makes a release with these levels that calls itself open source, and gives its page and JSON."""

    def made(levels, *, claimed=True):
        engine = make_engine(settings.database_url)
        with Session(engine) as session:
            found = measured_claims([CLAIM] if claimed else [], marks(levels))
            make_release(session, "acme/brook", levels, told={"claims": found})
            session.commit()
        engine.dispose()
        return text_of(client, "/models/acme/brook"), client.get(
            "/api/v1/models/acme/brook"
        ).get_json()

    return made


def test_a_contradicted_claim_stands_beside_what_contradicts_it(page):
    restricted = mark("weights.license", "use-restricted", evidence=[TERMS])
    shown, told = page({"weights.access": "open-download", "weights.license": restricted})
    assert "It calls itself open source; it isn’t" in shown
    assert "Brook is an open-source model." in shown
    assert "license: llama2" in shown
    [claim] = told["claims"]
    assert claim["measured"] == "contradicted"
    assert claim["card_url"] == "/cards/acme/brook#L3"
    assert claim["contradicted_by"][0]["title"] == "licence of the weights"


def test_silence_is_not_called_a_contradiction(page):
    shown, told = page({"weights.access": "open-download", "weights.license": "open-source"})
    assert "what that takes could not be found" in shown
    assert "it isn’t" not in shown
    assert told["claims"][0]["measured"] == "unsupported"


def test_a_release_that_claims_nothing(page):
    shown, told = page({}, claimed=False)
    assert "calls itself" not in shown
    assert told["claims"] == []


def test_what_is_linked_and_not_read_is_told_apart_from_what_could_not_be_checked(page):
    recipe = replace(mark("code.recipe", "undisclosed"), ceiling=1.0, unread=(PAPER,))
    shown, told = page({"code.recipe": recipe}, claimed=False)
    assert "the card links to documents that Aperture has not read. All" in shown
    assert "could not be checked may be open" not in shown
    assert "Linked, not read" in shown
    assert told["bounds"] == {
        "unchecked": [],
        "unread": [{**PAPER.as_dict(), "may_settle": ["training recipe"]}],
    }
    assert told["criteria"]["code.recipe"]["level"] == "undisclosed"


def test_both_reasons_for_a_bound(page):
    recipe = replace(mark("code.recipe", "undisclosed"), ceiling=1.0, unread=(PAPER,))
    shown, told = page({"code.recipe": recipe, "data.sources": "unchecked"}, claimed=False)
    assert "has not read, and what could not be checked may be open." in shown
    assert told["bounds"]["unchecked"] == ["named sources"]
