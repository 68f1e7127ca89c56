"""Receipts, on both databases: every grade can be recomputed from its own, and from what the API sends alone."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlmodel import Session, select

from registry.cli import main
from registry.db import engine_on
from registry.models import Dataset, Grade, Release
from registry.queries.parents import parents_of
from registry.queries.receipts import receipt
from registry.regrade import stale
from registry.scoring.lineage import in_order
from tests.integration.receipted import BASE, checked, differing, documents_of, fill

DOCS = (Path(__file__).parents[2] / "docs" / "receipts.md").read_text(encoding="utf-8")
RECEIPT = "/api/v1/models/{}/receipt"


@pytest.fixture
def database_url(database_url: str, tmp_path: Path) -> str:
    """A registry in which everything is graded."""
    fill(database_url, tmp_path / "mirror")
    return database_url


def test_every_grade_is_recomputed_from_what_its_receipt_tells(database_url: str):
    with engine_on(database_url) as engine, Session(engine) as session:
        graded = session.exec(select(Release.id).where(Release.grade_id != None)).all()  # noqa: E711
        assert len(graded) == 11
        for release_id in graded:
            assert differing(checked(*documents_of(session, release_id))) == [], release_id
        lineage = dict(in_order(stale.parents(session)))
        for release_id in graded:
            assert tuple(parents_of(session, release_id).bases) == lineage.get(release_id, ())
        base = receipt(session, "allenai/OLMo-7B")
        merged = receipt(session, "merged/both")
        bare = receipt(session, "odd/bare")
        named = receipt(session, "tuned/by-name")
        loops = [receipt(session, name) for name in ("loop/a", "loop/b")]
        assert receipt(session, "nobody/knows") is receipt(session, "x/y") is None
        told = session.get_one(Grade, session.get_one(Release, "allenai/OLMo-7B").grade_id)
        digest = told.verdict_digest
    assert base and merged and bare and named  # noqa: PT018
    assert all(loops)
    card = BASE.encode()
    assert base["snapshot"]["card_digest"] == hashlib.sha256(card).hexdigest()
    assert (base["snapshot"]["files"], bare["snapshot"]["files"]) == (2, 1)
    assert bare["snapshot"]["card_digest"] is None
    assert base["awaits"] == []
    assert base["inputs"]["datasets"][0]["license"] == "cc-by-4.0"
    placed = [q for q in base["quotes"] if q["card"]]
    assert placed
    for quote in placed:
        span = quote["card"]
        words = BASE[span["start"] : span["end"]]
        assert card[span["byte_start"] : span["byte_end"]].decode() == words
        assert re.sub(r"[*\s]+", " ", words) == quote["quote"]
        assert 0 <= BASE[: span["start"]].count("\n") + 1 - quote["line"] <= 1
    field = next(q for q in base["quotes"] if q["place"] == "README.md:license")
    assert (field["file"], field["line"], field["field"]) == ("README.md", None, "license")
    assert base["result"]["verdict_digest"] == digest
    assert [b["id"] for b in merged["inputs"]["bases"]] == [
        "allenai/OLMo-7B", "nobody/knows", "tuned/one",
    ]  # fmt: skip
    grade = merged["inputs"]["bases"][0]["grade"]
    assert grade
    assert grade["verdict_digest"] == digest
    assert grade["receipt"] == RECEIPT.format("allenai/OLMo-7B")
    assert merged["inputs"]["unseen"] == ["nobody/knows"]
    assert named["inputs"]["bases"] == []
    assert len(named["inputs"]["unseen"]) == 1
    assert [bool(loop and loop["inputs"]["circular"]) for loop in loops].count(True) == 1


def test_what_the_api_sends_is_enough(
    database_url: str, client: FlaskClient, tmp_path: Path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    commands = [line.strip() for line in DOCS.splitlines() if line.startswith("    ")]
    assert len(commands) == 6
    for command in commands:
        program, *arguments = shlex.split(command)
        if program == "curl":
            reply = client.get(arguments[1].removeprefix("http://127.0.0.1:8000"))
            assert reply.status_code == 200
            Path(arguments[3]).write_bytes(reply.data)
            continue
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        if "--json" in arguments:
            assert json.loads(result.output)["same"] is True
        else:
            assert result.output.splitlines()[-1].startswith("Identical")
            has_database = "--database" in arguments or "--snapshot" not in arguments
            assert ("registry" in result.output) is has_database

    moved = client.get(RECEIPT.format("ALLENAI/olmo-7b"))
    assert moved.status_code == 308
    assert moved.headers["Location"].endswith(RECEIPT.format("allenai/OLMo-7B"))
    with engine_on(database_url) as engine, Session(engine) as session:
        session.get_one(Release, "tuned/one").moved_to = "allenai/OLMo-7B"
        session.commit()
    renamed = client.get(RECEIPT.format("tuned/one"))
    assert (renamed.status_code, renamed.location) == (308, RECEIPT.format("allenai/OLMo-7B"))
    unknown = client.get(RECEIPT.format("x/y"))
    assert unknown.status_code == 404
    assert "known" in unknown.json["detail"]
    ungraded = client.get(RECEIPT.format("nobody/knows"))
    assert ungraded.status_code == 404
    odd = client.get("/api/v1/models/odd/bytes/snapshot").json
    assert odd["card"]["text"] is None
    page = client.get("/models/allenai/OLMo-7B").text
    assert f'href="{RECEIPT.format("allenai/OLMo-7B")}"' in page


def test_what_changed_since_is_told(database_url: str, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    file = tmp_path / "receipt.json"
    with engine_on(database_url) as engine, Session(engine) as session:
        before = documents_of(session, "tuned/one")[0]
        dataset = session.get_one(Dataset, "open/data")
        base = session.get_one(Release, "allenai/OLMo-7B")
        dataset.outcome, dataset.snapshot_id = "absent", None
        for one in (dataset, base):
            one.changed_at += timedelta(days=1)
            session.add(one)
        session.commit()
        after = receipt(session, "tuned/one")
        now = documents_of(session, "tuned/one")
        session.get_one(Release, "tuned/one").moved_to = "allenai/OLMo-7B"
        for release_id in ("tuned/twice", "merged/both", "allenai/OLMo-7B"):
            taken = dict(in_order(stale.parents(session))).get(release_id, ())
            assert tuple(parents_of(session, release_id).bases) == taken
        assert parents_of(session, "tuned/twice").bases == {"allenai/OLMo-7B": ["tuned/one"]}
        session.rollback()
    assert after
    assert [(a["cause"], a["name"]) for a in after["awaits"]] == [
        ("dataset", "open/data"), ("base", "allenai/OLMo-7B"),
    ]  # fmt: skip
    assert differing(checked(*now))[0].startswith("grade")
    file.write_bytes(before)
    result = CliRunner().invoke(main, ["verify", str(file)])
    assert result.exit_code == 0, result.output
    assert "The dataset open/data has changed since the receipt's grade." in result.output

    for name in ("a\0b", "\ud800", "a" * 100_000):  # which no database takes
        told = json.loads(before)
        told["release"] = told["inputs"]["datasets"][0]["name"] = name
        file.write_text(json.dumps(told))
        result = CliRunner().invoke(main, ["verify", str(file)])
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
        assert len(result.stderr) < 300
