"""Facets: how many releases each option of a filter would leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, select
from sqlmodel import Session, col

from registry.filters import Asked
from registry.models import Grade, Release
from registry.queries.conditions import COLUMNS, conditions, holds

COUNTED = ("class", "license_class", "letter", "weights", "data", "code", "post", "docs", "derived")
NAMED = {"organization": 12, "license": 40, "task": 40}
"""Fields of free text, with how many of their most frequent values are shown."""


def facets(session: Session, asked: Asked) -> dict[str, dict[str, int]]:
    """By field and value, the releases that have it and meet the filters on all other fields."""
    counts: dict[str, dict[str, int]] = {}
    idle = [name for name in COUNTED if name not in asked.chosen]
    counts.update(tally(session, asked, idle))
    for name in COUNTED:
        if name in asked.chosen:
            counts.update(tally(session, asked, [name], leave_out=name))
    for name, most in NAMED.items():
        counts[name] = _most_frequent(session, asked, name, most)
    return counts


def tally(
    session: Session, asked: Asked, names: Iterable[str], leave_out: str = ""
) -> dict[str, dict[str, int]]:
    """The counts of several fields that share their conditions, in one query."""
    options = [(name, value) for name in names for value in asked.fields[name].options]
    if not options:
        return {}
    sums = (_how_many(holds(asked.fields[name], value)) for name, value in options)
    row = session.execute(_from_all(*sums).where(*conditions(asked, leave_out))).one()
    counts: dict[str, dict[str, int]] = {}
    for (name, value), number in zip(options, row, strict=True):
        counts.setdefault(name, {})[value] = number or 0
    return counts


def _most_frequent(session: Session, asked: Asked, name: str, most: int) -> dict[str, int]:
    column = COLUMNS[name]
    statement = (
        _from_all(column, func.count())
        .where(*conditions(asked, name), column != "")
        .group_by(column)
        .order_by(func.count().desc(), column)
        .limit(most)
    )
    return dict(map(tuple, session.execute(statement)))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _from_all(*columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    joined = select(*columns).select_from(Release)
    return joined.outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
