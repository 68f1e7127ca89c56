"""Requests: what publishers were asked to disclose, and how long they take to answer. Public, and the same for all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Blueprint, render_template, request

from registry.asking import Pace, pace
from registry.asking.kept import Kept
from registry.filters.requests import PAGE_SIZE, STATES, parse_requests
from registry.plain.requests import request as plain_request
from registry.queries.requests import askings, conditions, requests_in
from registry.resources import rubric
from registry.shapes import DisclosureRequest
from registry.views import connected

bp = Blueprint("requests", __name__)

ORGANIZATIONS_SHOWN = 50


@bp.get("/requests")
def page() -> str:
    asked = parse_requests(request.args.items(multi=True))
    wanted = conditions(asked.organization, asked.release, asked.state)
    rows, total = requests_in(connected(), wanted, asked.offset, PAGE_SIZE)
    paces = by_organization(asked.organization) if not asked.release else {}
    shown = dict(list(paces.items())[:ORGANIZATIONS_SHOWN])
    return render_template(
        "requests.html", asked=asked, items=requests_told(rows), total=total, size=PAGE_SIZE, states=STATES,
        paces=shown, more=len(paces) - len(shown),
    )  # fmt: skip


def requests_told(rows: Iterable[Kept]) -> list[DisclosureRequest]:
    """Requests as plain values, as of now."""
    now = datetime.now(UTC)
    return [plain_request(row, rubric(), now) for row in rows]


def by_organization(name: str = "") -> dict[str, Pace]:
    """How long publishers take to answer, those who were asked most first; of one, or of all that were asked."""
    now = datetime.now(UTC)
    found = {n: pace(told, now) for n, told in askings(connected(), name).items()}
    return dict(sorted(found.items(), key=lambda one: (-one[1].asked, one[0])))


def pace_of(name: str) -> Pace:
    """How long one publisher takes to answer."""
    return by_organization(name).get(name) or pace((), datetime.now(UTC))
