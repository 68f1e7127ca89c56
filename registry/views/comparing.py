"""Comparing releases: side by side, and what is more open than one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
from registry.catalog.alternatives import (
    alternatives,
    is_most_open,
    levels_of,
    standing,
    without_each,
)
from registry.catalog.examples import example_pairs, most_used
from registry.comparing import MOST, comparison, sets_apart, short_names, wanted_ids
from registry.constraints import Constraints, constraints, defaults_for
from registry.differences import changes, in_use
from registry.filters import parse
from registry.resources import rubric
from registry.shapes import DetailInShort, Summary
from registry.views import connected, finder, pages, reading

bp = Blueprint("comparing", __name__)

OFFERED = 80
"""How many of the most used releases the text field offers."""
MOST_HELPED = 3
"""Unknown names for which the nearest ids are looked for, as that takes a while."""


class Chosen(NamedTuple):
    """The releases that an address names: those known, those beyond the most that are shown, and by id that nobody
    knows the nearest ones."""

    details: list[DetailInShort]
    beyond: list[str]
    unknown: dict[str, list[str]]


@bp.get("/compare")
def compare() -> str:
    chosen = chosen_by(request.args.getlist("id"))
    return render_template(
        "compare.html", told=comparison(chosen.details, rubric()), chosen=chosen, most=MOST,
        offered=most_used(finder(), OFFERED),
        examples=() if len(chosen.details) > 1 else _examples(),
    )  # fmt: skip


@bp.get("/models/<path:release_id>/alternatives")
def more_open(release_id: str) -> str | AnyResponse:
    row = finder().catalog.row_of(release_id)
    if row is None:
        return _elsewhere(release_id)
    wanted = constraints_on(row, request.args.items(multi=True))
    known = finder().facets(reading(), parse((), rubric()))
    found = alternatives_to(row, wanted)
    return render_template("alternatives.html", wanted=wanted, known=known, **found)


def constraints_on(row: int, pairs: Iterable[tuple[str, str]]) -> Constraints:
    """What the pairs of a query string ask of alternatives to a release."""
    catalog = finder().catalog
    defaults = defaults_for(
        int(catalog.parameters[row]), catalog.task[row], derived=bool(catalog.is_derived[row])
    )
    return constraints(pairs, defaults, rubric())


def alternatives_to(row: int, wanted: Constraints) -> dict[str, Any]:
    """A release, one page of alternatives to it, and, if there are none, what would help."""
    catalog = finder().catalog
    found = alternatives(finder(), row, wanted)
    groups = standing(catalog, row, found)
    shown = groups[(wanted.page - 1) * wanted.limit :][: wanted.limit]
    release, *others = _summaries([row, *(group[0] for group in shown)])
    mine = levels_of(catalog, row)
    return {
        "release": release,
        "items": [
            {
                **other,
                "changes": _changes(mine, release, group[0], other),
                "alike": catalog.ids_of(group[1:]),
            }
            for group, other in zip(shown, others, strict=True)
        ],
        "families": len(found),
        "total": len(groups),
        "without": {} if len(found) else without_each(finder(), row, wanted),
        "is_most_open": not len(found) and is_most_open(catalog, row),
    }


def _changes(mine: dict[str, str], release: Summary, row: int, other: Summary) -> dict[str, Any]:
    gains, losses = changes(mine, levels_of(finder().catalog, row), rubric())
    more, fewer = in_use(release, other)
    return {"gains": gains + more, "losses": losses + fewer}


def _summaries(rows: Iterable[int]) -> list[Summary]:
    ids = finder().catalog.ids_of(list(rows))
    return [serialize.summary(*row) for row in queries.listed(connected(), ids)]


def _examples() -> list[dict[str, Any]]:
    """Comparisons to begin with, each with what it will show."""
    catalog = finder().catalog
    found = []
    for pair in example_pairs(finder()):
        ids = catalog.ids_of(list(pair))
        names = short_names(ids)
        levels = [levels_of(catalog, row) for row in pair]
        told = sets_apart([pair for pair in zip(names, levels, strict=True) if pair[1]], rubric())
        found.append({"ids": ids, "names": names, "sentence": told})
    return found


def _elsewhere(release_id: str) -> str | AnyResponse:
    """What is not listed: a repo of the name "alternatives", a release by another spelling, or one without a page
    of alternatives."""
    written = f"{release_id}/alternatives"
    if finder().catalog.row_of(written) is not None:
        return pages.release(written)
    dossier = queries.dossier(connected(), release_id)
    known = (
        dossier.release.id if dossier else finder().suggestions.canonical_id(reading(), release_id)
    )
    if known is None:
        return pages.release(written)
    if known != release_id:
        return redirect(f"{serialize.page_url(known)}/alternatives", 308)
    return redirect(serialize.page_url(known), 302)  # seen under its name only: there is no grade


def chosen_by(ids: Iterable[str]) -> Chosen:
    """The releases of some ids, whatever their case or the address that they stand in."""
    wanted = wanted_ids(ids)
    details: list[DetailInShort] = []
    unknown: dict[str, list[str]] = {}
    for place, release_id in enumerate(wanted):
        if len(details) == MOST:
            return Chosen(details, wanted[place:], unknown)
        found = queries.dossier(connected(), release_id)
        if found is None and (known := finder().suggestions.canonical_id(reading(), release_id)):
            found = queries.dossier(connected(), known)
        if found is None:
            helped = len(unknown) < MOST_HELPED
            unknown[release_id] = (
                finder().suggestions.nearest_ids(reading(), release_id) if helped else []
            )
        elif found.release.id not in [release["id"] for release in details]:
            details.append(serialize.detail(found, rubric(), in_short=True))
    return Chosen(details, [], unknown)
