"""The lifecycle of what is submitted: who may do what, when, and what an undo takes back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.disclosing import ACTIONS, Action, ActionError, By, Status, after, may, standing
from registry.disclosing.reasons import LONGEST_REASON, REASONS, reason_of
from registry.visible import visible


@dataclass
class Entry:
    action: str


def test_only_moderators_decide_and_only_authors_withdraw():
    allowed = {(a, by) for a in ACTIONS for by in By for s in Status if may(a, by, s)}
    assert allowed == {
        (Action.REVIEW, By.MODERATOR),
        (Action.ACCEPT, By.MODERATOR),
        (Action.REJECT, By.MODERATOR),
        (Action.WITHDRAW, By.AUTHOR),
    }


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN])
def test_what_was_decided_is_not_decided_again(status: Status):
    for action in (Action.REVIEW, Action.ACCEPT, Action.REJECT):
        with pytest.raises(ActionError, match=status):
            after(action, By.MODERATOR, status)


@given(st.lists(st.sampled_from([Action.REVIEW, Action.ACCEPT, Action.REJECT, Action.UNDO])))
def test_an_undo_takes_back_the_last_that_stands(actions: list[Action]):
    entries, stands = [Entry(Action.SUBMIT)], []
    for action in actions:
        if action is not Action.UNDO:
            stands.append(action)
        elif not stands:
            continue
        else:
            stands.pop()
        entries.append(Entry(action))
    assert [e.action for e in standing(entries)] == stands


def test_a_reason_is_picked_and_added_to():
    assert reason_of(REASONS[0], " See page 3. ") == f"{REASONS[0]} See page 3."
    assert reason_of("something else", "") == ""
    assert len(reason_of(REASONS[0], "x" * 5000)) == LONGEST_REASON


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünïcode 模型", "plain ünïcode 模型"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("sent\r\nby a form", "sent\nby a form"),
        ("a\u202ebdc\u202c", "a‹U+202E›bdc‹U+202C›"),
        ("zero\u200bwidth\ufeff", "zero‹U+200B›width‹U+FEFF›"),
        ("bell\x07 and \x1b[31m", "bell‹U+0007› and ‹U+001B›[31m"),
        ("\u2066isolated\u2069\u2028", "‹U+2066›isolated‹U+2069›‹U+2028›"),
        (None, ""),
    ],
)
def test_what_nobody_sees_is_written_out(text: str | None, shown: str):
    assert visible(text) == shown
