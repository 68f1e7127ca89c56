"""Linked: what a release's card points to, with what the registry knows of these places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Select, Table, bindparam, literal, select, union_all

from registry.queries.tables import DATASET, RELEASE
from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.links import Linked, repo_of, resolved

_STATES = {Outcome.ABSENT: "gone", Outcome.UNCHECKED: "unchecked"}


def links_of(connection: Connection, links: tuple[Evidence, ...]) -> tuple[Linked, ...]:
    """The links that were read in a snapshot, in the order of the card."""
    repos = {kind: list({repo_of(e) for e in links if e.fact == kind} - {""}) for kind in _KINDS}
    known = _states(connection, repos)
    return resolved(links, known["dataset"], known["model"])


def _of_kind(kind: str) -> Select[*tuple[str, str, str, str]]:
    table = _KINDS[kind]
    return select(literal(kind), table.c.id, table.c.outcome, table.c.gated).where(
        table.c.id.in_(bindparam(kind, expanding=True))
    )


_KINDS: dict[str, Table] = {"dataset": DATASET, "model": RELEASE}
_KNOWN = union_all(*map(_of_kind, _KINDS))


def _states(
    connection: Connection, repos: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, str]]:
    """What is known of repos, by kind and id; those that nobody has looked at are left out."""
    known: dict[str, dict[str, str]] = {kind: {} for kind in repos}
    rows = connection.execute(_KNOWN, repos) if any(repos.values()) else ()
    for kind, repo, outcome, gated in rows:
        known[kind][repo] = _STATES.get(Outcome(outcome)) or ("gated" if gated else "public")
    return known
