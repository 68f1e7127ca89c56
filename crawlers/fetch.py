"""Fetch: one repo from a source, in any thread. Reads the registry, and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.kept import Known, has_same_card, kept_file, known_repos
from crawlers.snapshots import HUB_ID, RepoKind, Snapshot, lists_statement
from crawlers.source import Missing, Source, SourceError
from registry.scoring.evidence import Outcome
from registry.statements import FILE as STATEMENT
from registry.statements import LARGEST
from registry.store import Failure

PENDING = Failure("pending", "its card has not been fetched yet")
"""What is known from a list of metadata alone waits for its turn."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A repo to be fetched: as a listing gave it, or, without metadata, by its name.

    ``role`` tells why: it is ``listed`` (on a page of the listing, by number), ``linked`` from a release, or asked
    for ``again``.
    """

    kind: RepoKind
    repo_id: str
    metadata: Mapping[str, Any] | None = None
    known: Known | None = None
    role: str = "listed"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it: a snapshot, what failed, or both when only card or statement did.

    ``known`` is what the registry has of the repo under the name that it has now.
    """

    wanted: Wanted
    snapshot: Snapshot | None = None
    known: Known | None = None
    outcome: Outcome = Outcome.FOUND
    failure: Failure | None = None
    etag: str = ""
    is_same: bool = False
    """Whether the source says that nothing changed."""


class Fetcher:
    """Fetches repos from a source, and of those that the registry knows only what changed."""

    def __init__(self, source: Source, engine: Engine) -> None:
        self.source = source
        self.engine = engine

    def __call__(self, wanted: Wanted) -> Fetched:
        """The snapshot of a repo; what fails is part of the result."""
        metadata, known = wanted.metadata, wanted.known
        if metadata is None:
            known = self._known(wanted, wanted.repo_id)
            try:
                etag = known.etag if known is not None and known.is_settled else ""
                told = self.source.metadata_since(wanted.kind, wanted.repo_id, etag)
                if told is None:
                    return Fetched(wanted, known=known, is_same=True)
                metadata = told.metadata
                if not HUB_ID.fullmatch(metadata["id"]):
                    raise SourceError("the source answers with something that is no id of a repo")
            except SourceError as error:
                outcome = Outcome.ABSENT if isinstance(error, Missing) else Outcome.UNCHECKED
                failure = Failure(error.kind, str(error))
                return Fetched(wanted, outcome=outcome, failure=failure)
            if metadata["id"] != wanted.repo_id:
                known = self._known(wanted, metadata["id"])
            return replace(self._with_card(wanted, metadata, known), etag=told.etag)
        if "error" in metadata:
            broken = Failure("unreachable", str(metadata["error"]))
            return Fetched(wanted, outcome=Outcome.UNCHECKED, failure=broken)
        return self._with_card(wanted, metadata, known)

    def _with_card(
        self, wanted: Wanted, metadata: Mapping[str, Any], known: Known | None
    ) -> Fetched:
        kind, repo_id = wanted.kind, metadata["id"]
        revision = metadata.get("sha")
        revision = revision if isinstance(revision, str) and revision.isalnum() else ""
        card, outcome, reason = None, Outcome.ABSENT, ""
        failure: Failure | None = None
        statement: bytes | None = None
        if known is not None and has_same_card(known, metadata):
            card, outcome, reason = (
                self._kept(known.card_digest),
                Outcome(known.card_outcome),
                known.card_reason,
            )
            statement = self._kept(known.statement_digest)
        elif wanted.role == "listed" and self.source.cards_later:
            if _has_card(metadata):
                outcome, reason, failure = Outcome.UNCHECKED, PENDING.reason, PENDING
        else:
            if _has_card(metadata):
                try:
                    before = self._kept(known.card_digest) if known else None
                    card = self.source.card(kind, repo_id, revision, before)
                    outcome = Outcome.FOUND
                except Missing:
                    pass
                except SourceError as error:
                    outcome, reason = Outcome.UNCHECKED, str(error)
                    failure = Failure(error.kind, reason)
            if failure is None:
                statement, failure = self._statement(kind, repo_id, revision, metadata, known)
        page = self.source.page_url(kind, repo_id, metadata)
        snapshot = Snapshot(
            kind, repo_id, revision, metadata, page, card, outcome, reason, statement
        )
        return Fetched(wanted, snapshot, known, failure=failure)

    def _statement(
        self,
        kind: RepoKind,
        repo_id: str,
        revision: str,
        metadata: Mapping[str, Any],
        known: Known | None,
    ) -> tuple[bytes | None, Failure | None]:
        """The statement of a model that lists one, or what kept it from being fetched."""
        if kind != "model" or not lists_statement(metadata):
            return None, None
        try:
            before = self._kept(known.statement_digest) if known else None
            told = self.source.statement(kind, repo_id, revision, before)
        except Missing:
            return None, None
        except SourceError as error:
            return None, Failure(error.kind, f"{STATEMENT}: {error}")
        return told[: LARGEST + 1], None  # as much as tells that it is too long

    def _known(self, wanted: Wanted, repo_id: str) -> Known | None:
        with Session(self.engine) as session:
            return known_repos(session, wanted.kind, [repo_id]).get(repo_id)

    def _kept(self, digest: str) -> bytes | None:
        """A file that the registry has of a repo."""
        if not digest:
            return None
        with Session(self.engine) as session:
            return kept_file(session, digest)


def _has_card(metadata: Mapping[str, Any]) -> bool:
    """Whether there may be a README: a file list that was given and lacks it says no."""
    siblings = metadata.get("siblings")
    if not isinstance(siblings, list):
        return True
    return any(isinstance(s, dict) and s.get("rfilename") == "README.md" for s in siblings)
