"""Lifecycle: the statuses of what was submitted, and which action leads from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol, TypeVar


class Kind(StrEnum):
    """What somebody submitted."""

    CLAIM = "claim"
    """That one criterion is at another level."""
    STATEMENT = "statement"
    """Facts on many criteria, as a ``TRANSPARENCY.yaml`` holds them."""
    REPLY = "reply"
    """The publisher's own words beside a criterion; never evidence."""


class Status(StrEnum):
    """How far it has come. API and pages give these: a name stays as it is once it is out."""

    RECEIVED = "received"
    IN_REVIEW = "in-review"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done about it."""

    SUBMIT = "submit"
    REVIEW = "review"
    """A moderator has begun to look."""
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    """Takes the last of all other actions back, and then the one before."""


class By(StrEnum):
    """In which role somebody acts."""

    AUTHOR = "author"
    MODERATOR = "moderator"


LINKED = "disclosed"
"""The kind of link from a release to a dataset repo that what was accepted on it names."""


class ActionError(ValueError):
    """The action is none that can be taken now; the message says why, for the person who tried."""


OPEN = frozenset({Status.RECEIVED, Status.IN_REVIEW})
"""What waits for a decision."""
ACTIONS: Mapping[Action, tuple[By, frozenset[Status], Status]] = {
    Action.REVIEW: (By.MODERATOR, frozenset({Status.RECEIVED}), Status.IN_REVIEW),
    Action.ACCEPT: (By.MODERATOR, OPEN, Status.ACCEPTED),
    Action.REJECT: (By.MODERATOR, OPEN, Status.REJECTED),
    Action.WITHDRAW: (By.AUTHOR, OPEN | {Status.ACCEPTED}, Status.WITHDRAWN),
}
"""Who may do it, on what, and what that becomes. An undo leads to where the action came from that it takes back."""


def may(action: Action, by: By, status: Status) -> bool:
    """Whether somebody may do that about what has this status."""
    who, on, _ = ACTIONS[action]
    return by is who and status in on


def after(action: Action, by: By, status: Status) -> Status:
    """The status that an action leads to. Raises ActionError where it can't be taken."""
    if not may(action, by, status):
        raise ActionError(f"what is {status} can't be changed by {action}")
    return ACTIONS[action][2]


class Acted(Protocol):
    """An entry of the log, as far as it is needed here."""

    action: str


Entry = TypeVar("Entry", bound=Acted)


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Of the entries on one thing, the first one first, those that were not undone, without its being submitted. The
    last of them is what an undo would take back."""
    found: list[Entry] = []
    for entry in entries:
        if entry.action == Action.UNDO:
            found.pop()
        elif entry.action != Action.SUBMIT:
            found.append(entry)
    return found
