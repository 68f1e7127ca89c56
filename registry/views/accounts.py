"""Accounts: signing in and out, and what somebody who is signed in sees of himself."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import (
    Blueprint,
    Flask,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from registry import store
from registry.logs import log
from registry.passwords import is_right
from registry.queries.accounts import disclosures_of
from registry.settings import Settings
from registry.views import reading, writing
from registry.views.limits import Limiter
from registry.views.numbers import page_asked
from registry.views.sessions import LASTS
from registry.views.signing import (
    may_moderate,
    own_path,
    sign_in,
    sign_out,
    signed_in,
    signed_in_only,
)

bp = Blueprint("accounts", __name__)

ATTEMPTS = "20 per 15 minutes"
"""How many attempts to sign in one address may make to each server process."""
REFUSED = (
    "The name or the password is not right, or there were too many attempts. After some that failed every further one "
    "is refused for a while: a minute at first."
)
PAGE_SIZE = 25


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the pages, and counts attempts by address."""
    app.extensions["attempts"] = Limiter.of(ATTEMPTS, "attempts")
    app.register_blueprint(bp)


@bp.get("/sign-in")
def form() -> Response:
    following = own_path(request.args.get("next"))
    if signed_in():
        return redirect(following, 303)
    return _form(following)


@bp.post("/sign-in")
def enter() -> Response:
    following = own_path(request.form.get("next"))
    name = request.form.get("name", "").strip()[:100]
    is_within, told = current_app.extensions["attempts"].hit(request.remote_addr or "")
    if not is_within:
        log.warning("sign-in.limited", address=request.remote_addr)
        minutes = int(told["Retry-After"]) // 60 + 1
        raise TooManyRequests(
            f"More attempts to sign in than {ATTEMPTS}. Try again in {minutes} min."
        )
    now = datetime.now(UTC)
    # Counted in a transaction of its own: to compare takes long, and must not keep others from writing.
    with writing() as session_:
        attempt = store.count_attempt(session_, name.replace("\0", ""), now)
    if not is_right(request.form.get("password", ""), attempt.password):
        # A name that nobody has may be a password, typed into the wrong field.
        known = name if attempt.account_id else None
        log.warning("sign-in.failed", name=known, address=request.remote_addr)
        return _form(following, name=name, problem=REFUSED)
    assert attempt.account_id is not None
    with writing() as session_:
        sign_in(store.forgive(session_, attempt.account_id, now))
    log.info("sign-in.done", name=name, address=request.remote_addr)
    return redirect(following, 303)


@bp.post("/sign-out")
def leave() -> Response:
    account = signed_in()
    if account is not None and account.id is not None:
        with writing() as session_:
            store.end_session(session_, account.id, session["token"], datetime.now(UTC), LASTS)
        log.info("sign-out", name=account.name)
    sign_out()
    return redirect("/", 303)


@bp.post("/account/sessions/end")
@signed_in_only
def leave_everywhere() -> Response:
    account = signed_in()
    assert account is not None
    assert account.id is not None
    with writing() as session_:
        store.end_sessions(session_, account.id)
    log.info("sign-out.everywhere", name=account.name)
    sign_out()
    return redirect("/sign-in", 303)


@bp.get("/account")
@signed_in_only
def account() -> str:
    account = signed_in()
    assert account is not None
    assert account.id is not None
    page = page_asked()
    own, total = disclosures_of(reading(), account.id, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    pages = -(-total // PAGE_SIZE)
    return render_template(
        "account.html",
        account=account,
        moderates=may_moderate(account),
        own=own,
        total=total,
        number=page,
        pages=pages,
    )


def _form(following: str, *, name: str = "", problem: str = "") -> Response:
    session.permanent = True  # the form's token lasts as long as a session
    page = render_template(
        "sign_in.html",
        following=following,
        name=name,
        problem=problem,
    )
    return make_response(page, 401 if problem else 200)
