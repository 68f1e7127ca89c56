"""Evaluate: how far grades agree with expert labels."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from registry import models, resources
from registry.scoring.agreement import accuracy, macro_f1, majority, spearman, weighted_kappa
from registry.scoring.frameworks import CLOSED, OPEN, PARTIAL
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Rubric

LOWEST = "lowest"
"""Stands for every level worth nothing: that something is withheld and that nothing is said are one label here."""

VIA_BASE = "via-base"
"""The label of a cell that the card leaves to its base; such cells are not counted."""

ORDER = {CLOSED: 0, PARTIAL: 1, OPEN: 2}


class LabelError(ValueError):
    """The file of labels can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Label:
    """What an expert says of one criterion or dimension of one release."""

    release: str
    question: str
    level: str
    quote: str = ""


def report(session: Session, text: str, framework: str | None, *, errors: bool) -> Iterator[str]:
    """The comparison in lines: a table by criterion or dimension, and a total. Raises LabelError."""
    labels = parse_labels(text, "dimension" if framework else "criterion")
    grades = _grades(session, {label.release for label in labels})
    known = [label for label in labels if label.release in grades]
    missing = sorted({label.release for label in labels} - grades.keys())
    if not known:
        raise LabelError("none of the labelled releases has a grade; crawl and grade them first")
    if framework:
        yield from _framework_report(known, grades, framework, errors)
    else:
        yield from _criteria_report(known, grades, resources.rubric(), errors)
    if missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        yield f"{len(missing)} labelled releases have no grade: {shown}"


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


def _criteria_report(
    labels: list[Label], grades: Mapping[str, models.Grade], rubric: Rubric, errors: bool
) -> Iterator[str]:
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    worthless = {
        (c.id, level.id) for c in rubric.criteria for level in c.levels if not level.points
    }

    def comparable(criterion: str, level: str) -> str:
        is_lowest = level in ("", UNCHECKED) or (criterion, level) in worthless
        return LOWEST if is_lowest else level

    for label in labels:
        if label.level == VIA_BASE:
            continue
        grade = grades[label.release]
        ours = grade.own.get(label.question, {}).get("level", "")
        truth, guess = (comparable(label.question, level) for level in (label.level, ours))
        pairs[label.question].append((truth, guess))
        if errors and truth != guess:
            yield _error(label, ours, grade.marks.get(label.question, {}))
    yield f"{'criterion':26}{'n':>5}{'accuracy':>10}{'majority':>10}{'macro-F1':>10}"
    for criterion, cells in pairs.items():
        yield _row(criterion, cells)
    if not pairs:
        raise LabelError("leaves every cell to a base; there is nothing to compare")
    everything = [cell for cells in pairs.values() for cell in cells]
    silent = [ours for truth, ours in everything if truth == LOWEST]
    unearned = sum(ours not in (LOWEST, NOT_APPLICABLE) for ours in silent)
    base = sum(majority(cells) * len(cells) for cells in pairs.values()) / len(everything)
    f1 = sum(macro_f1(cells) for cells in pairs.values()) / len(pairs)
    yield (
        f"{'all':26}{len(everything):5}{accuracy(everything):10.3f}{base:10.3f}{f1:10.3f}"
        f"  openness unearned {unearned / max(len(silent), 1):.3f}"
    )


def _framework_report(
    labels: list[Label], grades: Mapping[str, models.Grade], framework: str, errors: bool
) -> Iterator[str]:
    known = {f.id for f in resources.frameworks()}
    if framework not in known:
        raise LabelError(f"no framework {framework!r}; there is {', '.join(sorted(known))}")
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    totals: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for label in labels:
        if label.level not in ORDER:
            raise LabelError(f"{label.release}: {label.level!r} is not open, partial or closed")
        ours = grades[label.release].frameworks.get(framework, {}).get(label.question, CLOSED)
        pair = ORDER[label.level], ORDER[ours]
        pairs[label.question].append(pair)
        totals[label.release].append(pair)
        if errors and pair[0] != pair[1]:
            yield f"{label.question:24} {label.release:48} expert {label.level:8} ours {ours}"
    yield f"{'dimension':26}{'n':>5}{'accuracy':>10}{'majority':>10}{'macro-F1':>10}{'kappa':>8}"
    for dimension, cells in sorted(pairs.items()):
        yield f"{_row(dimension, cells)}{weighted_kappa(cells, len(ORDER)):8.2f}"
    everything = [cell for cells in pairs.values() for cell in cells]
    rho = spearman(
        *zip(*(map(sum, zip(*cells, strict=True)) for cells in totals.values()), strict=True)
    )
    means = (
        sum(f(cells) for cells in pairs.values()) / len(pairs)
        for f in (accuracy, majority, macro_f1)
    )
    kappa = sum(weighted_kappa(c, len(ORDER)) for c in pairs.values()) / len(pairs)
    row = "".join(f"{mean:10.3f}" for mean in means)
    yield f"{'all':26}{len(everything):5}{row}{kappa:8.3f}  Spearman of the overall scores {rho:.3f}"


def _row(name: str, cells: list[Any]) -> str:
    return f"{name:26}{len(cells):5}{accuracy(cells):10.2f}{majority(cells):10.2f}{macro_f1(cells):10.2f}"


def _error(label: Label, ours: str, mark: Mapping[str, Any]) -> str:
    quotes = [f"“{e['quote'][:100]}” ({e['place']})" for e in mark.get("evidence", ())[:2]]
    return (
        f"{label.question:22} {label.release:48} expert {label.level:20} ours {ours:20}\n"
        f"    expert: {label.quote[:160] or '(silence)'}\n"
        f"    ours:   {'; '.join(quotes) or '(nothing)'}"
    )
