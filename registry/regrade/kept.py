"""Kept: what the registry holds of releases that are to be graded, and of their bases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from registry import documents, models
from registry.disclosing import Kind, Status
from registry.links.states import LinkStatus
from registry.policy import NOTHING_BESIDE, Beside
from registry.scoring.datasets import linked_datasets
from registry.scoring.evidence import Evidence
from registry.scoring.reachable import address_of
from registry.verdicts import KeptBase


class KeptBeside(NamedTuple):
    """What is known of a release beside its snapshot, with the numbers of the disclosures, as a grade keeps them, and
    the links that are gone, each with its number."""

    beside: Beside = NOTHING_BESIDE
    disclosures: str = ""
    links: tuple[tuple[int, str], ...] = ()

    @property
    def gone(self) -> str:
        """The numbers of the links that are gone, as a grade keeps them."""
        return " ".join(str(number) for number, _ in self.links)

    def under(self, evidence: Iterable[Evidence]) -> KeptBeside:
        """The same with those links alone that this evidence of the release, or what was disclosed, rests on: what it
        rested on before stays known until somebody looks at links again."""
        if not self.links:
            return self
        told = {address_of(e) for e in (*evidence, *self.beside.disclosed)}
        links = tuple((number, url) for number, url in self.links if url in told)
        beside = self.beside._replace(gone=frozenset(url for _, url in links))
        return self._replace(beside=beside, links=links)


NOTHING_KEPT = KeptBeside()


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """What is kept of a release to be graded."""

    id: str
    snapshot_id: int
    revision: str
    reader_version: str
    evidence: str
    current: tuple[Any, ...]
    datasets: tuple[str, ...] = ()
    beside: KeptBeside = NOTHING_KEPT

    @property
    def publisher(self) -> str:
        """Who publishes it, in lower case."""
        return self.id.partition("/")[0].lower()


def opened_base(release_id: str, text: bytes, revision: str) -> KeptBase:
    """A base from its verdict as it is kept."""
    return KeptBase.of(release_id, documents.unmasked(text, release_id, revision))


def kept_releases(session: Session, ids: list[str]) -> dict[str, KeptRelease]:
    """Those of these releases that were read, by id."""
    release, snapshot, reading, current = (
        models.Release,
        models.Snapshot,
        models.Reading,
        models.Grade,
    )
    rows = session.execute(
        select(
            col(release.id),
            col(snapshot.id),
            col(snapshot.revision),
            col(reading.reader_version),
            col(reading.evidence_digest),
            col(current.snapshot_id),
            col(current.reader_version),
            col(current.rubric_version),
            col(current.verdict_digest),
            col(current.disclosures),
            col(current.gone),
        )
        .join(snapshot, col(snapshot.id) == col(release.snapshot_id))
        .join(reading, col(reading.snapshot_id) == col(release.snapshot_id))
        .outerjoin(current, col(current.id) == col(release.grade_id))
        .where(col(release.id).in_(ids))
    ).all()
    named: dict[str, list[str]] = {}
    for release_id, target in session.execute(
        select(col(models.Link.release_id), col(models.Link.target))
        .where(col(models.Link.release_id).in_(ids), col(models.Link.kind) == "dataset")
        .order_by(col(models.Link.target))
    ):
        named.setdefault(release_id, []).append(target)
    beside = kept_beside(session, ids)
    found = {}
    for row in rows:
        release_id, snapshot_id, revision, version, evidence, *current_grade = row
        found[release_id] = KeptRelease(
            release_id,
            snapshot_id,
            revision,
            version,
            evidence,
            tuple(current_grade),
            _with_disclosed(named.get(release_id, ()), beside.get(release_id)),
            beside.get(release_id, NOTHING_KEPT),
        )
    return found


def kept_beside(session: Session, ids: Iterable[str]) -> dict[str, KeptBeside]:
    """What is known beside their snapshots of those of these releases of which anything is."""
    wanted = list(ids)
    accepted: dict[str, list[tuple[int, list[dict[str, Any]]]]] = {}
    of = models.Disclosure
    for number, release_id, evidence in session.execute(
        select(col(of.id), col(of.release_id), col(of.evidence))
        .where(col(of.release_id).in_(wanted), col(of.status) == Status.ACCEPTED)
        .where(col(of.kind) != Kind.REPLY)
        .order_by(col(of.accepted_at), col(of.id))
    ):
        accepted.setdefault(release_id, []).append((number, evidence))
    gone: dict[str, dict[int, str]] = {}
    cited, link = models.Citation, models.WebLink
    for release_id, number, url in session.execute(
        select(col(cited.release_id), col(link.id), col(link.url))
        .join(link, col(link.id) == col(cited.link_id))
        .where(col(cited.release_id).in_(wanted), col(link.status) == LinkStatus.GONE)
        .order_by(col(link.id))
    ):
        gone.setdefault(release_id, {})[number] = url
    return {i: _beside(accepted.get(i, []), gone.get(i, {})) for i in {*accepted, *gone}}


def _beside(accepted: list[tuple[int, list[dict[str, Any]]]], gone: dict[int, str]) -> KeptBeside:
    evidence = tuple(Evidence.from_dict(e) for _, told in accepted for e in told)
    return KeptBeside(
        Beside(evidence, frozenset(gone.values())),
        " ".join(str(number) for number, _ in accepted),
        tuple(gone.items()),
    )


def _with_disclosed(linked: Iterable[str], kept: KeptBeside | None) -> tuple[str, ...]:
    """The datasets that a release links to, and those that disclosures name."""
    told = linked_datasets(kept.beside.disclosed) if kept else ()
    return tuple(dict.fromkeys((*linked, *told)))


def kept_verdicts(session: Session, ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """Id, digest of the current verdict and revision that it rests on, of those of these releases that are graded."""
    rows = session.execute(
        select(
            col(models.Release.id),
            col(models.Grade.verdict_digest),
            col(models.Snapshot.revision),
        )
        .join(models.Grade, col(models.Grade.id) == col(models.Release.grade_id))
        .join(models.Snapshot, col(models.Snapshot.id) == col(models.Grade.snapshot_id))
        .where(col(models.Release.id).in_(list(ids)))
    )
    return [tuple(row) for row in rows]


def texts_of(session: Session, digests: Iterable[str]) -> dict[str, bytes]:
    """Documents by their digests."""
    of = models.Document
    rows = session.execute(
        select(col(of.digest), col(of.body)).where(col(of.digest).in_(list(digests)))
    )
    return {digest: documents.unpacked(body) for digest, body in rows}
