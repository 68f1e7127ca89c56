"""The door to the Hub: what is asked again and for how long, and where no request goes."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from huggingface_hub.utils import build_hf_headers

from crawlers.budget import Budget, Ledger
from crawlers.concurrency import Concurrency, Gate
from crawlers.http.exchange import Failed, Lane, NotModified, Reply
from crawlers.http.lines import Lines
from crawlers.outage import Breaker
from crawlers.source import SourceError, Unreachable, parse_json

__all__ = ["KINDS", "HubDoor", "NotModified"]

TRIES = 8
TRIES_AT_NOTHING = 2
"""Tries at an address where nothing has answered yet: probably it is wrong, or the network down."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.25, 30.0
PATIENCE_S = 120.0
MAX_REDIRECTS = 5
MAX_JSON_BYTES = 256 * 1024 * 1024
MAX_FILE_BYTES = 8 * 1024 * 1024
KINDS = ("api", "resolvers", "pages")
"""The kinds of requests for which the Hub has quotas of their own."""

_PLAIN = re.compile(r"(?:/[\w-][\w.-]*)+", re.ASCII)
"""A path that stays as it is when it is joined to an address."""


class HubDoor:
    """Sends requests to one Hub. Used by many threads at once.

    ``ledgers`` says where the quota of each kind of requests is kept, when others draw on it too. When the Hub is
    down, all requests wait until it is back, but for ``patience_s`` seconds at most.
    """

    def __init__(
        self,
        endpoint: str,
        token: str | None = None,
        *,
        patience_s: float = PATIENCE_S,
        ledgers: Mapping[str, Ledger] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = _checked(endpoint.rstrip("/"))
        headers = build_hf_headers(
            token=token or False, library_name="aperture-registry", library_version="0.1"
        )
        self._origin = "://".join(urlsplit(self.endpoint)[:2])
        lines, shared = Lines(headers), ledgers or {}
        self._lanes = {
            kind: Lane(lines, Gate(Concurrency()), Budget(shared.get(kind))) for kind in KINDS
        }
        self._breaker = Breaker(patience_s)
        self._sleep = sleep
        self._has_answered = False

    def json(
        self, path: str, params: Mapping[str, Any] | None = None, *, tries: int = TRIES
    ) -> tuple[Any, str]:
        """The JSON document at a path or full address, and the address of the next page.

        A reply that is not JSON (a proxy's page, half a document) is asked for again. Raises SourceError.
        """
        document, reply = self._document(path, params, "", tries)
        return document, reply.next_url

    def json_since(
        self, path: str, params: Mapping[str, Any] | None = None, *, etag: str = ""
    ) -> tuple[Any, str]:
        """The JSON document at a path, and its ETag; raises NotModified if that is still the one given."""
        document, reply = self._document(path, params, etag, TRIES)
        return document, reply.etag

    def file(self, path: str, *, etag: str = "") -> bytes:
        """The bytes of a file, of a long one the first MAX_FILE_BYTES.

        Raises SourceError, and NotModified when the file still has the given ETag.
        """
        return self._send(path, None, MAX_FILE_BYTES, _refuse_pages, TRIES, etag).body

    def _document(
        self, path: str, params: Mapping[str, Any] | None, etag: str, tries: int
    ) -> tuple[Any, Reply]:
        document: Any = None

        def decode(reply: Reply) -> None:
            nonlocal document
            try:
                document = parse_json(reply.body)
            except ValueError as error:
                raise Failed("not-json", "the reply was not JSON") from error

        reply = self._send(path, params, MAX_JSON_BYTES, decode, tries, etag)
        return document, reply

    def _send(
        self,
        path: str,
        params: Mapping[str, Any] | None,
        max_bytes: int,
        check: Callable[[Reply], None],
        tries: int,
        etag: str,
    ) -> Reply:
        url = self._absolute(path)
        attempt = 0
        cause = "down"
        while True:
            if problem := self._breaker.pass_through():
                raise Unreachable(f"{self.endpoint} is down: {problem}", cause)
            sent = self._breaker.now()
            try:
                reply = self._follow(url, params, etag, max_bytes)
                check(reply)
            except Failed as failure:
                cause = failure.cause
                attempt += 1
                # While nothing answers at all, the breaker decides for how long this is tried.
                where = url if failure.got == "reply" else ""
                is_down = self._breaker.failed(sent, str(failure), where)
                self._has_answered |= failure.got != "nothing"
                if not self._has_answered:
                    tries, is_down = min(tries, TRIES_AT_NOTHING), False
                if attempt >= tries and not is_down:
                    raise self._given_up(failure, attempt) from failure
            except (SourceError, NotModified):
                self._note_answer()
                raise
            except BaseException:  # nobody must wait for a request that will not come back
                self._breaker.failed(sent, "a request was broken off", url)
                raise
            else:
                self._note_answer()
                return reply
            if not is_down:
                longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**attempt)
                self._sleep(random.uniform(0, longest))  # not for secrets

    def _note_answer(self) -> None:
        self._breaker.answered()
        self._has_answered = True

    def _given_up(self, failure: Failed, times: int) -> Unreachable:
        if self._has_answered:
            return Unreachable(f"{failure}, {times} times over", failure.cause)
        where = f"{self.endpoint} does not answer ({failure}, {times} times over)"
        return Unreachable(f"{where}; check HF_ENDPOINT and the network", failure.cause)

    def _follow(
        self, url: str, params: Mapping[str, Any] | None, etag: str, max_bytes: int
    ) -> Reply:
        """The reply at an address, or where it leads within the Hub: a renamed repo, a cache."""
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._lanes[_kind(url)].get(url, params, etag, max_bytes)
            if reply.next_url:
                following = self._absolute(reply.next_url, url)
                return Reply(reply.body, reply.etag, following)
            if not reply.location:
                return reply
            url = self._absolute(reply.location, url)
            # What was asked goes along, unless the redirect says itself what to ask.
            params = None if urlsplit(url).query else params
        raise SourceError("the Hub's redirects lead in a circle")

    def leads_here(self, url: str) -> bool:
        """Whether an address is one of this Hub."""
        try:
            return bool(self._absolute(url))
        except SourceError:
            return False

    def _absolute(self, path: str, base: str = "") -> str:
        """The address of a path at the Hub. Raises SourceError for one that leads elsewhere."""
        if not base and _PLAIN.fullmatch(path):
            return self._origin + path
        try:
            url = urljoin(base or f"{self.endpoint}/", path)
            scheme, host = urlsplit(url)[:2]
        except ValueError as error:
            raise SourceError("the Hub's reply leads to something that is no address") from error
        if f"{scheme}://{host}" != self._origin:
            raise SourceError(f"the Hub's reply leads away from it, to {scheme}://{host}")
        return url


def _checked(endpoint: str) -> str:
    try:
        parts = urlsplit(endpoint)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return endpoint
    except ValueError:
        pass
    raise SourceError(f"{endpoint!r} is not the address of a Hub; check HF_ENDPOINT")


def _kind(url: str) -> str:
    path = urlsplit(url).path
    return "resolvers" if "/resolve/" in path else "api" if path.startswith("/api/") else "pages"


def _refuse_pages(reply: Reply) -> None:
    """The Hub gives every text file as plain text: a web page comes from something in between."""
    if reply.content_type.startswith("text/html"):
        raise Failed("not-file", "the reply was a web page and not the file")
