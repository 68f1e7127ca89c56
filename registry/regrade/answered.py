"""Answered: after grading, which open requests for disclosure have been answered by what was graded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine

from registry import store
from registry.asking import Answer, Wanted, answers
from registry.asking.answers import Answered, all_in_all
from registry.asking.kept import Kept
from registry.db import session_on
from registry.queries.requests import looks, own_disclosures, with_news
from registry.resources import rubric


def watch(engine: Engine) -> int:
    """Looks at the open requests on releases that have another grade since; returns how many got an answer."""
    with session_on(engine) as session:
        connection = session.connection()
        news = list(with_news(connection))
        rows = [_row(connection, request, grade) for request, grade in news]
        if rows:
            store.save_answers(session, rows)
    asked = {request.id: request for request, _ in news}
    return sum(row["answered"] != asked[row["id"]].answered for row in rows)


def _row(connection: Connection, request: Kept, grade_id: int) -> dict[str, Any]:
    """The columns of a request after a look at what its release was graded since."""
    seen = looks(connection, request.release_id, request.grade_id)
    own = own_disclosures(connection, request.release_id)
    found = answers(Wanted(request.still_open, request.asked_at), seen, own, rubric())
    told = request.answered | {criterion: _told(one) for criterion, one in found.items()}
    moments = [one.at for one in found.values()]
    answer = all_in_all(Answer(one["how"]) for one in told.values())
    is_settled = told.keys() >= request.levels.keys()
    return {
        "id": request.id,
        "grade_id": grade_id,
        "answered": told,
        "answer": str(answer or ""),
        "answered_at": request.answered_at or min(moments, default=None),
        "settled_at": max(moments, default=None) if is_settled else None,
    }


def _told(one: Answered) -> Mapping[str, str]:
    at = one.at.replace(tzinfo=None).isoformat(timespec="seconds")
    return {"level": one.level, "at": f"{at}Z", "how": str(one.how)}
