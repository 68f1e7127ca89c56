"""Door: requests to an OpenID provider, none of which is redirected, takes long or brings much."""

from __future__ import annotations

import ipaddress
import ssl
import time
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.httpx_client import OAuth2Client

TIMEOUT_S = 5.0
"""For each step of a request, and twice that for all of it."""
MOST_BYTES = 200_000


class Unanswered(Exception):  # noqa: N818  # named by what happened
    """The provider can't be reached, or takes too long."""


class Refused(Exception):  # noqa: N818  # named by what happened
    """What the provider answered is not what it should be."""


class _Client(OAuth2Client):
    """The library's client, which reads no more than it should."""

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The reply to a request, whole. Raises Unanswered and Refused."""
        if not is_private(str(request.url)):
            raise Refused("the provider is not asked over HTTPS")
        latest = time.monotonic() + 2 * TIMEOUT_S
        options |= {"stream": True, "follow_redirects": False}
        body = bytearray()
        try:
            response: httpx2.Response = super().send(request, **options)
            try:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise Refused(f"more than {MOST_BYTES} bytes")
                    if time.monotonic() > latest:
                        raise Unanswered("the reply drips")
            finally:
                response.close()
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise Unanswered(f"{type(error).__name__}: {error}") from error
        except httpx2.DecodingError as error:
            raise Refused("the reply's compression is broken") from error
        if response.status_code >= 500 or response.status_code == 429:
            raise Unanswered(f"status {response.status_code}")
        if response.is_redirect:
            raise Refused("the provider sends us elsewhere")
        told = {"Content-Type": response.headers.get("Content-Type", "")}
        return httpx2.Response(
            response.status_code, headers=told, content=bytes(body), request=request
        )


class Door:
    """Asks a provider in the name of this site."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._client_id = client_id
        self._client_secret = client_secret

    def client(self, redirect_uri: str = "", scope: str = "") -> _Client:
        """A client for one sign-in, which keeps that one's token; to be closed."""
        return _Client(
            client_id=self._client_id,
            client_secret=self._client_secret or None,
            redirect_uri=redirect_uri,
            scope=scope,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            leeway=0,  # a token is used at once, or never
            verify=_trusted(),
        )

    def get(self, url: str) -> dict[str, Any]:
        """What anybody is told at an address. Raises Unanswered and Refused."""
        with self.client() as client:
            return self.asked(client, url, with_token=False)

    def asked(self, client: _Client, url: str, *, with_token: bool) -> dict[str, Any]:
        """What is told at an address, with the client's token or without. Raises Unanswered and Refused."""
        response = client.request("GET", url, withhold_token=not with_token)
        if response.status_code != 200:
            raise Refused(f"status {response.status_code}")
        told = response.json()
        if not isinstance(told, dict):
            raise Refused("the reply is no object")
        return told


def is_private(url: str) -> bool:
    """Whether nobody on the way can read or change what is sent: over HTTPS, or to this machine itself."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return True
    try:
        is_here = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_here = parts.hostname == "localhost"
    return parts.scheme == "http" and is_here


def origin_of(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port. Raises ValueError for what is no address."""
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, port


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: it takes longer than all else of a request."""
    return httpx2.create_ssl_context()
