"""Serialize: a release as plain values, in one shape for pages, API and export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal, overload
from urllib.parse import quote

from registry import gaps, ledgers
from registry.class_sentence import class_sentence
from registry.framework_items import framework_items, framework_summaries
from registry.history import Entry as HistoryEntry
from registry.history import diff, graded, seen, timeline
from registry.improving import improvements
from registry.level_shapes import shape
from registry.licensing import license_trace
from registry.links.states import LinkStatus
from registry.located import Locate, owner_of
from registry.models import Grade, Release
from registry.queries.current import GradeRow, ReleaseRow
from registry.queries.dossiers import Dossier, Relative
from registry.queries.pasts import Past
from registry.queries.replies import Reply
from registry.resources import licenses
from registry.scoring.rubric import Criterion, Rubric
from registry.scoring.totals import pillar_scores
from registry.verdicts import Verdict

if TYPE_CHECKING:
    from registry.shapes import Detail, DetailInShort, Summary

PILLARS = ("weights", "data", "code", "post", "docs")
CARD_PAGE_LINES = 2000
"""Lines of a stored card on one page."""

_LINE = re.compile(r"README\.md:(\d+)$")
_FIELD = re.compile(r"README\.md:([A-Za-z_][\w-]*)$")


def summary(
    release: Release | ReleaseRow, grade: Grade | GradeRow | None, bases: Iterable[str] = ()
) -> Summary:
    """One release as an item of a list. Without a grade, what depends on it is null."""
    pillars: Any = {name: getattr(grade, name, None) for name in PILLARS}
    return {
        "id": release.id,
        "organization": release.organization,
        "score": grade.score if grade else None,
        "high": grade.high if grade else None,
        "letter": grade.letter if grade else None,
        "class": grade.openness if grade else None,
        "pillars": pillars,
        "base_models": list(bases),
        "license": release.license,
        "license_class": grade.license_class if grade else None,
        "parameters": release.parameters,
        "task": release.task,
        "downloads": release.downloads,
        "likes": release.likes,
        "created_at": _moment(release.created_at),
        "last_modified": _moment(release.last_modified),
        "checked": grade.checked if grade else 0,
        "total": grade.total if grade else 0,
        "url": page_url(release.id),
    }


def export_head(release: Any, grade: Any, bases: Iterable[str]) -> dict[str, Any]:
    """What a line of the export tells of a graded release itself, before its levels."""
    return {
        **summary(release, grade, bases),
        "outcome": release.outcome,
        "languages": release.languages.split(),
        "graded_at": _moment(grade.graded_at),
        "rubric_version": grade.rubric_version,
    }


def beyond_summary(verdict: Verdict, rubric: Rubric) -> dict[str, Any]:
    """What a line of the export tells beyond the summary: levels by criterion, and the estimates for frameworks."""
    return {"criteria": levels(verdict.marks, rubric), "frameworks": verdict.frameworks}


def levels(marks: Mapping[str, Any], rubric: Rubric) -> dict[str, Any]:
    """Level and points by criterion; components, which the marks hold too, are none."""
    scored = [c.id for c in rubric.criteria if c.id in marks]
    return {c: {"level": marks[c]["level"], "points": marks[c]["points"]} for c in scored}


@overload
def detail(dossier: Dossier, rubric: Rubric) -> Detail: ...
@overload
def detail(dossier: Dossier, rubric: Rubric, *, in_short: Literal[True]) -> DetailInShort: ...
def detail(dossier: Dossier, rubric: Rubric, *, in_short: bool = False) -> Detail | DetailInShort:
    """One release with level, reason and evidence of each criterion, remedies and lineage; ``in_short``: without
    the reasons of frameworks, which have pages of their own."""
    release, grade, snapshot = dossier.release, dossier.grade, dossier.snapshot
    verdict = grade.verdict if grade else Verdict()
    marks = verdict.marks
    direct = [b.id for b in dossier.bases if b.generation == 1]
    locate = located(release.id)
    items = framework_summaries(marks) if in_short else framework_items(marks)
    told: Any = {
        **summary(release, grade, direct),
        "training_tokens": int(dossier.tokens.value) if dossier.tokens else None,
        "training_tokens_evidence": locate(asdict(dossier.tokens), "") if dossier.tokens else None,
        "sentence": _sentence(grade, marks),
        "criteria": {
            c.id: _criterion(c, marks[c.id], release.id) for c in rubric.criteria if c.id in marks
        },
        "frameworks": verdict.frameworks,
        "framework_items": items if grade else {},
        "pillars_high": pillar_scores(rubric, {c: m["ceiling"] for c, m in marks.items()})
        if marks
        else dict.fromkeys(PILLARS),
        "replies": _replies(dossier.replies),
        "bounds": gaps.bounds(marks, rubric),
        "claims": gaps.claims(verdict.claims, rubric, locate),
        "improve": improvements(marks, rubric),
        "open_disclosures": dict(dossier.waiting),
        "licenses": license_trace(dossier, marks, licenses()),
        "ledger": ledgers.ledger(verdict.ledger, marks, locate),
        "lineage": {
            "bases": [_relative(b) for b in dossier.bases],
            "derivatives": [_relative(d) for d in dossier.derivatives],
            "derived": dossier.derived,
            **_inheritance(marks, rubric),
        },
        "links": [link.as_dict() for link in dossier.links],
        "link_status": _link_status(dossier, marks),
        "history": history(dossier, rubric),
        "outcome": release.outcome,
        "failure": release.failure,
        "revision": snapshot.revision if snapshot else release.revision,
        "graded_at": _moment(grade.graded_at) if grade else None,
        "seen_at": _moment(release.seen_at),
        "reader_version": grade.reader_version if grade else None,
        "rubric_version": grade.rubric_version if grade else None,
        "retold": snapshot.retold if snapshot else False,
        "card_url": card_url(release.id) if snapshot and snapshot.card_digest else None,
        "hub_url": snapshot.page if snapshot else None,
    }
    if not in_short:
        told["components"] = _components(marks, rubric, locate)
    return told


def _link_status(dossier: Dossier, marks: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What came of looking at the addresses that marks rest on, by address, and at those of the release that are gone:
    marks may not name them any more."""
    own = dossier.release.id
    targets = {e["target"] for mark in marks.values() for e in mark["evidence"]}
    return {
        url: {
            "status": found.status,
            "checked_at": _moment(found.checked_at),
            "failing_since": _moment(found.failing_since),
            "leads_to": found.leads_to,
            "problem": found.problem,
        }
        for url, found in dossier.checked.items()
        if url in targets or (found.status == LinkStatus.GONE and found.release_id == own)
    }


