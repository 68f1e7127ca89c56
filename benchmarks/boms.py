"""Whether the bills of materials of every release are valid, and how long one takes to make.

    python benchmarks/boms.py [--database URL] [--mof-schema FILE] [--limit N]

Makes the CycloneDX, SPDX and MOF documents of all graded releases of a database (without `--database`, of the one in
use) and checks each: CycloneDX by the schema of version 1.6, SPDX by the official bindings of version 3.0.1 and the
rules of its profiles, MOF by the schema of the Model Openness Tool where its file is given, else by facts of it. Prints
for each kind how many there are, how many are invalid, milliseconds to make one (median and the longest) and bytes
(median and most); ends with status 1 when one is invalid.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlmodel import Session, col, select

from registry import queries, serialize
from registry.boms import cyclonedx, mof_yaml, spdx
from registry.db import make_engine, session_on
from registry.models import Release
from registry.queries.conditions import LISTED
from registry.resources import licenses, rubric
from registry.settings import Settings
from tests.boms import wrong_with_cyclonedx, wrong_with_mof, wrong_with_spdx

ROOT = "https://aperture.example/"
SHOWN = 20
"""Invalid documents that are told of one by one."""

Detail = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", default="", help="a database URL")
    parser.add_argument("--mof-schema", type=Path, help="mof_schema.json of the tool")
    parser.add_argument("--limit", type=int, help="releases to look at")
    asked = parser.parse_args()
    schema = json.loads(asked.mof_schema.read_text()) if asked.mof_schema else None
    kinds: dict[str, tuple[Callable[[Detail], str], Callable[[str], list[str]]]] = {
        "CycloneDX": (_cyclonedx, lambda made: wrong_with_cyclonedx(json.loads(made))),
        "SPDX": (_spdx, lambda made: wrong_with_spdx(json.loads(made))),
        "MOF": (_mof, partial(wrong_with_mof, schema=schema)),
    }
    measured: dict[str, list[tuple[float, int]]] = {kind: [] for kind in kinds}
    invalid = dict.fromkeys(kinds, 0)
    engine = make_engine(asked.database or Settings.load().database_url)
    with session_on(engine) as session:
        for told in _graded(session, asked.limit):
            for kind, (make, wrong_with) in kinds.items():
                start = perf_counter()
                made = make(told)
                measured[kind].append((perf_counter() - start, len(made.encode())))
                wrong = wrong_with(made)
                invalid[kind] += bool(wrong)
                if wrong and sum(invalid.values()) <= SHOWN:
                    print(f"{told['id']} {kind}: {'; '.join(wrong)[:600]}")
    for kind, figures in measured.items():
        print(_line(kind, figures, invalid[kind]))
    return 1 if any(invalid.values()) else 0


def _graded(session: Session, limit: int | None) -> Iterator[Detail]:
    """Everything that is known of each graded release, in the order of their ids."""
    graded = select(col(Release.id)).where(col(Release.grade_id).is_not(None), LISTED)
    for release_id in session.exec(graded.order_by(col(Release.id)).limit(limit)).all():
        if dossier := queries.dossier(session.connection(), release_id):
            yield serialize.detail(dossier, rubric())


def _cyclonedx(told: Detail) -> str:
    return json.dumps(cyclonedx(told, rubric(), licenses(), ROOT), ensure_ascii=False)


def _spdx(told: Detail) -> str:
    return json.dumps(spdx(told, rubric(), licenses(), ROOT), ensure_ascii=False)


def _mof(told: Detail) -> str:
    return mof_yaml(told, licenses(), ROOT)


def _line(kind: str, figures: list[tuple[float, int]], invalid: int) -> str:
    if not figures:
        return f"{kind}: no graded release"
    times, sizes = [1000 * f[0] for f in figures], [f[1] for f in figures]
    return (
        f"{kind}: {len(figures):,} documents, {invalid} invalid; "
        f"{statistics.median(times):.2f} ms to make one, at most {max(times):.1f}; "
        f"{statistics.median(sizes):,.0f} bytes, at most {max(sizes):,}"
    )


if __name__ == "__main__":
    sys.exit(main())
