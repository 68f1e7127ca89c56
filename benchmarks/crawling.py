"""How fast a crawl is beside the loop that a user would write with the Hub's own client, and what it asks for.

    python benchmarks/crawling.py [pace] [quota] [churn] [big] [--replica PATH] [--database-url URL]

Needs a replica of the Hub. Without words: pace, quota and churn; big is a crawl of 100,000 releases. In all of them
`aperture crawl` and `aperture grade` do what they always do: cards are stored, linked repos fetched, grades kept.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterator

from benchmarks.commands import Ran, Running, aperture, databases, size_mb
from benchmarks.replica import Replica, add_options, answers

NAIVE = """
import json, sys, time
from huggingface_hub import HfApi, ModelCard
done = errors = 0
for model in HfApi().list_models():
    began = time.monotonic() if not done else began
    try:
        ModelCard.load(model.id)
    except Exception:
        errors += 1
    done += 1
    if done == int(sys.argv[1]):
        break
print(json.dumps({"done": done, "errors": errors, "seconds": time.monotonic() - began}))
"""
"""The list's first page is left out of the time, which favours this loop when it is cut off after a few cards."""
WANTED = {"1:80": 50, "": 2}
"""By the delay of every reply (share:milliseconds), how many times as fast as that loop a crawl should be."""
QUOTAS = "resolve=300/10,api=100/10"
RESOLVE, WINDOW_S = 300, 10.0


def ran(running: Running, *, status: int = 0) -> Ran:
    """Waits for a command. Raises SystemExit when it does not end as it should."""
    done = running.wait()
    if done.status != status:
        raise SystemExit(f"exit status {done.status}: {done.err.strip()[-2000:]}")
    return done


