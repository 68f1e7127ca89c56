"""Lines: connections to the Hub that are kept open, each with a client of its own."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

from huggingface_hub.utils import httpx

TIMEOUT_S = 30.0
KEPT_OPEN_S = 60.0

_PLAIN = re.compile(r"/[\w./-]+", re.ASCII)


class Lines:
    """As many lines as there are requests at the same time; the one that was used last is used again first.

    A client that all threads share looks at each connection that it keeps, with a system call, whenever a request
    begins or ends: with dozens of them that costs more than the request itself.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers
        self._idle: list[httpx.Client] = []
        weakref.finalize(self, _close, self._idle).atexit = False

    @contextmanager
    def get(
        self, url: str, params: Mapping[str, Any] | None, etag: str
    ) -> Iterator[httpx.Response]:
        """The beginning of the reply at exactly this address: redirects are not followed."""
        try:
            client = self._idle.pop()
        except IndexError:
            client = self._client()
        try:
            response = client.send(_request(url, params, client.headers, etag), stream=True)
            try:
                yield response
            finally:
                response.close()
        finally:
            self._idle.append(client)

    def _client(self) -> httpx.Client:
        one = httpx.Limits(
            max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEPT_OPEN_S
        )
        return httpx.Client(
            headers=self._headers, timeout=TIMEOUT_S, limits=one, verify=_certificates()
        )


def _request(
    url: str, params: Mapping[str, Any] | None, headers: httpx.Headers, etag: str
) -> httpx.Request:
    if etag:
        headers = headers.copy()
        headers["If-None-Match"] = etag
    parts = urlsplit(url)
    if params is None and _PLAIN.fullmatch(url, len(parts.scheme) + 3 + len(parts.netloc)):
        # The path of a file needs no quoting; to find that out by character costs as much as all else here.
        target = {"target": parts.path.encode()}
        home = _parsed(f"{parts.scheme}://{parts.netloc}")
        return httpx.Request("GET", home, headers=headers, extensions=target)
    return httpx.Request("GET", url, params=params, headers=headers)


def _close(lines: list[httpx.Client]) -> None:
    for client in lines:
        client.close()


@cache
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)


@cache
def _certificates() -> SSLContext:
    """Whom to trust, as the environment says: loaded once for all lines."""
    return httpx.create_ssl_context()