def history(dossier: Dossier, rubric: Rubric) -> list[dict[str, Any]]:
    """What became of a release, newest first."""
    return [entry.as_dict() for entry in entries_of(dossier.past, rubric)]


def entries_of(past: Past, rubric: Rubric) -> tuple[HistoryEntry, ...]:
    """The same, not yet as plain values."""
    return timeline([*seen(past.moments), *graded(past.standings, rubric)])


def difference(
    dossier: Dossier, since: datetime, until: datetime, rubric: Rubric
) -> dict[str, Any]:
    """How a release differs between two moments."""
    found = diff(dossier.past.moments, dossier.past.standings, since, until, rubric)
    return {
        "id": dossier.release.id,
        "from": _moment(since),
        "to": _moment(until),
        "known": {"from": found.known_before, "to": found.known_after},
        "before": found.before.as_dict() if found.before else None,
        "after": found.after.as_dict() if found.after else None,
        "changes": [change.as_dict() for change in found.changes],
        "movement": found.movement.as_dict() if found.movement else None,
    }


def page_url(release_id: str) -> str:
    """The address of a release's page on this site."""
    return f"/models/{_quoted(release_id)}"


@lru_cache(maxsize=4096)  # each release's is asked for dozens of times in a row
def _quoted(release_id: str) -> str:
    return quote(release_id)


