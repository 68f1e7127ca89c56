"""Pages on other indexes: what was imported of them, and where they and our estimates agree or differ."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from registry import queries
from registry.filters.indexes import KINDS, PAGE_SIZE, SHOWN, parse_index
from registry.indexes.agreement import Ours
from registry.indexes.beside import Beside, beside
from registry.indexes.index import Index
from registry.models import Grade
from registry.plain.indexes import index_summary, item_agreement, overall_words, shown_cells
from registry.queries.agreements import agreements
from registry.queries.current import GradeRow
from registry.resources import indexes, rubric
from registry.views import connected

bp = Blueprint("indexes", __name__)


@bp.get("/indexes")
def index_list() -> str:
    found = queries.imported(connected())
    told = []
    for index in indexes().by_id.values():
        compared = agreements(connected(), index) if index.id in found else None
        told.append((index_summary(index, found.get(index.id)), compared, index.folder))
    return render_template("indexes.html", indexes=told)


@bp.get("/indexes/<source>")
def of_index(source: str) -> str:
    index = indexes().by_id.get(source)
    if index is None:
        raise NotFound(f"No index {source[:80]!r} is known.")
    asked = parse_index(request.args.items(multi=True), index)
    found = agreements(connected(), index)
    unmatched = [record.row for record in found.records if record.row.why]
    listed: Any = (
        unmatched if asked.unmatched else shown_cells(found.records, asked.item, SHOWN[asked.kind])
    )
    return render_template(
        "index.html",
        told=index_summary(index, queries.imported(connected()).get(source)),
        index=index,
        asked=asked,
        found=found,
        items=[(i, item_agreement(i.title, found.items[i.id])) for i in index.items if i.id in found.items],
        listed=listed[asked.offset : asked.offset + PAGE_SIZE],
        total=len(listed),
        size=PAGE_SIZE,
        kinds=KINDS,
        unmatched=len(unmatched),
        components={c.criterion.id for c in rubric().components},
    )  # fmt: skip


def said_of_release(release_id: str, grade: Grade | GradeRow | None) -> list[dict[str, Any]]:
    """What each index says of a release, beside what its grade makes of the same."""
    rows = queries.records_on(connected(), release_id)
    ours = [_ours(release_id, grade)] if grade and rows else []
    known = indexes().by_id
    return [_told(known[row.source], beside(known[row.source], row, ours)) for row in rows]


def _ours(release_id: str, grade: Grade | GradeRow) -> Ours:
    verdict = grade.verdict
    levels = {criterion: mark["level"] for criterion, mark in verdict.marks.items()}
    return Ours(release_id, verdict.frameworks, levels, grade.score)


def said_of_organization(name: str) -> list[dict[str, Any]]:
    """What each index on organizations says of one."""
    return [
        _told(index, beside(index, row, []))
        for index in indexes().by_id.values()
        if index.is_on_organizations
        for row in queries.records_of_index(connected(), index.id)
        if name in row.named
    ]


def _told(index: Index, record: Beside) -> dict[str, Any]:
    return {
        "index": index,
        "row": record.row,
        "overall": overall_words(record.row.overall, index.id),
        "cells": {cell.item: cell for cell in record.cells},
    }
