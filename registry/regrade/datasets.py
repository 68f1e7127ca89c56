"""Known datasets: what the registry knows of dataset repos that releases link to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from registry import models
from registry.scoring.case import Dataset
from registry.scoring.datasets import dataset_from_evidence
from registry.scoring.evidence import Evidence, Outcome

MOST = 20_000


class KnownDatasets:
    """Dataset repos as grading sees them, each read from the registry once."""

    def __init__(self) -> None:
        self._known: dict[str, Dataset] = {}

    def load(self, session: Session, ids: Iterable[str]) -> dict[str, Dataset]:
        """What is known of these repos, by the id that they are asked for with."""
        if len(self._known) > MOST:
            self._known.clear()
        wanted = set(ids)
        if new := wanted - self._known.keys():
            rows = session.exec(select(models.Dataset).where(col(models.Dataset.id).in_(new)))
            there = {row.id: row for row in rows}
            for repo_id in new:
                row = there.get(repo_id)
                self._known[repo_id] = _known(session, row) if row else self.unknown(repo_id)
        return {repo_id: self._known[repo_id] for repo_id in wanted}

    @staticmethod
    def unknown(repo_id: str) -> Dataset:
        """A repo that nobody has looked at."""
        return Dataset(repo_id, Outcome.UNCHECKED)


def _known(session: Session, row: models.Dataset) -> Dataset:
    asked, seen = row.id, {row.id}
    now: models.Dataset | None = row
    while now is not None and now.moved_to and now.moved_to not in seen:
        seen.add(now.moved_to)
        now = session.get(models.Dataset, now.moved_to)
    if now is None or now.snapshot_id is None:
        return Dataset(asked, Outcome(now.outcome) if now is not None else Outcome.UNCHECKED)
    snapshot = session.get_one(models.Snapshot, now.snapshot_id)
    reading = session.get(models.Reading, now.snapshot_id)
    found = reading.evidence if reading else []
    return dataset_from_evidence(now.id, tuple(map(Evidence.from_dict, found)), snapshot.page)
