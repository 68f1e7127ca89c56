"""Feeds: what was graded last, and what changed, among the releases that one asks for; and what became of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from registry import feeds, queries, serialize
from registry.catalog.organizations import organization_named
from registry.changed import Teller
from registry.feed_days import Member, Shared, day_entry, shared
from registry.filters import DEFAULT_LIMIT, Asked, parse
from registry.history import movement
from registry.queries.changes import Walk
from registry.resources import rubric
from registry.views import connected, finder, pages, reading
from registry.views.changing import walk_of
from registry.views.errors import bad_query
from registry.views.formats import organization_url

bp = Blueprint("feeds", __name__)

MOST = 50
MOST_OPENED = 200
"""Releases whose histories are told for one feed."""
KEPT_FOR_S = 300


@bp.get("/models.atom")
def newly_graded() -> AnyResponse:
    asked = parse(request.args.items(multi=True), rubric())
    if asked.problems:  # who subscribes to something else than they meant would never find out
        return bad_query(asked.problems)
    query = asked.query(page=1, order="", limit=DEFAULT_LIMIT)
    rows = finder().newest(reading(), asked, MOST)
    found = queries.listed(connected(), finder().catalog.ids_of(rows))
    titles = {p.id: p.title for p in rubric().pillars}
    entries = [
        feeds.graded_entry(serialize.summary(*one), one.grade.graded_at, titles)
        for one in found
        if one.grade is not None
    ]
    return _atom(
        f"/models?{query}", f"/models.atom?{query}", _title(asked, "Newly graded"), entries
    )


@bp.get("/models/<path:release_id>/changes.atom")
def changes(release_id: str) -> str | AnyResponse:
    dossier = queries.dossier(connected(), release_id)
    if dossier is None:  # the repo may be called "changes.atom"
        return pages.release(f"{release_id}/changes.atom")
    told = serialize.detail(dossier, rubric(), in_short=True)
    entries = feeds.history_entries(told)[:MOST]
    title = f"Changes of {told['id']} · Aperture"
    return _atom(told["url"], f"{told['url']}/changes.atom", title, entries)


@bp.get("/changes.atom")
def all_changes() -> AnyResponse:
    asked = parse(request.args.items(multi=True), rubric())
    return _changes_of(asked, "/models", "/changes.atom")


@bp.get("/organizations/<name>/changes.atom")
def organization_changes(name: str) -> AnyResponse:
    catalog = finder().catalog
    code = organization_named(catalog, name)
    if code is None:
        raise NotFound(f"No organization {name[:200]!r} is known.")
    known = organization_url(catalog.organization.values[code])
    if known != organization_url(name):
        return redirect(f"{known}/changes.atom", 308)
    given = parse(request.args.items(multi=True), rubric())
    asked = replace(given, chosen={**given.chosen, "organization": (name,)})
    return _changes_of(asked, known, f"{known}/changes.atom", fixed="organization")


def _changes_of(asked: Asked, path: str, own_path: str, fixed: str = "") -> AnyResponse:
    """The feed of what changed; ``fixed`` is the filter that stands in its path."""
    if asked.problems:
        return bad_query(asked.problems)
    chosen = {name: values for name, values in asked.chosen.items() if name != fixed}
    query = asked.query(chosen=chosen, page=1, order="", limit=DEFAULT_LIMIT, folded=True)
    page = f"{path}?{query}" if query else path
    entries = finder().once(("changes", page), lambda: _newest_changes(walk_of(asked), page))
    return _atom(page, f"{own_path}?{query}", _title(asked, "Changes"), entries)


def _newest_changes(walk: Walk, page: str) -> list[feeds.Entry]:
    """The newest entries; what befell many in one day, and none did itself, is one."""
    teller = Teller(connected(), rubric())
    found: dict[feeds.Entry | Shared, None] = {}
    days: defaultdict[Shared, list[Member]] = defaultdict(list)
    last = None
    for turn in walk:
        last = turn.at.date()
        if turn.after and turn.is_grade_alone:
            day = shared(turn.at, turn.before, turn.after)
            # Of what moved its levels alone, its own page tells.
            if moved := movement(turn.before, turn.after, rubric()):
                days[day].append(Member(turn.name, turn.at, moved))
                found[day] = None
        elif told := teller(turn.name):
            entries = feeds.history_entries(told.release)
            found |= dict.fromkeys(entries[place] for place in told.at(turn))
        if len(found) >= MOST or teller.opened >= MOST_OPENED:
            break
    is_whole = walk.place is None
    return [
        day_entry(page, one, days[one], is_all=is_whole or one.day != last)
        if isinstance(one, Shared)
        else one
        for one in found
    ]


def _title(asked: Asked, what: str) -> str:
    """What is asked for, in words."""
    conditions = "; ".join(chip.sentence for chip in asked.chips())
    return f"{what}{f': {conditions}' if conditions else ''} · Aperture"


def _atom(path: str, own_path: str, title: str, entries: list[feeds.Entry]) -> Response:
    text = feeds.feed(request.url_root, path.rstrip("?"), own_path.rstrip("?"), title, entries)
    response = Response(text, content_type=feeds.CONTENT_TYPE)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR_S}"
    return response
