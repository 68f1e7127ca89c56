"""Search and filters, on both databases."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.catalog import fill, text_of


@pytest.fixture
def catalog(client: FlaskClient, settings) -> FlaskClient:
    fill(settings)
    return client


def listed(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/models?{query}").text
    return re.findall(r'<th role="rowheader"[^>]*><a href="/models/([^"]+)"', page)


LISTINGS = [
    ("q=olmo+7b", ["allenai/OLMo-7B", "allenai/OLMo-7B-Instruct"]),
    ("q=OLMo+Instruct", ["allenai/OLMo-7B-Instruct"]),
    ("q=llama+2+7b", ["meta-llama/Llama-2-7b", "TheBloke/Llama-2-7B-GGUF"]),
    ("q=gpt2", ["gpt2"]),
    ("q=c%2B%2B", ["c%2B%2B/100%25_%28odd%29"]),
    ("q=%25", ["c%2B%2B/100%25_%28odd%29"]),
    ("q=100%25_", ["c%2B%2B/100%25_%28odd%29"]),
    ("q=classification", ["c%2B%2B/100%25_%28odd%29"]),
    ("organization=AllenAI&derived=yes", ["allenai/OLMo-7B-Instruct"]),
    ("license=llama2", ["meta-llama/Llama-2-7b"]),
    (
        "license_class=use-restricted",
        ["TheBloke/Llama-2-7B-GGUF", "meta-llama/Llama-2-7b"],
    ),
    ("class=open+source+AI&sort=downloads", ["allenai/OLMo-7B-Instruct", "allenai/OLMo-7B"]),
    ("min_downloads=5000&sort=name", ["allenai/OLMo-7B-Instruct", "meta-llama/Llama-2-7b"]),
    ("data=open&post=open", ["allenai/OLMo-7B-Instruct"]),
    ("letter=A&letter=B&q=instruct", ["allenai/OLMo-7B-Instruct"]),
    ("sort=downloads&limit=2&page=2", ["allenai/OLMo-7B", "TheBloke/Llama-2-7B-GGUF"]),
]


def test_listing(catalog: FlaskClient, subtests: pytest.Subtests):
    for query, expected in LISTINGS:
        with subtests.test(query):
            assert listed(catalog, query) == expected


def test_what_was_only_named_or_renamed_is_not_listed(catalog: FlaskClient):
    assert listed(catalog, "organization=org") == ["org/unread"]


def test_facets_count_what_they_would_leave(catalog: FlaskClient):
    page = text_of(catalog, "/models?class=open+source+AI")
    facet = re.search(r"Openness class (.*?) Weights", page)
    assert facet
    assert facet[1] == "open source AI (chosen; remove) 2 restricted weights 4"
    assert re.search(r"Grade A \d", page)


def test_an_empty_result_helps(catalog: FlaskClient):
    page = text_of(catalog, "/models?q=olma&letter=F")
    assert "No release matches" in page
    assert "Did you mean one of these? allenai/OLMo-7B" in page
    assert "Leave out: grade is F" in page


def test_a_page_leaves_out_what_makes_no_sense_and_says_so(catalog: FlaskClient):
    page = text_of(catalog, "/models?letter=Z&utm_source=x")
    assert "letter can't be 'Z'" in page
    assert "There is no parameter 'utm_source'" in page


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=st.text(max_size=80) | st.sampled_from(["c++", "(", "%", "_", "\\", "'", '"', "* OR 1", "\0"])
)
def test_any_search_is_answered(catalog: FlaskClient, q: str):
    assert catalog.get("/models", query_string={"q": q}).status_code == 200
    assert catalog.get("/organizations", query_string={"q": q}).status_code == 200
