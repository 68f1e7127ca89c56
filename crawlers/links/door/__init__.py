"""The door to the rest of the web: one look at one public address, and what came of it as plain values.

Every address, that of each redirect as well, is checked before it is asked: only names and IP addresses of the public
net, only http and https on their usual ports. https may lead on to http: nothing is sent that would need to be secret.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from crawlers.links.door.addresses import (
    Address,
    RefusedError,
    Target,
    checked,
    followed,
    target_of,
)
from crawlers.links.door.connecting import Deadline, Pinned, resolved
from crawlers.links.door.exchange import Reply, SilentError, exchanged
from crawlers.links.pace import Pace
from crawlers.links.robots import Robots
from crawlers.links.words import text_of
from registry.links.rules import Came, Look

__all__ = ["AGENT", "Door", "agent_of"]

AGENT = "aperture-registry"
"""By which name we are spoken to in a ``robots.txt``."""
MOST_REDIRECTS = 5
IN_ALL_S, A_PIECE_S = 20.0, 8.0
"""How long the requests of a look may take together, and a wait for one piece of a reply."""
REDIRECTS, FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
NOT_TO_US = frozenset({400, 401, 402, 403, 405, 406, 407, 409, 412, 418, 421, 426, 428, 451, 999})
"""A server that answers so has something there, or does not say."""
NO_TIME = frozenset({425, 429, 503})

Resolve = Callable[[str, int, float], list[str]]


def agent_of(contact: str) -> str:
    """What we call ourselves, with where to ask who we are, if that is known."""
    return f"{AGENT}/0.1 (link check{f'; +{contact}' if contact else ''})"


class Door:
    """Looks at addresses, at each host one at a time. Used by many threads at once.

    ``robots.txt`` is asked for once of each site. ``resolve`` and ``sockets`` are what names are looked up and
    connections opened with.
    """

    def __init__(
        self,
        agent: str,
        pace: Pace | None = None,
        *,
        resolve: Resolve = resolved,
        sockets: httpcore.NetworkBackend | None = None,
        context: ssl.SSLContext | None = None,
        in_all_s: float = IN_ALL_S,
        a_piece_s: float = A_PIECE_S,
    ) -> None:
        self._agent = agent
        self._pace = pace or Pace()
        self._resolve = resolve
        self._sockets = sockets
        self._context = context or httpx.create_ssl_context(trust_env=False)
        self._limits = in_all_s, a_piece_s
        self._guard = threading.Lock()
        self._robots: dict[str, Robots | Look] = {}

    def look(self, url: str, *, reads: bool = False) -> Look:
        """Looks at an address; ``reads`` the words there, too. What goes wrong is part of what came of it."""
        deadline, reached = Deadline(*self._limits), False
        try:
            target = first = target_of(url)
            moved_to, for_good = "", True
            for _ in range(MOST_REDIRECTS + 1):
                robots = self._robots_of(target)
                if isinstance(robots, Look):
                    return replace(robots, reached=reached or robots.reached)
                if not robots.allows(target.path):
                    told = "its robots.txt forbids to look"
                    return Look(Came.DECLINED, problem=told)
                reply, reached = self._ask(target, deadline, reads=reads), True
                location = reply.headers.get("location", "")
                if reply.status not in REDIRECTS or not location:
                    return _seen(reply, moved_to if _differ(first, moved_to) else "", reads=reads)
                for_good = for_good and reply.status in FOR_GOOD
                target = followed(target, location)
                moved_to = str(target) if for_good else moved_to
        except RefusedError as error:
            return Look(Came.DECLINED, problem=str(error), reached=reached)
        except SilentError as error:
            return Look(Came.SILENT, problem=str(error), reached=reached)
        return Look(Came.MISSING, reply.status, "its redirects lead in a circle or nowhere")

    def reaches(self, host: str) -> bool:
        """Whether any server replies under a host's name."""
        for scheme in ("https", "http"):
            try:
                target = target_of(f"{scheme}://{host}/robots.txt")
                self._ask(target, Deadline(*self._limits), reads=False)
            except (RefusedError, SilentError):
                continue
            return True
        return False

    def _ask(self, target: Target, deadline: Deadline, *, reads: bool) -> Reply:
        deadline.pause()
        with self._pace.turn(target.host):
            deadline.go_on()
            addresses = self._addresses(target, deadline)
            pinned = Pinned(addresses, deadline, self._sockets)
            reply = exchanged(target, pinned, self._context, self._agent, reads=reads)
        if wait := _wait(reply):
            self._pace.slow_down(target.host, wait.total_seconds())
        return reply

    def _addresses(self, target: Target, deadline: Deadline) -> tuple[Address, ...]:
        if target.address is not None:
            return (target.address,)
        try:
            return checked(self._resolve(target.host, target.port, deadline.left()))
        except httpcore.TimeoutException as error:
            raise SilentError("there was no complete answer in time") from error
        except OSError as error:
            raise SilentError("its host is not known") from error

    def _robots_of(self, target: Target) -> Robots | Look:
        """What a site lets us look at, or what keeps us from knowing."""
        with self._guard:
            known = self._robots.get(target.site)
        if known is None:
            known = self._asked_robots(target)
            with self._guard:
                self._robots[target.site] = known
        return known

    def _asked_robots(self, target: Target) -> Robots | Look:
        deadline = Deadline(*self._limits)
        asked = Target(target.scheme, target.host, "/robots.txt", target.address)
        reply: Reply | None = None
        try:
            for _ in range(MOST_REDIRECTS + 1):
                reply = self._ask(asked, deadline, reads=True)
                location = reply.headers.get("location", "")
                if reply.status not in REDIRECTS or not location:
                    break
                asked = followed(asked, location)
        except (RefusedError, SilentError) as error:
            if reply is not None:  # the site answers, and has no rules that could be read
                return Robots()
            came = Came.SILENT if isinstance(error, SilentError) else Came.DECLINED
            return Look(came, problem=str(error), reached=False)
        assert reply is not None
        if reply.status in NO_TIME or reply.status >= 500:
            told = f"its robots.txt can't be read now (status {reply.status})"
            return Look(Came.LATER, reply.status, told, wait=_wait(reply))
        if reply.status != 200:
            return Robots()
        robots = Robots.of(reply.body.decode("utf-8", "replace"), AGENT)
        if robots.delay_s:
            self._pace.slow_down(target.host, robots.delay_s)
        return robots


def _seen(reply: Reply, moved_to: str, *, reads: bool) -> Look:
    status = reply.status
    if 200 <= status < 300:
        text = text_of(reply.body, reply.headers.get("content-type", "")) if reads else None
        return Look(Came.ANSWERED, status, leads_to=moved_to, text=text, is_whole=reply.is_whole)
    told = f"it answers with status {status}"
    if status in NO_TIME:
        return Look(Came.LATER, status, told, wait=_wait(reply))
    if status in NOT_TO_US:
        return Look(Came.DECLINED, status, told)
    return Look(Came.MISSING, status, told)


def _differ(first: Target, moved_to: str) -> bool:
    """Whether a page has moved to another address, not just to https, to ``www.`` or by a slash."""
    return bool(moved_to) and _bare(str(first)) != _bare(moved_to)


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _wait(reply: Reply) -> timedelta | None:
    """How long a server asks us to wait."""
    if reply.status not in NO_TIME:
        return None
    told = reply.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdecimal() and len(told) < 9:
        return timedelta(seconds=int(told))
    try:
        at = parsedate_to_datetime(told)
        return max(timedelta(), at.astimezone(UTC) - datetime.now(UTC))
    except (ValueError, OverflowError):
        return None
