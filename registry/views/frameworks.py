"""Pages on other people's frameworks: what each asks, what we make of one release by them, and what others do."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from registry import queries, serialize
from registry.framework_items import why_they_differ
from registry.resources import frameworks, rubric
from registry.views import connected, pages
from registry.views.indexes import said_of_release

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
        others=said_of_release(release_id, dossier.grade),
    )


@bp.get("/models/<path:release_id>/indexes")
def others_on(release_id: str) -> str | AnyResponse:
    dossier = queries.dossier(connected(), release_id)
    if dossier is None:  # the repo may be called "indexes"
        return pages.release(f"{release_id}/indexes")
    if dossier.release.id != release_id:
        return redirect(f"{serialize.page_url(dossier.release.id)}/indexes", 308)
    told = {
        "id": release_id,
        "url": serialize.page_url(release_id),
        "score": dossier.grade.score if dossier.grade else None,
    }
    others = said_of_release(release_id, dossier.grade)
    return render_template("release_indexes.html", release=told, others=others)
