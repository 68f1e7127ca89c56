"""Sitemaps, for search engines: an index, and parts with fixed pages, organizations and releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

import numpy as np
from flask import Blueprint, Response, stream_with_context
from werkzeug.exceptions import NotFound

from registry.plain.groups import organization_url
from registry.serialize import page_url
from registry.views import finder
from registry.views.meta import absolute

bp = Blueprint("sitemaps", __name__)

FIXED = (
    *("/", "/models", "/leaderboard", "/trends", "/organizations", "/eu-summaries"),
    *("/methodology", "/frameworks", "/indexes", "/about", "/exports", "/status"),
)
ROBOTS = (
    "User-agent: *\nDisallow: /api/\nDisallow: /models?\nDisallow: /disclose?\nDisallow: /reply\n"
    "Disallow: /sign-in\nSitemap: {}\n"
)

PART = 10_000
"""Releases in a part; a sitemap may have 50,000 addresses."""
MOST_ORGANIZATIONS = 40_000

Entry = tuple[str, str]
"""Path, and the day of the last change as the format has it, or nothing."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_AT_ONCE = 1000


@bp.get("/robots.txt")
def robots() -> Response:
    return Response(ROBOTS.format(absolute("sitemap.xml")), mimetype="text/plain")


@bp.get("/sitemap.xml")
def index() -> Response:
    parts = -(-finder().catalog.size // PART)
    names = ["pages", "organizations", *(str(n + 1) for n in range(parts))]
    return _xml("sitemapindex", "sitemap", ((f"/sitemap-{name}.xml", "") for name in names))


@bp.get("/sitemap-pages.xml")
def fixed_pages() -> Response:
    return _xml("urlset", "url", ((path, "") for path in FIXED))


@bp.get("/sitemap-organizations.xml")
def organizations() -> Response:
    catalog = finder().catalog
    of = catalog.organization
    counts = np.bincount(of.codes[catalog.is_graded], minlength=len(of.values))
    largest = np.argsort(-counts, kind="stable")[:MOST_ORGANIZATIONS]
    names = (of.values[code] for code in largest if counts[code] and of.values[code])
    return _xml("urlset", "url", ((organization_url(name), "") for name in names))


@bp.get("/sitemap-<int:number>.xml")
def releases(number: int) -> Response:
    catalog = finder().catalog
    rows = range(PART * (number - 1), min(PART * number, catalog.size))
    if not rows or number < 1:
        raise NotFound("There is no such part of the sitemap.")
    days = catalog.graded.astype("datetime64[D]")
    graded = (row for row in rows if catalog.graded[row] >= 0)
    return _xml("urlset", "url", ((page_url(catalog.ids[row]), str(days[row])) for row in graded))


def _xml(root: str, item: str, entries: Iterable[Entry]) -> Response:
    """A map, written while it is read."""
    lines = stream_with_context(_lines(root, item, entries, absolute()))
    return Response(lines, mimetype="application/xml")


def _lines(root: str, item: str, entries: Iterable[Entry], site: str) -> Iterator[str]:
    written = [f'{_HEAD}<{root} xmlns="{_NAMESPACE}">\n']
    for path, changed in entries:
        at = f"<lastmod>{changed}</lastmod>" if changed else ""
        written.append(f"<{item}><loc>{escape(site + path[1:])}</loc>{at}</{item}>\n")
        if len(written) == _AT_ONCE:
            yield "".join(written)
            written = []
    yield "".join([*written, f"</{root}>\n"])
