"""What is more open than a release, on both databases."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.integration.catalog import text_of
from tests.integration.comparable import fill

OAK = "/models/cedar/oak-7b/alternatives"


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def listed(client: FlaskClient, path: str) -> list[str]:
    """The releases that stand on the page, in order."""
    return re.findall(r'<h2><a href="/models/([^"]*)">', client.get(path).text)


def test_more_open_ones_of_about_the_same_size_for_the_same(catalog: FlaskClient):
    # Of equals by one organization the nearest in size stands for all; 70 B is far too large.
    assert listed(catalog, OAK) == ["acme/elm-7b", "birch/fir-7b"]
    shown = text_of(catalog, OAK)
    assert "3 families have a release that is more open" in shown
    assert "1 more by acme with this score" in shown
    for chip in ("has fewer than 10 B parameters", "made for text-generation", "not derived"):
        assert chip in shown


def test_gains_and_losses(catalog: FlaskClient):
    shown = text_of(catalog, OAK)
    gains = shown[shown.index("Gains") : shown.index("Loses")]
    assert "data can be downloaded instead of “closed”" in gains
    assert "more than 1,000 times fewer downloads" in shown
    assert 'href="/compare?id=cedar/oak-7b&amp;id=acme/elm-7b"' in catalog.get(OAK).text


def test_a_tuned_release_loses_its_tuning(catalog: FlaskClient):
    shown = text_of(catalog, "/models/birch/fir-7b-chat/alternatives")
    assert "Loses no post-training: a base model" in shown
    assert "no post-training" not in text_of(catalog, OAK), "it is a base model, too"


def test_constraints_live_in_the_address(catalog: FlaskClient):
    assert "acme/elm-7b" in listed(catalog, f"{OAK}?max_size=any")
    assert listed(catalog, f"{OAK}?max_size=1b") == []
    assert listed(catalog, f"{OAK}?language=de") == ["acme/elm-1b"]
    assert "birch/fir-7b" in listed(catalog, f"{OAK}?derived=any")
    assert listed(catalog, f"{OAK}?license_class=use-restricted") == []
    assert "No release that meets this" in text_of(catalog, f"{OAK}?page=1&organization=nobody")
    assert "beyond the last one" in text_of(catalog, f"{OAK}?page=9")


def test_the_empty_page_says_what_to_drop(catalog: FlaskClient):
    shown = text_of(catalog, f"{OAK}?max_size=1b")
    assert "No release that meets this is more open" in shown
    assert "Leave out: has fewer than 1 B parameters : 4 releases" in shown
    assert "Leave out: made for text-generation : 1 release" in shown
    assert "Without “not derived from another release” there is none, either." in shown
    page = unescape(catalog.get(f"{OAK}?max_size=1b").text)
    assert f'<a href="{OAK}?max_size=any" rel="nofollow">Leave out' in page
    assert "single condition is not enough" in text_of(
        catalog, f"{OAK}?max_size=1b&language=en&memory=4&organization=nobody"
    )


def test_the_most_open_one(catalog: FlaskClient):
    shown = text_of(catalog, "/models/acme/elm-7b/alternatives")
    assert "No release in the registry reaches a higher score than elm-7b." in shown
    assert "Change what it has to meet" not in shown


def test_a_derived_release_may_be_replaced_by_derived_ones(catalog: FlaskClient):
    assert "not derived" not in text_of(catalog, "/models/birch/fir-7b-chat/alternatives")
    assert listed(catalog, "/models/birch/fir-7b-chat/alternatives") == ["acme/elm-7b"]


def test_what_makes_no_sense_is_told(catalog: FlaskClient):
    shown = text_of(catalog, f"{OAK}?max_size=huge&tsk=x")
    assert "max_size can't be 'huge'" in shown
    assert "Did you mean 'task'?" in shown


def test_other_names(catalog: FlaskClient):
    moved = catalog.get("/models/dune/renamed/alternatives")
    assert (moved.status_code, moved.headers["Location"]) == (
        308, "/models/acme/elm-7b/alternatives",
    )  # fmt: skip
    spelled = catalog.get("/models/Cedar/OAK-7b/alternatives")
    assert spelled.headers["Location"] == OAK
    assert catalog.get("/models/no/such/alternatives").status_code == 404
    assert (
        '<h1><span class="id">alternatives</span></h1>'
        in catalog.get("/models/dune/alternatives").text
    )
    assert "More open than alternatives" in text_of(
        catalog, "/models/dune/alternatives/alternatives"
    )


def test_without_a_grade_nothing_is_said(catalog: FlaskClient):
    assert "It has no grade yet" in text_of(catalog, "/models/dune/unread/alternatives")
