"""Security: the headers of every response, and answering "not modified"."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Has every response pass through here."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 30 * 24 * 3600
    app.after_request(_secure)
    app.after_request(_conditional)


def _secure(response: Response) -> Response:
    response.headers.extend(HEADERS)
    return response


def _conditional(response: Response) -> Response:
    """Pages may be kept, but must be asked for again: unchanged ones then cost nothing to send."""
    if request.endpoint == "static" or response.status_code != 200 or response.is_streamed:
        return response
    response.headers.setdefault("Cache-Control", "no-cache")
    response.add_etag(weak=True)  # one tag, however the reply is compressed
    if "If-None-Match" in request.headers:
        response.make_conditional(request)
    return response
