"""Origins: anyone's page may read what is public anyway (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from __future__ import annotations

from flask import Response, request

READABLE = "Link, ETag, RateLimit, RateLimit-Policy, Retry-After"
ONE_DAY_S = "86400"


def for_every_origin(response: Response) -> Response:
    """Allows pages of every origin to ask, with a body too, and to read what the headers tell."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = READABLE
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = ONE_DAY_S
    return response
