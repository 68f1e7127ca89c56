"""Unread: documents that a release links to and nobody has read, and what they could still settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.scoring.evidence import Evidence, Outcome
from registry.scoring.rubric import UNCHECKED, Criterion, Pillar

if TYPE_CHECKING:
    from registry.scoring.case import Case
    from registry.scoring.marks import Mark

_FOUND_AS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("docs.paper", "report"): "paper",
        ("docs.paper", "blog"): "post",
        ("reference", "repository"): "repository",
        ("reference", "collection"): "collection",
        ("reference", "page"): "page",
    }
)
"""By criterion or topic and fact: the kind of document that evidence points to."""

KINDS = frozenset(_FOUND_AS.values())


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a card refers to. ``kind`` is paper, post, repository, collection or page."""

    kind: str
    title: str
    url: str

    def as_dict(self) -> dict[str, str]:
        """The document as plain strings, for storing."""
        return {"kind": self.kind, "title": self.title, "url": self.url}


def unread_documents(case: Case, pillars: Iterable[Pillar]) -> dict[str, tuple[Document, ...]]:
    """By pillar: what a release refers to for more, as far as it may bear on that.

    Of the data behind a base, only those tell who published that base.
    """
    told = dict.fromkeys((pillar.id for pillar in pillars), _documents(case))
    publishers = {base.id.partition("/")[0] for base in case.bases}
    if publishers and case.id.partition("/")[0] not in publishers:
        told["data"] = ()
    return told


def _documents(case: Case) -> tuple[Document, ...]:
    found: dict[tuple[str, str], Document] = {}
    for (criterion, fact), kind in _FOUND_AS.items():
        for e in case.found(criterion, fact):
            found.setdefault((kind, e.target or e.value), _document(kind, e))
    return tuple(found.values())


def _document(kind: str, evidence: Evidence) -> Document:
    return Document(kind, evidence.value[:120], evidence.target)


def with_unread(mark: Mark, criterion: Criterion, documents: tuple[Document, ...]) -> Mark:
    """The mark with what these documents could still settle: its level stays, its ceiling rises.

    Not beyond the level that the rubric holds such a document capable of, and never where the
    publisher says that something is withheld: what is denied needs no looking up.
    """
    if not documents or not criterion.reach or mark.ceiling is None or mark.level == UNCHECKED:
        return mark
    reach, certain = criterion.reach, mark.points or 0.0
    telling = tuple([d for d in documents if reach.get(d.kind, 0.0) > certain])
    if not telling or any(e.outcome is Outcome.DENIED for e in mark.evidence):
        return mark
    ceiling = max(mark.ceiling, *(reach[d.kind] for d in telling))
    unread = tuple(dict.fromkeys((*mark.unread, *telling)))
    return mark.with_points(mark.points, ceiling, unread)
