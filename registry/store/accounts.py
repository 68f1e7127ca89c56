"""Accounts: who can sign in with a password, and what becomes of an attempt to.

An attempt is counted before the password is looked at, so that many at once are counted like many in turn. After some
that failed the account takes none for a while, which grows, and is short enough that nobody can keep its owner out for
good. An attempt meanwhile fails like any other, even with the right password.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, or_, select, update
from sqlmodel import Session, col

from registry.models import Account
from registry.passwords import hash_of, problem_with

FREE = 5
"""Attempts that may fail before the account is locked,"""
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=1), timedelta(hours=1)
"""for this time at first, twice as long with every further one, and never longer than that."""
FORGOTTEN = timedelta(days=1)
"""So long after the end of a lock failures are no longer counted."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class AccountError(ValueError):
    """Something about accounts that can't be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to sign in that was counted: the account's number, and the hash to compare with. Without an account
    that takes attempts now, None and an empty one."""

    account_id: int | None
    password: str


def add_account(session: Session, name: str, password: str, now: datetime) -> Account:
    """A moderator who signs in with a password. Raises AccountError for a name that is taken or none, and for a
    password that is too easy to guess."""
    if not NAME.fullmatch(name):
        raise AccountError(f"{name!r} can't be a name: it has letters, digits, dots and hyphens")
    if session.scalar(select(Account).where(col(Account.name) == name)):
        raise AccountError(f"There is an account of the name {name} already")
    _check(password, name)
    account = Account(name=name, password=hash_of(password), is_moderator=True, created_at=now)
    session.add(account)
    session.flush()
    return account


def set_password(session: Session, name: str, password: str) -> None:
    """Gives an account another password, ends its sessions and lifts its lock. Raises AccountError as above, and for an
    account that signs in with the Hub."""
    account = account_named(session, name)
    if account.subject is not None:
        raise AccountError(f"{name} signs in with the Hub, and has no password here")
    _check(password, name)
    account.password = hash_of(password)
    account.failures, account.locked_until = 0, None
    account.epoch += 1


def disable(session: Session, name: str, now: datetime) -> None:
    """Keeps an account from signing in, and ends its sessions. What it decided stays. Raises AccountError."""
    account = account_named(session, name)
    if account.disabled_at is None:
        account.disabled_at = now
        account.epoch += 1


def enable(session: Session, name: str) -> None:
    """Lets an account sign in again, and lifts its lock. Raises AccountError."""
    account = account_named(session, name)
    account.disabled_at = account.locked_until = None
    account.failures = 0


def end_sessions(session: Session, account_id: int) -> None:
    """Ends all sessions of an account."""
    raised = update(Account).values(epoch=col(Account.epoch) + 1)
    session.execute(raised.where(col(Account.id) == account_id))


def end_session(
    session: Session, account_id: int, name: str, now: datetime, lasts: timedelta
) -> None:
    """Ends the session of a name, and forgets the names of those that ended by themselves: none ``lasts`` longer."""
    is_own = col(Account.id) == account_id
    # Written first: SQLite takes no other writer after that, and PostgreSQL none of the same row.
    session.execute(update(Account).where(is_own).values(epoch=col(Account.epoch)))
    account = session.get_one(Account, account_id, populate_existing=True)
    oldest = int((now - lasts).timestamp())
    kept = {known: at for known, at in account.ended.items() if at >= oldest}
    account.ended = {**kept, name: int(now.timestamp())}


def account_named(session: Session, name: str) -> Account:
    """The account of that name. Raises AccountError when there is none."""
    account = session.scalar(select(Account).where(col(Account.name) == name))
    if account is None:
        raise AccountError(f"There is no account of the name {name}")
    return account


def accounts(session: Session) -> Sequence[Account]:
    """All moderators, and all who have a password."""
    may_act = or_(col(Account.is_moderator), col(Account.password) != "")
    return session.scalars(select(Account).where(may_act).order_by(col(Account.name))).all()


def count_attempt(session: Session, name: str, now: datetime) -> Attempt:
    """Counts an attempt to sign in, and locks the account when it is one too many, until ``forgive`` is called."""
    of = Account
    is_forgotten = col(of.locked_until) < now - FORGOTTEN
    counted = update(of).where(
        col(of.name) == name,
        col(of.password) != "",
        col(of.disabled_at).is_(None),
        or_(col(of.locked_until).is_(None), col(of.locked_until) <= now),
    )
    counted = counted.values(failures=case((is_forgotten, 1), else_=col(of.failures) + 1))
    row = session.execute(counted.returning(col(of.id), col(of.password), col(of.failures))).first()
    if row is None:
        return Attempt(None, "")
    if (beyond := row.failures - FREE) >= 0:
        locked = min(FIRST_LOCK * 2 ** min(beyond, 10), LONGEST_LOCK)
        lock = update(of).where(col(of.id) == row.id).values(locked_until=now + locked)
        session.execute(lock)
    return Attempt(row.id, row.password)


def forgive(session: Session, account_id: int, now: datetime) -> Account:
    """Notes that somebody signed in: what failed before counts no longer."""
    account = session.get_one(Account, account_id)
    account.failures, account.locked_until, account.signed_in_at = 0, None, now
    session.flush()
    return account


def _check(password: str, name: str) -> None:
    if problem := problem_with(password, name):
        raise AccountError(problem)
