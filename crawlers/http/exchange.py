"""One request to the Hub and its reply; what goes wrong is put in words."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from huggingface_hub import constants
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import hf_raise_for_status, httpx, parse_ratelimit_headers

from crawlers.budget import Budget, Ticket
from crawlers.concurrency import Gate
from crawlers.http.lines import TIMEOUT_S, Lines
from crawlers.quota import Allowance
from crawlers.replies import RETRIED_STATUS, no_connection, retry_after, settled
from crawlers.source import SourceError, Unreachable

# The client would otherwise ask the Hub how to label itself: a request that no crawl needs.
constants.HF_HUB_DISABLE_TELEMETRY = True

LONGEST_REPLY_S = 600.0
"""For how long a reply may drip in, each piece of it within the timeout."""


class NotModified(Exception):  # noqa: N818  # named by what happened
    """What was asked for is still what it was when it had the given ETag."""


class Failed(Exception):  # noqa: N818  # named by what happened
    """A request failed, and asking again may help. ``cause`` is a word to count by, ``got`` how far it came."""

    def __init__(
        self, cause: str, problem: str, got: Literal["nothing", "connection", "reply"] = "reply"
    ) -> None:
        super().__init__(problem)
        self.cause = cause
        self.got = got


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete reply: its body and ETag, the address of the next page, and where a redirect leads."""

    body: bytes
    etag: str = ""
    next_url: str = ""
    location: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of requests: how many may be in flight, and how many the Hub still allows."""

    lines: Lines
    gate: Gate
    budget: Budget

    def get(self, url: str, params: Mapping[str, Any] | None, etag: str, max_bytes: int) -> Reply:
        """The reply at exactly this address, its body cut at ``max_bytes``.

        Waits until the request may be sent. Raises NotModified, Failed, and SourceError for what is settled.
        """
        self.gate.enter()
        try:
            ticket = self.budget.acquire()
            exchange = _Exchange(self, ticket)
            try:
                return exchange.run(url, params, etag, max_bytes)
            finally:
                if not exchange.has_answered:
                    self.budget.abandon(ticket)
        finally:
            self.gate.leave()


class _Exchange:
    def __init__(self, lane: Lane, ticket: Ticket) -> None:
        self.lane = lane
        self.ticket = ticket
        self.sent = time.monotonic()
        self.has_answered = False

    def run(self, url: str, params: Mapping[str, Any] | None, etag: str, max_bytes: int) -> Reply:
        if constants.is_offline_mode():
            raise Unreachable("HF_HUB_OFFLINE forbids to ask the Hub", "offline")
        try:
            with self.lane.lines.get(url, params, etag) as response:
                self._take_note(response)
                return self._read(response, max_bytes)
        except HfHubHTTPError as error:  # some of these are ValueErrors and OSErrors too
            status = error.response.status_code
            if status in RETRIED_STATUS:
                raise Failed(f"status-{status}", f"the server answered {status}") from error
            raise settled(status, error.response.headers.get("X-Error-Code", "")) from error
        except httpx.InvalidURL as error:
            raise SourceError("the Hub's reply leads to something that is no address") from error
        except httpx.RequestError as error:
            if isinstance(error, (httpx.NetworkError, httpx.TimeoutException)):
                self.lane.gate.failed(self.sent)
            raise self._in_words(error) from error

    def _take_note(self, response: httpx.Response) -> None:
        """Takes what the head of a reply says of quotas and of how the Hub copes."""
        status, headers = response.status_code, response.headers
        told, wait = _allowance(headers), retry_after(status, headers.get("Retry-After"))
        self.has_answered = True
        if told is None and status >= 500:
            self.lane.budget.abandon(self.ticket, wait)  # from a proxy, which knows no quota
        else:
            self.lane.budget.release(self.ticket, told, wait)
        if status in {429, 503}:
            self.lane.gate.failed(self.sent)
        elif status < 500:
            self.lane.gate.succeeded(self.sent)

    def _read(self, response: httpx.Response, max_bytes: int) -> Reply:
        body, latest = bytearray(), self.sent + LONGEST_REPLY_S
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) >= max_bytes:
                break
            if time.monotonic() > latest:
                raise Failed("timeout", f"no complete answer within {LONGEST_REPLY_S:.0f} seconds")
        headers = response.headers
        if response.status_code == 304:
            raise NotModified
        if response.is_redirect:
            return Reply(b"", location=headers.get("Location", ""))
        hf_raise_for_status(response)
        return Reply(
            bytes(body[:max_bytes]),
            etag=headers.get("ETag", ""),
            next_url=response.links.get("next", {}).get("url", "") if "Link" in headers else "",
            content_type=headers.get("Content-Type", ""),
        )

    def _in_words(self, error: httpx.RequestError) -> Failed:
        if isinstance(error, httpx.TimeoutException):
            problem = f"no answer within {TIMEOUT_S:.0f} seconds"
            return Failed("timeout", problem, "reply" if self.has_answered else "connection")
        if isinstance(error, httpx.ConnectError):
            return Failed(*no_connection(error), "nothing")
        if isinstance(error, httpx.ProxyError):
            return Failed("proxy", "the proxy refuses to connect to the Hub", "nothing")
        if isinstance(error, httpx.DecodingError):
            return Failed("garbled", "the reply's compression is broken")
        if not self.has_answered:
            return Failed("reset", "the Hub hung up without a reply", "connection")
        return Failed("truncated", "the connection broke off in the middle of the reply")


def _allowance(headers: httpx.Headers) -> Allowance | None:
    if "RateLimit" not in headers:
        return None
    try:
        info = parse_ratelimit_headers(headers)
    except ValueError:  # a number of thousands of digits
        return None
    if info is None or max(info.remaining, info.reset_in_seconds, info.limit or 0) > 10**9:
        return None
    return Allowance(info.remaining, info.reset_in_seconds, info.limit, info.window_seconds)
