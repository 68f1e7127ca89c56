"""Groups: organizations and families as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from registry.catalog.disclosing import Standing, least_disclosed, most_gained
from registry.plain.requests import counts
from registry.serialize import page_url

if TYPE_CHECKING:
    from registry import shapes
    from registry.asking import Pace
    from registry.catalog import Catalog, grouping, profiles
    from registry.catalog.catalog import Tenths

MOST_NAMED = 6
"""Criteria that a profile names as least disclosed, and as most worth disclosing."""


def organization_url(name: str) -> str:
    """The address of an organization's page on this site."""
    return f"/organizations/{quote(name)}"


def organization(group: grouping.Group, catalog: Catalog) -> shapes.Organization:
    """An organization by how open its releases are."""
    return {**_group(group, catalog), "name": group.name, "url": organization_url(group.name)}


def family(group: grouping.Group, catalog: Catalog, scores: Tenths) -> shapes.Family:
    """A family by how open its releases are; ``scores`` are those that it is ranked by."""
    row = catalog.row_of(group.name)
    tenths = -1 if row is None else int(scores[row])
    return {
        **_group(group, catalog),
        "original": group.name,
        "original_score": None if tenths < 0 else tenths / 10,
        "url": None if row is None else page_url(group.name),
    }


def downloads(told: grouping.Downloads) -> shapes.Downloads:
    """What some releases are downloaded in a month together."""
    return {"number": told.number, "at_least": told.at_least}


def profile(told: profiles.Profile, catalog: Catalog, asked: Pace) -> shapes.OrganizationProfile:
    """One organization, by all that it has published, and what it was asked."""
    return {
        "name": told.name,
        "url": organization_url(told.name),
        "releases": told.releases,
        "graded": told.graded,
        "originals": told.originals,
        "median": told.median,
        "best": told.best,
        "best_release": None if told.best_row is None else catalog.ids[told.best_row],
        "downloads": downloads(told.downloads),
        "letters": told.letters,
        "classes": told.classes,
        "pillars": told.pillars,
        "halves": [
            {"label": h.label, "releases": h.releases, "median": h.median, "best": h.best}
            for h in told.halves
        ],
        "families": [family(f, catalog, catalog.score_tenths) for f in told.families],
        "families_total": told.families_total,
        "criteria": [_standing(s) for s in told.standings],
        "judged": told.judged,
        "judged_originals": told.judged_originals,
        "least_disclosed": _ids(least_disclosed(told.standings, MOST_NAMED)),
        "most_gained": _ids(most_gained(told.standings, MOST_NAMED)),
        "disclosure_requests": counts(asked),
    }


def _group(group: grouping.Group, catalog: Catalog) -> shapes.Group:
    return {
        "rank": group.rank,
        "was": group.was,
        "releases": group.releases,
        "median": group.median,
        "best": group.best,
        "worst": group.worst,
        "best_release": catalog.ids[group.best_row],
        "downloads": downloads(group.downloads),
    }


def _standing(standing: Standing) -> shapes.CriterionCounts:
    return {
        "criterion": standing.criterion.id,
        "title": standing.criterion.title,
        "open": standing.open,
        "partial": standing.partial,
        "closed": standing.closed,
        "unchecked": standing.unchecked,
        "lacking": standing.lacking,
        "share": round(standing.share, 3),
        "gain": round(standing.gain, 1),
    }


def _ids(standings: list[Standing]) -> list[str]:
    return [standing.criterion.id for standing in standings]
