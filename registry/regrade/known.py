"""Known: what the registry knows of the things that a draft points to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sqlmodel import Session

from registry.linting.draft import Known
from registry.regrade.datasets import KnownDatasets
from registry.regrade.kept import kept_verdicts, opened_base, texts_of

MOST, LONGEST = 200, 200
"""Names of one kind that are looked up for a draft, and characters of one: a card may hold a hundred thousand."""


def known(session: Session, datasets: Iterable[str], bases: Iterable[str]) -> Known:
    """The dataset repos that were looked at and the bases that are graded, among the first of these; see ``Lookup``."""
    found = KnownDatasets().load(session, _first(datasets))
    verdicts = kept_verdicts(session, _first(bases))
    texts = texts_of(session, {digest for _, digest, _ in verdicts})
    opened = {
        base: opened_base(base, texts[digest], revision) for base, digest, revision in verdicts
    }
    return Known(found, opened)


def _first(names: Iterable[str]) -> list[str]:
    return list(islice((n for n in names if len(n) <= LONGEST and n.isprintable()), MOST))
