"""Releases side by side, on both databases."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.integration.catalog import text_of
from tests.integration.comparable import fill

TWO = "/compare?id=acme/elm-7b&id=cedar/oak-7b"


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def links(client: FlaskClient, path: str) -> list[str]:
    return [unescape(a) for a in re.findall(r'<a href="([^"]*)"', client.get(path).text)]


def test_what_sets_them_apart_comes_first(catalog: FlaskClient):
    shown = text_of(catalog, TWO)
    assert "elm-7b publishes its data, oak-7b keeps its data closed." in shown
    assert shown.index("What differs") < shown.index("The same in all")
    differing = shown[shown.index("What differs") : shown.index("The same in all")]
    assert "Access to the data" in differing
    assert "downloadable most open here" in differing
    assert "Openness of the base" not in differing.replace("Openness of the base open", "")
    same = shown[shown.index("The same in all") : shown.index("Under other rubrics")]
    assert "Instruction data Post-training does not apply" in same


def test_the_head_has_the_facts(catalog: FlaskClient):
    shown = text_of(catalog, TWO)
    for fact in ("llama2", "1,000,000", "7.0 B", "1 Feb 2024", "restricted weights", "checked"):
        assert fact in shown, fact


def test_reasons_lead_to_the_criterion(catalog: FlaskClient):
    page = catalog.get(TWO).text
    assert 'href="/models/cedar/oak-7b#weights.access"' in page
    assert "Behind a &lt;gate&gt;." in page
    assert 'href="/models/acme/elm-7b/frameworks#mof"' in page


def test_each_can_be_removed_by_a_link(catalog: FlaskClient):
    assert "/compare?id=acme/elm-7b" in links(catalog, TWO)
    assert "/compare?id=cedar/oak-7b" in links(catalog, TWO)
    three = f"{TWO}&id=birch/fir-7b"
    assert "/compare?id=acme/elm-7b&id=birch/fir-7b" in links(catalog, three)


def test_one_asks_for_a_second(catalog: FlaskClient):
    shown = text_of(catalog, "/compare?id=acme/elm-7b")
    assert "Choose a second release" in shown
    assert "What differs" not in shown
    assert "/compare" in links(catalog, "/compare?id=acme/elm-7b")
    page = catalog.get("/compare?id=acme/elm-7b").text
    assert '<input type="hidden" name="id" value="acme/elm-7b">' in page
    assert '<option value="cedar/oak-7b">' in page
    assert '<option value="acme/elm-7b">' not in page


def test_an_unknown_id_is_told_and_the_others_shown(catalog: FlaskClient):
    shown = text_of(catalog, f"{TWO}&id=acme/elm-8b")
    assert "No release acme/elm-8b is known." in shown
    assert "What differs" in shown
    suggested = links(catalog, f"{TWO}&id=acme/elm-8b")
    assert "/compare?id=acme/elm-7b&id=cedar/oak-7b&id=acme/elm-70b" in suggested
    assert "No release" in text_of(catalog, "/compare?id=<script>alert(1)</script>")


def test_more_than_five_are_told_of(catalog: FlaskClient):
    many = "".join(
        f"&id={i}"
        for i in ("acme/elm-1b", "acme/elm-70b", "birch/fir-7b", "birch/fir-7b-chat", "dune/ear")
    )
    shown = text_of(catalog, f"{TWO}{many}")
    assert "the first 5 are shown. Left out: birch/fir-7b-chat, dune/ear" in shown
    assert "Add another" not in shown


def test_other_spellings_and_renamed_releases(catalog: FlaskClient):
    shown = text_of(catalog, "/compare?id=ACME/Elm-7B&id=dune/renamed&id=cedar/oak-7b")
    assert shown.count("Remove elm-7b") == 1
    assert "elm-7b and oak-7b" in shown


def test_a_release_without_a_grade(catalog: FlaskClient):
    shown = text_of(catalog, "/compare?id=acme/elm-7b&id=dune/unread")
    assert "At least two of them have to be graded" in shown
    shown = text_of(catalog, f"{TWO}&id=dune/unread")
    assert "not graded" in shown
    assert "elm-7b publishes its data, oak-7b keeps its data closed." in shown


def test_the_same_twice_differs_in_nothing(catalog: FlaskClient):
    shown = text_of(catalog, "/compare?id=acme/elm-7b&id=acme/elm-1b")
    assert "On each criterion elm-7b and elm-1b are at the same level." in shown
    assert "They are at the same level on every criterion." in shown


def test_empty_it_explains_itself(catalog: FlaskClient):
    shown = text_of(catalog, "/compare")
    assert "Put two to five releases side by side" in shown
    # The most downloaded originals of four organizations that make the same, and an odd one is left out.
    assert "/compare?id=acme/elm-1b&id=cedar/oak-7b" in links(catalog, "/compare")
    assert "elm-1b publishes its data, oak-7b keeps its data closed." in shown


def test_an_empty_registry(client: FlaskClient):
    assert "Put two to five" in text_of(client, "/compare?id=%00&id=")
