"""The JSON API, on both databases."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.exporting import lines
from tests.integration.catalog import TRAINED, fill


@pytest.fixture
def catalog(read_only_client) -> FlaskClient:
    return read_only_client(fill)


def ids(client: FlaskClient, query: str) -> list[str]:
    return [item["id"] for item in client.get(f"/api/v1/models?{query}").json["items"]]


def test_the_list(catalog: FlaskClient):
    reply = catalog.get("/api/v1/models").json
    assert reply["total"] == len(reply["items"]) == 7
    assert reply["items"][0]["id"] == "allenai/OLMo-7B-Instruct"
    assert reply["items"][-1] == {
        **reply["items"][-1],
        "id": "org/unread",
        "score": None,
        "letter": None,
    }


def test_pages_follow_the_link_header(catalog: FlaskClient):
    seen: list[str] = []
    address = "/api/v1/models?limit=3&sort=name&q=a"
    while address:
        response = catalog.get(address)
        seen += [item["id"] for item in response.json["items"]]
        link = response.headers.get("Link", "")
        assert not link or link.endswith('>; rel="next"')
        address = link.partition(">")[0].removeprefix("<")
    assert seen == sorted(seen, key=str.lower)
    assert len(seen) == len(set(seen)) == catalog.get("/api/v1/models?q=a").json["total"]


def test_api_and_page_list_the_same(catalog: FlaskClient):
    for query in ("q=olmo+7b", "data=open", "license_class=use-restricted", "derived=yes"):
        page = catalog.get(f"/models?{query}&fold=no").text
        found = ids(catalog, query)
        places = [page.index(f'href="/models/{release_id}"') for release_id in found]
        assert found, query
        assert places == sorted(places), query


def test_one_release(catalog: FlaskClient):
    told = catalog.get("/api/v1/models/meta-llama/Llama-2-7b").json
    criterion = told["criteria"]["data.access"]
    assert criterion["level"] == "closed"
    assert criterion["evidence"][0]["quote"] == "The data is not published."
    assert criterion["evidence"][0]["card_url"] == "/cards/meta-llama/Llama-2-7b#L9"
    assert told["lineage"]["derivatives"][0]["id"] == "TheBloke/Llama-2-7B-GGUF"
    assert told["improve"][0]["gain"] > 0
    assert set(told["frameworks"]) == {"osai", "mof", "osaid", "aa", "fmti"}
    assert set(told["frameworks"]["osai"].values()) <= {*("open", "partial", "closed", "unchecked")}
    assert told["frameworks"]["mof"]["class"] == "none"
    assert told["frameworks"]["osaid"]["verdict"] == "fails"
    licences = told["framework_items"]["mof"]["items"]["final_parameters"]
    assert licences["state"] == told["frameworks"]["mof"]["final_parameters"] == "missing"
    assert licences["rests_on"][0] == "weights.access"
    assert catalog.get("/api/v1/models/gpt2").json["organization"] == ""


def test_training_tokens(catalog: FlaskClient):
    told = catalog.get("/api/v1/models/allenai/OLMo-7B").json
    assert told["training_tokens"] == 2460 * 10**9
    evidence = told["training_tokens_evidence"]
    assert (evidence["quote"], evidence["place"]) == (TRAINED.quote, "README.md:3")
    assert evidence["card_url"] == "/cards/allenai/OLMo-7B#L3"
    silent = catalog.get("/api/v1/models/gpt2").json
    assert silent["training_tokens"] is silent["training_tokens_evidence"] is None


def test_list_detail_and_export_agree(catalog: FlaskClient):
    url = catalog.application.extensions["engine"].url.render_as_string(hide_password=False)
    exported = {line["id"]: line for line in lines(url)}
    assert list(exported) == sorted(exported)
    assert len(exported) == 6
    for item in catalog.get("/api/v1/models").json["items"]:
        told = catalog.get(f"/api/v1/models/{item['url'].removeprefix('/models/')}").json
        assert {k: told[k] for k in item} == item
        if item["score"] is not None:
            line = exported[item["id"]]
            assert {k: line[k] for k in item} == item
            assert line["frameworks"] == told["frameworks"]
            levels = {c: m["level"] for c, m in told["criteria"].items()}
            assert {c: m["level"] for c, m in line["criteria"].items()} == levels


def test_what_makes_no_sense_is_refused(catalog: FlaskClient):
    for query, parameter, nearest in [
        ("licence=mit", "licence", "license"),
        ("letter=Q", "letter", None),
        ("class=open+weight", "class", "open weights"),
        ("limit=-3", "limit", None),
    ]:
        response = catalog.get(f"/api/v1/models?{query}")
        assert response.status_code == 400
        assert response.content_type == "application/problem+json"
        assert (response.json["parameter"], response.json["nearest"]) == (parameter, nearest)


def test_errors_are_problem_details(catalog: FlaskClient):
    for method, path, status in [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/models/no/such", 404),
        ("get", "/api/v1/models/a%00", 404),
        ("post", "/api/v1/models", 405),
    ]:
        response = getattr(catalog, method)(path)
        assert response.status_code == response.json["status"] == status
        assert response.content_type == "application/problem+json"
        assert all((response.json["title"], response.json["detail"]))
        assert "Content-Security-Policy" in response.headers
        assert status != 405 or "GET" in response.headers["Allow"]


def test_a_missing_release_names_the_nearest(catalog: FlaskClient):
    assert "allenai/OLMo-7B" in catalog.get("/api/v1/models/alenai/OLMo-7B").json["detail"]


def test_other_spellings_redirect(catalog: FlaskClient):
    for written in ("ALLENAI/olmo-7b", "org/old-name"):
        response = catalog.get(f"/api/v1/models/{written}")
        expected = (308, "/api/v1/models/allenai/OLMo-7B")
        assert (response.status_code, response.location) == expected


def test_unchanged_replies_are_not_sent_again(catalog: FlaskClient):
    first = catalog.get("/api/v1/models/gpt2")
    again = catalog.get("/api/v1/models/gpt2", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_limits_are_bounded(catalog: FlaskClient):
    refused = catalog.get("/api/v1/models?limit=501")
    assert (refused.status_code, refused.json["parameter"]) == (400, "limit")
    assert catalog.get("/api/v1/models?limit=500").status_code == 200
    assert ids(catalog, "page=1000000") == []


def test_everyone_may_read(catalog: FlaskClient):
    assert catalog.get("/api/v1/models").headers["Access-Control-Allow-Origin"] == "*"
