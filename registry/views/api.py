"""The JSON API under /api/v1."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
from registry.filters import parse
from registry.resources import rubric
from registry.views import reading
from registry.views.errors import bad_query

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/models")
def model_list() -> Response:
    """The releases that the query string asks for, the next page in the Link header."""
    asked = parse(request.args.items(multi=True), rubric())
    if asked.problems:
        return bad_query(asked.problems)
    found, total = queries.listing(reading(), asked)
    response = jsonify(items=[serialize.summary(*row) for row in found], total=total)
    if asked.offset + len(found) < total and found:
        following = f"{request.base_url}?{asked.query(page=asked.page + 1)}"
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


@bp.get("/models/<path:release_id>")
def model_detail(release_id: str) -> AnyResponse:
    """One release with criteria, evidence, remedies and lineage."""
    dossier = queries.dossier(reading(), release_id)
    if dossier is not None and dossier.release.id == release_id:
        return jsonify(serialize.detail(dossier, rubric()))
    known = dossier.release.id if dossier else queries.canonical_id(reading(), release_id)
    if known:
        return redirect(url_for("api.model_detail", release_id=known), 308)
    nearest = queries.nearest_ids(reading(), release_id)
    hint = f" The nearest known: {', '.join(nearest)}." if nearest else ""
    raise NotFound(f"No release {release_id[:200]!r} is known.{hint}")


@bp.after_request
def _for_every_origin(response: Response) -> Response:
    """Anyone's page may read what is public anyway."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Link, ETag"
    return response
