"""Disclosed links: the dataset repos that accepted disclosures name, as what their releases point to."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlmodel import Session, col

from registry.disclosing import LINKED, Kind, Status
from registry.models import Disclosure, Link, Release
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence
from registry.store.rows import insert_new


def link_disclosed(session: Session) -> None:
    """Has each release point to the dataset repos that what is accepted on it names, and to no others: crawls look at
    them, and a grade is made anew when one of them changes."""
    of = Disclosure
    told = session.execute(
        select(col(of.release_id), col(of.evidence))
        .join(Release, col(Release.id) == col(of.release_id))
        .where(col(of.status) == Status.ACCEPTED, col(of.kind) != Kind.REPLY)
    )
    wanted = {
        (release_id, dataset)
        for release_id, evidence in told
        for dataset in linked_datasets(map(Evidence.from_dict, evidence))
    }
    # By release, as the key of links begins: they would all be looked through for the few of this kind.
    rows = select(col(Link.release_id), col(Link.target)).where(
        col(Link.release_id).in_(select(col(of.release_id))), col(Link.kind) == LINKED
    )
    known = {(release_id, target) for release_id, target in session.execute(rows)}
    for release_id, target in sorted(known - wanted):
        session.execute(
            delete(Link).where(
                col(Link.release_id) == release_id,
                col(Link.kind) == LINKED,
                col(Link.target) == target,
            )
        )
    insert_new(
        session,
        Link,
        [
            {"release_id": release_id, "kind": LINKED, "target": target, "relation": ""}
            for release_id, target in sorted(wanted - known)
        ],
    )
