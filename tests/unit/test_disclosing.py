"""What may become of a disclosure, and the chain of its log."""

from __future__ import annotations

import pytest

from registry.disclosing import ACTIONS, Action, ActionError, By, Status, after, may
from registry.disclosing.log import BEGINNING, broken_at, digest_of

ENTRY = {
    "disclosure": 7,
    "at": "2026-11-20T12:00:00Z",
    "action": "accept",
    "by": "moderator",
    "before": "received",
    "after": "accepted",
    "level": "itemised",
    "reason": "„Belegt“",
}
ALLOWED = {
    (Action.REVIEW, By.MODERATOR, Status.RECEIVED): Status.IN_REVIEW,
    (Action.ACCEPT, By.MODERATOR, Status.RECEIVED): Status.ACCEPTED,
    (Action.ACCEPT, By.MODERATOR, Status.IN_REVIEW): Status.ACCEPTED,
    (Action.REJECT, By.MODERATOR, Status.RECEIVED): Status.REJECTED,
    (Action.REJECT, By.MODERATOR, Status.IN_REVIEW): Status.REJECTED,
    (Action.WITHDRAW, By.AUTHOR, Status.RECEIVED): Status.WITHDRAWN,
    (Action.WITHDRAW, By.AUTHOR, Status.IN_REVIEW): Status.WITHDRAWN,
    (Action.WITHDRAW, By.AUTHOR, Status.ACCEPTED): Status.WITHDRAWN,
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("status", Status)
def test_who_may_do_what(action: Action, by: By, status: Status):
    expected = ALLOWED.get((action, by, status))
    assert may(action, by, status) is (expected is not None)
    if expected is None:
        with pytest.raises(ActionError, match=f"what is {status} can't"):
            after(action, by, status)
    else:
        assert after(action, by, status) is expected


def chained(entries: list[dict]) -> list[dict]:
    made, previous = [], BEGINNING
    for number, entry in enumerate(entries, 1):
        previous = digest_of(entry, previous)
        made.append({**entry, "id": number, "digest": previous})
    return made


def test_a_log_that_was_not_touched_follows():
    assert broken_at(chained([ENTRY, {**ENTRY, "disclosure": 8}, ENTRY])) is None
    assert broken_at([]) is None


def test_changes_and_gaps_are_found():
    log = chained([{**ENTRY, "disclosure": n} for n in range(5)])
    changed = [dict(entry) for entry in log]
    changed[2]["reason"] = "Belegt"
    assert broken_at(changed) == 3
    assert broken_at(log[:1] + log[2:]) == 3
    assert broken_at(log[1:]) == 2
    assert broken_at(log[2:], previous=log[1]["digest"]) is None
