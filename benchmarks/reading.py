"""How many cards a second one core reads and grades, and what bounds it.

    python benchmarks/reading.py [--mirror FOLDER] [--rounds N]

Measures over the releases of a mirror (the bundled sample, unless another is named) in processor
time of this process, and beside it, in the same run, what the Hub's own client takes to parse the
same cards: `huggingface_hub.ModelCard`.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from huggingface_hub import ModelCard
from huggingface_hub.utils import logging

from crawlers.mirror import SAMPLE, Mirror
from crawlers.readers import MODEL_READERS, card_of, lineage, read
from crawlers.readers.observed import Observed
from crawlers.snapshots import Snapshot
from crawlers.source import Missing, Selection
from registry import resources
from registry.scoring.case import Case
from registry.scoring.evidence import Outcome
from registry.scoring.grade import grade

PLACES = {"median card": 0.5, "95th percentile": 0.95, "99th percentile": 0.99, "slowest card": 1}
"""Cards, read and graded, by their place from the fastest to the slowest."""


def snapshots(mirror: Mirror) -> list[Snapshot]:
    """Every model of a mirror that has a card."""
    found = []
    for page in mirror.pages(Selection(), None):
        for metadata in page.models:
            try:
                card = mirror.card("model", metadata["id"], "")
            except Missing:
                continue
            address = mirror.page_url("model", metadata["id"], metadata)
            found.append(
                Snapshot("model", metadata["id"], "", metadata, address, card, Outcome.FOUND)
            )
    return found


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(releases: list[Snapshot]) -> dict[str, float]:
    """Processor seconds of each step over all releases."""
    took: dict[str, float] = defaultdict(float)

    def by_the_client(release: Snapshot) -> None:
        try:
            ModelCard((release.card or b"").decode("utf-8", "replace"), ignore_metadata_errors=True)
        except Exception:  # the client refuses some cards, which is part of its answer
            took["cards that the client refuses"] += 1

    for release in releases:
        took["the Hub's client, parsing only"] += seconds(lambda r=release: by_the_client(r))
        start = time.process_time()
        card = card_of(release)
        took["1 parse"] += time.process_time() - start
        start = time.process_time()
        bases, relation = lineage.find_bases(Observed(release, card))
        observed = Observed(release, card, bases, relation)
        took["2 find bases"] += time.process_time() - start
        for reader in MODEL_READERS:
            name = f"3 {reader.__name__.replace('_', ' ')}"
            took[name] += seconds(lambda r=reader, o=observed: list(r(o)))
    rubric, licenses = resources.rubric(), resources.licenses()
    each = []
    for release in releases:
        start = time.process_time()
        evidence = read(release)
        middle = time.process_time()
        grade(Case(release.id, evidence, licenses), rubric)
        end = time.process_time()
        took["read"] += middle - start
        took["grade"] += end - middle
        each.append(end - start)
    each.sort()
    for name, place in PLACES.items():
        took[name] = each[round(place * (len(each) - 1))] * len(each)  # as if each took as long
    return took


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mirror", type=Path, default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--profile", action="store_true", help="show the functions that take longest"
    )
    options = parser.parse_args()
    logging.set_verbosity_error()  # the client says a line about every card without front matter
    releases = snapshots(Mirror(options.mirror))
    if options.profile:
        with cProfile.Profile() as profile:
            for release in releases:
                read(release)
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    measure(releases[:50])  # compiles patterns and fills caches
    gc.collect()
    gc.freeze()  # a crawl does not hold all cards at once; no need to look through them for garbage
    rounds = [measure(releases) for _ in range(options.rounds)]
    size = sum(len(r.card or b"") for r in releases) / len(releases)
    median = {step: statistics.median(r[step] for r in rounds) for step in rounds[0]}
    print(f"{len(releases):,} cards of {size / 1000:.1f} kB, median of {options.rounds} rounds")
    print(f"{'step':36}{'ms a card':>12}{'share':>8}")
    whole = median["read"] + median["grade"]
    for step, took in sorted(median.items()):
        if not step.startswith("cards") and step not in PLACES:
            print(f"{step:36}{1000 * took / len(releases):12.3f}{took / whole:8.0%}")
    for name in PLACES:
        print(f"{name + ', read and graded':36}{1000 * median[name] / len(releases):12.3f}")
    print(f"read and graded: {len(releases) / whole:,.0f} cards a second on one core,")
    peer = median["the Hub's client, parsing only"]
    print(f"{peer / whole:.2f} × the rate at which the Hub's own client parses them")


if __name__ == "__main__":
    main()
