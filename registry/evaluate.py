"""Evaluate: how far grades agree with expert labels."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from registry import models, resources
from registry.scoring.agreement import accuracy, macro_f1, majority, spearman, weighted_kappa
from registry.scoring.frameworks import CLOSED, OPEN, PARTIAL, Framework
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric

LOWEST = "lowest"
"""Stands for every level worth nothing: that something is withheld and that nothing is said are one label here."""

VIA_BASE = "via-base"
"""The label of a cell that the card leaves to its base; such cells are not counted."""

JUDGEMENTS = (CLOSED, PARTIAL, OPEN)
"""The levels of a framework's dimension, from the lowest."""


class LabelError(ValueError):
    """The file of labels can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Label:
    """What an expert says of one criterion or dimension of one release."""

    release: str
    question: str
    level: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A label beside our level, both in comparable names, with the evidence that ours rests on.

    ``order`` has the levels of the question from the lowest; what is in none of them (``n/a``) has no rank.
    """

    label: Label
    truth: str
    ours: str
    said: str
    order: tuple[str, ...]
    evidence: tuple[Mapping[str, Any], ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the expert and we give the same level."""
        return self.truth == self.ours

    @property
    def ranks(self) -> tuple[int, int] | None:
        """The places of both levels in the order; None when one of them has none."""
        if self.truth in self.order and self.ours in self.order:
            return self.order.index(self.truth), self.order.index(self.ours)
        return None

    @property
    def worth(self) -> tuple[float, float]:
        """Both levels as shares of the best one; what has no rank counts nothing."""
        best = len(self.order) - 1
        truth, ours = self.ranks or (0, 0)
        return truth / best, ours / best


def report(session: Session, text: str, framework: str | None, *, errors: bool) -> Iterator[str]:
    """The comparison in lines: a table by criterion or dimension, what was taken for what, and a
    total. Raises LabelError."""
    cells, missing = compared(session, text, framework)
    if errors:
        yield from (_error(cell) for cell in cells if not cell.agrees)
    yield from _table(cells, "dimension" if framework else "criterion")
    yield from _confusions(cells)
    yield from _matrix(cells) if framework else _unearned(cells)
    if missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        yield f"{len(missing)} labelled releases have no grade: {shown}"


def compared(session: Session, text: str, framework: str | None) -> tuple[list[Cell], list[str]]:
    """The labels of a CSV text beside our levels, and the releases that have no grade. Raises
    LabelError."""
    labels = parse_labels(text, "dimension" if framework else "criterion")
    grades = _grades(session, {label.release for label in labels})
    known = [label for label in labels if label.release in grades]
    missing = sorted({label.release for label in labels} - grades.keys())
    if not known:
        raise LabelError("none of the labelled releases has a grade; crawl and grade them first")
    if framework:
        cells = _dimension_cells(known, grades, _framework(framework))
    else:
        cells = _criterion_cells(known, grades, resources.rubric())
        if not cells:
            raise LabelError("leaves every cell to a base; there is nothing to compare")
    return cells, missing


def parse_labels(text: str, question: str) -> list[Label]:
    """The labels of a CSV text with columns id, ``question``, level and perhaps quote. Raises LabelError."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    lacking = {"id", question, "level"} - set(rows.fieldnames or ())
    if lacking:
        raise LabelError(f"lacks the columns {', '.join(sorted(lacking))}")
    try:
        labels = [Label(r["id"], r[question], r["level"], r.get("quote") or "") for r in rows]
    except csv.Error as error:
        raise LabelError(f"line {rows.line_num}: {error}") from error
    if any(None in (label.release, label.question, label.level) for label in labels):
        raise LabelError("has lines that end too early")
    return labels


def _grades(session: Session, ids: set[str]) -> dict[str, models.Grade]:
    rows = session.exec(
        select(models.Grade)
        .join(models.Release, col(models.Release.grade_id) == col(models.Grade.id))
        .where(col(models.Release.id).in_(ids))
    )
    return {grade.release_id: grade for grade in rows}


def _framework(framework_id: str) -> Framework:
    known = {f.id: f for f in resources.frameworks()}
    if framework_id not in known:
        raise LabelError(f"no framework {framework_id!r}; there is {', '.join(sorted(known))}")
    return known[framework_id]


def _criterion_cells(
    labels: list[Label], grades: Mapping[str, models.Grade], rubric: Rubric
) -> list[Cell]:
    worth = {c.id: {lv.id: lv.points for lv in c.levels} for c in rubric.criteria}

    def comparable(criterion: str, level: str) -> str:
        is_lowest = level in ("", UNCHECKED) or worth.get(criterion, {}).get(level) == 0
        return LOWEST if is_lowest else level

    cells = []
    for label in labels:
        if label.level == VIA_BASE:
            continue
        grade = grades[label.release]
        said = grade.verdict.own.get(label.question, {}).get("level", "")
        truth, ours = (comparable(label.question, level) for level in (label.level, said))
        levels = worth.get(label.question, {}).items()
        order = (LOWEST, *reversed([level for level, points in levels if points]))
        evidence = grade.verdict.marks.get(label.question, {}).get("evidence", ())
        cells.append(Cell(label, truth, ours, said, order, tuple(evidence)))
    return cells


def _dimension_cells(
    labels: list[Label], grades: Mapping[str, models.Grade], framework: Framework
) -> list[Cell]:
    rests_on = {item.id: [s.criterion for s in item.sources] for item in framework.items}
    cells = []
    for label in labels:
        if label.level not in JUDGEMENTS:
            raise LabelError(f"{label.release}: {label.level!r} is not {_either(JUDGEMENTS)}")
        grade = grades[label.release]
        said = grade.verdict.frameworks.get(framework.id, {}).get(label.question, CLOSED)
        ours = said if said in JUDGEMENTS else CLOSED  # the index knows no "unchecked"
        evidence = [
            e
            for c in rests_on.get(label.question, ())
            for e in grade.verdict.marks[c]["evidence"][:1]
        ]
        cells.append(Cell(label, label.level, ours, said, JUDGEMENTS, tuple(evidence)))
    return cells


def _by_question(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[cell.label.question].append(cell)
    return found


def _table(cells: Sequence[Cell], question: str) -> Iterator[str]:
    yield f"{question:26}{'n':>5}{'accuracy':>10}{'majority':>10}{'macro-F1':>10}{'kappa':>8}"
    rows = []
    for name, asked in _by_question(cells).items():
        pairs = [(c.truth, c.ours) for c in asked]
        ranks = [c.ranks for c in asked if c.ranks is not None]
        kappa = weighted_kappa(ranks, len(asked[0].order))
        rows.append((len(asked), accuracy(pairs), majority(pairs), macro_f1(pairs), kappa))
        yield _row(name, *rows[-1])
    n = len(cells)
    right, base = (sum(row[i] * row[0] for row in rows) / n for i in (1, 2))
    f1, kappa = (sum(row[i] for row in rows) / len(rows) for i in (3, 4))
    yield f"{_row('all', n, right, base, f1, kappa)}  Spearman of the releases {_rank_agreement(cells):.3f}"


def _row(name: str, n: int, right: float, base: float, f1: float, kappa: float) -> str:
    return f"{name:26}{n:5}{right:10.3f}{base:10.3f}{f1:10.3f}{kappa:8.2f}"


def _rank_agreement(cells: Sequence[Cell]) -> float:
    """Spearman's correlation of what each release's cells are worth together."""
    worth: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for cell in cells:
        worth[cell.label.release].append(cell.worth)
    means = [tuple(sum(side) / len(w) for side in zip(*w, strict=True)) for w in worth.values()]
    truths, ours = zip(*means, strict=True)
    return spearman(truths, ours)


def _confusions(cells: Sequence[Cell]) -> Iterator[str]:
    """What was taken for what, by question, most frequent first."""
    wrong = _by_question([cell for cell in cells if not cell.agrees])
    if wrong:
        yield ""
        yield "taken for another level (expert → ours)"
    for name, missed in wrong.items():
        counts = Counter(f"{cell.truth} → {cell.ours}" for cell in missed)
        yield f"{name:26}" + " · ".join(f"{what} {n}" for what, n in counts.most_common())


def _matrix(cells: Sequence[Cell]) -> Iterator[str]:
    """All cells of a framework as a confusion table."""
    counts = Counter((cell.truth, cell.ours) for cell in cells)
    yield ""
    yield f"{'expert, then ours':26}" + "".join(f"{level:>10}" for level in JUDGEMENTS)
    for truth in JUDGEMENTS:
        yield f"{truth:26}" + "".join(f"{counts[truth, ours]:10}" for ours in JUDGEMENTS)


def _unearned(cells: Sequence[Cell]) -> Iterator[str]:
    """How often openness was found where the expert found none: the worst of errors."""
    silent = [cell.ours for cell in cells if cell.truth == LOWEST]
    unearned = sum(ours not in (LOWEST, NOT_APPLICABLE) for ours in silent)
    yield ""
    yield (
        f"openness unearned {unearned / max(len(silent), 1):.3f}"
        f" ({unearned} of {len(silent)} cells where the expert found none)"
    )


def _error(cell: Cell) -> str:
    label = cell.label
    quotes = [
        f"“{_line(e['quote'])[:100]}” ({e['place']})" for e in cell.evidence[:2] if e["quote"]
    ]
    return (
        f"{label.question:22} {label.release:48} expert {label.level:20} ours {cell.said:20}\n"
        f"    expert: {_line(label.quote)[:160] or '(no quote)'}\n"
        f"    ours:   {'; '.join(quotes) or '(nothing)'}"
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
