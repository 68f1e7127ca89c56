"""The status in words and as plain values, and for how long an answer is kept."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from registry.status import Failures, Graded, Jobs, Reason, Repos, Run, Status, as_dict, selected
from registry.status_words import age, headline, lines, moment, took
from registry.views.status import KEPT_FOR_S, MOST_OVERDUE_S, KeptStatus
from tests.factories import NOW

HOUR = timedelta(hours=1)
RUN = Run(
    id=2,
    source="hub",
    selection="author= task= limit=none",
    is_full=False,
    started_at=NOW - 3 * HOUR,
    finished_at=NOW - 2 * HOUR,
    since=NOW - 9 * HOUR,
    watermark=NOW - 2 * HOUR,
    counts={"seen": 1200, "failed": 2},
)
CALM = Status(at=NOW, runs=(RUN,), finished=RUN, covered=RUN)
PART = replace(RUN, selection="author=allenai task= limit=100")
OPEN = replace(RUN, id=3, finished_at=None, watermark=None)
UP_TO = "Everything up to 20 Nov 2026, 10:00 UTC is in."


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ("", ""),
        ("author= task= limit=none", ""),
        ("author=allenai task= limit=100", "author allenai, limit 100"),
        ("author= task= limit=none min_downloads=5", "min downloads 5"),
        ("all", ""),
    ],
)
def test_what_a_crawl_was_narrowed_to(selection: str, words: str):
    assert selected(selection) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(at=NOW), "Nothing has been crawled yet."),
        (Status(at=NOW, unfinished=OPEN), "The first crawl is not finished yet."),
        (CALM, f"{UP_TO} Nothing waits."),
        (
            replace(CALM, covered=None),
            "The last crawl ended on 20 Nov 2026, 10:00 UTC. Nothing waits.",
        ),
        (
            replace(CALM, covered=PART),
            "All that was asked for (author allenai, limit 100) up to 20 Nov 2026, 10:00 UTC is in. "
            "Nothing waits.",
        ),
        (
            replace(CALM, releases=Repos(due_now=1)),
            f"{UP_TO} 1 release waits for another try.",
        ),
        (
            replace(CALM, releases=Repos(due_now=1000, due_later=2), datasets=Repos(due_later=1)),
            f"{UP_TO} 1,002 releases and 1 dataset wait for another try.",
        ),
        (
            replace(
                CALM, unfinished=OPEN, to_read=1, to_grade=2, unseen_bases=1, unseen_datasets=2
            ),
            f"{UP_TO} Another crawl began 3 h ago and is not finished. "
            "3 linked repos have not been looked at. 1 repo waits to be read again. "
            "2 releases wait to be graded.",
        ),
        # An older one that was left behind is no news.
        (replace(CALM, unfinished=replace(OPEN, id=1)), f"{UP_TO} Nothing waits."),
    ],
)
def test_the_headline(status: Status, words: str):
    assert headline(status) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=59.4), "59 s"),
        (timedelta(seconds=61), "1 min"),
        (timedelta(hours=3, minutes=5, seconds=59), "3 h 5 min"),
        (timedelta(days=2, minutes=5), "2 d 5 min"),
        (timedelta(days=1, hours=13, minutes=7), "1 d 13 h"),
    ],
)
def test_ages(span: timedelta, words: str):
    assert age(span) == words


def test_a_crawl_without_an_end():
    status = replace(CALM, runs=(OPEN, RUN))
    assert took(RUN, status) == "1 h"
    assert took(OPEN, status) == "not finished"
    assert took(replace(OPEN, id=1), status) == "interrupted"
    assert moment(NOW) == "20 Nov 2026, 12:00 UTC"


def test_lines_tell_everything():
    reason = Reason("no \x1b[31manswer", 2, ("a/b", "c/d"))
    status = replace(
        CALM,
        releases=Repos(known=9, found=7, absent=1, renamed=1, gated=2),
        failures=(Failures("model", "unreachable", 2, (reason,)),),
        graded=(Graded("2", "1.1", 7),),
        last_graded_at=NOW,
        jobs=Jobs(todo=5, doing=4, failed=3, workers=2),
    )
    told = "\n".join(lines(status))
    for words in (
        f"{UP_TO} Nothing waits.",
        "Up to 20 Nov 2026, 10:00 UTC, 2 h ago.",
        "Last finished crawl: hub, what changed; began 20 Nov 2026, 09:00 UTC, 1 h; "
        "1,200 seen, 2 failed.",
        "Releases: 9 known, 7 found, 1 absent, 1 renamed, 2 gated.",
        "Graded by readers 2, rubric 1.1: 7.",
        "2 × model, could not be reached:",
        "  2 × no ?[31manswer (a/b, c/d)",
        "Jobs: 5 to do, 4 under way, 3 failed; 2 workers.",
    ):
        assert words in told.splitlines()


def test_plain_values():
    told = json.loads(json.dumps(as_dict(CALM)))
    assert told["watermark"] == "2026-11-20T10:00:00+00:00"
    assert told["lag_seconds"] == 7200
    assert told["crawls"]["latest"] == [told["crawls"]["finished"]]
    assert told["crawls"]["finished"]["seconds"] == 3600
    assert told["crawls"]["unfinished"] is told["jobs"] is None
    assert as_dict(Status(at=NOW))["lag_seconds"] is None


# How long an answer is kept ---------------------------------------------------------------------


class Gathering:
    """Counts how often the status was gathered, on a clock that only a test moves."""

    def __init__(self, cost: float = 0.0) -> None:
        self.now = 100.0
        self.times = 0
        self.cost = cost

    def __call__(self) -> Status:
        self.times += 1
        self.now += self.cost
        return replace(CALM, to_read=self.times)

    def clock(self) -> float:
        return self.now


def test_an_answer_is_kept_for_a_while():
    gathering = Gathering()
    status = KeptStatus(gathering, gathering.clock)
    assert status() is status()
    gathering.now += KEPT_FOR_S - 0.1
    assert status().to_read == 1
    gathering.now += 0.2
    assert status().to_read == 2


def test_a_dear_answer_is_kept_for_longer_and_gathered_while_nobody_waits():
    gathering = Gathering(cost=4.0)
    status = KeptStatus(gathering, gathering.clock)
    status()
    gathering.now += 79
    assert status().to_read == 1
    gathering.now += 2
    assert status().to_read == 1
    _let_threads_end()
    assert status().to_read == 2
    gathering.now += 80 + MOST_OVERDUE_S
    assert status().to_read == 3


def _let_threads_end() -> None:
    for thread in threading.enumerate():
        if thread.name == "status":
            thread.join(10)


def test_nobody_waits_for_an_answer_while_another_thread_gathers_it():
    gathering, may_end, began = Gathering(), threading.Event(), threading.Event()

    def gather() -> Status:
        if gathering.times:
            began.set()
            assert may_end.wait(10)
        return gathering()

    status = KeptStatus(gather, gathering.clock)
    first = status()
    gathering.now += KEPT_FOR_S + 1
    thread = threading.Thread(target=status)
    thread.start()
    assert began.wait(10)
    assert status() is first
    may_end.set()
    thread.join()
    assert status().to_read == 2


def test_a_failed_gathering_is_tried_again():
    answers = iter([ValueError("no database"), CALM])

    def gather() -> Status:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    status = KeptStatus(gather)
    with pytest.raises(ValueError, match="no database"):
        status()
    assert status() is CALM
