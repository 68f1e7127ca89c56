"""A source: where metadata and cards come from. Hub, mirror and sample look like this to a crawl."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from crawlers.snapshots import RepoKind


class SourceError(Exception):
    """A source has not given what it was asked for; the message says why, in words for a reader.

    ``kind`` says what to do about it, ``cause`` is a word to count by: what exactly went wrong.
    """

    kind = "error"

    def __init__(self, reason: str, cause: str = "") -> None:
        super().__init__(reason)
        self.cause = cause or self.kind


class Missing(SourceError):  # noqa: N818  # named by what happened
    """There is no such repo, revision or file; a private repo looks the same from outside."""

    kind = "missing"


class Denied(SourceError):  # noqa: N818  # named by what happened
    """It is there, and may not be read: gated or disabled."""

    kind = "denied"


class Unreachable(SourceError):  # noqa: N818  # named by what happened
    """It could not be fetched now: the network, a server error, a broken reply. Worth another try."""

    kind = "unreachable"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which releases to crawl. ``limit`` counts the listing, without what it links to."""

    limit: int | None = None
    author: str = ""
    task: str = ""
    min_downloads: int | None = None

    def __str__(self) -> str:
        """A stable name, by which an interrupted crawl is recognised."""
        name = f"author={self.author} task={self.task} limit={self.limit or 'none'}"
        return f"{name} downloads={self.min_downloads}" if self.min_downloads else name


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing: models as the source gives them, and where the next page begins."""

    models: tuple[Mapping[str, Any], ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says of a repo, and the tag by which it recognises that later; empty: it gives none."""

    metadata: Mapping[str, Any]
    etag: str = ""


class Source(Protocol):
    """Where releases come from. Methods raise the errors above, and no others.

    ``cards_later`` says that it lists more releases than anybody wants the cards of: these are fetched
    later, the most wanted first.
    """

    name: str
    cards_later: bool

    def lists_newest_first(self, selection: Selection) -> bool:
        """Whether the listing begins with what was modified last, so that its end need not be read."""

    def pages(self, selection: Selection, cursor: str | None) -> Iterator[Page]:
        """The listing, from its beginning or from where an earlier one stopped."""

    def metadata(self, kind: RepoKind, repo_id: str) -> Mapping[str, Any]:
        """What the source says of one repo."""

    def metadata_since(self, kind: RepoKind, repo_id: str, etag: str = "") -> Told | None:
        """What the source says of one repo now; None when it still has this ETag."""

    def card(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The bytes of a repo's README.md at a revision; ``known`` if these are still the same."""

    def statement(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The bytes of a repo's TRANSPARENCY.yaml at a revision; ``known`` if these are still the same."""

    def page_url(self, kind: RepoKind, repo_id: str, metadata: Mapping[str, Any]) -> str:
        """Address at which a person can see the repo."""


def parse_json(data: bytes) -> Any:
    """What a source's JSON says; numbers that only Python takes for JSON are left out.

    Raises ValueError for what is not JSON, or nested too deeply to be meant seriously.
    """
    try:
        return json.loads(data, parse_constant=lambda _: None, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
