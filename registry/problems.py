"""Problems: errors that are told before the application has a word, as programs read them (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

PROBLEM = "application/problem+json"
RETRY_AFTER_S = 2
"""When to come again, where that may help."""


def refused(start: StartResponse, status: int, detail: str) -> Iterable[bytes]:
    """The answer that a request is not worked on, and why."""
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = orjson.dumps(told)
    headers = [
        ("Content-Type", PROBLEM),
        ("Content-Length", str(len(body))),
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        *(
            [("Retry-After", str(RETRY_AFTER_S))]
            if status == HTTPStatus.SERVICE_UNAVAILABLE
            else []
        ),
    ]
    start(f"{status} {title}", headers)
    return [body]
