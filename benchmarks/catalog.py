"""How long the pages of a large catalog take from one server process, over real HTTP.

    python benchmarks/catalog.py [--releases N] [--database-url URL] [--like URL] [--keep] [--datasette]

Serves a world of N releases (benchmarks/world.py; made now unless `--database-url` names a database that holds one)
with one process, as `aperture serve` would with one worker, and asks for every kind of page and for some hundred
combinations of filters, words, orders and pages (benchmarks/catalog_addresses.py), again and again in another order;
half of the addresses differ every time, so that few answers are remembered. Prints how long the first answer after the
start takes, for which the catalog is made; percentiles over all and by kind; the ten slowest addresses; the memory of
the server. Ends with status 1 when anything but 200 was answered.

With `--datasette` also requests a second beside Datasette (benchmarks/datasette_peer.py), which serves the same
releases from one flat table.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.catalog_addresses import Address, fixed, varied
from benchmarks.catalog_known import Known, known_in
from benchmarks.datasette_peer import beside_datasette
from benchmarks.serving import Answer, Served, served
from benchmarks.world import add_options, ensure_world

SLOWEST = 10


class Asked(NamedTuple):
    """A request with its answer."""

    address: Address
    answer: Answer


def main() -> int:
    """Reads the options, measures, prints; the status says whether everything was answered."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database-url", help="of a world, or empty; else a temporary SQLite file")
    add_options(parser, 1_000_000)
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is asked for")
    parser.add_argument("--keep", action="store_true", help="leave the temporary file where it is")
    parser.add_argument("--datasette", action="store_true", help="compare with Datasette, too")
    parser.add_argument("--seconds", type=float, default=60, help="for each part of the comparison")
    options = parser.parse_args()
    with database(options.database_url, options.keep) as url:
        ensure_world(url, options.like, options.releases, options.seed)
        known = known_in(url, Random(options.seed))
        with served(url) as server:
            first_answer(server)
            wrong = measure(server, known, options.rounds, options.seed)
        if options.datasette:
            wrong += beside_datasette(url, known, options.seconds, options.seed)
    return 1 if wrong else 0


@contextmanager
def database(named: str | None, keep: bool) -> Iterator[str]:
    """The URL of the database that was named, or of a file that is gone in the end unless it is to be kept."""
    if named:
        yield named
    elif keep:
        file = Path(tempfile.mkdtemp(prefix="aperture-bench-")) / "world.sqlite3"
        print(f"sqlite:///{file}")
        yield f"sqlite:///{file}"
    else:
        with tempfile.TemporaryDirectory(prefix="aperture-bench-") as folder:
            yield f"sqlite:///{folder}/world.sqlite3"


def first_answer(server: Served) -> None:
    """Asks for the list as soon as somebody listens."""
    client = server.client()
    first, second = client.ask("/models"), client.ask("/models")
    client.close()
    print(
        f"listens after {server.listening_s:.1f} s, first answer {first.seconds:.1f} s later"
        f" (status {first.status}), the same again {1000 * second.seconds:.1f} ms;"
        f" {server.memory_mb:,.0f} MB"
    )


def measure(server: Served, known: Known, rounds: int, seed: int) -> int:
    """Asks, prints the tables, and tells how many answers were wrong."""
    asked = list(_asked(server, known, rounds, seed))
    took = sum(a.answer.seconds for a in asked)
    print(f"{len(asked):,} requests, {len(asked) / took:,.0f} a second by one client")
    print(f"{'milliseconds':28}{'n':>7}{'50 %':>9}{'95 %':>9}{'99 %':>9}{'longest':>9}{'kB':>7}")
    print(_line("all", asked))
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        kinds[one.address.kind].append(one)
    for kind, of_kind in sorted(kinds.items()):
        print(_line(kind, of_kind))
    print(f"the slowest {SLOWEST} addresses:")
    slowest: dict[str, float] = {}
    for one in sorted(asked, key=lambda a: a.answer.seconds):
        slowest[one.address.target] = one.answer.seconds
    for target, seconds in sorted(slowest.items(), key=lambda of: -of[1])[:SLOWEST]:
        print(f"{1000 * seconds:9.1f}  {target}")
    print(f"memory of the server afterwards: {server.memory_mb:,.0f} MB")
    wrong = [a for a in asked if a.answer.status != 200]
    print(f"answers other than 200: {len(wrong)}")
    examples = {(a.answer.status, a.address.kind): a.address.target for a in reversed(wrong)}
    for (status, kind), target in sorted(examples.items()):
        print(f"{status:9}  {kind}, such as {target}")
    return len(wrong)


def _asked(server: Served, known: Known, rounds: int, seed: int) -> Iterator[Asked]:
    same = fixed(known, Random(seed))
    client = server.client()
    for number in range(rounds):
        rng = Random(f"{seed} {number}")
        addresses = [*same, *varied(known, rng, len(same))]
        rng.shuffle(addresses)
        for address in addresses:
            yield Asked(address, client.ask(address.target))
    client.close()


def _line(name: str, asked: Sequence[Asked]) -> str:
    times = sorted(1000 * a.answer.seconds for a in asked)
    shares = [times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99)]
    size = sum(a.answer.size for a in asked) / len(asked) / 1000
    figures = "".join(f"{ms:9.1f}" for ms in (*shares, times[-1]))
    return f"{name:28}{len(asked):7,}{figures}{size:7.0f}"


if __name__ == "__main__":
    sys.exit(main())
