"""What a registry holds of every repo, whatever the way that led there, and how that differs between two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from benchmarks.commands import aperture
from registry import models
from registry.db import engine_on

TABLES = {"model": models.Release, "dataset": models.Dataset}
STATE = ("outcome", "revision", "gated", "failure_kind", "failure", "moved_to")
CATALOG = ("organization", "downloads", "likes", "parameters", "task", "license", "last_modified")

Holdings = Mapping[tuple[str, str], Any]
"""By repo (or by release, for lines of the export) and by what is told of it."""


def holdings(url: str, endpoint: str) -> Holdings:
    """Of every repo its state, snapshots, events and links; of every release its lines of the export."""
    with engine_on(url) as engine, Session(engine) as session:
        found = dict(_stored(session))
    for words in (("export",), ("export", "--own")):
        lines = aperture(url, endpoint, *words).wait().out.splitlines()
        for line in map(json.loads, lines):
            key = (line["id"], " ".join(words))
            del line["graded_at"]  # no two registries are graded at the same moment
            found[key] = {"doubled": True} if key in found else line
    return found


def _stored(session: Session) -> Iterator[tuple[tuple[str, str], Any]]:
    snapshots: dict[tuple[str, str], dict[int | None, str]] = {}
    for s in session.exec(select(models.Snapshot)):
        snapshots.setdefault((s.kind, s.repo_id), {})[s.id] = f"{s.digest} {s.card_outcome}"
    links: dict[str, list[tuple[str, str, str]]] = {}
    for link in session.exec(select(models.Link)):
        links.setdefault(link.release_id, []).append((link.kind, link.target, link.relation))
    events: dict[tuple[str, str], list[str]] = {}
    for event in session.exec(select(models.Event)):
        events.setdefault((event.kind, event.repo_id), []).append(event.what)
    for kind, table in TABLES.items():
        for repo in session.exec(select(table)):
            taken = snapshots.pop((kind, repo.id), {})
            yield (
                (repo.id, kind),
                {
                    **{name: getattr(repo, name) for name in STATE},
                    **{n: getattr(repo, n) for n in CATALOG if kind == "model"},
                    "current snapshot": taken.get(repo.snapshot_id),
                    "snapshots": sorted(taken.values()),
                    "links": sorted(links.pop(repo.id, ())) if kind == "model" else [],
                    "events": sorted(events.pop((kind, repo.id), ())),
                },
            )
    for leftover in (snapshots, links, events):
        for name in leftover:
            yield (str(name), "without its repo"), leftover[name]  # type: ignore[index]


def differences(expected: Holdings, found: Holdings) -> list[str]:
    """What is told of a repo and was not expected, a line each."""
    lines = []
    for key in sorted(expected.keys() | found.keys()):
        one, other = expected.get(key), found.get(key)
        if one is None or other is None:
            lines.append(f"{' '.join(key)}: {'missing' if other is None else 'not expected'}")
        elif one != other:
            parts = [n for n in one.keys() | other.keys() if one.get(n) != other.get(n)]
            told = "; ".join(f"{n}: {other.get(n)!r} for {one.get(n)!r}" for n in sorted(parts))
            lines.append(f"{' '.join(key)}: {told}"[:500])
    return lines


def next_try(url: str) -> float | None:
    """Seconds until the first of all repos that could not be reached is due again; None when there is none."""
    with engine_on(url) as engine, Session(engine) as session:
        due = [
            moment
            for table in TABLES.values()
            for moment in session.exec(
                select(table.retry_at).where(col(table.retry_at).is_not(None))
            )
            if moment is not None
        ]
    return (min(due) - datetime.now(UTC)).total_seconds() if due else None


def has_grades(url: str) -> bool:
    """Whether anything is graded yet."""
    with engine_on(url) as engine, Session(engine) as session:
        return session.exec(select(models.Grade.id).limit(1)).first() is not None
