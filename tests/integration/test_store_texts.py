"""The words by which search finds releases: kept with them, replaced when they change, made anew when they are lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from crawlers.mirror import SAMPLE, Mirror
from crawlers.reread import reread
from registry import models, store
from registry.db import alembic_config, engine_on, migrate, session_on
from registry.store import Taken
from registry.words import kept_words, query_words
from tests.crawling import crawl, regrade
from tests.storing import release, save, taken

ASKED = {
    "sqlite": "select rowid from search_words where search_words match :query",
    "postgresql": "select rowid from search_index where search_words_of(rowid) @@ cast(:query as tsquery)",
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with engine_on(database_url) as engine:
        yield engine


def found(engine: Engine, *words: str, prefix: str = "") -> list[str]:
    """The releases that have all these words, as either database is asked for them."""
    is_sqlite = engine.dialect.name == "sqlite"
    quote, both = ('"', " AND ") if is_sqlite else ("'", " & ")
    terms = [f"{quote}{word}{quote}" for word in words]
    if prefix:
        terms.append(f'"{prefix}"*' if is_sqlite else f"'{prefix}':*")
    query = text(
        f"select release_id from text where number in ({ASKED[engine.dialect.name]}) order by release_id"
    )
    with engine.connect() as connection:
        return list(connection.scalars(query, {"query": both.join(terms)}))


def said(repo_id: str, *texts: str, revision: str = "one") -> Taken:
    return replace(taken(repo_id, revision), words=kept_words(repo_id, texts))


def numbers(engine: Engine) -> dict[str, int | None]:
    with Session(engine) as session:
        return {row.release_id: row.number for row in session.exec(select(models.Text))}


def test_words_are_found_whole_and_by_their_beginning(engine: Engine):
    save(
        engine,
        said("Qwen/Qwen2.5-7B", "A reward model. 日本語, naïve."),
        said("deepseek-ai/DeepSeek-R1", "Trained on qwen, it's said."),
    )
    assert found(engine, "qwen", "2.5") == ["Qwen/Qwen2.5-7B"]
    assert found(engine, "s:qwen257b") == ["Qwen/Qwen2.5-7B"]
    assert found(engine, "qwen") == ["Qwen/Qwen2.5-7B", "deepseek-ai/DeepSeek-R1"]
    assert found(engine, "qwe") == found(engine, "2") == found(engine, "s:trained") == []
    assert found(engine, prefix="s:dee") == ["deepseek-ai/DeepSeek-R1"]
    assert found(engine, "qwen", prefix="7") == ["Qwen/Qwen2.5-7B"]
    assert found(engine, "s:qwenqwen257b") == ["Qwen/Qwen2.5-7B"]
    assert found(engine, "deep", "seek") == ["deepseek-ai/DeepSeek-R1"]
    assert found(engine, *query_words("日本語 NAÏVE")) == ["Qwen/Qwen2.5-7B"]


def test_strange_texts_are_kept_and_found(engine: Engine):
    strange = "a\0b \ud800 'quoted' \"twice\" \\ back & or | not ! (x):* %_ İstanbul ﬃ 𝒳 भाषा"
    save(engine, said("o/m", strange))
    for word in query_words("b quoted back x istanbul ffi भाषा"):
        assert found(engine, word) in (["o/m"], []), word
    for word in query_words(strange):
        assert found(engine, word) == ["o/m"], word


def test_other_words_take_the_place_of_the_old_ones(engine: Engine):
    save(engine, said("o/a", "apples"), said("o/b", "berries"))
    before = numbers(engine)
    save(engine, said("o/a", "pears", revision="two"), said("o/b", "berries", revision="two"))
    after = numbers(engine)
    assert found(engine, "apples") == []
    assert found(engine, "pears") == ["o/a"]
    assert after["o/b"] == before["o/b"]
    assert after["o/a"] not in before.values()
    store_again = numbers(engine)
    save(engine, said("o/a", "pears", revision="two"))
    assert numbers(engine) == store_again


def test_a_number_is_never_used_again(engine: Engine):
    save(engine, said("o/a", "apples"))
    before = numbers(engine)["o/a"]
    with session_on(engine) as session:
        store.forget_words(session, ["o/a"])
    assert found(engine, "apples") == []
    save(engine, said("o/b", "berries"))
    assert numbers(engine)["o/b"] != before
    assert found(engine, "apples") == []


def test_an_older_schema_keeps_its_words(engine: Engine, database_url: str):
    save(engine, said("o/a", "apples"))
    engine.dispose()
    command.downgrade(alembic_config(database_url), "0006")
    migrate(database_url)
    assert found(engine, "apples") == ["o/a"]
    save(engine, said("o/a", "pears", revision="two"))
    assert (found(engine, "apples"), found(engine, "pears")) == ([], ["o/a"])


def test_a_release_that_is_gone_keeps_its_words(engine: Engine):
    from registry.scoring.evidence import Outcome
    from tests.storing import BEGAN

    save(engine, said("o/a", "apples"))
    with session_on(engine) as session:
        gone = store.Failure("missing", "It is gone.")
        store.save_failure(session, "model", "o/a", Outcome.ABSENT, gone, BEGAN)
    assert found(engine, "apples") == ["o/a"]


def test_datasets_are_not_searched(engine: Engine):
    save(engine, taken("o/set", kind="dataset"))
    assert numbers(engine) == {}


# Crawled and read again -------------------------------------------------------------------------


def test_a_crawl_fills_what_the_catalog_filters_and_searches_by(engine: Engine, database_url: str):
    crawl(database_url, Mirror(SAMPLE, "sample"))
    with Session(engine) as session:
        rows = session.exec(select(models.Release)).all()
        bases = {
            (row.release_id, row.target, row.relation)
            for row in session.exec(select(models.Link).where(models.Link.kind == "base"))
        }
        assert set(numbers(engine)) == {row.id for row in rows if row.snapshot_id}
    derived = [row for row in rows if row.base]
    assert derived
    assert {(row.id, row.base, row.relation) for row in derived} <= bases
    assert any(row.bits for row in rows)
    assert {row.tokens for row in rows if row.id == "Qwen/Qwen3-8B-Base"} == {36 * 10**12}
    for row in rows:
        assert row.id in found(engine, *query_words(row.id))


def test_what_was_lost_is_made_anew_from_what_was_kept(engine: Engine, database_url: str):
    crawl(database_url, Mirror(SAMPLE, "sample"))
    with Session(engine) as session:
        before = {row.id: row.model_dump() for row in session.exec(select(models.Release))}
    one = min(before)
    with session_on(engine) as session:
        store.forget_words(session, list(before))
        session.execute(
            text("update release set base = 'x/y', bits = 1, tokens = 1, downloads = 77")
        )
    assert found(engine, *query_words(one)) == []
    assert [step[0] for step in reread(engine)][-1] == len(before)
    assert not list(reread(engine))
    with Session(engine) as session:
        after = {row.id: row.model_dump() for row in session.exec(select(models.Release))}
    # Counters move without a snapshot, so that an old one knows no better.
    assert after == {name: row | {"downloads": 77} for name, row in before.items()}
    assert one in found(engine, *query_words(one))


def test_what_was_read_of_an_older_snapshot_changes_nothing(engine: Engine):
    older = said("o/a", "apples")
    save(engine, older)
    was = release(engine, "o/a").snapshot_id
    assert was is not None
    save(engine, said("o/a", "pears", revision="two"))
    with session_on(engine) as session:
        store.save_reread(session, [(was, older)])
    assert found(engine, "apples") == []
    assert found(engine, "pears") == ["o/a"]


def test_grades_hold_levels_in_short(engine: Engine, database_url: str):
    from registry.resources import rubric
    from registry.scoring.short import long_levels

    crawl(database_url, Mirror(SAMPLE, "sample"))
    regrade(database_url)
    with Session(engine) as session:
        grades = session.exec(select(models.Grade)).all()
        for grade in grades:
            verdict = grade.verdict
            told = long_levels(grade.levels, rubric())
            assert told == {c.id: verdict.marks[c.id]["level"] for c in rubric().criteria}
            is_contradicted = any(c["measured"] == "contradicted" for c in verdict.claims)
            assert grade.overclaims == is_contradicted
