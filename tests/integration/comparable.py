"""A few releases of several sizes and degrees of openness, for comparing."""

from __future__ import annotations

from sqlmodel import Session

from registry.db import make_engine
from registry.resources import rubric
from registry.settings import Settings
from tests.factories import make_crawl, make_release, mark

BASE = {c.id: "n/a" for c in rubric().criteria if c.pillar == "post"}
BEST = {c.id: c.levels[0].id for c in rubric().criteria}
OPEN = {**BEST, **BASE}
WEIGHTS = {"weights.access": "open-download", "weights.license": "open-source", **BASE}
CLOSED = {
    "weights.access": mark("weights.access", "approval", reason="Behind a <gate>."),
    "weights.license": "use-restricted",
    "data.access": "closed",
    **BASE,
}


def fill(settings: Settings) -> None:
    """Writes the releases to the database of the settings."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_crawl(session)
        _originals(session)
        _others(session)
        session.commit()
    engine.dispose()


def _originals(session: Session) -> None:
    make_release(session, "acme/elm-7b", OPEN, parameters=int(7e9), downloads=90, languages="en")
    make_release(
        session, "acme/elm-1b", OPEN, parameters=int(1e9), downloads=900, languages="de en"
    )
    make_release(session, "acme/elm-70b", OPEN, parameters=int(7e10), downloads=10)
    make_release(
        session, "birch/fir-7b", WEIGHTS, parameters=int(7.2e9), downloads=50_000, languages="en"
    )
    make_release(
        session, "cedar/oak-7b", CLOSED, parameters=int(7e9), downloads=1_000_000, license="llama2"
    )


def _others(session: Session) -> None:
    make_release(
        session,
        "birch/fir-7b-chat",
        {**WEIGHTS, "docs.card": "comprehensive", "post.method": "in-general"},
        bases={"birch/fir-7b": "finetune"},
        base="birch/fir-7b",
        relation="finetune",
        parameters=int(7.2e9),
        downloads=700,
    )
    make_release(session, "dune/ear", WEIGHTS, task="audio", parameters=int(1e8))
    make_release(session, "dune/unread", graded=False)
    make_release(session, "dune/renamed", graded=False, moved_to="acme/elm-7b")
    make_release(session, "dune/alternatives", {"weights.access": "open-download"}, task="audio")
