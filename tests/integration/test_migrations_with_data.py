"""The migrations carry over what a registry holds, forwards and backwards, on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, text
from sqlmodel import Session, SQLModel, select

from registry import documents, models
from registry.db import alembic_config, engine_on, migrate
from registry.scoring.stored import whole_evidence
from tests.services import postgres

BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
REVISION = "c0ffee" * 6
SHARED_CARD = "---\nlicense: mit\n---\n\n# Übung 模型 🦜\n".encode()
OWN_CARD = b"\xff\xfe no text at all \x00"
PIECE = {
    "criterion": "weights.access",
    "fact": "no-gate",
    "outcome": "found",
    "value": "",
    "quote": "",
    "place": "metadata:gated",
    "url": "",
    "target": "",
    "origin": "card",
    "stage": "",
    "dated": "",
}
LEVEL = {"level": "open", "points": 1.0, "ceiling": 1.0}


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind as it was before documents were packed, with rows in it."""
    if request.param == "sqlite":
        old = f"sqlite:///{tmp_path}/old.sqlite3"
        fill(old)
        yield old
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database() as old:
        fill(old)
        yield old


def details(number: int, **more: Any) -> dict[str, Any]:
    return {"id": name(number), "sha": REVISION, "tags": ["ja", "日本語", "\ud83e"], **more}


def name(number: int) -> str:
    """Every seventh repo is of nobody, as the Hub's oldest are."""
    return f"model-{number}" if number % 7 == 0 else f"someone-{number % 3}/model-{number}"


GATES = {1: "auto", 2: "manual", 3: True, 4: False, 5: "other"}


def snapshot(number: int, kind: str, **fields: Any) -> dict[str, Any]:
    card = {0: None, 1: OWN_CARD}.get(number % 5, SHARED_CARD)
    gate = {"gated": GATES[number]} if number in GATES else {}
    return {
        "kind": kind,
        "repo_id": name(number),
        "digest": hashlib.sha256(f"{kind} {number} {fields}".encode()).hexdigest(),
        "revision": REVISION if number != 6 else "",
        "page": f"https://huggingface.co/{name(number)}",
        "details": details(number, **gate, n=[1, 1.5, None, 10**20]),
        "card_digest": card and hashlib.sha256(card).hexdigest(),
        "card_outcome": "found" if card else "absent",
        "card_reason": "",
        "source": "hub",
        "taken_at": BEFORE + timedelta(seconds=number),
        **fields,
    }


def evidence(number: int) -> list[dict[str, str]]:
    if number == 8:
        return []
    said = {**PIECE, "url": f"https://huggingface.co/{name(number)}/tree/{REVISION}"}
    odd = {**PIECE, "quote": 'lone \ud83e, "quoted" \x01\x02\x03 \\u0001', "outcome": "denied"}
    return [said, odd, {**PIECE, "origin": "metadata", "stage": "sft dpo"}]


def mark(**fields: Any) -> dict[str, Any]:
    silent = {"reason": "Words — so.", "evidence": [], "speaks": True, "via": "", "unread": []}
    return {**LEVEL, **silent, **fields}


def grade(number: int, release: int, snapshot_id: int) -> dict[str, Any]:
    told = evidence(release)
    marks = {
        "weights.access": mark(evidence=told),
        "data.sources": mark(evidence=told[:1], via=name(2)),
        "weights.base": mark(level="n/a", points=None, ceiling=None),
    }
    levels = {c: {key: m[key] for key in LEVEL} for c, m in marks.items()}
    is_derived = release == 2
    closed = {"data.sources": {"level": "closed", "points": 0.0, "ceiling": 0.25}}
    return {
        "release_id": name(release),
        "snapshot_id": snapshot_id,
        "reader_version": "7",
        "rubric_version": "3",
        "graded_at": BEFORE + timedelta(hours=number),
        "digest": hashlib.sha256(str(number).encode()).hexdigest(),
        "score": 12.5,
        "high": 50.0,
        "letter": "D",
        "openness": "open-weights",
        "license_class": "open",
        "weights": 1.0,
        "checked": 2,
        "total": 3,
        "marks": marks,
        "own": levels | closed if is_derived else levels,
        "frameworks": {"osaid": {"items": {"weights": "yes"}}},
        "ledger": [{"stage": "sft", "words": "„so“"}],
        "claims": [{"release": name(release), "revision": REVISION}] if release != 3 else [],
    }


