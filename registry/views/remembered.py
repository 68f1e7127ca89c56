"""Remembered pages: what was rendered for one visitor is there for the next, until the catalog changes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import zstandard
from flask import Flask, Response, current_app, request

from registry.catalog import Finder
from registry.views import finder
from registry.views.sessions import PRIVATE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST_BYTES = 48_000_000
"""Of packed pages, some five thousand of them: the best known releases, and the first pages of lists."""
KEPT_FOR_S = 60.0
"""What no catalog knows of, such as a fetch that failed, is shown after this time."""
CHANGES_BY_ITSELF = frozenset({"log.page", "status.page"})
UNKEPT = PRIVATE | {"api"}

Key = tuple[str, ...]
"""Scheme, host, path and query string that were asked for: replies hold addresses of this site."""


class Page(NamedTuple):
    """A page as it was rendered, packed."""

    body: bytes
    etag: str
    until: float


class RememberedPages:
    """Pages by address, the least asked for forgotten first; all of them when the catalog is another one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._bytes = 0
        self._of: Finder | None = None

    def get(self, key: Key, of: Finder) -> tuple[bytes, str] | None:
        """The body of a page and its entity tag, if it was kept while this catalog was in force."""
        with self._lock:
            self._start_anew(of)
            page = self._pages.get(key)
            if page is None or page.until < self._clock():
                return None
            self._pages.move_to_end(key)
        return zstandard.decompress(page.body), page.etag

    def keep(self, key: Key, of: Finder, body: bytes, etag: str) -> None:
        """Keeps a page that was rendered from this catalog."""
        packed = zstandard.compress(body, 1)
        with self._lock:
            self._start_anew(of)
            old = self._pages.pop(key, None)
            self._pages[key] = Page(packed, etag, self._clock() + KEPT_FOR_S)
            self._bytes += len(packed) - (len(old.body) if old else 0)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._pages.popitem(last=False)[1].body)

    def _start_anew(self, of: Finder) -> None:
        if self._of is not of:
            self._pages.clear()
            self._bytes, self._of = 0, of


def init_app(app: Flask) -> None:
    """Looks for every page among those that are remembered, and remembers it. Registered before what adds headers, so
    that these are added to a remembered page, too."""
    app.extensions["pages"] = RememberedPages()
    app.before_request(_recall)
    app.after_request(_keep)


def _recall() -> Response | None:
    if not _may_be_kept():
        return None
    found = _pages().get(asked_for(request.environ), finder())
    if found is None:
        return None
    response = Response(found[0], content_type="text/html; charset=utf-8")
    response.headers["ETag"] = found[1]
    return response


def _keep(response: Response) -> Response:
    is_new = response.status_code == 200 and "ETag" not in response.headers
    if is_new and response.mimetype == "text/html" and _may_be_kept():
        response.add_etag(weak=True)
        _pages().keep(
            asked_for(request.environ), finder(), response.get_data(), response.headers["ETag"]
        )
    return response


def _may_be_kept() -> bool:
    endpoint = request.endpoint
    is_page = (
        endpoint not in (None, "static", *CHANGES_BY_ITSELF) and request.blueprint not in UNKEPT
    )
    return request.method == "GET" and is_page and len(request.query_string) < 1000


def asked_for(environ: WSGIEnvironment) -> Key:
    """What tells one request from another, as it was sent: to put an address together takes longer."""
    told = environ.get
    place = told("SCRIPT_NAME", ""), told("PATH_INFO", ""), told("QUERY_STRING", "")
    return (environ["wsgi.url_scheme"], told("HTTP_HOST", ""), *place)


def _pages() -> RememberedPages:
    pages: RememberedPages = current_app.extensions["pages"]
    return pages
