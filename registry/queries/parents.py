"""Parents: the bases of one release as grading takes them, without reading the lineage of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session, col

from registry.models import Link, Release
from registry.regrade import stale
from registry.renames import name_now
from registry.scoring.lineage import in_order

MOST_GENERATIONS = 100


@dataclass(frozen=True, slots=True)
class Parents:
    """The bases of a release in order, by the names that they have now, each with those by which it is linked to.
    ``circular``: links that were left out, as what they lead to derives from the release, or is it."""

    bases: dict[str, list[str]] = field(default_factory=dict)
    circular: list[str] = field(default_factory=list)


def parents_of(session: Session, release_id: str) -> Parents:
    """The bases of a release."""
    links = _links(session, [release_id]).get(release_id, [])
    found = Parents()
    moves = _moves(session, links)
    for name in links:
        now = name_now(name, moves)
        if now == release_id:
            found.circular.append(name)
        else:
            found.bases.setdefault(now, []).append(name)
    if _is_among_ancestors(session, release_id, found.bases):
        # Which link of a circle is left out depends on all that derives from it; there are next to none.
        taken = dict(in_order(stale.parents(session))).get(release_id, ())
        for base in [base for base in found.bases if base not in taken]:
            found.circular.extend(found.bases.pop(base))
    return found


def _is_among_ancestors(session: Session, release_id: str, bases: Iterable[str]) -> bool:
    seen: set[str] = set()
    generation = set(bases)
    for _ in range(MOST_GENERATIONS):
        seen |= generation
        names = {name for links in _links(session, generation).values() for name in links}
        moves = _moves(session, names)
        generation = {name_now(name, moves) for name in names} - seen
        if not generation or release_id in generation:
            break
    return release_id in generation


def _links(session: Session, ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for release_id, target in session.execute(
        select(col(Link.release_id), col(Link.target))
        .where(col(Link.release_id).in_(list(ids)), col(Link.kind) == "base")
        .order_by(col(Link.release_id), col(Link.target))
    ):
        found.setdefault(release_id, []).append(target)
    return found


def _moves(session: Session, names: Iterable[str]) -> dict[str, str]:
    """Of these names, and of those that followed them, the one that came next."""
    moves: dict[str, str] = {}
    wanted = set(names)
    while wanted:
        rows = session.execute(
            select(col(Release.id), col(Release.moved_to)).where(
                col(Release.id).in_(list(wanted)), col(Release.moved_to) != ""
            )
        )
        new = dict(map(tuple, rows))
        moves |= new
        wanted = set(new.values()) - moves.keys()
    return moves
