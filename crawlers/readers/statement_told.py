"""What the readers of a statement share: how a value of it becomes evidence, and which data set a row names."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.readers.corpora import dataset_id
from crawlers.readers.observed import excerpt
from crawlers.readers.tuning_sets import BARE_ID
from crawlers.snapshots import Snapshot
from registry.scoring.evidence import Evidence, Origin, Outcome
from registry.statements import FILE
from registry.statements.placeholders import is_placeholder
from registry.statements.reading import Parsed

TOPIC = "statement"
"""The topic of what is to be said of the statement itself."""
WITHHELD = "withheld"
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that was read, and the snapshot that holds it."""

    snapshot: Snapshot
    parsed: Parsed

    def says(
        self,
        criterion: str,
        fact: str,
        *path: str | int,
        value: str = "",
        target: str = "",
        outcome: Outcome = Outcome.FOUND,
        stage: str = "",
    ) -> Evidence:
        """Evidence that stands at a place of the statement, which is quoted as it stands."""
        span = self.parsed.span(*path)
        return Evidence(
            criterion,
            fact,
            outcome,
            value=plain(value),
            quote=excerpt(self.parsed.quote(span).strip()),
            place=f"{FILE}:{span.first}",
            url=self.snapshot.file_url(FILE, span.first),
            target=target,
            origin=Origin.PUBLISHER,
            stage=stage,
        )

    def denies(self, criterion: str, *path: str | int, stage: str = "") -> Evidence:
        """That something is withheld, and why."""
        return self.says(criterion, WITHHELD, *path, outcome=Outcome.DENIED, stage=stage)


def plain(value: str) -> str:
    """A value on one line, cut where it is too long."""
    return " ".join(value.split())[:LONGEST_VALUE]


def is_told(value: str | None) -> bool:
    """Whether a text says anything."""
    return not is_placeholder(value)


def dataset_named(name: str | None, url: str | None) -> str:
    """The dataset repo at the Hub that a row names or links; empty when none."""
    if url and (linked := dataset_id(url)):
        return linked
    return name.strip() if name and not url and BARE_ID.fullmatch(name.strip()) else ""
