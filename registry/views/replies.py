"""Replying: the publisher of a release answers to a criterion, in words that stand beside it and never in the grade."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.exceptions import BadRequest, NotFound, TooManyRequests
from werkzeug.wrappers import Response

from registry import queries, store
from registry.disclosing.claims import Author
from registry.disclosing.replies import LONGEST, ReplyError, reply_of
from registry.identity import speaks_for, spoken_for
from registry.models import Account, Release
from registry.plain.disclosures import disclosure_url
from registry.resources import rubric
from registry.scoring.rubric import Criterion
from registry.serialize import page_url
from registry.views import connected, reading
from registry.views.signing import signed_in, signed_in_only
from registry.views.submitting import keep

bp = Blueprint("replies", __name__)

SHOWN = 4 * LONGEST
"""Characters of what was typed that are shown again."""


@bp.get("/reply")
@signed_in_only
def form() -> Response:
    release, criterion = _asked()
    return _page(release, criterion)


@bp.post("/reply")
@signed_in_only
def send() -> Response:
    release, criterion = _asked()
    account = _account()
    if not speaks_for(account.organizations, release.organization):
        return _page(release, criterion)
    typed = request.form.get("text", "")
    try:
        reply = reply_of(release.id, criterion.id, typed)
    except ReplyError as error:
        return _page(release, criterion, typed=typed[:SHOWN], problem=str(error), status=400)
    if request.form.get("do") != "send":
        return _page(release, criterion, typed=reply.text, preview=reply.text)
    try:
        # Nobody is told the secret: who replied is known, and signs in to withdraw it.
        kept = keep(reply, Author(account.id, release.organization))
    except TooManyRequests as error:
        told = str(error.description)
        return _page(release, criterion, typed=reply.text, problem=told, status=429)
    except store.AlreadyClaimedError as same:
        return redirect(f"{disclosure_url(same.number)}?same=yes", 303)
    return redirect(disclosure_url(kept.number), 303)


def _asked() -> tuple[Release, Criterion]:
    """The release and the criterion that this is about. Raises NotFound and BadRequest."""
    release_id, named = request.values.get("release", ""), request.values.get("criterion", "")
    found = queries.brief(reading(), release_id) if "\0" not in release_id else None
    if found is None:
        raise NotFound(f"No release {release_id[:200]!r} is known.")
    try:
        return found.release, rubric().criterion(named)
    except KeyError:
        raise BadRequest("Replies are to one criterion: choose it on the release’s page.") from None


def _page(
    release: Release,
    criterion: Criterion,
    *,
    typed: str = "",
    preview: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    account = _account()
    may = speaks_for(account.organizations, release.organization)
    shown = queries.replies_to(connected(), release.id) if may else ()
    page = render_template(
        "reply.html",
        release=release,
        address=f"{page_url(release.id)}#{criterion.id}",
        criterion=criterion,
        account=account,
        may=may,
        others=spoken_for(account.organizations),
        earlier=[r for r in shown if r.criterion == criterion.id],
        typed=typed,
        preview=preview,
        problem=problem,
        today=datetime.now(UTC),
        longest=LONGEST,
    )
    return current_app.make_response((page, status if may else 403))


def _account() -> Account:
    account = signed_in()
    assert account is not None  # the views are for those who are signed in only
    return account
