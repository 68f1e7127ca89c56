"""The public log: every decision on disclosures, for everybody to read and to check."""

from __future__ import annotations

from flask import Blueprint, render_template

from registry.queries.log import log_count, log_page
from registry.views import connected
from registry.views.numbers import number_asked

bp = Blueprint("log", __name__)

PAGE_SIZE = 50


@bp.get("/disclosures/log")
def page() -> str:
    before, after = number_asked("before"), number_asked("after")
    if after is not None:
        found = log_page(connected(), PAGE_SIZE + 1, after=after)
        entries, has_newer = found[:PAGE_SIZE][::-1], len(found) > PAGE_SIZE
        has_older = True
    else:
        found = log_page(connected(), PAGE_SIZE + 1, before=before)
        entries, has_older = found[:PAGE_SIZE], len(found) > PAGE_SIZE
        has_newer = before is not None
    return render_template(
        "disclosure_log.html",
        entries=entries,
        has_newer=has_newer and bool(entries),
        has_older=has_older and bool(entries),
        total=log_count(connected()),
    )
