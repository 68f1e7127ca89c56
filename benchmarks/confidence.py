"""Whether the bounds of a grade mean something: do wide ones go with more disagreement?

    DATABASE_URL=… python benchmarks/confidence.py --truth LABELS.csv [--framework osai]

Takes the same labels as `aperture evaluate`, of releases that are crawled and graded. The width of a
release's bounds is what its score could still gain, that of a cell what its criterion could: up to its
ceiling, or up to the framework's state with all criteria at theirs. Both are set against the
disagreements with the labels: releases in thirds by width, cells (those that could be better) by their
width; as a rank correlation, and with the probability that chance alone brings one as strong, by
shuffling the widths among all, and among the cells of one question only.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from sqlmodel import Session, col, select

from registry import db, models, resources
from registry.evaluate import Cell, compared
from registry.scoring.agreement import spearman
from registry.scoring.frameworks import Framework, estimate
from registry.scoring.marks import Mark
from registry.scoring.rubric import UNCHECKED
from registry.settings import Settings

SHUFFLES = 2000
SEED = 20261121

Grades = Mapping[str, models.Grade]


@dataclass(frozen=True, slots=True)
class Measured:
    """A release or a cell: its width, and the share of its labels that disagree, or by which the
    expert found more than we did."""

    group: str
    width: float
    disagree: float
    more: float


def measured(group: str, width: float, cells: Sequence[Cell]) -> Measured:
    """What some cells that share a width come to."""
    disagree = sum(not c.agrees for c in cells) / len(cells)
    more = sum(not c.agrees and c.worth[0] > c.worth[1] for c in cells) / len(cells)
    return Measured(group, width, disagree, more)


def releases(cells: Sequence[Cell], grades: Grades, own: bool) -> list[Measured]:
    """One for each release."""
    asked: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        asked[cell.label.release].append(cell)
    return [measured("", _release_width(grades[r], own), found) for r, found in asked.items()]


def _release_width(grade: models.Grade, own: bool) -> float:
    if not own:
        return grade.high - grade.score
    room = [m["ceiling"] - m["points"] for m in grade.own.values() if m["points"] is not None]
    return 100 * sum(room) / len(room)


def each_cell(cells: Sequence[Cell], grades: Grades, framework: Framework | None) -> list[Measured]:
    """One for each cell that is not at its best: the others have nothing to gain."""
    best = {r: _at_best(grade, framework) for r, grade in grades.items()} if framework else {}
    found = []
    for cell in cells:
        release, question = cell.label.release, cell.label.question
        if cell.worth[1] == 1:
            continue
        if framework:
            state = best[release].get(question)
            gain = cell.order.index(state) - cell.order.index(cell.ours) if state else 0
            width = max(0.0, gain / (len(cell.order) - 1))
        else:
            mark = grades[release].verdict.own.get(question, {})
            width = mark["ceiling"] - mark["points"] if mark.get("points") is not None else 0.0
        found.append(measured(question, width, [cell]))
    return found


def _at_best(grade: models.Grade, framework: Framework) -> Mapping[str, object]:
    """The states of a framework with every criterion at its ceiling."""
    levels = {c.id: c.levels for c in resources.rubric().criteria}
    marks = []
    for criterion, stored in grade.verdict.marks.items():
        mark = Mark.from_dict(criterion, stored)
        if mark.ceiling is not None and criterion in levels and mark.ceiling > (mark.points or 0):
            reached = next(lv for lv in levels[criterion] if lv.points <= mark.ceiling)
            mark = replace(mark, level=reached.id)
        elif criterion not in levels and mark.level == UNCHECKED:
            mark = replace(mark, level="found")  # a component, which is told or is not
        marks.append(mark)
    return estimate(framework, marks).flat


def report(title: str, found: list[Measured], parts: Sequence[list[Measured]]) -> Iterator[str]:
    """A table of the parts and the two correlations."""
    yield f"\n{title}"
    yield f"{'width of the bounds':24}{'n':>6}{'disagree':>11}{'expert found more':>20}"
    for part in filter(None, parts):
        widths = [m.width for m in part]
        label = f"{min(widths):.2f} to {max(widths):.2f}"
        disagree, more = (sum(f(m) for m in part) / len(part) for f in (_disagree, _more))
        yield f"{label:24}{len(part):6}{disagree:11.3f}{more:20.3f}"
    for name, of in (("disagree", _disagree), ("expert found more", _more)):
        rho, p = permuted(found, of)
        within = ""
        if any(m.group for m in found):
            within = f", within a question p = {permuted(found, of, within=True)[1]:.3f}"
        yield f"width against {name:18} Spearman {rho:+.2f}, p = {p:.3f}{within}"


def _disagree(m: Measured) -> float:
    return m.disagree


def _more(m: Measured) -> float:
    return m.more


def permuted(
    found: list[Measured], of: Callable[[Measured], float], *, within: bool = False
) -> tuple[float, float]:
    """Spearman's correlation of width and errors, and how often shuffled widths have one as high.

    Shuffled ``within`` a group only, a question that is hard for everybody proves nothing.
    """
    errors = [of(m) for m in found]
    rho = spearman([m.width for m in found], errors)
    chance = random.Random(SEED)
    groups: dict[str, list[int]] = defaultdict(list)
    for place, m in enumerate(found):
        groups[m.group if within else ""].append(place)
    as_high = 0
    for _ in range(SHUFFLES):
        widths = [0.0] * len(found)
        for places in groups.values():
            shuffled = chance.sample(places, len(places))
            for place, taken in zip(places, shuffled, strict=True):
                widths[place] = found[taken].width
        as_high += spearman(widths, errors) >= rho - 1e-9
    return rho, (as_high + 1) / (SHUFFLES + 1)


def thirds(found: list[Measured]) -> list[list[Measured]]:
    """In three parts of about the same number, by width."""
    ordered = sorted(found, key=lambda m: m.width)
    cuts = [round(len(ordered) * k / 3) for k in range(4)]
    return [ordered[a:b] for a, b in pairwise(cuts)]


def none_or_some(found: list[Measured]) -> list[list[Measured]]:
    """Those with nothing to gain, a part of the way, and more than half of it."""
    return [
        [m for m in found if m.width == 0],
        [m for m in found if 0 < m.width <= 0.5],
        [m for m in found if m.width > 0.5],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--truth", type=Path, required=True, help="labels as aperture evaluate takes"
    )
    parser.add_argument("--framework", help="labels of this framework's dimensions")
    asked = parser.parse_args()
    with db.engine_on(Settings.load().database_url) as engine, Session(engine) as session:
        cells, _ = compared(session, asked.truth.read_text(encoding="utf-8"), asked.framework)
        rows = session.exec(
            select(models.Grade)
            .join(models.Release, col(models.Release.grade_id) == col(models.Grade.id))
            .where(col(models.Release.id).in_({c.label.release for c in cells}))
        )
        grades = {grade.release_id: grade for grade in rows}
        framework = next((f for f in resources.frameworks() if f.id == asked.framework), None)
        by_release = releases(cells, grades, own=framework is None)
        print(*report("releases, in thirds by width", by_release, thirds(by_release)), sep="\n")
        by_cell = each_cell(cells, grades, framework)
        print(*report("cells below the best level", by_cell, none_or_some(by_cell)), sep="\n")


if __name__ == "__main__":
    main()
