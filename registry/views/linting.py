"""The linter's page: a draft of a model card goes in, the grade that it would earn comes out. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from flask import Blueprint, current_app, render_template, request
from markupsafe import escape
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable
from werkzeug.wrappers import Response

from registry import queries
from registry.linting.draft import LARGEST, WEIGHTS, Draft, DraftIdError, Linter
from registry.regrade.known import known
from registry.resources import PACKAGE
from registry.spelling import printable
from registry.views import reading

bp = Blueprint("linting", __name__)

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
GATES = {"auto", "manual"}
ACCESS_TO = "weights.access"
ACCESS_AT = {"open-download": "open", "click-through": "auto", "approval": "manual"}
"""What the form says of the weights of a known release, by their level."""


@bp.get("/lint")
def form() -> str:
    release_id = _id(request.args)
    text = queries.card_text(reading(), release_id) if release_id else None
    if text is None:
        return _page(example() if "example" in request.args else "", release_id=release_id)
    graded = queries.verdicts(reading(), [release_id]).get(release_id)
    marks = graded.verdict.marks if graded else {}
    access = ACCESS_AT.get(marks[ACCESS_TO]["level"], "") if ACCESS_TO in marks else ""
    return _page("\n".join(text.lines), release_id=release_id, access=access)


@bp.post("/lint")
def result() -> Response:
    given = request.form
    card, release_id = given.get("card", ""), _id(given)
    access = given.get("weights", "")
    access = access if access in ACCESS else ""
    report, problem = None, "" if card.strip() else "Paste a card first."
    if not problem:
        try:
            report = linted(draft_of(card, release_id, WEIGHTS if access else None, access))
        except DraftIdError as error:
            problem = f"{error}."
    page = _page(card, release_id=release_id, access=access, report=report, problem=problem)
    response = current_app.make_response((page, 200 if report else 400))
    response.headers["Cache-Control"] = "no-store"
    return response


def draft_of(card: str, release_id: str, files: tuple[str, ...] | None, gated: str) -> Draft:
    """The draft that somebody sent. Raises RequestEntityTooLarge when its card is longer than anybody's is read."""
    data = card.encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise RequestEntityTooLarge(f"A card has {LARGEST:,} bytes at most.")
    return Draft(data, release_id, files, gated if gated in GATES else "")


def linted(draft: Draft) -> dict[str, Any]:
    """The report on a draft, with what the registry knows of its base and its datasets. Raises DraftIdError when its id
    is none, and ServiceUnavailable where the application was set up without a linter."""
    linter: Linter | None = current_app.extensions.get("linter")
    if linter is None:
        raise ServiceUnavailable("This server can't read cards.")
    return linter(draft, partial(known, reading()))


@cache
def example() -> str:
    """A card to try the linter with."""
    return (PACKAGE / "linting" / "example.md").read_text(encoding="utf-8")


def _id(given: Mapping[str, str]) -> str:
    """The id that was written, without what no database can be asked for."""
    return printable(given.get("id", "").strip())[:LONGEST_ID]


def _page(card: str, **told: Any) -> str:
    fits = len(escape(card)) <= SHOWN_BYTES
    return render_template("lint.html", card=card if fits else "", fits=fits, ways=ACCESS, **told)
