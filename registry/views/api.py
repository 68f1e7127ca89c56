"""The JSON API under /api/v1."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
from registry.filters import parse
from registry.resources import rubric
from registry.views import finder, reading
from registry.views.errors import bad_query

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/models")
def model_list() -> Response:
    """The releases that the query string asks for, the next page in the Link header."""
    asked = replace(
        parse(request.args.items(multi=True), rubric()), folded=request.args.get("fold") == "yes"
    )
    if asked.problems:
        return bad_query(asked.problems)
    found = finder().find(reading(), asked)
    page = finder().catalog.ids_of([row for row, _ in found.page(asked)])
    listed = queries.listed(reading(), page)
    response = jsonify(items=[serialize.summary(*row) for row in listed], total=len(found.rows))
    if page and asked.offset + len(page) < len(found.rows):
        following = f"{request.base_url}?{asked.query(page=asked.page + 1)}"
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


@bp.get("/models/<path:release_id>")
def model_detail(release_id: str) -> AnyResponse:
    """One release with criteria, evidence, remedies and lineage."""
    dossier = queries.dossier(reading(), release_id)
    if dossier is not None and dossier.release.id == release_id:
        return jsonify(serialize.detail(dossier, rubric()))
    known = (
        dossier.release.id if dossier else finder().suggestions.canonical_id(reading(), release_id)
    )
    if known:
        return redirect(url_for("api.model_detail", release_id=known), 308)
    nearest = finder().suggestions.nearest_ids(reading(), release_id)
    hint = f" The nearest known: {', '.join(nearest)}." if nearest else ""
    raise NotFound(f"No release {release_id[:200]!r} is known.{hint}")


@bp.after_request
def _for_every_origin(response: Response) -> Response:
    """Anyone's page may read what is public anyway."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Link, ETag"
    return response
