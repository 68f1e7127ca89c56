"""Comparing: several releases side by side, differences first, as plain values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from registry.level_words import CLAUSES, clause, plain
from registry.scoring.rubric import NOT_APPLICABLE, UNCHECKED, Criterion, Pillar, Rubric

if TYPE_CHECKING:
    from registry import shapes

MOST = 5
"""Releases that still fit side by side."""

MOST_NAMED = 10
"""Ids of an address that are looked up at all."""

MOST_LETTERS = 200
FAR, FAR_ENOUGH = 0.75, 0.5
"""Points of a criterion between the most and the least open that are worth a sentence, first choice and second."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_SITE = re.compile(r"https?://[^/]+/(?:models/)?|(?:www\.)?huggingface\.co/", re.I)

Levels = Mapping[str, str]
"""The level of each criterion, by its id."""


def comparison(details: Sequence[shapes.DetailInShort], rubric: Rubric) -> shapes.Comparison:
    """Releases (as ``serialize.detail`` tells them) side by side.

    ``differing`` and ``same`` hold by pillar the criteria whose levels differ, and those whose don't; ``rows`` of
    frameworks and stages have a cell per release. Nothing differs among fewer than two graded releases.
    """
    names = short_names([release["id"] for release in details])
    rows = {c.id: _row(c, details) for c in rubric.criteria}
    return {
        "releases": [{**r, "name": n} for r, n in zip(details, names, strict=True)],
        "sentence": sets_apart(
            [(n, _levels(r)) for n, r in zip(names, details, strict=True) if r["criteria"]], rubric
        ),
        "differing": _by_pillar(rubric, details, rows, differs=True),
        "same": _by_pillar(rubric, details, rows, differs=False),
        "differences": sum(row["differs"] for row in rows.values()),
        "frameworks": _frameworks(details),
        "stages": _stages(details),
    }


def wanted_ids(values: Iterable[str]) -> list[str]:
    """The ids that an address asks for, each once, in order; an address on a hub stands for the repo that it shows."""
    found: dict[str, None] = {}
    for value in values:
        written = _CONTROL.sub(" ", value[:MOST_LETTERS]).strip()
        if site := _SITE.match(written):
            written = "/".join(written[site.end() :].split("?")[0].split("#")[0].split("/")[:2])
        if name := written.strip("/"):
            found[name] = None
    return list(found)[:MOST_NAMED]


def short_names(ids: Sequence[str]) -> list[str]:
    """The names of releases without their publishers, but where two are then the same."""
    names = [release_id.rpartition("/")[2] for release_id in ids]
    return [n if names.count(n) == 1 else i for n, i in zip(names, ids, strict=True)]


def sets_apart(told: Sequence[tuple[str, Levels]], rubric: Rubric) -> str:
    """One sentence on what sets releases apart, each given by its name and levels; empty for fewer than two.

    It speaks of the first criterion of ``CLAUSES`` on which they are far apart, else of that on which they are
    furthest apart.
    """
    if len(told) < 2:
        return ""
    spreads = {
        c.id: _spread(c, [levels.get(c.id, "") for _, levels in told]) for c in rubric.criteria
    }
    wide = [c for floor in (FAR, FAR_ENOUGH) for c in CLAUSES if spreads[c] >= floor]
    furthest = max(spreads, key=lambda c: (spreads[c], c in CLAUSES))
    chosen = wide[0] if wide else furthest
    if spreads[chosen] > 0:
        return _sentence(rubric.criterion(chosen), told)
    # Undisclosed and withheld are worth the same, and yet not the same.
    apart = [c.id for c in rubric.criteria if len({levels.get(c.id) for _, levels in told}) > 1]
    comparable = [c for c in apart if not _is_open_question(c, told)]
    if comparable:
        return _sentence(rubric.criterion(comparable[0]), told)
    if apart:
        return "Where all of them could be looked at, they are at the same level."
    return f"On each criterion {_listed([name for name, _ in told])} are at the same level."


def _is_open_question(criterion_id: str, told: Sequence[tuple[str, Levels]]) -> bool:
    return any(levels.get(criterion_id) in {NOT_APPLICABLE, UNCHECKED, None} for _, levels in told)


