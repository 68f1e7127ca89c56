"""A snapshot: what a source said about one repo at one moment, verbatim."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from registry.scoring.evidence import Outcome
from registry.statements import FILE as STATEMENT

RepoKind = Literal["model", "dataset"]

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9_][\w.-]{0,95})?", re.ASCII)
"""What the Hub takes for the id of a repo."""

COUNTERS = frozenset(
    {"downloads", "downloadsAllTime", "likes", "trendingScore", "usedStorage", "spaces"}
    | {"childrenModelCount", "inference", "inferenceProviderMapping", "_id"}
)
"""Fields of the metadata that move without the release changing; they are not part of the digest."""

_quoted = lru_cache(maxsize=1024)(quote)
"""Quoted once: all evidence from a card has the same revision and file in its address."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Metadata and model card of one repo.

    ``metadata`` is the source's JSON as it came, in the source's spelling. ``card`` holds the bytes of ``README.md``;
    it is None when there is none (``card_outcome`` absent) or it could not be read (unchecked, with ``card_reason``
    in words). ``page`` is the address of the repo's page, to which evidence links. ``statement`` holds the bytes of
    the ``TRANSPARENCY.yaml``; None where there is none, or it is listed and could not be fetched.
    """

    kind: RepoKind
    id: str
    revision: str
    metadata: Mapping[str, Any]
    page: str
    card: bytes | None = None
    card_outcome: Outcome = Outcome.ABSENT
    card_reason: str = ""
    statement: bytes | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files in the repo, as listed."""
        siblings = self.metadata.get("siblings") or ()
        return tuple(
            str(s["rfilename"]) for s in siblings if isinstance(s, dict) and "rfilename" in s
        )

    def file_url(self, name: str, line: int | None = None) -> str:
        """Address of a file at this revision, at a line of it if given."""
        if self.is_retold:
            return self.page
        revision = _quoted(self.revision or "main", safe="")
        anchor = f"?code=true#L{line}" if line else ""
        return f"{self.page}/blob/{revision}/{_quoted(name)}{anchor}"

    @property
    def files_url(self) -> str:
        """Address of the file list at this revision."""
        revision = _quoted(self.revision or "main", safe="")
        return self.page if self.is_retold else f"{self.page}/tree/{revision}"

    @property
    def is_retold(self) -> bool:
        """Whether the card is in our own words, as in the bundled sample: its lines are not to be found at the Hub."""
        return "aperture" in self.metadata

    @property
    def card_digest(self) -> str:
        """SHA-256 of the card's bytes; empty when there are none."""
        return "" if self.card is None else hashlib.sha256(self.card).hexdigest()

    @property
    def lists_statement(self) -> bool:
        """Whether the file list names a statement."""
        return lists_statement(self.metadata)

    @property
    def statement_digest(self) -> str:
        """SHA-256 of the statement's bytes; empty when there are none."""
        return "" if self.statement is None else hashlib.sha256(self.statement).hexdigest()

    @property
    def digest(self) -> str:
        """Key of the snapshot: a digest of what the source said."""
        return digest(
            self.kind,
            self.id,
            self.metadata,
            self.card_outcome,
            self.card_digest,
            self.statement_digest,
        )


def lists_statement(metadata: Mapping[str, Any]) -> bool:
    """Whether the file list that metadata give names a statement."""
    siblings = metadata.get("siblings")
    return isinstance(siblings, list) and any(
        isinstance(s, dict) and s.get("rfilename") == STATEMENT for s in siblings
    )


def digest(
    kind: str,
    repo_id: str,
    metadata: Mapping[str, Any],
    card_outcome: str,
    card_digest: str,
    statement_digest: str = "",
) -> str:
    """A digest of everything that a source says of a repo, but for counters.

    The revision alone would not do: gating and licence tags change on the Hub without a commit.
    """
    told = {k: v for k, v in metadata.items() if k not in COUNTERS}
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), default=str)
    parts = [kind, repo_id, canonical, str(card_outcome), card_digest]
    if statement_digest:  # without one the digest is what it was before there were any
        parts.append(statement_digest)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
