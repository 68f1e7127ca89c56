"""The Hub as a source: its listings, model cards and dataset repos."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from crawlers.budget import Ledger
from crawlers.http import PATIENCE_S, HubDoor, NotModified
from crawlers.snapshots import RepoKind
from crawlers.source import Page, Selection, SourceError, Told, Unreachable
from registry.statements import FILE as STATEMENT

PAGE_SIZE = 1000
_BOTH = (
    *("author", "cardData", "createdAt", "disabled", "downloads", "gated", "lastModified"),
    *("likes", "private", "sha", "siblings", "tags"),
)
EXPAND: Mapping[RepoKind, tuple[str, ...]] = {
    "model": (*_BOTH, "baseModels", "library_name", "pipeline_tag", "safetensors"),
    "dataset": _BOTH,
}
"""The fields asked for. A field that is not asked for is not known, which is not the same as empty."""


class Hub:
    """A Hub reached over HTTP."""

    name = "hub"
    cards_later = False

    def __init__(
        self,
        endpoint: str,
        token: str | None = None,
        *,
        patience_s: float = PATIENCE_S,
        ledgers: Mapping[str, Ledger] | None = None,
    ) -> None:
        self.door = HubDoor(endpoint, token, patience_s=patience_s, ledgers=ledgers)

    def lists_newest_first(self, selection: Selection) -> bool:
        """Whether the listing begins with what was modified last; with a limit, by downloads."""
        return selection.limit is None

    def greet(self) -> None:
        """Asks for the shortest list. Raises Unreachable at once when there is no Hub at this address."""
        self.door.json("/api/models", {"limit": 1}, tries=2)

    def pages(self, selection: Selection, cursor: str | None) -> Iterator[Page]:
        """The Hub's list of models, last modified first; a cursor is the address of a page.

        With a limit, the most downloaded first; its cursors begin with how many are left. At the
        cursor of another Hub, or one that the Hub no longer knows, the listing begins again.
        """
        left, here = _resumed(selection.limit, cursor)
        if here is not None and self.door.leads_here(here):
            try:
                listed, following = self.door.json(here)
            except Unreachable:
                raise
            except SourceError:
                here = None
        else:
            here = None
        if here is None:
            left, here = selection.limit, "/api/models"
            listed, following = self.door.json(here, _parameters(selection))
        while True:
            if not isinstance(listed, list):
                raise Unreachable("the Hub's list of models is not a list")
            models = tuple(
                m for m in listed if isinstance(m, dict) and isinstance(m.get("id"), str)
            )
            if left is not None:
                models, left = models[:left], left - len(models)
                following = following if left > 0 else ""
            told = following if left is None else f"{left} {following}"
            yield Page(models, told if following else None)
            if not following:
                return
            here, before = following, here
            if here == before:
                raise Unreachable("the Hub's list of models leads back to the same page")
            listed, following = self.door.json(here)

    def metadata(self, kind: RepoKind, repo_id: str) -> Mapping[str, Any]:
        """What the Hub says of one repo, under the name that it has now."""
        told = self.metadata_since(kind, repo_id)
        assert told is not None  # no ETag was given
        return told.metadata

    def metadata_since(self, kind: RepoKind, repo_id: str, etag: str = "") -> Told | None:
        """What the Hub says of one repo and its ETag; None when that is still the one given."""
        path, wanted = f"/api/{kind}s/{repo_id}", {"expand": EXPAND[kind]}
        try:
            told, now = self.door.json_since(path, wanted, etag=etag)
        except NotModified:
            return None
        if not isinstance(told, dict) or not isinstance(told.get("id"), str):
            raise Unreachable("the Hub's reply has no id")
        return Told(told, now)

    def card(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The README.md of a repo at a revision; ``known`` again if it is the same, which costs no download."""
        return self._file(kind, repo_id, revision, "README.md", known)

    def statement(
        self, kind: RepoKind, repo_id: str, revision: str, known: bytes | None = None
    ) -> bytes:
        """The TRANSPARENCY.yaml of a repo at a revision, as ``card`` gives the card."""
        return self._file(kind, repo_id, revision, STATEMENT, known)

    def _file(
        self, kind: RepoKind, repo_id: str, revision: str, name: str, known: bytes | None
    ) -> bytes:
        pinned = quote(revision or "main", safe="")
        path = f"/{_folder(kind)}{repo_id}/resolve/{pinned}/{name}"
        if known is None:
            return self.door.file(path)
        try:
            return self.door.file(path, etag=f'"{_blob_id(known)}"')
        except NotModified:
            return known

    def page_url(self, kind: RepoKind, repo_id: str, metadata: Mapping[str, Any]) -> str:
        """The repo's page at this Hub."""
        return f"{self.door.endpoint}/{_folder(kind)}{repo_id}"


def _parameters(selection: Selection) -> dict[str, Any]:
    params: dict[str, Any] = {
        "expand": EXPAND["model"],
        "sort": "downloads" if selection.limit else "lastModified",
        "limit": min(PAGE_SIZE, selection.limit or PAGE_SIZE),
    }
    params |= {"author": selection.author} if selection.author else {}
    return params | ({"pipeline_tag": selection.task} if selection.task else {})


def _resumed(limit: int | None, cursor: str | None) -> tuple[int | None, str | None]:
    """How many releases are left, and the address of the page to go on with."""
    if limit is None or cursor is None:
        return limit, cursor
    left, _, address = cursor.partition(" ")
    return (int(left), address) if left.isdigit() and address else (limit, None)


def _blob_id(content: bytes) -> str:
    """The id that git gives a file with this content, which the Hub uses as its ETag."""
    prefix = b"blob %d\0" % len(content)
    return hashlib.sha1(prefix + content, usedforsecurity=False).hexdigest()


def _folder(kind: RepoKind) -> str:
    return "datasets/" if kind == "dataset" else ""
