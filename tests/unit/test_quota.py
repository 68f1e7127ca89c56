"""An account of a quota against a server that counts, and a clock that only moves when told to."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.quota import LONGEST_FLIGHT_S, PATHFINDER_S, Account, Allowance, Done


class Server:
    """A quota in fixed windows that begin with a request, told truthfully in whole seconds."""

    def __init__(self, quota: int, window: int) -> None:
        self.quota, self.window = quota, window
        self.ends, self.used, self.refused = -math.inf, 0, 0
        self.uses: list[int] = []

    def count(self, now: float) -> Allowance:
        if now >= self.ends:
            self.ends, self.used = now + self.window, 0
            self.uses.append(0)
        self.used += 1
        self.uses[-1] += 1
        self.refused += self.used > self.quota
        left, reset = max(0, self.quota - self.used), max(1, math.ceil(self.ends - now))
        return Allowance(left, reset, self.quota, self.window)


def first_reply(account: Account, now: float, left: int, reset: float, quota: int | None = None):
    """Sends the one request that finds out, and gets this reply."""
    granted = account.take(5, now)
    assert granted.granted == 1
    account.settle(Done(granted.turn, now, now, Allowance(left, reset, quota, reset)))


def test_a_single_request_finds_out_about_the_quota():
    account = Account()
    assert account.take(10, 0).granted == 1
    assert account.take(10, 0).granted == 0
    account.settle(Done(0, 0, 0.1, Allowance(9, 60, 10)))
    assert account.take(20, 0.1).granted == 9


def test_a_server_without_a_quota_holds_nobody_back():
    account = Account()
    account.settle(Done(account.take(1, 0).turn, 0, 0.1))
    assert [account.take(1000, 0.1).granted for _ in range(3)] == [1000] * 3


def test_a_server_that_announces_a_quota_later():
    account = Account()
    account.settle(Done(account.take(1, 0).turn, 0, 0.1))
    account.take(50, 1)
    account.settle(Done(0, 1, 1.1, Allowance(5, 60, 100, 60)))
    assert account.take(50, 1.1).granted <= 5


def test_a_request_without_a_reply_lets_another_ask():
    account = Account()
    granted = account.take(1, 0)
    account.settle(Done(granted.turn, 0, 0.1, is_lost=True))
    assert account.take(5, 0.1).granted == 1


def test_who_asks_and_never_comes_back_is_replaced():
    account = Account()
    account.take(1, 0)
    assert account.take(1, PATHFINDER_S - 1).granted == 0
    assert account.take(1, PATHFINDER_S).granted == 1


def test_a_used_up_quota_holds_back_until_the_window_ends():
    account = Account()
    first_reply(account, 0, 0, 60, 10)
    told = account.take(1, 1)
    assert (told.granted, told.wait_s) == (0, pytest.approx(59))
    assert account.take(5, 60).granted == 1, "one finds out about the new window"


def test_a_server_that_names_no_quota_tells_what_is_left():
    account = Account()
    first_reply(account, 0, 3, 60)
    assert account.take(10, 1).granted == 3
    first_reply(account, 60, 7, 60)
    assert account.take(10, 61).granted == 7


@pytest.mark.parametrize("wait", [7.0, 1e12])
def test_retry_after_holds_back_everybody(wait: float):
    account = Account()
    account.settle(Done(account.take(1, 0).turn, 0, 0, Allowance(500, 60, 500, 60), wait))
    assert account.take(1, 0).wait_s == pytest.approx(wait)
    assert account.take(1, wait).granted == 1


def test_replies_out_of_order_do_not_renew_the_quota():
    account = Account()
    first_reply(account, 0, 9, 60, 10)
    assert account.take(9, 0).granted == 9
    for left in (3, 0, 8, 5):
        account.settle(Done(0, 0, 1, Allowance(left, 60, 10, 60)))
    assert account.take(1, 1).granted == 0


def test_others_who_draw_on_the_quota_are_counted():
    account = Account()
    first_reply(account, 0, 4, 60, 10)
    assert account.take(20, 0).granted == 4


def test_requests_between_two_windows_are_given_back_when_it_is_known_where_they_counted():
    account = Account()
    first_reply(account, 0, 9, 5, 10)
    assert account.take(6, 4.9).granted == 6
    pathfinder = account.take(9, 5.01)
    account.settle(Done(pathfinder.turn, 5.01, 5.1, Allowance(9, 5, 10, 5)))
    assert account.take(20, 5.1).granted == 3, "six may still count in the new window"
    for _ in range(6):
        account.settle(Done(0, 4.9, 5.2, Allowance(1, 1, 10, 5)))
    assert account.take(20, 5.2).granted == 6


def test_what_a_dead_process_took_is_forgotten():
    account = Account()
    first_reply(account, 0, 9, 5, 10)
    account.take(9, 1)
    assert account.take(1, 6).granted == 1
    now = 6 + LONGEST_FLIGHT_S
    assert account.take(1, now).granted == 1, "a new turn"
    assert sum(account.under_way.values()) == 2


@dataclass
class Flight:
    turn: int
    sent: float
    told: Allowance


steps = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "answer", "lose", "wait"]),
        st.floats(0.01, 3.0),
        st.integers(1, 12),
    ),
    max_size=150,
)


@given(quota=st.integers(1, 20), window=st.integers(1, 40), steps=steps)
def test_no_window_gets_more_than_its_quota(quota, window, steps):
    """Requests are counted when sent; replies come later, in any order, or never."""
    server, account = Server(quota, window), Account()
    flights: list[Flight] = []
    now, knows = 1000.0, False
    for step, seconds, number in steps:
        if step == "send":
            told = account.take(number, now)
            assert told.granted <= number
            flights += [Flight(told.turn, now, server.count(now)) for _ in range(told.granted)]
        elif step == "answer" and flights:
            one = flights.pop(number % len(flights))
            account.settle(Done(one.turn, one.sent, now, one.told))
            knows = True
        elif step == "lose" and flights and knows:  # before the first reply nobody can count
            one = flights.pop(number % len(flights))
            account.settle(Done(one.turn, one.sent, now, is_lost=True))
        elif step == "wait" and not (flights and seconds > 1):
            now += seconds
    assert server.refused == 0


@given(quota=st.integers(1, 20), window=st.integers(1, 9), delays=st.lists(st.floats(0, 0.4)))
def test_requests_that_arrive_late(quota, window, delays):
    """A request is counted up to 0.4 s after it was granted, perhaps in the next window."""
    server, account = Server(quota, window), Account()
    now, late = 1000.0, iter(delays)
    events: list[tuple[float, str, Flight]] = []
    for _ in range(40):
        told = account.take(7, now)
        for _ in range(told.granted):
            delay = next(late, 0.1)
            events.append((now + delay, "count", Flight(told.turn, now, Allowance(0, 0))))
        until = now + min(told.wait_s or 0.05, 0.5)
        while events and min(events, key=lambda e: e[0])[0] <= until:
            events.sort(key=lambda e: e[0])
            at, what, flight = events.pop(0)
            if what == "count":
                flight.told = server.count(at)
                events.append((at + 0.1, "reply", flight))
            else:
                account.settle(Done(flight.turn, flight.sent, at, flight.told))
        now = until
    assert server.refused == 0


@given(quota=st.integers(1, 10), window=st.integers(1, 20), wanted=st.integers(1, 60))
def test_everything_gets_through_in_the_time_that_it_takes(quota, window, wanted):
    server, account = Server(quota, window), Account()
    now, sent = 1000.0, 0
    while sent < wanted:
        told = account.take(wanted - sent, now)
        replies = [server.count(now) for _ in range(told.granted)]
        sent += told.granted
        began, now = now, now + (0.05 if replies else told.wait_s)
        for reply in replies:
            account.settle(Done(told.turn, began, now, reply))
    windows = math.ceil(wanted / quota)
    assert now - 1000 <= (windows - 1) * (window + 0.1) + 0.2
    assert all(used == quota for used in server.uses[:-1])


@given(
    fates=st.lists(st.sampled_from(["reply", "lost", "vanished", "refused"]), max_size=60),
    quota=st.integers(1, 10),
)
def test_nobody_waits_for_ever(fates, quota):
    """Whatever becomes of requests, another is let through after a while, and never before Retry-After."""
    server, account = Server(quota, 5), Account()
    now, not_before, fate = 1000.0, 0.0, iter(fates)
    for _ in range(len(fates)):
        waited = 0.0
        while not (told := account.take(1, now)).granted:
            assert 0 < told.wait_s < math.inf
            now += told.wait_s
            waited += told.wait_s
            assert waited <= 2 * LONGEST_FLIGHT_S + 2
        assert now >= not_before
        reply, what = server.count(now), next(fate)
        if what == "reply":
            account.settle(Done(told.turn, now, now, reply))
        elif what == "lost":
            account.settle(Done(told.turn, now, now, is_lost=True))
        elif what == "refused":
            account.settle(Done(told.turn, now, now, reply, retry_after=3.0))
            not_before = now + 3
