"""Dossiers: all of a release in a few statements, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlmodel import Session

from registry.db import make_engine
from registry.models import Event
from registry.queries import Dossier, dossier, listed
from registry.queries.dossiers import MOST_DERIVATIVES
from registry.queries.linked import links_of
from registry.resources import rubric
from registry.scoring.evidence import Evidence
from registry.scoring.links import TOPIC
from registry.serialize import detail
from registry.settings import Settings
from tests.factories import NOW, make_release

MOST_STATEMENTS = 8


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def known(session: Session, release_id: str) -> Dossier:
    found = dossier(session.connection(), release_id)
    assert found is not None
    return found


def test_it_takes_few_statements(session: Session):
    make_release(session, "o/base", license="mit")
    make_release(session, "o/tuned", bases={"o/base": "finetune"})
    session.commit()
    asked: list[str] = []

    @event.listens_for(session.get_bind(), "before_cursor_execute")
    def _count(_c, _cursor, statement: str, *_rest: object) -> None:
        asked.append(statement)

    found = known(session, "o/tuned")
    assert [b.id for b in found.bases] == ["o/base"]
    assert len(asked) <= MOST_STATEMENTS


def test_lineage_that_runs_in_a_circle_ends(session: Session):
    make_release(session, "o/a", bases={"o/b": "finetune", "o/c": "merge"})
    make_release(session, "o/b", bases={"o/c": "finetune", "o/a": "merge"})
    make_release(session, "o/c", bases={"o/b": "finetune", "o/d": "quantized"})
    session.commit()
    bases = known(session, "o/a").bases
    assert [(b.id, b.generation, b.child, b.known) for b in bases] == [
        ("o/b", 1, "o/a", True),
        ("o/c", 1, "o/a", True),
        ("o/d", 2, "o/c", False),
    ]


@pytest.mark.parametrize("more", [0, 1, 7])
def test_all_derivatives_are_counted(session: Session, more: int):
    make_release(session, "o/base")
    for n in range(MOST_DERIVATIVES - 1 + more):
        relation = "adapter" if n % 3 else "quantized"
        make_release(session, f"o/d{n:02}", bases={"o/base": relation}, downloads=n)
    session.commit()
    found = known(session, "o/base")
    count = MOST_DERIVATIVES - 1 + more
    assert found.derivatives[0].id == f"o/d{count - 1:02}"
    assert len(found.derivatives) == min(count, MOST_DERIVATIVES)
    quantized = -(-count // 3)
    assert list(found.derived.items()) == [
        ("adapter", count - quantized),
        ("quantized", quantized),
    ]


def test_a_release_that_went_and_came_back(session: Session):
    release = make_release(session, "o/a")
    for what, of in (("gone", None), ("returned", release.snapshot_id)):
        session.add(Event(kind="model", repo_id="o/a", at=NOW, what=what, snapshot_id=of))
        session.flush()
    session.commit()
    assert len(known(session, "o/a").past.moments) == 3


def test_what_is_told_in_short_is_what_is_told_in_full(session: Session):
    make_release(session, "o/a", {"weights.access": "open-download", "data.access": "unchecked"})
    session.commit()
    whole = detail(known(session, "o/a"), rubric())
    short = detail(known(session, "o/a"), rubric(), in_short=True)
    for framework in whole["framework_items"].values():
        for item in framework["items"].values():
            del item["reason"], item["rests_on"]
    assert {**short, "components": whole["components"]} == whole


def test_lists_keep_the_order_and_leave_out_what_is_gone(session: Session):
    make_release(session, "o/b", bases={"o/a": "finetune", "o/0": "merge"})
    make_release(session, "o/a")
    session.commit()
    found = listed(session.connection(), ["o/b", "o/gone", "o/a"])
    assert [(row.release.id, row.bases) for row in found] == [("o/b", ("o/0", "o/a")), ("o/a", ())]
    assert listed(session.connection(), []) == []


def test_a_repo_that_a_card_links_to_ever_again_is_looked_up_once(session: Session):
    link = Evidence(TOPIC, "model", target="https://huggingface.co/o/a")
    make_release(session, "o/a")
    session.commit()
    found = links_of(
        session.connection(), (link,) * 70_000
    )  # more than a statement may have parameters
    assert {one.state for one in found} == {"public"}
