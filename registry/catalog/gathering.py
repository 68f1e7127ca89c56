"""Gathering: the columns of all listed releases, from the database into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    cast,
    func,
    select,
)
from sqlmodel import Session, col

from registry.catalog.coded import Coded, Coder
from registry.models import Grade, Release, Text
from registry.queries.conditions import LISTED

BATCH = 20_000
NONE = -1
"""What stands in whole numbers for a value that is not known."""
PILLARS = ("weights", "data", "code", "post", "docs")

TEXTS = ("organization", "license", "task", "base", "relation", "languages")
GRADED_TEXTS = ("letter", "openness", "license_class", "levels", "rubric_version")
DECIMALS = ("score", "high", *PILLARS)


class Gathered(NamedTuple):
    """Columns by name, all of the same length, in the order of ids; and the names that renamed releases have now."""

    ids: list[str]
    texts: dict[str, Coded]
    numbers: dict[str, NDArray[Any]]
    moves: dict[str, str]


def gather(session: Session) -> Gathered:
    """All listed releases."""
    columns = _columns(session.get_bind().dialect.name)
    ids: list[str] = []
    texts = {name: Coder() for name in (*TEXTS, *GRADED_TEXTS)}
    lists: dict[str, list[NDArray[Any]]] = {name: [] for name in _KINDS}
    for rows in _batches(session, columns):
        for name, values in zip(columns, zip(*rows, strict=True), strict=True):
            if name == "id":
                ids.extend(values)
            elif name in texts:
                texts[name].add(values)
            else:
                lists[name].append(np.array(values, dtype=_KINDS[name]))  # None becomes NaN
    moved = select(col(Release.id), col(Release.moved_to)).where(col(Release.moved_to) != "")
    return Gathered(
        ids,
        {name: coder.column() for name, coder in texts.items()},
        {name: _joined(name, arrays) for name, arrays in lists.items()},
        dict(map(tuple, session.execute(moved))),
    )


def _columns(dialect: str) -> dict[str, SQLColumnExpression[Any]]:
    return {
        "id": col(Release.id),
        **{name: getattr(Release, name) for name in TEXTS},
        **{name: func.coalesce(getattr(Grade, name), "") for name in GRADED_TEXTS},
        **{name: getattr(Grade, name) for name in DECIMALS},
        "bits": col(Release.bits),
        **{
            name: func.coalesce(getattr(Release, name), NONE)
            for name in ("downloads", "likes", "parameters", "tokens")
        },
        "created": _day(col(Release.created_at), dialect),
        "modified": _day(col(Release.last_modified), dialect),
        "checked": func.coalesce(col(Grade.checked), 0),
        "total": func.coalesce(col(Grade.total), 0),
        "grade": func.coalesce(col(Grade.id), NONE),
        "graded": _day(col(Grade.graded_at), dialect),
        "overclaims": func.coalesce(col(Grade.overclaims), False),
        "number": func.coalesce(col(Text.number), NONE),
    }


_KINDS: dict[str, Any] = {
    **dict.fromkeys((*DECIMALS, "bits"), np.float32),
    **dict.fromkeys(("downloads", "likes", "parameters", "tokens", "grade"), np.int64),
    **dict.fromkeys(("created", "modified", "graded", "number"), np.int32),
    **dict.fromkeys(("checked", "total"), np.uint8),
    "overclaims": np.bool_,
}


def _joined(name: str, arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.array([], dtype=_KINDS[name])


def _batches(
    session: Session, columns: dict[str, SQLColumnExpression[Any]]
) -> Iterator[Sequence[Any]]:
    bind = session.get_bind()
    statement: Select[Any] = (
        select(*columns.values())
        .select_from(Release)
        .outerjoin(Grade, col(Grade.id) == col(Release.grade_id))
        .outerjoin(Text, col(Text.release_id) == col(Release.id))
        .where(LISTED)
        .order_by(col(Release.id).collate(_BYTEWISE[bind.dialect.name]))
    )
    # Straight from the driver's cursor: making rows of SQLAlchemy's takes as long again.
    told = str(statement.compile(bind, compile_kwargs={"literal_binds": True}))
    driver: Any = session.connection().connection.driver_connection
    with closing(driver.cursor(**_STREAMED.get(bind.dialect.name, {}))) as cursor:
        cursor.execute(told)
        while rows := cursor.fetchmany(BATCH):
            yield rows


_STREAMED = {"postgresql": {"name": "catalog"}}
"""What makes a cursor hand over rows as they are asked for, by dialect; SQLite's does so anyway."""
_BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}
"""The order of code points, by dialect."""


def _day(moment: SQLColumnExpression[Any], dialect: str) -> ColumnElement[int]:
    """A moment as the number of its day since 1970."""
    if dialect == "sqlite":
        epoch: ColumnElement[Any] = func.strftime("%s", moment)
    else:
        epoch = func.floor(func.extract("epoch", moment))
    return func.coalesce(cast(epoch, BigInteger) // 86400, NONE)
