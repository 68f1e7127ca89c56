"""Comparing: releases side by side, and what is more open than one."""

from __future__ import annotations

from typing import Any

from flask import Response, abort
from werkzeug.exceptions import NotFound

from registry.comparing import MOST, comparison
from registry.constraints import ANY, BOUNDS, MAX_SIZE
from registry.filters import Problem
from registry.openapi import Parameter, Reply
from registry.plain.tradeoffs import plain_changes
from registry.resources import rubric
from registry.shapes import Alternatives, Comparison
from registry.views import finder
from registry.views.api.catalog_parameters import FILTERS, PAGE
from registry.views.api.declaring import Query, as_json, operation
from registry.views.api.models import dossier_of
from registry.views.api.paging import with_next_page
from registry.views.comparing import alternatives_to, chosen_by, constraints_on
from registry.views.errors import bad_query

TAG = "comparing"

IDS = Parameter(
    "id",
    f"A release; 2 to {MOST} of them.",
    many=True,
    least=2,
    most=MOST,
    required=True,
    example=["allenai/OLMo-7B", "meta-llama/Llama-2-7b"],
)
_SIZE = Parameter(
    MAX_SIZE,
    "Only releases with fewer parameters; about twice those of the release if not given.",
    {"type": "string", "enum": [*BOUNDS, ANY]},
)
_TASK = Parameter(
    "task", "Only releases for this task; that of the release if not given. `any` for every task.", many=True
)  # fmt: skip
_DERIVED = Parameter(
    "derived",
    "Whether derived releases count; only if the release is derived itself, if not given.",
    {"type": "string", "enum": ["no", "yes", ANY]},
    many=True,
)
_OWN = {p.name: p for p in (_TASK, _DERIVED)}
CONSTRAINTS = (_SIZE, *(_OWN.get(p.name, p) for p in FILTERS if p.name != "q"), PAGE)


@operation(
    "/compare",
    "Releases side by side",
    Reply("The releases, differences first.", Comparison),
    tag=TAG,
    parameters=(IDS,),
    errors={404: "One of the releases is not known. `detail` names the nearest."},
)
def compare_releases(query: Query) -> Any:
    """What sets them apart in a sentence; by pillar the criteria on which they differ and those on which they don't,
    with level, reason and evidence of each; frameworks and the stages of post-training side by side."""
    chosen = chosen_by(query["id"])
    if chosen.unknown:
        told = [f"No release {i!r} is known.{_hint(near)}" for i, near in chosen.unknown.items()]
        raise NotFound(" ".join(told))
    if chosen.beyond or len(chosen.details) < 2:
        abort(bad_query((Problem("id", f"Give the ids of 2 to {MOST} different releases."),)))
    return comparison(chosen.details, rubric())


@operation(
    "/models/<path:release_id>/alternatives",
    "What is more open than a release",
    Reply("One page of the alternatives.", Alternatives, paged=True),
    tag=TAG,
    parameters=CONSTRAINTS,
)
def list_alternatives(query: Query, release_id: str) -> Response:
    """Releases with a higher score for the same task and of at most about twice the size, of each family one, with what
    one gains and loses by taking it. `any` drops a default."""
    row = finder().catalog.row_of(release_id)
    if row is None:
        dossier_of(release_id)  # which answers for every other name
        raise NotFound(f"{release_id!r} is not graded: nothing can be said to be more open.")
    wanted = constraints_on(row, query.pairs)
    if wanted.problems:
        abort(bad_query(wanted.problems))
    found = alternatives_to(row, wanted)
    items = [_plain(item) for item in found["items"]]
    has_more = wanted.page * wanted.limit < found["total"]
    return with_next_page(as_json({**found, "items": items}), query, wanted.page, has_more)


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in item.items() if name != "changes"}
    return told | {side: plain_changes(one) for side, one in item["changes"].items()}


def _hint(near: list[str]) -> str:
    return f" The nearest known: {', '.join(near)}." if near else ""
