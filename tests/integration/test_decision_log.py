"""The public log: only added to, chained, and found out when somebody meddles with it."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from registry import store
from registry.cli import main
from registry.db import session_on
from registry.disclosing import Action, By
from registry.disclosing.log import broken_at
from registry.models import Decision
from registry.queries.log import whole_log
from tests.disclosing import add_moderator, decided, submit
from tests.factories import NOW

REJECT = store.Act(Action.REJECT, By.MODERATOR, "Nichts für ungut: 「no」 <b>", account_id=1)
UNDO = store.Act(Action.UNDO, By.MODERATOR, account_id=1)


@pytest.fixture
def engine(app: Flask):
    return app.extensions["engine"]


@pytest.fixture
def logged(engine) -> int:
    """How many entries there are: four disclosures, each rejected, the first one open again."""
    add_moderator(engine, "ada-lovelace")
    with session_on(engine) as session:
        numbers = [submit(session, f"a/m{n}") for n in range(4)]
    for number in numbers:
        decided(engine, number, REJECT, NOW + timedelta(seconds=number))
    decided(engine, numbers[0], UNDO, NOW + timedelta(minutes=1))
    return 9


@pytest.mark.parametrize(
    "statement", ["update decision set reason = 'x'", "delete from decision where id = 1"]
)
def test_the_database_refuses_to_change_or_delete_entries(engine, logged, statement: str):
    with engine.connect() as connection:
        with pytest.raises(DBAPIError):
            connection.execute(text(statement))
        connection.rollback()
    with Session(engine) as session:
        assert len(session.scalars(select(Decision)).all()) == logged


def test_anybody_can_check_the_chain_from_the_api(client: FlaskClient, logged: int):
    """As docs/moderation.md tells it, with nothing of ours."""
    digest, path, told = "0" * 64, "/api/v1/disclosures/log?order=oldest&limit=4", 0
    while path:
        answer = client.get(path)
        for entry in answer.json["items"]:
            own = entry.pop("digest")
            del entry["id"]
            said = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256((digest + said).encode()).hexdigest()
            assert digest == own
            told += 1
        link = answer.headers.get("Link", "")
        path = link[1:].partition(">")[0].removeprefix("http://localhost")
    assert told == logged
    newest = client.get("/api/v1/disclosures/log?limit=1").json["items"]
    assert newest[0]["digest"] == digest


def test_the_log_tells_nobodys_name(client: FlaskClient, logged: int):
    page, api = client.get("/disclosures/log"), client.get("/api/v1/disclosures/log")
    for answer in (page, api):
        assert answer.status_code == 200
        assert "ada-lovelace" not in answer.text
        assert "account" not in answer.text
    assert "&lt;b&gt;" in page.text
    assert "<b>" not in page.text
    assert {e["by"] for e in api.json["items"]} == {"author", "moderator"}


def test_the_page_is_walked_both_ways(client: FlaskClient, engine, logged: int, monkeypatch):
    assert "Older" not in client.get("/disclosures/log").text
    monkeypatch.setattr("registry.views.log.PAGE_SIZE", 4)
    page = client.get("/disclosures/log").text
    assert 'href="/disclosures/log?before=6"' in page
    assert "Newer" not in page
    page = client.get("/disclosures/log?before=6").text
    assert 'href="/disclosures/log?after=5"' in page
    assert 'href="/disclosures/log?before=2"' in page
    assert ">9<" in client.get("/disclosures/log?after=5").text
    assert "nothing on this page" in client.get("/disclosures/log?before=1").text
    for odd in ("before=x", "after=-1", "before=99999999999999"):
        assert client.get(f"/disclosures/log?{odd}").status_code == 200


def test_an_empty_log_says_so(client: FlaskClient):
    assert "Nothing has been disclosed yet." in client.get("/disclosures/log").text
    assert client.get("/api/v1/disclosures/log").json == {"items": []}


def test_many_writers_make_one_chain(engine):
    def write(name: int) -> None:
        for n in range(5):
            with session_on(engine) as session:
                number = submit(session, f"a/m{name}-{n}")
            decided(engine, number, store.Act(Action.REJECT, By.MODERATOR, "No."))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        entries = list(whole_log(connection))
    assert len(entries) == 60
    assert broken_at(entries) is None


def test_what_was_tampered_with_is_found(
    engine, logged: int, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """As somebody could who owns the database, and takes the guard away first."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def check():
        return CliRunner().invoke(main, ["db", "check"])

    assert "audit log" not in check().output
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        for guard in ("no_update", "no_delete") if is_sqlite else ("append_only",):
            on = "" if is_sqlite else " on decision"
            connection.execute(text(f"drop trigger decision_{guard}{on}"))
        connection.execute(text("update decision set reason = 'Fine.' where id = 5"))
    found = check()
    assert found.exit_code == 1
    assert "Entries of the audit log that do not follow from those before: 1: 5." in found.output
    with engine.begin() as connection:
        connection.execute(text("update disclosure set status = 'accepted' where id = 3"))
    assert "Disclosures whose status is not the one that was logged last: 1: 3." in check().output


@pytest.mark.parametrize("gone", [1, 4, 7])
def test_a_copy_that_lacks_an_entry_is_found(engine, logged: int, gone: int):
    with engine.connect() as connection:
        entries = [e for e in whole_log(connection) if e["id"] != gone]
    assert broken_at(entries) == gone + 1
