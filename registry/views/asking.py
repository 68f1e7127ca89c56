"""Asking: the text that asks a publisher for what a release lacks, and the record that somebody posted it.

Of what a visitor writes nothing is kept but the address of a discussion on the release's own repo, which has one shape:
so nothing of it has to be moderated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response

from registry import queries, serialize, store
from registry.asking import (
    MOST,
    About,
    Missing,
    body,
    by_default,
    discussion_in,
    hub_page,
    missing,
    new_discussion,
    title,
)
from registry.asking.kept import Kept
from registry.plain.requests import request_url
from registry.queries import Dossier
from registry.queries.requests import request as kept_request
from registry.queries.requests import requests_on
from registry.resources import rubric
from registry.spelling import printable
from registry.views import connected, finder, reading, writing
from registry.views.limits import count_submission
from registry.views.meta import absolute
from registry.views.requests import requests_told
from registry.views.submitting import TRAP

bp = Blueprint("asking", __name__)

LONGEST_ID, LONGEST_ADDRESS = 200, 500
MOST_NUMBERS = 2**31 - 1
ONE_CHOICE = "Choose at least one criterion to ask about."
NO_DISCUSSION = (
    "That is no discussion of this release. Its address looks like {page}/discussions/12."
)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A release that is asked about: as it is serialized, what is missing on it, and what was asked already."""

    dossier: Dossier
    release: Mapping[str, Any]
    missing: Sequence[Missing]
    requests: Sequence[Kept]

    @property
    def hub(self) -> str:
        """The address of its repo's page; empty where nobody can be asked there."""
        is_there = self.release["outcome"] == "found" and not self.release["retold"]
        return hub_page(self.release["hub_url"], self.release["id"]) if is_there else ""

    @property
    def open(self) -> list[Kept]:
        """Requests of which something is not answered."""
        return [one for one in self.requests if one.state != "settled"]

    def chosen(self, given: MultiDict[str, str]) -> list[Missing]:
        """The criteria that are asked about: those given, or those that would bring most."""
        named = set(given.getlist("criterion"))
        if not named and "chosen" not in given:
            named = set(by_default(self.missing, (c for one in self.open for c in one.still_open)))
        return [one for one in self.missing if one.criterion.id in named]


