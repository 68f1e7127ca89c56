"""Limits: how many requests one address may make to the API and its like, told in the headers of every reply.

The headers are those of the IETF's draft (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/), as
the Hub sends them. Each process of a server counts for itself.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from math import ceil

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from registry.settings import Settings

POLICY = "api"
COUNTED = frozenset({"api", "exports", "feeds"})
"""What programs ask for."""
OF_ONE_CALLER = 64
"""Bits of an IPv6 address that tell callers apart: the rest is theirs to choose."""


@dataclass(frozen=True, slots=True)
class Limiter:
    """Counts requests by address, in windows of a fixed length."""

    limit: RateLimitItem
    counts: FixedWindowRateLimiter

    def hit(self, address: str) -> tuple[bool, dict[str, str]]:
        """Whether one more request is within the limit, and the headers that tell what is left."""
        caller = _caller(address)
        is_within = self.counts.hit(self.limit, caller)
        until, left = self.counts.get_window_stats(self.limit, caller)
        seconds = max(0, ceil(until - time.time()))
        told = {
            "RateLimit-Policy": f'"{POLICY}";q={self.limit.amount};w={self.limit.get_expiry()}',
            "RateLimit": f'"{POLICY}";r={left if is_within else 0};t={seconds}',
        }
        return is_within, told if is_within else {**told, "Retry-After": str(max(1, seconds))}


def init_app(app: Flask, settings: Settings) -> None:
    """Counts what programs ask for, and what is sent to pages; apart from that what people submit."""
    app.extensions["limiter"] = limiter = _limiter(settings.rate_limit)
    app.extensions["submissions"] = _limiter(settings.disclosure_limit)
    if limiter is None:
        return

    def count() -> None:
        is_counted = request.blueprint in COUNTED or request.method == "POST"
        if not is_counted or request.method == "OPTIONS":
            return
        is_within, g.limits = limiter.hit(request.remote_addr or "")
        if is_within:
            return
        told = f"More than {limiter.limit}. Try again in {g.limits['Retry-After']} s."
        raise TooManyRequests(told)

    app.before_request(count)
    app.after_request(_tell)


def too_many_submitted() -> str:
    """Counts one thing that somebody submits; what to tell whoever has submitted too many, empty for all others."""
    limiter: Limiter | None = current_app.extensions["submissions"]
    if limiter is None:
        return ""
    is_within, told = limiter.hit(request.remote_addr or "")
    if is_within:
        return ""
    minutes = ceil(int(told["Retry-After"]) / 60)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"From here came more than {limiter.limit}. Try again in {wait}: nothing that you wrote is lost."


def _limiter(limit: str) -> Limiter | None:
    return Limiter(parse(limit), FixedWindowRateLimiter(MemoryStorage())) if limit else None


def _tell(response: Response) -> Response:
    response.headers.update(g.get("limits", {}))
    return response


def _caller(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, OF_ONE_CALLER), strict=False))
