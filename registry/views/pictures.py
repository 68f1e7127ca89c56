"""Pictures of a release for other people's pages: the social card and the badge."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
from registry.badge import release_badge
from registry.drawing import card as cards
from registry.drawing.card import Card
from registry.resources import rubric
from registry.views import pages, reading
from registry.views.formats import day

bp = Blueprint("pictures", __name__)

KEPT_FOR_S = 300
SHORT_TITLES = {"docs": "Docs"}
"""Where the title of a pillar is wider than its column on a card."""


@bp.get("/models/<path:release_id>/card.png")
def release_card(release_id: str) -> str | AnyResponse:
    found = queries.brief(reading(), release_id)
    if found is None:  # the repo may be called "card.png"
        return pages.release(f"{release_id}/card.png")
    shown = card_of(found)
    return _png(shown, lambda: cards.release_card(shown))


@bp.get("/card.png")
def site_card() -> AnyResponse:
    return _png("site", cards.site_card)


@bp.get("/models/<path:release_id>/badge.svg")
def badge(release_id: str) -> str | AnyResponse:
    found = queries.brief(reading(), release_id)
    if found is None:  # the repo may be called "badge.svg"
        return pages.release(f"{release_id}/badge.svg")
    try:
        told = release_badge(serialize.summary(*found), rubric(), request.args.get("pillar", ""))
    except LookupError as error:
        raise BadRequest(str(error.args[0])) from None
    return _kept(
        Response(render_template("badge.svg", told=told).strip(), mimetype="image/svg+xml")
    )


def card_of(found: queries.Listed) -> Card:
    """What the card of a release shows."""
    release, grade = found.release, found.grade
    summary: Mapping[str, Any] = serialize.summary(release, grade)
    return Card(
        organization=release.organization,
        name=release.id.rpartition("/")[2],
        letter=summary["letter"],
        score=summary["score"] or 0.0,
        high=summary["high"] or 0.0,
        openness=summary["class"] or "",
        pillars=tuple(
            (SHORT_TITLES.get(p.id, p.title), summary["pillars"][p.id]) for p in rubric().pillars
        ),
        graded_on=day(grade.graded_at) if grade else "",
    )


def _png(shown: object, drawn: Callable[[], bytes]) -> AnyResponse:
    """The picture, unless whoever asks has it already: then it isn't drawn."""
    response = current_app.response_class(mimetype="image/png")
    response.set_etag(hashlib.sha256(f"{cards.VERSION}{shown!r}".encode()).hexdigest()[:32])
    if not request.if_none_match.contains(response.get_etag()[0] or ""):
        response.set_data(drawn())
    return _kept(response)


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR_S}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
