"""Search and filters, on both databases."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from registry.db import make_engine
from registry.scoring.claims import CONTRADICTED, Claim
from tests.factories import make_release
from tests.integration.catalog import fill, text_of


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def listed(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/models?{query}").text
    return re.findall(r'<th role="rowheader"[^>]*><a href="/models/([^"]+)"', page)


OLMO, TUNED = "allenai/OLMo-7B", "allenai/OLMo-7B-Instruct"
LLAMA, GGUF = "meta-llama/Llama-2-7b", "TheBloke/Llama-2-7B-GGUF"
ODD = "c%2B%2B/100%25_%28odd%29"

EACH = [
    ("q=olmo+7b", [OLMO, TUNED]),
    ("q=OLMo7b", [OLMO, TUNED]),
    ("q=OLMo+Instr", [TUNED]),
    ("q=llama+2+7b", [LLAMA, GGUF]),
    ("q=llama2", [LLAMA, GGUF]),
    ("q=llama+3", []),
    ("q=gpt2", ["gpt2"]),
    ("q=c%2B%2B+odd", [ODD]),
    ("q=%25", []),
    ("q=100%25_", [ODD]),
    ("q=meta+community", [LLAMA]),
    ("q=llama+not+publis", [LLAMA]),
    ("q=llama+publis+not", []),
    ("q=text-classification", [ODD]),
    ("q=community+license", [LLAMA]),
    ("organization=AllenAI&derived=yes", [TUNED]),
    ("license=llama2", [LLAMA]),
    ("license_class=use-restricted", [GGUF, LLAMA]),
    ("class=open+source+AI&sort=downloads", [TUNED, OLMO]),
    ("min_downloads=5000&sort=name", [TUNED, LLAMA]),
    ("data=open&post=open", [TUNED]),
    ("letter=A&letter=B&q=instruct", [TUNED]),
    ("sort=downloads&limit=2&page=2", [OLMO, GGUF]),
    ("data.access=closed", [LLAMA]),
    ("code.compute=unchecked", [LLAMA]),
    ("data.access=downloadable&post.method=n/a", [OLMO]),
    ("relation=quantized", [GGUF]),
    ("family=meta-llama/Llama-2-7b", [GGUF, LLAMA]),
    ("family=allenai/OLMo-7B&sort=downloads", [TUNED, OLMO]),
    ("size=4b-10b", [TUNED]),
    ("memory=16", []),
    ("memory_4bit=8", [TUNED]),
    ("language=de", [TUNED]),
    ("year=2023&sort=name", [LLAMA]),
]
FOLDED = [
    ("q=olmo+7b", [OLMO]),
    ("q=instruct", [TUNED]),
    ("license_class=use-restricted", [LLAMA]),
    ("relation=quantized", [GGUF]),
    ("sort=downloads&limit=2", [LLAMA, OLMO]),
]


def test_listing(catalog: FlaskClient, subtests: pytest.Subtests):
    for query, expected in EACH:
        with subtests.test(query):
            assert listed(catalog, f"{query}&fold=no") == expected


MEANT = [
    ("llama 3 8b", "meta-llama/Meta-Llama-3-8B"),
    ("idefics3", "HuggingFaceM4/Idefics3-8B-Llama3"),
    ("codebert", "microsoft/codebert-base"),
    ("codebert java", "neulab/codebert-java"),
    ("prajjwal bert mini", "prajjwal1/bert-mini"),
    ("prajjwal bert", "prajjwal1/bert-tiny"),
]


def test_the_release_that_is_meant_comes_first(
    client: FlaskClient, settings, subtests: pytest.Subtests
):
    with Session(engine := make_engine(settings.database_url)) as session:
        used = {"HuggingFaceM4/Idefics3-8B-Llama3": 400_000, "prajjwal1/bert-tiny": 1_200_000}
        siblings = "Its siblings: mini, tiny, java."
        for release in {release for _, release in MEANT}:
            make_release(session, release, card=siblings, downloads=used.get(release, 0))
        session.commit()
    engine.dispose()
    for query, release in MEANT:
        with subtests.test(query):
            assert listed(client, f"q={query.replace(' ', '+')}&fold=no")[0] == release


def test_a_word_is_taken_for_a_beginning_where_no_text_has_it(client: FlaskClient, settings):
    with Session(engine := make_engine(settings.database_url)) as session:
        make_release(session, "x/one", card="It writes java.")
        make_release(session, "x/two", card="It writes javascript.")
        session.commit()
    engine.dispose()
    assert listed(client, "q=java") == ["x/one"]
    assert listed(client, "q=javas") == ["x/two"]
    assert listed(client, "q=jav") == ["x/one", "x/two"]


def test_derivatives_stand_under_their_original(catalog: FlaskClient, subtests: pytest.Subtests):
    for query, expected in FOLDED:
        with subtests.test(query):
            assert listed(catalog, query) == expected
    page = text_of(catalog, "/models?organization=allenai")
    assert "2 releases in 1 family" in page
    assert "1 more of its family" in page
    assert listed(catalog, "family=allenai/OLMo-7B&fold=no&sort=name") == [OLMO, TUNED]


def test_claims_that_measuring_contradicts(client: FlaskClient, settings):
    fill(settings)
    claim = Claim("open-source", "It is open.", "README.md:1", "", CONTRADICTED, (), (), (), "No.")
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "org/Boast-3B", told={"claims": (claim,)})
        session.commit()
    engine.dispose()
    assert listed(client, "claim=contradicted") == ["org/Boast-3B"]
    assert "org/Boast-3B" not in listed(client, "claim=uncontradicted&fold=no")


def test_a_list_follows_what_changes(client: FlaskClient, settings):
    fill(settings)
    assert listed(client, "q=newcomer") == []
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_release(session, "org/Newcomer-3B")
        session.commit()
    engine.dispose()
    assert listed(client, "q=newcomer") == ["org/Newcomer-3B"]


def test_what_was_only_named_or_renamed_is_not_listed(catalog: FlaskClient):
    assert listed(catalog, "organization=org") == ["org/unread"]


def test_facets_count_what_they_would_leave(catalog: FlaskClient):
    page = text_of(catalog, "/models?class=open+source+AI")
    facet = re.search(r"Openness class (.*?) What is disclosed", page)
    assert facet
    assert facet[1] == "open source AI (chosen; remove) 2 restricted weights 4"
    assert re.search(r"Grade A \d", page)
    assert "Data, open: 2 Data, partial: " not in page
    assert "itemised (2)" in page


def test_an_empty_result_helps(catalog: FlaskClient):
    page = text_of(catalog, "/models?q=olma&letter=F")
    assert "No release matches" in page
    assert "Did you mean one of these? allenai/OLMo-7B" in page
    assert "0 releases" not in page
    assert "Leave out: grade is F" not in page, "nothing is called olma"
    page = text_of(catalog, "/models?q=olma&letter=F&relation=merge")
    assert "Leaving out a single condition is not enough. Remove all" in page
    page = text_of(catalog, "/models?q=llama&relation=quantized&organization=meta-llama")
    assert re.findall(r"Leave out: (.+?) : (\d+ release\b)", page) == [
        ("published by meta-llama", "1 release"),
        ("made as quantized", "1 release"),
    ]


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
