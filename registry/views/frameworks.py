"""Pages on other people's frameworks: what each asks, and what they make of one release."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
from registry.framework_items import why_they_differ
from registry.resources import frameworks, rubric
from registry.views import connected, pages

bp = Blueprint("frameworks", __name__)


@bp.get("/frameworks")
def explained() -> str:
    return render_template("frameworks.html", frameworks=frameworks(), titles=rubric().titles)


@bp.get("/models/<path:release_id>/frameworks")
def of_release(release_id: str) -> str | AnyResponse:
    dossier = queries.dossier(connected(), release_id)
    if dossier is None:  # the repo may be called "frameworks"
        return pages.release(f"{release_id}/frameworks")
    if dossier.release.id != release_id:
        return redirect(f"{serialize.page_url(dossier.release.id)}/frameworks", 308)
    told = serialize.detail(dossier, rubric())
    return render_template(
        "release_frameworks.html",
        release=told,
        frameworks=frameworks(),
        why=why_they_differ(told["framework_items"]),
    )
