"""Replies: what a refusal or a broken reply means, in words, and how long the server asks to wait."""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from crawlers.source import Denied, Missing, SourceError

RETRIED_STATUS = frozenset({408, 425, 429, *range(500, 600)}) - {501, 505}
"""Replies that may be different next time."""


def retry_after(status: int, told: str | None) -> float | None:
    """Seconds to wait by a Retry-After header, which holds seconds or a date; None when it says nothing."""
    if not told or status not in {429, 503}:
        return None
    try:
        is_seconds = told[:1].isdigit()
        wait = float(told) if is_seconds else parsedate_to_datetime(told).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return max(0.0, wait) if math.isfinite(wait) else None


def settled(status: int, code: str) -> SourceError:
    """The error for a reply that asking again won't change; ``code`` is its X-Error-Code."""
    if code == "GatedRepo":
        return Denied("the repo is gated, and its files are only for those who were let in")
    if status == 403:
        return Denied("the Hub refuses access (403)")
    if status == 404 or code in {"RepoNotFound", "RevisionNotFound", "EntryNotFound"}:
        return Missing(f"there is no such repo or file ({status})")
    if status == 401:
        return Denied("the Hub asks for a valid token (401)")
    return SourceError(f"the Hub answered {status}")


def no_connection(error: BaseException) -> tuple[str, str]:
    """Why there is no connection: a word to count by, and the reason for a reader."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return "dns", "the Hub's name can't be looked up (DNS)"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "tls", f"the Hub's certificate is not trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "tls", "no secure connection to the Hub (TLS)"
        if isinstance(cause, ConnectionRefusedError):
            return "refused", "no connection to the Hub (refused)"
        if isinstance(cause, ConnectionResetError):
            return "reset", "no connection to the Hub (reset)"
    return "connection", "no connection to the Hub"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
