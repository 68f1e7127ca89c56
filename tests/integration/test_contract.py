"""Page, API, export, feeds, badges, bills of materials and receipts say the same of the same release."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from registry.settings import Settings
from tests.integration import receipted

ATOM = "{http://www.w3.org/2005/Atom}"
GRADE = ("score", "high", "letter", "class", "pillars")


def fill(settings: Settings) -> None:
    """Crawls and grades a few releases."""
    with TemporaryDirectory() as folder:
        receipted.fill(settings.database_url, Path(folder))


@pytest.fixture
def client(read_only_client: Callable[..., FlaskClient]) -> FlaskClient:
    return read_only_client(fill)


@pytest.fixture
def graded(client: FlaskClient) -> dict[str, dict[str, Any]]:
    """All graded releases by their ids, as the API tells one."""
    ids = [i["id"] for i in client.get("/api/v1/models?limit=500").json["items"] if i["letter"]]
    assert len(ids) > 5
    return {one: client.get(f"/api/v1/models/{one}").json for one in ids}


def agree(one: Mapping[str, Any], detail: Mapping[str, Any], *but: str) -> None:
    shared = {key for key in one if key in detail} - {*but}
    assert {*GRADE} <= shared | {*but}
    assert {key: one[key] for key in shared} == {key: detail[key] for key in shared}


def levels(criteria: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {criterion: told["level"] for criterion, told in criteria.items()}


def squashed(text: str) -> str:
    """A text without its spaces, markup and capitals."""
    return re.sub(r"[\s`]+", "", text).casefold()


def texts(page: str) -> str:
    return squashed(unescape(re.sub(r"<[^>]+>", " ", page)))


def entries(client: FlaskClient, path: str) -> list[dict[str, str]]:
    root = ElementTree.fromstring(client.get(path).data)
    return [
        {name: entry.findtext(f"{ATOM}{name}") or "" for name in ("title", "updated", "summary")}
        for entry in root.iter(f"{ATOM}entry")
    ]


def test_lists_batches_boards_and_exports(client: FlaskClient, graded):
    everything = "fields=" + ",".join(
        (*GRADE, "id", "license", "downloads", "criteria", "frameworks")
    )
    listed = client.get(f"/api/v1/models?limit=500&{everything}").json["items"]
    batch = client.post(f"/api/v1/batch?{everything}", json={"ids": list(graded)}).json["items"]
    assert [item for item in listed if item["letter"]] == sorted(
        batch, key=lambda item: [i["id"] for i in listed].index(item["id"])
    )
    with client.get("/exports/aperture.jsonl") as export:
        lines = [json.loads(line) for line in export.text.splitlines()]
    assert {line["id"] for line in lines} == set(graded)
    for told in (*batch, *lines):
        detail = graded[told["id"]]
        agree(told, detail, "criteria")
        assert levels(told["criteria"]) == levels(detail["criteria"])
    ranked = client.get("/api/v1/leaderboard?fold=no").json["items"]
    assert {item["id"] for item in ranked} == set(graded)
    for item in ranked:
        agree(item, graded[item["id"]])


def test_pages(client: FlaskClient, graded):
    for release_id, detail in graded.items():
        page = texts(client.get(f"/models/{release_id}").text)
        told = [f"{detail['score']:.1f}", detail["class"], detail["sentence"]]
        for criterion in detail["criteria"].values():
            told += [criterion["title"], criterion["reason"].rstrip(".")]
        own = [one for one in detail["improve"] if one["level"] != "unchecked" and not one["via"]]
        told += [one["text"] for one in own]
        assert [one for one in told if squashed(one) not in page] == []


def test_feeds_and_history(client: FlaskClient, graded):
    newest = {entry["title"] for entry in entries(client, "/models.atom")}
    assert newest == {
        f"{i}: {d['letter']} {d['score']:.1f}, {d['class']}" for i, d in graded.items()
    }
    for release_id, detail in graded.items():
        history = client.get(f"/api/v1/models/{release_id}/history").json["entries"]
        assert history == detail["history"]
        feed = entries(client, f"/models/{release_id}/changes.atom")
        assert len(feed) == len(history)
        for entry, told in zip(feed, history, strict=True):
            movement = [told["movement"]["words"]] if told["movement"] else []
            for sentence in (*told["words"], *movement):
                assert sentence in unescape(unescape(entry["summary"]))


def test_badges(client: FlaskClient, graded):
    for release_id, detail in graded.items():
        shields = client.get(f"/models/{release_id}/badge.json").json
        picture = unescape(client.get(f"/models/{release_id}/badge.svg").text)
        value = f"{detail['letter']} {floor(detail['score'])}"
        assert value in shields["message"]
        assert value in picture
        assert f"{detail['score']:.1f} of 100" in picture


def test_bills_of_materials_and_receipts(client: FlaskClient, graded):
    for release_id, detail in graded.items():
        bill = client.get(f"/api/v1/models/{release_id}/cyclonedx").json
        properties = {p["name"]: p["value"] for p in bill["metadata"]["component"]["properties"]}
        assert float(properties["aperture:score"]) == detail["score"]
        assert properties["aperture:letter"] == detail["letter"]
        package = client.get(f"/api/v1/models/{release_id}/spdx").text
        receipt = client.get(f"/api/v1/models/{release_id}/receipt").json["result"]
        agree(receipt, detail, "criteria", "components", "ledger", "claims")
        for marks in ("criteria", "components"):
            assert levels(receipt[marks]) == levels(detail[marks])
        assert receipt["frameworks"] == detail["frameworks"]
        for criterion, told in detail["criteria"].items():
            assert receipt["criteria"][criterion]["reason"] == told["reason"]
            assert json.dumps(told["reason"], ensure_ascii=False)[1:-1] in json.dumps(
                bill, ensure_ascii=False
            )
        assert release_id in package
