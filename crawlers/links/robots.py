"""Robots: what a site's ``robots.txt`` lets us look at, and how quickly (RFC 9309, and the usual ``Crawl-delay``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

MOST_LINES = 10_000


@dataclass(slots=True)
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for us: patterns of paths, and whether they allow or forbid."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay_s: float = 0.0

    @classmethod
    def of(cls, text: str, agent: str) -> Robots:
        """The rules that a ``robots.txt`` has for an agent by its own name, or else for all."""
        groups = _groups(text.lstrip("\ufeff").splitlines()[:MOST_LINES])
        own = [g for g in groups if agent.lower() in g.agents]
        mine = own or [g for g in groups if "*" in g.agents]
        rules = tuple(rule for group in mine for rule in group.rules)
        return cls(rules, max((g.delay_s for g in mine), default=0.0))

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be asked for: the longest rule decides, of two the one that allows."""
        asked = unquote(path)
        fitting = [(len(p), allows) for p, allows in self.rules if fits(unquote(p), asked)]
        return max(fitting)[1] if fitting else True


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says, in which ``*`` stands for anything and a last ``$`` for the end."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not is_whole or at == len(path)
    *others, last = others
    for piece in others:  # the first place that fits leaves most for what follows
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0


def _groups(lines: Iterable[str]) -> list[_Group]:
    groups: list[_Group] = []
    is_named = False
    for line in lines:
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not is_named:
                groups.append(_Group())
            is_named = True
            groups[-1].agents.append(value.lower().partition("/")[0])
            continue
        is_named = False
        if not groups:
            continue
        if name in ("allow", "disallow") and value:
            groups[-1].rules.append((value, name == "allow"))
        elif name == "crawl-delay":
            groups[-1].delay_s = max(groups[-1].delay_s, _seconds(value))
    return groups


def _seconds(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else 0.0
