"""The linter's page: a draft of a model card goes in, the grade that it would earn comes out. Nothing is kept."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from flask import Blueprint, current_app, render_template, request
from markupsafe import escape
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from registry import queries
from registry.linting.draft import LARGEST, WEIGHTS, Draft, Linter
from registry.regrade.known import known
from registry.resources import PACKAGE
from registry.views import reading

bp = Blueprint("linting", __name__)

FORM_BYTES = LARGEST + 100_000
"""A card with what stands around it in a form."""
SHOWN_BYTES = 120_000
"""Of a card that is shown again in its form, escaped: the rest of the page needs room, too."""
LONGEST_ID = 200
ACCESS = {
    "": "not known yet",
    "open": "there for anyone",
    "auto": "behind a gate that opens by itself",
    "manual": "behind a gate that is opened by hand",
}
"""What the form asks of the weights, by the value of its field."""


@bp.get("/lint")
def form() -> str:
    release_id = request.args.get("id", "")[:LONGEST_ID]
    text = queries.card_text(reading(), release_id) if release_id else None
    card = "\n".join(text.lines) if text else example() if "example" in request.args else ""
    return _page(card, release_id=release_id)


@bp.post("/lint")
def result() -> tuple[str, int] | Response:
    request.max_content_length = request.max_form_memory_size = FORM_BYTES
    given = request.form
    card, release_id = given.get("card", ""), given.get("id", "").strip()[:LONGEST_ID]
    access = given.get("weights", "")
    access = access if access in ACCESS else ""
    report, problem = None, "" if card.strip() else "Paste a card first."
    if not problem:
        try:
            report = linted(drafted(card.encode("utf-8", "replace"), release_id, access))
        except ValueError as error:
            problem = f"{error}.".capitalize() if not release_id else f"{error}."
    page = _page(card, release_id=release_id, access=access, report=report, problem=problem)
    response = current_app.make_response((page, 200 if report else 400))
    response.headers["Cache-Control"] = "no-store"
    return response


def drafted(card: bytes, release_id: str, access: str) -> Draft:
    """The draft of a form: of its weights no more is known than whether they are there, and behind which gate."""
    gated = access if access in {"auto", "manual"} else ""
    return Draft(card, release_id, WEIGHTS if access else None, gated)


def linted(draft: Draft) -> dict[str, Any]:
    """The report on a draft, with what the registry knows of its base and its datasets. Raises ValueError when its id
    is none, and ServiceUnavailable where the application was set up without a linter."""
    linter: Linter | None = current_app.extensions.get("linter")
    if linter is None:
        raise ServiceUnavailable("This server can't read cards.")
    return linter(draft, partial(known, reading()))


@cache
def example() -> str:
    """A card to try the linter with."""
    return (PACKAGE / "linting" / "example.md").read_text(encoding="utf-8")


def _page(card: str, **told: Any) -> str:
    fits = len(escape(card)) <= SHOWN_BYTES
    return render_template("lint.html", card=card if fits else "", fits=fits, ways=ACCESS, **told)
