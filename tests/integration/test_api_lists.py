"""Lists of the API: cursors, sparse fields, counts, batches, limits and entity tags, on both databases."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
from flask import request, request_started
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from registry import create_app
from registry.db import make_engine
from registry.views.api.paging import cursor_at, read_cursor
from tests.factories import make_release
from tests.integration.catalog import fill


@pytest.fixture
def catalog(client: FlaskClient, settings) -> FlaskClient:
    fill(settings)
    return client


def following(response) -> str:
    return response.headers["Link"].partition(">")[0].removeprefix("<")


def test_a_cursor_goes_on_after_the_last_that_was_told(catalog: FlaskClient, settings):
    whole = [item["id"] for item in catalog.get("/api/v1/models?sort=name").json["items"]]
    first = catalog.get("/api/v1/models?sort=name&limit=3")
    with Session(make_engine(settings.database_url)) as session:
        make_release(session, "aaa/comes-before-all")
        session.commit()
    rest = catalog.get(following(first))
    assert [item["id"] for item in rest.json["items"]] == whole[3:6]
    assert rest.json["total"] == len(whole) + 1


def test_a_cursor_whose_release_is_gone_goes_on_by_number(catalog: FlaskClient):
    whole = [item["id"] for item in catalog.get("/api/v1/models?sort=name").json["items"]]
    rest = catalog.get(f"/api/v1/models?sort=name&cursor={cursor_at(3, 'no/such')}")
    assert [item["id"] for item in rest.json["items"]] == whole[3:]


def test_cursors_that_were_made_up_are_refused(catalog: FlaskClient):
    for cursor in (
        "x",
        "e30",
        "W10",
        "WzEsMl0",
        "WzEsbnVsbF0",
        "WzEsImEiXSA",
        "é",
        "Wy0xLCJhIl0",
        "W3RydWUsImEiXQ",
    ):
        response = catalog.get("/api/v1/models", query_string={"cursor": cursor})
        assert (response.status_code, response.json["parameter"]) == (400, "cursor"), cursor
    assert read_cursor(cursor_at(25, "org/näme")) == (25, "org/näme")
    both = catalog.get(f"/api/v1/models?page=2&cursor={cursor_at(1, 'gpt2')}")
    assert both.json["parameter"] == "page"


def test_sparse_fields(catalog: FlaskClient):
    [item, *_] = catalog.get("/api/v1/models?fields=score,criteria,frameworks").json["items"]
    assert list(item) == ["id", "score", "criteria", "frameworks"]
    assert item["criteria"]["data.access"] == {"level": "downloadable", "points": 1}
    told = catalog.get(f"/api/v1/models/{item['id']}?fields=score,frameworks").json
    assert told == {key: item[key] for key in ("id", "score", "frameworks")}
    ungraded = catalog.get("/api/v1/models?fields=criteria").json["items"][-1]
    assert ungraded == {"id": "org/unread", "criteria": None}


def test_counts_are_those_of_the_lists(catalog: FlaskClient):
    told = catalog.get("/api/v1/facets?derived=no&facet=class&facet=letter").json
    assert set(told["facets"]) == {"class", "letter"}
    for name, counts in told["facets"].items():
        for value, count in counts.items():
            query = {name: value, "derived": "no"}
            assert catalog.get("/api/v1/models", query_string=query).json["total"] == count
    assert told["total"] == catalog.get("/api/v1/models?derived=no").json["total"]


def test_a_batch_finds_what_is_known_and_names_what_is_not(catalog: FlaskClient):
    ids = ["gpt2", "org/old-name", "ALLENAI/olmo-7b", "alenai/OLMo-7B", "gpt2"]
    told = catalog.post("/api/v1/batch?fields=letter", json={"ids": ids}).json
    assert [item["id"] for item in told["items"]] == ["gpt2", "allenai/OLMo-7B"]
    assert told["renamed"] == {
        "org/old-name": "allenai/OLMo-7B",
        "ALLENAI/olmo-7b": "allenai/OLMo-7B",
    }
    [unknown] = told["unknown"]
    assert unknown["id"] == "alenai/OLMo-7B"
    assert "allenai/OLMo-7B" in unknown["nearest"]


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b'{"ids": []}', "application/json", 400),
        (b'{"ids": ["a"], "more": 1}', "application/json", 400),
        (b'{"ids": "gpt2"}', "application/json", 400),
        (b'{"ids": [1]}', "application/json", 400),
        (b'{"ids": ["a\\u0000b"]}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"ids": ["gpt2"]}', "text/plain", 415),
        (b'{"ids": ["' + b"a" * 1_200_000 + b'"]}', "application/json", 413),
    ],
)
def test_a_batch_of_another_shape_is_refused(catalog: FlaskClient, sent, kind, status):
    response = catalog.post("/api/v1/batch", data=sent, content_type=kind)
    assert response.status_code == response.json["status"] == status
    assert response.content_type == "application/problem+json"
    assert response.json["detail"]


def test_a_diff_from_before_it_was_known(catalog: FlaskClient):
    told = catalog.get("/api/v1/models/allenai/OLMo-7B/diff?from=2001-01-01").json
    assert told["known"] == {"from": False, "to": True}
    assert told["movement"]["direction"] == "first"
    assert told["after"]["score"] == catalog.get("/api/v1/models/allenai/OLMo-7B").json["score"]
    for query in ("", "from=soon", "from=2026-01-02&to=2026-01-01"):
        refused = catalog.get(f"/api/v1/models/allenai/OLMo-7B/diff?{query}")
        assert refused.status_code == 400


def test_parts_of_a_release_follow_it_to_its_name(catalog: FlaskClient):
    response = catalog.get("/api/v1/models/org/old-name/diff?from=2001-01-01")
    expected = (308, "/api/v1/models/allenai/OLMo-7B/diff?from=2001-01-01")
    assert (response.status_code, response.location) == expected


def test_a_release_called_like_a_part_is_found(catalog: FlaskClient, settings):
    with Session(make_engine(settings.database_url)) as session:
        make_release(session, "org/history")
        session.commit()
    assert catalog.get("/api/v1/models/org/history").json["id"] == "org/history"
    assert catalog.get("/api/v1/models/org/history/history").json["id"] == "org/history"


def told(response: TestResponse) -> dict[str, str]:
    """The headers of a reply, but for how much is left of a limit."""
    return {name: value for name, value in response.headers if name != "RateLimit"}


def spy(client: FlaskClient) -> list[str]:
    """The paths of the requests that the application begins to work on from now on."""
    begun: list[str] = []
    request_started.connect(
        lambda *_, **__: begun.append(request.path), client.application, weak=False
    )
    return begun


def test_what_has_not_changed_is_answered_without_being_made(catalog: FlaskClient, settings):
    first = catalog.get("/api/v1/models?limit=2")
    tag = first.headers["ETag"]
    again = catalog.get("/api/v1/models?limit=2", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    begun = spy(catalog)
    at_once = catalog.get("/api/v1/models?limit=2", headers={"If-None-Match": tag})
    assert (at_once.status_code, at_once.data, begun) == (304, b"", [])
    assert told(at_once) == told(again)
    assert (
        catalog.get("/api/v1/models?limit=2", headers={"If-None-Match": '"x"'}).status_code == 200
    )
    assert catalog.get("/api/v1/rubric").status_code == 200  # and never again
    old = weakref.ref(catalog.application.extensions["catalog"]())
    with Session(make_engine(settings.database_url)) as session:
        make_release(session, "new/one")
        session.commit()
    changed = catalog.get("/api/v1/models?limit=2", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    gc.collect()
    assert old() is None, "a catalog is not kept for the sake of its tags"


def test_replies_are_compressed_for_who_can_read_that(catalog: FlaskClient):
    plain = catalog.get("/api/v1/models/gpt2")
    packed = catalog.get("/api/v1/models/gpt2", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_who_asks_too_often_is_told_when_to_come_again(settings):
    fill(settings)
    client = create_app(replace(settings, rate_limit="3 per 5 minutes")).test_client()
    told = [client.get("/api/v1/facets") for _ in range(4)]
    assert [reply.status_code for reply in told] == [200, 200, 200, 429]
    assert [reply.headers["RateLimit"].split(";")[1] for reply in told] == [
        "r=2",
        "r=1",
        "r=0",
        "r=0",
    ]
    assert told[0].headers["RateLimit-Policy"] == '"api";q=3;w=300'
    refused = told[3]
    assert refused.json["status"] == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/models").status_code == 200
    has = {"If-None-Match": told[0].headers["ETag"]}
    for _ in range(2):
        assert client.get("/api/v1/facets", headers=has).status_code == 429
    page = client.post("/lint", data={"card": "# A card"})
    assert (page.status_code, page.mimetype) == (429, "text/html")
    other = client.get("/api/v1/facets", environ_overrides={"REMOTE_ADDR": "2001:db8::1"})
    assert other.status_code == 200
    for status, left in ((304, "r=1"), (304, "r=0"), (429, "r=0")):
        same = client.get(
            "/api/v1/facets", headers=has, environ_overrides={"REMOTE_ADDR": "2001:db8::2"}
        )
        assert (same.status_code, same.headers["RateLimit"].split(";")[1]) == (status, left)


def test_addresses_behind_a_proxy_are_believed_only_when_told(settings):
    fill(settings)
    forwarded = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "aperture.example",
    }
    near = create_app(settings).test_client().get("/api/v1/models?limit=1", headers=forwarded)
    assert following(near).startswith("http://localhost/")
    behind = create_app(replace(settings, trusted_proxies=1)).test_client()
    far = behind.get("/api/v1/models?limit=1", headers=forwarded)
    assert following(far).startswith("https://aperture.example/")


def test_pages_of_other_origins_may_send_and_read(catalog: FlaskClient):
    asked = catalog.options(
        "/api/v1/batch",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
    )
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    assert "Link" in catalog.get("/api/v1/facets").headers["Access-Control-Expose-Headers"]
