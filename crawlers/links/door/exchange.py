"""One request and its reply, cut where it grows too large; what goes wrong is put in words."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import httpcore

from crawlers.links.door.addresses import Target
from crawlers.links.door.connecting import Pinned

MOST_READ = 1024 * 1024
"""Bytes of a body that are read, counted as they are once they are unpacked."""
MOST_HEADERS = 200
_BROKEN = (httpcore.TimeoutException, httpcore.ProtocolError, httpcore.NetworkError)
ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"


class SilentError(Exception):
    """There was no complete reply; the message says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: its headers by their names in lower case, of several the first, and as much of its body as was read."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    is_whole: bool = True


def exchanged(
    target: Target,
    pinned: Pinned,
    context: ssl.SSLContext,
    agent: str,
    *,
    reads: bool,
) -> Reply:
    """The reply to one request; its body only if that ``reads`` it. Raises SilentError.

    No part is asked for by `Range`: servers answer that in too many ways. What is not wanted is not read.
    """
    headers = [
        ("Host", target.authority),
        ("User-Agent", agent),
        ("Accept", ACCEPT),
        ("Accept-Encoding", "gzip" if reads else "identity"),
        ("Connection", "close"),
    ]
    url = httpcore.URL(
        scheme=target.scheme, host=target.host, port=target.port, target=target.path.encode("ascii")
    )
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=context, network_backend=pinned, max_connections=1, retries=0
            ) as pool,
            pool.stream("GET", url, headers=headers) as response,
        ):
            told = _headers(response.headers)
            if not reads or response.status != 200:
                return Reply(response.status, told)
            return _read(response, told)
    except httpcore.TimeoutException as error:
        raise SilentError("there was no complete answer in time") from error
    except ssl.SSLError as error:
        raise SilentError("its certificate does not fit") from error
    except httpcore.ConnectError as error:
        raise SilentError(_no_connection(error)) from error
    except httpcore.ProtocolError as error:
        raise SilentError("its answer is no valid HTTP") from error
    except (httpcore.NetworkError, OSError) as error:
        raise SilentError("it hung up in the middle of its answer") from error


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    if len(raw) > MOST_HEADERS:
        raise SilentError("its answer has too many headers")
    told: dict[str, str] = {}
    for name, value in raw:
        told.setdefault(name.decode("latin-1").lower(), value.decode("utf-8", "replace"))
    return told


def _read(response: httpcore.Response, told: dict[str, str]) -> Reply:
    """The reply with its body. One that is broken or takes too long is there all the same: what came of it counts."""
    packed, body = told.get("content-encoding", "").strip().lower(), bytearray()
    is_packed = packed not in ("", "identity")
    if is_packed and packed not in ("gzip", "x-gzip", "deflate"):
        return Reply(response.status, told, is_whole=False)
    try:
        pieces = response.iter_stream()
        for piece in _unpacked(pieces) if is_packed else pieces:
            body += piece
            if len(body) > MOST_READ:
                break
        is_whole = len(body) <= MOST_READ
    except (zlib.error, OSError, *_BROKEN):
        is_whole = False
    return Reply(response.status, told, bytes(body[:MOST_READ]), is_whole)


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, unpacked a little at a time: a few bytes may stand for gigabytes."""
    unpacker = zlib.decompressobj(wbits=47)
    for packed in pieces:
        left = packed
        while left:
            yield unpacker.decompress(left, 65_536)
            left = unpacker.unconsumed_tail


def _no_connection(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "its certificate does not fit"
        if isinstance(cause, ConnectionRefusedError):
            return "it refuses the connection"
        cause = cause.__cause__ or cause.__context__
    return "no connection comes about"
