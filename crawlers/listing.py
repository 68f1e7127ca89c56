"""Listing: the pages of a source, and what of them has to be fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from crawlers.catalog import told_at
from crawlers.fetch import Wanted
from crawlers.kept import Known, is_unchanged, known_repos
from crawlers.snapshots import HUB_ID
from crawlers.source import Page, Selection, Source


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the listing: how many releases it names, which are unchanged, and how many are to be fetched.

    ``cursor`` leads to the page after it, None at the end; ``newest`` is the latest moment that it tells of.
    """

    number: int
    cursor: str | None
    seen: int
    wanted: int
    unchanged: Mapping[str, Mapping[str, Any]]
    misnamed: tuple[str, ...]
    newest: datetime | None


class Listing:
    """Goes through a listing once, from its beginning or from where an earlier crawl stopped."""

    def __init__(
        self,
        source: Source,
        engine: Engine,
        selection: Selection,
        *,
        cursor: str | None = None,
        since: datetime | None = None,
    ) -> None:
        self._source = source
        self._engine = engine
        self._selection = selection
        self._cursor = cursor
        self._since = since

    def __iter__(self) -> Iterator[Wanted | Listed]:
        """After each page's note, the repos on it that are new or changed."""
        pages = self._source.pages(self._selection, self._cursor)
        for number, page in enumerate(pages):
            moments = [m for told in page.models if (m := told_at(told)) is not None]
            is_last = self._since is not None and bool(moments) and min(moments) < self._since
            note, wanted = self._sifted(number, page, max(moments, default=None), is_last)
            yield note
            yield from wanted
            if is_last:
                return

    def _sifted(
        self, number: int, page: Page, newest: datetime | None, is_last: bool
    ) -> tuple[Listed, list[Wanted]]:
        models = {m["id"]: m for m in page.models if not self._is_old(m)}
        misnamed = [repo_id for repo_id in models if not HUB_ID.fullmatch(repo_id)]
        named = {repo_id: m for repo_id, m in models.items() if repo_id not in set(misnamed)}
        with Session(self._engine) as session:
            known = known_repos(session, "model", named)
        unchanged, wanted = {}, []
        for repo_id, metadata in named.items():
            before = known.get(repo_id)
            if before is not None and (
                is_unchanged(before, "model", metadata) or self._is_behind(before, metadata)
            ):
                unchanged[repo_id] = metadata
            else:
                wanted.append(Wanted("model", repo_id, metadata, before, page=number))
        cursor = None if is_last else page.cursor
        note = Listed(number, cursor, len(models), len(wanted), unchanged, tuple(misnamed), newest)
        return note, wanted

    def _is_behind(self, known: Known, metadata: Mapping[str, Any]) -> bool:
        """Whether a list of metadata alone tells no news of a release whose card was read."""
        if not self._source.cards_later or not known.card_digest:
            return False
        told = told_at(metadata)
        return told is None or (known.last_modified is not None and told <= known.last_modified)

    def _is_old(self, metadata: Mapping[str, Any]) -> bool:
        if self._since is None:
            return False
        told = told_at(metadata)
        return told is not None and told < self._since
