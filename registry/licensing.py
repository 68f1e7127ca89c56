"""Licensing: the licence of a release place by place, as plain values for page and API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from registry.queries.dossiers import Dossier
from registry.scoring.case import Case
from registry.scoring.evidence import Evidence
from registry.scoring.license_trace import Ancestor, Said, Trace, found_in, trace
from registry.scoring.licenses import License, LicenseTable

if TYPE_CHECKING:
    from registry import shapes


def license_trace(
    dossier: Dossier, marks: Mapping[str, Any], table: LicenseTable
) -> shapes.Licensing | None:
    """What tag, fields, card, files and base say of the licence, which counts, and where they
    disagree. ``marks`` are those of its grade; None where none tells of the licence."""
    mark = marks.get("weights.license")
    if mark is None:
        return None
    told = tuple(Evidence.from_dict(e) for e in mark["evidence"])
    ancestors = [
        Ancestor(b.id, b.child, b.generation, b.license, b.license_class) for b in dossier.bases
    ]
    release, via = dossier.release.id, mark["via"]
    case = Case(release, dossier.terms or found_in(told, release), table)
    inherited = found_in(told, via) if via else ()
    return _plain(trace(case, mark["level"], via, inherited, ancestors))


def _plain(found: Trace) -> shapes.Licensing:
    return {
        "effective": found.effective or None,
        "level": found.level,
        "needs_review": found.review,
        "places": [_place(said) for said in found.said],
        "conflicts": list(found.conflicts),
        "path": list(found.path),
    }


def _place(said: Said) -> Any:
    evidence = said.evidence
    return {
        "place": said.place,
        "says": said.words,
        "class": said.cls or None,
        "counts": said.counts,
        "needs_review": said.review,
        "release": said.release or None,
        "licenses": [_license(terms) for terms in said.licenses],
        "quote": evidence.quote if evidence else None,
        "where": evidence.place if evidence else None,
        "url": evidence.url if evidence else None,
    }


def _license(terms: License) -> dict[str, Any]:
    return {
        "id": terms.id,
        "name": terms.name,
        "class": str(terms.cls),
        "approved_by": terms.status or None,
        "url": terms.url or None,
        "reason": terms.reason,
    }
