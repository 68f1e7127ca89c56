"""Several processes that write at the same time: none waits for another for ever, and nothing is lost."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import Engine, text
from sqlmodel import Session

from registry import models, store
from registry.db import engine_on, session_on
from tests.storing import BEGAN, count, release, said_now, save, save_grades, taken


def in_threads(*work: Callable[[], None]) -> None:
    """Does all this at once; raises what any of it raises."""
    raised: list[BaseException] = []
    ready = threading.Barrier(len(work))

    def run(each: Callable[[], None]) -> None:
        try:
            ready.wait(10)
            each()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    if raised:
        raise raised[0]


def writer(engine: Engine, offset: int, *, backwards: bool) -> Callable[[], None]:
    """Saves 30 batches of repos and documents that another writer saves as well, in its own order."""

    def run() -> None:
        for turn in range(30):
            at = BEGAN + timedelta(minutes=turn)
            batch = [
                taken(
                    f"o/m{n:02}",
                    f"turn {turn} of {n % 5}",
                    card=f"# {turn} {n % 7}\n".encode(),
                    links=[
                        ("base", f"o/m{(n + turn) % 40:02}", "finetune"),
                        ("dataset", "d/s", ""),
                    ],
                )
                for n in range(offset, offset + 30)
            ]
            save(engine, *(reversed(batch) if backwards else batch), at=at)

    return run


def test_writers_of_the_same_repos_lose_nothing(postgres_url: str):
    """Each leaves the other waiting at most; what both wrote last is there, whole."""
    with engine_on(postgres_url) as engine:
        in_threads(
            writer(engine, 0, backwards=False),
            writer(engine, 10, backwards=True),
            writer(engine, 5, backwards=False),
        )
        assert count(engine, models.Release) == 40
        assert count(engine, models.Snapshot) == 40 * 30
        assert count(engine, models.Reading) == 40 * 30
        for n in range(40):
            assert said_now(engine, f"o/m{n:02}") == f"turn 29 of {n % 5}"
        with Session(engine) as session:
            query = text("select release_id, count(*) from link group by release_id")
            links = dict(session.execute(query).all())
        assert links == {f"o/m{n:02}": 2 for n in range(40)}


def test_a_grader_and_a_crawl_write_at_the_same_time(postgres_url: str):
    with engine_on(postgres_url) as engine:
        names = [f"o/m{n:02}" for n in range(40)]
        save(engine, *map(taken, names))

        def grader() -> None:
            for turn in range(20):
                new = dict.fromkeys(reversed(names[turn:]), f"{turn}")
                save_grades(engine, new, names[:turn], BEGAN)

        in_threads(writer(engine, 0, backwards=True), grader)
        assert count(engine, models.Grade) == sum(40 - turn for turn in range(20))
        with Session(engine) as session:
            query = text("select release_id, max(id) from grade group by release_id")
            latest = dict(session.execute(query).all())
        assert {name: release(engine, name).grade_id for name in names} == latest


def test_graders_and_crawls_of_many_repos_never_wait_in_a_circle(postgres_url: str):
    with engine_on(postgres_url) as engine:
        names = [f"o/m{n:04}" for n in range(1000)]
        save(engine, *map(taken, names))

        def grader(seed: int) -> None:
            chance = random.Random(seed)
            for turn in range(8):
                with session_on(engine) as session:
                    still = chance.sample(names, 500)
                    store.save_grades(session, [], still, BEGAN + timedelta(minutes=turn))

        def crawler(seed: int) -> None:
            chance = random.Random(seed)
            for turn in range(8):
                save(engine, *(taken(n, f"{seed} {turn}") for n in chance.sample(names, 300)))

        in_threads(partial(grader, 1), partial(grader, 2), partial(crawler, 3), partial(crawler, 4))
        assert count(engine, models.Release) == 1000


def test_a_crawl_and_a_reading_of_what_is_kept_leave_each_other_alone(postgres_url: str):
    """Both write the same readings, links and words, of snapshots that come and go."""

    def batch(turn: int) -> list[store.Taken]:
        return [
            replace(taken(f"o/m{n:02}", f"turn {turn % 3}"), words=f"n:m turn {turn % 3}")
            for n in range(30)
        ]

    with engine_on(postgres_url) as engine:
        save(engine, *batch(0))

        def crawls() -> None:
            for turn in range(30):
                save(engine, *batch(turn), at=BEGAN + timedelta(minutes=turn))

        def rereads() -> None:
            for turn in range(30):
                with Session(engine) as session:
                    rows = session.execute(text("select id, snapshot_id from release")).all()
                now = dict(reversed(rows))
                read = [(now[t.repo_id], t) for t in batch(turn)]
                with session_on(engine) as session:
                    store.save_reread(session, read)

        in_threads(crawls, rereads, rereads)
        assert count(engine, models.Text) == 30
        with Session(engine) as session:
            indexed = set(session.scalars(text("select rowid from search_words")))
            assert indexed == set(session.scalars(text("select number from text")))
