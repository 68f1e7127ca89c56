"""Shedding: a server that has more to do than it can says so at once, instead of keeping everybody waiting.

As many requests are worked on at a time as there is use in, a few more wait for their turn, and the rest are answered
with 503 and Retry-After (RFC 9110, section 15.6.4), which costs next to nothing.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

RETRY_AFTER_S = 2
LONGEST_WAIT_S = 5.0
PROBLEM = "application/problem+json"


class Shedding:
    """Wraps an application: ``working`` requests at a time, and so many ``waiting`` ones, who came first first."""

    def __init__(self, app: WSGIApplication, working: int, waiting: int) -> None:
        self._app = app
        self._free = working
        self._most_waiting = waiting
        self._queue: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if not self._has_turn():
            return _refused(start)
        try:
            return self._app(environ, start)
        finally:
            self._pass_on()

    def _has_turn(self) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._queue) >= self._most_waiting:
                return False
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        if turn.acquire(timeout=LONGEST_WAIT_S):
            return True
        with self._lock:
            if turn in self._queue:
                self._queue.remove(turn)
                return False
        return True  # its turn came at the last moment

    def _pass_on(self) -> None:
        """To who has waited longest. A semaphore would let those pass who have just come."""
        with self._lock:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._free += 1


def _refused(start: StartResponse) -> Iterable[bytes]:
    detail = "The server has more to do than it can. Try again in a moment."
    told = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": detail}
    body = orjson.dumps(told)
    headers = [
        ("Content-Type", PROBLEM),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(RETRY_AFTER_S)),
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "no-store"),
    ]
    start("503 Service Unavailable", headers)
    return [body]
