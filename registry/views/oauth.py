"""Signing in with the Hub: visitors are sent there, and come back with word of who they are."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from registry import store
from registry.identity import Attempt, Identity, IdentityError, Provider, speaks_for
from registry.logs import log
from registry.models import Account
from registry.settings import Settings
from registry.views import writing
from registry.views.signing import own_path, sign_in

bp = Blueprint("oauth", __name__)

PENDING = "attempts"
"""Where a session keeps the sign-ins that have begun. A cookie can be sent again after it was used; that an attempt
ends once is also seen to by the provider, which takes no code twice."""
MOST_PENDING = 3
PENDING_S = 600
LONGEST_NEXT = 300
"""Of a path to go on to; a cookie has room for three of them."""
UNKNOWN = "This sign-in was begun in another browser, or is over: it can be ended once, within ten minutes. Begin anew."
NONE_HERE = "Nobody can sign in with the Hub here: this site is not registered with it."
DISABLED = "This account may not sign in any more."


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the two addresses. Whoever wires the application sets ``app.extensions["identity"]`` to a Provider."""
    app.extensions["identity"] = None
    app.extensions["hub_moderators"] = settings.moderators
    app.register_blueprint(bp)
    app.add_template_global(lambda: _provider() is not None, "knows_the_hub")
    app.add_template_global(speaks_for)


@bp.get("/sign-in/hub")
def begin() -> Response | tuple[str, int]:
    wanted = request.args.get("next", "")
    back = own_path(wanted if len(wanted) <= LONGEST_NEXT else "")
    provider = _provider()
    if provider is None:
        return _failed(NONE_HERE, 404, back)
    try:
        address, attempt = provider.begin(url_for("oauth.end", _external=True))
    except IdentityError as error:
        return _failed(str(error), 502, back)
    begun = [*_pending(), {**attempt.as_dict(), "next": back}]
    session[PENDING] = begun[-MOST_PENDING:]
    return redirect(address, 303)


@bp.get("/sign-in/hub/callback")
def end() -> Response | tuple[str, int]:
    provider, found = _provider(), _taken(request.args.get("state", ""))
    if provider is None or found is None:
        return _failed(UNKNOWN, 400, "")
    back = found.pop("next")
    try:
        identity = provider.end(Attempt(**found), request.args.to_dict())
    except IdentityError as error:
        return _failed(str(error), 502 if "code" in request.args else 403, back)
    try:
        account = _account(identity)
    except store.DisabledError:
        return _failed(DISABLED, 403, "")
    sign_in(account)
    log.info("sign-in.done", name=account.name, address=request.remote_addr)
    return redirect(back, 303)


def _account(identity: Identity) -> Account:
    moderators = current_app.extensions["hub_moderators"]
    with writing() as open_session:
        account = store.save_identity(open_session, identity, moderators, datetime.now(UTC))
        open_session.expunge(account)  # what is committed would otherwise be asked for again
    return account


def _pending() -> list[dict[str, Any]]:
    """The attempts that can still be ended."""
    latest = time.time() - PENDING_S
    return [kept for kept in session.get(PENDING, []) if kept["at"] > latest]


def _taken(state: str) -> dict[str, Any] | None:
    """The attempt that an answer is to, which is none any more after that."""
    pending = _pending()
    found = [a for a in pending if compare_digest(a["state"].encode(), state.encode())]
    session[PENDING] = [a for a in pending if a not in found]
    return dict(found[0]) if found else None


def _failed(problem: str, status: int, back: str) -> tuple[str, int]:
    return render_template("sign_in_failed.html", problem=problem, back=back), status


def _provider() -> Provider | None:
    provider: Provider | None = current_app.extensions["identity"]
    return provider