@bp.after_request
def _unlisted(response: Response) -> Response:
    """Search engines are not to list forms."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/request")
def form() -> str | Response:
    release_id = _id(request.args)
    if not release_id:
        return render_template("request.html", release=None)
    subject = _subject(release_id)
    if isinstance(subject, Response):
        return subject
    chosen = subject.chosen(request.args)
    problem = _problem_with(chosen) if "chosen" in request.args else ""
    return _page(subject, chosen, problem=problem)


@bp.post("/request")
def record() -> Response:
    subject = _subject(_id(request.form))
    if isinstance(subject, Response):
        return subject
    if request.form.get(TRAP):
        return redirect("/requests", 303)  # a program must not learn what gave it away
    chosen, address = subject.chosen(request.form), request.form.get("url", "")[:LONGEST_ADDRESS]
    problem, code = _counted(_problem_with(chosen) or _problem_at(subject.hub, address))
    if problem:
        page = _page(subject, chosen, address=address, problem=problem)
        return current_app.make_response((page, code))
    assert subject.dossier.grade is not None  # without one there would be nothing to choose
    asked = {
        "release_id": subject.release["id"],
        "organization": subject.release["organization"],
        "levels": {one.criterion.id: one.level for one in chosen},
        "url": discussion_in(subject.hub, address) or "",
        "grade_id": subject.dossier.grade.id,
    }
    with writing() as session:
        number, is_new = store.save_request(session, asked, datetime.now(UTC))
    return redirect(f"{request_url(number)}{'' if is_new else '?known=yes'}", 303)


@bp.get(f"/requests/<int(max={MOST_NUMBERS}):number>")
def status(number: int) -> str:
    return _status(_kept(number), is_known="known" in request.args)


@bp.post(f"/requests/<int(max={MOST_NUMBERS}):number>")
def add_discussion(number: int) -> Response:
    kept = _kept(number)
    address = request.form.get("url", "")[:LONGEST_ADDRESS]
    if request.form.get(TRAP) or kept.url:
        return redirect(request_url(number), 303)
    page = _hub_of(kept)
    problem = "" if address.strip() else "Give the address of the discussion."
    problem, code = _counted(problem or _problem_at(page, address))
    if problem:
        return current_app.make_response((_status(kept, address=address, problem=problem), code))
    with writing() as session:
        store.save_discussion(session, number, discussion_in(page, address) or "")
    return redirect(request_url(number), 303)


def _page(
    subject: _Subject, chosen: Sequence[Missing], *, address: str = "", problem: str = ""
) -> str:
    release = subject.release
    about = About(
        release["id"], release["revision"] or "", _read_on(subject), release["rubric_version"] or "",
        absolute(release["url"]), absolute("/requests?release=") + release["url"].removeprefix("/models/"),
    )  # fmt: skip
    told = (title(chosen), body(about, chosen)) if chosen else ("", "")
    link, is_whole = new_discussion(subject.hub, *told) if subject.hub and chosen else ("", False)
    return render_template(
        "request.html", release=release, missing=subject.missing, chosen={m.criterion.id for m in chosen},
        title=told[0], body=told[1], hub=subject.hub, link=link, is_whole=is_whole, address=address,
        problem=problem, most=MOST, trap=TRAP, requests=requests_told(subject.open),
        asked={c: one for one in subject.open for c in one.still_open},
    )  # fmt: skip


def _status(kept: Kept, *, address: str = "", problem: str = "", is_known: bool = False) -> str:
    return render_template(
        "request_status.html", request_=requests_told([kept])[0], hub=_hub_of(kept), address=address,
        problem=problem, trap=TRAP, is_known=is_known,
    )  # fmt: skip


def _subject(release_id: str) -> _Subject | Response:
    """The release of that id, or the way to where it is. Raises NotFound."""
    dossier = queries.dossier(connected(), release_id) if release_id else None
    known = dossier.release.id if dossier else None
    if dossier is None:
        known = finder().suggestions.canonical_id(reading(), release_id) if release_id else None
    if known is None:
        raise NotFound(f"No release {release_id[:200]!r} is known.")
    if dossier is None or known != release_id:
        return redirect(
            f"/request?release={serialize.page_url(known).removeprefix('/models/')}", 303
        )
    release = serialize.detail(dossier, rubric(), in_short=True)
    lacking = missing(release, rubric())
    return _Subject(dossier, release, lacking, requests_on(connected(), known))


def _hub_of(kept: Kept) -> str:
    """The address of the page of a request's release, where nothing is kept of a discussion yet."""
    if kept.url:
        return ""
    subject = _subject(kept.release_id) if queries.brief(reading(), kept.release_id) else None
    return subject.hub if isinstance(subject, _Subject) else ""


def _kept(number: int) -> Kept:
    kept = kept_request(connected(), number)
    if kept is None:
        raise NotFound(f"There is no request {number}.")
    return kept


def _counted(problem: str) -> tuple[str, int]:
    """What is wrong with what was sent, and the status to say so with; it is counted if all is well."""
    if not problem:
        try:
            count_submission()
        except TooManyRequests as error:
            return f"{error.description} What you wrote is still here.", 429
    return problem, 400


def _problem_with(chosen: Iterable[Missing]) -> str:
    number = len(list(chosen))
    if not number:
        return ONE_CHOICE
    return f"Choose at most {MOST} criteria: nobody answers more at once." if number > MOST else ""


def _problem_at(hub: str, address: str) -> str:
    if not address.strip() or discussion_in(hub, address):
        return ""
    return NO_DISCUSSION.format(page=hub) if hub else "This release has no discussions."


def _read_on(subject: _Subject) -> date | None:
    """When it was last seen to be as it was read."""
    of = subject.dossier
    if of.snapshot and of.grade and of.snapshot.revision != of.release.revision:
        return of.grade.graded_at.date()  # it has changed since
    return of.release.seen_at.date()


def _id(given: Mapping[str, str]) -> str:
    """The id that was written, without what no database can be asked for."""
    return printable(given.get("release", "").strip())[:LONGEST_ID]
