"""Indexes: what other indexes say, for programs."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from registry import queries
from registry.openapi import Parameter, Reply
from registry.plain.indexes import index_entry, index_summary, item_agreement
from registry.queries.agreements import agreements
from registry.resources import indexes
from registry.shapes.indexes import IndexDetail, IndexList
from registry.views import connected
from registry.views.api.catalog_parameters import PAGE
from registry.views.api.declaring import Query, as_json, operation
from registry.views.api.paging import with_next_page

TAG = "indexes"
PAGE_SIZE = 25

RELEASE = Parameter(
    "release",
    "Only records about this release.",
    {"type": "string", "minLength": 1, "maxLength": 200},
)


@operation(
    "/indexes",
    "List other indexes",
    Reply("The indexes that can be imported.", IndexList),
    tag=TAG,
)
def list_indexes(_query: Query) -> Any:
    """Which indexes stand beside the grades here, under which licences, and how much of each was imported. What they
    say is theirs, and counts in no grade."""
    found, known = queries.imported(connected()), indexes().by_id.values()
    items = [index_summary(index, found.get(index.id)) for index in known]
    return {"items": items, "total": len(items)}


@operation(
    "/indexes/<source>",
    "One index beside our estimates",
    Reply("How far both agree, and one page of the records.", IndexDetail, paged=True),
    tag=TAG,
    parameters=(RELEASE, PAGE),
)
def get_index(query: Query, source: str) -> Response:
    """How far an index's own verdicts and our estimates of the same items agree, by item, and its records by name: each
    verdict with our estimate beside it where the two answer the same question."""
    index = indexes().by_id.get(source)
    if index is None:
        raise NotFound(
            f"No index {source[:80]!r} is known; there are {', '.join(indexes().by_id)}."
        )
    found, page = agreements(connected(), index), query["page"] or 1
    wanted = query["release"]
    records = [r for r in found.records if wanted in (None, r.row.release_id)]
    begin = (page - 1) * PAGE_SIZE
    told = {
        "index": index_summary(index, queries.imported(connected()).get(source)),
        "agreement": {
            i.id: item_agreement(i.title, found.items[i.id])
            for i in index.items
            if i.id in found.items
        },
        "rank_correlation": None if found.rank is None else round(found.rank, 3),
        "items": [index_entry(record) for record in records[begin : begin + PAGE_SIZE]],
        "total": len(records),
    }
    return with_next_page(as_json(told), query, page, begin + PAGE_SIZE < len(records))
