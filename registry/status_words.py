"""Status in words: the sentences of the page, and the lines of the command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta

from registry.status import Failures, Repos, Run, Status, selected

KINDS = {
    "denied": "gated or disabled",
    "missing": "not there",
    "unreachable": "could not be reached",
    "error": "could not be used",
}


def headline(status: Status) -> str:
    """The status in a few plain sentences."""
    return " ".join([_in(status), *_waiting(status)])


def _in(status: Status) -> str:
    covered, finished, unfinished = status.covered, status.finished, status.unfinished
    if covered is not None and covered.watermark is not None:
        part = selected(covered.selection)
        what = f"All that was asked for ({part})" if part else "Everything"
        return f"{what} up to {moment(covered.watermark)} is in."
    if finished is not None and finished.finished_at is not None:
        return f"The last crawl ended on {moment(finished.finished_at)}."
    if unfinished is not None:
        return "The first crawl is not finished yet."
    return "Nothing has been crawled yet."


def _waiting(status: Status) -> Iterator[str]:
    finished, unfinished = status.finished, status.unfinished
    if unfinished is not None and finished is not None and unfinished.id > finished.id:
        yield f"Another crawl began {age(unfinished.took(status.at))} ago and is not finished."
    if finished is None:
        return
    pending = status.releases.pending + status.datasets.pending
    due = [(status.releases.due, "release"), (status.datasets.due, "dataset")]
    unseen = status.unseen_bases + status.unseen_datasets
    told = [
        _say(pending, "card has not been fetched yet", "cards have not been fetched yet"),
        _retries([(n, noun) for n, noun in due if n]),
        _say(unseen, "linked repo has not been looked at", "linked repos have not been looked at"),
        _say(status.to_read, "repo waits to be read again", "repos wait to be read again"),
        _say(status.to_grade, "release waits to be graded", "releases wait to be graded"),
    ]
    yield from [sentence for sentence in told if sentence] or ["Nothing waits."]


def _say(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}." if count else ""


def _retries(due: list[tuple[int, str]]) -> str:
    if not due:
        return ""
    named = " and ".join(f"{n:,} {noun}{'s' if n != 1 else ''}" for n, noun in due)
    waits = "waits" if len(due) == 1 and due[0][0] == 1 else "wait"
    return f"{named} {waits} for another try."


def moment(at: datetime) -> str:
    """A moment as 20 Nov 2026, 14:02 UTC."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def age(span: timedelta) -> str:
    """A span of time in its two largest units: 3 h 5 min."""
    left = max(0, round(span.total_seconds()))
    if left >= 60:
        left = left // 60 * 60  # nobody asks for the seconds of minutes
    told = []
    for unit, seconds in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        whole, left = divmod(left, seconds)
        if whole:
            told.append(f"{whole} {unit}")
    return " ".join(told[:2]) or "0 s"


def how(run: Run) -> str:
    """What a crawl was after: full or what changed, and of which part."""
    kind = "full" if run.is_full else "what changed"
    part = selected(run.selection)
    return f"{kind}; {part}" if part else kind


def took(run: Run, status: Status) -> str:
    """How long a crawl took. One without an end that others have followed was interrupted."""
    if run.finished_at is not None:
        return age(run.took(status.at))
    is_last = run.id == max((r.id for r in status.runs), default=run.id)
    return "not finished" if is_last else "interrupted"


def kind_of(failures: Failures) -> str:
    """A kind of failure in words."""
    return KINDS.get(failures.kind, failures.kind)


def lines(status: Status) -> Iterator[str]:
    """The status as the command prints it."""
    yield headline(status)
    if status.watermark is not None and status.lag is not None:
        yield f"Up to {moment(status.watermark)}, {age(status.lag)} ago."
    for title, run in (("Last finished crawl", status.finished), ("Unfinished", status.unfinished)):
        if run is not None:
            yield f"{title}: {run_line(run, status)}"
    yield f"Releases: {_repos(status.releases)}."
    yield f"Datasets: {_repos(status.datasets)}."
    yield (
        f"Linked, and not looked at yet: {status.unseen_bases:,} bases, "
        f"{status.unseen_datasets:,} datasets."
    )
    for graded in status.graded:
        yield f"Graded by readers {graded.reader}, rubric {graded.rubric}: {graded.count:,}."
    last = moment(status.last_graded_at) if status.last_graded_at else "never"
    yield f"To read again: {status.to_read:,}; to grade: {status.to_grade:,}; last graded: {last}."
    for failures in status.failures:
        yield f"{failures.count:,} × {failures.repos}, {kind_of(failures)}:"
        for reason in failures.reasons:
            told = f"{reason.reason} ({', '.join(reason.examples)})"
            # A reason may be quoted from a source, and must not steer anybody's terminal.
            yield f"  {reason.count:,} × {''.join(c if c.isprintable() else '?' for c in told)}"
    if counted := [f"{count:,} {name}" for name, count in link_counts(status) if count]:
        yield f"Links that evidence rests on: {', '.join(counted)}."
    if status.jobs is not None:
        jobs = status.jobs
        yield (
            f"Jobs: {jobs.todo:,} to do, {jobs.doing:,} under way, {jobs.failed:,} failed; "
            f"{jobs.workers:,} workers."
        )


def link_counts(status: Status) -> list[tuple[str, int]]:
    """How many links there are in each state, by its name."""
    return [(f.name, getattr(status.links, f.name)) for f in fields(status.links)]


def run_line(run: Run, status: Status) -> str:
    """A crawl in one line."""
    counts = ", ".join(f"{n:,} {name}" for name, n in run.counts.items())
    return (
        f"{run.source}, {how(run)}; began {moment(run.started_at)}, "
        f"{took(run, status)}; {counts or 'nothing counted yet'}."
    )


def _repos(repos: Repos) -> str:
    told = {
        "found": repos.found,
        "absent": repos.absent,
        "not checked": repos.unchecked,
        "renamed": repos.renamed,
        "gated": repos.gated,
        "cards to fetch": repos.pending,
        "due for another try": repos.due_now,
        "due later": repos.due_later,
    }
    return ", ".join(
        [f"{repos.known:,} known", *(f"{n:,} {name}" for name, n in told.items() if n)]
    )
