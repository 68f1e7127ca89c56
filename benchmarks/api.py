"""How the JSON API bears a load, over real HTTP.

    python -m benchmarks.api [--releases N] [--database-url URL] [--like URL] [--clients N] [--seconds S]

Serves a world of N releases (benchmarks/world.py; made now unless `--database-url` names a database that holds one) as
`aperture serve` does, and has 16 clients ask for releases, any and the best known (those that are used most, and those
with the most derivatives), and for lists with filters, orders and pages, each as soon as it was answered: percentiles
and requests a second, also with gzip; and for releases with their entity tags, which are answered with 304: their rate
beside that of the 200s. All of that a second at a time, in turn, with connections of its own: a machine is slower from
one minute to the next, and which process a connection comes to is luck. Last one server process gets twice the requests
that it can answer: all must be answered, or told by 429 or 503 when to come again.

Ends with status 1 when anything else was answered.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from math import ceil
from random import Random
from urllib.parse import quote, urlencode

from benchmarks.catalog import database
from benchmarks.catalog_known import Known, known_in
from benchmarks.load import Ask, Connection, Load, Reply, closed_loop, open_loop, together
from benchmarks.serving import ROOT, SERVE, Served, free_port, listening
from benchmarks.world import add_options, ensure_world

DIFFERENT = 2000
OVERLOADED_CLIENTS = 200


def main() -> int:
    """Reads the options, measures, prints; the status says whether everything was answered as it should be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database-url", help="of a world, or empty; else a temporary SQLite file")
    add_options(parser, 100_000)
    parser.add_argument("--keep", action="store_true", help="leave the temporary file where it is")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20, help="for each part")
    options = parser.parse_args()
    with database(options.database_url, options.keep) as url:
        ensure_world(url, options.like, options.releases, options.seed)
        known = known_in(url, Random(options.seed))
        releases, lists = _paths(known.any), _lists(known, options.seed)
        best_known = _paths(_shuffled((*known.used, *known.bases), options.seed))
        fine = _loaded(url, options.clients, options.seconds, releases, best_known, lists)
        return 0 if _overloaded(url, options.seconds, releases, lists) and fine else 1


def _loaded(
    url: str,
    clients: int,
    seconds: float,
    releases: Sequence[str],
    best_known: Sequence[str],
    lists: Sequence[str],
) -> bool:
    print(f"Two processes, {clients} clients:")
    with _serving(url, workers=2) as server:
        _warm(server, [releases[0], lists[0]])
        some, again = _known_already(server, clients, best_known)
        parts: dict[str, tuple[Sequence[str], Ask]] = {
            "both, in turn": (_in_turn(releases, lists), Connection.ask),
            "any releases": (releases, Connection.ask),
            "any, gzip": (releases, partial(Connection.ask, compressed=True)),
            "the best known": (best_known, Connection.ask),
            "lists": (lists, Connection.ask),
            "lists, gzip": (lists, partial(Connection.ask, compressed=True)),
            "best known, 304": (some, again),
        }
        rounds: dict[str, list[Load]] = {name: [] for name in parts}
        for number in range(ceil(seconds)):
            for name, (paths, ask) in parts.items():
                shifted = paths[number * len(paths) // ceil(seconds) :] + paths
                rounds[name].append(closed_loop(server.port, clients, 1.0, shifted, ask))
        loads = {name: together(of_part) for name, of_part in rounds.items()}
        for name, load in loads.items():
            _tell(name, load)
        ratio = loads["best known, 304"].rate / loads["the best known"].rate
        print(f"304s at {ratio:.1f} times the rate of 200s; server {server.memory_mb:.0f} MB")
    return all(set(load.by_status()) <= {200, 304} for load in loads.values())


def _known_already(server: Served, clients: int, paths: Sequence[str]) -> tuple[Sequence[str], Ask]:
    """Some of the releases, and how clients ask that have them already: each process must have answered them before."""
    some = paths[:200]
    tags: dict[str, str] = {}

    def learn(connection: Connection, path: str) -> Reply:
        reply = connection.ask(path)
        tags[path] = reply.tag
        return reply

    def again(connection: Connection, path: str) -> Reply:
        return connection.ask(path, tags[path])

    closed_loop(server.port, clients, 5, some, learn)
    closed_loop(server.port, clients, 5, some, again)
    return some, again


def _overloaded(url: str, seconds: float, releases: Sequence[str], lists: Sequence[str]) -> bool:
    paths = _in_turn(releases, lists)
    with _serving(url, workers=1) as server:
        _warm(server, paths[:2])
        can = closed_loop(server.port, 8, seconds, paths, Connection.ask)
        print("One process:")
        _tell("all it can", can)
        load = open_loop(
            server.port, OVERLOADED_CLIENTS, seconds, 2 * can.rate, paths, Connection.ask
        )
        _tell("twice as much", load)
    told_when = all(r.retry_after for r in load.replies if r.status in {429, 503})
    if not told_when:
        print("Some were refused without being told when to come again.")
    return told_when and set(load.by_status()) <= {200, 429, 503}


def _in_turn(releases: Sequence[str], lists: Sequence[str]) -> list[str]:
    return [path for pair in zip(releases, lists, strict=False) for path in pair]


def _serving(url: str, workers: int):  # type: ignore[no-untyped-def]
    port = free_port()
    command = SERVE.replace("workers=1", f"workers={workers}")
    settings = {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), "RATE_LIMIT": ""}
    return listening([sys.executable, "-P", "-c", command, str(port)], port, settings)


def _warm(server: Served, paths: Sequence[str]) -> None:
    """Both processes have made the catalog before anything counts."""
    closed_loop(server.port, 16, 10, paths, Connection.ask)


def _tell(name: str, load: Load) -> None:
    p50, p95, p99 = (load.percentile_ms(share) for share in (50, 95, 99))
    print(
        f"  {name:<16} {load.rate:7.0f}/s   p50 {p50:6.1f}   p95 {p95:6.1f}   p99 {p99:6.1f} ms"
        f"   {load.by_status()}",
        flush=True,
    )


def _paths(ids: Iterable[str]) -> list[str]:
    return [f"/api/v1/models/{quote(one)}" for one in ids]


def _shuffled(ids: Iterable[str], seed: int) -> list[str]:
    shuffled = [*dict.fromkeys(ids)]
    Random(seed).shuffle(shuffled)
    return shuffled


def _lists(known: Known, seed: int) -> list[str]:
    rng = Random(seed)
    found = []
    for _ in range(DIFFERENT):
        name = rng.choice([*known.values])
        pairs = [(name, rng.choice(known.values[name]))] if rng.random() < 0.7 else []
        pairs.append(("sort", rng.choice(["score", "downloads", "name", "modified", "data"])))
        if rng.random() < 0.3:
            pairs.append(("page", str(rng.randint(2, 20))))
        found.append(f"/api/v1/models?{urlencode(pairs)}")
    return found


if __name__ == "__main__":
    sys.exit(main())
