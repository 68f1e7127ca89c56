"""Conditions: what is asked for, as WHERE and ORDER BY over releases and their grades."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, func, or_, select
from sqlmodel import col

from registry.filters import RELEVANCE, Asked, Field
from registry.models import Grade, Link, Release

BASE = "base"
"""The kind of link that leads from a release to what it was made from."""

# A release counts once a source has said something about it, under the name that it has now.
LISTED = and_(
    or_(col(Release.grade_id).is_not(None), col(Release.snapshot_id).is_not(None)),
    col(Release.moved_to) == "",
)

PILLARS: Mapping[str, SQLColumnExpression[Any]] = {
    "weights": col(Grade.weights),
    "data": col(Grade.data),
    "code": col(Grade.code),
    "post": col(Grade.post),
    "docs": col(Grade.docs),
}
COLUMNS: Mapping[str, SQLColumnExpression[Any]] = {
    "class": col(Grade.openness),
    "license_class": col(Grade.license_class),
    "letter": col(Grade.letter),
    "license": col(Release.license),
    "task": col(Release.task),
    "organization": col(Release.organization),
}
ANY_CASE = frozenset({"license", "task", "organization"})


def conditions(asked: Asked, leave_out: str = "") -> list[ColumnElement[bool]]:
    """What must hold, but for the filter on one field when that is to be left out."""
    made = [LISTED, *(_mentions(word) for word in asked.words)]
    for name, values in asked.chosen.items():
        if name != leave_out:
            made.append(or_(*(holds(asked.fields[name], value) for value in values)))
    return made


def holds(field: Field, value: str) -> ColumnElement[bool]:
    """That a release has a value of a field."""
    if field.bounds:
        low, high = field.bounds[value]
        score = PILLARS[field.name]
        return score >= low if high == float("inf") else and_(score >= low, score < high)
    if field.name == "derived":
        return is_derived() if value == "yes" else ~is_derived()
    if field.name == "min_downloads":
        return col(Release.downloads) >= int(value)
    if field.name in ANY_CASE:
        return func.lower(COLUMNS[field.name]) == value.lower()
    return COLUMNS[field.name] == value


def is_derived() -> ColumnElement[bool]:
    """That a release names another one as its base."""
    named = select(col(Link.target)).where(
        col(Link.release_id) == col(Release.id), col(Link.kind) == BASE
    )
    return exists(named.correlate(Release))


def _mentions(word: str) -> ColumnElement[bool]:
    columns = (Release.id, Release.organization, Release.license, Release.task)
    return or_(*(col(c).icontains(word, autoescape=True) for c in columns))


def ordering(asked: Asked) -> tuple[SQLColumnExpression[Any], ...]:
    """How to sort; what is equal goes by downloads and id, so that pages never overlap."""
    last = (col(Release.downloads).desc().nulls_last(), col(Release.id))
    if asked.sort == RELEVANCE:
        return (_relevance(asked.words), *last)
    if asked.sort in PILLARS:
        return (PILLARS[asked.sort].desc().nulls_last(), *last)
    return (*_ORDERS[asked.sort](), *last)


def _relevance(words: tuple[str, ...]) -> ColumnElement[int]:
    """0 for the very name, then names that begin with the words, then names that hold them."""
    sought = _squashed_text("".join(words))
    name = _squashed(col(Release.id))
    return case(
        (name == sought, 0),
        (name.endswith(f"/{sought}", autoescape=True), 0),
        (name.contains(f"/{sought}", autoescape=True), 1),
        (name.startswith(sought, autoescape=True), 2),
        (name.contains(sought, autoescape=True), 3),
        else_=4,
    )


def _squashed(column: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    """A name without case and separators: ``llama 3 8b`` means ``Llama-3-8B``."""
    squashed = func.lower(column)
    for separator in "-_.":
        squashed = func.replace(squashed, separator, "")
    return squashed


def _squashed_text(text: str) -> str:
    return text.lower().translate(str.maketrans("", "", "-_. "))


_ORDERS: Mapping[str, Callable[[], tuple[SQLColumnExpression[Any], ...]]] = {
    "score": lambda: (col(Grade.score).desc().nulls_last(),),
    "downloads": lambda: (),
    "likes": lambda: (col(Release.likes).desc().nulls_last(),),
    "name": lambda: (func.lower(col(Release.id)),),
    "modified": lambda: (col(Release.last_modified).desc().nulls_last(),),
}
