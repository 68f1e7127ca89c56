"""Exports, on both databases: what they hold, what changed since, and how they are downloaded."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from registry.db import engine_on, session_on, view_of
from registry.exports import writing
from registry.exports.asked import FORMATS, Asked, ExportError
from registry.exports.columns import columns
from registry.models import Event, Release
from registry.resources import rubric
from registry.upkeep import silent
from tests.exporting import lines
from tests.factories import NOW, make_release
from tests.integration.catalog import fill

LATER = NOW + timedelta(days=1)
GRADED = [
    "TheBloke/Llama-2-7B-GGUF", "allenai/OLMo-7B", "allenai/OLMo-7B-Instruct", "c++/100%_(odd)", "gpt2",
    "meta-llama/Llama-2-7b",
]  # fmt: skip


class Visitor(FlaskClient):
    """Takes replies to their end, as servers do."""

    def open(self, *args, **kwargs):
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = Visitor
    return app.test_client()


@pytest.fixture
def catalog(client: FlaskClient, settings) -> FlaskClient:
    fill(settings)
    return client


def change(url: str, statement: str, **values) -> None:
    with engine_on(url) as engine, session_on(engine) as session:
        session.connection().execute(text(statement), values)


def test_every_format_tells_the_same(settings, tmp_path: Path):
    fill(settings)
    url = settings.database_url
    told = lines(url)
    assert [line["id"] for line in told] == sorted(GRADED)
    one = next(line for line in told if line["id"] == "allenai/OLMo-7B-Instruct")
    assert (one["languages"], one["outcome"]) == (["de", "en"], "found")
    assert (one["graded_at"], one["rubric_version"]) == (
        "2026-11-20T12:00:00Z",
        rubric().version,
    )
    rows = [tuple(c.value(line) for c in columns()) for line in told]
    written = {}
    with engine_on(url) as engine:
        for form in FORMATS.values():
            file = tmp_path / form.file
            written[form.name] = writing.write(engine, Asked(form), file, silent)
            assert written[form.name].sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
            assert written[form.name].size == file.stat().st_size
        packed = tmp_path / "a.jsonl.gz"
        same = writing.write(engine, Asked(FORMATS["jsonl"]), packed, silent)
    assert {w.releases for w in written.values()} == {len(GRADED)}
    assert same == written["jsonl"]
    assert gzip.decompress(packed.read_bytes()) == (tmp_path / "aperture.jsonl").read_bytes()
    with (tmp_path / "aperture.csv").open(encoding="utf-8", newline="") as file:
        assert [r["id"] for r in csv.DictReader(file)] == [r[0] for r in rows]
    names = [c.name for c in columns()]
    found = duckdb.read_parquet(str(tmp_path / "aperture.parquet"))
    assert found.columns == names
    of = {name: names.index(name) for name in ("score", "base_models", "data.access")}
    for name, at in of.items():
        assert [r[0] for r in found.select(f'"{name}"').fetchall()] == [r[at] for r in rows]
    with closing(sqlite3.connect(tmp_path / "aperture.sqlite3")) as made:
        assert made.execute("select id, score from releases order by id").fetchall() == [
            (line["id"], line["score"]) for line in told
        ]
        (count,) = made.execute("select count(*) from criteria").fetchone()
        assert count == sum(len(line["criteria"]) for line in told)


def test_since(settings):
    fill(settings)
    url = settings.database_url
    assert [line["id"] for line in lines(url, since=NOW)] == [*sorted(GRADED), "org/old-name"]
    assert lines(url, since=LATER) == []
    change(url, "update release set downloads = 7 where id = 'c++/100%_(odd)'")
    with engine_on(url) as engine, session_on(engine) as session:
        session.get_one(Release, "gpt2").changed_at = LATER
        session.get_one(Release, "TheBloke/Llama-2-7B-GGUF").changed_at = LATER
        session.get_one(Release, "TheBloke/Llama-2-7B-GGUF").outcome = "absent"
        session.get_one(Release, "meta-llama/Llama-2-7b").moved_to = "meta-llama/Llama-2"
        moved = {"kind": "model", "what": "moved", "at": LATER, "note": "meta-llama/Llama-2-7b"}
        session.add(Event(repo_id="meta-llama/Llama-2", **moved))
        make_release(session, "o/new").changed_at = LATER
    told = {line["id"]: line for line in lines(url, since=LATER)}
    assert list(told) == ["TheBloke/Llama-2-7B-GGUF", "gpt2", "o/new", "meta-llama/Llama-2-7b"]
    assert told["TheBloke/Llama-2-7B-GGUF"]["outcome"] == "absent"
    assert told["meta-llama/Llama-2-7b"] == {
        "id": "meta-llama/Llama-2-7b",
        "gone": True,
        "moved_to": "meta-llama/Llama-2",
    }
    # Whoever replaces and deletes by what is told has what a new export holds, but for mere counts.
    before = {i: line for i, line in told.items() if not line.get("gone")}
    assert {line["id"] for line in lines(url)} == {*GRADED, *before} - {"meta-llama/Llama-2-7b"}


def test_one_view_of_the_database(settings):
    fill(settings)
    with engine_on(settings.database_url) as engine, view_of(engine) as view:
        count = text("select count(*) from release")
        before = view.execute(count).scalar_one()
        with session_on(engine) as session:
            make_release(session, "o/meanwhile")
        assert view.execute(count).scalar_one() == before


def test_a_damaged_verdict_leaves_the_old_file(settings, tmp_path: Path):
    fill(settings)
    file = tmp_path / "old.jsonl"
    file.write_text("old")
    change(
        settings.database_url,
        "update document set body = :body where digest in (select verdict_digest from grade)",
        body=b"torn",
    )
    with engine_on(settings.database_url) as engine:
        for form in FORMATS.values():
            with pytest.raises(ExportError, match="db check --mend"):
                writing.write(engine, Asked(form), file, silent)
    assert [p for p in tmp_path.iterdir() if p.name.startswith("old")] == [file]
    assert file.read_text() == "old"


# Downloads --------------------------------------------------------------------------------------


def test_downloads(catalog: FlaskClient, app: Flask, settings):
    told = lines(settings.database_url)
    address = "/exports/aperture.jsonl"
    assert catalog.head(address).headers["Content-Type"] == "application/x-ndjson"
    fresh = catalog.get(address)
    assert [json.loads(line) for line in fresh.text.splitlines()] == told
    assert fresh.headers["Content-Disposition"] == "attachment; filename=aperture.jsonl"
    kept = catalog.get(address)
    assert kept.data == fresh.data
    assert int(kept.headers["Content-Length"]) == len(kept.data)
    tag = kept.headers["ETag"]
    assert catalog.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert catalog.head(address).headers["ETag"] == tag
    part = catalog.get(address, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, kept.data[100:200])
    packed = catalog.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != tag
    assert gzip.decompress(packed.data) == kept.data
    page = catalog.get("/exports").text
    assert hashlib.sha256(kept.data).hexdigest() in page
    binary = catalog.get("/exports/aperture.sqlite3")
    assert binary.data.startswith(b"SQLite format 3\0")
    assert catalog.get("/exports/aperture.sqlite3").headers["ETag"] == binary.headers["ETag"]
    assert catalog.get("/exports/aperture.pdf").status_code == 404
    # Another state of the catalog, another file.
    with engine_on(settings.database_url) as engine, session_on(engine) as session:
        make_release(session, "o/new")
    changed = catalog.get(f"{address}?since=2026-11-20T12:00:00+00:00")
    assert [json.loads(line)["id"] for line in changed.text.splitlines()][-1] == "org/old-name"
    assert len(catalog.get(address).text.splitlines()) == len(told) + 1
    assert catalog.get(f"{address}?since=yesterday").status_code == 400
    recent = "/exports/aperture.sqlite3?since=2026-11-20"
    assert catalog.get(recent, headers={"Range": "bytes=999999999-"}).status_code == 416
    assert not list(app.extensions["exports"]._folder.glob("*.sqlite3.*")), "nobody reads it again"
    assert app.extensions["downloads"]._value == 4, "every one was let go of"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_at_a_time_and_who_leaves_ends_it(catalog: FlaskClient, app: Flask, settings):
    slow = catalog.get("/exports/aperture.csv", buffered=False)
    making, _ = app.extensions["exports"]._making
    if not making.is_over:
        busy = catalog.get("/exports/aperture.sqlite3")
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
        assert busy.text == "Another export is being made. Try again in 30 seconds.\n"
    slow.close()
    assert making.is_over
    assert catalog.get("/exports/aperture.csv").status_code == 200
    downloads = [catalog.get("/exports/aperture.csv", buffered=False) for _ in range(4)]
    assert catalog.get("/exports/aperture.csv").status_code == 503
    for one in downloads:
        one.close()
    change(settings.database_url, "update document set body = :body", body=b"torn")
    failed = catalog.get("/exports/aperture.sqlite3")
    told = "The export can’t be made now. Try again in 30 seconds.\n"
    assert (failed.status_code, failed.text) == (503, told), "what is wrong stands in the log"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_takes_long_is_sent_when_it_is_whole(
    catalog: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    from registry.views import exports

    monkeypatch.setattr(exports, "QUICK_S", 0.0)
    with catalog.get("/exports/aperture.sqlite3") as first:
        assert (first.status_code, first.headers.get("ETag")) == (200, None)
        body = first.data
    assert body.startswith(b"SQLite format 3")
    with catalog.get("/exports/aperture.sqlite3") as again:  # kept for the next one
        assert again.headers["ETag"]
        assert again.data == body
    with catalog.get("/exports/aperture.sqlite3?since=2001-01-01") as some:
        assert some.data.startswith(b"SQLite format 3")


def test_an_empty_registry(client: FlaskClient):
    assert "Nothing is graded yet" in client.get("/exports").text
    assert client.get("/exports/aperture.jsonl").data == b""
    (header,) = csv.reader(io.StringIO(client.get("/exports/aperture.csv").text))
    assert header == [c.name for c in columns()]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page(catalog: FlaskClient):
    page = catalog.get("/exports").text
    for column in columns():
        assert f"<code>{column.name.replace('&', '&amp;')}</code>" in page
    for form in FORMATS.values():
        assert f'href="/exports/{form.file}"' in page
    assert "CC BY 4.0" in page
    assert "@misc{aperture-catalog-2026-11-20," in page
    schema = catalog.get("/exports/schema.json").json
    assert set(schema["oneOf"][0]["properties"]) == {c.path[0] for c in columns()}
    for path in ("/", "/about", "/methodology"):
        assert 'href="/exports"' in catalog.get(path).text
