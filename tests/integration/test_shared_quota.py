"""The account of a quota that processes share in the database: together they get what it holds, and no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from crawlers.budget import Budget
from crawlers.jobs.ledger import StoredLedger, account_name, packed, unpacked
from crawlers.quota import Account, Allowance, Done
from registry.db import engine_on

NAME = "http://127.0.0.1:9 anonymous api"


@pytest.fixture
def pair(postgres_url: str) -> Iterator[tuple[StoredLedger, StoredLedger]]:
    """The same account as two processes see it."""
    with engine_on(postgres_url) as one, engine_on(postgres_url) as other:
        yield StoredLedger(one, NAME), StoredLedger(other, NAME)


def reply(ledger: StoredLedger, turn: int, left: int) -> Done:
    at = ledger.now()
    return Done(turn, at - 0.01, at, Allowance(left, 60, 10, 60))


def test_both_draw_on_one_account(pair: tuple[StoredLedger, StoredLedger]):
    one, other = pair
    first = one.exchange([], 5)
    assert first.granted == 1, "it finds out how much there is"
    waits = other.exchange([], 5)
    assert (waits.granted, waits.wait_s <= 0.2) == (0, True), "it can't be woken, so it looks again"
    assert one.exchange([reply(one, first.turn, 9)], 5).granted == 5
    assert other.exchange([], 5).granted == 4
    assert one.exchange([], 5).granted == other.exchange([], 5).granted == 0
    assert other.exchange([], 1).wait_s > 50


def test_threads_of_two_processes_together_send_what_a_window_holds(
    pair: tuple[StoredLedger, StoredLedger],
):
    sent: list[int] = []
    lock = threading.Lock()

    def work(budget: Budget) -> None:
        # All wait for the next window in the end, when the database of this test is gone, or empty and another's.
        with suppress(SQLAlchemyError):
            while True:
                ticket = budget.acquire()
                with lock:
                    sent.append(ticket.turn)
                budget.release(ticket, Allowance(max(0, 40 - len(sent)), 60, 40, 60))

    for budget in map(Budget, pair):
        for _ in range(8):
            threading.Thread(target=work, args=[budget], daemon=True).start()
    deadline = threading.Event()
    for _ in range(200):
        if len(sent) >= 40:
            break
        deadline.wait(0.05)
    deadline.wait(0.5)
    assert len(sent) == 40


def test_where_there_is_no_quota_the_database_is_left_alone(
    pair: tuple[StoredLedger, StoredLedger], postgres_url: str
):
    one, _ = pair
    told = one.exchange([], 3)
    at = one.now()
    assert one.exchange([Done(told.turn, at, at)], 8).granted == 8
    with engine_on(postgres_url) as engine, engine.begin() as connection:
        connection.execute(text("select * from quota for update"))  # who asked would wait
        assert one.exchange([], 50).granted == 50
        assert one.exchange([Done(told.turn, at, at)] * 50, 0).granted == 0


def test_an_account_is_kept_as_it_is():
    account = Account()
    assert unpacked(packed(account)) == account
    turn = account.take(3, 100.0).turn
    account.settle(Done(turn, 100.0, 100.1, Allowance(9, 5, 10, 5)))
    account.take(4, 101.0)
    account.take(2, 107.0)
    assert unpacked(packed(account)) == account
    later = packed(account).replace("{", '{"something new": 1, ', 1)
    assert unpacked(later) == account


def test_a_token_can_not_be_told_from_its_account():
    names = {account_name("http://h", token, "api") for token in (None, "hf_secret", "hf_other")}
    assert len(names) == 3
    assert not any("secret" in name for name in names)
