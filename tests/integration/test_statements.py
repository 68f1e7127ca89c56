"""Statements from the crawl to the receipt: fetched when listed, read, graded, kept, told as changes, verified."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from registry import models
from registry.db import engine_on
from registry.history import timelines
from registry.queries.pasts import past_of
from tests.crawling import crawl, marks_of, registry_at, regrade, releases, snapshots
from tests.hub import FakeHub, running
from tests.integration.receipted import checked, differing, documents_of
from tests.statements import example

ID = "acme/nimbus-7b-instruct"
CARD = "---\nlicense: apache-2.0\n---\n# Nimbus 7B Instruct\n"


@pytest.fixture
def hub():
    made = FakeHub()
    made.model(ID, CARD)
    made.model("acme/silent", CARD)
    for name, license_tag in (
        ("HuggingFaceFW/fineweb-edu", "odc-by"),
        ("bigcode/the-stack-v2", "other"),
        ("acme/nimbus-instructions", "cc-by-4.0"),
    ):
        made.dataset(name, f"---\nlicense: {license_tag}\n---\n# Data\n")
    with running(made):
        yield made


def test_a_statement_is_fetched_read_graded_and_verified(hub: FakeHub, database_url: str, app):
    hub.state(ID, example())
    crawl(database_url, hub.url)
    regrade(database_url)
    assert hub.asked("TRANSPARENCY.yaml") == 1  # of the release that lists one
    marks = marks_of(database_url, ID)
    levels = {c: mark["level"] for c, mark in marks.items()}
    assert levels["data.sources"] == "itemised"
    assert levels["data.access"] == "downloadable"  # the linked datasets were looked at
    assert levels["code.training"] == "complete"
    assert levels["code.recipe"] == "full"
    assert levels["code.compute"] == "hardware-and-time"
    assert levels["post.method"] == "each-stage"
    assert levels["post.instructions"] == "downloadable"
    assert levels["post.preferences"] == "in-part"
    assert levels["post.annotation"] == "published"
    assert levels["docs.training_summary"] == "published"
    piece = marks["code.compute"]["evidence"][0]
    assert piece["origin"] == "publisher"
    assert piece["place"].startswith("TRANSPARENCY.yaml:")
    line = int(piece["place"].partition(":")[2])
    assert piece["quote"] == example().splitlines()[line - 1].strip()
    assert piece["url"].endswith(f"/TRANSPARENCY.yaml?code=true#L{line}")
    [snapshot] = snapshots(database_url, ID)
    assert snapshot.statement_digest
    form = app.test_client().get(f"/disclose/statement?release={ID}").get_data(as_text=True)
    assert 'value="40 contractors in three countries"' in form
    with engine_on(database_url) as engine, Session(engine) as session:
        receipt, document = documents_of(session, ID)
    assert differing(checked(receipt, document)) == []
    forged = document.replace(b"310000", b"990000")
    assert differing(checked(receipt, forged))[0] == "snapshot: digest"


def test_what_is_unchanged_is_not_fetched_again_and_changes_are_told(
    hub: FakeHub, database_url: str
):
    crawl(database_url, hub.url)
    regrade(database_url)
    for statement in (example(), example().replace("310000", "320000")):
        hub.state(ID, statement)
        hub.forget()
        crawl(database_url, hub.url, full=True)
        crawl(database_url, hub.url, full=True)
        assert hub.asked("TRANSPARENCY.yaml") == 1
    hub.model(ID, CARD)
    crawl(database_url, hub.url, full=True)
    with registry_at(database_url) as session:
        past = past_of(session.connection(), ID)
    kinds = [str(c.kind) for seen in timelines.seen(past.moments) for c in seen.changes]
    assert kinds == ["statement-added", "statement-edited", "statement-removed"]
    assert len({s.digest for s in snapshots(database_url, "acme/silent")}) == 1


def test_a_statement_that_cannot_be_fetched_is_unchecked_and_tried_again(
    hub: FakeHub, database_url: str
):
    hub.state(ID, example())
    hub.fault("TRANSPARENCY.yaml", "403")
    crawl(database_url, hub.url)
    regrade(database_url)
    row = releases(database_url)[ID]
    assert row.failure.startswith("TRANSPARENCY.yaml: ")
    marks = marks_of(database_url, ID)
    assert marks["weights.license"]["level"] == "open-source"  # the card counts as ever
    assert marks["data.sources"]["level"] == "undisclosed"


def test_a_statement_that_cannot_be_read_says_so_and_takes_nothing_with_it(
    hub: FakeHub, database_url: str, app
):
    hub.state(ID, "transparency: 1\nwheights: {}\n")
    crawl(database_url, hub.url)
    regrade(database_url)
    with registry_at(database_url) as session:
        release = session.get_one(models.Release, ID)
        read = session.get_one(models.Reading, release.snapshot_id).evidence
    page = app.test_client().get(f"/models/{ID}").get_data(as_text=True)
    assert "The publisher&#39;s statement could not be read" in page.replace("'", "&#39;")
    assert "line 2: `wheights` is no key" in page
    [told] = [e for e in read if e["criterion"] == "statement"]
    assert told["outcome"] == "unchecked"
    assert told["value"] == "line 2: `wheights` is no key of a statement: did you mean `weights`?"
    assert marks_of(database_url, ID)["weights.license"]["level"] == "open-source"
