"""Linked: what a release's card points to, with what the registry knows of these places."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, Table, bindparam, select

from registry.queries.tables import DATASET, RELEASE
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.links import Linked, repo_of, resolved

_STATES = {Outcome.ABSENT: "gone", Outcome.UNCHECKED: "unchecked"}


def links_of(connection: Connection, links: tuple[Evidence, ...]) -> tuple[Linked, ...]:
    """The links that were read in a snapshot, in the order of the card."""
    if not links:
        return ()
    repos = {kind: {repo_of(e) for e in links if e.fact == kind} for kind in _KNOWN}
    return resolved(links, *(_states(connection, kind, repos[kind]) for kind in _KNOWN))


def _known(table: Table) -> Select[*tuple[str, str, str]]:
    return select(table.c.id, table.c.outcome, table.c.gated).where(
        table.c.id.in_(bindparam("ids", expanding=True))
    )


_KNOWN = {"dataset": _known(DATASET), "model": _known(RELEASE)}
"""What is known of repos, by their kind."""


def _states(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """What is known of repos, by id; those that nobody has looked at are left out."""
    named = [repo for repo in ids if repo]
    rows = connection.execute(_KNOWN[kind], {"ids": named}) if named else ()
    return {
        repo: _STATES.get(Outcome(outcome)) or ("gated" if gated else "public")
        for repo, outcome, gated in rows
    }
