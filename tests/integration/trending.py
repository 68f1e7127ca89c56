"""A catalog of releases over several years that the tests of trends share."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from registry.db import make_engine
from registry.models import Grade
from registry.resources import rubric
from registry.settings import Settings
from tests.factories import make_crawl, make_release

OPEN = {
    "weights.access": "open-download",
    "weights.license": "open-source",
    "post.preferences": "downloadable",
}
CLOSED = {"weights.access": "approval", "weights.license": "none"}
A_HALF_YEAR = 6


def fill_trends(settings: Settings) -> None:
    """Six originals in each half-year of 2023 and 2024, of which ever more are open; two in 2025; one that the Hub
    dates to the day on which it began to keep dates, one without a date, and one derived."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        make_crawl(session)
        for half in range(4):
            for n in range(A_HALF_YEAR):
                month = 1 + 6 * (half % 2) + n % 6
                created = datetime(2023 + half // 2, month, 3, tzinfo=UTC)
                tokens = 10**12 if n <= half else 10**11 if n == 5 else None
                _add(
                    session, f"org{n}/m{half}", n <= half,
                    created_at=created, downloads=10 * n, tokens=tokens,
                )  # fmt: skip
        for n in range(2):
            created = datetime(2025, 2, 1, tzinfo=UTC)
            _add(session, f"late/m{n}", True, created_at=created)
        _add(session, "old/m", False, created_at=datetime(2022, 3, 2, 23, 29, 4, tzinfo=UTC))
        _add(session, "undated/m", False, created_at=None)
        created = datetime(2024, 3, 1, tzinfo=UTC)
        _add(session, "org0/derived", True, created_at=created, base="org0/m0")
        session.commit()
    engine.dispose()


def _add(session: Session, release_id: str, is_open: bool, **fields: object) -> None:
    levels = OPEN if is_open else CLOSED
    release = make_release(session, release_id, dict(levels), parameters=7 * 10**9, **fields)
    grade = session.get_one(Grade, release.grade_id)
    grade.levels = "".join(str(c.rank(levels.get(c.id, c.absent))) for c in rubric().criteria)
    grade.overclaims = not is_open
    session.add(grade)
