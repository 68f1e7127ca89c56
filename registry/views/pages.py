"""The pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from flask import Blueprint, Response, current_app, redirect, render_template, request
from sqlmodel import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from registry import faceting, queries, serialize
from registry.catalog import Found
from registry.catalog.figures import headline
from registry.filters import Asked, Chip, parse
from registry.queries.requests import requests_on
from registry.resources import frameworks, rubric
from registry.views import connected, finder, reading
from registry.views.release_page import beside
from registry.views.requests import requests_told

bp = Blueprint("pages", __name__)

MOST_WAYS_OUT = 12
"""Each is counted by itself."""


def asked_for(**fixed: str) -> Asked:
    """What this request asks for, and what the page itself does."""
    given = [(k, v) for k, v in request.args.items(multi=True) if k not in fixed]
    return parse([*given, *fixed.items()], rubric())


def items(asked: Asked) -> tuple[list[dict[str, Any]], Found]:
    """One page of what is asked for, as every list shows it, and all that was found."""
    catalog, found = finder().catalog, finder().find(reading(), asked)
    more = {
        catalog.ids[r]: {"family": catalog.family[r], "folded": n} for r, n in found.page(asked)
    }
    rows = queries.listed(connected(), list(more))
    return [serialize.summary(*row) | more[row.release.id] for row in rows], found


@bp.get("/")
def home() -> str:
    nothing = replace(parse((), rubric()), limit=8)
    return render_template(
        "home.html",
        figures=headline(finder(), nothing),
        most_open=items(nothing)[0],
        most_downloaded=items(replace(nothing, order="downloads", folded=False))[0],
    )


@bp.get("/models")
def models() -> str:
    asked, session = asked_for(), reading()
    shown, found = items(asked)
    counts = finder().facets(session, asked)
    near = finder().suggestions.nearest_ids(session, asked.q) if asked.q and not found.total else ()
    return render_template(
        "models.html",
        asked=asked,
        items=shown,
        found=found,
        counts=counts,
        facets=faceting,
        nearest=near,
        ways_out=[] if found.total else _ways_out(session, asked),
    )


@bp.get("/models/<path:release_id>")
def release(release_id: str) -> str | AnyResponse:
    dossier = queries.dossier(connected(), release_id)
    if dossier is None:
        return _elsewhere(release_id, serialize.page_url)
    if dossier.release.id != release_id:
        return redirect(serialize.page_url(dossier.release.id), 308)
    told = serialize.detail(dossier, rubric(), in_short=True)
    requests = requests_told(requests_on(connected(), dossier.release.id))
    return render_template(
        "release.html", release=told, requests=requests, unread=dossier.unread, **beside(told)
    )


@bp.get("/cards/<path:release_id>")
def card(release_id: str) -> str | AnyResponse:
    text = queries.card_text(reading(), release_id)
    if text is None and queries.brief(reading(), release_id):
        raise NotFound(f"Of {release_id!r} no card is known.")
    if text is None:
        return _elsewhere(release_id, serialize.card_url)
    size = serialize.CARD_PAGE_LINES
    pages = max(1, -(-len(text.lines) // size))
    page = min(asked_for().page, pages)
    return render_template("card.html", card=text, page=page, pages=pages, size=size)


@bp.get("/methodology")
def methodology() -> str:
    return render_template("methodology.html", frameworks=frameworks())


@bp.get("/about")
def about() -> str:
    return render_template("about.html")


@bp.get("/favicon.ico")
def favicon() -> Response:
    return current_app.send_static_file("favicon.svg")


def _ways_out(session: Session, asked: Asked) -> list[tuple[Chip, int]]:
    """The filters without which there would be something, with how many releases that would be."""
    chips = asked.chips()[:MOST_WAYS_OUT]
    counted = ((chip, _count(session, parse(parse_qsl(chip.without), rubric()))) for chip in chips)
    return [(chip, count) for chip, count in counted if count]


def _count(session: Session, asked: Asked) -> int:
    return int(np.count_nonzero(finder().mask(session, asked)))


def _elsewhere(release_id: str, address: Callable[[str], str]) -> AnyResponse:
    """The same page under the release's right spelling. Raises NotFound when there is none."""
    known = finder().suggestions.canonical_id(reading(), release_id)
    if known is None:
        raise NotFound(f"No release {release_id[:200]!r} is known.")
    return redirect(address(known), 308)
