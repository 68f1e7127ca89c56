"""Verdicts: grades whose columns are not what their verdicts say, and grades that come out otherwise when made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col, or_

from registry.db import session_on
from registry.models import Grade, Reading, Release
from registry.policy import Policy
from registry.regrade import stale
from registry.regrade.grader import Grader, Order
from registry.scoring.claims import CONTRADICTED
from registry.scoring.lineage import in_order
from registry.scoring.marks import Mark
from registry.scoring.openness import openness_class
from registry.scoring.rubric import UNCHECKED, Rubric, band
from registry.scoring.short import short_levels
from registry.scoring.totals import pillar_scores, total_score
from registry.upkeep import Show, forget
from registry.upkeep.findings import Finding, shown
from registry.verdicts import Verdict

BATCH = 20
GRADED = "Mended: `aperture grade` makes them anew."


def sampled(
    engine: Engine, policy: Policy, size: int, show: Show, *, mend: bool
) -> Iterator[Finding]:
    """Looks at releases drawn by chance whose grades ought to hold, and at grades that share a verdict and differ."""
    with Session(engine) as session:
        drawn = session.execute(_drawn(policy.rubric.version, size)).all()
        wrong = _torn(session, policy.rubric)
        for at in range(0, len(drawn), BATCH):
            show(at, len(drawn), "grades of the sample")
            wrong += _differing(session, policy.rubric, [g for _, g in drawn[at : at + BATCH]])
    wrong = list(dict.fromkeys(wrong))
    if wrong and mend:
        with session_on(engine) as session:
            forget.grades(session, wrong)
    if wrong:
        advice = "Deleted: `aperture grade` makes them anew." if mend else ""
        what = "Grades whose columns are not what their verdicts say"
        yield Finding(what, len(wrong), shown(wrong), advice, is_mended=mend)
    changed = _changed(engine, policy, [release for release, g in drawn if g not in wrong], show)
    if changed and mend:
        with session_on(engine) as session:
            forget.grades_of(session, changed)
    if changed:
        what = (
            f"Of {len(drawn):,} releases drawn by chance, those that grading anew grades otherwise"
        )
        yield Finding(what, len(changed), shown(changed), GRADED if mend else "", is_mended=mend)


def _drawn(rubric_version: str, size: int) -> Any:
    return (
        select(col(Release.id), col(Grade.id))
        .join(Grade, col(Grade.id) == col(Release.grade_id))
        .join(Reading, col(Reading.snapshot_id) == col(Release.snapshot_id))
        .where(
            col(Grade.snapshot_id) == col(Release.snapshot_id),
            col(Grade.reader_version) == col(Reading.reader_version),
            col(Grade.rubric_version) == rubric_version,
        )
        .order_by(func.random())
        .limit(size)
    )


# Columns ----------------------------------------------------------------------------------------


def _torn(session: Session, rubric: Rubric) -> list[int]:
    """Grades that differ in their columns from what others have with the same verdict."""
    columns = [getattr(Grade, name) for name in ("score", "high", "letter", "openness")]
    columns += [Grade.license_class, Grade.checked, Grade.total]
    columns.append(func.nullif(Grade.levels, ""))  # older grades have none
    torn = (
        select(col(Grade.verdict_digest))
        .where(col(Grade.rubric_version) == rubric.version)
        .group_by(col(Grade.verdict_digest))
        .having(or_(*(func.min(column) != func.max(column) for column in columns)))
    )
    found: list[int] = []
    for digest in session.scalars(torn).all():
        same = select(col(Grade.id)).where(
            col(Grade.verdict_digest) == digest, col(Grade.rubric_version) == rubric.version
        )
        ids = list(session.scalars(same))
        for at in range(0, len(ids), BATCH):
            found += _differing(session, rubric, ids[at : at + BATCH])
    return found


def _differing(session: Session, rubric: Rubric, ids: Sequence[Any]) -> list[int]:
    rows = session.scalars(select(Grade).where(col(Grade.id).in_(ids))).all()
    found = [row.id or 0 for row in rows if not _is_as_told(row, rubric)]
    session.expunge_all()
    return found


def _is_as_told(row: Grade, rubric: Rubric) -> bool:
    try:
        told = columns_from(row.verdict, rubric)
    except (KeyError, TypeError, ValueError):
        return False
    if not row.levels:  # it is older than these columns
        del told["levels"], told["overclaims"]
    return all(getattr(row, name) == value for name, value in told.items())


def columns_from(verdict: Verdict, rubric: Rubric) -> dict[str, Any]:
    """The columns of a grade that follow from its verdict. Raises KeyError where the rubric asks for more marks."""
    stored = verdict.marks
    marks = [Mark.from_dict(c.id, stored[c.id]) for c in rubric.criteria]
    pillars = pillar_scores(rubric, {m.criterion: m.points for m in marks})
    ceilings = pillar_scores(rubric, {m.criterion: m.ceiling for m in marks})
    score = total_score(rubric, pillars)
    counted = [m for m in marks if m.points is not None]
    return {
        "score": score,
        "high": total_score(rubric, ceilings),
        "letter": band(rubric.letters, score).id,
        "openness": openness_class(marks),
        "license_class": stored["weights.license"]["level"],
        "checked": sum(m.level != UNCHECKED for m in counted),
        "total": len(counted),
        "levels": short_levels({m.criterion: m.level for m in marks}, rubric),
        "overclaims": any(claim["measured"] == CONTRADICTED for claim in verdict.claims),
        **pillars,
    }


# Grading anew -----------------------------------------------------------------------------------


class _Forgetful(Grader):
    """Grades every release on its own: what was remembered of another would be as wrong as it was then."""

    def _key(self, *_: Any) -> tuple[Any, ...]:
        return (object(),)


def _changed(engine: Engine, policy: Policy, release_ids: list[str], show: Show) -> list[str]:
    """Releases whose grade is another when it is made anew, and that no regrading would make anew by itself."""
    wanted = set(release_ids)
    with Session(engine) as session:
        parents = stale.parents(session)
    bases = {release: found for release, found in in_order(parents) if release in wanted}
    grader = _Forgetful(engine.url.render_as_string(hide_password=False), policy)
    changed: list[str] = []
    for at in range(0, len(release_ids), BATCH):
        show(at, len(release_ids), "grading anew")
        orders = [
            Order(release, bases.get(release, ())) for release in release_ids[at : at + BATCH]
        ]
        changed += [row["release_id"] for row in grader(orders).new]
    if not changed:
        return []
    with Session(engine) as session:
        pending = stale.releases(session, policy.rubric.version, full=False)
        pending |= stale.dependents(session, pending, parents)
    return [release for release in changed if release not in pending]
