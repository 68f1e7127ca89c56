"""Disclosing: anybody tells what is wrong or missing, and follows what becomes of it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort
from werkzeug.exceptions import NotFound

from registry.disclosing import Status
from registry.disclosing.claims import ANYBODY, Wrong
from registry.filters import DEFAULT_LIMIT
from registry.openapi import Body, Parameter, Reply
from registry.plain.disclosures import disclosure_url, in_list
from registry.queries.disclosures import Wanted, disclosures, submitted
from registry.resources import rubric
from registry.shapes.disclosures import (
    DisclosureAsked,
    DisclosureInFull,
    DisclosureList,
    DisclosureReceipt,
)
from registry.store import AlreadyClaimedError
from registry.views import reading
from registry.views.api.declaring import PREFIX, Query, as_json, operation
from registry.views.api.paging import with_next_page
from registry.views.errors import problem
from registry.views.submitting import checked, keep, told

TAG = "disclosures"
MOST = 100
_NAME: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "pattern": r"^[^\x00]*$",
}

FILTERS = (
    Parameter(
        "status", "Only those that have come so far.", {"type": "string", "enum": list(Status)}
    ),
    Parameter("release", "Only those on the release of this id.", _NAME),
    Parameter("organization", "Only those on releases of this organization.", _NAME),
    Parameter(
        "criterion",
        "Only those on this criterion.",
        {"type": "string", "enum": [c.id for c in rubric().criteria]},
    ),
)
LIMIT = Parameter(
    "limit",
    "Items in a page; 25 if not given.",
    {"type": "integer", "minimum": 1, "maximum": MOST},
)
PAGE = Parameter(
    "page", "The page, from 1 on.", {"type": "integer", "minimum": 1, "maximum": 1_000_000}
)


@operation(
    "/disclosures",
    "Tell what is wrong or missing",
    Reply("It was received, and waits for a moderator.", DisclosureReceipt, status=201),
    tag=TAG,
    method="POST",
    body=Body(
        "What is claimed on one criterion of a release, with the link that shows it.",
        DisclosureAsked,
        example={
            "release": "acme/nimbus-7b",
            "criterion": "data.access",
            "claim": "The corpus was published in March, all of it.",
            "url": "https://example.com/corpus",
        },
    ),
    errors={
        409: "The same claim, with the same link, waits for a moderator already. `Location` is where.",
        422: "What was given is of the right shape, but can't be taken. `errors` names each thing.",
    },
)
def submit_disclosure(query: Query) -> Any:
    """No account is needed, and nothing is accepted unseen. What is sent here is nobody's in particular: members of a
    publishing organization sign in and use the form. `withdraw` is a secret that is told this once; with it the status
    page takes the disclosure back. One address may submit a few in an hour, by form and API together."""
    claim, wrong = checked(query.body)
    if claim is None:
        abort(_refused(wrong))
    try:
        received = keep(claim, ANYBODY)
    except AlreadyClaimedError as same:
        detail = f"The same claim waits for a moderator already: see {disclosure_url(same.number)}."
        response = problem(409, "Conflict", detail)
        response.headers["Location"] = f"{PREFIX}{disclosure_url(same.number)}"
        abort(response)
    url = disclosure_url(received.number)
    response = as_json(
        {"id": received.number, "status": Status.RECEIVED, "url": url, "withdraw": received.secret},
        201,
    )
    response.headers["Location"] = f"{PREFIX}{url}"
    response.headers["Cache-Control"] = "no-store"
    return response


@operation(
    "/disclosures",
    "List what was disclosed",
    Reply("One page of the disclosures, newest first.", DisclosureList, paged=True),
    tag=TAG,
    parameters=(*FILTERS, LIMIT, PAGE),
)
def list_disclosures(query: Query) -> Response:
    """What was submitted on releases, whatever became of it. Words, link and quote are told of those alone that a
    moderator looks at or has accepted."""
    wanted = Wanted(**{p.name: query[p.name] or "" for p in FILTERS})
    limit, page = query["limit"] or DEFAULT_LIMIT, query["page"] or 1
    found = disclosures(reading(), wanted, limit, (page - 1) * limit)
    told = {"items": [in_list(row) for row in found.rows], "total": found.total}
    return with_next_page(as_json(told), query, page, page * limit < found.total)


@operation(
    "/disclosures/<number>",
    "One disclosure",
    Reply("What was submitted, and what became of it.", DisclosureInFull),
    tag=TAG,
)
def get_disclosure(_query: Query, number: str) -> Any:
    """Its status, every decision on it with the role of who decided, and what it does to the grade. What was rejected
    or withdrawn is told without its words."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 11
    found = submitted(reading(), int(number)) if is_number else None
    if found is None:
        raise NotFound(f"There is no disclosure {number[:40]!r}.")
    return told(found)


def _refused(wrong: tuple[Wrong, ...]) -> Response:
    """What can't be taken, each thing with the property's place in what was sent."""
    errors = [
        {"parameter": f"/{w.field}", "detail": w.message, "nearest": w.nearest} for w in wrong
    ]
    return problem(
        422,
        "Unprocessable Content",
        " ".join(w.message for w in wrong),
        parameter=errors[0]["parameter"],
        nearest=errors[0]["nearest"],
        errors=errors,
    )
