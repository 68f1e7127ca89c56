"""The grade: marks, pillar scores, score, letter, openness class and bounds of one release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from registry.scoring.case import Case
from registry.scoring.claims import TOPIC as CLAIM
from registry.scoring.claims import Claim, measured_claims
from registry.scoring.components import component_marks
from registry.scoring.disclosed import with_disclosed, with_doubtful
from registry.scoring.judges import JUDGES
from registry.scoring.ledger import ledger_of
from registry.scoring.ledger.rows import Row
from registry.scoring.lineage import with_lineage
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import UNCHECKED, Criterion, Rubric, band
from registry.scoring.totals import pillar_scores, total_score
from registry.scoring.unread import unread_documents, with_unread


@dataclass(frozen=True, slots=True)
class Grade:
    """What the rubric makes of one release.

    ``score``, ``high`` and the pillars' scores are 0..100; a pillar that does not apply is None. ``score`` counts what
    is certain and is thus the lower bound; ``high`` is the score if all that is unchecked turned out open, and the
    documents that are linked and were not read told all that such documents can.
    ``own`` holds the marks before disclosures and lineage, ``marks`` those that count. ``own_components`` and
    ``components`` are the same for what only frameworks ask for, and no score counts. ``claims`` sets what the
    publisher claims against them.
    """

    id: str
    rubric_version: str
    marks: tuple[Mark, ...]
    own: tuple[Mark, ...]
    pillars: Mapping[str, float | None]
    score: float
    high: float
    letter: str
    openness: str
    checked: int
    total: int
    components: tuple[Mark, ...] = ()
    own_components: tuple[Mark, ...] = ()
    ledger: tuple[Row, ...] = ()
    claims: tuple[Claim, ...] = ()

    def mark(self, criterion_id: str) -> Mark:
        """The mark that counts on one criterion. Raises KeyError when there is none."""
        for mark in self.marks:
            if mark.criterion == criterion_id:
                return mark
        raise KeyError(f"{self.id} has no mark for {criterion_id!r}")


def grade(case: Case, rubric: Rubric) -> Grade:
    """The grade of a case under a rubric."""
    publisher = case.id.split("/")[0]
    informed = case.informed()
    unread = unread_documents(informed, rubric.pillars)
    own_unread = unread if informed is case else unread_documents(case, rubric.pillars)
    own, marks = [], []
    for criterion in rubric.criteria:
        verdict = JUDGES[criterion.judge](case, criterion)
        mark = Mark.of(criterion, verdict.level, verdict.reason, verdict.evidence)
        documents = unread[criterion.pillar]
        own.append(with_unread(mark, criterion, own_unread[criterion.pillar]))
        if case.disclosed:
            mark = _disclosed_mark(informed, criterion)
        taken = with_lineage(mark, criterion, case.bases, publisher) if case.bases else mark
        is_own = taken is mark and not case.disclosed
        marks.append(own[-1] if is_own else with_unread(taken, criterion, documents))
    pillars = pillar_scores(rubric, {m.criterion: m.points for m in marks})
    ceilings = pillar_scores(rubric, {m.criterion: m.ceiling for m in marks})
    score = total_score(rubric, pillars)
    applicable = [m for m in marks if m.points is not None]
    own_components, components = component_marks(informed, rubric.components)
    return Grade(
        id=case.id,
        rubric_version=rubric.version,
        marks=tuple(marks),
        own=tuple(own),
        pillars=pillars,
        score=score,
        high=total_score(rubric, ceilings),
        letter=band(rubric.letters, score).id,
        openness=openness_class(marks),
        checked=sum(m.level != UNCHECKED for m in applicable),
        total=len(applicable),
        components=components,
        own_components=own_components,
        ledger=ledger_of(informed),
        claims=measured_claims(case.found(CLAIM), marks),
    )


def _disclosed_mark(informed: Case, criterion: Criterion) -> Mark:
    """The mark of a criterion with what was disclosed, as facts and as levels."""
    verdict = JUDGES[criterion.judge](informed, criterion)
    verdict = with_disclosed(verdict, criterion, informed.disclosed)
    mark = Mark.of(criterion, verdict.level, verdict.reason, verdict.evidence)
    return with_doubtful(mark, criterion, informed.disclosed)
