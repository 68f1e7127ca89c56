"""Boards: organizations, and the leaderboard under anyone's weights."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, url_for
from werkzeug.exceptions import NotFound

from registry.catalog.grouping import Wanted
from registry.catalog.organizations import organization_named, organizations
from registry.catalog.profiles import profile
from registry.catalog.weighing import tenths
from registry.filters.boards import GROUP_ORDERS, KINDS, MOST_AT_LEAST, parse_board
from registry.filters.organizations import ORDERS, PAGE_SIZE, parse_organizations
from registry.filters.weights import MOST, PREFIX
from registry.openapi import Parameter, Reply
from registry.plain import groups
from registry.resources import rubric
from registry.shapes import (
    ClaimBoard,
    FamilyList,
    OrganizationList,
    OrganizationProfile,
    ReleaseBoard,
)
from registry.views import finder
from registry.views.api.catalog_parameters import FILTERS, FOLD, PAGE, Q
from registry.views.api.declaring import Query, as_json, operation
from registry.views.api.paging import with_next_page
from registry.views.boards import claims_on, groups_on, releases_on
from registry.views.errors import bad_query
from registry.views.requests import pace_of

TAG = "boards"

AT_LEAST = Parameter(
    "at_least",
    "Only those with so many graded releases.",
    {"type": "integer", "minimum": 1, "maximum": MOST_AT_LEAST},
)
WEIGHTS = tuple(
    Parameter(
        f"{PREFIX}{pillar.id}",
        f"How much the pillar {pillar.title.lower()} counts; {pillar.weight:g} in the rubric. "
        "Only the ratio matters.",
        {"type": "integer", "minimum": 0, "maximum": MOST},
    )
    for pillar in rubric().pillars
)


@operation(
    "/organizations",
    "List organizations",
    Reply("One page of the organizations.", OrganizationList, paged=True),
    tag=TAG,
    parameters=(
        Parameter("q", "A part of the name.", Q.schema),
        Parameter("sort", "The order; by median if not given.", {"type": "string", "enum": [*ORDERS]}),
        AT_LEAST,
        PAGE,
    ),
)  # fmt: skip
def list_organizations(query: Query) -> Response:
    """Who publishes releases that are graded, by the median of their scores or in another order."""
    asked, catalog = parse_organizations(query.pairs), finder().catalog
    if asked.problems:
        abort(bad_query(asked.problems))
    wanted = Wanted(asked.by, asked.at_least, asked.offset, PAGE_SIZE)
    found = organizations(catalog, wanted, asked.q)
    items = [groups.organization(group, catalog) for group in found.groups]
    has_more = asked.offset + len(items) < found.total
    told = {"items": items, "total": found.total}
    return with_next_page(as_json(told), query, asked.page, has_more)


@operation(
    "/organizations/<name>",
    "One organization",
    Reply("What it has published, in numbers.", OrganizationProfile),
    tag=TAG,
    errors={308: "Its name is spelled otherwise."},
)
def get_organization(_query: Query, name: str) -> Any:
    """Scores, classes and pillars of its releases, how they developed, its families, and what it discloses least. Its
    releases are those of the list with its name as `organization`."""
    catalog = finder().catalog
    code = organization_named(catalog, name)
    if code is None:
        near = finder().suggestions.nearest_organizations(name)
        hint = f" The nearest known: {', '.join(near)}." if near else ""
        raise NotFound(f"No organization {name[:200]!r} is known.{hint}")
    known = catalog.organization.values[code]
    if known != name:
        return redirect(url_for("api.get_organization", name=known), 308)
    return groups.profile(profile(catalog, code), catalog, pace_of(known))


@operation(
    "/leaderboard",
    "The leaderboard, under anyone's weights",
    Reply(
        "One page of the board that is asked for.",
        ReleaseBoard | OrganizationList | FamilyList | ClaimBoard,
        paged=True,
    ),
    tag=TAG,
    parameters=(
        Parameter("board", "What is ranked; releases if not given.", {"type": "string", "enum": [*KINDS]}),
        Parameter("by", "The order of organizations and families; by median if not given.",
                  {"type": "string", "enum": [*GROUP_ORDERS]}),
        AT_LEAST, *WEIGHTS, *FILTERS, FOLD, PAGE,
    ),
)  # fmt: skip
def get_leaderboard(query: Query) -> Response:
    """Releases, organizations or families in the order of what is certain of their openness, under the rubric's weights
    or those given; or the releases whose publishers claim more than was found (`board=claims`). Of each family one
    release stands for all, unless `fold=no`."""
    board, catalog = parse_board(query.pairs, rubric()), finder().catalog
    if board.problems:
        abort(bad_query(board.problems))
    told: dict[str, Any]
    if board.kind == "claims":
        told = claims_on(board)
        told["downloads"] = groups.downloads(told["downloads"])
    elif board.kind == "releases":
        told = releases_on(board)
    else:
        found, scores = groups_on(board), tenths(catalog, board.weights)
        told = {"total": found.total}
        told["items"] = [
            groups.organization(group, catalog)
            if board.kind == "organizations"
            else groups.family(group, catalog, scores)
            for group in found.groups
        ]
    has_more = board.offset + len(told["items"]) < told["total"]
    return with_next_page(as_json(told), query, board.asked.page, has_more)
