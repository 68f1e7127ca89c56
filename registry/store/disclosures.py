"""Disclosures: what was submitted, and every decision on it, each with its entry in the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update
from sqlmodel import Session, col

from registry.disclosing import Action, ActionError, By, Kind, Status, after, standing
from registry.disclosing.evidence import claimed, stated
from registry.disclosing.log import BEGINNING, digest_of
from registry.models import Decision, Disclosure, Grade, Release
from registry.moments import moment
from registry.scoring.evidence import Evidence, Origin
from registry.scoring.rubric import NOT_APPLICABLE, Rubric

_LOG = 0x6C6F67
"""The number of PostgreSQL's lock on the audit log."""


class UnknownDisclosureError(LookupError):
    """There is no disclosure of that number."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does about a disclosure.

    ``level`` is the one granted where a claim is accepted; ``reason`` is public. Nobody is told ``account_id``.
    ``seen`` is the number of the last entry on it that whoever acts has seen, None for who has not looked.
    """

    action: Action
    by: By
    reason: str = ""
    level: str = ""
    account_id: int | None = None
    seen: int | None = None


def save_disclosures(
    session: Session, new: Sequence[Mapping[str, Any]], now: datetime
) -> list[int]:
    """Keeps what was sent together (columns of Disclosure, without status and moments), as received; their numbers."""
    saved: list[int] = []
    for columns in new:
        row = Disclosure(
            **columns,
            status=Status.RECEIVED,
            submitted_at=now,
            changed_at=now,
            together=saved[0] if saved else None,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        saved.append(row.id)
        account_id = columns.get("account_id")
        _log(session, row, Act(Action.SUBMIT, By.AUTHOR, account_id=account_id), "", now)
    return saved


def decide(session: Session, number: int, act: Act, rubric: Rubric, now: datetime) -> Disclosure:
    """Does something about a disclosure, and logs it.

    Raises UnknownDisclosureError, and ActionError where that can't be done now, others have done something since, or a
    level is none of the criterion's.
    """
    row = _locked(session, number, now)
    before = Status(row.status)
    entries = _entries(session, row)
    if act.seen is not None and entries and entries[-1].id != act.seen:
        told = entries[-1]
        raise ActionError(
            f"meanwhile the {told.by} chose {told.action}: it is {before} now, and nothing was changed by you"
        )
    if act.action is Action.UNDO:
        _undo(row, standing(entries), act)
    else:
        row.status = after(act.action, act.by, before)
    if row.status == Status.ACCEPTED and act.action is Action.ACCEPT:
        _accept(session, row, act, rubric, now)
    if Status.ACCEPTED in (before, row.status) and row.kind != Kind.REPLY:
        row.decided_at = now
    session.add(row)
    session.flush()
    _log(session, row, act, before, now)
    return row


def save_statement_reread(
    session: Session,
    number: int,
    evidence: Sequence[Evidence],
    reader_version: str,
    now: datetime,
) -> None:
    """Keeps what another version of the readers read in a statement that was submitted. Of one that was accepted
    number, origin and day stay. Nobody has decided anything, so the log tells nothing of it.

    Raises UnknownDisclosureError.
    """
    row = session.get(Disclosure, number, with_for_update=True)
    if row is None:
        raise UnknownDisclosureError(f"there is no disclosure {number}")
    read = tuple(evidence)
    if row.accepted_at is not None:
        dated = moment(row.accepted_at)[:10]
        read = stated(number, read, origin=Origin(row.origin), dated=dated)
    told = [e.as_dict() for e in read]
    if row.status == Status.ACCEPTED and told != row.evidence:
        row.decided_at = now  # grades that rest on it are to be made anew
    row.evidence, row.reader_version = told, reader_version
    session.add(row)


def _locked(session: Session, number: int, now: datetime) -> Disclosure:
    """A disclosure that nobody else decides on until the end of the transaction."""
    # Written first: SQLite takes no other writer after that, and PostgreSQL none of the same row.
    session.execute(update(Disclosure).where(col(Disclosure.id) == number).values(changed_at=now))
    row = session.get(Disclosure, number, populate_existing=True)
    if row is None:
        raise UnknownDisclosureError(f"there is no disclosure {number}")
    return row


def _accept(session: Session, row: Disclosure, act: Act, rubric: Rubric, now: datetime) -> None:
    row.accepted_at = now
    origin, dated = Origin(row.origin), moment(now)[:10]
    assert row.id is not None
    if row.kind == Kind.STATEMENT:
        read = (Evidence.from_dict(e) for e in row.evidence)
        row.evidence = [e.as_dict() for e in stated(row.id, read, origin=origin, dated=dated)]
    if row.kind != Kind.CLAIM:
        return
    criterion = rubric.criterion(row.criterion)
    if act.level not in {NOT_APPLICABLE, *(level.id for level in criterion.levels)}:
        raise ActionError(f"{act.level or 'nothing'} is no level of {criterion.title}")
    row.granted, row.against = act.level, _own_level(session, row.release_id, row.criterion)
    evidence = claimed(
        row.id,
        criterion,
        row.granted,
        row.against,
        origin=origin,
        words=row.quote or row.claim,
        url=row.url,
        dated=dated,
    )
    row.evidence = [evidence.as_dict()]


def _own_level(session: Session, release_id: str, criterion: str) -> str:
    """The level that a release's own words earn on a criterion; empty for one that is not graded."""
    release = session.get(Release, release_id)
    grade = session.get(Grade, release.grade_id) if release and release.grade_id else None
    return grade.verdict.own[criterion]["level"] if grade else ""


def _undo(row: Disclosure, decisions: Sequence[Decision], act: Act) -> None:
    if not decisions:
        raise ActionError("there is nothing left that could be undone")
    if decisions[-1].by != act.by:
        raise ActionError(
            f"the last thing was done by the {decisions[-1].by}, who alone can undo it"
        )
    row.status = decisions[-1].before
    if decisions[-1].action == Action.ACCEPT:
        row.granted = row.against = ""
        row.accepted_at = None
        if row.kind == Kind.CLAIM:
            row.evidence = []


def _entries(session: Session, row: Disclosure) -> Sequence[Decision]:
    of = Decision
    rows = select(of).where(col(of.disclosure_id) == row.id).order_by(col(of.id))
    return session.scalars(rows).all()


def _log(session: Session, row: Disclosure, act: Act, before: str, now: datetime) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:log)"), {"log": _LOG})
    last = select(col(Decision.digest)).order_by(col(Decision.id).desc()).limit(1)
    entry: dict[str, Any] = {
        "action": str(act.action),
        "by": str(act.by),
        "before": str(before),
        "after": str(row.status),
        "level": act.level,
        "reason": act.reason,
    }
    # To the second, as the log tells it: its digest must follow from what is told.
    at = now.replace(microsecond=0)
    told = {**entry, "disclosure": row.id, "at": moment(at)}
    digest = digest_of(told, session.scalar(last) or BEGINNING)
    who = {"disclosure_id": row.id, "account_id": act.account_id}
    session.add(Decision(**{**entry, **who, "at": at, "digest": digest}))
    session.flush()
