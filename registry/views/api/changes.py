"""Changes: what became of all releases, or of those that one asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Response, abort

from registry.changed import Teller
from registry.filters import DEFAULT_LIMIT, Problem
from registry.history import ADDED, GRADE_KINDS, KINDS
from registry.openapi import Parameter, Reply
from registry.queries.changes import Walk
from registry.resources import rubric
from registry.shapes.history import Happening
from registry.shapes.lists import HappeningList
from registry.turns import Place
from registry.views import connected
from registry.views.api.catalog_parameters import CURSOR, FILTERS, asked_in
from registry.views.api.declaring import Query, as_json, operation
from registry.views.api.paging import with_next
from registry.views.changing import walk_of
from registry.views.errors import bad_query

MOST = 100
MOST_OPENED = 300
"""Releases whose histories are told for one page."""

KIND = Parameter(
    "kind",
    "Only what is of this kind. Several values widen the list.",
    {"type": "string", "enum": list(KINDS)},
    many=True,
)
SINCE = Parameter(
    "since", "Nothing from before this moment.", {"type": "string", "format": "date-time"}
)
LIMIT = Parameter(
    "limit",
    "Items in a page; 25 if not given.",
    {"type": "integer", "minimum": 1, "maximum": MOST},
)

_CURSOR = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


@operation(
    "/changes",
    "What changed",
    Reply("One page of what happened, newest first.", HappeningList, paged=True),
    tag="changes",
    parameters=(KIND, SINCE, *FILTERS, LIMIT, CURSOR),
)
def list_changes(query: Query) -> Response:
    """What became of the releases that meet all filters now: licences changed, gates, links and cards edited, repos
    gone or renamed, grades risen or fallen with their causes, releases added. Each is as the `history` of its release
    has it. How many there are in all is not counted. A page may hold fewer than asked for, even none, and still have a
    next one: then much was looked through that is not of the kind. Whoever looks again later passes as `since` the
    `updated` of what came first, less a few minutes, as several processes write at once."""
    before = _place(query["cursor"]) if query["cursor"] else None
    walk = walk_of(asked_in(query), before, query["since"])
    limit = query["limit"] or DEFAULT_LIMIT
    items = list(_items(walk, frozenset(query["kind"] or ()), limit))
    cursor = "-".join(map(str, walk.place)) if walk.place else ""
    return with_next(as_json({"items": items}), query, cursor)


def _items(walk: Walk, kinds: frozenset[str], limit: int) -> Iterator[Happening]:
    """What happened at the turns of a walk, which goes as far as there is room for."""
    teller = Teller(connected(), rubric())
    told_of = 0
    for turn in walk:
        if turn.is_grade_alone and kinds and kinds.isdisjoint((ADDED, *GRADE_KINDS)):
            continue
        told = teller(turn.name)
        for item in [told.item(place) for place in told.at(turn)] if told else ():
            if not kinds or not kinds.isdisjoint(item["kinds"]):
                yield item
                told_of += 1
        if told_of >= limit or teller.opened >= MOST_OPENED:
            return


def _place(cursor: str) -> Place:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        told = "cursor is none that a Link header held; leave it out to begin at the newest."
        abort(bad_query((Problem("cursor", told),)))
    return Place(int(found[1]), int(found[2]))
