"""The commands `db`: stats, backups that go into either database, and checks that find what was broken."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy import make_url, text
from sqlmodel import Session, SQLModel, col, select

from crawlers.mirror import SAMPLE, Mirror
from crawlers.reread import reread
from registry import documents, models, store
from registry.cli import PlainGroup
from registry.cli_db import db_group
from registry.db import alembic_config, engine_on, migrate
from registry.upkeep import backup, restore, schema, silent
from tests.crawling import crawl, dump, regrade
from tests.services import postgres

MAIN = PlainGroup("aperture", commands={"db": db_group})
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the bundled sample, crawled and graded."""
    folder = tmp_path_factory.mktemp("sample")
    url = f"sqlite:///{folder}/kept.sqlite3"
    migrate(url)
    crawl(url, Mirror(SAMPLE, "sample"))
    regrade(url)
    with engine_on(url) as engine:
        backup.write(engine, folder / "sample.backup", silent)
    return folder / "sample.backup"


def fill(url: str, sample: Path) -> None:
    migrate(url)
    with engine_on(url) as engine:
        restore.read(engine, sample, silent)
        list(reread(engine))  # PostgreSQL has yet to make the words for search


@pytest.fixture(scope="module")
def filled_sqlite(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a SQLite database that holds the sample."""
    folder = tmp_path_factory.mktemp("filled")
    fill(f"sqlite:///{folder}/aperture.sqlite3", sample)
    return folder


@pytest.fixture(scope="module")
def filled_postgres(postgres_server: postgres.Server, sample: Path) -> Iterator[str]:
    """The name of a PostgreSQL database that holds the sample."""
    with postgres_server.database() as url:
        fill(url, sample)
        yield make_url(url).database


@pytest.fixture(params=["sqlite", "postgres"])
def filled_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind that holds the sample, this test's own."""
    filled = request.getfixturevalue(f"filled_{request.param}")
    if request.param == "sqlite":
        shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
        yield f"sqlite:///{tmp_path}/aperture.sqlite3"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(template=filled) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A second database of each kind, without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/other/other.sqlite3"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Runs a `db` command on a database."""
    monkeypatch.chdir(tmp_path)

    def invoke(url: str, *arguments: str) -> Result:
        monkeypatch.setenv("DATABASE_URL", url)
        return CliRunner().invoke(MAIN, ["db", *arguments])

    return invoke


def succeeded(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def failed(result: Result, words: str) -> None:
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith("Error: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def held(url: str) -> dict[str, list[dict[str, Any]]]:
    """All that a registry holds, as values of Python, which are the same on both databases."""
    with engine_on(url) as engine, engine.connect() as connection:
        return {
            name: sorted(
                (dict(row._mapping) for row in connection.execute(table.select())), key=repr
            )
            for name, table in SQLModel.metadata.tables.items()
        }


def change(url: str, statement: str, **given: Any) -> None:
    """Breaks something: SQLite checks no foreign keys here, and PostgreSQL fires no triggers."""
    with engine_on(url) as engine, engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql(
            "pragma foreign_keys = off" if is_sqlite else "set session_replication_role = replica"
        )
        connection.execute(text(statement), given)
        connection.commit()


def one(url: str, query: str) -> Any:
    with engine_on(url) as engine, engine.connect() as connection:
        return connection.scalar(text(query))


# Stats ------------------------------------------------------------------------------------------


def test_stats_for_people(run, filled_url: str):
    told = succeeded(run(filled_url, "stats"))
    count = one(filled_url, "select count(*) from release")
    assert f"schema {schema.known_versions()[0]}." in told.splitlines()[0]
    assert ["releases", f"{count:,}"] in [line.split() for line in told.splitlines()]
    assert any(line.startswith("verdicts ") for line in told.splitlines())
    assert "ix_release_grade_id" in told


def test_stats_for_programs(run, filled_url: str):
    told = json.loads(succeeded(run(filled_url, "stats", "--json")))
    uses = {use["name"]: use for use in told["uses"]}
    assert told["counts"]["grades"] == one(filled_url, "select count(*) from grade") > 0
    with engine_on(filled_url) as engine, Session(engine) as session:
        cards = {
            row.card_digest: session.get_one(models.Document, row.card_digest).body
            for row in session.exec(select(models.Snapshot))
            if row.card_digest
        }
    assert uses["cards"]["documents"] == len(cards)
    assert uses["cards"]["stored"] == sum(map(len, cards.values()))
    assert uses["cards"]["unpacked"] == sum(len(documents.unpacked(b)) for b in cards.values())
    assert not uses["cards"]["is_estimate"]
    sizes = {size["name"]: size["size"] for size in told["sizes"]}
    assert 0 < sizes["document"] < told["size"]


def test_sizes_of_many_documents_are_estimated(filled_url: str, monkeypatch: pytest.MonkeyPatch):
    from registry.upkeep import stats

    with engine_on(filled_url) as engine, engine.connect() as connection:
        exact = {use.name: use for use in stats.gather(connection, silent).uses}["metadata"]
        monkeypatch.setattr(stats, "LOOKED_AT", exact.documents // 2)
        guess = {use.name: use for use in stats.gather(connection, silent).uses}["metadata"]
    assert guess.is_estimate
    assert guess.documents == exact.documents
    assert guess.stored == pytest.approx(exact.stored, rel=0.3)


def test_stats_of_an_empty_registry(run, database_url: str):
    assert "releases" in succeeded(run(database_url, "stats"))


@pytest.mark.parametrize("name", ["stats", "check"])
def test_an_older_schema_is_named(run, filled_url: str, name: str):
    command.downgrade(alembic_config(filled_url), "0002")
    failed(run(filled_url, name), "`aperture db upgrade`")


# Backup and restore -----------------------------------------------------------------------------


def test_a_backup_goes_into_either_database(run, filled_url: str, other_url: str):
    succeeded(run(filled_url, "backup", "kept"))
    assert run(other_url, "restore", "kept").exit_code == 0
    kept, restored = held(filled_url), held(other_url)
    is_whole = restored["text"] == kept["text"]
    assert is_whole or not restored["text"]
    assert restored | {"text": []} == kept | {"text": []}
    assert is_whole or "search does not know" in run(other_url, "check").stdout
    with engine_on(other_url) as engine:
        assert bool(list(reread(engine))) != is_whole
    assert len(held(other_url)["text"]) == len(kept["text"]) > 0
    assert succeeded(run(other_url, "check")) == "All agrees.\n"
    succeeded(run(other_url, "backup", "again"))
    checked = restore.checked(Path("again"))
    assert checked == schema.known_versions()[0]


def test_new_rows_are_numbered_after_the_restored_ones(filled_url: str):
    last = one(filled_url, "select max(id) from crawl")
    with engine_on(filled_url) as engine, Session(engine) as session:
        new = models.Crawl(source="hub", selection="", started_at=NOW)
        session.add(new)
        session.commit()
        assert new.id == last + 1


def test_a_backup_of_an_older_schema_is_migrated(
    run, filled_url: str, other_url: str, tmp_path: Path
):
    before = held(filled_url)
    command.downgrade(alembic_config(filled_url), "0002")
    succeeded(run(filled_url, "backup", "old"))
    assert "(schema 0002)" in succeeded(run(other_url, "restore", "old"))
    after = held(other_url)
    # The steps down keep neither events nor the order in which a verdict numbers its evidence.
    for name in ("snapshot", "reading", "link", "dataset"):
        assert after[name] == before[name]
    # What is newer than the old schema is made anew.
    newer = {"bits": None, "tokens": None, "base": "", "relation": "", "languages": ""}
    assert after["release"] == [row | newer for row in before["release"]]
    with engine_on(other_url) as engine:
        assert list(reread(engine))
    assert held(other_url)["release"] == before["release"]
    assert len(after["grade"]) == len(before["grade"])
    assert not list(tmp_path.glob("**/*.restored*"))


def test_restoring_replaces_only_when_forced(run, filled_url: str, tmp_path: Path):
    succeeded(run(filled_url, "backup", "kept"))
    before = held(filled_url)
    change(filled_url, "update release set likes = 77")
    failed(run(filled_url, "restore", "kept"), "not empty; --force")
    assert one(filled_url, "select min(likes) from release") == 77
    succeeded(run(filled_url, "restore", "kept", "--force"))
    with engine_on(filled_url) as engine:
        list(reread(engine))
    assert held(filled_url) == before


def test_a_backup_replaces_only_when_forced(run, filled_url: str):
    Path("kept").write_text("mine")
    failed(run(filled_url, "backup", "kept"), "kept is there already")
    assert Path("kept").read_text() == "mine"
    succeeded(run(filled_url, "backup", "kept", "--force"))
    assert restore.checked(Path("kept"))


def test_a_backup_is_of_one_moment(filled_url: str, tmp_path: Path):
    """A crawl that writes all the while is not kept waiting, and is not in half of it."""
    for name in ("release", "dataset"):
        change(filled_url, f"update {name} set attempts = 0")
    done = threading.Event()

    def write() -> None:
        with engine_on(filled_url) as engine:
            while not done.is_set():
                with engine.begin() as connection:
                    for name in ("release", "dataset"):
                        connection.execute(text(f"update {name} set attempts = attempts + 1"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with engine_on(filled_url) as engine:
            for number in range(3):
                path = tmp_path / f"kept-{number}"
                backup.write(engine, path, silent)
                kept = f"sqlite:///{path}"
                tries = "select count(distinct attempts) from (select attempts from release"
                assert one(kept, f"{tries} union all select attempts from dataset) x") == 1
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_a_backup_that_ends_early_leaves_nothing(
    filled_url: str, tmp_path: Path, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr(backup, "STEPS", 10)

    def show(*_: Any) -> None:
        raise error("enough")

    with engine_on(filled_url) as engine, pytest.raises((error, KeyboardInterrupt)):
        backup.write(engine, folder / "kept", show)
    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_left_is_in_nobodys_way(run, filled_url: str):
    Path("kept.tmp").write_text("half of it")
    Path("kept.tmp-journal").write_text("x" * 600)
    succeeded(run(filled_url, "backup", "kept"))
    assert restore.checked(Path("kept"))
    assert not list(Path.cwd().glob("kept.tmp*"))


def test_a_restore_that_ends_early_changes_nothing(
    filled_url: str, sample: Path, monkeypatch: pytest.MonkeyPatch
):
    change(filled_url, "update release set likes = 77")
    before = held(filled_url)
    monkeypatch.setattr(restore, "PAGES", 5)

    def show(done: int, *_: Any) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with engine_on(filled_url) as engine, pytest.raises(KeyboardInterrupt):
        restore.read(engine, sample, show, force=True)
    assert held(filled_url) == before


def test_who_reads_while_it_is_restored_sees_old_or_new(sqlite_url: str, sample: Path):
    with engine_on(sqlite_url) as reader, reader.connect() as connection:
        count = text("select count(*) from release")
        connection.exec_driver_sql("begin")
        assert connection.scalar(count) == 0
        with engine_on(sqlite_url) as engine:
            restore.read(engine, sample, silent)
        assert connection.scalar(count) == 0
        connection.rollback()
        assert connection.scalar(count) > 0


def test_texts_that_postgres_cannot_hold(run, sqlite_url: str, postgres_url: str, sample: Path):
    with engine_on(sqlite_url) as engine:
        restore.read(engine, sample, silent)
    change(sqlite_url, "update release set failure = :odd", odd="a\0b")
    succeeded(run(sqlite_url, "backup", "kept"))
    succeeded(run(postgres_url, "restore", "kept"))
    assert one(postgres_url, "select max(failure) from release") == "a\N{REPLACEMENT CHARACTER}b"


def make_newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("update alembic_version set version_num = '9999'")
    connection.commit()
    connection.close()


def test_files_that_are_no_backups(run, database_url: str, sample: Path):
    Path("words").write_text("Not at all.")
    sqlite3.connect("empty").close()
    other = sqlite3.connect("other")
    other.execute("create table release (id)")
    other.commit()
    other.close()
    shutil.copy(sample, "newer")
    make_newer(Path("newer"))
    whole = sample.read_bytes()
    Path("half").write_bytes(whole[: len(whole) // 2])
    for name, words in {
        "nowhere": "There is no file nowhere",
        "words": "words: it is no backup",
        "empty": "empty: it is no backup",
        "other": "other: it is no backup",
        "newer": "newer: its schema 9999 is newer",
        "half": "half: it is damaged",
    }.items():
        failed(run(database_url, "restore", name, "--force"), words)
    assert one(database_url, "select count(*) from release") == 0


def test_places_where_nothing_can_be_written(run, filled_url: str):
    Path("file").touch()
    failed(run(filled_url, "backup", "nowhere/kept"), "No such file or directory")
    failed(run(filled_url, "backup", "file/kept"), "Not a directory")
    assert run(filled_url, "backup", ".").exit_code == 2


def test_the_database_is_no_backup_of_itself(run, sqlite_url: str, sample: Path):
    path = sqlite_url.removeprefix("sqlite:///")
    failed(run(sqlite_url, "backup", path, "--force"), "is the database itself")
    failed(run(sqlite_url, "restore", path, "--force"), "is the database itself")


def test_there_may_be_nothing_to_back_up(run, other_url: str):
    failed(run(other_url, "backup", "kept"), "There is no registry")
    assert not Path("kept").exists()


# Check ------------------------------------------------------------------------------------------


def test_all_agrees(run, filled_url: str):
    before = dump(filled_url)
    assert succeeded(run(filled_url, "check", "--mend")) == "All agrees.\n"
    assert dump(filled_url) == before


GRADED = "(select min(grade_id) from release where grade_id is not null)"
REPO = "(select min(id) from release where grade_id is not null)"
BROKEN = {
    "a damaged document": (
        "update document set body = '\\x00' where digest = (select verdict_digest from grade"
        f" where id = {GRADED})",
        "Documents that are damaged: 1",
    ),
    "a document of other bytes": (
        "update document set body = (select body from document where digest ="
        " (select digest from document order by digest limit 1)) where digest = (select digest from document"
        " where digest is not null order by digest desc limit 1)",
        "Documents that are damaged: 1",
    ),
    "a missing verdict": (
        f"delete from document where digest = (select verdict_digest from grade where id = {GRADED})",
        "Grades whose release, snapshot or verdict is missing",
    ),
    "missing evidence": (
        "delete from document where digest = (select evidence_digest from reading"
        " where evidence_digest is not null order by evidence_digest desc limit 1)",
        "Readings whose snapshot or evidence is missing",
    ),
    "missing metadata": (
        "delete from document where digest = (select metadata_digest from snapshot"
        " where metadata_digest is not null order by metadata_digest desc limit 1)",
        "Snapshots whose metadata, card or statement is missing: 1",
    ),
    "a missing card": (
        "delete from document where digest = (select card_digest from snapshot"
        " where card_digest is not null order by card_digest desc limit 1)",
        "Snapshots whose metadata, card or statement is missing",
    ),
    "a missing snapshot": (
        f"delete from snapshot where id = (select snapshot_id from release where id = {REPO})",
        "Releases whose snapshot is missing or another's: 1",
    ),
    "a dataset's missing snapshot": (
        "delete from snapshot where id = (select min(snapshot_id) from dataset)",
        "Datasets whose snapshot is missing or another's: 1",
    ),
    "another's snapshot": (
        "update release set snapshot_id ="
        f" (select max(snapshot_id) from release where id <> {REPO}) where id = {REPO}",
        "Releases whose snapshot is missing or another's: 1",
    ),
    "a missing grade": (
        f"delete from grade where id = {GRADED}",
        "Releases whose grade is missing, another's or of no time: 1",
    ),
    "another's grade": (
        "update release set grade_id ="
        f" (select max(grade_id) from release where id <> {REPO}) where id = {REPO}",
        "Releases whose grade is missing, another's or of no time: 1",
    ),
    "a grade of no time": (
        f"update release set graded_at = null where id = {REPO}",
        "Releases whose grade is missing, another's or of no time: 1",
    ),
    "a missing reading": (
        f"delete from reading where snapshot_id = (select snapshot_id from release where id = {REPO})",
        "Releases whose snapshot has not been read: 1",
    ),
    "an impossible letter": (
        f"update grade set letter = 'Z' where id = {GRADED}",
        "Grades whose numbers can't be: 1",
    ),
    "a score above the bound": (
        f"update grade set score = high + 1 where id = {GRADED}",
        "Grades whose numbers can't be: 1",
    ),
    "another class": (
        f"update grade set openness = 'wide open' where id = {GRADED}",
        "Grades whose columns are not what their verdicts say: 1",
    ),
    "an event without its snapshot": (
        "insert into event (kind, repo_id, at, what, snapshot_id, note)"
        " values ('model', 'a/b', '2026-01-01 00:00:00.000000', 'snapshot', 999999, '')",
        "Events whose snapshot is missing: 1",
    ),
    "a text of nobody": (
        "insert into text (release_id, digest) values ('no/body', '\\x00')",
        "Texts for search whose release is missing: 1: no/body.",
    ),
    "a release without a text": (
        f"delete from text where release_id = {REPO}",
        "Releases that search does not know: 1",
    ),
    "links of nobody": (
        "insert into link (release_id, kind, target, relation) values ('no/body', 'base', 'a/b', '')",
        "Releases that are missing, and have links: 1: no/body.",
    ),
}


def test_what_is_broken_is_found_and_mended(run, filled_url: str, subtests: pytest.Subtests):
    """One after the other in one registry: each ends with one in which all agrees."""
    for what, (statement, words) in BROKEN.items():
        with subtests.test(what):
            break_and_mend(run, filled_url, statement, words)


def break_and_mend(run, filled_url: str, statement: str, words: str) -> None:
    if filled_url.startswith("sqlite"):
        statement = statement.replace("'\\x00'", "x'00'")
    change(filled_url, statement)
    size = "1000" if "columns" in words else "10"
    found = run(filled_url, "check", "--sample", size)
    assert found.exit_code == 1
    assert words in found.stdout
    assert words in succeeded(run(filled_url, "check", "--mend", "--sample", size))
    # What the check left to them, the next crawl and grading make anew.
    if "napshot" in words or "damaged" in words:
        crawl(filled_url, Mirror(SAMPLE, "sample"), clock=lambda: NOW + timedelta(hours=1))
    if "search" in words:
        with engine_on(filled_url) as engine:
            list(reread(engine))
    regrade(filled_url)
    assert succeeded(run(filled_url, "check", "--sample", "10")) == "All agrees.\n"
    assert one(filled_url, "select count(*) from release where grade_id is null") == 0


def test_a_grade_that_comes_out_otherwise(run, filled_url: str):
    """Somebody else's evidence, well kept: only grading anew can tell."""
    with engine_on(filled_url) as engine, Session(engine) as session:
        told = documents.plain([])
        store.save_documents(session, {documents.digest_of(told): documents.packed(told)})
        release = (
            session.exec(
                select(models.Release).where(models.Release.id == "allenai/OLMo-2-1124-7B")
            ).one_or_none()
            or session.exec(
                select(models.Release)
                .where(col(models.Release.grade_id).is_not(None))
                .order_by(col(models.Release.downloads).desc())
            ).first()
        )
        reading = session.get_one(models.Reading, release.snapshot_id)
        reading.evidence_digest = documents.digest_of(told)
        name = release.id
        session.commit()
    found = run(filled_url, "check", "--sample", "1000")
    assert found.exit_code == 1
    assert f"grades otherwise: 1: {name}." in found.stdout or name in found.stdout
    assert run(filled_url, "check", "--sample", "0").exit_code in (0, 1)
    succeeded(run(filled_url, "check", "--mend", "--sample", "1000"))
    assert regrade(filled_url) >= 1
    assert succeeded(run(filled_url, "check", "--sample", "1000")) == "All agrees.\n"


def spare(url: str, body: bytes) -> str:
    with engine_on(url) as engine, Session(engine) as session:
        store.save_documents(session, {documents.digest_of(body): documents.packed(body)})
        session.commit()
    return documents.digest_of(body)


def test_documents_that_nothing_refers_to(run, filled_url: str):
    before = held(filled_url)
    spare(filled_url, b"nobody's")
    found = run(filled_url, "check")
    assert found.exit_code == 1
    assert "Documents that nothing refers to: 1: " in found.stdout
    assert "Deleted" in succeeded(run(filled_url, "check", "--mend"))
    assert held(filled_url) == before


def test_a_document_that_a_crawl_takes_up_meanwhile_stays(
    filled_url: str, monkeypatch: pytest.MonkeyPatch
):
    from registry.upkeep import unreferenced

    digest = spare(filled_url, b"# A card\n")
    look = unreferenced._look

    def look_and_wait(connection: Any) -> None:
        look(connection)
        change(
            filled_url,
            "update snapshot set card_digest = :digest where id = (select min(id) from snapshot)",
            digest=bytes.fromhex(digest),
        )

    monkeypatch.setattr(unreferenced, "_look", look_and_wait)
    with engine_on(filled_url) as engine:
        list(unreferenced.unreferenced(engine, mend=True))
    with engine_on(filled_url) as engine, Session(engine) as session:
        assert session.get(models.Document, digest) is not None


def test_crawls_that_nobody_went_on_with(run, filled_url: str):
    with engine_on(filled_url) as engine, Session(engine) as session:
        done = session.exec(select(models.Crawl)).one()
        old = NOW - timedelta(days=8)
        for selection, began in (
            (done.selection, old),
            (done.selection, NOW),
            ("author=x", old),
        ):
            session.add(models.Crawl(source=done.source, selection=selection, started_at=began))
        session.commit()
    assert run(filled_url, "check").stdout.count("unfinished for more than a week: 1") == 2
    mended = run(filled_url, "check", "--mend")
    assert mended.exit_code == 1  # one is left for a crawl to finish
    assert one(filled_url, "select count(*) from crawl") == 3


def test_a_damaged_file(run, sqlite_url: str, sample: Path):
    with engine_on(sqlite_url) as engine:
        restore.read(engine, sample, silent)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode = delete")
    root = connection.execute("select rootpage from sqlite_master where name = 'pk'").fetchone()
    root = (
        root
        or connection.execute(
            "select rootpage from sqlite_master where name = 'ix_release_organization'"
        ).fetchone()
    )
    connection.close()
    body = bytearray(path.read_bytes())
    body[(root[0] - 1) * 4096 + 8 : (root[0] - 1) * 4096 + 200] = b"\xff" * 192
    path.write_bytes(body)
    found = run(sqlite_url, "check", "--mend")
    assert found.exit_code == 1
    assert "Damages of the file" in found.stdout
    assert "Restore a backup." in found.stdout


def test_an_empty_registry_agrees(run, database_url: str):
    assert succeeded(run(database_url, "check")) == "All agrees.\n"
