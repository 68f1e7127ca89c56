"""Killed runs of gradings and migrations: the next one does what they left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from registry.db import engine_on, migrate
from registry.policy import Policy
from registry.regrade import Regrade
from tests.crawling import crawl, marks_of, now, regrade, releases
from tests.hub import FakeHub

POLICY = Policy.bundled()


def publish(hub: FakeHub, repo_id: str, **told: str) -> None:
    """A model whose card and metadata say this, modified now."""
    front = "\n".join(f"{name}: {value}" for name, value in told.items())
    moment = f"{now():%FT%T.000Z}"
    hub.model(repo_id, f"---\n{front}\n---\n# Model\n", cardData=told, lastModified=moment)


def test_what_derives_from_what_a_killed_run_graded_is_graded_in_the_next(
    hub: FakeHub, database_url: str
):
    publish(hub, "a/one", license="mit")
    publish(hub, "b/two", license="mit", base_model="a/one")
    publish(hub, "c/three", license="mit", base_model="b/two")
    crawl(database_url, hub.url)
    regrade(database_url)
    publish(hub, "a/one", license="cc-by-nc-4.0")
    crawl(database_url, hub.url)
    with engine_on(database_url) as engine:
        run = Regrade(engine, POLICY, now).run()
        assert [next(run).done, next(run).done] == [1, 2]  # it is killed before c/three
        run.close()
    regrade(database_url)
    assert marks_of(database_url, "c/three")["weights.license"]["level"] == "non-commercial"
    assert regrade(database_url) == regrade(database_url, full=True) == 0


@pytest.mark.parametrize("after", [1, 3, 8, 20])
def test_a_migration_that_is_killed_leaves_nothing_in_the_way(tmp_path: Path, after: int):
    url = f"sqlite:///{tmp_path}/half.sqlite3"
    made = []

    def interrupt(*told: Any) -> None:
        if str(told[2]).strip().upper().startswith("CREATE"):
            made.append(told[2])
            if len(made) == after:
                raise KeyboardInterrupt

    event.listen(Engine, "after_cursor_execute", interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            migrate(url)
    finally:
        event.remove(Engine, "after_cursor_execute", interrupt)
    migrate(url)
    assert releases(url) == {}
