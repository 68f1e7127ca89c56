"""Log: the audit log of disclosures, for whoever wants to check that nothing in it was changed."""

from __future__ import annotations

from flask import Response

from registry.filters import DEFAULT_LIMIT
from registry.openapi import Parameter, Reply
from registry.queries.log import log_page
from registry.shapes.log import LogPage
from registry.views import connected
from registry.views.api.declaring import Query, as_json, operation
from registry.views.api.paging import with_next

TAG = "disclosures"
MOST = 500
ORDER = Parameter(
    "order",
    "Newest first if not given. To check the chain of digests, read it from the oldest on.",
    {"type": "string", "enum": ["newest", "oldest"]},
)
LIMIT = Parameter(
    "limit",
    "Items in a page; 25 if not given.",
    {"type": "integer", "minimum": 1, "maximum": MOST},
)
CURSOR = Parameter(
    "cursor",
    "Where to go on: the number of the last entry that was told, as the Link header has it.",
    {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
)


@operation(
    "/disclosures/log",
    "The audit log of disclosures",
    Reply("One page of the log.", LogPage, paged=True),
    tag=TAG,
    parameters=(ORDER, LIMIT, CURSOR),
)
def list_decisions(query: Query) -> Response:
    """Everything that was ever done about a disclosure. Entries are only added, each with the digest of itself and of
    the one before: who keeps the digest of an entry can tell later whether anything up to there was changed or taken
    out."""
    limit, cursor = query["limit"] or DEFAULT_LIMIT, query["cursor"]
    if query["order"] == "oldest":
        found = log_page(connected(), limit + 1, after=cursor or 0)
    else:
        found = log_page(connected(), limit + 1, before=cursor)
    items = found[:limit]
    following = str(items[-1]["id"]) if len(found) > limit else ""
    return with_next(as_json({"items": items}), query, following)
