"""Clients that ask a server all at once over raw sockets, so that asking costs little beside answering."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

PATIENCE_S = 30.0
_END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one request: its status (0: nothing), how long that took, what the reply says of itself."""

    status: int
    seconds: float
    retry_after: bool = False
    tag: str = ""


class Connection:
    """One connection that is kept, on which requests follow each other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, path: str, tag: str = "", compressed: bool = False) -> Reply:
        """GETs a path, with an entity tag if one is known."""
        headers = "Host: 127.0.0.1\r\n"
        headers += f"If-None-Match: {tag}\r\n" if tag else ""
        headers += "Accept-Encoding: gzip\r\n" if compressed else ""
        began = time.perf_counter()
        try:
            head, _ = self._exchange(f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode())
        except OSError:
            self.close()
            return Reply(0, time.perf_counter() - began)
        lower = head.lower()
        return Reply(
            int(head[9:12]),
            time.perf_counter() - began,
            b"\r\nretry-after:" in lower,
            _header(head, b"etag"),
        )

    def close(self) -> None:
        """Lets go of the connection; the next request makes another."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _exchange(self, request: bytes) -> tuple[bytes, int]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), PATIENCE_S)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        received = b""
        while _END_OF_HEAD not in received:
            received += self._more()
        head, _, body = received.partition(_END_OF_HEAD)
        length = int(_header(head, b"content-length") or 0)
        left = length - len(body)
        while left > 0:
            left -= len(self._more())
        return head, length

    def _more(self) -> bytes:
        assert self._socket is not None
        part = self._socket.recv(1 << 18)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part


def _header(head: bytes, name: bytes) -> str:
    at = head.lower().find(b"\r\n" + name + b":")
    return head[at + len(name) + 3 :].split(b"\r\n", 1)[0].strip().decode() if at >= 0 else ""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: all replies, and how long it went on."""

    replies: list[Reply]
    seconds: float

    @property
    def rate(self) -> float:
        """Replies with success or "not modified", by the second."""
        return sum(reply.status in {200, 304} for reply in self.replies) / self.seconds

    def percentile_ms(self, share: float) -> float:
        """The time within which so many of a hundred replies came."""
        times = sorted(reply.seconds for reply in self.replies)
        return 1000 * times[min(len(times) - 1, int(len(times) * share / 100))]

    def by_status(self) -> dict[int, int]:
        """How many replies had each status."""
        found = [reply.status for reply in self.replies]
        return {status: found.count(status) for status in sorted(set(found))}


def together(loads: Sequence[Load]) -> Load:
    """Several loads as one that went on for all of their time."""
    replies = [reply for load in loads for reply in load.replies]
    return Load(replies, sum(load.seconds for load in loads))


Ask = Callable[[Connection, str], Reply]


def closed_loop(port: int, clients: int, seconds: float, paths: Sequence[str], ask: Ask) -> Load:
    """So many clients, each of which asks again as soon as it is answered."""
    places = count()
    until = time.perf_counter() + seconds

    def work(connection: Connection) -> Iterator[Reply]:
        while time.perf_counter() < until:
            yield ask(connection, paths[next(places) % len(paths)])

    return _together(port, clients, work)


def open_loop(
    port: int, clients: int, seconds: float, a_second: float, paths: Sequence[str], ask: Ask
) -> Load:
    """So many requests a second, whether earlier ones were answered or not, on as many connections as there are
    clients. The time of each counts from when it was due."""
    places = count()
    began = time.perf_counter()

    def work(connection: Connection) -> Iterator[Reply]:
        while (place := next(places)) < seconds * a_second:
            due = began + place / a_second
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            reply = ask(connection, paths[place % len(paths)])
            waited = time.perf_counter() - due
            yield Reply(reply.status, waited, reply.retry_after, reply.tag)

    return _together(port, clients, work)


def _together(port: int, clients: int, work: Callable[[Connection], Iterator[Reply]]) -> Load:
    replies: list[list[Reply]] = [[] for _ in range(clients)]

    def go(own: list[Reply]) -> None:
        connection = Connection(port)
        own.extend(work(connection))
        connection.close()

    threads = [threading.Thread(target=go, args=(own,)) for own in replies]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load([one for own in replies for one in own], time.perf_counter() - began)
