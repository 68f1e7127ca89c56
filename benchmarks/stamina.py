"""What a registry holds after faults, kills, outages and a full disk, beside one that nothing disturbed.

    python benchmarks/stamina.py [faults] [kills] [interrupts] [outage] [disk] [--replica PATH] [--database-url URL]

Needs a replica of the Hub. A world of generated releases is crawled and graded, moves on, and is crawled in full and
graded again: once undisturbed, then disturbed in each of these ways. In the end both have to hold the same of every
repo: what is exported (with and without what is inherited), snapshots, links, failures. Exit status 1 if they do not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.commands import Ran, aperture, databases, size_mb
from benchmarks.holdings import Holdings, differences, has_grades, holdings, next_try
from benchmarks.replica import Replica, add_options

FAULTS = ("--faults", "0.1", "--truncate", "0.1", "--lie", "0.1", "--slow", "0.1:300")
STEPS = (("crawl",), ("crawl", "--full"))
"""The crawls of the two states of the world; both are followed by a grading."""
MOST_CRAWLS = 6
DOWN_S = 30.0
ROOMY_MB = 1024
AT_ONCE_S = 1.0


@dataclass
class Trial:
    """The same world for every way of disturbing it, at one address, and what became of it undisturbed."""

    options: argparse.Namespace
    urls: Iterator[str]
    port: int = 0
    calm: list[Holdings] = field(default_factory=list)
    size_mb: float = 0.0
    problems: list[str] = field(default_factory=list)

    def replica(self, *flags: str) -> Replica:
        """The Hub at the beginning of its history."""
        world = ["--synthetic", str(self.options.releases), "--seed", str(self.options.seed)]
        return Replica(
            self.options.replica, *world, "--churn", str(self.options.churn), *flags, port=self.port
        )

    def undisturbed(self) -> None:
        """Crawls and grades both states of the world, for comparison."""
        with self.replica() as hub:
            self.port = hub.port
            url = next(self.urls)
            for step, words in enumerate(STEPS):
                if step:
                    hub.advance()
                done = [self.ended(aperture(url, hub.url, *w).wait()) for w in (words, ("grade",))]
                self.calm.append(holdings(url, hub.url))
                self.size_mb = self.size_mb or size_mb(url)
                print(f"undisturbed, step {step + 1}: {sum(d.seconds for d in done):.1f} s")
                print(_indented("\n".join(d.out for d in done)))

    def settle(self, url: str, hub: Replica, *words: str) -> None:
        """Crawls until nothing is left to be tried again, and grades."""
        for number in range(MOST_CRAWLS):
            done = self.ended(aperture(url, hub.url, *words).wait())
            print(_indented(done.out))
            waits = next_try(url)
            if waits is None:
                break
            print(f"    (crawl {number + 1} left something to be tried again in {waits:.0f} s)")
            time.sleep(max(0.0, waits))
        else:
            self.complain(f"after {MOST_CRAWLS} crawls something is still to be tried again")
        print(_indented(self.ended(aperture(url, hub.url, "grade").wait()).out))

    def compare(self, name: str, url: str, hub: Replica, step: int) -> None:
        """Prints what differs from the undisturbed registry."""
        lines = differences(self.calm[step], holdings(url, hub.url))
        print(f"{name}, step {step + 1}: {'equal' if not lines else f'{len(lines)} differences'}")
        for line in lines[:20]:
            print(f"    {line}")
        if lines:
            self.problems.append(f"{name}, step {step + 1}: {len(lines)} differences")

    def ended(self, done: Ran, *statuses: int) -> Ran:
        """Checks how a command ended: with status 0, or one of these and a single line of error."""
        if done.status not in (statuses or (0,)) or "Traceback" in done.err:
            self.complain(f"exit status {done.status}: {done.err.strip()[-3000:]}")
        if done.status and done.status > 0:
            errors = [line for line in done.err.splitlines() if line.startswith("Error:")]
            print(_indented("\n".join(errors)))
            if len(errors) != 1:
                self.complain(f"{len(errors)} lines of error: {done.err.strip()[-3000:]}")
        return done

    def complain(self, problem: str) -> None:
        """Notes what must not be."""
        print(f"  !! {problem}")
        self.problems.append(problem)


def faults(trial: Trial) -> None:
    """A tenth of all replies are errors, a tenth end in the middle, a tenth of JSON is none."""
    url = next(trial.urls)
    with trial.replica(*FAULTS) as hub:
        for step, words in enumerate(STEPS):
            if step:
                hub.advance()
            trial.settle(url, hub, *words)
            trial.compare("faults", url, hub, step)
        print(f"    faults: {hub.stats()['faults']}")


def kills(trial: Trial) -> None:
    """All processes are killed at random moments of crawls and gradings."""
    url, chance = next(trial.urls), random.Random(trial.options.seed)
    number = trial.options.kills // len(STEPS)
    with trial.replica("--slow", "1:60") as hub:
        for step, words in enumerate(STEPS):
            if step:
                hub.advance()
            for _ in range(number):
                wanted = words if chance.random() < 0.7 else ("grade",)
                running = aperture(url, hub.url, *wanted)
                after = chance.uniform(0.3, trial.options.longest)
                try:
                    trial.ended(running.wait(after))
                except subprocess.TimeoutExpired:
                    running.send(signal.SIGKILL)
                    running.wait()
            trial.settle(url, hub, *words)
            trial.compare(f"{number} kills", url, hub, step)


def interrupts(trial: Trial) -> None:
    """Ctrl-C while cards are fetched, while the Hub asks to wait, and in a grading."""
    cases = (
        ("fetching", ("--slow", "1:200"), "crawl"),
        ("waiting", ("--rate-limit", "50/600"), "crawl"),
        ("grading", (), "grade"),
    )
    for name, flags, word in cases:
        url = next(trial.urls)
        with trial.replica(*flags) as hub:
            if word == "grade":
                trial.ended(aperture(url, hub.url, "crawl").wait())
            running = aperture(url, hub.url, word)
            while running.process.poll() is None and not _is_busy(hub, url, word):
                time.sleep(0.05)
            time.sleep(0.5 if word == "crawl" else 0)
            began = time.monotonic()
            running.send(signal.SIGINT)
            done = trial.ended(running.wait(), 0, 1, 130)
            took = time.monotonic() - began
            if not done.status:
                print(f"{name}: over before it could be interrupted")
                continue
            print(f"Ctrl-C while {name}: ended after {took:.2f} s with status {done.status}")
            if took > AT_ONCE_S:
                trial.complain(f"{name}: Ctrl-C took {took:.2f} s")


def _is_busy(hub: Replica, url: str, word: str) -> bool:
    """Whether a crawl has fetched cards, or a grading has kept grades."""
    return hub.stats()["requests"] > 40 if word == "crawl" else has_grades(url)


def outage(trial: Trial) -> None:
    """The Hub goes away in the middle of a crawl and comes back."""
    url = next(trial.urls)
    with trial.replica("--slow", "1:60") as hub:
        running = aperture(url, hub.url, "crawl")
        _wait_for(lambda: hub.stats()["requests"] > trial.options.releases / 3)
        hub.stop()
        time.sleep(DOWN_S)
        hub.start()
        done = trial.ended(running.wait())
        print(_indented(done.err + done.out))
        trial.settle(url, hub, "crawl")
        trial.compare(f"{DOWN_S:.0f} s without a Hub", url, hub, 0)


def disk(trial: Trial) -> None:
    """The disk is full in the middle of a crawl, and of a grading, and then has room again."""
    if os.geteuid() != 0 or trial.options.database_url:
        print("full disk: skipped; it needs root, and SQLite")
        return
    tight = max(1, round(trial.size_mb / 3))
    with tempfile.TemporaryDirectory() as folder, _small_disk(Path(folder), tight) as resize:
        url = f"sqlite:///{folder}/full.sqlite3"
        with trial.replica() as hub:
            trial.ended(aperture(url, hub.url, "crawl").wait(), 1)
            resize(ROOMY_MB)
            trial.ended(aperture(url, hub.url, "crawl").wait())
            used = sum(f.stat().st_size for f in Path(folder).iterdir())
            resize(used // 2**20 + 1)
            trial.ended(aperture(url, hub.url, "grade").wait(), 1)
            resize(ROOMY_MB)
            trial.settle(url, hub, "crawl")
            trial.compare("full disk", url, hub, 0)


class _small_disk:  # noqa: N801  # a context manager
    """A file system in memory, of a few megabytes; gives what changes its size."""

    def __init__(self, folder: Path, mb: int) -> None:
        self._folder = str(folder)
        self._mb = mb

    def __enter__(self) -> Callable[[int], None]:
        self._mount("mount", "-t", "tmpfs", "-o", f"size={self._mb}m", "tmpfs", self._folder)
        return lambda mb: self._mount("mount", "-o", f"remount,size={mb}m", self._folder)

    def __exit__(self, *_: object) -> None:
        self._mount("umount", self._folder)

    def _mount(self, *words: str) -> None:
        subprocess.run(words, check=True)


def _wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.05)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def main() -> None:
    """Runs the trials; ends with status 1 when something was lost, doubled or unclear."""
    trials = {
        "faults": faults,
        "kills": kills,
        "interrupts": interrupts,
        "outage": outage,
        "disk": disk,
    }
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("trials", nargs="*", choices=[*trials, []], metavar="TRIAL")
    parser.add_argument("--releases", type=int, default=1500)
    parser.add_argument("--churn", type=float, default=0.05, help="share that changes in between")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--longest", type=float, default=8.0, help="seconds until a kill, at most")
    add_options(parser)
    options = parser.parse_args()
    with databases(options.database_url) as urls:
        trial = Trial(options, urls)
        trial.undisturbed()
        for name in options.trials or trials:
            print(f"-- {name}")
            trials[name](trial)
    for problem in trial.problems:
        print(f"!! {problem.splitlines()[0]}")
    sys.exit(1 if trial.problems else 0)


if __name__ == "__main__":
    main()
