"""Requests: what publishers were asked to disclose."""

from __future__ import annotations

from flask import Response, abort

from registry.filters.parsing import MAX_TEXT
from registry.filters.requests import PAGE_SIZE, STATES, parse_requests
from registry.openapi import Parameter, Reply
from registry.queries.requests import conditions, requests_in
from registry.shapes import RequestList
from registry.views import connected
from registry.views.api.catalog_parameters import PAGE
from registry.views.api.declaring import Query, as_json, operation
from registry.views.api.paging import with_next_page
from registry.views.errors import bad_query
from registry.views.requests import requests_told

_TEXT = {"type": "string", "maxLength": MAX_TEXT}


@operation(
    "/requests",
    "What publishers were asked to disclose",
    Reply("One page of the requests, newest first.", RequestList, paged=True),
    tag="requests",
    parameters=(
        Parameter("organization", "Only those to this publisher.", _TEXT),
        Parameter("release", "Only those on this release.", _TEXT),
        Parameter(
            "state",
            "waiting: no answer yet; answered: in full or in part; settled: in full.",
            {"type": "string", "enum": [*STATES]},
        ),
        PAGE,
    ),
)
def list_requests(query: Query) -> Response:
    """Each says what somebody asked a publisher to disclose on a release, and which changes of the release answered
    that since. That it was really asked is not checked; its discussion at the Hub tells. How long an organization takes
    is told with the organization."""
    asked = parse_requests(query.pairs)
    if asked.problems:
        abort(bad_query(asked.problems))
    wanted = conditions(asked.organization, asked.release, asked.state)
    rows, total = requests_in(connected(), wanted, asked.offset, PAGE_SIZE)
    has_more = asked.offset + len(rows) < total
    told = {"items": requests_told(rows), "total": total}
    return with_next_page(as_json(told), query, asked.page, has_more)
