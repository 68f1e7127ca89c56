"""Suggesting: the releases whose names look most like what somebody wrote."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
from sqlmodel import Session

from registry.catalog.catalog import Catalog
from registry.catalog.coded import Mask
from registry.catalog.searching import Search
from registry.words import NAME, ORGANIZATION, SQUASHED, query_words, squashed

MOST_LIKENED = 300
"""Names that are compared letter by letter, the most used first."""
SHORTEST = 3
LEAST_LIKE = 0.5
MOST_WRITTEN = 120


def nearest_ids(
    session: Session, catalog: Catalog, search: Search, written: str, count: int = 5
) -> list[str]:
    """The ids that look most like what is written, the nearest first; none when nothing is like it."""
    written = written[:MOST_WRITTEN]
    candidates = _candidates(session, catalog, search, written)
    rows = np.flatnonzero(candidates)
    most_used = rows[np.argsort(-catalog.downloads[rows], kind="stable")][:MOST_LIKENED]
    wanted, name = squashed(written), squashed(written.rpartition("/")[2])
    ranked = sorted((-_likeness(wanted, name, i), i) for i in catalog.ids_of(most_used.tolist()))
    return [i for likeness, i in ranked[:count] if -likeness > LEAST_LIKE]


def _candidates(session: Session, catalog: Catalog, search: Search, written: str) -> Mask:
    """Rows with words that begin like those that are written, as far as any do: the end is as often wrong as not."""
    organization, _, name = written.rpartition("/")
    sought = [NAME + word for word in query_words(name) if not word[0].isdecimal()]
    sought += [SQUASHED + squashed(name)]
    sought += [ORGANIZATION + squashed(organization or name)]
    found = np.zeros(catalog.size, dtype=np.bool_)
    for word in sought:
        for length in range(len(word), 1 + SHORTEST, -1):
            mask = search.rows(session, word[:length], prefix=True)
            if mask.any():
                found |= mask
                break
    return found


def _likeness(wanted: str, name: str, release_id: str) -> float:
    whole, own = squashed(release_id), squashed(release_id.rpartition("/")[2])
    return max(
        SequenceMatcher(None, wanted, whole, autojunk=False).ratio(),
        SequenceMatcher(None, name, own, autojunk=False).ratio(),
    )
