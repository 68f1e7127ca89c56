"""Pictures that stand for a page where its address is shared: the social cards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
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
    return png(shown, cards.VERSION, lambda: cards.release_card(shown))


@bp.get("/card.png")
def site_card() -> AnyResponse:
    return png("site", cards.VERSION, cards.site_card)


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


def png(shown: object, version: int, drawn: Callable[[], bytes], status: int = 200) -> Response:
    """A picture of what is shown, by this version of its drawing, unless whoever asks has it already: then it isn't
    drawn."""
    response = current_app.response_class(status=status, mimetype="image/png")
    response.set_etag(hashlib.sha256(f"{version}{shown!r}".encode()).hexdigest()[:32])
    if status != 200 or not request.if_none_match.contains(response.get_etag()[0] or ""):
        response.set_data(drawn())
    return kept(response)


def kept(response: Response) -> Response:
    """A response that other people's pages may show, and keep for five minutes."""
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR_S}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
