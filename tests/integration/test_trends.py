"""Trends as pages, CSV and SVG, on both databases."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from registry.charts import CHARTS
from tests.integration.catalog import text_of
from tests.integration.trending import fill_trends


@pytest.fixture
def trends(read_only_client) -> FlaskClient:
    return read_only_client(fill_trends)


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(response.text)))


def test_the_page(trends: FlaskClient):
    text = text_of(trends, "/trends")
    assert "26 releases are counted by the half-year of publication" in text
    assert "2 more releases have no known date and are left out" in text
    assert "Are releases becoming more open?" in text
    assert "One half-year has too few releases to be drawn" in text
    assert "not derived from another release" not in text, "the form says it"
    assert "as of 20 Nov 2026" in text
    page = trends.get("/trends")
    static = Path(__file__).parents[2] / "registry/static"
    beside = sum(
        len((static / name).read_bytes()) for name in ("aperture.css", "trends.css", "aperture.js")
    )
    assert len(page.data) + beside < 100_000
    assert page.text.count('role="img" aria-labelledby="h-') == 2 * len(CHARTS)
    assert "style=" not in page.text


def test_classes_by_half_year(trends: FlaskClient):
    rows = rows_of(trends, "/trends/classes.csv")
    assert [row["half-year"] for row in rows] == ["2023-H1", "2023-H2", "2024-H1", "2024-H2", "2025-H1"]  # fmt: skip
    assert [row["releases"] for row in rows] == ["6", "6", "6", "6", "2"]
    assert [row["open weights: releases"] for row in rows] == ["1", "2", "3", "4", "2"]
    assert rows[0]["restricted weights (%)"] == "83.33"


def test_every_chart_is_right_in_figures(trends: FlaskClient):
    preferences = rows_of(trends, "/trends/preferences.csv")
    assert [row["all published: releases"] for row in preferences] == ["1", "2", "3", "4", "2"]
    claims = rows_of(trends, "/trends/claims.csv")
    assert [row["claim more than was found: releases"] for row in claims] == ["5", "4", "3", "2", "0"]  # fmt: skip
    licenses = rows_of(trends, "/trends/licenses.csv")
    assert [row["open source: releases"] for row in licenses] == ["1", "2", "3", "4", "2"]
    publishers = rows_of(trends, "/trends/publishers.csv")
    assert [row["2 to 19 releases: releases"] for row in publishers] == ["6", "6", "6", "6", "2"]
    sizes = {row["parameters"]: row["releases"] for row in rows_of(trends, "/trends/sizes.csv")}
    assert sizes["4 to 10 B"] == "28", "those without a date, too"
    tokens = rows_of(trends, "/trends/tokens.csv")
    assert {row["training tokens"]: row["releases"] for row in tokens if row["releases"] != "0"} == {
        "under 300 B": "4", "1 to 2 T": "10",
    }  # fmt: skip
    page = text_of(trends, "/trends")
    assert "50 % of 28 cards tell on how many tokens the model was trained." in page
    assert "Left out because no number is known: 14." in page
    assert "One band has too few releases to be drawn, fewer than five; the table has it." in page


def test_weights_by_downloads(trends: FlaskClient):
    alike = rows_of(trends, "/trends/pillars.csv")
    weighted = rows_of(trends, "/trends/pillars.csv?by=downloads")
    assert [row["Weights: releases"] for row in alike][:4] == ["6"] * 4
    assert [row["Weights: releases"] for row in weighted][:4] == ["5"] * 4, "one has no downloads"
    assert float(weighted[0]["Weights"]) < float(alike[0]["Weights"]), "the open one has none"
    assert "Each release counts as much as it was downloaded" in text_of(trends, "/trends?by=downloads")  # fmt: skip


def test_filters(trends: FlaskClient):
    every = rows_of(trends, "/trends/classes.csv?derived=any")
    assert every == rows_of(trends, "/trends/classes.csv?derived=no&derived=yes")
    assert [row["releases"] for row in every] == ["6", "6", "7", "6", "2"]
    derived = rows_of(trends, "/trends/classes.csv?derived=yes")
    assert [row["half-year"] for row in derived] == ["2024-H1"]
    mine = rows_of(trends, "/trends/classes.csv?organization=org1&min_downloads=10")
    assert [row["releases"] for row in mine] == ["1"] * 4


def test_chips_remove_one_filter(trends: FlaskClient):
    page = trends.get("/trends?organization=org0&by=downloads").text
    assert 'href="/trends?derived=no&amp;by=downloads"' in page
    told = "not derived from another release"
    assert told in trends.get("/trends/claims.svg").text
    assert told not in trends.get("/trends/claims.svg?derived=any").text


def test_what_makes_no_sense_is_told(trends: FlaskClient):
    assert "by can be releases or downloads, and not 'likes'" in text_of(trends, "/trends?by=likes")
    assert "There is no parameter 'organisation'" in text_of(trends, "/trends?organisation=x")


@pytest.mark.parametrize("name", list(CHARTS))
def test_drawings_stand_alone(trends: FlaskClient, name: str):
    response = trends.get(f"/trends/{name}.svg?organization=org0&organization=<b>")
    assert response.mimetype == "image/svg+xml"
    assert f"aperture-trends-{name}.svg" in response.headers["Content-Disposition"]
    root = ElementTree.fromstring(response.data)
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    drawn = [
        e for e in root.iter() if e.tag.endswith(("}path", "}g")) and "transform" not in e.attrib
    ]
    assert drawn
    assert all("fill" in element.attrib for element in drawn), "every shape has a look"
    assert "class=" not in response.text
    assert "<style" not in response.text
    assert "var(" not in response.text


def test_no_such_chart(trends: FlaskClient):
    assert trends.get("/trends/nothing.csv").status_code == 404
    assert trends.get("/trends/nothing.svg").status_code == 404


def test_an_empty_registry(client: FlaskClient):
    text = text_of(client, "/trends")
    assert "0 releases are counted" in text
    assert text.count("There is nothing to draw") == len(CHARTS)
    for name in CHARTS:
        assert client.get(f"/trends/{name}.svg").status_code == 200
        assert client.get(f"/trends/{name}.csv").status_code == 200
