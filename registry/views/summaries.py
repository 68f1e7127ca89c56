"""Summaries of training content, as the EU's AI Act asks for them: which releases have one, and which show none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from flask import Blueprint, Response, render_template, request

from registry import queries, spreadsheets
from registry.catalog import summaries as known
from registry.catalog.coded import Rows
from registry.filters.parsing import MAX_PAGE
from registry.placed import with_evidence
from registry.shapes import Summary
from registry.views import finder, reading
from registry.views.boards import summaries_of

bp = Blueprint("summaries", __name__)

LISTS = ("found", "new", "old")
PAGE_SIZE, FIRST_FEW = 40, 15
BATCH = 200
EPOCH = date(1970, 1, 1).toordinal()
COLUMNS = (
    "release", "organization", "summary", "released", "downloads_in_a_month", "parameters",
    "url", "quote", "place", "via", "revision", "looked_at",
)  # fmt: skip


@bp.get("/eu-summaries")
def eu_summaries() -> str:
    told = _told()
    only = request.args.get("list", "")
    only = only if only in LISTS else ""
    number = request.args.get("page", "1")
    page = min(int(number[:9]), MAX_PAGE) if number.isascii() and number.isdecimal() else 1
    size = PAGE_SIZE if only else FIRST_FEW
    begin = (max(page, 1) - 1) * size if only else 0
    shown = {
        name: summaries_of(rows[begin : begin + size].tolist())
        for name, rows in _lists(told).items()
        if only in ("", name)
    }
    return render_template(
        "eu_summaries.html", told=told, lists=_lists(told), shown=shown, only=only,
        page=max(page, 1), size=size, found=_with_evidence(shown.get("found", [])),
        large=known.LARGE, much_used=known.MUCH_USED, since=known.APPLIES_SINCE,
    )  # fmt: skip


@bp.get("/eu-summaries.csv")
def eu_summaries_csv() -> Response:
    response = Response("".join(_lines(_told())), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="eu-summaries.csv"'
    return response


def _told() -> known.Summaries:
    return known.summaries(finder().catalog, finder().orders["downloads"])


def _lists(told: known.Summaries) -> dict[str, Rows]:
    return {"found": told.found, "new": told.lacking_new, "old": told.lacking_old}


def _with_evidence(items: list[Summary]) -> list[dict[str, Any]]:
    told = queries.verdicts(reading(), [item["id"] for item in items])
    return [with_evidence(item, told.get(item["id"]), known.CRITERION) for item in items]


def _lines(told: known.Summaries) -> Iterator[str]:
    yield spreadsheets.row(COLUMNS)
    for begin in range(0, len(told.found), BATCH):
        for item in _with_evidence(summaries_of(told.found[begin : begin + BATCH].tolist())):
            yield spreadsheets.row((*_columns(item["id"]), *_evidence(item)))
    for row in np.concatenate((told.lacking_new, told.lacking_old)).tolist():
        yield spreadsheets.row((*_columns(finder().catalog.ids[row], "none found"), *[""] * 6))


def _columns(release_id: str, state: str = "found") -> tuple[Any, ...]:
    """What the catalog in memory holds of a release: of the many without a summary nothing else is told."""
    catalog = finder().catalog
    row = catalog.row_of(release_id)
    if row is None:
        return release_id, "", state, "", "", ""
    day = int(catalog.created[row])
    numbers = (int(column[row]) for column in (catalog.downloads, catalog.parameters))
    return (
        release_id,
        catalog.organization[row],
        state,
        date.fromordinal(EPOCH + day).isoformat() if day >= 0 else "",
        *(number if number >= 0 else "" for number in numbers),
    )


def _evidence(item: dict[str, Any]) -> tuple[str, ...]:
    first: dict[str, str] = next(iter(item["evidence"]), {})
    seen_at = item["seen_at"]
    return (
        first.get("target") or first.get("url", ""), first.get("quote", ""), first.get("place", ""),
        item["via"], item["revision"], seen_at.date().isoformat() if seen_at else "",
    )  # fmt: skip
