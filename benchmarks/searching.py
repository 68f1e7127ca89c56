"""Whether search finds what is meant and bears what is not: known items on a real registry, and fuzzed strings.

    python benchmarks/searching.py [known] [fuzz] [--like URL] [--database-url URL] [--strings N]

`known`: four hundred names of releases as people type them (benchmarks/known_items.py) are searched for on the registry
of `--like` (any that `aperture crawl` and `aperture grade` made; without it the bundled sample). Prints how often the
release that is meant comes first, and those that don't; ends with status 1 below 95 in 100 of one of the lists.

`fuzz`: search strings with operators, quotes, other query languages, broken encodings and up to 10 kB
(benchmarks/search_strings.py) go through the list and the API over HTTP, on a world of `--releases` on SQLite, and on
PostgreSQL where `--database-url` names a server on which databases can be created. Prints the times and the slowest;
ends with status 1 when one was answered with a status of 500 or above, or not at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import unquote_plus, urlencode

from sqlalchemy import func, select
from sqlmodel import col

from benchmarks.commands import databases
from benchmarks.known_items import KNOWN_ITEMS
from benchmarks.search_strings import strings
from benchmarks.serving import Answer, Served, served
from benchmarks.world import add_options, make_world
from benchmarks.world_donors import Donors, read_donors, registry_like
from registry.db import engine_on
from registry.models import Release, Text

ENOUGH = 0.95
SLOWEST = 5
PATHS = ("/models", "/api/v1/models")


class Fuzzed(NamedTuple):
    """A request with its answer."""

    target: str
    answer: Answer


def main() -> int:
    """Reads the options, measures, prints; the status says whether both went well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=["known", "fuzz", []], metavar="PART")
    add_options(parser, 10_000)
    parser.add_argument("--database-url", help="a PostgreSQL server for databases to be created on")
    parser.add_argument("--strings", type=int, default=10_000, help="how many fuzzed strings")
    options = parser.parse_args()
    parts, went_well = options.parts or ["known", "fuzz"], True
    with registry_like(options.like) as real:
        if "known" in parts:
            went_well &= known_items(real)
        donors = read_donors(real) if "fuzz" in parts else None
    if donors is not None:
        servers = [None, options.database_url] if options.database_url else [None]
        for server in servers:
            went_well &= fuzz(server, donors, options)
    return 0 if went_well else 1


# Known items -------------------------------------------------------------------------------------


def known_items(url: str) -> bool:
    """Searches for what is there of each list; tells whether enough of each came first."""
    lists, went_well = _in_registry(url), True
    with served(url) as server:
        for folded, how in (("no", "each release by itself"), ("yes", "families folded")):
            for name, meant in lists.items():
                places = list(_places(server, meant, folded))
                first = sum(place == 1 for _, _, place, _ in places)
                print(f"{name} known items first, {how}: {first} of {len(places)}")
                for query, release, place, instead in places:
                    if place != 1:
                        shown = place or "not shown"
                        print(f"  {query!r}: {release} is {shown}, first is {instead}")
                went_well &= first >= ENOUGH * len(meant)
    return went_well


def _in_registry(url: str) -> dict[str, list[tuple[str, str]]]:
    asked = {release for known in KNOWN_ITEMS.values() for _, release in known}
    with engine_on(url) as engine, engine.connect() as connection:
        if not connection.scalar(select(func.count()).select_from(Text)):
            raise SystemExit(f"{url}: read by a version that kept no words; see aperture grade")
        there = set(connection.scalars(select(col(Release.id)).where(col(Release.id).in_(asked))))
    if missing := len(asked) - len(there):
        print(f"{missing} of {len(asked)} known items are not in this registry")
    return {
        name: [(query, release) for query, release in known if release in there]
        for name, known in KNOWN_ITEMS.items()
    }


def _places(
    server: Served, meant: list[tuple[str, str]], folded: str
) -> Iterator[tuple[str, str, int, str]]:
    """By query and release that is meant: its place among the first (0: it has none), and who is first."""
    connection = HTTPConnection("127.0.0.1", server.port)
    for query, release in meant:
        asked = urlencode({"q": query, "limit": 20, "fold": folded})
        connection.request("GET", f"/api/v1/models?{asked}")
        told: dict[str, Any] = json.load(connection.getresponse())
        ids = [item["id"] for item in told["items"]]
        place = ids.index(release) + 1 if release in ids else 0
        yield query, release, place, ids[0] if ids else "nothing"
    connection.close()


# Fuzzing -----------------------------------------------------------------------------------------


def fuzz(database_server: str | None, donors: Donors, options: argparse.Namespace) -> bool:
    """Sends every string through both paths; tells whether all were answered."""
    with databases(database_server) as urls:
        url = next(urls)
        make_world(url, donors, options.releases, options.seed)
        names = [donor.release["id"] for donor in donors.releases]
        made = strings(options.strings, options.seed, names)
        with served(url) as server:
            client = server.client()
            asked = [
                Fuzzed(target, client.ask(target))
                for text in made
                for target in (f"{path}?q={text}" for path in PATHS)
            ]
            client.close()
            memory = server.memory_mb
    kind = "PostgreSQL" if database_server else "SQLite"
    return _report(f"{len(asked):,} fuzzed requests on {kind}", asked, memory)


def _report(title: str, asked: list[Fuzzed], memory_mb: float) -> bool:
    ordered = sorted(asked, key=lambda a: a.answer.seconds)
    shares = [ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.95, 0.99, 1)]
    told = ", ".join(f"{1000 * a.answer.seconds:.1f}" for a in shares)
    print(f"{title}: 50, 95, 99 and 100 % within {told} ms; server {memory_mb:,.0f} MB")
    for one in reversed(ordered[-SLOWEST:]):
        print(f"{1000 * one.answer.seconds:9.1f}  {one.target[:60]}  {_shown(one.target)}")
    statuses = sorted({a.answer.status for a in asked})
    print("  " + ", ".join(f"{sum(a.answer.status == s for a in asked):,} × {s}" for s in statuses))
    failed = [a for a in asked if a.answer.status >= 500 or not a.answer.status]
    for one in failed[:20]:
        print(f"  {one.answer.status}  {one.target[:300]}")
    return not failed


def _shown(target: str) -> str:
    return repr(unquote_plus(target.partition("=")[2])[:50])


if __name__ == "__main__":
    sys.exit(main())
