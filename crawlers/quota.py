"""Quotas: an account of one server quota in fixed windows, by what its replies say. No lock, no clock, no I/O."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

LONGEST_FLIGHT_S = 120.0
"""After this long a request without a reply is forgotten: its process has died."""
PATHFINDER_S = 5.0
"""For how long the request that finds out about a new window is waited for before another is sent."""
LOOK_AGAIN_S = 0.25
"""How soon to look whether a reply that another process waits for has changed something."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a reply says: requests left, whole seconds until the window ends, the quota and the window's length."""

    left: int
    reset_in: float
    quota: int | None = None
    window: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a request that was granted in a turn; all times are seconds of the ledger's clock.

    ``allowance`` is None when the reply names no quota. ``is_lost``: nothing came back that says anything about
    quotas, and the server may have counted the request or not.
    """

    turn: int
    sent: float
    received: float
    allowance: Allowance | None = None
    retry_after: float | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Requests that may be sent now, and their turn; when there are none, how long to wait before asking again."""

    granted: int
    turn: int
    wait_s: float = 0.0


@dataclass(slots=True)
class Account:
    """What is known of a quota and of the requests that draw on it. Plain values: it can be stored and shared.

    A turn is a window of the server as seen from here. It begins with one request, the pathfinder, whose reply
    says how much the window holds and when it ends; then everything that is left is granted. A request on its way
    while one window follows another counts in both until its reply tells in which it was counted: so no window
    gets more than its quota, and nothing is lost to caution for longer than a reply takes.
    """

    turn: int = 0
    quota: float = math.inf
    window: float = 0.0
    is_unlimited: bool = False
    not_before: float = -math.inf
    granted: int = 0
    """Requests granted in this turn."""
    carried: int = 0
    """Requests of earlier turns that the server may have counted in this window."""
    others: float = 0
    """Requests of others that draw on the same quota, at least."""
    ends_after: float = -math.inf
    ends_by: float = math.inf
    """The window ends between these two; infinity: no reply has told of it yet."""
    pathfinder_at: float | None = None
    latest: float = -math.inf
    """When a request was last granted or lost."""
    under_way: dict[int, int] = field(default_factory=dict)
    """Requests without a reply yet, by turn."""
    forget_at: dict[int, float] = field(default_factory=dict)
    """When what is under way of an earlier turn is given up."""

    def take(self, wanted: int, now: float) -> Slice:
        """Grants up to as many requests as are wanted. To want none asks for nothing."""
        if wanted <= 0:
            return Slice(0, self.turn)
        if now < self.not_before:
            return Slice(0, self.turn, self.not_before - now)
        if self.is_unlimited:
            return self._grant(wanted, now)
        if now >= self.ends_by:
            self._begin_turn(now)
        for turn in [t for t, forget_at in self.forget_at.items() if now >= forget_at]:
            del self.forget_at[turn], self.under_way[turn]
        left = self.quota - self._possible() - self.others
        if self.ends_by == math.inf:
            if self.pathfinder_at is not None and now < self.pathfinder_at + PATHFINDER_S:
                return self._nothing(self.pathfinder_at + PATHFINDER_S - now)
            if left < 1:
                # A window that a lost request opened is over a window's length later.
                if now >= self.latest + (self.window or LONGEST_FLIGHT_S):
                    self._begin_turn(now)
                return self._nothing(LOOK_AGAIN_S)
            self.pathfinder_at = now
            return self._grant(1, now)
        if left < 1:
            return self._nothing(self.ends_by - now)
        return self._grant(min(wanted, int(left)), now)

    def settle(self, done: Done) -> None:
        """Takes into account what came of a request."""
        if done.turn in self.under_way:
            self.under_way[done.turn] -= 1
            if not self.under_way[done.turn]:
                del self.under_way[done.turn]
                self.forget_at.pop(done.turn, None)
        is_ours = done.turn == self.turn
        is_first = self.ends_by == math.inf
        if is_ours and is_first:
            self.pathfinder_at = None
        if done.retry_after is not None:
            self.not_before = max(self.not_before, done.received + done.retry_after)
        if done.allowance is None:
            self.latest = max(self.latest, done.received)
            self.carried += not is_ours
            self.is_unlimited |= is_ours and is_first and not done.is_lost
            return
        told = done.allowance
        # Servers round up to whole seconds: the window ends within the last of them.
        after = done.sent + told.reset_in - 1
        by = done.received + max(1.0, told.reset_in)
        if by < self.ends_after:  # it was counted in an earlier window
            if is_ours and told.left < 1:
                self.not_before = max(self.not_before, by)
            return
        if after >= self.ends_by:  # it was counted in a later window
            self._begin_turn(done.received)
            is_first, self.ends_by = True, by
        elif is_ours:
            self.ends_by = min(self.ends_by, by)
        self.ends_after = max(self.ends_after, after)
        self.window = told.window or self.window
        if self.is_unlimited:
            self.is_unlimited, self.granted = False, 1 + self.under_way.get(self.turn, 0)
        self.carried += done.turn != self.turn
        possible = self._possible()
        if told.quota is not None:
            self.quota = told.quota
        elif is_first:
            self.quota = told.left + possible
        self.others = max(self.others, self.quota - told.left - possible)

    def _begin_turn(self, now: float) -> None:
        if self.turn in self.under_way:
            self.forget_at[self.turn] = now + LONGEST_FLIGHT_S
        self.turn += 1
        self.granted = self.carried = 0
        self.others = 0
        self.ends_after, self.ends_by = self.ends_after + self.window, math.inf
        self.pathfinder_at = None

    def _grant(self, number: int, now: float) -> Slice:
        self.latest = max(self.latest, now)
        self.granted += number
        self.under_way[self.turn] = self.under_way.get(self.turn, 0) + number
        return Slice(number, self.turn)

    def _nothing(self, wait_s: float) -> Slice:
        is_undecided = self.ends_by == math.inf or self._earlier() > 0
        return Slice(0, self.turn, min(wait_s, LOOK_AGAIN_S) if is_undecided else wait_s)

    def _earlier(self) -> int:
        return sum(n for turn, n in self.under_way.items() if turn != self.turn)

    def _possible(self) -> int:
        """Our requests that the server may have counted in this window."""
        return self.granted + self.carried + self._earlier()
