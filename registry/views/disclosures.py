"""Disclosures: the short form, a public page for each that was submitted, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, store
from registry.catalog.examples import most_used
from registry.disclosing import Action, ActionError, By, Kind, Status
from registry.disclosing.claims import FIELDS, LONGEST_CLAIM, Author, Claim, Wrong
from registry.disclosing.effects import LEFT_OUT, Effect, effect_of
from registry.disclosing.evidence import LONGEST_QUOTE
from registry.filters import DEFAULT_LIMIT
from registry.history import graded, moved_by
from registry.identity import speaks_for
from registry.models import Disclosure
from registry.plain.disclosures import disclosure_url, in_list
from registry.queries.disclosures import (
    Submitted,
    Wanted,
    disclosures,
    next_number,
    submitted,
    waiting_claims,
    waiting_same,
)
from registry.queries.pasts import standings_of
from registry.resources import rubric
from registry.spelling import LONGEST, printable
from registry.views import connected, finder, reading
from registry.views.deciding import decide
from registry.views.limits import count_submission
from registry.views.numbers import page_asked
from registry.views.signing import signed_in
from registry.views.submitting import (
    TRAP,
    checked,
    is_authors,
    keep,
    keep_small,
    known_id,
    new_secret,
    note_unkept,
    told,
)

bp = Blueprint("disclosures", __name__)
bp.before_app_request(keep_small)

OFFERED = 40
"""How many of the most used releases the form offers where nothing else does."""
MOST_NEAR = 3


@bp.get("/disclose")
def disclose() -> str:
    typed = {name: request.args.get(name, "") for name in FIELDS}
    typed = {name: printable(text) for name, text in typed.items()}
    return _form(typed)


@bp.post("/disclose")
def submit() -> AnyResponse:
    typed = {name: request.form.get(name, "") for name in FIELDS}
    claim, wrong = checked(typed)
    if claim is None:
        return _answer(_form(typed, wrong=wrong), 400)
    if "preview" in request.form:
        return _answer(_form(typed, claim=claim))
    try:
        if request.form.get(TRAP):
            count_submission()
            note_unkept("trap")
            return _received(claim, next_number(reading()), new_secret())
        received = keep(claim, author_of(claim.release))
    except TooManyRequests as error:
        return _answer(_form(typed, refused=str(error.description)), 429)
    except store.AlreadyClaimedError as same:
        return redirect(f"{disclosure_url(same.number)}?same=yes", 303)
    return _received(claim, received.number, received.secret)


@bp.get("/disclosures/<int:number>")
def status(number: int) -> AnyResponse:
    return _status(_found(number))


@bp.post("/disclosures/<int:number>/withdraw")
def withdraw(number: int) -> AnyResponse:
    """Takes a disclosure back, or takes that back, by the secret or by the account that it was sent from."""
    found = _found(number)
    action = Action.UNDO if request.form.get("action") == Action.UNDO else Action.WITHDRAW
    if not (_is_own(found.row) or is_authors(found.row, request.form.get("secret", ""))):
        problem = "That is not the secret of this disclosure. It was shown once, after sending."
        return _answer(_status(found, problem), 403)
    act = store.Act(action, By.AUTHOR, account_id=found.row.account_id)
    try:
        decide(number, act)
    except ActionError as error:
        words = str(error)
        return _answer(_status(found, f"{words[0].upper()}{words[1:]}."), 409)
    return redirect(disclosure_url(number), 303)


@bp.get("/disclosures")
def index() -> Response:
    wanted = _wanted(request.args)
    page = page_asked()
    found = disclosures(reading(), wanted, DEFAULT_LIMIT, (page - 1) * DEFAULT_LIMIT)
    made = render_template(
        "disclosures.html",
        wanted=wanted,
        found=found,
        items=[in_list(row) for row in found.rows],
        statuses=list(Status),
        page=page,
        pages=max(1, -(-found.total // DEFAULT_LIMIT)),
    )
    response = current_app.make_response(made)
    if request.query_string:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def author_of(release_id: str) -> Author:
    """Who submits something on a release: who is signed in, for its publisher if he or she may speak for that."""
    account = signed_in()
    if account is None:
        return Author()
    publisher = release_id.partition("/")[0]
    return Author(account.id, publisher if speaks_for(account.organizations, publisher) else "")


def _form(
    typed: Mapping[str, str],
    *,
    wrong: tuple[Wrong, ...] = (),
    claim: Claim | None = None,
    refused: str = "",
) -> str:
    """The form with what was typed; with a ``claim``, also what sending it would come to."""
    release_id = known_id(typed["release"]) if typed["release"] else None
    return render_template(
        "disclose.html",
        typed=typed,
        wrong={one.field: one for one in wrong},
        refused=refused,
        claim=claim,
        about=_about(release_id or (claim.release if claim else ""), typed),
        same=waiting_same(reading(), claim.likeness) if claim else None,
        near=_near(claim),
        author=author_of(release_id or ""),
        offered=most_used(finder(), OFFERED),
        most={"claim": LONGEST_CLAIM, "quote": LONGEST_QUOTE},
        trap=TRAP,
    )


def _about(release_id: str, typed: Mapping[str, str]) -> dict[str, Any] | None:
    """What is known of a release on the criterion that somebody is writing about; None while that is open."""
    known = {c.id: c for c in rubric().criteria}
    criterion = known.get(typed["criterion"])
    if not release_id or criterion is None:
        return None
    graded = queries.verdicts(reading(), [release_id]).get(release_id)
    marks = graded.verdict.marks if graded else {}
    levels = {level.id for level in criterion.levels} | {"n/a"}
    level = typed["level"] if typed["level"] in levels else ""
    effect: Effect | None = effect_of(
        marks, {criterion.id: level or criterion.levels[0].id}, rubric()
    )
    return {
        "release": release_id,
        "criterion": criterion,
        "mark": marks.get(criterion.id),
        "effect": effect,
        "is_best": not level,
        "left_out": LEFT_OUT,
        "waiting": waiting_claims(reading(), release_id, criterion.id),
    }


def _near(claim: Claim | None) -> list[str]:
    """What may have been meant by a release that the registry does not know."""
    if claim is None or claim.is_known:
        return []
    return finder().suggestions.nearest_ids(reading(), claim.release, MOST_NEAR)


def _received(claim: Claim, number: int, secret: str) -> AnyResponse:
    waiting = waiting_claims(reading(), claim.release, claim.criterion)
    page = render_template(
        "disclosure_received.html",
        release=claim.release,
        is_known=claim.is_known,
        criterion=rubric().criterion(claim.criterion),
        number=number,
        url=disclosure_url(number),
        address=request.host_url.rstrip("/") + disclosure_url(number),
        secret=secret,
        others=[row.id for row in waiting if row.id != number],
        near=_near(claim),
    )
    return _answer(page)


def _found(number: int) -> Submitted:
    found = submitted(reading(), number)
    if found is None:
        raise NotFound(f"There is no disclosure {str(number)[:40]}.")
    return found


def _status(found: Submitted, problem: str = "") -> Response:
    row = found.row
    last = found.decisions[-1] if found.decisions else None
    page = render_template(
        "disclosure.html",
        it=told(found),
        statement=row.statement if row.status != Status.REJECTED else "",
        problem=problem,
        is_own=_is_own(row),
        came=_came_of(row),
        may_withdraw=row.status in (Status.RECEIVED, Status.IN_REVIEW, Status.ACCEPTED),
        may_undo=row.status == Status.WITHDRAWN and last is not None,
        left_out=LEFT_OUT,
    )
    response = current_app.make_response(page)
    if row.status != Status.ACCEPTED:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _came_of(row: Disclosure) -> str:
    """What an accepted statement changed, in a sentence; empty for all others."""
    if row.status != Status.ACCEPTED or row.kind != Kind.STATEMENT or row.id is None:
        return ""
    standings = list(standings_of(connected(), row.release_id))
    if not standings or str(row.id) not in standings[0][1].disclosures.split():
        return "Its grade takes that up when releases are graded next."
    moved = moved_by(row.id, graded(standings, rubric()))
    return moved.words if moved else "The grade is the same without it."


def _is_own(row: Disclosure) -> bool:
    """Whether who is signed in submitted it."""
    account = signed_in() if row.account_id is not None else None
    return account is not None and account.id == row.account_id


def _wanted(args: MultiDict[str, str]) -> Wanted:
    """What the list is to be narrowed to; what makes no sense narrows nothing."""
    text = {n: printable(args.get(n, "")).strip()[:LONGEST] for n in Wanted.__slots__}
    if text["status"] not in list(Status):
        text["status"] = ""
    if text["criterion"] not in {c.id for c in rubric().criteria}:
        text["criterion"] = ""
    if text["release"]:
        text["release"] = known_id(text["release"]) or text["release"]
    return Wanted(**text)


def _answer(page: str | Response, status_code: int = 200) -> AnyResponse:
    response = current_app.make_response(page)
    response.status_code = status_code
    return response
