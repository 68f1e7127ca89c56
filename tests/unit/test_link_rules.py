"""What a look makes of a link: failures over a week, comebacks, and what says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from registry.links import quoted_words
from registry.links.rules import EVERY, Came, LinkState, Look, after
from registry.links.states import LinkStatus

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FINE = Look(Came.ANSWERED, 200)
MOVED = Look(Came.ANSWERED, 200, leads_to="https://other.example/")
MISSING = Look(Came.MISSING, 404, "it answers with status 404")
SILENT = Look(Came.SILENT, None, "its host is not known", reached=False)
NOT_US = Look(Came.DECLINED, 403, "it answers with status 403")
BUSY = Look(Came.LATER, 429, "it answers with status 429")

ALIVE, FAILING, GONE = LinkStatus.ALIVE, LinkStatus.FAILING, LinkStatus.GONE
UNCHECKED = LinkStatus.UNCHECKED


@pytest.mark.parametrize(
    ("looks", "statuses"),
    [
        ([(0, FINE)], [ALIVE]),
        ([(0, MOVED)], [LinkStatus.MOVED]),
        ([(0, MISSING), (3, SILENT), (7, MISSING)], [FAILING, FAILING, GONE]),
        ([(0, MISSING), (1, MISSING), (2, MISSING)], [FAILING] * 3),
        ([(0, MISSING), (1, MISSING), (2, MISSING), (7, MISSING)], [FAILING] * 3 + [GONE]),
        ([(0, MISSING), (8, MISSING)], [FAILING] * 2),
        ([(0, MISSING), (3, FINE), (7, MISSING), (14, MISSING)], [FAILING, ALIVE, FAILING, FAILING]),
        ([(0, MISSING), (3, MISSING), (7, MISSING), (14, FINE)], [FAILING, FAILING, GONE, ALIVE]),
        ([(0, MISSING), (3, MISSING), (7, MISSING), (14, MISSING)], [FAILING, FAILING, GONE, GONE]),
        ([(0, NOT_US), (1, BUSY)], [UNCHECKED, UNCHECKED]),
        ([(0, FINE), (30, NOT_US), (60, BUSY)], [ALIVE] * 3),
        ([(0, MISSING), (3, NOT_US), (7, BUSY), (9, MISSING)], [FAILING] * 4),
        ([(0, MISSING), (3, MISSING), (7, MISSING), (14, NOT_US)], [FAILING, FAILING, GONE, GONE]),
    ],
)  # fmt: skip
def test_statuses(looks: list[tuple[int, Look]], statuses: list[LinkStatus]):
    state, found = LinkState(), []
    for day, look in looks:
        state = after(state, look, NOON + day * DAY)
        found.append(state.status)
    assert found == statuses


def test_when_to_look_again():
    assert after(LinkState(), FINE, NOON).due_at == NOON + EVERY
    spans = [after(LinkState(), FINE, NOON, spread=s).due_at - NOON for s in (0, 1)]  # type: ignore[operator]
    assert spans == [24 * DAY, 36 * DAY]
    first = after(LinkState(), MISSING, NOON)
    assert first.due_at == NOON + 3 * DAY
    second = after(first, MISSING, NOON + 3 * DAY)
    assert second.due_at == NOON + 7 * DAY
    third = after(second, MISSING, NOON + 7 * DAY)
    assert (third.status, third.due_at) == (GONE, NOON + 14 * DAY)
    late = after(second, MISSING, NOON + 20 * DAY)
    assert (late.status, late.due_at) == (GONE, NOON + 27 * DAY)
    assert after(LinkState(), BUSY, NOON).due_at == NOON + DAY
    assert after(LinkState(), replace(BUSY, wait=5 * DAY), NOON).due_at == NOON + 5 * DAY
    assert after(LinkState(), replace(BUSY, wait=999 * DAY), NOON).due_at == NOON + 30 * DAY
    assert after(LinkState(), NOT_US, NOON).due_at == NOON + EVERY
    assert after(first, NOT_US, NOON).due_at == NOON + 7 * DAY


def test_grades_have_reason_to_change_only_when_it_goes_and_comes_back():
    state, changed = LinkState(), []
    for day, look in enumerate([FINE, MOVED, MISSING, MISSING, NOT_US, MISSING, MISSING, FINE]):
        state = after(state, look, NOON + 3 * day * DAY)
        changed.append(state.changed_at)
    goes, comes = NOON + 15 * DAY, NOON + 21 * DAY
    assert changed == [None] * 5 + [goes, goes, comes]


def test_an_answer_forgets_what_failed():
    state = after(after(LinkState(), MISSING, NOON), MOVED, NOON + DAY)
    assert (state.tries, state.failing_since, state.problem) == (0, None, "")
    assert state.leads_to == "https://other.example/"
    assert after(state, FINE, NOON).leads_to == ""
    assert after(state, FINE, NOON, changed=True).status is LinkStatus.CHANGED


# Quoted words -----------------------------------------------------------------------------------

QUOTE = "We “train” on\n 2.5T tokens of open data"


@pytest.mark.parametrize(
    ("text", "quote", "is_there"),
    [
        ('we "TRAIN" on 2.5t  tokens of open data.', QUOTE, True),
        ("We ‘train’ on", QUOTE, False),
        ("We«train»on2.5T tokens of opendata", QUOTE, True),
        ("We “train” on 2.5T tokens of closed data", QUOTE, False),
        ("open weights and, later, open data", "open weights … open data", True),
        ("open data and, later, open weights", "open weights [...] open data", False),
        ("state\u2010of\u2011the\u2013art co\u00adrpus", "state-of-the-art corpus", True),
        ("ﬁne-tuned models", "fine-tuned models", True),
        ("", QUOTE, False),
    ],
)
def test_quotes_are_found_however_they_are_written(text: str, quote: str, is_there: bool):
    assert quoted_words.holds(quoted_words.folded(text), quote) is is_there


def test_digests_of_quotes():
    assert quoted_words.digest_of(QUOTE) == quoted_words.digest_of(QUOTE.upper().replace("“", '"'))
    assert quoted_words.digest_of(QUOTE) != quoted_words.digest_of(QUOTE + "!")
    assert quoted_words.digest_of("too short") is None
    assert quoted_words.digest_of("…") is None
