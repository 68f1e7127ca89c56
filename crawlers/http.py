"""The door to the Hub: the real client's session, with budgets, retries and limits on replies."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from huggingface_hub import constants
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError
from huggingface_hub.utils import (
    build_hf_headers,
    get_session,
    hf_raise_for_status,
    httpx,
    parse_ratelimit_headers,
)

from crawlers.budget import Allowance, Budget
from crawlers.source import Denied, Missing, SourceError, Unreachable, parse_json

# The client would otherwise ask the Hub how to label itself: a request that no crawl needs.
constants.HF_HUB_DISABLE_TELEMETRY = True

TIMEOUT_S = 30.0
TRIES = 7
TRIES_AT_NOTHING = 2
"""Tries at an address where nothing has answered yet: probably it is wrong, or the network down."""
FIRST_WAIT_S, LONGEST_WAIT_S = 0.25, 10.0
MAX_REDIRECTS = 5
MAX_JSON_BYTES = 256 * 1024 * 1024
MAX_FILE_BYTES = 8 * 1024 * 1024
RETRIED_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete reply: its body, the address of the next page (empty at the end)."""

    body: bytes
    next_url: str


class HubDoor:
    """Sends requests to one Hub. Used by many threads at once."""

    def __init__(
        self,
        endpoint: str,
        token: str | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = _checked(endpoint.rstrip("/"))
        self._headers = build_hf_headers(
            token=token or False, library_name="aperture-registry", library_version="0.1"
        )
        self._budgets = {kind: Budget() for kind in ("api", "resolvers", "pages")}
        self._sleep = sleep
        self._has_answered = False

    def json(
        self, path: str, params: Mapping[str, Any] | None = None, *, tries: int = TRIES
    ) -> tuple[Any, str]:
        """The JSON document at a path or full address, and the address of the next page.

        A reply that is not JSON (a proxy's page, half a document) is asked for again. Raises SourceError.
        """
        decoded: Any = None

        def decode(reply: Reply) -> None:
            nonlocal decoded
            decoded = parse_json(reply.body)

        reply = self._send(path, params, MAX_JSON_BYTES, decode, tries)
        return decoded, reply.next_url

    def file(self, path: str) -> bytes:
        """The bytes of a file, of a long one the first MAX_FILE_BYTES. Raises SourceError."""
        return self._send(path, None, MAX_FILE_BYTES, lambda _: None, TRIES).body

    def _send(
        self,
        path: str,
        params: Mapping[str, Any] | None,
        max_bytes: int,
        check: Callable[[Reply], None],
        tries: int,
    ) -> Reply:
        url = self._absolute(path)
        problem, is_nobody = "", False
        for attempt in range(tries):
            if is_nobody and attempt >= TRIES_AT_NOTHING:
                where = f"{self.endpoint} does not answer ({problem}, {attempt} times over)"
                raise Unreachable(f"{where}; check HF_ENDPOINT and the network")
            if attempt:
                longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**attempt)
                self._sleep(random.uniform(longest / 2, longest))  # not for secrets
            try:
                reply = self._follow(url, params, max_bytes)
                check(reply)
                return reply
            except HfHubHTTPError as error:  # some of these are ValueErrors too
                if error.response.status_code not in RETRIED_STATUS:
                    raise _settled(error) from error
                problem = f"the server answered {error.response.status_code}"
            except (httpx.RequestError, ValueError) as error:
                problem = _in_words(error)
                is_nobody = isinstance(error, httpx.ConnectError) and not self._has_answered
        raise Unreachable(f"{problem}, {tries} times over")

    def _follow(self, url: str, params: Mapping[str, Any] | None, max_bytes: int) -> Reply:
        """The reply at an address, or where it leads within the Hub: a renamed repo, a cache."""
        for _ in range(MAX_REDIRECTS + 1):
            reply, location = self._once(url, params, max_bytes)
            if not location:
                return reply
            url, params = self._absolute(location, url), None
        raise SourceError("the Hub's redirects lead in a circle")

    def _once(
        self, url: str, params: Mapping[str, Any] | None, max_bytes: int
    ) -> tuple[Reply, str]:
        """A reply, and where it leads if it is a redirect."""
        budget = self._budgets[_kind(url)]
        budget.acquire()
        answered = False
        try:
            with get_session().stream(
                "GET",
                url,
                params=params,
                headers=self._headers,
                timeout=TIMEOUT_S,
                follow_redirects=False,  # only the door decides where to go
            ) as response:
                answered = self._has_answered = True
                budget.release(_allowance(response.headers), _retry_after(response))
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) >= max_bytes:
                        break
                if response.is_redirect:
                    return Reply(b"", ""), response.headers.get("Location", "")
                hf_raise_for_status(response)
                following = response.links.get("next", {}).get("url", "")
                following = self._absolute(following, url) if following else ""
                return Reply(bytes(body[:max_bytes]), following), ""
        finally:
            if not answered:
                budget.abandon()

    def leads_here(self, url: str) -> bool:
        """Whether an address is one of this Hub."""
        try:
            return bool(self._absolute(url))
        except SourceError:
            return False

    def _absolute(self, path: str, base: str = "") -> str:
        """The address of a path at the Hub. Raises SourceError for one that leads elsewhere."""
        try:
            url = urljoin(base or f"{self.endpoint}/", path)
            scheme, host = urlsplit(url)[:2]
        except ValueError as error:
            raise SourceError("the Hub's reply leads to something that is no address") from error
        if (scheme, host) != urlsplit(self.endpoint)[:2]:
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


def _allowance(headers: Mapping[str, str]) -> Allowance | None:
    info = parse_ratelimit_headers(headers)
    if info is None:
        return None
    return Allowance(info.remaining, info.reset_in_seconds, info.limit)


def _retry_after(response: httpx.Response) -> float | None:
    if response.status_code not in {429, 503}:
        return None
    told = response.headers.get("Retry-After", "")
    try:
        is_seconds = told[:1].isdigit()
        wait = float(told) if is_seconds else parsedate_to_datetime(told).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return max(0.0, wait) if math.isfinite(wait) else None


def _in_words(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {TIMEOUT_S:.0f} seconds"
    if isinstance(error, httpx.ConnectError):
        return "no connection to the Hub"
    if isinstance(error, httpx.RequestError):
        return "the connection broke off in the middle of the reply"
    return "the reply was not JSON"


def _settled(error: HfHubHTTPError) -> SourceError:
    """The error for a reply that asking again won't change."""
    status = error.response.status_code
    code = error.response.headers.get("X-Error-Code", "")
    if isinstance(error, GatedRepoError) or code == "GatedRepo":
        return Denied("the repo is gated, and its files are only for those who were let in")
    if status == 403:
        return Denied("the Hub refuses access (403)")
    if status == 404 or code in {"RepoNotFound", "RevisionNotFound", "EntryNotFound"}:
        return Missing(f"there is no such repo or file ({status})")
    if status == 401:
        return Denied("the Hub asks for a valid token (401)")
    return SourceError(f"the Hub answered {status}")
