"""Releases: lists of them, and all that is known of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from flask import Response, abort, redirect, request, url_for
from werkzeug.exceptions import NotFound

from registry import queries, serialize
from registry.catalog.coded import Rows
from registry.filters import Problem
from registry.openapi import Parameter, Reply
from registry.queries import Dossier
from registry.resources import rubric
from registry.shapes import Detail, Summary
from registry.shapes.lists import Difference, Facets, History, ReleaseList
from registry.views import connected, finder, reading
from registry.views.api.catalog_parameters import (
    CURSOR,
    FILTERS,
    FOLD,
    LIMIT,
    PAGE,
    SORT,
    asked_in,
    fields_parameter,
)
from registry.views.api.declaring import Query, View, as_json, operation
from registry.views.api.paging import page_of, with_next
from registry.views.errors import bad_query

TAG = "releases"
DEAR = ("criteria", "frameworks")
"""Properties of a release in a list that are only told when asked for."""
LISTED = tuple(Summary.__annotations__)

LINE_FIELDS = fields_parameter(LISTED, DEAR)
DETAIL_FIELDS = fields_parameter(tuple(Detail.__annotations__))

_FIRST = "$response.body#/items/0/id"
ONE_OF_THEM = {
    "release": ("get_release", {"release_id": _FIRST}),
    "history": ("get_history", {"release_id": _FIRST}),
}
"""Where one can go on from a list of releases."""


@operation(
    "/models",
    "List and search releases",
    Reply("One page of the releases.", ReleaseList, paged=True, sparse="Line", links=ONE_OF_THEM),
    tag=TAG,
    parameters=(*FILTERS, SORT, FOLD, LINE_FIELDS, LIMIT, CURSOR, PAGE),
)
def list_releases(query: Query) -> Response:
    """The releases that meet all filters, with how many there are in all. The address of the next page stands in the
    `Link` header, as at the Hub. Several values of one filter widen the list, different filters narrow it."""
    if query["cursor"] and query["page"]:
        told = "cursor and page both say where to begin; give one of them."
        abort(bad_query((Problem("page", told),)))
    asked = asked_in(query)
    found = finder().find(reading(), asked)
    page, cursor = page_of(finder().catalog, found.rows, query, asked.offset, asked.limit)
    items = lines(page, query["fields"] or LISTED)
    return with_next(as_json({"items": items, "total": len(found.rows)}), query, cursor)


@operation(
    "/facets",
    "Count the releases by filter",
    Reply("By filter, how many releases each of its values would leave.", Facets),
    tag=TAG,
    parameters=(
        *FILTERS,
        Parameter(
            "facet",
            "Only the counts of this filter.",
            {"type": "string", "enum": [p.name for p in FILTERS if p.many]},
            many=True,
        ),
    ),
)
def count_releases(query: Query) -> Any:
    """How many releases the list would have with each value of each filter chosen instead of what is chosen of that
    filter now. Filters that take any text count their commonest values."""
    asked = asked_in(query)
    counts = finder().facets(reading(), asked)
    total = int(np.count_nonzero(finder().mask(reading(), asked)))
    return {"total": total, "facets": {name: counts[name] for name in query["facet"] or counts}}


@operation(
    "/models/<path:release_id>",
    "One release",
    Reply("All that is known of the release.", Detail, sparse="Detail"),
    tag=TAG,
    parameters=(DETAIL_FIELDS,),
)
def get_release(query: Query, release_id: str) -> Any:
    """Score and bounds, pillars, every criterion with level, reason and evidence (quote, place, address pinned to the
    revision), what would raise the score, licences place by place, the ledger of post-training, claims set against what
    was found, lineage, history, and the estimates for other frameworks. Its page is made from the same object."""
    told: Mapping[str, Any] = serialize.detail(dossier_of(release_id), rubric())
    wanted = query["fields"]
    return told if wanted is None else {key: told[key] for key in ("id", *wanted)}


@operation(
    "/models/<path:release_id>/history",
    "What became of a release",
    Reply("The entries of its history, newest first.", History),
    tag=TAG,
)
def get_history(_query: Query, release_id: str) -> Any:
    """Each entry with its moment, typed changes of the release, and the movement of the grade that followed, with its
    causes: what the publisher did, what readers or rubric see otherwise, what changed in what it derives from."""
    dossier = dossier_of(release_id)
    return {"id": dossier.release.id, "entries": serialize.history(dossier, rubric())}


@operation(
    "/models/<path:release_id>/diff",
    "A release at two moments",
    Reply("What differs between the two moments.", Difference),
    tag=TAG,
    parameters=(
        Parameter("from", "The earlier moment.", {"type": "string", "format": "date-time"},
                  required=True, example="2026-01-01T00:00:00Z"),
        Parameter("to", "The later moment; now if not given.",
                  {"type": "string", "format": "date-time"}),
    ),
)  # fmt: skip
def get_difference(query: Query, release_id: str) -> Any:
    """The net changes of the release, and how its grade moved, from one moment to another. What changed and changed
    back between is none. Moments before the registry knew the release are told as such."""
    since, until = query["from"], query["to"] or datetime.now(UTC)
    if since > until:
        abort(bad_query((Problem("to", "to is before from."),)))
    return serialize.difference(dossier_of(release_id), since, until, rubric())


def lines(rows: Rows | list[int], fields: Sequence[str]) -> list[dict[str, Any]]:
    """Releases by their rows with some of the properties that lists have."""
    return lines_of(finder().catalog.ids_of(rows), fields)


def lines_of(ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, Any]]:
    """Releases by their ids, those that are gone left out, with some of the properties that lists have."""
    listed = queries.listed(connected(), ids)
    told = queries.verdicts(reading(), ids) if {*DEAR} & {*fields} else {}
    items = []
    for release, grade, bases in listed:
        line: dict[str, Any] = {**serialize.summary(release, grade, bases)}
        if release.id in told:
            line |= serialize.beyond_summary(told[release.id].verdict, rubric())
        items.append({key: line.get(key) for key in dict.fromkeys(("id", *fields))})
    return items


def dossier_of(release_id: str) -> Dossier:
    """All that is known of a release. Where it has another name or spelling, the request is answered with a redirect to
    that; raises NotFound with the nearest names for one that nobody knows."""
    dossier = queries.dossier(connected(), release_id)
    if dossier is not None and dossier.release.id == release_id:
        return dossier
    if known := current_id(release_id):
        places = {**(request.view_args or {}), "release_id": known}
        address = url_for(request.endpoint or "", **places)
        given = request.query_string.decode(errors="replace")
        abort(redirect(f"{address}?{given}" if given else address, 308))
    if (whole := _called_like_a_part(release_id)) is not None:
        abort(whole)
    nearest = finder().suggestions.nearest_ids(reading(), release_id)
    hint = f" The nearest known: {', '.join(nearest)}." if nearest else ""
    raise NotFound(f"No release {release_id[:200]!r} is known.{hint}")


def current_id(written: str) -> str | None:
    """The id that a release has now, whatever it was renamed from and however its case is written; None if unknown."""
    found = queries.brief(reading(), written)
    return found.release.id if found else finder().suggestions.canonical_id(reading(), written)


def _called_like_a_part(release_id: str) -> Any:
    """The release itself where what seems to be a part of one, as its history, is the end of its own name."""
    part = request.path.rpartition("/")[2]
    whole = f"{release_id}/{part}"
    is_one = not release_id.endswith(f"/{part}") and queries.brief(reading(), whole) is not None
    view: Callable[..., View] = get_release
    return view(release_id=whole) if is_one else None