def pace(options: argparse.Namespace, urls: Iterator[str]) -> None:
    """Releases a second, with and without latency, of that loop and of a crawl with grading."""
    for slow, wanted in WANTED.items():
        flags = ["--synthetic", str(options.releases), "--seed", str(options.seed)]
        flags += ["--slow", slow] if slow else []
        sample = options.sample if slow else options.releases
        with tempfile.TemporaryDirectory() as home, Replica(options.replica, *flags) as hub:
            setting = {"HF_ENDPOINT": hub.url, "HF_HOME": home, "HF_HUB_DISABLE_TELEMETRY": "1"}
            setting |= {"HF_TOKEN": "", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
            naive = json.loads(ran(Running(setting, "-c", NAIVE, str(sample))).out)
            url = next(urls)
            done = ran(aperture(url, hub.url, "crawl", "--grade"))
        theirs = naive["done"] / naive["seconds"]
        ours = options.releases / done.seconds
        print(f"{options.releases:,} releases, {f'delay {slow}' if slow else 'no delay'}:")
        print(
            f"  the client's loop: {theirs:7.1f} releases/s ({naive['done']:,} of them, "
            f"{naive['errors']} errors)"
        )
        print(
            f"  crawl --grade:     {ours:7.1f} releases/s ({done.seconds:.1f} s; processor "
            f"{done.cpu_s:.1f} s)"
        )
        print(f"  ratio {ours / theirs:.1f}, wanted {wanted}")


def big(options: argparse.Namespace, urls: Iterator[str]) -> None:
    """One crawl of many releases with their cards: time, memory, size of the database."""
    flags = ["--synthetic", str(options.big), "--seed", str(options.seed)]
    url = next(urls)
    with Replica(options.replica, *flags) as hub:
        for word in ("crawl", "grade"):
            done = ran(aperture(url, hub.url, word))
            print(
                f"{word} of {options.big:,}: {done.seconds:,.0f} s, processor {done.cpu_s:,.0f} s, "
                f"{options.big / done.seconds:,.0f} releases/s, at most {done.peak_mb:,.0f} MB, "
                f"database {size_mb(url):,.0f} MB"
            )
            print("  " + "\n  ".join(done.out.strip().splitlines()))


def quota(options: argparse.Namespace, urls: Iterator[str]) -> None:
    """The share of a quota that is used in each full window while there is work."""
    flags = ["--synthetic", str(options.releases), "--seed", str(options.seed)]
    with Replica(options.replica, *flags, "--rate-limit", QUOTAS) as hub:
        running = aperture(next(urls), hub.url, "crawl")
        told = []
        while running.process.poll() is None:
            stats = hub.stats()
            told.append((time.monotonic(), answers(stats, "models resolve", refused=False)))
            time.sleep(0.02)
        ran(running)
        stats = hub.stats()
    used, lengths = _windows(told)
    full = used[:-1]
    print(f"quota of {RESOLVE} cards in {WINDOW_S:.0f} s, used in {len(full)} full windows:")
    print("  " + ", ".join(f"{n / RESOLVE:.1%}" for n in full))
    share = sum(full) / len(full) / RESOLVE
    print(f"  {share:.1%} on average, wanted 95 %; {stats['rate_limited']} requests refused,")
    print(
        f"  {stats['politeness_violations']} sent although told to wait, wanted 0; a window began"
    )
    print(f"  every {sum(lengths) / len(lengths):.2f} s")


def _windows(told: list[tuple[float, int]]) -> tuple[list[int], list[float]]:
    """How many cards were asked for in each window, and how long after another each began.

    A window begins with the first request after the end of the one before.
    """
    used, began = [0], [next(at for at, number in told if number)]
    before = 0
    for at, number in told:
        new, before = number - before, number
        # A window may have ended a moment before that was seen; when it is used up, what comes is of the next.
        room = RESOLVE - used[-1] if at < began[-1] + WINDOW_S else 0
        used[-1] += min(new, room)
        if new > room:
            began.append(at)
            used.append(new - room)
    return used, [b - a for a, b in itertools.pairwise(began)]


def churn(options: argparse.Namespace, urls: Iterator[str]) -> None:
    """Requests of later crawls for each release that changed, beside the listing's pages."""
    flags = ["--synthetic", str(options.releases), "--seed", str(options.seed), "--churn", "0.01"]
    with Replica(options.replica, *flags) as hub:
        url = next(urls)
        ran(aperture(url, hub.url, "crawl"))
        ran(aperture(url, hub.url, "grade"))
        before = hub.releases()
        hub.advance()
        after = hub.releases()
        both = before.keys() & after.keys()
        commits = sum(before[r]["sha"] != after[r]["sha"] for r in both)
        others = sum(before[r] != after[r] for r in both) - commits
        print(
            f"of {options.releases:,} releases {commits} got a commit, {others} other settings, "
            f"{len(before.keys() - after.keys())} are gone:"
        )
        for words in (["crawl"], ["crawl", "--full"], ["crawl", "--full"]):
            earlier = hub.stats()
            done = ran(aperture(url, hub.url, *words))
            stats = hub.stats()
            pages = answers(stats, "models list") - answers(earlier, "models list")
            asked = answers(stats) - answers(earlier) - pages
            changed = _changed(done.out)
            each = f", {asked / changed:.2f} each, wanted 1.2" if changed else ""
            print(f"  {' '.join(words)}: {pages} pages; {asked} requests beside{each}")
            print("    " + "\n    ".join(done.out.strip().splitlines()))


def _changed(summary: str) -> int:
    """New and changed releases, by the first line of a crawl's summary."""
    words = summary.replace(",", "").replace(";", "").split()
    return sum(int(words[words.index(word) - 1]) for word in ("new", "changed"))


def main() -> None:
    """Prints the figures."""
    parts = {"pace": pace, "quota": quota, "churn": churn, "big": big}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*parts, []], metavar="PART")
    parser.add_argument("--releases", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=150, help="cards of the loop with latency")
    parser.add_argument("--big", type=int, default=100_000, metavar="N", help="releases of big")
    add_options(parser)
    options = parser.parse_args()
    with databases(options.database_url) as urls:
        for part in options.parts or ["pace", "quota", "churn"]:
            parts[part](options, urls)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
