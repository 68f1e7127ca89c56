"""What serializers tell has the shapes that the API promises, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from flask import Flask
from pydantic import TypeAdapter
from sqlmodel import select

from registry import queries, serialize, shapes, status, status_words
from registry.catalog.grouping import Wanted
from registry.catalog.organizations import organizations
from registry.catalog.profiles import profile
from registry.catalog.trends import basis_of
from registry.charts import CHARTS, make_chart
from registry.comparing import comparison
from registry.filters.boards import parse_board
from registry.models import Release
from registry.placed import claimed
from registry.plain.groups import family, organization
from registry.plain.groups import profile as plain_profile
from registry.plain.trends import trends
from registry.resources import rubric
from registry.views import boards, connected, finder, reading
from registry.views.requests import pace_of
from tests.integration.catalog import fill


@pytest.fixture
def app(app: Flask, settings) -> Flask:
    fill(settings)
    return app


def check(shape: Any, told: Any) -> None:
    """As it is sent: numbers, texts, nulls, and no key too few or too many."""
    TypeAdapter(shape).validate_json(orjson.dumps(told), strict=True)


def test_releases(app: Flask):
    details: list[dict[str, Any]] = []
    with app.test_request_context():
        for release_id in reading().scalars(select(Release.id)).all():
            dossier = queries.dossier(connected(), release_id)
            assert dossier is not None
            check(shapes.Detail, serialize.detail(dossier, rubric()))
            told = serialize.summary(dossier.release, dossier.grade, ["a/b"])
            check(shapes.Summary, told)
            if dossier.grade:
                check(shapes.Line, told | serialize.beyond_summary(dossier.grade.verdict, rubric()))
            details.append(serialize.detail(dossier, rubric(), in_short=True))
            check(shapes.DetailInShort, details[-1])
    check(shapes.Comparison, comparison(details[:5], rubric()))
    check(shapes.Comparison, comparison([], rubric()))


def test_status(app: Flask):
    with app.test_request_context():
        found = queries.status(reading(), datetime.now(UTC), rubric().version)
    told = status.as_dict(found)
    check(shapes.StatusNumbers, told)
    check(shapes.Status, {"headline": status_words.headline(found), **told})


def test_groups_boards_alternatives_and_trends(app: Flask):
    with app.test_request_context():
        catalog = finder().catalog
        everybody = organizations(catalog, Wanted()).groups
        assert everybody
        for group in everybody:
            check(shapes.Organization, organization(group, catalog))
            check(shapes.Family, family(group, catalog, catalog.score_tenths))
        told = [
            plain_profile(profile(catalog, g.code), catalog, pace_of(g.name)) for g in everybody
        ]
        check(list[shapes.OrganizationProfile], told)

        for asked in ({}, {"w.data": "0", "w.docs": "0"}):
            board = parse_board(asked.items(), rubric())
            shown = boards.releases_on(board)
            check(shapes.ReleaseBoard, shown)
            verdicts = queries.verdicts(reading(), [i["id"] for i in shown["items"]])
            first = boards.summaries_of([0])[0]
            check(shapes.ClaimingRelease, claimed(first, verdicts.get(first["id"]), rubric()))

        client = app.test_client()
        for release_id in catalog.ids_of(list(range(catalog.size))):
            anything = "max_size=any&task=any&derived=any"
            told = client.get(f"/api/v1/models/{release_id}/alternatives?{anything}").json
            check(shapes.Alternatives, told)

        basis = basis_of(catalog, catalog.is_graded)
        check(shapes.Trends, trends([make_chart(name, catalog, basis) for name in CHARTS], basis))
