"""Entity tags: what a caller has and has not changed since is answered without being made again.

The tag of a reply is a digest of its contents. A process remembers the tags of what it answered while the catalog is
the same, for as long as pages are remembered; who sends one of them learns at once that nothing changed.
"""

from __future__ import annotations

import time
import weakref
from typing import NamedTuple

from flask import Flask, Response, current_app, request
from werkzeug.http import parse_etags

from registry.catalog import Finder
from registry.catalog.lately import Lately
from registry.views import finder
from registry.views.remembered import KEPT_FOR_S, asked_for

MOST_TAGS = 50_000
CHANGE_BY_THEMSELVES = frozenset({"api.get_status"})


class _Known(NamedTuple):
    tag: str
    until: float
    of: weakref.ref[Finder]
    """Of which catalog; an old one must not stay in memory for the sake of its tags."""


def init_app(app: Flask) -> None:
    """Looks at every request and reply of the API. Registered after what counts requests."""
    app.extensions["entity_tags"] = Lately(MOST_TAGS)
    app.before_request(_answer_at_once)
    app.after_request(_remember)


def _answer_at_once() -> Response | None:
    if not (_is_kept() and request.headers.get("If-None-Match")):
        return None
    known: _Known | None = _tags().find(asked_for())
    if known is None or known.until < time.monotonic() or known.of() is not finder():
        return None
    if not parse_etags(request.headers["If-None-Match"]).contains_weak(known.tag):
        return None
    response = Response(status=304)
    response.set_etag(known.tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _remember(response: Response) -> Response:
    if response.status_code == 200 and _is_kept() and not response.is_streamed:
        response.add_etag(weak=True)
        tag, _ = response.get_etag()
        until = time.monotonic() + KEPT_FOR_S
        _tags().put(asked_for(), _Known(str(tag), until, weakref.ref(finder())))
    return response


def _is_kept() -> bool:
    if request.blueprint != "api" or request.endpoint in CHANGE_BY_THEMSELVES:
        return False
    return request.method in {"GET", "HEAD"} and len(request.query_string) < 1000


def _tags() -> Lately:
    tags: Lately = current_app.extensions["entity_tags"]
    return tags
