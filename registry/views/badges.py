"""Badges and strips of dots for other people's pages, and the same for shields.io."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from registry import dots, queries, serialize
from registry.badge import Badge, release_badge, shields, unknown_badge
from registry.dots import Dots
from registry.drawing import badge as badge_drawing
from registry.drawing import dots as dots_drawing
from registry.level_shapes import shapes_of
from registry.queries import Listed
from registry.resources import rubric
from registry.views import pages, reading
from registry.views.formats import day
from registry.views.pictures import KEPT_FOR_S, kept, png

bp = Blueprint("badges", __name__)

CRITERION, PILLAR = "criterion", "pillar"


@bp.get("/models/<path:release_id>/badge.<any(svg, png, json):form>")
def badge(release_id: str, form: str) -> str | AnyResponse:
    found = queries.brief(reading(), release_id)
    if found is None and _is_name(f"{release_id}/badge.{form}"):
        return pages.release(f"{release_id}/badge.{form}")
    try:
        told = _badge_of(found, release_id, request.args.get("pillar", ""))
    except LookupError as error:
        raise BadRequest(str(error.args[0])) from None
    return _in_form(told, form, 404 if found is None else 200)


@bp.get("/models/<path:release_id>/dots.<any(svg, png):form>")
def dot_strip(release_id: str, form: str) -> str | AnyResponse:
    found = queries.brief(reading(), release_id)
    if found is None and _is_name(f"{release_id}/dots.{form}"):
        return pages.release(f"{release_id}/dots.{form}")
    by = request.args.get("by", CRITERION)
    if by not in {CRITERION, PILLAR}:
        raise BadRequest(f"There are no dots by {by[:80]!r}; there are {CRITERION}, {PILLAR}.")
    if found is None:
        return _in_form(unknown_badge(release_id, rubric()), form, 404)
    strip = _dots_of(found, by)
    if form == "png":
        return png(strip, dots_drawing.VERSION, partial(dots_drawing.dots_png, strip))
    return _svg(render_template("dots.svg", strip=strip, height=dots.HEIGHT), 200)


def _badge_of(found: Listed | None, release_id: str, pillar: str) -> Badge:
    if found is None:
        return unknown_badge(release_id, rubric(), pillar)
    graded_on = day(found.grade.graded_at) if found.grade else ""
    shapes = shapes_of(found.grade, rubric())
    return release_badge(serialize.summary(*found), rubric(), pillar, graded_on, shapes)


def _dots_of(found: Listed, by: str) -> Dots:
    """By pillar also where the levels are those of another version of the rubric."""
    summary, shapes = serialize.summary(*found), shapes_of(found.grade, rubric())
    if by == CRITERION and shapes:
        return dots.criterion_dots(summary, shapes, rubric())
    return dots.pillar_dots(summary, shapes, rubric())


def _in_form(told: Badge, form: str, status: int) -> Response:
    if form == "json":  # of a failure shields.io would not read what it says
        response = kept(jsonify(shields(told, KEPT_FOR_S)))
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    if form == "png":
        drawn = partial(badge_drawing.badge_png, told)
        return png(told, badge_drawing.VERSION, drawn, status)
    return _svg(render_template("badge.svg", told=told), status)


def _svg(text: str, status: int) -> Response:
    return kept(Response(text.strip(), status, mimetype="image/svg+xml"))


def _is_name(release_id: str) -> bool:
    """Whether a repo is called like a picture."""
    return queries.brief(reading(), release_id) is not None
