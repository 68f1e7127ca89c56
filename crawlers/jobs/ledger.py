"""The shared ledger: accounts of the Hub's quotas in the database, for all processes that draw on them."""

from __future__ import annotations

import hashlib
import json
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select, update

from crawlers.quota import Account, Done, Slice
from registry.db import session_on
from registry.quotas import Quota

CLOCK_LASTS_S = 60.0
"""For how long this process trusts its clock before it compares it with the database's again."""
FREE_S = 1.0
"""For how long the account of a server that announces no quota need not be asked."""
LOOK_AGAIN_S = 0.2


def account_name(endpoint: str, token: str | None, kind: str) -> str:
    """The name of an account: where, on whose behalf, and what for. The token can't be told from it."""
    whose = hashlib.sha256(token.encode()).hexdigest()[:16] if token else "anonymous"
    return f"{endpoint} {whose} {kind}"


class StoredLedger:
    """An account that is locked in the database for the time of an exchange.

    Its clock is the database's, as all agree on that one.
    """

    def __init__(
        self, engine: Engine, name: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._name = name
        self._clock = clock
        self._offset, self._precision, self._compared_at = 0.0, math.inf, -math.inf
        self._lock = threading.Lock()
        self._turn, self._free, self._free_until = 0, 0, -math.inf
        with session_on(engine) as session:
            new = insert(Quota).values(name=name, account=packed(Account()))
            session.execute(new.on_conflict_do_nothing())
            self._compare(session)

    def now(self) -> float:
        """Seconds by the database's clock, as far as it is known here."""
        return self._clock() + self._offset

    def exchange(self, done: Sequence[Done], wanted: int) -> Slice:
        """Settles what has come back, and then takes up to as many requests as are wanted."""
        with self._lock:
            told = [one for one in done if not self._is_free(one)]
            if not told and (not wanted or self._clock() < self._free_until):
                self._free += wanted
                return Slice(wanted, self._turn)
        with session_on(self._engine) as session:
            query = select(Quota.account).where(Quota.name == self._name).with_for_update()
            account = unpacked(session.exec(query).one())
            if self._clock() - self._compared_at > CLOCK_LASTS_S:
                self._compare(session)
            for one in told:
                account.settle(one)
            taken = account.take(wanted, self.now())
            change = update(Quota).where(col(Quota.name) == self._name)
            session.execute(change.values(account=packed(account)))
        with self._lock:
            until = self._clock() + FREE_S if account.is_unlimited else -math.inf
            self._turn, self._free_until = account.turn, until
        if not taken.granted and account.ends_by == math.inf:
            # Another process finds out about the window, and can't wake this one when it knows.
            return Slice(0, taken.turn, min(taken.wait_s, LOOK_AGAIN_S))
        return taken

    def _is_free(self, done: Done) -> bool:
        """Whether this is a request that no account knows of, and that says nothing of quotas."""
        if done.allowance is not None or done.retry_after is not None or not self._free:
            return False
        self._free -= 1
        return True

    def _compare(self, session: Session) -> None:
        """Sets the clock. The shorter the answer takes, the better it is known what the time was."""
        for _ in range(3):
            before = self._clock()
            there = session.execute(select(func.extract("epoch", func.clock_timestamp())))
            told, after = float(there.scalar_one()), self._clock()
            is_stale = after - self._compared_at > CLOCK_LASTS_S
            if after - before < self._precision or is_stale:
                self._offset, self._precision = told - (before + after) / 2, after - before
                self._compared_at = after


def packed(account: Account) -> str:
    """An account as text."""
    return json.dumps(asdict(account))


def unpacked(account: str) -> Account:
    """An account from its text. What a later version keeps besides is left out."""
    told: dict[str, Any] = json.loads(account)
    known = {f.name: told[f.name] for f in fields(Account) if f.name in told}
    for name, value in known.items():
        if isinstance(value, dict):  # JSON makes texts of numbers that are keys
            known[name] = {int(turn): one for turn, one in value.items()}
    return Account(**known)
