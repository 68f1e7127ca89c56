"""Entity tags: what a caller has and has not changed since is answered without being made again.

The tag of a reply is a digest of its contents. A process remembers the tags of what it answered while the catalog is
the same, for as long as pages are remembered; who sends one of them learns at once that nothing changed. The second who
does so is answered in the words of the first answer, before anybody else looks at the request.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, request
from werkzeug.http import parse_etags

from registry.catalog import Finder
from registry.catalog.lately import Lately
from registry.views import finder
from registry.views.remembered import KEPT_FOR_S, asked_for

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_TAGS = 50_000
CHANGE_BY_THEMSELVES = frozenset(
    {"api.get_status", "api.get_disclosure", "api.list_disclosures", "api.list_decisions"}
)
OF_ONE_REPLY = ("ratelimit", "date", "retry-after")
"""Headers, or how they begin, that no other reply has."""


@dataclass(slots=True)
class _Known:
    tag: str
    until: float
    of: weakref.ref[Finder]
    """Of which catalog; an old one must not stay in memory for the sake of its tags."""
    rule: str
    answer: list[tuple[str, str]] | None = None
    """The headers of the reply that nothing changed, once there was one."""

    def still_holds(self, sent: str, now_in_force: Finder) -> bool:
        """Whether it is as it was, and what was sent says that the caller has it."""
        is_old = self.until < time.monotonic() or self.of() is not now_in_force
        return not is_old and parse_etags(sent).contains_weak(self.tag)


def init_app(app: Flask) -> None:
    """Looks at every request and reply of the API. Registered after what counts requests."""
    app.extensions["entity_tags"] = Lately(MOST_TAGS)
    app.before_request(_answer_at_once)
    app.after_request(_remember)


class Unchanged:
    """Wraps an application's WSGI side: who has what has not changed is told so here, and nothing else is done than to
    count the request."""

    def __init__(self, app: Flask, inner: WSGIApplication) -> None:
        self._app = app
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        known = self._known(environ)
        if known is None:
            return self._inner(environ, start)
        if known.answer is not None and (limits := self._within_limits(environ)) is not None:
            self._app.extensions["metrics"].observe(known.rule, environ["REQUEST_METHOD"], 304, 0.0)
            start("304 NOT MODIFIED", [*known.answer, *limits.items()])
            return ()

        def learn(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("304"):
                known.answer = [h for h in headers if not h[0].lower().startswith(OF_ONE_REPLY)]
            return start(status, headers, *more)

        return self._inner(environ, learn)

    def _known(self, environ: WSGIEnvironment) -> _Known | None:
        sent = environ.get("HTTP_IF_NONE_MATCH")
        if not sent or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        known: _Known | None = self._app.extensions["entity_tags"].find(asked_for(environ))
        holds = known and known.still_holds(sent, self._app.extensions["catalog"]())
        return known if holds else None

    def _within_limits(self, environ: WSGIEnvironment) -> dict[str, str] | None:
        """What the reply tells of the caller's limit; None for who is beyond it."""
        limiter = self._app.extensions["limiter"]
        if limiter is None:
            return {}
        is_within, told = limiter.hit(environ.get("REMOTE_ADDR", ""))
        return told if is_within else None


def _answer_at_once() -> Response | None:
    sent = request.headers.get("If-None-Match")
    known: _Known | None = _tags().find(asked_for(request.environ)) if sent and _is_kept() else None
    if known is None or not known.still_holds(str(sent), finder()):
        return None
    response = Response(status=304)
    response.set_etag(known.tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _remember(response: Response) -> Response:
    if response.status_code == 200 and _is_kept() and not response.is_streamed:
        response.add_etag(weak=True)
        tag, _ = response.get_etag()
        rule = request.url_rule.rule if request.url_rule else ""
        known = _Known(str(tag), time.monotonic() + KEPT_FOR_S, weakref.ref(finder()), rule)
        _tags().put(asked_for(request.environ), known)
    return response


def _is_kept() -> bool:
    if request.blueprint != "api" or request.endpoint in CHANGE_BY_THEMSELVES:
        return False
    return request.method in {"GET", "HEAD"} and len(request.query_string) < 1000


def _tags() -> Lately:
    tags: Lately = current_app.extensions["entity_tags"]
    return tags
