"""Suggesting: the release or organization that somebody meant who did not write it exactly.

Nothing here reads all names: candidates are those with words that begin alike, and what is downloaded most.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlmodel import Session

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask, Rows
from registry.catalog.ranking import Orders
from registry.catalog.searching import Search
from registry.spelling import cleaned, nearest, readings
from registry.words import query_words, squashed

MOST_ALIKE = 400
"""Names with words that begin alike that are compared letter by letter, the most used first."""
POPULAR = 400
"""Names that are compared in any case."""
MOST_READINGS = 12
SHORTEST = 3
"""Letters that must be right at the beginning of a word."""


class Suggestions:
    """Which releases and organizations are written nearly so."""

    def __init__(self, catalog: Catalog, orders: Orders, search: Search) -> None:
        self._catalog = catalog
        self._search = search
        self._popular = catalog.ids_of(orders["downloads"][:POPULAR])
        self._downloads = catalog.downloads

    def canonical_id(self, session: Session, written: str) -> str | None:
        """The id that differs from what is written in case only; None when there is none."""
        wanted = cleaned(written)
        rows = self._search.called(session, wanted)
        same = (i for i in self._most_used(rows) if i.casefold() == wanted.casefold())
        return next(same, None)

    def nearest_ids(self, session: Session, written: str, count: int = 5) -> list[str]:
        """The ids that are most like what is written, the nearest first; none when nothing is like it."""
        wanted = cleaned(written)
        if not wanted:
            return []
        meant = list(self._known([wanted, *list(readings(written))[:MOST_READINGS]], session))
        alike = self._most_used(self._beginning_alike(wanted))
        found = nearest(wanted, [*meant, *alike, *self._popular], count)
        return [*meant, *(i for i in found if i not in meant)][:count]

    def nearest_organizations(self, written: str, count: int = 5) -> list[str]:
        """The organizations that are most like what is written, the nearest first."""
        wanted = cleaned(written)
        ids = [*self._most_used(self._publishers(wanted)), *self._popular]
        names = dict.fromkeys(i.rpartition("/")[0] for i in ids)
        return nearest(wanted, filter(None, names), count) if wanted else []

    def _known(self, ids: list[str], session: Session) -> Iterator[str]:
        for one in dict.fromkeys(ids):
            known = one if self._catalog.row_of(one) is not None else None
            if found := known or self.canonical_id(session, one):
                yield found

    def _beginning_alike(self, wanted: str) -> Mask:
        """Rows with a word that begins like one written, as far as any does: the end is wrong as often as not."""
        organization, _, name = wanted.rpartition("/")
        found = self._publishers(organization or name)
        words = [word for word in query_words(name) if not word[0].isdecimal()]
        for word in (*words, squashed(name)):
            found[self._widest(word)] = True
        return found

    def _widest(self, word: str) -> Rows:
        for length in range(len(word), SHORTEST - 1, -1):
            rows = self._catalog.name_words.beginning(word[:length])
            if len(rows):
                return rows
        return self._catalog.name_words.rows("")

    def _publishers(self, written: str) -> Mask:
        name = squashed(written)
        for length in range(len(name), SHORTEST - 1, -1):
            rows = self._catalog.publisher_names.beginning(name[:length])
            if rows.any():
                return rows
        return np.zeros(self._catalog.size, dtype=np.bool_)

    def _most_used(self, mask: Mask) -> list[str]:
        rows = np.flatnonzero(mask)
        ranked = rows[np.argsort(-self._downloads[rows], kind="stable")][:MOST_ALIKE]
        return self._catalog.ids_of(ranked.tolist())
