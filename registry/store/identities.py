"""Identities: the accounts of those who sign in with the Hub, as it knew them at the last sign-in."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from registry.identity import AT_THE_HUB, Identity, is_listed
from registry.models import Account


class DisabledError(PermissionError):
    """The account may not sign in any more."""


def save_identity(
    session: Session, identity: Identity, moderators: Set[str], now: datetime
) -> Account:
    """The account of somebody who was identified, made or brought up to date. Raises DisabledError.

    An account is known by its ``subject`` alone; its name and organizations are the Hub's of today, and it moderates
    while ``moderators`` has its name, or better, its number as ``#SUBJECT``: a name can become somebody else's.
    """
    account = _account_of(session, identity.subject, now)
    if account.disabled_at is not None:
        raise DisabledError("this account may not sign in any more")
    name = f"{AT_THE_HUB}{identity.name}"
    if account.name != name:
        account.name = name if _is_freed(session, name) else _nameless(identity.subject)
    account.organizations = dict(sorted(identity.organizations.items()))
    account.is_moderator = is_listed(identity.name, identity.subject, moderators)
    account.signed_in_at = now
    session.add(account)
    session.flush()
    return account


def _account_of(session: Session, subject: str, now: datetime) -> Account:
    is_same = col(Account.subject) == subject
    # Written first: SQLite takes no other writer after that, and PostgreSQL none of the same row.
    session.execute(update(Account).where(is_same).values(signed_in_at=now))
    known = select(Account).where(is_same)
    if (account := session.scalar(known)) is not None:
        return account
    new = Account(name=_nameless(subject), subject=subject, created_at=now)
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:  # made at this very moment, in another window
        return session.scalars(known).one()
    return new


def _is_freed(session: Session, name: str) -> bool:
    """Whether nobody has a name any more. Who had it before has another one at the Hub now, under which it is told what
    he or she may do."""
    other = session.scalar(select(Account).where(col(Account.name) == name))
    if other is None:
        return True
    if other.subject is None:
        return False
    other.name = _nameless(other.subject)
    other.organizations, other.is_moderator = {}, False
    other.epoch += 1
    session.add(other)
    session.flush()
    return True


def _nameless(subject: str) -> str:
    return f"{AT_THE_HUB}#{subject}"
