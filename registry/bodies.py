"""Bodies: what is sent to us is read before anybody works on it, within bounds of size and time.

Whoever sends a byte a second would otherwise keep one of the few threads that work for as long as that goes on, and a
few dozen such senders everybody else from the site. Those who send wait among themselves: each address a few at a time,
and all of them together no more than may be spared.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from registry.callers import caller
from registry.problems import refused

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_S = 10.0
"""What a body may take to arrive."""
OF_ONE_ADDRESS = 3
"""Bodies of one address, or of one network of IPv6, that may be on their way at a time."""
STEP = 16
"""Bytes that are asked for at once: the server waits until it has as many, and can't be told to stop. A call costs a
quarter of a microsecond."""

BUSY = "Too much is being sent at once. Try again in a moment."
BROKEN = "What was sent broke off."


class _RefusedError(Exception):
    """The body is not read further; what the sender is told."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


class Bodies:
    """Wraps an application: up to ``most`` bodies of up to ``largest`` bytes are on their way at a time."""

    def __init__(
        self,
        app: WSGIApplication,
        most: int,
        largest: int,
        *,
        of_one: int = OF_ONE_ADDRESS,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._app = app
        self._most, self._of_one = most, of_one
        self._largest, self._longest_s = largest, longest_s
        self._lock = threading.Lock()
        self._coming: Counter[str] = Counter()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        told = environ.get("CONTENT_LENGTH") or ""
        if told == "0" or (not told and "HTTP_TRANSFER_ENCODING" not in environ):
            return self._app(environ, start)
        try:
            if told.isdecimal() and int(told) > self._largest:
                raise self._too_large()
            with self._place(caller(environ.get("REMOTE_ADDR", ""))):
                body = self._read(environ["wsgi.input"])
        except _RefusedError as error:
            return refused(start, error.status, error.detail)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return self._app(environ, start)

    @contextmanager
    def _place(self, whose: str) -> Iterator[None]:
        """A place among those whose bodies are on their way."""
        with self._lock:
            if self._coming.total() >= self._most or self._coming[whose] >= self._of_one:
                raise _RefusedError(503, BUSY)
            self._coming[whose] += 1
        try:
            yield
        finally:
            with self._lock:
                self._coming[whose] -= 1
                self._coming = +self._coming  # without those of whom nothing is coming

    def _read(self, source: Any) -> bytes:
        parts: list[bytes] = []
        read, until, left = source.read, time.monotonic() + self._longest_s, self._largest
        while left >= 0:
            try:
                part = read(STEP)
            except Exception as error:  # the server's own, of which none has a name
                raise _RefusedError(400, BROKEN) from error
            if not part:
                return b"".join(parts)
            parts.append(part)
            left -= len(part)
            if time.monotonic() > until:
                raise _RefusedError(408, f"It took longer than {self._longest_s:.0f} s to arrive.")
        raise self._too_large()

    def _too_large(self) -> _RefusedError:
        return _RefusedError(413, f"At most {self._largest:,} bytes are read.")