def repo(number: int, snapshot_id: int | None) -> dict[str, Any]:
    return {
        "id": name(number),
        "outcome": "found",
        "revision": REVISION,
        "snapshot_id": snapshot_id,
        "failure_kind": "",
        "failure": "",
        "attempts": 0,
        "moved_to": "",
        "seen_at": BEFORE,
        "changed_at": BEFORE,
    }


def release(number: int, snapshot_id: int | None, grade_id: int | None) -> dict[str, Any]:
    return {
        **repo(number, snapshot_id),
        "organization": name(number).rpartition("/")[0],
        "downloads": 2**40,
        "task": "",
        "license": "mit",
        "last_modified": BEFORE - timedelta(days=number),
        "grade_id": grade_id,
        "graded_at": BEFORE if grade_id else None,
    }


def crawl(source: str, days: float, **fields: Any) -> dict[str, Any]:
    at = BEFORE + timedelta(days=days)
    finished = at + timedelta(days=9)
    return {
        "source": source,
        "selection": "all",
        "started_at": at,
        "finished_at": finished,
        "counts": {"seen": 9},
        **fields,
    }


COUNT = 9
NUMBERS = range(1, COUNT + 1)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Nine releases and four datasets. The first release has an older snapshot and an older grade, the last one
    nothing but its name."""
    models_ = [snapshot(n, "model") for n in NUMBERS]
    sets = [snapshot(n, "dataset") for n in range(1, 5)]
    older = snapshot(1, "model", revision="b" * 40, details=details(1, gated="manual"))
    graded = [grade(n, n, n) for n in range(1, COUNT)] + [grade(COUNT, 1, COUNT + 5)]
    return {
        "crawl": [
            crawl("hub", -2.5),
            crawl("hub", 0, finished_at=None),
            crawl("sample", 0),
            crawl("hub", -100),
        ],
        "document": [
            {"digest": hashlib.sha256(card).hexdigest(), "body": card}
            for card in (SHARED_CARD, OWN_CARD)
        ],
        "snapshot": [*models_, *sets, older],
        "reading": [
            {"snapshot_id": n, "reader_version": "7", "evidence": evidence(n)} for n in NUMBERS
        ]
        + [{"snapshot_id": COUNT + 1, "reader_version": "7", "evidence": []}],
        "dataset": [repo(n, COUNT + n) for n in range(1, 5)],
        "release": [release(n, n, n) for n in range(1, COUNT)] + [release(COUNT, None, None)],
        "grade": graded,
        "link": [
            {"release_id": name(1), "kind": "base", "target": "Basis-模型", "relation": "merge"}
        ],
    }


def tables(url: str) -> MetaData:
    known = MetaData()
    with engine_on(url) as engine:
        known.reflect(engine)
    return known


def fill(url: str) -> None:
    command.upgrade(alembic_config(url), "0002")
    known = tables(url)
    with engine_on(url) as engine, engine.begin() as connection:
        for table, added in rows().items():
            for row in added:
                connection.execute(known.tables[table].insert(), row)


def dump(url: str) -> dict[str, list[dict[str, Any]]]:
    known = tables(url)
    with engine_on(url) as engine, engine.connect() as connection:
        return {
            table.name: [
                dict(row._mapping)
                for row in connection.execute(table.select().order_by(*table.primary_key))
            ]
            for table in known.sorted_tables
        }


def up(url: str) -> None:
    command.upgrade(alembic_config(url), "0003")


def test_everything_reads_as_it_was_put_in(url: str):
    put_in = rows()
    migrate(url)
    with engine_on(url) as engine, Session(engine) as session:
        for number, was in enumerate(put_in["snapshot"], 1):
            kept = session.get_one(models.Snapshot, number)
            assert (kept.details, kept.digest) == (was["details"], was["digest"])
            assert (kept.card_digest, kept.revision) == (was["card_digest"], was["revision"])
            assert kept.taken_at == was["taken_at"]
        for was in put_in["document"]:
            body = session.get_one(models.Document, was["digest"]).body
            assert documents.unpacked(body) == was["body"]
        for was in put_in["reading"]:
            reading = session.get_one(models.Reading, was["snapshot_id"])
            assert list(map(whole_evidence, reading.evidence)) == was["evidence"]
        for number, was in enumerate(put_in["grade"], 1):
            verdict = session.get_one(models.Grade, number).verdict
            for key in ("marks", "own", "frameworks", "ledger", "claims"):
                assert getattr(verdict, key) == was[key]
        for was in (*put_in["release"], *put_in["dataset"]):
            table = models.Release if "organization" in was else models.Dataset
            row = session.get_one(table, was["id"])
            assert {key: getattr(row, key) for key in was} == was
        assert len(session.exec(select(models.Link)).all()) == len(put_in["link"])
        assert not session.exec(select(models.Event)).all()


def test_equal_documents_are_kept_once(url: str):
    migrate(url)
    with engine_on(url) as engine, Session(engine) as session:
        kept = session.exec(select(models.Document)).all()
        for row in kept:
            assert documents.digest_of(documents.unpacked(row.body)) == row.digest
        verdicts = {row.verdict_digest for row in session.exec(select(models.Grade))}
    # Those of releases that differ by nothing but their names are the same.
    assert len(verdicts) < len(rows()["grade"])


def test_gates_are_those_of_the_current_snapshots(url: str):
    migrate(url)
    with engine_on(url) as engine, Session(engine) as session:
        gates = {row.id: row.gated for row in session.exec(select(models.Release))}
        assert gates == {name(n): "" for n in NUMBERS} | {
            name(1): "auto",
            name(2): "manual",
            name(3): "manual",
        }
        of_sets = [row.gated for row in session.exec(select(models.Dataset))]
        assert sorted(of_sets) == ["", "auto", "manual", "manual"]


def test_finished_crawls_of_the_hub_get_a_watermark(url: str):
    """The last change that is known from before they began."""
    migrate(url)
    with engine_on(url) as engine, Session(engine) as session:
        crawls = session.exec(select(models.Crawl).order_by(text("id"))).all()
    assert all(row.is_full for row in crawls)
    assert [row.watermark for row in crawls] == [BEFORE - timedelta(days=3), None, None, None]


def test_down_gives_back_the_same_rows(url: str):
    before = dump(url)
    up(url)
    command.downgrade(alembic_config(url), "0002")
    after = dump(url)
    for row in (*before["grade"], *after["grade"]):
        del row["digest"]  # a checksum of what the grade says, made in another way
    assert after == before


def test_up_again_makes_the_same_rows(url: str):
    up(url)
    before = dump(url)
    command.downgrade(alembic_config(url), "0002")
    up(url)
    assert dump(url) == before


def test_keys_go_on_after_the_last_one(url: str):
    migrate(url)
    with engine_on(url) as engine, Session(engine) as session:
        session.add(models.Crawl(source="hub", selection="", started_at=BEFORE))
        session.commit()
        assert set(session.exec(select(models.Crawl.id))) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_migration_that_fails_changes_nothing(
    url: str, way: str, monkeypatch: pytest.MonkeyPatch
):
    if way == "down":
        up(url)
    before = dump(url)

    def fail(*_: Any) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(documents, "masked", fail)
    monkeypatch.setattr(documents, "unmasked", fail)
    with pytest.raises(RuntimeError, match="no more"):
        command.upgrade(alembic_config(url), "0003") if way == "up" else command.downgrade(
            alembic_config(url), "0002"
        )
    assert dump(url) == before
    monkeypatch.undo()
    migrate(url)
    assert set(tables(url).tables) >= set(SQLModel.metadata.tables)
