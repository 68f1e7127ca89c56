"""Connecting: sockets to the addresses that were checked, and to no others, for as long as is left.

The client below is told the host by its name, so that certificate and ``Host`` header are as ever; but it can open
sockets only here, and here the name is not looked up a second time. So there is no way around: an answer of the name
server that changes in between makes no difference, nor does a proxy that the environment names.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from crawlers.links.door.addresses import Address

MOST_ADDRESSES = 4
"""Of a name's addresses so many are tried."""
MOST_RECEIVED = 2 * 1024 * 1024
"""Bytes that one exchange may bring over the wire, with all its headers."""


class Deadline:
    """How much time is left for the requests of one look, each wait for a single piece of it limited, too."""

    def __init__(self, seconds: float, a_piece_s: float) -> None:
        self._until = time.monotonic() + seconds
        self._a_piece_s = a_piece_s
        self._paused_at = 0.0

    def left(self) -> float:
        """Seconds for the next piece. Raises httpcore.ReadTimeout when none are left."""
        if (left := self._until - time.monotonic()) <= 0:
            raise httpcore.ReadTimeout("no time left")
        return min(left, self._a_piece_s)

    def pause(self) -> None:
        """Time that is not the server's counts no more."""
        self._paused_at = time.monotonic()

    def go_on(self) -> None:
        """It counts again."""
        self._until += time.monotonic() - self._paused_at


def resolved(host: str, port: int, timeout: float) -> list[str]:
    """The IP addresses of a name, which is taken as a whole. Raises OSError for one that has none, or not in time."""
    found: list[str] = []
    problem: list[OSError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)
            found.extend(str(row[4][0]) for row in rows)
        except (OSError, UnicodeError) as error:
            problem.append(error if isinstance(error, OSError) else socket.gaierror(str(error)))

    # The system's own look-up can't be given a limit.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout)
    if problem:
        raise problem[0]
    if not found:
        raise TimeoutError("no answer of the name servers")
    return list(found)


class Watched(httpcore.NetworkStream):
    """A connection that ends when time is over, or when it brings too much."""

    def __init__(
        self, stream: httpcore.NetworkStream, deadline: Deadline, allowance: int = MOST_RECEIVED
    ) -> None:
        self._stream = stream
        self._deadline = deadline
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, none at the end."""
        data = self._stream.read(max_bytes, self._deadline.left())
        self._allowance -= len(data)
        if self._allowance < 0:
            raise httpcore.ReadError("too much")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes."""
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        """Closes it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> Watched:
        """The same connection, encrypted."""
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return Watched(secured, self._deadline, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        """What else is known of it."""
        return self._stream.get_extra_info(info)


class Pinned(httpcore.NetworkBackend):
    """Opens connections to the addresses given, whatever name it is asked for."""

    def __init__(
        self,
        addresses: Sequence[Address],
        deadline: Deadline,
        sockets: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._addresses = addresses[:MOST_ADDRESSES]
        self._deadline = deadline
        self._sockets = sockets or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the addresses that takes one."""
        problem: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                stream = self._sockets.connect_tcp(str(address), port, self._deadline.left())
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return Watched(stream, self._deadline)
        raise problem

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """None: what is public is on no such socket."""
        raise httpcore.ConnectError("no address")
