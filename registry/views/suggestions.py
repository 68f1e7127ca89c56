"""Suggestions: where somebody probably wanted to go who asked for what isn't there."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from flask import current_app, request

from registry.plain.groups import organization_url
from registry.serialize import page_url
from registry.spelling import cleaned
from registry.views import finder, reading

MOST = 5
ALIKE = 0.6
"""How alike a path must be to that of a page."""
MACHINES = (
    "/api/",
    "/static/",
    "/metrics",
    "/robots.txt",
    "/favicon.ico",
    "/sitemap",
    "/card.png",
    "/reply",
    "/sign-in/hub",
)

ABOUT_RELEASES = frozenset({"asking", "replies"})
"""Blueprints whose pages are about the release that their query names."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page of this site."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant: pages, with the words that introduce them; ``release`` is the id that was asked for."""

    words: str = ""
    links: tuple[Link, ...] = ()
    release: str = ""


NOTHING = Meant()


def meant() -> Meant:
    """What this request, which led nowhere, may have meant: releases, organizations or pages."""
    asked = request.view_args or {}
    # Forms are told in the query, or in what was sent, what they are about.
    named = request.values.get("release", "") if request.blueprint in ABOUT_RELEASES else ""
    if release := asked.get("release_id", "") or cleaned(named):
        found = finder().suggestions.nearest_ids(reading(), release, MOST)
        return Meant("The nearest names:", _releases(found), release)
    if request.endpoint == "organizations.organization":
        return _organizations(asked.get("name", ""))
    return _anything(request.path)


def _organizations(name: str) -> Meant:
    found = finder().suggestions.nearest_organizations(name, MOST)
    links = tuple(Link(organization_url(one), one) for one in found)
    return Meant("The nearest names:", links) if links else NOTHING


def _anything(path: str) -> Meant:
    """A page whose path is nearly this one, or the release that stands there on the Hub."""
    pages = {rule: _name(rule) for rule in _pages()}
    near = get_close_matches(path.lower().rstrip("/") or "/", pages, n=2, cutoff=ALIKE)
    links = [Link(rule, pages[rule]) for rule in near]
    if not links:
        links = list(_on_the_hub(path))
    return Meant("Did you mean one of these?", tuple(links)) if links else NOTHING


def _on_the_hub(path: str) -> tuple[Link, ...]:
    """Addresses of the Hub work here too, as far as they name a release: ``/org/name``."""
    wanted = cleaned(path)
    for prefix in ("model/", "models/", "release/", "releases/"):
        wanted = wanted.removeprefix(prefix)
    if wanted.count("/") != 1:
        return ()
    return _releases(finder().suggestions.nearest_ids(reading(), wanted, MOST))


def _releases(ids: list[str]) -> tuple[Link, ...]:
    return tuple(Link(page_url(one), one) for one in ids)


def _pages() -> list[str]:
    """The paths of all pages that need nothing to be filled in."""
    return [
        rule.rule
        for rule in current_app.url_map.iter_rules()
        if not rule.arguments
        and "GET" in (rule.methods or ())
        and not rule.rule.startswith(MACHINES)
        and not rule.rule.endswith(".atom")
    ]


def _name(path: str) -> str:
    return path.strip("/").replace("/", " · ").replace("-", " ").capitalize() or "Start page"