def card_url(release_id: str, place: str = "") -> str:
    """The address of a stored card on this site, at the line or field that a place names."""
    url = f"/cards/{_quoted(release_id)}"
    if line := _LINE.search(place):
        page = (int(line[1]) - 1) // CARD_PAGE_LINES + 1
        return f"{url}{f'?page={page}' if page > 1 else ''}#L{line[1]}"
    field = _FIELD.search(place)
    return f"{url}#front-{field[1]}" if field else url


def located(release_id: str) -> Locate:
    """What adds to stored words of a release the address of the same words in the stored card."""
    return partial(_evidence, release_id)


def _criterion(criterion: Criterion, mark: Mapping[str, Any], release_id: str) -> dict[str, Any]:
    return {
        "title": criterion.title,
        "question": criterion.question,
        "level": mark["level"],
        "shape": shape(criterion, mark["level"], mark["points"]),
        "points": mark["points"],
        "ceiling": mark["ceiling"],
        "reason": mark["reason"],
        "via": mark["via"],
        "speaks": mark["speaks"],
        "evidence": [_evidence(release_id, e, mark["via"]) for e in mark["evidence"]],
        "unread": list(mark.get("unread", ())),
        "remedy": {"text": criterion.remedy.text, "effort": criterion.remedy.effort},
    }


def _components(marks: Mapping[str, Any], rubric: Rubric, locate: Locate) -> dict[str, Any]:
    observed = (component.criterion for component in rubric.components)
    return {c.id: _component(c, marks[c.id], locate) for c in observed if c.id in marks}


def _component(observed: Criterion, mark: Mapping[str, Any], locate: Locate) -> dict[str, Any]:
    evidence = [locate(e, mark["via"]) for e in mark["evidence"]]
    return {"title": observed.title, "level": mark["level"], "evidence": evidence}


def _evidence(release_id: str, stored: Mapping[str, Any], via: str) -> dict[str, Any]:
    """The evidence with the address of its words in the stored card, be it the base's."""
    owner = owner_of(stored, via, release_id)
    in_card = stored["place"].startswith("README.md")
    card = card_url(owner, stored["place"]) if in_card else None
    return {**stored, "release": owner, "card_url": card}


def _replies(replies: Iterable[Reply]) -> dict[str, list[dict[str, Any]]]:
    """By criterion, the latest first."""
    told: dict[str, list[dict[str, Any]]] = {}
    for reply in replies:
        one = {
            "number": reply.number,
            "organization": reply.organization,
            "text": reply.text,
            "at": _moment(reply.at),
            "url": f"/disclosures/{reply.number}",
        }
        told.setdefault(reply.criterion, []).append(one)
    return told


def _relative(relative: Relative) -> dict[str, Any]:
    return {
        "id": relative.id,
        "relation": relative.relation,
        "generation": relative.generation,
        "known": relative.known,
        "letter": relative.letter,
        "score": relative.score,
        "of": relative.child,
    }


def _sentence(grade: Grade | GradeRow | None, marks: Mapping[str, Any]) -> str | None:
    by_criterion = {criterion: mark["level"] for criterion, mark in marks.items()}
    return class_sentence(grade.openness, by_criterion) if grade else None


def _inheritance(marks: Mapping[str, Any], rubric: Rubric) -> dict[str, list[str]]:
    """The criteria that are taken over from a base, and those whose level a base caps."""
    via = [c for c in rubric.criteria if c.id in marks and marks[c.id]["via"]]
    return {
        "inherited": [c.id for c in via if c.inherit != "ceiling"],
        "capped": [c.id for c in via if c.inherit == "ceiling"],
    }


def _moment(moment: datetime | None) -> str | None:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z" if moment else None
