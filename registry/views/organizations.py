"""Organizations: the list of all, and the page of each."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from registry.catalog.disclosing import least_disclosed, most_gained
from registry.catalog.grouping import Wanted
from registry.catalog.organizations import organization_named, organizations
from registry.catalog.profiles import profile
from registry.filters.organizations import ORDERS, PAGE_SIZE, parse_organizations
from registry.plain.groups import organization_url
from registry.views import finder
from registry.views.indexes import said_of_organization
from registry.views.pages import asked_for, items
from registry.views.requests import pace_of

bp = Blueprint("organizations", __name__)

RELEASES_SHOWN, LEAST_SHOWN, GAINS_SHOWN = 20, 6, 6


@bp.get("/organizations")
def organization_list() -> str:
    asked, catalog = parse_organizations(request.args.items(multi=True)), finder().catalog
    wanted = Wanted(asked.by, asked.at_least, asked.offset, PAGE_SIZE)
    found = organizations(catalog, wanted, asked.q)
    near = (
        finder().suggestions.nearest_organizations(asked.q) if asked.q and not found.total else ()
    )
    return render_template(
        "organizations.html", asked=asked, groups=found.groups, total=found.total, orders=ORDERS,
        ids=catalog.ids, size=PAGE_SIZE, nearest=near,
    )  # fmt: skip


@bp.get("/organizations/<name>")
def organization(name: str) -> str | AnyResponse:
    catalog = finder().catalog
    code = organization_named(catalog, name)
    if code is None:
        raise NotFound(f"No organization {name[:200]!r} is known.")
    known = catalog.organization.values[code]
    if known != name:
        return redirect(organization_url(known), 308)
    told, asked = (
        profile(catalog, code),
        replace(asked_for(organization=name), limit=RELEASES_SHOWN),
    )
    shown, found = items(asked)
    return render_template(
        "organization.html", told=told, ids=catalog.ids, asked=asked, items=shown, found=found,
        least=least_disclosed(told.standings, LEAST_SHOWN),
        gains=most_gained(told.standings, GAINS_SHOWN), row_of=catalog.row_of,
        pace=pace_of(known),
        others=said_of_organization(known),
    )  # fmt: skip
