"""Manners: what ``robots.txt`` says, and pauses between requests."""

from __future__ import annotations

import pytest

from crawlers.links.pace import Pace
from crawlers.links.robots import Robots, fits

TEXT = """
# Of nobody
Disallow: /nowhere
User-agent: other
Disallow: /
User-Agent: *
Disallow: /private
Allow: /private/open$
Disallow: /*.pdf$
Disallow: /a%20b
Crawl-delay: 2.5

user-agent: Aperture-Registry
user-agent: friend
Disallow: /secret # but no more
Crawl-delay: inf
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("another", "/", True),
        ("another", "/nowhere", True),
        ("another", "/private/x", False),
        ("another", "/private/open", True),
        ("another", "/private/opener", False),
        ("another", "/x/y.pdf", False),
        ("another", "/x/y.pdf?z", True),
        ("another", "/a b", False),
        ("aperture-registry", "/private", True),
        ("aperture-registry", "/secret/x", False),
    ],
)
def test_rules(agent: str, path: str, allowed: bool):
    assert Robots.of(TEXT, agent).allows(path) is allowed


def test_delays():
    assert Robots.of(TEXT, "another").delay_s == 2.5
    assert Robots.of(TEXT, "aperture-registry").delay_s == 0


@pytest.mark.parametrize(
    ("pattern", "path", "does"),
    [
        ("/a*b*c$", "/axbxc", True),
        ("/a*b*c$", "/abcb", False),
        ("/*$", "/x", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/ab*b$", "/ab", False),
        ("*/x", "/y/x/z", True),
        ("/" + "*a" * 5000 + "$", "/" + "a" * 4000 + "b", False),
    ],
)
def test_patterns(pattern: str, path: str, does: bool):
    assert fits(pattern, path) is does


@pytest.mark.parametrize(
    "text", ["", "\ufeffUser-agent: *\nDisallow:", "x" * 9999, ":\n:::", "<html>"]
)
def test_what_says_nothing_allows_all(text: str):
    assert Robots.of(text, "any").allows("/")


def test_each_host_gets_its_pause():
    now, slept = 100.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    pace = Pace(lambda: now, sleep)
    for host in ("a", "a", "b"):
        with pace.turn(host):
            now += 5
    pace.slow_down("a", 10)
    pace.slow_down("b", 9999)
    for host in ("a", "b", "a"):
        with pace.turn(host):
            pass
    assert slept == [1, 10, 20]
