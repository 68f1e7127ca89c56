"""Linked: what a release's card points to, with what the registry knows of these places."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from registry.models import CrawlState, Dataset, Release
from registry.queries.readings import evidence_on
from registry.scoring.evidence import Outcome
from registry.scoring.links import TOPIC, Linked, repo_of, resolved

_STATES = {Outcome.ABSENT: "gone", Outcome.UNCHECKED: "unchecked"}


def links_of(session: Session, snapshot_id: int | None) -> tuple[Linked, ...]:
    """The links that were read in a snapshot, in the order of the card."""
    links = evidence_on(session, snapshot_id, TOPIC)
    if not links:
        return ()
    repos = {kind: {repo_of(e) for e in links if e.fact == kind} for kind in ("dataset", "model")}
    return resolved(
        links,
        _states(session, Dataset, repos["dataset"]),
        _states(session, Release, repos["model"]),
    )


def _states(session: Session, table: type[CrawlState], ids: Iterable[str]) -> dict[str, str]:
    """What is known of repos, by id; those that nobody has looked at are left out."""
    rows = session.execute(
        select(col(table.id), col(table.outcome), col(table.gated)).where(
            col(table.id).in_(list(ids))
        )
    )
    return {
        repo: _STATES.get(Outcome(outcome)) or ("gated" if gated else "public")
        for repo, outcome, gated in rows
    }
