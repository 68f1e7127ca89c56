"""The grader: what is kept of releases becomes rows of grades, a batch at a time, in any process."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlmodel import Session

from registry import documents
from registry.db import make_engine
from registry.policy import Judged, Policy
from registry.regrade.datasets import KnownDatasets
from registry.regrade.kept import (
    KeptRelease,
    kept_releases,
    kept_verdicts,
    opened_base,
    texts_of,
)
from registry.scoring.case import Dataset
from registry.scoring.evidence import Evidence
from registry.verdicts import KeptBase

_MADE = (
    *("snapshot_id", "reader_version", "rubric_version", "verdict_digest"),
    *("disclosures", "gone"),
)
MOST_MEMORIES = 20_000
MOST_BASES = 500
LONGEST_NAME = 96

_IN_VALUE = rb'"(?:value|target)":"(?:[^"\\%(name)s]|\\.)*%(name)s'
_NAMES_ITSELF = re.compile(_IN_VALUE % {b"name": documents.REPO})
_NAMES_PUBLISHER = re.compile(_IN_VALUE % {b"name": documents.PUBLISHER})


class Order(NamedTuple):
    """A release to be graded, with its bases by the names that they have now."""

    release_id: str
    bases: tuple[str, ...]


@dataclass(slots=True)
class Graded:
    """Columns of new grades, packed documents that they and later ones need, and releases whose grades still hold.

    What one process graded is to be kept in the order in which it did so: a document comes along once.
    """

    new: list[dict[str, Any]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a release: its verdict, the columns of its grade, and the words before a slash in the verdict,
    each with its slash."""

    digest: str
    columns: dict[str, Any]
    before_slashes: bytes

    def speaks_of(self, publisher: bytes) -> bool:
        """Whether a publisher, real or seeming, stands there: one called main in every ``blob/main/LICENSE``. The
        verdict on what it publishes is kept in other words."""
        return publisher + b"/" in self.before_slashes


def _before_slashes(body: bytes) -> bytes:
    *parts, _ = body.split(b"/")
    words = {part.rpartition(b'"')[2].rpartition(b" ")[2] for part in parts}
    return b"".join([word[-LONGEST_NAME:] + b"/" for word in words])


class Grader:
    """Grades releases from what is kept of them. Reads the registry, and writes nothing.

    Millions of releases say the same as others but for their names, and a grade does not depend on
    what a release is called: so what was made of one is remembered for the next.
    """

    def __init__(self, database_url: str, policy: Policy) -> None:
        self._engine = make_engine(database_url)
        self._policy = policy
        self._datasets = KnownDatasets()
        self._bases: dict[tuple[str, str], KeptBase] = {}
        self._memory: dict[tuple[Any, ...], Made] = {}

    def __call__(self, orders: Sequence[Order]) -> Graded:
        """The grades of a batch. Its bases must have been graded before, and be kept."""
        graded = Graded()
        with Session(self._engine) as session:
            releases = kept_releases(session, [order.release_id for order in orders])
            texts = texts_of(session, {r.evidence for r in releases.values()})
            bases = self._load_bases(session, {base for order in orders for base in order.bases})
            states = self._datasets.load(
                session, {d for r in releases.values() for d in r.datasets}
            )
        for order in orders:
            if (release := releases.get(order.release_id)) is not None:
                known = [(base, bases.get(base)) for base in order.bases]
                self._grade(release, known, texts[release.evidence], states, graded)
        return graded

    def _grade(
        self,
        release: KeptRelease,
        bases: list[tuple[str, tuple[str, str] | None]],
        text: bytes,
        states: Mapping[str, Dataset],
        graded: Graded,
    ) -> None:
        if release.beside.links:
            told = documents.unmasked(text, release.id, release.revision)
            beside = release.beside.under(map(Evidence.from_dict, told))
            release = replace(release, beside=beside)
        key = self._key(release, bases, text, states)
        publisher = release.id.partition("/")[0].encode()
        known = self._memory.get(key)
        if known is None or known.speaks_of(publisher):
            known = self._memory.get((publisher, key))
        if known is None:
            verdict, columns = self._verdict(release, bases, text, states)
            body = documents.masked(verdict, release.id, release.revision)
            known = Made(documents.digest_of(body), columns, _before_slashes(body))
            graded.documents[known.digest] = documents.packed(body)
            if len(self._memory) >= MOST_MEMORIES:
                self._memory.clear()
            self._memory[(publisher, key) if documents.PUBLISHER in body else key] = known
        made = (
            release.snapshot_id,
            release.reader_version,
            self._policy.rubric.version,
            known.digest,
            release.beside.disclosures,
            release.beside.gone,
        )
        if made == release.current:
            graded.same.append(release.id)
            return
        row = {"release_id": release.id, **dict(zip(_MADE, made, strict=True))}
        graded.new.append({**row, **known.columns})

    def _key(
        self,
        release: KeptRelease,
        bases: list[tuple[str, tuple[str, str] | None]],
        text: bytes,
        states: Mapping[str, Dataset],
    ) -> tuple[Any, ...]:
        """All that a grade depends on."""
        family = self._policy.licenses.family_terms(release.id)
        return (
            release.evidence,
            tuple(bases),
            tuple(states[d] for d in release.datasets),
            self._telling_name(release, bases, text),
            family.id if family else "",
            release.beside.beside,
        )

    def _telling_name(
        self, release: KeptRelease, bases: list[tuple[str, tuple[str, str] | None]], text: bytes
    ) -> str:
        """As much of its name as a release's grade may depend on: judges look into values and targets, where an
        address tells terms; and who publishes it matters where the same publisher is spoken of."""
        if _NAMES_ITSELF.search(text):
            return release.id
        name, lower = release.publisher, text.lower()
        speaks = (
            _NAMES_PUBLISHER.search(text)
            or f"{name}/".encode() in lower
            or f':"{name}"'.encode() in lower
            or any(
                name in self._bases[at].publishers if at else name == base.partition("/")[0].lower()
                for base, at in bases
            )
        )
        return release.id.partition("/")[0] if speaks else ""

    def _verdict(
        self,
        release: KeptRelease,
        bases: list[tuple[str, tuple[str, str] | None]],
        text: bytes,
        states: Mapping[str, Dataset],
    ) -> Judged:
        told = documents.unmasked(text, release.id, release.revision)
        evidence = tuple(map(Evidence.from_dict, told))
        known = [(base, self._bases[at] if at else None) for base, at in bases]
        case = self._policy.case(release.id, evidence, states, known, release.beside.beside)
        return self._policy.judged(case)

    def _load_bases(self, session: Session, ids: set[str]) -> dict[str, tuple[str, str]]:
        """Graded bases by id: under which name and verdict they are in ``_bases``."""
        if len(self._bases) > MOST_BASES:
            self._bases.clear()
        found: dict[str, tuple[str, str]] = {}
        wanted = {}
        for release_id, digest, revision in kept_verdicts(session, ids):
            found[release_id] = at = (f"{release_id}@{revision}", digest)
            if at not in self._bases:
                wanted[at] = (release_id, digest, revision)
        texts = texts_of(session, {digest for _, digest, _ in wanted.values()})
        for at, (release_id, digest, revision) in wanted.items():
            self._bases[at] = opened_base(release_id, texts[digest], revision)
        return found