def _spread(criterion: Criterion, levels: Sequence[str]) -> float:
    """How many points lie between the best and the worst; below 0 where one can't be compared."""
    points = [_points(criterion, level) for level in levels]
    known = [p for p in points if p is not None]
    return max(known) - min(known) if len(known) == len(levels) else -1.0


def _points(criterion: Criterion, level: str) -> float | None:
    return next((known.points for known in criterion.levels if known.id == level), None)


def _sentence(criterion: Criterion, told: Sequence[tuple[str, Levels]]) -> str:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for level in (known.id for known in criterion.levels):
        for name, levels in told:
            if levels[criterion.id] == level:
                groups[level].append(name)
    if criterion.id in CLAUSES:
        clauses = [
            f"{_listed(names)} {clause(criterion.id, level, len(names))}"
            for level, names in groups.items()
        ]
        return f"{', '.join(clauses)}."
    each = [f"“{plain(level)}” for {_listed(names)}" for level, names in groups.items()]
    return f"What differs most is the {criterion.title}: {', '.join(each)}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _levels(release: Mapping[str, Any]) -> Levels:
    return {criterion: mark["level"] for criterion, mark in release["criteria"].items()}


def _row(criterion: Criterion, details: Iterable[Mapping[str, Any]]) -> shapes.ComparedCriterion:
    """One criterion with a cell per release; None for one without a grade."""
    marks = [release["criteria"].get(criterion.id) for release in details]
    known = [mark for mark in marks if mark]
    points = [mark["points"] for mark in known if mark["points"] is not None]
    best = max(points, default=0)
    # Where one could not be checked, nobody knows which is best.
    leads = best > min(points, default=0) and UNCHECKED not in {mark["level"] for mark in known}
    cells: list[Any] = [
        mark and {**mark, "word": plain(mark["level"]), "best": leads and mark["points"] == best}
        for mark in marks
    ]
    return {
        "id": criterion.id,
        "title": criterion.title,
        "question": criterion.question,
        "differs": len({mark["level"] for mark in known}) > 1,
        "cells": cells,
    }


def _by_pillar(
    rubric: Rubric,
    details: Sequence[Mapping[str, Any]],
    rows: Mapping[str, shapes.ComparedCriterion],
    *,
    differs: bool,
) -> list[shapes.ComparedPillar]:
    found: list[shapes.ComparedPillar] = []
    for pillar in rubric.pillars:
        shown = [row for row in _of(rubric, pillar, rows) if row["differs"] == differs]
        if shown:
            scores = [release["pillars"][pillar.id] for release in details]
            found.append({"id": pillar.id, "title": pillar.title, "scores": scores, "rows": shown})
    return found


def _of(
    rubric: Rubric, pillar: Pillar, rows: Mapping[str, shapes.ComparedCriterion]
) -> list[shapes.ComparedCriterion]:
    return [rows[c.id] for c in rubric.of_pillar(pillar.id)]


def _frameworks(details: Sequence[Mapping[str, Any]]) -> list[shapes.ComparedFramework]:
    """By framework its verdict on each release, in words; None for one without a grade."""
    told = [release["framework_items"] for release in details]
    first: Mapping[str, Any] = next(filter(None, told), {})
    rows: list[shapes.ComparedFramework] = []
    for framework, named in first.items():
        cells = [items[framework]["summary"] if items else None for items in told]
        rows.append({"id": framework, "title": named["title"], "cells": cells})
    return rows


def _stages(details: Sequence[Mapping[str, Any]]) -> list[shapes.ComparedStage]:
    """Every stage of post-training that one of them tells of, with what each tells of it; None for nothing."""
    rows: dict[str, shapes.ComparedStage] = {}
    for place, release in enumerate(details):
        for stage in release["ledger"]["stages"]:
            row = rows.setdefault(
                stage["stage"], {"title": stage["title"], "cells": [None] * len(details)}
            )
            row["cells"][place] = row["cells"][place] or stage
    return list(rows.values())
