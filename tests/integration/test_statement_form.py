"""The long form: rows without JavaScript, errors beside fields, the effect, the file, and what is kept of it."""

from __future__ import annotations

import html
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from sqlmodel import Session, select

from crawlers.clock import now
from crawlers.disclosed import catch_up
from crawlers.fetch import Wanted
from crawlers.frontier import due
from crawlers.ingest import taken
from crawlers.reader_version import READER_VERSION
from crawlers.snapshots import Snapshot
from registry import models, store
from registry.db import engine_on, session_on
from registry.disclosing import Action, By
from registry.guarded_yaml import load
from registry.resources import rubric
from registry.statements.reading import parse
from registry.store import Act
from tests.crawling import marks_of, regrade
from tests.disclosing import add_moderator, decided, enter
from tests.statements import example

RELEASE = "acme/nimbus-7b"
CARD = b"---\nlicense: apache-2.0\n---\n\n# Nimbus 7B\n\nIt was tuned with supervised fine-tuning (SFT).\n"
SHORT = {
    "release": RELEASE,
    "data.sources.0.name": "acme/nimbus-corpus",
    "data.complete": "true",
    "code.compute.hardware": "H100",
    "code.compute.count": "512",
    "code.compute.device_hours": "310000",
}


@pytest.fixture
def engine(database_url: str):
    with engine_on(database_url) as engine:
        metadata = {"id": RELEASE, "siblings": [{"rfilename": "model.safetensors"}]}
        snapshot = Snapshot("model", RELEASE, "a" * 40, metadata, "https://hub/x", card=CARD)
        with session_on(engine) as session:
            store.save_taken(session, [taken(snapshot, "hub")], now())
        regrade(database_url)
        yield engine


@pytest.fixture
def client(engine, app):
    return app.test_client()


def token(client: FlaskClient) -> str:
    page = client.get("/disclose/statement").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(client: FlaskClient, do: str = "check", **fields: Any):
    return client.post(
        "/disclose/statement", data={"csrf_token": token(client), "do": do, **fields}
    )


def fields_in(page: str) -> dict[str, str]:
    """What stands in the fields of the form."""
    form = re.sub(r"<template.*?</template>", "", page.partition('class="tell"')[2], flags=re.S)
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and value[1]:
            found[html.unescape(name[1])] = html.unescape(value[1])
    for name, inner in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', form, re.S):
        if chosen := re.search(r'value="([^"]+)" selected', inner):
            found[name] = chosen[1]
    return found


def test_rows_are_added_and_removed_and_keep_everything(client: FlaskClient):
    page = send(client, add="data.sources", **SHORT).get_data(as_text=True)
    assert 'name="data.sources.1.name"' in page
    assert fields_in(page).items() >= SHORT.items()
    both = {**SHORT, "data.sources.1.name": "C4"}
    page = send(client, remove="data.sources.0", **both).get_data(as_text=True)
    assert fields_in(page)["data.sources.0.name"] == "C4"
    assert 'name="data.sources.1.name"' not in page
    page = send(client, add="post.stages.0.data", **{"post.stages.0.method": "sft"})
    assert 'name="post.stages.0.data.0.name"' in page.get_data(as_text=True)


def test_what_is_wrong_is_told_beside_its_field(client: FlaskClient):
    wrong = {**SHORT, "docs.paper": "our paper", "code.compute.count": "many"}
    reply = send(client, "submit", **wrong)
    page = reply.get_data(as_text=True)
    assert reply.status_code == 400
    assert "2 things need another look" in page
    assert 'id="f-docs.paper-fault">Write an address that begins with https://' in page
    assert fields_in(page).items() >= wrong.items()
    for fields, words in (
        ({"release": RELEASE}, "Nothing is told yet"),
        ({**SHORT, "release": ""}, "Name the model"),
        ({**SHORT, "release": "no id"}, "an id like org/name"),
        ({**SHORT, "source": "http://127.0.0.1/x"}, "private network"),
        ({"release": RELEASE, "weights.license": "TODO"}, "Nothing is told yet"),
    ):
        reply = send(client, "submit", **fields)
        assert reply.status_code == 400
        assert words in reply.get_data(as_text=True)


def test_the_effect_is_shown_before_anything_is_kept(client: FlaskClient, engine):
    page = html.unescape(send(client, **SHORT).get_data(as_text=True))
    effect = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition('id="effect"')[2]))
    assert re.search(r"The score rises from [\d.]+ \([A-F]\) to [\d.]+", effect)
    assert "compute undisclosed hardware and time" in effect
    assert "; downloadable if its links hold" in effect
    with Session(engine) as session:
        assert session.exec(select(models.Disclosure)).all() == []


def test_the_file_is_what_was_typed_and_fills_the_form_again(client: FlaskClient):
    reply = send(client, "load", yaml=example(), release=RELEASE)
    told = fields_in(reply.get_data(as_text=True))
    told.pop("csrf_token")
    told = {k: v for k, v in told.items() if k not in {"base", "website"}}
    file = send(client, "download", **told)
    assert file.headers["Content-Disposition"] == 'attachment; filename="TRANSPARENCY.yaml"'
    assert parse(file.data).statement == parse(example()).statement
    assert b"/schemas/transparency-1.json" in file.data
    upload = {"csrf_token": token(client), "do": "load", "file": (io.BytesIO(file.data), "x.yaml")}
    page = client.post("/disclose/statement", data=upload).get_data(as_text=True)
    assert fields_in(page)["code.recipe.learning_rate"] == "3e-4"
    reply = send(client, "load", yaml="transparency: 1\nwieghts: <b>\n")
    assert reply.status_code == 400
    assert "Line 2: `wieghts` is no key" in reply.get_data(as_text=True)
    assert "wieghts: &lt;b&gt;" in reply.get_data(as_text=True)


