"""Shedding: a server that has more to do than it can says so at once, instead of keeping everybody waiting.

One request is worked on at a time, as there is one interpreter to work on it, and a few more wait for their turn, who
came first first. The rest are answered with 503 and Retry-After (RFC 9110, section 15.6.4), which costs next to
nothing. A request that takes long holds up nobody: after a while the next one is worked on beside it.

The work is done by threads of our own. A server hands each request to another of its many threads, all of which would
want the interpreter at once, and whose memory is never at hand.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any

from registry.problems import refused

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONG_S = 0.1
"""What a request may take before the next one is worked on beside it."""
LONGEST_WAIT_S = 5.0
BUSY = "The server has more to do than it can. Try again in a moment."


class Shedding:
    """Wraps an application: up to ``working`` requests at a time, all but one of which take long, and so many
    ``waiting`` ones. Its threads start with the first request, and end with the process."""

    def __init__(self, app: WSGIApplication, working: int, waiting: int) -> None:
        self._app = app
        self._working = working
        self._most_waiting = waiting
        self._waiting: deque[_Request] = deque()
        self._begun: dict[int, float] = {}
        """When each thread began with what it works on."""
        self._watching = 0
        """Threads that look again when what is worked on has taken long."""
        self._changed = threading.Condition()
        self._threads = 0

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = _Request(environ)
        if not self._takes(request):
            return refused(start, 503, BUSY)
        if not request.done.acquire(timeout=LONGEST_WAIT_S) and self._is_withdrawn(request):
            return refused(start, 503, BUSY)
        return request.answer(start)

    def _takes(self, request: _Request) -> bool:
        with self._changed:
            self._start_threads()
            is_idle = not self._begun
            if len(self._waiting) >= self._most_waiting + is_idle:
                return False
            self._waiting.append(request)
            if is_idle or not self._watching:
                self._changed.notify()
        return True

    def _is_withdrawn(self, request: _Request) -> bool:
        """Whether nobody has begun with it; else its answer is waited for."""
        with self._changed:
            if request in self._waiting:
                self._waiting.remove(request)
                return True
        request.done.acquire()
        return False

    def _start_threads(self) -> None:
        while self._threads < self._working:
            self._threads += 1
            threading.Thread(target=self._work, args=(self._threads,), daemon=True).start()

    def _work(self, number: int) -> None:
        while True:
            with self._changed:
                self._begun.pop(number, None)
                request = self._next()
                self._begun[number] = time.monotonic()
            request.work(self._app)

    def _next(self) -> _Request:
        """The one whose turn it is, once there is one, and once what is worked on has taken long."""
        while True:
            youngest = max(self._begun.values(), default=0.0)
            left = youngest + LONG_S - time.monotonic()
            if self._waiting and left <= 0:
                return self._waiting.popleft()
            self._watching += left > 0
            self._changed.wait(left if left > 0 else None)
            self._watching -= left > 0


class _Request:
    """One request, its answer, and the context in which both are made: what is streamed goes on in it."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self.done = threading.Lock()
        self.done.acquire()
        self._environ = environ
        self._context: Context = copy_context()
        self._started: tuple[Any, ...] = ()
        self._body: Iterable[bytes] = ()
        self._error: BaseException | None = None

    def work(self, app: WSGIApplication) -> None:
        """Has the application answer."""
        try:
            self._body = self._context.run(app, self._environ, self._start)
        except BaseException as error:  # it is the server's, whose thread waits for it
            self._error = error
        finally:
            self.done.release()

    def answer(self, start: StartResponse) -> Iterable[bytes]:
        """Passes the answer on. Raises what the application raised."""
        if self._error:
            raise self._error
        start(*self._started)
        return _Body(self._body, self._context)

    def _start(self, *started: Any) -> Any:
        self._started = started
        return _no_writing


def _no_writing(_data: bytes) -> None:
    raise RuntimeError("an application must return its body")


class _Body:
    """A body, made in the context of its request by whoever sends it."""

    def __init__(self, body: Iterable[bytes], context: Context) -> None:
        self._body = body
        self._iterator = context.run(iter, body)
        self._context = context

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return self._context.run(next, self._iterator)

    def close(self) -> None:
        """Ends the request."""
        if close := getattr(self._body, "close", None):
            self._context.run(close)
