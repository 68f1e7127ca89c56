"""Registered: what the registry itself says of a receipt that somebody hands over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from registry.models import Dataset, Grade
from registry.receipts.comparing import Difference, differences
from registry.receipts.inputs import dataset_told
from registry.regrade.datasets import KnownDatasets
from registry.shapes.receipts import Receipt

NONE_SUCH = "no such grade"
_SECOND = timedelta(seconds=1)


class Registered(NamedTuple):
    """Where the registry says otherwise, and in words what has changed in it since the receipt."""

    differences: tuple[Difference, ...]
    changed: tuple[str, ...]


def registered(session: Session, receipt: Receipt) -> Registered:
    """A receipt against the grades and datasets of the registry. Raises ValueError where its moments are none."""
    wrong, changed = _datasets(session, receipt)
    return Registered((*_grades(session, receipt), *wrong), changed)


def _grades(session: Session, receipt: Receipt) -> Iterator[Difference]:
    release, digest = receipt["release"], receipt["result"]["verdict_digest"]
    if not _has_verdict(session, release, digest):
        yield Difference(f"grade of {release}", digest, NONE_SUCH)
    for base in receipt["inputs"]["bases"]:
        grade = base["grade"]
        if grade is None:
            if _was_graded(session, base["id"], _after(receipt["graded_at"])):
                yield Difference(f"grade of base {base['id']}", "none", "there is one as old")
        elif not _has_verdict(session, base["id"], grade["verdict_digest"]):
            yield Difference(f"grade of base {base['id']}", grade["verdict_digest"], NONE_SUCH)


def _after(moment: str) -> datetime:
    """The end of the second that a receipt tells. Raises ValueError where it tells none."""
    told = datetime.fromisoformat(moment)
    if told.tzinfo is None or told.year > MAXYEAR - 1:
        raise ValueError(f"{moment!r} is no moment")
    return told + _SECOND


def _has_verdict(session: Session, release_id: str, digest: str) -> bool:
    same = select(col(Grade.id)).where(
        col(Grade.release_id) == release_id,
        col(Grade.verdict_digest) == digest,
    )
    return session.scalar(same.limit(1)) is not None


def _was_graded(session: Session, release_id: str, by: datetime) -> bool:
    before = select(col(Grade.id)).where(
        col(Grade.release_id) == release_id, col(Grade.graded_at) < by
    )
    return session.scalar(before.limit(1)) is not None


def _datasets(session: Session, receipt: Receipt) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    told = {d["name"]: d for d in receipt["inputs"]["datasets"]}
    now = KnownDatasets().load(session, told)
    rows = session.execute(
        select(col(Dataset.id), col(Dataset.changed_at)).where(col(Dataset.id).in_(list(told)))
    )
    changed_at: dict[str, datetime] = dict(map(tuple, rows))
    confirmed_at = _after(receipt["confirmed_at"])
    wrong: list[Difference] = []
    changed: list[str] = []
    for name, dataset in told.items():
        found = list(differences(dataset, dataset_told(name, now[name]), f"dataset {name}"))
        if found and name in changed_at and changed_at[name] >= confirmed_at:
            changed.append(f"The dataset {name} has changed since the receipt's grade.")
        else:
            wrong += found
    return tuple(wrong), tuple(changed)