def test_what_is_known_stands_there_already(client: FlaskClient):
    told = fields_in(client.get(f"/disclose/statement?release={RELEASE}").get_data(as_text=True))
    assert told["weights.license"] == "apache-2.0"
    assert told["post.stages.0.method"] == "sft"


def test_a_moderator_sees_what_it_would_change_until_it_is_decided(client: FlaskClient, engine):
    send(client, "submit", **SHORT)
    add_moderator(engine)
    assert enter(client).status_code == 303
    page = client.get("/moderation/1").text
    assert "What it would change" in page
    assert "<strong>hardware and time</strong>" in page
    decided(engine, 1, Act(Action.REJECT, By.MODERATOR, "No."))
    assert "What it would change" not in client.get("/moderation/1").text


def test_a_statement_is_kept_counts_when_accepted_and_its_datasets_are_looked_at(
    client: FlaskClient, engine, database_url: str
):
    reply = send(client, "submit", note="From our report.", **SHORT)
    page = reply.get_data(as_text=True)
    assert "Received: disclosure 1" in page
    with Session(engine) as session:
        row = session.get_one(models.Disclosure, 1)
    assert (row.kind, row.status, row.origin) == ("statement", "received", "disclosure")
    assert row.reader_version == READER_VERSION
    assert parse(row.statement).statement is not None
    assert client.get("/disclosures/1").status_code == 200
    assert send(client, "submit", **SHORT).headers["Location"].startswith("/disclosures/1")
    trapped = send(client, "submit", website="x", **{**SHORT, "code.compute.count": "8"})
    assert "Received" in trapped.get_data(as_text=True)
    with session_on(engine) as session:
        assert len(session.exec(select(models.Disclosure)).all()) == 1
        store.decide(session, 1, Act(Action.ACCEPT, By.MODERATOR), rubric(), now())
    catch_up(engine, now())
    with Session(engine) as session:
        wanted = due(session, now())
    assert Wanted("dataset", "acme/nimbus-corpus", role="linked") in wanted
    assert "when releases are graded next" in client.get("/disclosures/1").text
    regrade(database_url)
    changed = client.get("/disclosures/1").text.partition("What it changed")[2]
    assert "Disclosure 1 was accepted; the grade rose from" in changed
    marks = marks_of(database_url, RELEASE)
    assert marks["code.compute"]["level"] == "hardware-and-time"
    assert marks["code.compute"]["evidence"][0]["place"] == "disclosure:1"
    assert marks["data.access"]["level"] == "undisclosed"
    found = Snapshot("dataset", "acme/nimbus-corpus", "b" * 40, {"id": "x", "gated": False}, "p")
    with session_on(engine) as session:
        store.save_taken(session, [taken(found, "hub")], now())
    regrade(database_url)  # as what it links to was looked at
    assert marks_of(database_url, RELEASE)["data.access"]["level"] == "downloadable"
    with session_on(engine) as session:
        store.decide(session, 1, Act(Action.UNDO, By.MODERATOR), rubric(), now())
    catch_up(engine, now())
    with Session(engine) as session:
        assert "disclosed" not in {link.kind for link in session.exec(select(models.Link))}


def test_a_newer_reader_reads_statements_again(client: FlaskClient, engine, database_url: str):
    send(client, "submit", **SHORT)
    with session_on(engine) as session:
        accepted = store.decide(session, 1, Act(Action.ACCEPT, By.MODERATOR), rubric(), now())
        was, decided = list(accepted.evidence), accepted.decided_at
        accepted.reader_version = "0"
        accepted.evidence = was[:1]
        session.add(accepted)
    catch_up(engine, now())
    with Session(engine) as session:
        row = session.get_one(models.Disclosure, 1)
        log = session.exec(select(models.Decision)).all()
    assert row.evidence == was
    assert {e["place"] for e in row.evidence} == {"disclosure:1"}
    assert {e["dated"] for e in row.evidence} == {was[0]["dated"]}
    assert row.reader_version == READER_VERSION
    assert row.decided_at is not None
    assert decided is not None
    assert row.decided_at > decided
    assert [d.action for d in log] == ["submit", "accept"]


def test_the_schema_is_there_for_everybody(client: FlaskClient):
    reply = client.get("/schemas/transparency-1.json")
    assert reply.content_type == "application/schema+json"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in reply.headers
    schema = json.loads(reply.data)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(load(example()))


def test_the_linter_of_the_api_takes_a_statement(client: FlaskClient):
    asked = {"card": "# Nimbus\n", "statement": example(), "id": RELEASE}
    report = client.post("/api/v1/lint", json=asked).get_json()
    assert report["criteria"]["code.recipe"]["level"] == "full"
    assert report["criteria"]["code.recipe"]["evidence"][0]["place"].startswith("TRANSPARENCY.yaml")
    report = client.post("/api/v1/lint", json={**asked, "statement": "x: 1"}).get_json()
    assert report["warnings"][-1]["kind"] or report["warnings"]
    told = [w["text"] for w in report["warnings"] if w["kind"] == "malformed"]
    assert told[0].startswith("TRANSPARENCY.yaml:1: `transparency` is missing")


def test_nobody_without_a_token_sends_one(client: FlaskClient):
    assert client.post("/disclose/statement", data=SHORT).status_code == 400
