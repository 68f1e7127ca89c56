"""The OpenAPI document: valid, whole, and of the API that answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

Told = dict[str, Any]


@pytest.fixture
def settings(sqlite_url: str):
    """One database is enough: what is described depends on none."""
    from registry.settings import Settings

    return Settings(database_url=sqlite_url, hf_endpoint="http://127.0.0.1:9", hf_token=None)


@pytest.fixture
def document(client) -> Told:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    told: Told = response.json
    return told


def operations(document: Told) -> Iterator[tuple[str, str, Told]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield method.upper(), path, told


def reply_of(told: Told) -> Told:
    """What an operation answers with when all is well."""
    (status,) = {"200", "201"} & told["responses"].keys()
    reply: Told = told["responses"][status]
    return reply


def served(app: Flask) -> set[tuple[str, str]]:
    """Methods and paths that the app answers below the API's address, as the document would write them."""
    return {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_it_is_valid_openapi(document: Told):
    assert document["openapi"].startswith("3.1.")
    assert list(map(str, OpenAPIV31SpecValidator(document).iter_errors())) == []


def test_all_that_is_served_is_described_and_nothing_else(app: Flask, document: Told):
    assert served(app) == {(method, path) for method, path, _ in operations(document)}


def test_ids_of_operations_are_stable_names(document: Told):
    ids = [told["operationId"] for _, _, told in operations(document)]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", i)] == []


def test_everything_says_what_it_means(document: Told):
    silent = []
    tags = {tag["name"] for tag in document["tags"]}
    for method, path, told in operations(document):
        about = (told["summary"], told["description"], reply_of(told)["description"])
        silent += [f"{method} {path}"] if not all(about) or not {*told["tags"]} <= tags else []
        silent += [f"{path} {p['name']}" for p in told["parameters"] if not p["description"]]
    shapes = document["components"]["schemas"]
    for name, shape in shapes.items():
        silent += [] if shape.get("description") else [name]
        for key, told in shape.get("properties", {}).items():
            referred = shapes[told["$ref"].rpartition("/")[2]] if "$ref" in told else {}
            if not (told.get("description") or referred.get("description")):
                silent.append(f"{name}.{key}")
    assert silent == []


def test_every_error_has_one_shape(document: Told):
    for _, path, told in operations(document):
        for status, reply in told["responses"].items():
            if "$ref" in reply:
                reply = document["components"]["responses"][reply["$ref"].rpartition("/")[2]]
            if int(status) >= 400:
                (content,) = reply["content"].items()
                problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
                assert content == ("application/problem+json", problem), (path, status)


def test_links_lead_to_operations_and_their_parameters(document: Told):
    known = {told["operationId"]: told for _, _, told in operations(document)}
    for told in known.values():
        for link in reply_of(told).get("links", {}).values():
            names = {p["name"] for p in known[link["operationId"]]["parameters"]}
            assert {*link["parameters"]} <= names
