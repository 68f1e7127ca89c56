"""Limits: how many requests one address may make to the API and its like, and how much it may submit, told in the
headers of every reply that counts.

The headers are those of the IETF's draft (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/), as
the Hub sends them. Each process of a server counts for itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from registry.callers import caller
from registry.settings import Settings

POLICY = "api"
SUBMITTED = "disclosures"
COUNTED = frozenset({"api", "exports", "feeds", "oauth"})
"""What programs ask for, and what has us ask others."""


@dataclass(frozen=True, slots=True)
class Limiter:
    """Counts requests by address, in windows of a fixed length."""

    limit: RateLimitItem
    counts: FixedWindowRateLimiter
    name: str = POLICY

    @classmethod
    def of(cls, limit: str, name: str) -> Limiter | None:
        """The limiter that a setting asks for; None where it sets no limit."""
        if not limit:
            return None
        return cls(parse(limit), FixedWindowRateLimiter(MemoryStorage()), name)

    def hit(self, address: str) -> tuple[bool, dict[str, str]]:
        """Whether one more request is within the limit, and the headers that tell what is left."""
        whose = caller(address)
        is_within = self.counts.hit(self.limit, whose)
        until, left = self.counts.get_window_stats(self.limit, whose)
        seconds = max(0, ceil(until - time.time()))
        told = {
            "RateLimit-Policy": f'"{self.name}";q={self.limit.amount};w={self.limit.get_expiry()}',
            "RateLimit": f'"{self.name}";r={left if is_within else 0};t={seconds}',
        }
        return is_within, told if is_within else {**told, "Retry-After": str(max(1, seconds))}


def init_app(app: Flask, settings: Settings) -> None:
    """Counts what programs ask for, and what is sent to pages."""
    limiter = app.extensions["limiter"] = Limiter.of(settings.rate_limit, POLICY)
    app.extensions["submissions"] = Limiter.of(settings.disclosure_limit, SUBMITTED)
    app.after_request(_tell)
    if limiter is None:
        return

    def count() -> None:
        is_counted = request.blueprint in COUNTED or request.method == "POST"
        if is_counted and request.method != "OPTIONS":
            _hit(limiter)

    app.before_request(count)


def count_submission() -> None:
    """Counts what the caller submits, by form and API together. Raises TooManyRequests beyond the limit."""
    limiter: Limiter | None = current_app.extensions["submissions"]
    if limiter is not None:
        _hit(limiter)


def _hit(limiter: Limiter) -> None:
    is_within, told = limiter.hit(request.remote_addr or "")
    before: dict[str, str] = g.get("limits", {})
    # Where two limits hold, both are told, as the draft's lists.
    g.limits = {name: ", ".join(filter(None, (before.get(name), told[name]))) for name in told}
    if not is_within:
        raise TooManyRequests(f"More than {limiter.limit}. Try again in {told['Retry-After']} s.")


def _tell(response: Response) -> Response:
    response.headers.update(g.get("limits", {}))
    return response
