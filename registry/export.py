"""Export: every graded release, one a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO, Any

from sqlmodel import Session

from registry import queries, resources
from registry.serialize import export_line


def write(session: Session, form: str, out: IO[str], *, own: bool = False) -> int:
    """Writes all graded releases as ``jsonl`` or ``csv``, in the order of their ids; returns how many."""
    count = 0
    table: Any = None
    for line in _lines(session, own):
        count += 1
        if form == "jsonl":
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            continue
        row = _flat(line)
        if table is None:
            table = csv.DictWriter(out, fieldnames=list(row))
            table.writeheader()
        table.writerow(row)
    return count


def _lines(session: Session, own: bool) -> Iterator[dict[str, Any]]:
    for listed in queries.iter_releases(session):
        if listed.grade is not None:
            yield export_line(
                listed.release, listed.grade, listed.bases, resources.rubric(), own=own
            )


def _flat(line: dict[str, Any]) -> dict[str, Any]:
    """One object as a row: nested keys joined by a dot, lists by a space, a criterion as its level."""
    row: dict[str, Any] = {}
    for key, value in line.items():
        if key == "criteria":
            row |= {criterion: mark["level"] for criterion, mark in value.items()}
        elif isinstance(value, dict):
            row |= {
                f"{key}.{k}.{inner}" if isinstance(v, dict) else f"{key}.{k}": item
                for k, v in value.items()
                for inner, item in (v.items() if isinstance(v, dict) else [("", v)])
            }
        else:
            row[key] = " ".join(value) if isinstance(value, list) else value
    return row
