"""Sessions: signed cookies for those who sign in or fill in a form, and the tokens that keep others from doing so for
them.

Public pages never look at a session: they are the same for everybody, and remembered.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from registry.settings import Settings
from registry.views.errors import handle

PRIVATE = frozenset(
    {"accounts", "asking", "disclosures", "moderation", "oauth", "replies", "statements"}
)
"""Blueprints whose pages are made for one visitor, and are kept nowhere."""
OPEN = ("api", "linting")
"""Blueprints that know no session and change nothing that one would protect."""
LASTS = timedelta(hours=12)
STALE = "The form was open for too long, or cookies are turned off. Go back, reload it and send it again."


class _Cookies(SecureCookieSessionInterface):
    """Cookies that are sent over HTTPS alone where they came over it."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this request came over HTTPS."""
        return request.is_secure


def init_app(app: Flask, settings: Settings) -> None:
    """Signs sessions, and asks every form that is sent for its token. Call it once all blueprints are there."""
    app.secret_key = settings.secret_key or secrets.token_urlsafe(48)
    app.session_interface = _Cookies()
    app.config.update(
        SESSION_COOKIE_NAME="aperture",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LASTS,
        SESSION_REFRESH_EACH_REQUEST=False,  # else pages for everybody would look at it
        WTF_CSRF_TIME_LIMIT=int(LASTS.total_seconds()),
    )
    csrf = CSRFProtect(app)
    for name in OPEN:
        csrf.exempt(app.blueprints[name])
    app.register_error_handler(CSRFError, _refused)
    app.after_request(_private)


def _refused(_error: CSRFError) -> AnyResponse:
    return handle(BadRequest(STALE))


def _private(response: Response) -> Response:
    if request.blueprint in PRIVATE:
        response.headers["Cache-Control"] = "no-store"
    return response
