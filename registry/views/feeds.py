"""Feeds: what was graded last among the releases that one asks for, and what became of one release."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from registry import feeds, queries, serialize
from registry.filters import DEFAULT_LIMIT, Asked, parse
from registry.resources import rubric
from registry.views import finder, pages, reading
from registry.views.errors import bad_query

bp = Blueprint("feeds", __name__)

MOST = 50
KEPT_FOR_S = 300


@bp.get("/models.atom")
def newly_graded() -> AnyResponse:
    asked = parse(request.args.items(multi=True), rubric())
    if asked.problems:  # who subscribes to something else than they meant would never find out
        return bad_query(asked.problems)
    query = asked.query(page=1, order="", limit=DEFAULT_LIMIT)
    rows = finder().newest(reading(), asked, MOST)
    found = queries.listed(reading(), finder().catalog.ids_of(rows))
    titles = {p.id: p.title for p in rubric().pillars}
    entries = [
        feeds.graded_entry(serialize.summary(*one), one.grade.graded_at, titles)
        for one in found
        if one.grade is not None
    ]
    return _atom(f"/models?{query}", f"/models.atom?{query}", _title(asked), entries)


@bp.get("/models/<path:release_id>/changes.atom")
def changes(release_id: str) -> str | AnyResponse:
    dossier = queries.dossier(reading(), release_id)
    if dossier is None:  # the repo may be called "changes.atom"
        return pages.release(f"{release_id}/changes.atom")
    told = serialize.detail(dossier, rubric(), in_short=True)
    entries = feeds.history_entries(told)[:MOST]
    title = f"Changes of {told['id']} · Aperture"
    return _atom(told["url"], f"{told['url']}/changes.atom", title, entries)


def _title(asked: Asked) -> str:
    """What is asked for, in words."""
    conditions = "; ".join(chip.sentence for chip in asked.chips())
    return f"Newly graded{f': {conditions}' if conditions else ''} · Aperture"


def _atom(path: str, own_path: str, title: str, entries: list[feeds.Entry]) -> Response:
    text = feeds.feed(request.url_root, path.rstrip("?"), own_path.rstrip("?"), title, entries)
    response = Response(text, content_type=feeds.CONTENT_TYPE)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR_S}"
    return response
