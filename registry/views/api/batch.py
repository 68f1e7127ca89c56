"""Batch: many releases by their ids in one request."""

from __future__ import annotations

from typing import Any

from registry.openapi import Body, Reply
from registry.shapes.lists import BatchAsked, BatchReply
from registry.views import finder, reading
from registry.views.api.declaring import Query, operation
from registry.views.api.models import LINE_FIELDS, LISTED, TAG, current_id, lines_of

MOST_HELPED = 10
"""Unknown ids of which the nearest known are looked up, as that takes a while."""


@operation(
    "/batch",
    "Look up many releases",
    Reply("The releases that are known, and the ids that are not.", BatchReply, sparse="Line"),
    tag=TAG,
    method="POST",
    parameters=(LINE_FIELDS,),
    body=Body("Up to 500 ids.", BatchAsked, example={"ids": ["allenai/OLMo-7B", "gpt2"]}),
)  # fmt: skip
def look_up_releases(query: Query) -> Any:
    """Up to 500 releases by their ids at the Hub. Those renamed or written in another case are found, and told in
    `renamed`; those nobody knows are named in `unknown`, the first ten with the nearest known."""
    catalog, suggestions = finder().catalog, finder().suggestions
    found: dict[str, None] = {}
    renamed: dict[str, str] = {}
    unknown: list[dict[str, Any]] = []
    for written in dict.fromkeys(query.body["ids"]):
        known = written if catalog.row_of(written) is not None else current_id(written)
        if known is None:
            near = suggestions.nearest_ids(reading(), written) if len(unknown) < MOST_HELPED else []
            unknown.append({"id": written, "nearest": near})
            continue
        found[known] = None
        if known != written:
            renamed[written] = known
    return {
        "items": lines_of(list(found), query["fields"] or LISTED),
        "renamed": renamed,
        "unknown": unknown,
    }
