"""Requests: what publishers were asked to disclose, and how long they take to answer. Public, and the same for all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Blueprint, render_template, request

from registry.asking import Pace, pace
from registry.asking.kept import Kept
from registry.filters.requests import PAGE_SIZE, STATES, parse_requests
from registry.plain.requests import request as plain_request
from registry.queries.requests import askings_of, conditions, most_asked, requests_in
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
    paces, organizations = {}, 0
    if asked.organization:
        paces = {asked.organization: pace_of(asked.organization)} if total else {}
    elif not asked.release:
        paces, organizations = _most_asked()
    return render_template(
        "requests.html", asked=asked, items=requests_told(rows), total=total, size=PAGE_SIZE, states=STATES,
        paces=paces, more=max(0, organizations - len(paces)),
    )  # fmt: skip


def requests_told(rows: Iterable[Kept]) -> list[DisclosureRequest]:
    """Requests as plain values, as of now."""
    now = datetime.now(UTC)
    return [plain_request(row, rubric(), now) for row in rows]


def pace_of(name: str) -> Pace:
    """How long one publisher takes to answer."""
    return pace(askings_of(connected(), name), datetime.now(UTC))


def _most_asked() -> tuple[dict[str, Pace], int]:
    now = datetime.now(UTC)
    found, total = most_asked(connected(), ORGANIZATIONS_SHOWN)
    return {name: pace(told, now) for name, told in found.items()}, total
