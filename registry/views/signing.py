"""Signing in: who a session belongs to, for how long, and which pages that opens.

Flask-Login keeps the account's number in Flask's signed cookie. Nothing here looks at a session unless a view asks:
pages for everybody stay the same for everybody.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, abort, current_app, redirect, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from registry.identity import AT_THE_HUB, is_listed
from registry.models import Account
from registry.views import reading
from registry.views.sessions import LASTS

IDLE_S = 2 * 3600
"""Seconds after which a session ends that nobody used,"""
NOTED_EVERY_S = 300
"""and how often it is noted that somebody did: a cookie is not sent anew with every page."""
AFTERWARDS = "/account"
"""Where who signed in goes on, unless he came from elsewhere."""

P = ParamSpec("P")
R = TypeVar("R")


class _User(UserMixin):
    """An account as Flask-Login knows it: by its number and epoch, so that a raised epoch ends every session."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """The number and the epoch, as a session keeps them."""
        return f"{self.account.id}.{self.account.epoch}"


def init_app(app: Flask) -> None:
    """Has sessions name accounts."""
    manager = LoginManager()
    # Addresses change on the way to work, and who can steal a cookie can send its browser's name as well.
    manager.session_protection = None
    manager.user_loader(_load)
    # Not by the manager's own `init_app`: that looks at the session after every request, be the page for everybody.
    app.login_manager = manager  # type: ignore[attr-defined]


def sign_in(account: Account) -> None:
    """Begins a session of an account that is in the database. What the visitor's session held before is gone."""
    session.clear()  # nobody can have given a visitor this session, nor its token for forms
    session.permanent = True
    now = int(time.time())
    session.update(token=secrets.token_urlsafe(16), since=now, seen=now)
    login_user(_User(account))


def sign_out() -> None:
    """Takes the visitor's session away. That nobody goes on with a copy of it is for the account to know."""
    logout_user()
    session.clear()


def signed_in() -> Account | None:
    """Who is signed in; None for nobody. Looked up at most once in a request, and for private pages only."""
    user = current_user._get_current_object()
    return user.account if isinstance(user, _User) else None


def signed_in_only(view: Callable[P, R]) -> Callable[P, R | Response]:
    """A view for those who are signed in; others are sent to sign in first."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        return view(*args, **kwargs) if signed_in() else _to_sign_in()

    return guarded


def moderators_only(view: Callable[P, R]) -> Callable[P, R | Response]:
    """A view for moderators: others who are signed in are refused."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        account = signed_in()
        if account is None:
            return _to_sign_in()
        if not may_moderate(account):
            abort(403, "Only moderators can see this page.")
        return view(*args, **kwargs)

    return guarded


def may_moderate(account: Account) -> bool:
    """Whether an account may moderate: one of the Hub's only while the settings name it."""
    if account.subject is None or not account.is_moderator:
        return account.is_moderator
    name = account.name.removeprefix(AT_THE_HUB)
    return is_listed(name, account.subject, current_app.extensions["hub_moderators"])


def own_path(text: str | None) -> str:
    """A path of this site, with its query, as somebody named it; where one goes on by default for anything else."""
    given = text or ""
    is_plain = given.startswith("/") and given.isprintable() and "\\" not in given
    # Browsers take two slashes for the beginning of another site's name.
    if not is_plain or given.startswith("//") or len(given) > 1000:
        return AFTERWARDS
    try:
        parts = urlsplit(given)
    except ValueError:
        return AFTERWARDS
    return AFTERWARDS if parts.scheme or parts.netloc else given


def _load(named: str) -> Account | Any | None:
    """Who a session names, unless it is over."""
    now = int(time.time())
    since, seen = session.get("since", 0), session.get("seen", 0)
    if now - since > LASTS.total_seconds() or now - seen > IDLE_S:
        return None
    number, _, epoch = named.partition(".")
    account = reading().get(Account, int(number))
    if account is None or account.disabled_at or str(account.epoch) != epoch:
        return None
    if (
        session.get("token") in account.ended
    ):  # somebody kept the cookie of a session that was ended
        return None
    if now - seen > NOTED_EVERY_S:
        session["seen"] = now
    return _User(account)


def _to_sign_in() -> Response:
    adapter = current_app.create_url_adapter(request)
    is_page = adapter is not None and adapter.test(request.path, method="GET")
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    back = f"{request.path}{query if request.method == 'GET' else ''}" if is_page else AFTERWARDS
    return redirect(f"/sign-in?next={quote(back, safe='/')}", 303)
